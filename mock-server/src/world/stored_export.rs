//! Stored exports: the file of a custom export, made earlier and kept (facts A).
//!
//! What is kept is the cut of the data; the file is made of it when it is asked for, the same each
//! time.

use jiff::Timestamp;
use serde::Deserialize;

use super::{
    custom_export::{definition::CustomExport, rows::CustomData},
    space::ProjectSpace,
};
use crate::file_format::{Format, UnknownFormat};

/// A stored export.
#[derive(Clone, Debug)]
pub struct StoredExport {
    /// What its address carries.
    pub id: String,
    /// The custom export it was made of, as it was then.
    pub export: CustomExport,
    /// The format of the file.
    pub format: Format,
    /// When it was made.
    pub made: Timestamp,
    /// What it holds.
    pub data: CustomData,
}

/// A stored export as a world file says it: `[[space.stored-export]]`. It is made when the world is
/// complete. A call of the control API says it with the same keys.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StoredExportTable {
    /// The name or the id of a custom export of the space.
    pub(crate) custom_export: String,
    /// What its address carries; the id of the custom export without it.
    #[serde(default)]
    pub(crate) id: Option<String>,
    /// The format of the file; that of the custom export without it.
    #[serde(default)]
    pub(crate) format: Option<String>,
}

/// A stored export that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoStoredExport {
    /// There is no such custom export.
    #[error("stored export: there is no custom export `{given}`; there is {known}")]
    NoCustomExport {
        /// What was asked for.
        given: String,
        /// The names that would have been right.
        known: String,
    },
    /// Its format is none, or none that a file of tables has.
    #[error("stored export of `{name}`: {error} The formats are csv, xlsx, xls, html, json")]
    Format {
        /// The custom export.
        name: String,
        /// What is wrong.
        error: UnknownFormat,
    },
    /// Its id cannot stand in an address.
    #[error("stored export of `{name}`: the id {id:?} may hold letters, digits, `_` and `-` only")]
    Id {
        /// The custom export.
        name: String,
        /// The id.
        id: String,
    },
    /// Its id is that of another one.
    #[error("stored export of `{name}`: the id {id:?} is taken; give each an `id` of its own")]
    Taken {
        /// The custom export.
        name: String,
        /// The id.
        id: String,
    },
    /// There is none to make anew.
    #[error("there is no stored export {0:?}")]
    Unknown(String),
    /// There is nothing to put into it.
    #[error("stored export of `{name}`: there is nothing to export")]
    Nothing {
        /// The custom export.
        name: String,
    },
}

impl ProjectSpace {
    /// The stored export of an id.
    #[must_use]
    pub fn stored_export(&self, id: &str) -> Option<&StoredExport> {
        self.stored_exports.iter().find(|stored| stored.id == id)
    }
}
