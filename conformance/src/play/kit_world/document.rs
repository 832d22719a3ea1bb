//! What the kit knows of a document it has put into a world.

/// A form, a case or a worker of the world, and the values by which its rows are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitDocument {
    /// The document's `_id`, the case id, or the id of the worker.
    pub id: String,
    /// What exports it.
    pub source: Source,
    /// When an export sends it.
    pub sent: Sent,
    /// Its rows: that of the main table, then those of repeats, in the order of the document.
    pub rows: Vec<KitRow>,
    /// The given answer it carries, to be found exactly so.
    pub text: Option<String>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitRow {
    /// The table: empty for the main one, else the path of the repeat; of case exports `case`,
    /// `referral`, `user`.
    pub table: String,
    /// The row it belongs to, as its number in the document.
    pub parent: Option<usize>,
    /// Question and witness.
    pub witnesses: Vec<(String, String)>,
}

/// Where a document comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The form the client is to export.
    Form,
    /// The second form.
    SecondForm,
    /// The form of the second project space.
    SecondSpace,
    /// A case, or a worker.
    Cases,
}

/// When an export sends a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Always.
    Always,
    /// When duplicates and errors are asked for.
    WithErrors,
    /// When closed cases are asked for.
    WithClosed,
}

impl KitDocument {
    /// The witnesses of its row in the main table.
    pub fn main_row(&self) -> impl Iterator<Item = &str> {
        let row = self.rows.first().map(|row| row.witnesses.as_slice());
        row.unwrap_or_default()
            .iter()
            .map(|(_, witness)| witness.as_str())
    }

    /// What a report calls it: its id and its first witness.
    #[must_use]
    pub fn label(&self) -> String {
        match self.rows.first().and_then(|row| row.witnesses.first()) {
            Some((question, witness)) => format!("{} ({question} {witness})", self.id),
            None => self.id.clone(),
        }
    }
}
