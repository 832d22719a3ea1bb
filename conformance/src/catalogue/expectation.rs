//! What is expected of a client in a scenario. How each is judged stands in
//! [`judge`](crate::judge): the wire, the outcome, the data, acknowledgement.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One expectation; the names are those of the case files.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum Expectation {
    // The wire.
    /// The first run asks for the export in the space it was given.
    AsksForTheExport,
    /// Some request carries a digest answer that verifies.
    AnswersTheChallenge,
    /// Every digest answer gives `opaque` back and carries `qop`, `nc` and `cnonce`.
    SendsEveryField,
    /// No digest answer names another request than its own.
    SignsEachRequest,
    /// No digest answer is refused for its count.
    CountsUp,
    /// No run sends credentials more than ten times.
    GivesUpAfterTenTries,
    /// Every tag that arrives is a JSON string.
    QuotesTheTag,
    /// The xmlns arrives whole, with credentials that fit.
    NamesTheForm,
    /// No tag arrives encoded twice.
    EncodesOnce,
    /// Every parameter of the address that was handed over arrives.
    KeepsTheParameters,
    /// A run that was told to ask with something sends this parameter with this value.
    SendsParameter {
        /// The parameter.
        name: String,
        /// Its value.
        value: String,
    },
    /// Each run but the first sends the token of the last whole answer that was kept.
    SendsTheTokenBack,
    /// A token arrives as it was issued, without a sign before or behind it.
    SendsTheTokenClean,
    /// A token is sent to the export that issued it, and to no other.
    SendsEachItsToken,
    /// Before the first token none is sent, or an empty one.
    SendsNoTokenAtFirst,
    /// A raw download is asked for without a token.
    SendsNoTokenForRaw,
    /// After an answer with `Retry-After` nothing is asked earlier.
    WaitsAsTold,

    // The outcome.
    /// Every run ends with 0.
    EndsWell,
    /// Every run ends with another code than 0, by itself.
    EndsInFailure,
    /// Every run ends by itself and in time.
    EndsByItself,
    /// A run that met nothing new ends with 0, or with the code declared for it.
    NothingNewIsSuccess,
    /// A run whose last answer was whole and had no rows ends with 0, or with the code declared for
    /// nothing new.
    RowlessIsSuccess,
    /// A run that did not get and keep all it was sent does not end with success.
    TellsFailure,
    /// A run whose last answer was spoilt, its status and length right, does not end with success.
    RefusesWhatIsDamaged,

    // The data.
    /// After every run all that the server had sent by then was kept at some time.
    KeepsEveryRow,
    /// The same of the rows of repeats, and of referrals and workers, where the client keeps them.
    KeepsEveryChild,
    /// Every question of the first download is kept in some row. Only who declares `columns = "all"` must;
    /// of anybody else it is a remark.
    KeepsEveryQuestion,
    /// Every answer to a question that the client keeps is there; or the run fails.
    KeepsEveryAnswer,
    /// Each given answer is kept exactly as it was given; or the run fails.
    KeepsEveryText,
    /// Each form stands once in what a run produced.
    KeepsNothingTwice,
    /// Each row of a repeat stays with its own parent.
    KeepsFamiliesTogether,
    /// No column holds answers to two questions.
    KeepsColumnsApart,
    /// No place that held rows of one table in the first run holds rows of another in a later one.
    KeepsTablesApart,
    /// No name of a column and no value holds a byte order mark.
    KeepsNoMark,
    /// No page of the server stands where data are kept.
    KeepsNoPage,
    /// A run without new data leaves what was kept as it was.
    LeavesTheStore,
    /// After an edit the new answers are kept in place of the old ones.
    KeepsTheNewest,
    /// Nothing was written outside the folders of the run.
    StaysInside,

    // Acknowledgement.
    /// No token is sent before all it stands for was kept.
    LosesNothing,
}

impl Expectation {
    /// Whether it is judged by what went over the wire alone.
    #[must_use]
    pub const fn is_wire(&self) -> bool {
        matches!(
            self,
            Self::AsksForTheExport
                | Self::AnswersTheChallenge
                | Self::SendsEveryField
                | Self::SignsEachRequest
                | Self::CountsUp
                | Self::GivesUpAfterTenTries
                | Self::QuotesTheTag
                | Self::NamesTheForm
                | Self::EncodesOnce
                | Self::KeepsTheParameters
                | Self::SendsParameter { .. }
                | Self::SendsTheTokenBack
                | Self::SendsTheTokenClean
                | Self::SendsEachItsToken
                | Self::SendsNoTokenAtFirst
                | Self::SendsNoTokenForRaw
                | Self::WaitsAsTold
        )
    }
}

impl fmt::Display for Expectation {
    /// As a case file writes it: `keeps-every-row`, `sends-parameter max_column_size=12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::SendsParameter { name, value } = self {
            return write!(f, "sends-parameter {name}={value}");
        }
        self.serialize(f)
    }
}
