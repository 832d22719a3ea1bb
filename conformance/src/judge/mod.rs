//! Evidence and expectations become findings, one file per theme.
//!
//! - [`finding`]: what a judge may say
//! - `contract`, `auth`, `tag`, `tokens`, `nothing_new`, `kept`: the themes
//! - [`verdict`]: findings become the verdict of a check

mod auth;
mod contract;
pub mod finding;
mod kept;
pub mod learned;
mod nothing_new;
mod tag;
mod tokens;
pub(crate) mod unsupported;
pub mod verdict;

use finding::Finding;
use learned::Learned;

use crate::{
    catalogue::expectation::Expectation,
    client::{
        manifest::{OperationRules, RunRules},
        run::Exit,
    },
    play::played::{Played, PlayedRun},
};

/// What a judge looks at: what was seen, and what the client's author said of it.
#[derive(Clone, Copy, Debug)]
pub struct Bench<'a> {
    /// What was seen.
    pub played: &'a Played,
    /// The client's declarations for the operation.
    pub operation: &'a OperationRules,
    /// Its declarations for every run.
    pub rules: &'a RunRules,
    /// What its first clean run has shown.
    pub learned: &'a Learned,
}

impl Bench<'_> {
    /// Whether a run ended by itself and said that it failed. A code that is declared to mean
    /// "nothing new" is no failure.
    fn says_it_failed(&self, run: &PlayedRun) -> bool {
        match run.client.exit {
            Exit::Exited(code) => code != 0 && !self.rules.nothing_new_exit.contains(&code),
            _ => false,
        }
    }

    /// Judges one expectation.
    #[must_use]
    pub fn judge(&self, expectation: &Expectation) -> Finding {
        match expectation {
            Expectation::AsksForTheExport => contract::asks_for_the_export(self),
            Expectation::EndsWell => contract::ends_well(self),
            Expectation::KeepsEveryRow => kept::every_row(self),
            Expectation::KeepsNoPage => kept::no_page(self),
            Expectation::KeepsNothingTwice => kept::nothing_twice(self),
            Expectation::AnswersTheChallenge => auth::answers_the_challenge(self),
            Expectation::EndsInFailure => auth::ends_in_failure(self),
            Expectation::GivesUpAfterTenTries => auth::gives_up_after_ten_tries(self),
            Expectation::QuotesTheTag => tag::is_quoted(self),
            Expectation::SendsTheTokenBack => tokens::is_sent_back(self),
            Expectation::SendsTheTokenClean => tokens::is_clean(self),
            Expectation::NothingNewIsSuccess => nothing_new::is_success(self),
        }
    }
}
