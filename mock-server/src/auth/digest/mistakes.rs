//! Which well-known mistake gives exactly what was sent.
//!
//! The server knows the password, so it can compute what a client gets that makes one mistake, and
//! compare. Only one mistake at a time is tried.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode, percent_decode_str, percent_encode};

use super::{
    refusal::NameMistake,
    response::{Recipe, Shape},
    verify::path,
};
use crate::auth::{account::Accounts, printable::latin1};

/// A mistake that explains a wrong response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// Right, but in upper-case digits.
    UpperCase,
    /// Computed without the query that the uri has.
    QueryLeftOut,
    /// Computed for the address requested, which is not the uri sent along.
    UriNotAsHashed,
    /// Computed over the percent-decoded uri.
    UriDecoded,
    /// Computed for another method.
    OtherMethod(&'static str),
    /// Computed with the user name in other letter case.
    NameLetterCase,
    /// Computed with a line end behind the user name.
    NameLineEnd,
    /// Computed with `b'...'` around the user name.
    NameBytesLiteral,
    /// Computed with an empty password.
    PasswordEmpty,
    /// Computed with a line end behind the password.
    PasswordLineEnd,
    /// Computed with blanks around the password, or without those it has.
    PasswordBlanks,
    /// Computed with `b'...'` around the password.
    PasswordBytesLiteral,
    /// Computed with quotes around the password.
    PasswordQuotes,
    /// Computed with the password percent-encoded.
    PasswordEncoded,
    /// Computed with the password in other letter case.
    PasswordLetterCase,
    /// Computed with the password up to a character that is special to a shell or settings file.
    PasswordCut,
    /// Computed with user name or password in Latin-1, or with UTF-8 taken for Latin-1.
    Latin1,
    /// Computed as algorithm MD5-sess.
    Session,
    /// Computed as before qop (RFC 2069).
    Old,
    /// Computed as qop auth-int.
    BodyToo,
    /// Computed with another spelling of the count than the one sent.
    CountNotAsHashed,
    /// Computed without the client nonce.
    CnonceLeftOut,
}

/// The mistake that turns the right recipe into the response sent, if one does.
pub(super) fn likely_mistake(
    right: &Recipe<'_>,
    response: &[u8],
    target: &[u8],
) -> Option<Mistake> {
    if response.to_ascii_lowercase() == right.response() {
        return Some(Mistake::UpperCase);
    }
    let mut wrong = Wrong::new(right);
    wrong.uris(target);
    wrong.methods();
    wrong.names();
    wrong.passwords();
    wrong.shapes();
    // Once more in lower case: one mistake may hide the letter case behind it.
    let response = response.to_ascii_lowercase();
    wrong
        .recipes
        .into_iter()
        .find(|(_, recipe)| recipe.response() == *response)
        .map(|(mistake, _)| mistake)
}

/// Recipes with one mistake each.
struct Wrong<'r, 'a> {
    right: &'r Recipe<'a>,
    recipes: Vec<(Mistake, Recipe<'a>)>,
}

impl<'r, 'a> Wrong<'r, 'a> {
    fn new(right: &'r Recipe<'a>) -> Self {
        Self {
            right,
            recipes: Vec::with_capacity(64),
        }
    }

    fn with(&mut self, mistake: Mistake, change: impl FnOnce(&mut Recipe<'a>)) {
        let mut recipe = self.right.clone();
        change(&mut recipe);
        self.recipes.push((mistake, recipe));
    }

    fn uris(&mut self, target: &[u8]) {
        let uri = &self.right.uri;
        let until_query = uri.split(|&byte| byte == b'?').next().unwrap_or_default();
        for (mistake, hashed) in [
            (Mistake::QueryLeftOut, until_query.to_vec()),
            (Mistake::QueryLeftOut, path(uri).to_vec()),
            (Mistake::UriNotAsHashed, target.to_vec()),
            (Mistake::UriNotAsHashed, path(target).to_vec()),
            (Mistake::UriDecoded, percent_decode(uri).collect()),
        ] {
            self.with(mistake, |recipe| recipe.uri = hashed.into());
        }
    }

    fn methods(&mut self) {
        for method in ["GET", "POST", "HEAD", "PUT", "OPTIONS", "get", "Get", ""] {
            self.with(Mistake::OtherMethod(method), |recipe| {
                recipe.method = method.as_bytes().into();
            });
        }
    }

    fn names(&mut self) {
        let name = String::from_utf8_lossy(&self.right.username).into_owned();
        for cased in [name.to_lowercase(), name.to_uppercase(), capitalised(&name)] {
            self.with(Mistake::NameLetterCase, |recipe| {
                recipe.username = cased.into_bytes().into();
            });
        }
        for end in LINE_ENDS {
            self.with(Mistake::NameLineEnd, |recipe| {
                recipe.username = format!("{name}{end}").into_bytes().into();
            });
        }
        self.with(Mistake::NameBytesLiteral, |recipe| {
            recipe.username = format!("b'{name}'").into_bytes().into();
        });
    }

    fn passwords(&mut self) {
        let password = String::from_utf8_lossy(&self.right.password).into_owned();
        let mut wrong = vec![
            (Mistake::PasswordEmpty, String::new()),
            (Mistake::PasswordBlanks, format!("{password} ")),
            (Mistake::PasswordBlanks, format!(" {password}")),
            (Mistake::PasswordBlanks, password.trim().to_owned()),
            (Mistake::PasswordBytesLiteral, format!("b'{password}'")),
            (Mistake::PasswordBytesLiteral, format!("b\"{password}\"")),
            (Mistake::PasswordQuotes, format!("'{password}'")),
            (Mistake::PasswordQuotes, format!("\"{password}\"")),
            (
                Mistake::PasswordEncoded,
                percent_encode(password.as_bytes(), NON_ALPHANUMERIC).to_string(),
            ),
            (
                Mistake::PasswordEncoded,
                percent_decode_str(&password)
                    .decode_utf8_lossy()
                    .into_owned(),
            ),
            (Mistake::PasswordLetterCase, password.to_lowercase()),
            (Mistake::PasswordLetterCase, password.to_uppercase()),
            (Mistake::PasswordLetterCase, capitalised(&password)),
            (Mistake::PasswordLetterCase, swapped(&password)),
        ];
        for end in LINE_ENDS {
            wrong.push((Mistake::PasswordLineEnd, format!("{password}{end}")));
        }
        let special = |letter: char| " $#&!;:\"'\\%@/".contains(letter);
        for (place, _) in password.match_indices(special).take(8) {
            wrong.push((Mistake::PasswordCut, password[..place].to_owned()));
        }
        for (mistake, password) in wrong {
            self.with(mistake, |recipe| {
                recipe.password = password.into_bytes().into();
            });
        }
        self.latin1();
    }

    fn latin1(&mut self) {
        let name = as_latin1(&self.right.username);
        let password = as_latin1(&self.right.password);
        for (names, passwords) in [(true, true), (true, false), (false, true)] {
            self.with(Mistake::Latin1, |recipe| {
                if let (true, Some(name)) = (names, &name) {
                    recipe.username = name.clone().into();
                }
                if let (true, Some(password)) = (passwords, &password) {
                    recipe.password = password.clone().into();
                }
            });
        }
        // UTF-8 bytes taken for Latin-1 and encoded once more.
        let twice = latin1(&self.right.password).into_bytes();
        self.with(Mistake::Latin1, |recipe| recipe.password = twice.into());
    }

    fn shapes(&mut self) {
        self.with(Mistake::Session, |recipe| recipe.shape = Shape::Session);
        self.with(Mistake::Old, |recipe| recipe.shape = Shape::Old);
        self.with(Mistake::BodyToo, |recipe| recipe.shape = Shape::BodyToo);
        self.with(Mistake::CnonceLeftOut, |recipe| recipe.cnonce = b"".into());
        let count = &self.right.count;
        let zeros = count.iter().take_while(|&&digit| digit == b'0').count();
        for count in [&count[zeros..], b"00000001", b"1", b""] {
            let count = count.to_vec();
            self.with(Mistake::CountNotAsHashed, |recipe| {
                recipe.count = count.into();
            });
        }
    }
}

/// The mistake that turned the name of an account into this one, if one did.
pub(super) fn likely_name_mistake(sent: &str, accounts: &dyn Accounts) -> Option<NameMistake> {
    let find = |name: &str| accounts.find(&name.to_lowercase());
    let known = |name: &str| find(name).is_some();
    if let Some(account) = find(sent) {
        let right = account.username.to_owned();
        return Some(NameMistake::LetterCase { right });
    }
    let trimmed = sent.trim();
    if trimmed != sent && known(trimmed) {
        return Some(if sent.contains(['\r', '\n']) {
            NameMistake::LineEnd
        } else {
            NameMistake::Blanks
        });
    }
    let inner = |text: &str| -> Option<String> {
        let (first, last) = (text.chars().next()?, text.chars().next_back()?);
        let quoted = text.len() > 1 && first == last && ['\'', '"'].contains(&first);
        quoted.then(|| text[1..text.len() - 1].to_owned())
    };
    if let Some(name) = sent.strip_prefix('b').and_then(inner)
        && known(&name)
    {
        return Some(NameMistake::BytesLiteral);
    }
    if inner(sent).is_some_and(|name| known(&name)) {
        return Some(NameMistake::Quotes);
    }
    if sent.split_once(':').is_some_and(|(name, _)| known(name)) {
        return Some(NameMistake::PasswordToo);
    }
    let decoded = percent_decode_str(sent).decode_utf8_lossy();
    if decoded != sent && known(decoded.trim()) {
        return Some(NameMistake::PercentEncoded);
    }
    accounts
        .is_mobile_worker(&sent.to_lowercase())
        .then_some(NameMistake::MobileWorker)
}

const LINE_ENDS: [&str; 3] = ["\r", "\n", "\r\n"];

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// As typed with caps lock on.
fn swapped(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_ascii_lowercase() {
                letter.to_ascii_uppercase()
            } else {
                letter.to_ascii_lowercase()
            }
        })
        .collect()
}

/// UTF-8 text as Latin-1 bytes, if it is more than ASCII and can be written so.
fn as_latin1(utf8: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(utf8).ok()?;
    if text.is_ascii() {
        return None;
    }
    text.chars()
        .map(|letter| u8::try_from(letter).ok())
        .collect()
}
