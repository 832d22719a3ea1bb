//! The witnesses that lie in what a client left behind.

use std::{collections::HashSet, sync::Arc};

use super::kit_world::{
    document::{KitDocument, KitRow},
    witness,
};
use crate::evidence::Evidence;

/// Every witness in some evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found(HashSet<String>);

impl Found {
    /// Looks through all of it, once.
    #[must_use]
    pub fn of(evidence: &Evidence) -> Self {
        let mut found = HashSet::new();
        let mut seen: Option<&Arc<str>> = None;
        for container in &evidence.containers {
            // The containers of one file follow each other and share its text.
            if seen.is_some_and(|text| Arc::ptr_eq(text, &container.text)) {
                continue;
            }
            seen = Some(&container.text);
            for text in witness::within(&container.text) {
                if !found.contains(text) {
                    found.insert(text.to_owned());
                }
            }
        }
        Self(found)
    }

    /// Whether a witness is among it.
    #[must_use]
    pub fn holds(&self, witness: &str) -> bool {
        self.0.contains(witness)
    }

    /// Whether a row is among it: any of its values.
    #[must_use]
    pub fn holds_row(&self, row: &KitRow) -> bool {
        row.witnesses.iter().any(|(_, witness)| self.holds(witness))
    }

    /// Whether a document is among it, by its row in the main table.
    #[must_use]
    pub fn holds_document(&self, document: &KitDocument) -> bool {
        document.rows.first().is_some_and(|row| self.holds_row(row))
    }
}
