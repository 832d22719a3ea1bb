//! What happens in a project space when a fault strikes.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::named::{Named, named};
use crate::input::span::Span;

/// What happens in the project space when a fault strikes: the answer is made, its data and its token
/// are settled, and nothing of it has been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Action {
    /// A form arrives.
    /// `actions = [{ submit-form = { document = { xmlns = "http://example.org/a", form = { name = "Asha" } } } }]`
    SubmitForm {
        /// The document, as the control API takes it.
        document: Value,
    },
    /// The clock is moved. `actions = [{ move-clock = { by = "10m" } }]`
    MoveClock {
        /// How far; backwards if negative.
        by: Span,
    },
    /// Every token issued so far is forgotten, the one of this answer included.
    /// `actions = ["forget-tokens"]`
    ForgetTokens {},
}

impl Named for Action {
    const WHAT: &'static str = "an action";

    fn of_table<'de, D: Deserializer<'de>>(table: D) -> Result<Self, D::Error> {
        Self::deserialize(table)
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        named(deserializer)
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl Action {
    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        let Self::SubmitForm { document } = self else {
            return None;
        };
        let filled = |text: Option<&Value>| {
            text.and_then(Value::as_str)
                .is_some_and(|text| !text.is_empty())
        };
        let form = document.get("form").filter(|form| form.is_object());
        match form {
            None => Some("the document of submit-form has no `form` table".to_owned()),
            Some(form) if !filled(form.get("@xmlns")) && !filled(document.get("xmlns")) => {
                Some("the document of submit-form has no `xmlns`".to_owned())
            }
            Some(_) => None,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SubmitForm { .. } => f.write_str("submit-form"),
            Self::MoveClock { by } => write!(f, "move-clock by {by}"),
            Self::ForgetTokens {} => f.write_str("forget-tokens"),
        }
    }
}
