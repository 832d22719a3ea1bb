//! What is expected of a client in a scenario. How each is judged stands in
//! [`judge`](crate::judge), one file per theme.

use serde::Deserialize;

/// One expectation; the names are those of the case files.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// The first run asks for the export in the space it was given.
    AsksForTheExport,
    /// Every run ends with 0.
    EndsWell,
    /// Every run ends with another code than 0, by itself.
    EndsInFailure,
    /// After every run all that the server had sent by then was kept at some time.
    KeepsEveryRow,
    /// No page of the server stands where data are kept.
    KeepsNoPage,
    /// Some request carries a digest answer that verifies.
    AnswersTheChallenge,
    /// No run sends credentials more than ten times.
    GivesUpAfterTenTries,
    /// Every tag that arrives is a JSON string.
    QuotesTheTag,
    /// Each run but the first sends the token of the last whole answer that was kept.
    SendsTheTokenBack,
    /// A token arrives as it was issued, without a sign before or behind it.
    SendsTheTokenClean,
    /// Each form stands once in what a run produced.
    KeepsNothingTwice,
    /// A run that met nothing new ends with 0, or with the code declared for it.
    NothingNewIsSuccess,
}
