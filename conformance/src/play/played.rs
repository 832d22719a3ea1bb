//! What was seen when a scenario was played: the evidence the judges work on.

use fakehq::journal::entry::Entry;

use super::kit_world::KitForm;
use crate::{catalogue::scenario::Scenario, client::run::ClientRun, evidence::Evidence};

/// A scenario as it was played.
#[derive(Clone, Debug)]
pub struct Played {
    /// What was to be played.
    pub scenario: Scenario,
    /// The project space.
    pub domain: String,
    /// The address the client was given.
    pub url: String,
    /// The runs of the client, first to last.
    pub runs: Vec<PlayedRun>,
}

/// One run of the client.
#[derive(Clone, Debug)]
pub struct PlayedRun {
    /// How the client ended, and what it said.
    pub client: ClientRun,
    /// What it asked of the space and was answered, in order.
    pub exchanges: Vec<Entry>,
    /// The forms the space held while it ran.
    pub forms: Vec<KitForm>,
    /// What lay in its folders afterwards.
    pub kept: Evidence,
}

impl PlayedRun {
    /// The exchanges with the export the client was to ask, credentials accepted.
    pub fn authorised(&self) -> impl Iterator<Item = &Entry> {
        use fakehq::journal::entry::Credentials;
        self.exports()
            .filter(|entry| matches!(entry.credentials, Credentials::Verified { .. }))
    }

    /// The exchanges with the export the client was to ask.
    pub fn exports(&self) -> impl Iterator<Item = &Entry> {
        self.exchanges.iter().filter(|entry| {
            let export = entry.export.as_ref();
            export.is_some_and(|export| {
                export.xmlns.as_deref() == Some(super::kit_world::XMLNS) || export.xmlns.is_none()
            })
        })
    }

    /// The answers that went out whole with data.
    pub fn whole_answers(&self) -> impl Iterator<Item = &Entry> {
        self.exports()
            .filter(|entry| entry.status == 200 && entry.sent.is_some_and(|sent| sent.whole))
    }

    /// Whether a form was found in what lay in the client's folders after this run.
    #[must_use]
    pub fn has_kept(&self, form: &KitForm) -> bool {
        self.kept.containers.iter().any(|container| {
            form.main_row
                .iter()
                .any(|witness| container.text.contains(witness))
        })
    }
}
