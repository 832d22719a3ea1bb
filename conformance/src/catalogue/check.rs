//! One check: a rule, why it matters, and the cases that try it.

use fakehq::{file_format::Format, input::toml_error};
use serde::{Deserialize, Serialize};

use super::{
    expectation::Expectation, need::Need, scenario::Scenario, step::Step, words, world::World,
};
use crate::client::manifest::Operation;

/// A rule of the protocol and the cases that show whether a client keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// `theme/name`; stable.
    pub id: String,
    /// The rule in our own words.
    pub rule: String,
    /// Why it matters: what breaking it costs.
    pub why: String,
    /// Whether breaking it is an error or bad manners.
    pub level: Level,
    /// What a client must offer for the rule to apply.
    pub needs: Vec<Need>,
    /// The operations it is about.
    pub operations: Vec<Operation>,
    /// The formats it is about; all but raw where it needs a token, else all, if it names none.
    pub formats: Vec<Format>,
    /// Section of the published page, of the observed facts, or a standard.
    pub source: String,
    /// The bug of the reference client that this check finds.
    pub bug: String,
    /// How to mend a client that breaks it: Markdown, with pieces of code.
    pub mend: String,
    /// What is played, and what is expected. All must hold.
    pub cases: Vec<Case>,
}

/// One try of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Told apart by this where a check has several.
    pub name: String,
    /// The world and what happens in it. Checks with the same scenario share one run of it.
    pub scenario: Scenario,
    /// What is expected.
    pub expect: Vec<Expectation>,
}

/// How bad it is to break a rule.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The page says it, or breaking it loses, doubles or damages data, or calls a failure a success.
    Must,
    /// Good manners, or a server of another era than the page's.
    Should,
}

impl Level {
    /// The word of case files and reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
        }
    }
}

/// A file under `cases/` that the kit does not understand.
#[derive(Debug, thiserror::Error)]
#[error("cases/{id}.toml:{line}: {problem}")]
pub struct BadCheck {
    id: String,
    line: usize,
    problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    rule: String,
    why: String,
    level: Level,
    #[serde(default)]
    needs: Vec<Need>,
    #[serde(default = "form_export")]
    operations: Vec<Operation>,
    #[serde(default, deserialize_with = "words::formats")]
    formats: Vec<Format>,
    source: String,
    bug: String,
    mend: String,
    case: Vec<CaseTable>,
}

fn form_export() -> Vec<Operation> {
    vec![Operation::FormExport]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CaseTable {
    #[serde(default)]
    name: String,
    #[serde(default)]
    world: World,
    steps: Vec<Step>,
    expect: Vec<Expectation>,
}

impl From<CaseTable> for Case {
    fn from(table: CaseTable) -> Self {
        Self {
            name: table.name,
            scenario: Scenario {
                world: table.world,
                steps: table.steps,
            },
            expect: table.expect,
        }
    }
}

impl Check {
    /// Reads the file of a check.
    ///
    /// # Errors
    /// When it is no TOML, has keys or words the kit does not know, or names a quirk that does not
    /// exist; with the line.
    pub fn parse(id: &str, text: &str) -> Result<Self, BadCheck> {
        let bad = |line, problem| BadCheck {
            id: id.to_owned(),
            line,
            problem,
        };
        let file: File = toml::from_str(text)
            .map_err(|error| bad(toml_error::line(text, &error), toml_error::words(&error)))?;
        for case in &file.case {
            let at = |word: &str| 1 + text.lines().take_while(|line| !line.contains(word)).count();
            let choices = case.world.choices();
            let mut choices = choices.map_err(|error| bad(at("quirks"), error.to_string()))?;
            for step in &case.steps {
                if let Step::Quirk(change) = step {
                    choices
                        .set(&change.id, &change.choice)
                        .map_err(|error| bad(at("quirk ="), error.to_string()))?;
                }
            }
        }
        Ok(Self {
            id: id.to_owned(),
            rule: file.rule,
            why: file.why,
            level: file.level,
            needs: file.needs,
            operations: file.operations,
            formats: file.formats,
            source: file.source,
            bug: file.bug,
            mend: file.mend.trim().to_owned(),
            cases: file.case.into_iter().map(Case::from).collect(),
        })
    }

    /// The theme: what stands before the slash of its id.
    #[must_use]
    pub fn theme(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// Whether it is about an operation in a format. A raw download knows no tokens (page: Form Data
    /// Export), so that rules about tokens are not about it unless they say so.
    #[must_use]
    pub fn is_about(&self, operation: Operation, format: Format) -> bool {
        let named = match self.formats.as_slice() {
            [] => format != Format::Raw || !self.needs.contains(&Need::Token),
            formats => formats.contains(&format),
        };
        named && self.operations.contains(&operation)
    }
}
