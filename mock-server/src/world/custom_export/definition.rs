//! What a custom export is.

use std::fmt;

use crate::file_format::Format;

/// A custom export of a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomExport {
    /// What its address carries: letters, digits, `_` and `-`.
    pub id: String,
    /// What people call it, and what its file is called.
    pub name: String,
    /// What its rows are.
    pub subject: Subject,
    /// Its tables, in order; those of repeats that were not chosen are left out.
    pub tables: Vec<CustomTable>,
    /// The format of a request that names none.
    pub default_format: Format,
    /// Whether duplicates and errors are rows, unless the request says otherwise.
    pub include_errors: bool,
    /// Whether somebody vouched that nobody can be recognised in it.
    pub safe_for_deid: bool,
}

/// What the rows of a custom export are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The submissions of a form.
    Form {
        /// Which form.
        xmlns: String,
    },
    /// Cases, closed ones too.
    Case {
        /// Of which type; of any without it.
        case_type: Option<String>,
    },
}

/// A table of a custom export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomTable {
    /// The table of the plain export that it chooses from, joined by points: `#`, `#.form.child.#`.
    pub path: String,
    /// Its own name, where it has one.
    pub title: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<CustomColumn>,
}

/// A column of a custom export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomColumn {
    /// The column of the plain export, joined by points: `form.meta.username`. Row numbers can be
    /// chosen as well: `id`, in the tables of repeats also `id__0`, `id__1`.
    pub path: String,
    /// Its own header.
    pub title: String,
    /// How its values are made unrecognisable.
    pub de_identify: Option<DeIdentify>,
}

/// How the values of a column are made unrecognisable; see [`Mask`](crate::tables::mask::Mask).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeIdentify {
    /// Dates are moved, all by the same number of days.
    Date,
    /// Ids become other ids, the same wherever they occur.
    Id,
}

impl Subject {
    /// The word of the `type` parameter.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Form { .. } => "form",
            Self::Case { .. } => "case",
        }
    }
}

impl fmt::Display for CustomExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "custom export {} ({})", self.id, self.name)
    }
}
