//! Where witnesses belong: from a value back to its document, row and question.

use std::collections::HashMap;

use crate::{
    evidence::Record,
    play::{
        kit_world::{
            document::{KitDocument, KitRow},
            witness,
        },
        played::PlayedRun,
    },
};

/// Where a witness belongs.
#[derive(Clone, Copy, Debug)]
pub(in crate::judge) struct Home<'a> {
    /// The document.
    pub(in crate::judge) document: &'a KitDocument,
    /// The number of the row in it.
    pub(in crate::judge) row: usize,
    /// The question.
    pub(in crate::judge) question: &'a str,
}

/// Every witness of a world and where it belongs.
pub(in crate::judge) struct Homes<'a> {
    witnesses: HashMap<&'a str, Home<'a>>,
    ids: HashMap<&'a str, &'a KitDocument>,
}

impl<'a> Homes<'a> {
    /// Those of the world during a run. A duplicate has the witnesses of its original, which stands
    /// for both.
    pub(in crate::judge) fn of(run: &'a PlayedRun) -> Self {
        let mut homes = HashMap::new();
        let mut ids = HashMap::new();
        for document in &run.documents {
            ids.insert(document.id.as_str(), document);
            for (row, content) in document.rows.iter().enumerate() {
                for (question, witness) in &content.witnesses {
                    homes.entry(witness.as_str()).or_insert(Home {
                        document,
                        row,
                        question,
                    });
                }
            }
        }
        Self {
            witnesses: homes,
            ids,
        }
    }

    /// Where a value belongs, if it is a witness of this world.
    pub(in crate::judge) fn of_value(&self, value: &str) -> Option<Home<'a>> {
        // Markup has blanks around its values.
        self.witnesses.get(value.trim()).copied()
    }

    /// The document of an id.
    pub(in crate::judge) fn document(&self, id: &str) -> Option<&'a KitDocument> {
        self.ids.get(id.trim()).copied()
    }

    /// Where the values of a record belong: each witness in any of its cells.
    pub(in crate::judge) fn of_record<'r>(
        &'r self,
        record: &'r Record,
    ) -> impl Iterator<Item = Home<'a>> + 'r {
        let witnesses = record.values().flat_map(witness::within);
        witnesses.filter_map(|witness| self.of_value(witness))
    }
}

impl<'a> Home<'a> {
    /// Whether both are of one document.
    pub(in crate::judge) fn is_of(&self, document: &KitDocument) -> bool {
        std::ptr::eq(self.document, document)
    }

    /// The row itself.
    pub(in crate::judge) fn content(&self) -> &'a KitRow {
        &self.document.rows[self.row]
    }

    /// How many repeats its row stands in.
    pub(in crate::judge) fn depth(&self) -> usize {
        std::iter::successors(self.content().parent, |row| self.document.rows[*row].parent).count()
    }

    /// Whether its row is this one of its document, or stands below it.
    pub(in crate::judge) fn is_below(&self, row: usize) -> bool {
        let parent = |row: &usize| self.document.rows[*row].parent;
        std::iter::successors(Some(self.row), parent).any(|above| above == row)
    }
}
