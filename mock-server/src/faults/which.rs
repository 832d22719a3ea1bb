//! Which requests a fault is for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The plain form export.
    FormExport,
    /// A custom export.
    CustomExport,
    /// The export of cases, referrals and users.
    CaseExport,
    /// The file of a custom export that was made earlier.
    StoredExport,
    /// The metadata of all forms.
    FormMetadata,
    /// The page that lists the exports.
    Listing,
    /// The login page.
    Login,
    /// A form that a phone sends.
    Receiver,
    /// Anything else.
    Other,
}

/// A request as a fault sees it, once the server knows what it would answer.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What it is for.
    pub kind: Kind,
    /// Its method.
    pub method: &'a str,
    /// The form it asks for, where it names one.
    pub xmlns: Option<&'a str>,
    /// The format as it stands in the address.
    pub format: Option<&'a str>,
    /// Whether its credentials were right, and their owner may export.
    pub accepted: bool,
    /// The status it would be answered with.
    pub status: u16,
    /// Whether that answer is a digest challenge.
    pub challenged: bool,
}

/// A word for what requests are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum On {
    /// Any of the five exports.
    Export,
    /// The plain form export.
    FormExport,
    /// A custom export.
    CustomExport,
    /// The export of cases, referrals and users.
    CaseExport,
    /// The file of a custom export that was made earlier.
    StoredExport,
    /// The metadata of all forms.
    FormMetadata,
    /// The page that lists the exports.
    Listing,
    /// The login page.
    Login,
    /// A form that a phone sends.
    Receiver,
    /// Every request.
    Any,
}

impl On {
    fn matches(self, kind: Kind) -> bool {
        match self {
            Self::Any => true,
            Self::Export => kind.is_export(),
            _ => self.kind() == Some(kind),
        }
    }

    /// The only kind it matches, if it is one.
    fn kind(self) -> Option<Kind> {
        Some(match self {
            Self::FormExport => Kind::FormExport,
            Self::CustomExport => Kind::CustomExport,
            Self::CaseExport => Kind::CaseExport,
            Self::StoredExport => Kind::StoredExport,
            Self::FormMetadata => Kind::FormMetadata,
            Self::Listing => Kind::Listing,
            Self::Login => Kind::Login,
            Self::Receiver => Kind::Receiver,
            Self::Export | Self::Any => return None,
        })
    }

    /// Whether all it matches are exports.
    #[must_use]
    pub fn is_export(self) -> bool {
        self == Self::Export || self.kind().is_some_and(Kind::is_export)
    }
}

impl Kind {
    /// Whether it is an export, which only people who may export are given.
    #[must_use]
    pub fn is_export(self) -> bool {
        match self {
            Self::FormExport
            | Self::CustomExport
            | Self::CaseExport
            | Self::StoredExport
            | Self::FormMetadata => true,
            Self::Listing | Self::Login | Self::Receiver | Self::Other => false,
        }
    }
}

/// Whose requests a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    /// Of people who may export: a fault does not take the challenge in the place of the answer.
    Accepted,
    /// Of everybody else, those without any included.
    Refused,
    /// Of everybody.
    Any,
}

/// Which requests a fault is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    /// What they are for; any of these.
    pub on: Vec<On>,
    /// Whose they are.
    pub credentials: Credentials,
    /// The form they ask for.
    pub xmlns: Option<String>,
    /// Their format as it stands in the address.
    pub format: Option<String>,
    /// Their method.
    pub method: Option<String>,
    /// The status they would be answered with.
    pub answered: Option<u16>,
}

impl Which {
    /// Whether a request is one of these.
    #[must_use]
    pub fn matches(&self, request: &Request<'_>) -> bool {
        let is = |wanted: &Option<String>, is: Option<&str>| match wanted {
            Some(wanted) => is == Some(wanted),
            None => true,
        };
        let credentials = match self.credentials {
            Credentials::Accepted => request.accepted,
            Credentials::Refused => !request.accepted,
            Credentials::Any => true,
        };
        credentials
            && self.on.iter().any(|on| on.matches(request.kind))
            && is(&self.xmlns, request.xmlns)
            && is(&self.format, request.format)
            && is(&self.method, Some(request.method))
            && self.answered.is_none_or(|status| status == request.status)
    }
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.on.iter().map(|on| on.word()).collect();
        f.write_str(&words.join(" or "))?;
        match self.credentials {
            Credentials::Accepted => f.write_str(", credentials accepted")?,
            Credentials::Refused => f.write_str(", credentials refused")?,
            Credentials::Any => {}
        }
        for (name, value) in [
            ("xmlns", &self.xmlns),
            ("format", &self.format),
            ("method", &self.method),
        ] {
            if let Some(value) = value {
                write!(f, ", {name} {value}")?;
            }
        }
        match self.answered {
            Some(status) => write!(f, ", answered {status}"),
            None => Ok(()),
        }
    }
}

impl On {
    fn word(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::FormExport => "form-export",
            Self::CustomExport => "custom-export",
            Self::CaseExport => "case-export",
            Self::StoredExport => "stored-export",
            Self::FormMetadata => "form-metadata",
            Self::Listing => "listing",
            Self::Login => "login",
            Self::Receiver => "receiver",
            Self::Any => "any",
        }
    }
}
