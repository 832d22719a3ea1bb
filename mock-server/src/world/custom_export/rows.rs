//! What a custom export is made of: documents, not yet tables.

use std::sync::Arc;

use crate::{
    document::schema::Schema,
    world::{cases::book::Case, form::StoredForm},
};

/// One answer: rows and token are cut at the same moment.
#[derive(Clone, Debug)]
pub struct CustomData {
    /// What is in it.
    pub rows: CustomRows,
    /// The token that stands for this answer, where there are tokens.
    pub token: Option<String>,
    /// Whether every document fits the columns; the old server may know too few of them (see
    /// [`Schema::fits`]).
    pub fits: bool,
}

/// What a custom export is made of.
#[derive(Clone, Debug)]
pub enum CustomRows {
    /// Submissions.
    Forms {
        /// Every column the form ever had.
        schema: Arc<Schema>,
        /// The submissions, in row order.
        forms: Vec<Arc<StoredForm>>,
    },
    /// Cases.
    Cases {
        /// Every case of the type: their columns count, whichever are exported.
        all: Vec<Arc<Case>>,
        /// The cases to export, in row order.
        cases: Vec<Arc<Case>>,
    },
}

impl CustomRows {
    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Forms { forms, .. } => forms.len(),
            Self::Cases { cases, .. } => cases.len(),
        }
    }

    pub(crate) fn truncate(&mut self, most: usize) {
        match self {
            Self::Forms { forms, .. } => forms.truncate(most),
            Self::Cases { cases, .. } => cases.truncate(most),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids of the documents, in row order.
    #[must_use]
    pub fn ids(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Forms { forms, .. } => Box::new(forms.iter().map(|form| &*form.id)),
            Self::Cases { cases, .. } => Box::new(cases.iter().map(|case| case.case_id.as_str())),
        }
    }
}
