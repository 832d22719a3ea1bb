//! What happens in a scenario, step by step.

use std::fmt;

use fakehq::{faults::Fault, file_format::Format};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::{form::Question, words, world::Account};

/// One thing that happens. A case file writes a word, or a table of one key with what is special:
/// `"run"`, `{ run = { size = 12 } }`.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The client runs, once, to its end.
    Run(Run),
    /// Forms arrive.
    Submit(Submit),
    /// The last form arrives once more, as it was.
    Duplicate,
    /// The last form arrives with other answers.
    Edit,
    /// The clock of the space moves on by this many seconds.
    Clock(i64),
    /// The server forgets the tokens it has issued.
    ForgetTokens,
    /// The server behaves otherwise from now on: the id of a quirk and a choice.
    Quirk(QuirkChange),
    /// Exports of more bytes than this break from now on.
    SizeCap(u64),
    /// Something goes wrong from now on.
    Fault(Fault),
    /// Nothing goes wrong any more.
    ClearFaults,
    /// A form arrives in the next run, behind the so manieth answer with data of the export, counted
    /// from 1.
    ArrivesBehind(u64),
}

/// A run of the client.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Run {
    /// The greatest length of a header the client is told; clients that offer it only.
    pub size: Option<u32>,
    /// It is told to ask for duplicates and errors; clients that offer it only.
    pub errors: bool,
    /// It is told to ask for closed cases; clients that offer it only.
    pub closed: bool,
    /// The exports it is handed; several for clients that take many. Without any, the one of its
    /// operation.
    pub exports: Vec<Which>,
    /// Another account than that of the world.
    pub account: Option<Account>,
    /// Another format than that of the instance.
    #[serde(deserialize_with = "words::format")]
    pub format: Option<Format>,
    /// The kit ends the client when the head and so many bytes of the body of its first download have
    /// been sent; the rest is never sent.
    pub kill_after: Option<u64>,
    /// The last run of a scenario, without faults, that lets the client show the token it has.
    pub probe: bool,
}

/// An export of the world.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// That of the form the client is to export; for a custom or case export, that one.
    Main,
    /// That of the second form.
    SecondForm,
    /// That of the form in the second project space.
    SecondSpace,
    /// The case export.
    Cases,
}

/// Forms that arrive.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Submit {
    /// How many.
    pub count: usize,
    /// Of which form.
    pub to: Which,
    /// Questions of this version that the world's form does not have.
    pub also: Vec<Question>,
    /// Questions of the world's form that this version does not have.
    pub without: Vec<Question>,
    /// How many entries their repeats have, form by form in turn; as in the world without it.
    pub entries: Option<Vec<usize>>,
    /// What becomes of them.
    pub fate: Fate,
}

impl Default for Submit {
    fn default() -> Self {
        Self {
            count: 1,
            to: Which::Main,
            also: Vec::new(),
            without: Vec::new(),
            entries: None,
            fate: Fate::default(),
        }
    }
}

/// What becomes of a form that arrives.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is stored.
    #[default]
    Stored,
    /// Processing it fails; exported only when errors are asked for.
    Error,
    /// It is put away by hand; exported only when errors are asked for.
    Archived,
}

/// A choice of a quirk.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct QuirkChange {
    /// The quirk.
    pub id: String,
    /// The choice.
    pub choice: String,
}

/// A step written as a table.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Table {
    Run(Run),
    Submit(Submit),
    Clock(i64),
    Quirk(QuirkChange),
    SizeCap(u64),
    Fault(Fault),
    ArrivesBehind(u64),
}

/// The steps that are a word.
const WORDS: [&str; 6] = [
    "run",
    "submit",
    "duplicate",
    "edit",
    "forget-tokens",
    "clear-faults",
];

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StepVisitor)
    }
}

struct StepVisitor;

impl<'de> Visitor<'de> for StepVisitor {
    type Value = Step;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a step: a word, or a table of one key")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Step, E> {
        Ok(match word {
            "run" => Step::Run(Run::default()),
            "submit" => Step::Submit(Submit::default()),
            "duplicate" => Step::Duplicate,
            "edit" => Step::Edit,
            "forget-tokens" => Step::ForgetTokens,
            "clear-faults" => Step::ClearFaults,
            other => return Err(E::unknown_variant(other, &WORDS)),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Step, A::Error> {
        let table = Table::deserialize(MapAccessDeserializer::new(map));
        Ok(match table.map_err(A::Error::custom)? {
            Table::Run(run) => Step::Run(run),
            Table::Submit(submit) => Step::Submit(submit),
            Table::Clock(seconds) => Step::Clock(seconds),
            Table::Quirk(change) => Step::Quirk(change),
            Table::SizeCap(bytes) => Step::SizeCap(bytes),
            Table::Fault(fault) => Step::Fault(fault),
            Table::ArrivesBehind(nth) => Step::ArrivesBehind(nth),
        })
    }
}

impl fmt::Display for Step {
    /// As a report tells it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(run) => run.fmt(f),
            Self::Submit(submit) => submit.fmt(f),
            Self::Duplicate => f.write_str("the last form arrives again"),
            Self::Edit => f.write_str("the last form is edited"),
            Self::Clock(seconds) => write!(f, "{seconds} s pass"),
            Self::ForgetTokens => f.write_str("the server forgets its tokens"),
            Self::Quirk(change) => write!(f, "{} becomes {}", change.id, change.choice),
            Self::SizeCap(bytes) => write!(f, "the size cap becomes {bytes} bytes"),
            Self::Fault(fault) => write!(f, "from here {}: {fault}", fault.when),
            Self::ClearFaults => f.write_str("nothing goes wrong any more"),
            Self::ArrivesBehind(nth) => write!(f, "a form arrives behind answer {nth} of"),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("run")?;
        if let Some(format) = self.format {
            write!(f, " for {format}")?;
        }
        if let Some(size) = self.size {
            write!(f, " with headers of {size}")?;
        }
        if self.errors {
            f.write_str(" with errors")?;
        }
        if self.closed {
            f.write_str(" with closed cases")?;
        }
        if let Some(bytes) = self.kill_after {
            write!(f, ", ended after {bytes} bytes")?;
        }
        if self.exports.len() > 1 {
            write!(f, " for {} exports", self.exports.len())?;
        }
        Ok(())
    }
}

impl fmt::Display for Submit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            1 => f.write_str("a form arrives")?,
            count => write!(f, "{count} forms arrive")?,
        }
        if !self.also.is_empty() || !self.without.is_empty() {
            f.write_str(" of another version")?;
        }
        match self.fate {
            Fate::Stored => Ok(()),
            Fate::Error => f.write_str(" and cannot be processed"),
            Fate::Archived => f.write_str(" and is put away"),
        }
    }
}
