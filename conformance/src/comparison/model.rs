//! What a comparison found. It is also its JSON report, with a version of its own.

use serde::{Deserialize, Serialize};

use crate::snapshot::compare::diff;

/// The version of the shape.
pub const SCHEMA: u32 = 1;

/// Two clients through the same worlds.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Name of the first client.
    pub a: String,
    /// Name of the second.
    pub b: String,
    /// The stories both played.
    pub plays: Vec<Play>,
    /// Operations and formats only the first can do.
    pub only_a: Vec<String>,
    /// Operations and formats only the second can do.
    pub only_b: Vec<String>,
}

/// A story both played.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Play {
    /// `form-export.csv/increment`.
    pub name: String,
    /// What was played.
    pub story: String,
    /// Run by run.
    pub runs: Vec<Run>,
}

/// One run of each.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// What went over the wire.
    pub wire: Aspect,
    /// How the run ended.
    pub outcome: Aspect,
    /// What was kept.
    pub data: Aspect,
}

/// One side of a run.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Aspect {
    /// Whether both did the same.
    pub same: bool,
    /// The difference, `-` the first client and `+` the second; empty where there is none.
    pub diff: String,
}

impl Aspect {
    /// Compares lines.
    #[must_use]
    pub fn of(a: &[String], b: &[String]) -> Self {
        let text = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect();
        let (a, b): (String, String) = (text(a), text(b));
        Self {
            same: a == b,
            diff: if a == b { String::new() } else { diff(&a, &b) },
        }
    }
}

impl Run {
    /// Its aspects by name.
    #[must_use]
    pub const fn aspects(&self) -> [(&'static str, &Aspect); 3] {
        [
            ("wire", &self.wire),
            ("outcome", &self.outcome),
            ("data", &self.data),
        ]
    }
}

impl Comparison {
    /// Whether no difference was found in what both can do.
    #[must_use]
    pub fn is_same(&self) -> bool {
        let mut runs = self.plays.iter().flat_map(|play| &play.runs);
        runs.all(|run| run.aspects().iter().all(|(_, aspect)| aspect.same))
    }
}
