//! The form of a scenario's world: its name, its questions and the answers that are no witnesses.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};

/// The form the client is to export: `[case.world.form]`.
///
/// Its questions come on top of those of a form that the client has built in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct FormTable {
    /// What its xmlns is like.
    pub xmlns: Xmlns,
    /// Its questions, each answered with a witness.
    pub questions: Vec<Question>,
    /// How many entries the repeats of a form have, form by form in turn; of a repeat in a repeat,
    /// entry by entry.
    pub entries: Vec<usize>,
    /// Questions that are asked and never answered.
    pub unanswered: Vec<Question>,
    /// Questions with an answer of a kind.
    pub typed: BTreeMap<Question, Typed>,
    /// Given answers to one more question, form by form in turn; each is to be found exactly so in
    /// the record of its form.
    pub texts: Vec<Text>,
    /// The question they answer.
    pub text_question: Question,
    /// How many signs of no meaning each form carries, so that an export has some size.
    pub padding: usize,
}

impl Default for FormTable {
    fn default() -> Self {
        let questions = [
            "name",
            "visit/village",
            "visit/outcome",
            "remark",
            "child[]/name",
            "child[]/note",
        ];
        Self {
            xmlns: Xmlns::default(),
            questions: questions.map(|path| Question(path.to_owned())).into(),
            entries: vec![0, 1, 3],
            unanswered: vec![Question("complaint".to_owned())],
            typed: BTreeMap::new(),
            texts: Vec::new(),
            text_question: Question("answer".to_owned()),
            padding: 0,
        }
    }
}

/// What the xmlns of the form is like.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Xmlns {
    /// As form designers make it.
    #[default]
    Plain,
    /// A path that leads out of the folder it is taken for.
    ParentFolders,
    /// With signs that mean something in an address, a blank, and a letter beyond ASCII.
    Special,
}

/// A question: `name`, in a group `visit/village`, in a repeat `child[]/name`, in a repeat of a
/// repeat `child[]/dose[]/date`. A slash in front makes it a field beside the form: `/zone`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question(pub String);

/// One step of a question's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether it repeats.
    pub repeats: bool,
}

impl Question {
    /// A question of a path.
    ///
    /// # Errors
    /// When a name is missing in it, or the question itself repeats.
    pub fn new(path: &str) -> Result<Self, String> {
        let question = Self(path.to_owned());
        let named = question.parts().all(|part| !part.name.is_empty());
        let ends = question.parts().last().is_some_and(|part| !part.repeats);
        if named && ends {
            Ok(question)
        } else {
            Err(format!(
                "{path:?} is no question; write name, visit/village or child[]/name"
            ))
        }
    }

    /// Whether it stands beside the form.
    #[must_use]
    pub fn is_beside_the_form(&self) -> bool {
        self.0.starts_with('/')
    }

    /// The names from the form down.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let path = self.0.strip_prefix('/').unwrap_or(&self.0);
        path.split('/').map(|part| match part.strip_suffix("[]") {
            Some(name) => Part {
                name,
                repeats: true,
            },
            None => Part {
                name: part,
                repeats: false,
            },
        })
    }

    /// The table its answers stand in: empty for the main one, else the path of the repeat.
    #[must_use]
    pub fn table(&self) -> &str {
        match self.0.rfind("[]") {
            Some(at) => &self.0[..at + 2],
            None => "",
        }
    }
}

impl<'de> Deserialize<'de> for Question {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// An answer that is no witness.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Typed {
    /// `2013-02-01`, another one in each form.
    Date,
    /// `61`, another one in each form.
    Number,
    /// `True` or `False` in turn, as a phone sends no other truth.
    Truth,
}

/// A given answer.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged, expecting = "a text, or { repeat = TEXT, times = N }")]
pub enum Text {
    /// As it stands.
    Plain(String),
    /// A text many times over.
    Repeated {
        /// The text.
        repeat: String,
        /// How often.
        times: usize,
    },
}

impl Text {
    /// The whole answer.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Repeated { repeat, times } => repeat.repeat(*times),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_question_is_its_innermost_repeat() {
        for (path, table) in [
            ("name", ""),
            ("visit/village", ""),
            ("/zone", ""),
            ("child[]/name", "child[]"),
            ("visit/child[]/dose[]/date", "visit/child[]/dose[]"),
        ] {
            assert_eq!(Question::new(path).unwrap().table(), table);
        }
        for wrong in ["", "visit/", "child[]", "[]/name"] {
            assert!(Question::new(wrong).is_err(), "{wrong}");
        }
    }
}
