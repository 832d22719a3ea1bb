//! The answer to a digest challenge (facts G.2 and G.3; RFC 7616).

use digest_auth::{AuthContext, Qop, WwwAuthenticateHeader};
use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::super::{
    bug::{Bug, Bugs},
    failure::Failure,
    settings::Settings,
};

/// Name and password.
#[derive(Clone, Debug)]
pub struct Credentials {
    username: String,
    password: String,
}

/// The state of a login: the challenge that is being answered.
#[derive(Debug)]
pub struct Login {
    credentials: Credentials,
    challenge: Option<Answering>,
    first_uri: Option<String>,
    bugs: Bugs,
}

/// A challenge of the server, as its header says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge(String);

#[derive(Debug)]
enum Answering {
    Digest(WwwAuthenticateHeader),
    Basic,
}

impl Credentials {
    /// Those of the settings.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let (username, password) = (&settings.username, &settings.password);
        if settings.bugs().has(Bug::CredentialsInUrl) {
            let as_a_form = |text: &str| {
                let blanks = text.replace('+', " ");
                percent_decode_str(&blanks).decode_utf8_lossy().into_owned()
            };
            return Self {
                username: as_a_form(username),
                password: as_a_form(password),
            };
        }
        Self {
            username: username.clone(),
            password: password.clone(),
        }
    }
}

impl Challenge {
    /// The challenge of a `WWW-Authenticate` header, if it asks for a digest.
    #[must_use]
    pub fn of(header: &[u8]) -> Option<Self> {
        // The parser behind it wants ASCII, and the scheme in one spelling.
        let text = std::str::from_utf8(header)
            .ok()
            .filter(|text| text.is_ascii())?;
        let (scheme, fields) = text.trim().split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("digest")
            .then(|| Self(fields.trim().to_owned()))
    }

    /// Whether only the nonce was refused, not the credentials.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        let compact = self.0.to_ascii_lowercase().replace([' ', '"'], "");
        compact.contains("stale=true")
    }

    fn parsed(&self, bugs: Bugs) -> Result<WwwAuthenticateHeader, Failure> {
        let fields = if bugs.has(Bug::ChallengeByPosition) {
            by_position(&self.0)
        } else {
            self.0.clone()
        };
        let unclear = |error| Failure::NoChallenge(format!("{fields}: {error}"));
        let mut challenge = digest_auth::parse(&format!("Digest {fields}")).map_err(unclear)?;
        if bugs.has(Bug::Rfc2069Answer) {
            challenge.qop = None;
            challenge.opaque = None;
        }
        // Only a body of our own could be protected as well.
        if let Some(qops) = &mut challenge.qop {
            qops.retain(|qop| *qop == Qop::AUTH);
        }
        Ok(challenge)
    }
}

impl Login {
    /// No challenge yet.
    #[must_use]
    pub fn new(credentials: Credentials, bugs: Bugs) -> Self {
        Self {
            credentials,
            challenge: None,
            first_uri: None,
            bugs,
        }
    }

    /// Forgets the nonce.
    pub fn forget(&mut self) {
        self.challenge = None;
    }

    /// The header that answers the challenge for this address, if there has been one.
    pub fn answer(&mut self, url: &Url) -> Option<String> {
        let uri = self.uri(url);
        let Credentials { username, password } = &self.credentials;
        match self.challenge.as_mut()? {
            Answering::Basic => Some(basic(username, password)),
            Answering::Digest(challenge) => {
                if self.bugs.has(Bug::CountStaysOne) {
                    challenge.nc = 0;
                }
                let context = AuthContext::new(username, password, uri);
                challenge
                    .respond(&context)
                    .ok()
                    .map(|answer| answer.to_string())
            }
        }
    }

    /// Takes in a challenge, to be answered from now on.
    ///
    /// # Errors
    /// It cannot be understood.
    pub fn challenged(&mut self, challenge: &Challenge) -> Result<(), Failure> {
        self.challenge = Some(if self.bugs.has(Bug::BasicOnly) {
            Answering::Basic
        } else {
            Answering::Digest(challenge.parsed(self.bugs)?)
        });
        Ok(())
    }

    fn uri(&mut self, url: &Url) -> String {
        let query = url
            .query()
            .map_or(String::new(), |query| format!("?{query}"));
        let uri = format!("{}{query}", url.path());
        if self.bugs.has(Bug::UriOfFirstRequest) {
            return self.first_uri.get_or_insert(uri).clone();
        }
        uri
    }
}

/// The values of a challenge under the names that HQ gives to their places (facts G.2).
fn by_position(fields: &str) -> String {
    const NAMES: [&str; 6] = ["nonce", "realm", "algorithm", "opaque", "qop", "stale"];
    let values = fields
        .split(',')
        .filter_map(|field| Some(field.split_once('=')?.1));
    let named = NAMES.iter().zip(values);
    let named: Vec<_> = named
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    named.join(", ")
}

fn basic(username: &str, password: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let pair = format!("{username}:{password}");
    let mut text = String::from("Basic ");
    for three in pair.as_bytes().chunks(3) {
        let bits = three
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn basic_credentials_are_those_of_the_rfc() {
        // RFC 7617, 2
        let header = basic("Aladdin", "open sesame");
        assert_eq!(header, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(basic("a", "bc"), "Basic YTpiYw==");
        assert_eq!(basic("", "ab"), "Basic OmFi");
    }

    #[test]
    fn a_challenge_is_known_in_any_letter_case() {
        assert!(Challenge::of(b"Basic realm=\"x\"").is_none());
        assert!(Challenge::of("Digest realm=\"\u{e9}\"".as_bytes()).is_none());
        let stale = Challenge::of(b"DIGEST realm=\"x\", nonce=\"n\", Stale=TRUE").unwrap();
        assert!(stale.is_stale());
    }

    proptest! {
        #[test]
        fn no_challenge_panics(header in proptest::collection::vec(any::<u8>(), 0..80)) {
            let header = [b"Digest ".as_slice(), &header].concat();
            if let Some(challenge) = Challenge::of(&header) {
                let _ = challenge.parsed(Bugs::default());
                let _ = challenge.is_stale();
            }
        }
    }
}
