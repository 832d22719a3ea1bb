//! What every quirk says about itself.

use std::{fmt, str::FromStr};

/// A named set of quirk choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Every promise of the published page, strictly; where the page is silent, as observed, but
    /// never losing data.
    #[default]
    Documented,
    /// The server as it was on 2013-12-31.
    Hq2013,
    /// The server as it was on 2016-01-01.
    Hq2015,
}

impl Profile {
    /// All profiles, the default first.
    pub const ALL: [Self; 3] = [Self::Documented, Self::Hq2013, Self::Hq2015];

    /// The name used on the command line and in world files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Hq2013 => "hq-2013",
            Self::Hq2015 => "hq-2015",
        }
    }
}

impl FromStr for Profile {
    type Err = UnknownChoice;

    fn from_str(name: &str) -> Result<Self, UnknownChoice> {
        Self::ALL
            .into_iter()
            .find(|profile| profile.name() == name)
            .ok_or_else(|| UnknownChoice {
                what: "profile".to_owned(),
                given: name.to_owned(),
                known: Self::ALL.map(Self::name).join(", "),
            })
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no profile, no quirk or no choice of that quirk.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown {what} `{given}`; known: {known}")]
pub struct UnknownChoice {
    /// What was being named.
    pub what: String,
    /// The name given.
    pub given: String,
    /// The names that would have been right, separated by commas.
    pub known: String,
}

/// The description of one quirk.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// Stable name, used on the command line and in world files.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The rule in our own words.
    pub rule: &'static str,
    /// Section of the published page or of the observed facts.
    pub source: &'static str,
    /// Why clients break on it.
    pub why: &'static str,
    /// Each choice: its name and what it does.
    pub choices: &'static [(&'static str, &'static str)],
}

/// One edge behaviour: an enum of choices.
pub trait Quirk: Copy + PartialEq + fmt::Debug + Sized + 'static {
    /// What it is about.
    const CARD: Card;
    /// The choices, in the order of [`Card::choices`].
    const ALL: &'static [Self];

    /// The choice of a profile.
    fn of(profile: Profile) -> Self;

    /// The name of this choice.
    fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .position(|choice| *choice == self)
            .map_or("", |index| Self::CARD.choices[index].0)
    }

    /// The choice of a name.
    ///
    /// # Errors
    /// When the quirk has no such choice.
    fn named(name: &str) -> Result<Self, UnknownChoice> {
        Self::CARD
            .choices
            .iter()
            .position(|(known, _)| *known == name)
            .map(|index| Self::ALL[index])
            .ok_or_else(|| UnknownChoice {
                what: format!("choice of quirk {}", Self::CARD.id),
                given: name.to_owned(),
                known: Self::CARD
                    .choices
                    .iter()
                    .map(|(known, _)| *known)
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }
}
