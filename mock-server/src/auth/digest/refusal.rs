//! What was wrong with a request's credentials, typed.
//!
//! Printed, a refusal is its explanation in plain words (`explain.rs`). It holds nothing secret: no
//! password, no response, no whole header.

use super::answer::Problem;
use super::mistakes::Mistake;

/// Why a request was answered with a challenge, in the order of the checks (facts G.3).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no `Authorization` header: the usual first step.
    NoCredentials,
    /// Another scheme than digest.
    NotDigest {
        /// The scheme, if it is a known one; else it may be a secret and is left out.
        scheme: Option<&'static str>,
        /// The user name in it, if it is Basic.
        username: Option<String>,
    },
    /// The header cannot be read to its end.
    Unreadable {
        /// The field in which reading ended, if it is one of the protocol's.
        field: Option<&'static str>,
        /// What is wrong there.
        problem: Problem,
    },
    /// The same field stands there twice.
    FieldTwice {
        /// Its name.
        field: &'static str,
    },
    /// Required fields are missing.
    MissingFields {
        /// Their names, in the order of [`REQUIRED`].
        fields: Vec<&'static str>,
    },
    /// The count is not 8 hexadecimal digits.
    BadCount {
        /// What it is.
        sent: String,
    },
    /// The algorithm is not exactly `MD5`.
    WrongAlgorithm {
        /// What it is.
        sent: String,
    },
    /// The quality of protection is not exactly `auth`.
    WrongQop {
        /// What it is.
        sent: String,
    },
    /// The realm is not the one of the challenge.
    WrongRealm {
        /// What it is.
        sent: String,
    },
    /// The nonce is not signed by this server.
    ForeignNonce {
        /// What it looks like.
        looks: Looks,
    },
    /// No account has this user name.
    UnknownUser {
        /// The name, as far as it is safe to print.
        sent: String,
        /// The mistake that explains it, if one does.
        likely: Option<NameMistake>,
    },
    /// The response is not what these fields and the password give.
    WrongResponse {
        /// The account.
        username: String,
        /// The mistake that gives exactly this response, if one does; else it is the password.
        likely: Option<Mistake>,
    },
    /// The uri of the credentials names another path than the request.
    OtherPath {
        /// The path in the credentials.
        sent: String,
        /// The path of the request.
        asked: String,
        /// How they differ, if it is one of the known ways.
        likely: Option<PathMistake>,
    },
    /// The nonce is in use by another user.
    NonceOfOtherUser,
    /// The nonce was used before, where each is good for one request.
    NonceUsedUp,
    /// The nonce came into use too late.
    NonceTooOld {
        /// Its age in whole seconds.
        seconds: i64,
    },
    /// The count is not higher than at the last use of the nonce.
    CountNotHigher {
        /// What was sent.
        sent: u32,
        /// What was used before.
        last: u32,
    },
    /// The credentials are right, but the user may not see this.
    Denied(Denial),
}

/// Why a user with right credentials may not see an export (facts G.1).
///
/// Under digest the view's 403 becomes a new challenge, so a client sees 401 for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// A mobile worker; only web users may export.
    MobileWorker,
    /// Not a member of the project space.
    NotAMember,
    /// A superuser, who would be let in with a session, but is no member.
    Superuser,
    /// A member whose role does not allow this report.
    NoPermission,
    /// There is no such project space.
    NoSuchSpace,
}

/// What a nonce that is not ours looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Nothing at all.
    Empty,
    /// It would be ours in the right letter case.
    LetterCase,
    /// Of our form, signed by another: another server, another life of it, or altered.
    OurForm,
    /// Nothing we ever sent.
    Other,
}

/// How a user name came to be unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameMistake {
    /// Right but for its letter case.
    LetterCase {
        /// The name as it should be.
        right: String,
    },
    /// `b'jane'`: the bytes of a Python 3 program, printed.
    BytesLiteral,
    /// A line end behind it, as after reading a file.
    LineEnd,
    /// Blanks before or behind it.
    Blanks,
    /// Quotes of a shell or of a settings file around it.
    Quotes,
    /// Name and password in one, with a colon between.
    PasswordToo,
    /// `jane%40example.org`: percent-encoded, as in an address.
    PercentEncoded,
    /// How a mobile worker is called in the field.
    MobileWorker,
}

/// How the path in the credentials differs from the request's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathMistake {
    /// The whole header, count included, is that of an earlier request.
    EarlierRequest,
    /// Only the slash at the end: computed for the address before the redirect.
    LastSlash,
}

/// The fields that credentials must have (facts G.3); `algorithm` may be left out.
pub const REQUIRED: [&str; 9] = [
    "username", "realm", "nonce", "uri", "response", "opaque", "qop", "nc", "cnonce",
];

impl Refusal {
    /// A stable name, for tests and journals.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NoCredentials => "no-credentials",
            Self::NotDigest { .. } => "not-digest",
            Self::Unreadable { .. } => "unreadable",
            Self::FieldTwice { .. } => "field-twice",
            Self::MissingFields { .. } => "missing-fields",
            Self::BadCount { .. } => "bad-count",
            Self::WrongAlgorithm { .. } => "wrong-algorithm",
            Self::WrongQop { .. } => "wrong-qop",
            Self::WrongRealm { .. } => "wrong-realm",
            Self::ForeignNonce { .. } => "foreign-nonce",
            Self::UnknownUser { .. } => "unknown-user",
            Self::WrongResponse { .. } => "wrong-response",
            Self::OtherPath { .. } => "other-path",
            Self::NonceOfOtherUser => "nonce-of-other-user",
            Self::NonceUsedUp => "nonce-used-up",
            Self::NonceTooOld { .. } => "nonce-too-old",
            Self::CountNotHigher { .. } => "count-not-higher",
            Self::Denied(_) => "denied",
        }
    }

    /// The field of the header that is at fault, where it is one.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unreadable { field, .. } => *field,
            Self::FieldTwice { field } => Some(field),
            Self::MissingFields { fields } => fields.first().copied(),
            Self::BadCount { .. } | Self::CountNotHigher { .. } => Some("nc"),
            Self::WrongAlgorithm { .. } => Some("algorithm"),
            Self::WrongQop { .. } => Some("qop"),
            Self::WrongRealm { .. } => Some("realm"),
            Self::ForeignNonce { .. }
            | Self::NonceOfOtherUser
            | Self::NonceUsedUp
            | Self::NonceTooOld { .. } => Some("nonce"),
            Self::UnknownUser { .. } => Some("username"),
            Self::WrongResponse { .. } => Some("response"),
            Self::OtherPath { .. } => Some("uri"),
            Self::NoCredentials | Self::NotDigest { .. } | Self::Denied(_) => None,
        }
    }
}
