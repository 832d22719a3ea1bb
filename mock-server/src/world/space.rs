//! A project space: the island that everything else lives on.

use std::{error::Error, fmt, sync::Arc};

use jiff::Timestamp;

use super::{
    access::Access,
    cases::book::CaseBook,
    clock::{Clock, Pace},
    custom_export::definition::CustomExport,
    form_store::FormStore,
    people::People,
    plan::Plan,
    recorded::Recorded,
    stored_export::StoredExport,
    token::TokenBook,
    variation::Variation,
};
use crate::{faults::FaultBook, quirks::Choices};

/// The size cap of a space unless told otherwise, in bytes: 10 MB (page: Note).
pub const SIZE_CAP: u64 = 10 << 20;

/// What a new space is made of.
#[derive(Clone, Debug)]
pub struct SpaceSettings {
    /// The `domain` of its URLs.
    pub name: String,
    /// Makes ids and tokens.
    pub seed: u64,
    /// How the server behaves towards it.
    pub choices: Choices,
    /// The software plan.
    pub plan: Plan,
    /// What its clock shows first.
    pub start: Timestamp,
    /// Whether its clock runs.
    pub pace: Pace,
}

/// What a space was made of: it can be made again, alike or varied.
pub trait Recipe: fmt::Debug + Send + Sync {
    /// Makes the space: the same one every time.
    ///
    /// # Errors
    /// When something it is made of is gone, or has become wrong.
    fn make(&self) -> Result<ProjectSpace, CannotMake>;

    /// Makes the space under another name, varied. Each variation is what the flag of the same meaning
    /// would be: a profile leaves single choices of the world as they are.
    ///
    /// # Errors
    /// As [`Self::make`].
    fn make_varied(&self, name: &str, variations: &[Variation])
    -> Result<ProjectSpace, CannotMake>;
}

/// Why a space cannot be made again.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct CannotMake(#[from] pub Box<dyn Error + Send + Sync>);

/// One project space: own people, forms, tokens and clock.
#[derive(Clone, Debug)]
pub struct ProjectSpace {
    /// The `domain` of its URLs.
    pub name: String,
    /// Makes ids and tokens.
    pub seed: u64,
    /// How the server behaves towards it.
    pub choices: Choices,
    /// The software plan.
    pub plan: Plan,
    /// To whom it is open at all.
    pub access: Access,
    /// Its virtual clock.
    pub clock: Clock,
    /// Who may log in, and who sends forms.
    pub people: People,
    /// Every submission.
    pub forms: FormStore,
    /// What the case blocks of all accepted forms add up to.
    pub cases: CaseBook,
    /// Its custom exports, in the order they are listed.
    pub custom_exports: Vec<CustomExport>,
    /// Files of custom exports that were made earlier and kept.
    pub stored_exports: Vec<StoredExport>,
    /// The tokens issued so far.
    pub tokens: TokenBook,
    /// Exports of more bytes than this meet the quirk `size-cap`.
    pub size_cap: u64,
    /// Recorded answers, served before anything is made.
    pub recorded: Vec<Recorded>,
    /// What goes wrong on request.
    pub faults: FaultBook,
    /// A text that every HTML page of this space carries, so that a page kept as data can be found.
    pub page_mark: String,
    /// What it was made of, where that was a world file.
    pub recipe: Option<Arc<dyn Recipe>>,
    /// How many ids this space has made.
    pub(crate) ids_made: u64,
}

impl ProjectSpace {
    /// An empty space.
    #[must_use]
    pub fn new(settings: SpaceSettings) -> Self {
        Self {
            seed: settings.seed,
            choices: settings.choices,
            plan: settings.plan,
            access: Access::default(),
            clock: Clock::starting_at(settings.start, settings.pace),
            people: People::default(),
            forms: FormStore::new(&settings.choices),
            cases: CaseBook::default(),
            custom_exports: Vec::new(),
            stored_exports: Vec::new(),
            tokens: TokenBook::new(settings.seed, &settings.name),
            size_cap: SIZE_CAP,
            recorded: Vec::new(),
            faults: FaultBook::default(),
            page_mark: format!("fakehq page of {}", settings.name),
            recipe: None,
            ids_made: 0,
            name: settings.name,
        }
    }

    /// Lets the server behave otherwise from now on.
    pub fn choose(&mut self, choices: Choices) {
        self.forms.choose(&choices);
        self.choices = choices;
    }
}

/// The space's names, as HQ allows them in a URL: letters, digits, `_`, `.`, `:` and `-` (facts A).
#[must_use]
pub fn is_space_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '-'))
}
