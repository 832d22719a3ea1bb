//! What a form asks: questions, groups and repeats, as a world file says them.

use serde::Deserialize;

/// A question, a group of questions or a repeat.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Name of the element.
    pub name: String,
    /// What kind of answer it takes.
    #[serde(default)]
    pub kind: Kind,
    /// First version of the form that has it.
    #[serde(default = "one")]
    pub since: u32,
    /// Last version that has it; to the last one when left out.
    #[serde(default)]
    pub until: Option<u32>,
    /// In how many of a hundred forms it is asked at all; the key is absent from the others.
    #[serde(default = "hundred")]
    pub asked: u8,
    /// In how many of a hundred it is answered when asked; the others are empty.
    #[serde(default = "hundred")]
    pub answered: u8,
    /// Fewest and most repetitions. Without it a repeat has 0 to 3; a plain question comes once.
    #[serde(default)]
    pub times: Option<[u32; 2]>,
    /// Least and greatest number, for `integer` and `decimal`; 0 to 99 without it.
    #[serde(default)]
    pub range: Option<[i32; 2]>,
    /// What may be chosen, for `select` and `multi-select`; yes and no without it.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Questions within, for `group` and `repeat`.
    #[serde(default)]
    pub questions: Vec<Question>,
}

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A short remark in one of the scripts.
    #[default]
    Remark,
    /// A person's full name in one of the scripts.
    PersonName,
    /// A village in one of the scripts.
    Village,
    /// Something that breaks careless programs.
    Awkward,
    /// A whole number.
    Integer,
    /// A number with one decimal.
    Decimal,
    /// A date.
    Date,
    /// A time of day with an offset.
    Time,
    /// A date and time.
    DateTime,
    /// One of the choices.
    Select,
    /// Any number of the choices, separated by blanks.
    MultiSelect,
    /// Latitude, longitude, altitude, accuracy.
    Gps,
    /// A telephone number.
    Phone,
    /// Name of a photo.
    Image,
    /// Never answered.
    Empty,
    /// Questions within.
    Group,
    /// Questions within, any number of times.
    Repeat,
}

impl Question {
    /// Whether the form's version has this question.
    #[must_use]
    pub fn is_in(&self, version: u32) -> bool {
        self.since <= version && self.until.is_none_or(|until| version <= until)
    }

    /// Question columns: one, or those within.
    #[must_use]
    pub fn columns(&self) -> u32 {
        match self.kind {
            Kind::Group | Kind::Repeat => self.questions.iter().map(Self::columns).sum(),
            _ => 1,
        }
    }

    /// Fewest and most repetitions; `None` if it comes once.
    #[must_use]
    pub fn repetitions(&self) -> Option<[u32; 2]> {
        match self.kind {
            Kind::Repeat => Some(self.times.unwrap_or([0, 3])),
            _ => self.times,
        }
    }
}

fn one() -> u32 {
    1
}

fn hundred() -> u8 {
    100
}
