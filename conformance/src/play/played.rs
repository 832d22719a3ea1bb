//! What was seen when a scenario was played: the evidence the judges work on.

use std::time::Duration;

use fakehq::{file_format::Format, journal::entry::Entry};

use super::{
    found::Found,
    kit_world::{
        Login,
        address::Target,
        document::{KitDocument, Sent},
    },
};
use crate::{
    catalogue::{scenario::Scenario, step::Run},
    client::run::ClientRun,
    evidence::{Evidence, Note, Remark},
};

/// A scenario as it was played.
#[derive(Clone, Debug)]
pub struct Played {
    /// What was to be played.
    pub scenario: Scenario,
    /// Scheme, host and port of the server.
    pub base_url: String,
    /// The project space.
    pub domain: String,
    /// The address the client was given.
    pub url: String,
    /// The runs of the client, first to last.
    pub runs: Vec<PlayedRun>,
    /// What was asked in the meantime of project spaces that do not exist, by whatever client: those
    /// of other scenarios too, unless this one was played alone.
    pub strays: Vec<Entry>,
}

/// One run of the client.
#[derive(Clone, Debug)]
pub struct PlayedRun {
    /// What was special about it.
    pub options: Run,
    /// The format it was asked for.
    pub format: Format,
    /// The account it was given.
    pub login: Login,
    /// The exports it was handed; never none.
    pub targets: Vec<Target>,
    /// How the client ended, and what it said.
    pub client: ClientRun,
    /// What it asked of its project spaces and was answered, in order; those of a second space
    /// behind those of the first.
    pub exchanges: Vec<Entry>,
    /// The documents the world held while it ran.
    pub documents: Vec<KitDocument>,
    /// How its dump command ended, where the manifest names one.
    pub dump: Option<ClientRun>,
    /// What lay in its folders afterwards.
    pub kept: Evidence,
    /// The witnesses in that.
    pub found: Found,
    /// What it lacked, where it failed, because its folders are fresh; and how it would get that.
    pub lacking: Option<String>,
    /// Where it put the token it was sent, if that place is new in each run.
    pub lost_token: Option<String>,
    /// Whether it put it where it stays.
    pub keeps_token: bool,
    /// What lay beside its folders afterwards, where nothing should.
    pub outside: Vec<String>,
}

impl Played {
    /// How long the client ran in it.
    #[must_use]
    pub fn took(&self) -> Duration {
        self.runs.iter().map(|run| run.client.duration).sum()
    }
}

impl PlayedRun {
    /// The exchanges with the exports the client was to ask, credentials accepted.
    pub fn authorised(&self) -> impl Iterator<Item = &Entry> {
        use fakehq::journal::entry::Credentials;
        self.exports()
            .filter(|entry| matches!(entry.credentials, Credentials::Verified { .. }))
    }

    /// The exchanges with the exports the client was to ask.
    pub fn exports(&self) -> impl Iterator<Item = &Entry> {
        let asked = |entry: &&Entry| self.targets.iter().any(|target| target.is_asked_by(entry));
        self.exchanges.iter().filter(asked)
    }

    /// The answers that went out whole with data, in order.
    pub fn whole_answers(&self) -> impl Iterator<Item = &Entry> {
        self.exports()
            .filter(|entry| entry.status == 200 && entry.sent.is_some_and(|sent| sent.whole))
    }

    /// The documents that the exports it was handed send, asked as it was told to.
    pub fn to_send(&self) -> impl Iterator<Item = &KitDocument> {
        self.documents.iter().filter(|document| {
            let wanted = match document.sent {
                Sent::Always => true,
                Sent::WithErrors => self.options.errors,
                Sent::WithClosed => self.options.closed,
            };
            wanted
                && self
                    .targets
                    .iter()
                    .any(|target| target.source == document.source)
        })
    }

    /// Why the kit may have overlooked something that is kept: a store it cannot open, more than it
    /// reads, or a dump that went wrong.
    #[must_use]
    pub fn unread(&self) -> Option<String> {
        if let Some(dump) = self.dump.as_ref().filter(|dump| !dump.exit.is_success()) {
            let said = dump.stderr.text();
            let said = said.trim_end().lines().last().unwrap_or_default();
            return Some(format!("the dump command failed: {said}"));
        }
        let unread = |note: &&Note| {
            use Remark::{Cut, EndedItsReader, Full, Limit, More, Sealed, Unreadable};
            matches!(
                note.remark,
                Limit(_)
                    | Full(_)
                    | Sealed(_)
                    | Unreadable(_)
                    | EndedItsReader(_)
                    | More
                    | Cut { .. }
            )
        };
        // A store the kit cannot open is no riddle where its dump says what it holds.
        let sealed = |note: &Note| matches!(note.remark, Remark::Sealed(_));
        let note = self.kept.notes.iter().filter(unread);
        let mut note = note.filter(|note| self.dump.is_none() || !sealed(note));
        note.next().map(ToString::to_string)
    }

    /// Whether a document was found in what lay in the client's folders after this run.
    #[must_use]
    pub fn has_kept(&self, document: &KitDocument) -> bool {
        self.found.holds_document(document)
    }
}
