//! The checks of G.3, in their order, up to the response; the rest needs the book of nonces.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use subtle::ConstantTimeEq;

use super::{
    answer::{Answer, Value, scheme},
    challenge::REALM,
    gate::Asked,
    mistakes::{likely_mistake, likely_name_mistake},
    nonce::Signer,
    refusal::{Looks, PathMistake, REQUIRED, Refusal},
    response::{Recipe, Shape},
};
use crate::{
    auth::{
        account::{Account, Accounts},
        basic, printable,
    },
    quirks::UserNameCase,
};

/// Credentials whose response is right.
pub(super) struct Proven<'a> {
    pub(super) account: Account<'a>,
    pub(super) nonce: String,
    /// When the nonce was issued, in milliseconds since 1970.
    pub(super) issued: i64,
    pub(super) count: u32,
    /// The uri that was hashed.
    pub(super) uri: Vec<u8>,
}

/// Everything up to the response.
pub(super) fn prove<'a>(
    asked: &Asked<'_>,
    accounts: &'a dyn Accounts,
    signer: &Signer,
    letter_case: UserNameCase,
) -> Result<Proven<'a>, Refusal> {
    let header = asked.authorization.ok_or(Refusal::NoCredentials)?;
    let (scheme, credentials) = scheme(header);
    if !scheme.eq_ignore_ascii_case(b"digest") {
        return Err(not_digest(scheme, credentials));
    }
    let answer = Answer::read(credentials);
    let fields = Fields::of(&answer)?;

    // Some clients send a count in letters of either case; it is hashed as sent.
    let count = parse_count(fields.count.raw).ok_or_else(|| Refusal::BadCount {
        sent: printable::text(fields.count.raw),
    })?;
    if let Some(sent) = answer.value("algorithm")
        && sent.raw != b"MD5"
    {
        let sent = printable::text(sent.raw);
        return Err(Refusal::WrongAlgorithm { sent });
    }
    if fields.qop.raw != b"auth" {
        let sent = printable::text(fields.qop.raw);
        return Err(Refusal::WrongQop { sent });
    }
    if fields.realm.raw != REALM.as_bytes() {
        let sent = printable::text(fields.realm.raw);
        return Err(Refusal::WrongRealm { sent });
    }
    let nonce = fields.nonce.raw;
    let (Some(issued), Ok(nonce_text)) = (signer.issued(nonce), std::str::from_utf8(nonce)) else {
        let looks = looks_of(nonce, signer);
        return Err(Refusal::ForeignNonce { looks });
    };

    let users = users(fields.username, accounts, letter_case)?;
    let recipes = recipes(&users, &fields, asked.method);
    for (user, recipe) in &recipes {
        if bool::from(recipe.response().as_slice().ct_eq(fields.response.raw)) {
            return Ok(Proven {
                account: user.account,
                nonce: nonce_text.to_owned(),
                issued,
                count,
                uri: recipe.uri.to_vec(),
            });
        }
    }
    Err(Refusal::WrongResponse {
        username: users
            .first()
            .map_or_else(String::new, |user| printable::name(user.name.as_bytes())),
        likely: recipes
            .iter()
            .find_map(|(_, right)| likely_mistake(right, fields.response.raw, asked.target)),
    })
}

/// The check of the path: percent-decoded, query ignored, whole addresses allowed.
///
/// `reused` says that the count was used before with this nonce.
pub(super) fn same_path(uri: &[u8], target: &[u8], reused: bool) -> Result<(), Refusal> {
    if uri == target {
        return Ok(());
    }
    let (sent, asked) = (decoded_path(uri), decoded_path(target));
    if sent == asked {
        return Ok(());
    }
    let bare = |path: &[u8]| path.strip_suffix(b"/").unwrap_or(path).to_vec();
    let likely = if bare(&sent) == bare(&asked) {
        Some(PathMistake::LastSlash)
    } else if reused {
        Some(PathMistake::EarlierRequest)
    } else {
        None
    };
    Err(Refusal::OtherPath {
        sent: printable::text(&sent),
        asked: printable::text(&asked),
        likely,
    })
}

/// The path of a target or of a whole address, without its query.
pub(super) fn path(uri: &[u8]) -> &[u8] {
    let end = uri.iter().position(|byte| b"?#".contains(byte));
    let uri = &uri[..end.unwrap_or(uri.len())];
    let Some(colon) = uri.windows(3).position(|three| three == b"://") else {
        return uri;
    };
    if uri[..colon].contains(&b'/') {
        return uri;
    }
    let host = &uri[colon + 3..];
    match host.iter().position(|&byte| byte == b'/') {
        Some(slash) => &host[slash..],
        None => b"/",
    }
}

fn decoded_path(uri: &[u8]) -> Cow<'_, [u8]> {
    percent_decode(path(uri)).into()
}

fn not_digest(scheme: &[u8], credentials: &[u8]) -> Refusal {
    const KNOWN: [&str; 7] = [
        "Basic",
        "ApiKey",
        "Bearer",
        "Token",
        "Negotiate",
        "NTLM",
        "OAuth",
    ];
    let scheme = KNOWN
        .into_iter()
        .find(|known| scheme.eq_ignore_ascii_case(known.as_bytes()));
    Refusal::NotDigest {
        scheme,
        username: match scheme {
            Some("Basic") => basic::username(credentials),
            _ => None,
        },
    }
}

/// The required fields.
struct Fields<'a> {
    username: Value<'a>,
    realm: Value<'a>,
    nonce: Value<'a>,
    uri: Value<'a>,
    response: Value<'a>,
    qop: Value<'a>,
    count: Value<'a>,
    cnonce: Value<'a>,
}

impl<'a> Fields<'a> {
    fn of(answer: &Answer<'a>) -> Result<Self, Refusal> {
        let of_protocol = |name: &[u8]| {
            REQUIRED
                .into_iter()
                .chain(["algorithm"])
                .find(|known| name.eq_ignore_ascii_case(known.as_bytes()))
        };
        if let Some(trouble) = answer.trouble {
            return Err(Refusal::Unreadable {
                field: of_protocol(trouble.field),
                problem: trouble.problem,
            });
        }
        for (place, field) in answer.fields.iter().enumerate() {
            if let Some(known) = of_protocol(field.name)
                && answer.fields[..place]
                    .iter()
                    .any(|earlier| earlier.name.eq_ignore_ascii_case(field.name))
            {
                return Err(Refusal::FieldTwice { field: known });
            }
        }
        let values = REQUIRED.map(|name| answer.value(name));
        if let [
            Some(username),
            Some(realm),
            Some(nonce),
            Some(uri),
            Some(response),
            Some(_),
            Some(qop),
            Some(count),
            Some(cnonce),
        ] = values
        {
            return Ok(Self {
                username,
                realm,
                nonce,
                uri,
                response,
                qop,
                count,
                cnonce,
            });
        }
        let fields = REQUIRED.into_iter().zip(values);
        let missing = fields.filter(|(_, value)| value.is_none());
        Err(Refusal::MissingFields {
            fields: missing.map(|(name, _)| name).collect(),
        })
    }
}

/// 8 hexadecimal digits (RFC 2617, `nc-value`).
fn parse_count(raw: &[u8]) -> Option<u32> {
    if raw.len() != 8 || !raw.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(raw).ok()?, 16).ok()
}

fn looks_of(nonce: &[u8], signer: &Signer) -> Looks {
    if nonce.is_empty() {
        return Looks::Empty;
    }
    let parts: Vec<&[u8]> = nonce.split(|&byte| byte == b':').collect();
    let [time, salt, signature] = parts[..] else {
        return Looks::Other;
    };
    let ours = [
        time,
        &salt.to_ascii_uppercase(),
        &signature.to_ascii_lowercase(),
    ]
    .join(&b':');
    if signer.issued(&ours).is_some() {
        Looks::LetterCase
    } else {
        Looks::OurForm
    }
}

/// An account, and the name that led to it: the one that is hashed.
struct User<'a> {
    name: String,
    account: Account<'a>,
}

/// The accounts that the readings of a user name may mean: one, very rarely two.
fn users<'a>(
    username: Value<'_>,
    accounts: &'a dyn Accounts,
    letter_case: UserNameCase,
) -> Result<Vec<User<'a>>, Refusal> {
    let any_case = letter_case == UserNameCase::Any;
    let mut users = Vec::new();
    let mut likely = None;
    for reading in username.readings() {
        let name = printable::decoded(&reading).into_owned();
        match accounts.find(&name.to_lowercase()) {
            Some(account) if any_case || account.goes_by(&name) => {
                users.push(User { name, account })
            }
            _ => likely = likely.or_else(|| likely_name_mistake(&name, accounts)),
        }
    }
    if users.is_empty() {
        let sent = printable::name(&username.unescaped());
        return Err(Refusal::UnknownUser { sent, likely });
    }
    Ok(users)
}

/// All that a right response may have been made of: one recipe for each reading of the fields.
fn recipes<'a, 'u>(
    users: &'u [User<'a>],
    fields: &Fields<'u>,
    method: &'u [u8],
) -> Vec<(&'u User<'a>, Recipe<'u>)> {
    let mut recipes = Vec::with_capacity(1);
    for user in users {
        for uri in fields.uri.readings() {
            for cnonce in fields.cnonce.readings() {
                let recipe = Recipe {
                    username: user.name.as_bytes().into(),
                    password: user.account.password.as_bytes().into(),
                    method: method.into(),
                    uri: uri.clone(),
                    nonce: fields.nonce.raw,
                    count: fields.count.raw.into(),
                    cnonce,
                    shape: Shape::Auth,
                };
                recipes.push((user, recipe));
            }
        }
    }
    recipes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_path_of_targets_and_of_whole_addresses() {
        for (uri, wanted) in [
            ("/a/demo/?x=1", "/a/demo/"),
            ("http://host:80/a/?x=http://y/z", "/a/"),
            ("HTTPS://host", "/"),
            ("http://host?x=1", "/"),
            ("/a/http://b/c", "/a/http://b/c"),
            ("*", "*"),
            ("", ""),
        ] {
            assert_eq!(path(uri.as_bytes()), wanted.as_bytes(), "{uri}");
        }
    }

    #[test]
    fn paths_are_compared_decoded_and_differences_named() {
        assert_eq!(same_path(b"/a%2Fb/?x", b"/a/b/?y", false), Ok(()));
        let likely = |sent: &str, reused| match same_path(sent.as_bytes(), b"/a/b/", reused) {
            Err(Refusal::OtherPath { likely, .. }) => likely,
            other => panic!("{other:?}"),
        };
        assert_eq!(likely("/a/b", false), Some(PathMistake::LastSlash));
        assert_eq!(likely("/a/c/", true), Some(PathMistake::EarlierRequest));
        assert_eq!(likely("/a/c/", false), None);
    }

    #[test]
    fn a_count_is_eight_hexadecimal_digits() {
        assert_eq!(parse_count(b"0000000a"), Some(10));
        assert_eq!(parse_count(b"FFFFFFFF"), Some(u32::MAX));
        for wrong in [&b"1"[..], b"+0000001", b"0000000g", b"000000001", b""] {
            assert_eq!(parse_count(wrong), None);
        }
    }

    proptest! {
        #[test]
        fn a_path_never_has_a_query_and_never_panics(uri in prop::collection::vec(any::<u8>(), 0..64)) {
            prop_assert!(!path(&uri).contains(&b'?'));
        }
    }
}
