//! The software plan of a project space (page: Note).

use std::{fmt, str::FromStr};

use crate::quirks::UnknownChoice;

/// What the project pays for; the order is the order of worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plan {
    /// Free; no API access.
    Community,
    /// The lowest plan with API access.
    #[default]
    Standard,
    /// Above Standard.
    Pro,
    /// Above Pro.
    Advanced,
    /// The highest.
    Enterprise,
}

impl Plan {
    /// All plans, the lowest first.
    pub const ALL: [Self; 5] = [
        Self::Community,
        Self::Standard,
        Self::Pro,
        Self::Advanced,
        Self::Enterprise,
    ];

    /// The name used in world files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Community => "community",
            Self::Standard => "standard",
            Self::Pro => "pro",
            Self::Advanced => "advanced",
            Self::Enterprise => "enterprise",
        }
    }

    /// Whether the plan includes the export API.
    #[must_use]
    pub fn has_api_access(self) -> bool {
        self >= Self::Standard
    }
}

impl FromStr for Plan {
    type Err = UnknownChoice;

    fn from_str(name: &str) -> Result<Self, UnknownChoice> {
        Self::ALL
            .into_iter()
            .find(|plan| plan.name() == name)
            .ok_or_else(|| UnknownChoice {
                what: "plan".to_owned(),
                given: name.to_owned(),
                known: Self::ALL.map(Self::name).join(", "),
            })
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
