//! Evidence and expectations become findings.
//!
//! - [`finding`]: what a judge may say
//! - `wire`: what the server recorded
//! - `outcome`: what the client said of its own success
//! - `data`: what it keeps
//! - `acknowledgement`: what it says is safe, by sending a token
//! - [`learned`]: what the first clean run has shown
//! - `remarks`: what breaks no rule and should be known
//! - [`verdict`]: findings become the verdict of a check

mod acknowledgement;
mod data;
mod ended;
pub mod finding;
pub mod learned;
mod outcome;
pub(crate) mod remarks;
pub(crate) mod unsupported;
pub mod verdict;
mod wire;

use finding::Finding;
use learned::Learned;

use crate::{
    catalogue::expectation::Expectation,
    client::{
        manifest::{Columns, OperationRules, RunRules},
        run::Exit,
    },
    play::{
        kit_world::document::{KitDocument, Source},
        played::{Played, PlayedRun},
    },
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

    /// Whether a document has to be kept: which tables of a case export a client keeps is its own affair,
    /// unless it keeps none, or says that it keeps everything.
    fn has_to_be_kept(&self, document: &KitDocument) -> bool {
        let table = document.rows.first().map_or("", |row| row.table.as_str());
        document.source != Source::Cases
            || self.operation.columns == Columns::All
            || self.learned.kept.is_empty()
            || self.learned.keeps_table(table)
    }

    /// The documents that a run was to bring and the client has to keep.
    fn wanted<'r>(&'r self, run: &'r PlayedRun) -> impl Iterator<Item = &'r KitDocument> {
        run.to_send()
            .filter(|document| self.has_to_be_kept(document))
    }

    /// Judges one expectation.
    #[must_use]
    pub fn judge(&self, expectation: &Expectation) -> Finding {
        use Expectation as E;
        match expectation {
            E::AsksForTheExport => wire::asked::for_the_export(self),
            E::AnswersTheChallenge => wire::auth::answers_the_challenge(self),
            E::SendsEveryField => wire::auth::sends_every_field(self),
            E::SignsEachRequest => wire::auth::names_its_own_request(self),
            E::CountsUp => wire::auth::counts_up(self),
            E::GivesUpAfterTenTries => wire::auth::gives_up_after_ten_tries(self),
            E::QuotesTheTag => wire::tag::is_quoted(self),
            E::NamesTheForm => wire::tag::arrives_whole(self),
            E::EncodesOnce => wire::tag::is_encoded_once(self),
            E::KeepsTheParameters => wire::parameters::are_kept(self),
            E::SendsParameter { name, value } => wire::parameters::is_sent(self, name, value),
            E::SendsTheTokenBack => wire::tokens::is_sent_back(self),
            E::SendsTheTokenClean => wire::tokens::is_clean(self),
            E::SendsEachItsToken => wire::which_token::stays_with_its_export(self),
            E::SendsNoTokenAtFirst => wire::which_token::is_none_at_first(self),
            E::SendsNoTokenForRaw => wire::which_token::is_not_sent_with_raw(self),
            E::WaitsAsTold => wire::patience::nothing_is_asked_earlier(self),
            E::EndsWell => outcome::ends_well(self),
            E::EndsInFailure => outcome::ends_in_failure(self),
            E::EndsByItself => outcome::ends_by_itself(self),
            E::NothingNewIsSuccess => outcome::nothing_new_is_success(self),
            E::RowlessIsSuccess => outcome::rowless_is_success(self),
            E::RefusesWhatIsDamaged => outcome::refuses_what_is_damaged(self),
            E::TellsFailure => outcome::tells_failure(self),
            E::KeepsEveryRow => data::rows::every_document(self),
            E::KeepsEveryChild => data::rows::every_child(self),
            E::KeepsEveryQuestion => data::questions::are_kept(self),
            E::KeepsEveryAnswer => data::answers::are_whole(self),
            E::KeepsEveryText => data::texts::are_kept_exactly(self),
            E::KeepsNothingTwice => data::twice::nothing_is(self),
            E::KeepsFamiliesTogether => data::family::stays_together(self),
            E::KeepsColumnsApart => data::columns::stay_apart(self),
            E::KeepsTablesApart => data::tables::stay_apart(self),
            E::KeepsNoMark => data::marks::are_left_out(self),
            E::KeepsNoPage => data::pages::are_not_kept(self),
            E::LeavesTheStore => data::store::stays_as_it_was(self),
            E::KeepsTheNewest => data::store::holds_the_newest(self),
            E::StaysInside => data::outside::is_empty(self),
            E::LosesNothing => acknowledgement::loses_nothing(self),
        }
    }
}
