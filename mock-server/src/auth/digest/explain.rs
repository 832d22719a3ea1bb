//! What was wrong with the credentials, in plain words: what happened, where, and what to do.

use std::fmt;

use super::answer::Problem;
use super::challenge::REALM;
use super::mistakes::Mistake;
use super::refusal::{Denial, Looks, NameMistake, PathMistake, Refusal};

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredentials => f.write_str(
                "no Authorization header: the first step of digest; the client should ask again \
                 with an answer to the challenge",
            ),
            Self::NotDigest { scheme, username } => not_digest(f, *scheme, username.as_deref()),
            Self::Unreadable { field, problem } => unreadable(f, *field, *problem),
            Self::FieldTwice { field } => write!(
                f,
                "the Authorization header has the field {field} twice; send it once"
            ),
            Self::MissingFields { fields } => missing(f, fields),
            Self::BadCount { sent } => write!(
                f,
                "nc is \"{sent}\", but it must be 8 hexadecimal digits, as in nc=00000001"
            ),
            Self::WrongAlgorithm { sent } => write!(
                f,
                "algorithm is \"{sent}\", but only MD5 is offered, in capital letters; send \
                 algorithm=MD5 or leave it out"
            ),
            Self::WrongQop { sent } => write!(
                f,
                "qop is \"{sent}\", but only auth is offered; send qop=auth and compute the \
                 response for it"
            ),
            Self::WrongRealm { sent } => write!(
                f,
                "realm is \"{sent}\", but the challenge says \"{REALM}\"; take it from the challenge"
            ),
            Self::ForeignNonce { looks } => f.write_str(foreign_nonce(*looks)),
            Self::UnknownUser { sent, likely } => unknown_user(f, sent, likely.as_ref()),
            Self::WrongResponse { username, likely } => wrong_response(f, username, *likely),
            Self::OtherPath {
                sent,
                asked,
                likely,
            } => {
                write!(
                    f,
                    "uri names the path {sent}, but {asked} was requested; "
                )?;
                f.write_str(match likely {
                    Some(PathMistake::EarlierRequest) => {
                        "it is the uri of an earlier request, with its nc: an Authorization header \
                         is good for one request, compute it anew for each"
                    }
                    Some(PathMistake::LastSlash) => {
                        "only the slash at the end differs: after a redirect, or with an address \
                         put together by hand, compute uri and response for the address now asked"
                    }
                    None => {
                        "compute uri and response for each request, after a redirect too"
                    }
                })
            }
            Self::NonceOfOtherUser => f.write_str(
                "the nonce is in use by another user; answer the challenge that the own request got",
            ),
            Self::NonceUsedUp => f.write_str(
                "the nonce was used before, and this server takes each for one request only; answer \
                 the new challenge",
            ),
            Self::NonceTooOld { seconds } => write!(
                f,
                "the nonce came into use {seconds} s after it was issued, later than 300 s; answer \
                 the new challenge"
            ),
            Self::CountNotHigher { sent, last } => count(f, *sent, *last),
            Self::Denied(denial) => f.write_str(denied(*denial)),
        }
    }
}

fn not_digest(
    f: &mut fmt::Formatter<'_>,
    scheme: Option<&str>,
    username: Option<&str>,
) -> fmt::Result {
    match scheme {
        Some(scheme) => write!(f, "the credentials are of the scheme {scheme}")?,
        None => f.write_str("the credentials are of an unknown scheme")?,
    }
    if let Some(username) = username {
        write!(f, ", of the user \"{username}\"")?;
    }
    f.write_str("; these addresses take HTTP digest only (with curl: --digest)")
}

fn unreadable(f: &mut fmt::Formatter<'_>, field: Option<&str>, problem: Problem) -> fmt::Result {
    f.write_str("the Authorization header cannot be read")?;
    if let Some(field) = field {
        write!(f, " at {field}")?;
    }
    f.write_str(match (field, problem) {
        (Some("uri"), Problem::TextAfterQuote | Problem::QuoteNotClosed) => {
            ": the address most likely has raw quotes in it, and they end the quoted value; write \
             each quote in the address as %22"
        }
        (_, Problem::TextAfterQuote) => {
            ": there is text behind the closing quote; a quote inside a value needs a backslash \
             before it, and fields need commas between them"
        }
        (_, Problem::QuoteNotClosed) => {
            ": a quote is opened and not closed; was the header cut, or does a value end in a \
             backslash?"
        }
        (_, Problem::TextAfterBareValue) => {
            ": there is text behind a value without quotes; put quotes around the value and commas \
             between fields"
        }
        (_, Problem::NoName) => ": a field without a name",
        (_, Problem::NoEquals) => ": a field without an equals sign",
        (_, Problem::NoValue) => ": a field without a value",
    })
}

fn missing(f: &mut fmt::Formatter<'_>, fields: &[&str]) -> fmt::Result {
    match fields {
        ["opaque"] => f.write_str(
            "opaque is missing; send it back as it stands in the challenge, it is required here",
        ),
        ["qop", "nc", "cnonce"] | ["opaque", "qop", "nc", "cnonce"] => write!(
            f,
            "{} are missing: this is an answer by the older standard, RFC 2069; the challenge asks \
             for qop=auth with nc and cnonce",
            fields.join(", ")
        ),
        _ => write!(
            f,
            "the Authorization header lacks {}; all of username, realm, nonce, uri, response, \
             opaque, qop, nc and cnonce are required",
            fields.join(", ")
        ),
    }
}

fn foreign_nonce(looks: Looks) -> &'static str {
    match looks {
        Looks::Empty => "nonce is empty; take it from the challenge",
        Looks::LetterCase => {
            "nonce has other letter case than in the challenge; send it back byte for byte"
        }
        Looks::OurForm => {
            "nonce has the right form but not this server's signature: it comes from another \
             server or project space, from before a restart or reset, or it was altered; answer \
             the new challenge"
        }
        Looks::Other => {
            "nonce is none that this server makes: cut, or not taken from the challenge; send it \
             back byte for byte"
        }
    }
}

fn unknown_user(
    f: &mut fmt::Formatter<'_>,
    sent: &str,
    likely: Option<&NameMistake>,
) -> fmt::Result {
    write!(f, "username is \"{sent}\", and there is no such account; ")?;
    match likely {
        Some(NameMistake::LetterCase { right }) => write!(
            f,
            "letter case counts under digest: \"{right}\" would be right"
        ),
        Some(NameMistake::BytesLiteral) => f.write_str(
            "b'...' is how Python prints bytes: give the name to the library as a text (str)",
        ),
        Some(NameMistake::LineEnd) => f.write_str(
            "it ends with a line end, as after reading it from a file: strip it (a carriage \
             return cannot be seen)",
        ),
        Some(NameMistake::Blanks) => f.write_str("strip the blanks around it"),
        Some(NameMistake::Quotes) => {
            f.write_str("strip the quotes around it; a settings file or the shell left them there")
        }
        Some(NameMistake::PasswordToo) => {
            f.write_str("name and password belong into two settings, not one with a colon")
        }
        Some(NameMistake::PercentEncoded) => {
            f.write_str("it is percent-encoded as in an address; decode it (%40 is @)")
        }
        Some(NameMistake::MobileWorker) => f.write_str(
            "it is the name of a mobile worker, and only web users, who log in with an e-mail \
             address, may export",
        ),
        None => f.write_str("use the e-mail address the web user logs in with"),
    }
}

fn wrong_response(
    f: &mut fmt::Formatter<'_>,
    username: &str,
    likely: Option<Mistake>,
) -> fmt::Result {
    let Some(mistake) = likely else {
        return write!(
            f,
            "response is wrong for \"{username}\", and no well-known mistake gives it: most likely \
             a wrong password"
        );
    };
    f.write_str("response is wrong: ")?;
    f.write_str(match mistake {
        Mistake::UpperCase => "it has upper-case digits; send it in lower case",
        Mistake::QueryLeftOut => {
            "it was computed without the query of uri; hash uri as it is sent, query included"
        }
        Mistake::UriNotAsHashed => {
            "it was computed for the address requested, but the field uri says something else; \
             send in uri what was hashed"
        }
        Mistake::UriDecoded => {
            "it was computed over the percent-decoded uri; hash uri as it is sent"
        }
        Mistake::OtherMethod(method) => {
            return write!(
                f,
                "it was computed for the method \"{method}\", which is not the one sent"
            );
        }
        Mistake::NameLetterCase => {
            "it was computed with other letter case of the user name than the field has"
        }
        Mistake::NameLineEnd => {
            "it was computed with a line end behind the user name (a carriage return cannot be \
             seen); strip it"
        }
        Mistake::NameBytesLiteral => {
            "it was computed with b'...' around the user name, which is how Python prints bytes; \
             give the name as a text (str)"
        }
        Mistake::PasswordEmpty => {
            "it was computed with an empty password; is the setting or the variable read at all?"
        }
        Mistake::PasswordLineEnd => {
            "it was computed with a line end behind the password, as after reading it from a file \
             (a carriage return cannot be seen); strip it"
        }
        Mistake::PasswordBlanks => {
            "it was computed with blanks around the password, or without blanks that belong to it"
        }
        Mistake::PasswordBytesLiteral => {
            "it was computed with b'...' around the password, which is how Python prints bytes; \
             give the password as a text (str)"
        }
        Mistake::PasswordQuotes => {
            "it was computed with quotes around the password; a settings file or the shell left \
             them there"
        }
        Mistake::PasswordEncoded => {
            "it was computed with the password percent-encoded (or decoded once too often), as for \
             an address"
        }
        Mistake::PasswordLetterCase => {
            "it was computed with the password in other letter case; caps lock?"
        }
        Mistake::PasswordCut => {
            "it was computed with only the beginning of the password, up to a character that a \
             shell, an address or a settings file takes for its own; quote the password"
        }
        Mistake::Latin1 => {
            "it was computed with user name or password in Latin-1, or encoded twice; encode them as \
             UTF-8, once, before hashing"
        }
        Mistake::Session => "it was computed as MD5-sess; the challenge offers plain MD5",
        Mistake::Old => {
            "it was computed by the older standard, RFC 2069, without nc, cnonce and qop, though \
             they are sent; hash them too"
        }
        Mistake::BodyToo => "it was computed as qop auth-int; the challenge offers auth",
        Mistake::CountNotAsHashed => {
            "it was computed with another nc than the one sent; hash the same 8 digits"
        }
        Mistake::CnonceLeftOut => "it was computed with an empty cnonce; hash the one that is sent",
    })
}

fn count(f: &mut fmt::Formatter<'_>, sent: u32, last: u32) -> fmt::Result {
    write!(
        f,
        "nc is {sent:08x}, but this nonce was last used with {last:08x}: "
    )?;
    f.write_str(if sent == last {
        "nc was repeated; each request with the same nonce needs a higher nc, and a header is \
         never sent twice"
    } else {
        "nc must rise with each request; count on, and let requests at the same time have a nonce \
         each"
    })
}

fn denied(denial: Denial) -> &'static str {
    match denial {
        Denial::MobileWorker => {
            "the password is right, but this is a mobile worker, and only web users may export; \
             HQ answers with a challenge again and again, so trying again does not help"
        }
        Denial::NotAMember => {
            "the password is right, but the user is no member of this project space; HQ answers \
             with a challenge again and again, so trying again does not help"
        }
        Denial::Superuser => {
            "the password is right, but this superuser is no member of this project space, and \
             digest asks for that; a login with a session would do"
        }
        Denial::NoPermission => {
            "the password is right, but the user's role does not allow this export; HQ answers \
             with a challenge again and again, so trying again does not help"
        }
        Denial::NoSuchSpace => {
            "the password is right, but there is no such project space; look at the name behind \
             /a/ in the address"
        }
    }
}
