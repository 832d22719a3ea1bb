//! One check: a rule, why it matters, and the cases that try it.

use serde::Deserialize;

use super::{
    expectation::Expectation,
    scenario::{Account, Scenario, Step},
};

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
    /// Section of the published page, of the observed facts, or a standard.
    pub source: String,
    /// The bug of the reference client that this check finds.
    pub bug: String,
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
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The page says it, or breaking it loses, doubles or damages data, or calls a failure a success.
    Must,
    /// Good manners, or a server of another era than the page's.
    Should,
}

/// What a client must offer for a rule to apply.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Keeps an export token between runs.
    Token,
    /// Builds the address itself.
    Url,
}

impl Need {
    /// The need in words, after "the client must".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Token => "keep an export token",
            Self::Url => "build the address itself",
        }
    }
}

/// A file under `cases/` that the kit does not understand.
#[derive(Debug, thiserror::Error)]
#[error("cases/{id}.toml: {error}")]
pub struct BadCheck {
    id: String,
    error: toml::de::Error,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    rule: String,
    why: String,
    level: Level,
    #[serde(default)]
    needs: Vec<Need>,
    source: String,
    bug: String,
    case: Vec<CaseTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CaseTable {
    #[serde(default)]
    name: String,
    forms: usize,
    #[serde(default)]
    account: Account,
    steps: Vec<Step>,
    expect: Vec<Expectation>,
}

impl From<CaseTable> for Case {
    fn from(table: CaseTable) -> Self {
        Self {
            name: table.name,
            scenario: Scenario {
                forms: table.forms,
                account: table.account,
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
    /// When it is no TOML, or has keys or words the kit does not know.
    pub fn parse(id: &str, text: &str) -> Result<Self, BadCheck> {
        let file: File = toml::from_str(text).map_err(|error| BadCheck {
            id: id.to_owned(),
            error,
        })?;
        Ok(Self {
            id: id.to_owned(),
            rule: file.rule,
            why: file.why,
            level: file.level,
            needs: file.needs,
            source: file.source,
            bug: file.bug,
            cases: file.case.into_iter().map(Case::from).collect(),
        })
    }
}
