//! The project space of a scenario, as a case file says it: `[case.world]`.

use std::collections::BTreeMap;

use fakehq::{
    quirks::{Choices, Profile, UnknownChoice},
    world::plan::Plan,
};
use serde::{Deserialize, Deserializer};

use super::{form::FormTable, words};

/// What the space of a scenario holds before its first step, and how the server treats it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct World {
    /// How many forms there are to export.
    pub forms: usize,
    /// Which server to be.
    #[serde(deserialize_with = "words::profile")]
    pub profile: Profile,
    /// Single quirk choices, over those of the profile: id and choice.
    pub quirks: BTreeMap<String, String>,
    /// The software plan.
    #[serde(deserialize_with = "words::plan")]
    pub plan: Plan,
    /// The account the client is given.
    pub account: Account,
    /// Whether the clock of the space runs; the times of requests are then real ones.
    pub clock: ClockPace,
    /// The size from which exports break, see the quirk `size-cap`.
    pub size_cap: SizeCap,
    /// The form the client is to export.
    pub form: FormTable,
    /// How many forms of a second kind there are.
    pub second_form: usize,
    /// How many forms there are in a second project space.
    pub second_space: usize,
    /// What the case export holds.
    pub cases: Cases,
    /// The custom export of the form.
    pub custom: Custom,
    /// How the address that is handed over differs from the one the listing page offers.
    pub address: Address,
}

impl Default for World {
    fn default() -> Self {
        Self {
            forms: 40,
            profile: Profile::default(),
            quirks: BTreeMap::new(),
            plan: Plan::default(),
            account: Account::default(),
            clock: ClockPace::default(),
            size_cap: SizeCap::default(),
            form: FormTable::default(),
            second_form: 0,
            second_space: 0,
            cases: Cases::default(),
            custom: Custom::default(),
            address: Address::default(),
        }
    }
}

impl World {
    /// How the server behaves: the profile, then the single choices.
    ///
    /// # Errors
    /// When a quirk or a choice does not exist.
    pub fn choices(&self) -> Result<Choices, UnknownChoice> {
        let mut choices = Choices::of(self.profile);
        for (id, choice) in &self.quirks {
            choices.set(id, choice)?;
        }
        Ok(choices)
    }
}

/// The account a client is given.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Account {
    /// A web user who may export.
    #[default]
    Right,
    /// That user with a wrong password.
    WrongPassword,
    /// A web user whose name and password hold signs that addresses and headers treat specially.
    Odd,
    /// Someone who sends forms with a phone; the password is right, and exports are refused.
    MobileWorker,
}

/// The size from which exports break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SizeCap {
    /// That of the page, 10 MB.
    #[default]
    Published,
    /// So many bytes.
    Bytes(u64),
    /// As many bytes as the export of the form has, in the format of the instance.
    Exact,
}

impl<'de> Deserialize<'de> for SizeCap {
    /// A number of bytes, or `"exact"`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a number of bytes, or \"exact\"")]
        enum Written {
            Bytes(u64),
            Word(Exact),
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "kebab-case")]
        enum Exact {
            Exact,
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Bytes(bytes) => Self::Bytes(bytes),
            Written::Word(Exact::Exact) => Self::Exact,
        })
    }
}

/// Whether the clock of a space runs.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum ClockPace {
    /// It moves with arrivals and when it is told.
    #[default]
    Frozen,
    /// It runs with real time.
    Run,
}

/// What the case export holds. Cases are opened by forms of another kind.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Cases {
    /// Open cases.
    pub open: usize,
    /// Closed ones.
    pub closed: usize,
    /// Referrals, spread over the open cases.
    pub referrals: usize,
    /// Mobile workers.
    pub users: usize,
}

impl Default for Cases {
    fn default() -> Self {
        Self {
            open: 8,
            closed: 0,
            referrals: 3,
            users: 2,
        }
    }
}

/// The custom export of the form: every question under a title of its own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Custom {
    /// What people call it, and what its file is called.
    pub name: String,
    /// The questions it takes, in this order; all of them if it names none.
    pub columns: Vec<String>,
    /// Whether the tables of repeats are part of it.
    pub repeats: bool,
}

impl Default for Custom {
    fn default() -> Self {
        Self {
            name: "Visits for the district".to_owned(),
            columns: Vec::new(),
            repeats: true,
        }
    }
}

/// How the address that is handed over differs from the one the listing page offers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Address {
    /// Further parameters, ready to stand in a query: `app_id=abc&filename=x`.
    pub extra: Option<String>,
    /// Whether the path ends in its slash.
    pub slash: bool,
    /// Whether it names the format.
    pub format: bool,
    /// Whether the tag stands in its quotes.
    pub quotes: bool,
}

impl Default for Address {
    fn default() -> Self {
        Self {
            extra: None,
            slash: true,
            format: true,
            quotes: true,
        }
    }
}
