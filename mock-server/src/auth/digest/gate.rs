//! One call per request.

use jiff::Timestamp;

use super::challenge::{Challenge, Style};
use super::nonce::Signer;
use super::nonces::NonceBook;
use super::refusal::Refusal;
use super::verify::{prove, same_path};
use crate::{
    auth::account::Accounts,
    quirks::{NonceRules, UserNameCase},
};

/// What is asked, as it stood on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The method.
    pub method: &'a [u8],
    /// The target: path and query, byte for byte.
    pub target: &'a [u8],
    /// The value of the `Authorization` header, if there is one.
    pub authorization: Option<&'a [u8]>,
}

/// Who asks, proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The user name of the account, as stored.
    pub username: String,
    /// The nonce used.
    pub nonce: String,
    /// How often the client says to have used it.
    pub count: u32,
    /// Whether the uri of the credentials is the request's target, byte for byte. Only the path has
    /// to be alike (facts G.3); the standard wants all of it.
    pub uri_as_sent: bool,
}

/// A request that gets a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What was wrong; printed, it is the explanation in plain words, and nothing secret is in it.
    pub refusal: Refusal,
    /// The value of `WWW-Authenticate`.
    pub challenge: String,
}

/// The digest authentication of one server or project space.
///
/// The same secret and the same calls give the same challenges and verdicts.
///
/// ```
/// use fakehq::auth::account::Account;
/// use fakehq::auth::digest::{Asked, DigestGate, Refusal};
///
/// let accounts = vec![Account { username: "jane@example.org", password: "secret" }];
/// let mut gate = DigestGate::new("seed");
/// let now = jiff::Timestamp::from_second(1_389_000_000).unwrap();
/// let asked = Asked { method: b"GET", target: b"/a/demo/", authorization: None };
///
/// let refused = gate.check(now, &asked, &accounts).unwrap_err();
/// assert_eq!(refused.refusal, Refusal::NoCredentials);
/// assert!(refused.challenge.starts_with("Digest nonce=\"1389000000.0:"));
/// ```
pub struct DigestGate {
    /// How challenges are written from now on.
    pub style: Style,
    /// How often a nonce may be used from now on.
    pub nonce_rules: NonceRules,
    /// Whether letter case counts in a user name from now on.
    pub user_name_case: UserNameCase,
    signer: Signer,
    challenges: u64,
    nonces: NonceBook,
}

impl DigestGate {
    /// A gate that has challenged nobody yet.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self {
            style: Style::default(),
            nonce_rules: NonceRules::Counted,
            user_name_case: UserNameCase::AsStored,
            signer: Signer::new(secret),
            challenges: 0,
            nonces: NonceBook::default(),
        }
    }

    /// Checks the credentials of a request, and records the use of their nonce if they are right.
    ///
    /// # Errors
    /// Everything that HQ answers with a challenge (facts G.3), with the reason.
    pub fn check(
        &mut self,
        now: Timestamp,
        asked: &Asked<'_>,
        accounts: &dyn Accounts,
    ) -> Result<Verified, Refused> {
        self.verify(now, asked, accounts)
            .map_err(|refusal| self.refuse(now, refusal))
    }

    /// Refuses a request for a reason of the caller's: under digest every 401 and 403 of a view
    /// becomes a new challenge (facts G.1).
    pub fn refuse(&mut self, now: Timestamp, refusal: Refusal) -> Refused {
        Refused {
            challenge: self.challenge(now, self.style),
            refusal,
        }
    }

    /// A challenge that says the nonce was too old and nothing else was wrong; the observed server
    /// never sent one (RFC 2617, 3.2.1).
    pub fn stale(&mut self, now: Timestamp) -> String {
        let style = Style {
            stale: true,
            ..self.style
        };
        self.challenge(now, style)
    }

    fn challenge(&mut self, now: Timestamp, style: Style) -> String {
        let ordinal = self.challenges;
        self.challenges += 1;
        let challenge = Challenge {
            nonce: &self.signer.nonce(now, ordinal),
            opaque: &self.signer.opaque(ordinal),
            style,
        };
        challenge.to_string()
    }

    fn verify(
        &mut self,
        now: Timestamp,
        asked: &Asked<'_>,
        accounts: &dyn Accounts,
    ) -> Result<Verified, Refusal> {
        let proven = prove(asked, accounts, &self.signer, self.user_name_case)?;
        let last = self.nonces.last_count(&proven.nonce);
        let reused = last.is_some_and(|last| proven.count <= last);
        same_path(&proven.uri, asked.target, reused)?;
        let age = now.as_millisecond().saturating_sub(proven.issued);
        let user = proven.account.username;
        match self.nonce_rules {
            NonceRules::Unchecked => {}
            NonceRules::Once if last.is_some() => return Err(Refusal::NonceUsedUp),
            NonceRules::Once | NonceRules::Counted => {
                let count = proven.count;
                self.nonces.use_once(&proven.nonce, age, user, count)?;
            }
        }
        Ok(Verified {
            username: user.to_owned(),
            nonce: proven.nonce,
            count: proven.count,
            uri_as_sent: proven.uri == asked.target,
        })
    }
}
