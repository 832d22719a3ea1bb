//! To whom a project space is open at all, before any role is looked at (facts G.1).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::quirks::UnknownChoice;

/// To whom a project space is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// To its members.
    #[default]
    Members,
    /// To whoever is logged in. That is no role: whoever is no member may not export all the same.
    Public,
    /// To no session: each is led to the choice of spaces. Digest logins never asked.
    Deactivated,
}

impl Access {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Members, Self::Public, Self::Deactivated];

    /// The name used in world files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Public => "public",
            Self::Deactivated => "deactivated",
        }
    }
}

impl FromStr for Access {
    type Err = UnknownChoice;

    fn from_str(name: &str) -> Result<Self, UnknownChoice> {
        let mut all = Self::ALL.into_iter();
        all.find(|access| access.name() == name)
            .ok_or_else(|| UnknownChoice {
                what: "access".to_owned(),
                given: name.to_owned(),
                known: Self::ALL.map(Self::name).join(", "),
            })
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
