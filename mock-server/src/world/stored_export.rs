//! Stored exports: the file of a custom export, made earlier and kept (facts A).
//!
//! What is kept is the cut of the data; the file is made of it when it is asked for, the same each
//! time.

use jiff::{Timestamp, civil::date};
use serde::Deserialize;

use super::{custom_export::definition::CustomExport, space::ProjectSpace};
use crate::{
    file_format::{Format, UnknownFormat},
    selection::{
        custom::{CustomAsk, CustomData, CustomOutcome},
        days::AskedDays,
    },
};

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
    custom_export: String,
    /// What its address carries; the id of the custom export without it.
    #[serde(default)]
    id: Option<String>,
    /// The format of the file; that of the custom export without it.
    #[serde(default)]
    format: Option<String>,
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

    /// Makes a stored export as it is written.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn store(
        &mut self,
        written: StoredExportTable,
    ) -> Result<&mut StoredExport, NoStoredExport> {
        let given = &written.custom_export;
        let mut known = self.custom_exports.iter();
        let export = known.find(|export| export.id == *given || export.name == *given);
        let export = export
            .cloned()
            .ok_or_else(|| NoStoredExport::NoCustomExport {
                given: given.clone(),
                known: match &self.custom_exports[..] {
                    [] => "none".to_owned(),
                    some => {
                        let names: Vec<_> =
                            some.iter().map(|one| format!("`{}`", one.name)).collect();
                        names.join(", ")
                    }
                },
            })?;
        let format = match &written.format {
            Some(word) => word.parse(),
            None => Ok(export.default_format),
        };
        let format = format.and_then(|format| match format {
            Format::Raw => Err(UnknownFormat(format.to_string())),
            format => Ok(format),
        });
        let format = format.map_err(|error| NoStoredExport::Format {
            name: export.name.clone(),
            error,
        })?;
        let id = written.id.unwrap_or_else(|| export.id.clone());
        self.store_export(&id, &export, format)
    }

    /// Makes the file of a custom export, of all its data as they are now, and keeps it.
    ///
    /// # Errors
    /// When the id will not do, or there is nothing to export.
    pub fn store_export(
        &mut self,
        id: &str,
        export: &CustomExport,
        format: Format,
    ) -> Result<&mut StoredExport, NoStoredExport> {
        let (name, id) = (export.name.clone(), id.to_owned());
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if id.is_empty() || !id.chars().all(is_word) {
            return Err(NoStoredExport::Id { name, id });
        }
        if self.stored_export(&id).is_some() {
            return Err(NoStoredExport::Taken { name, id });
        }
        let stored = StoredExport {
            id,
            export: export.clone(),
            format,
            made: self.clock.now(),
            data: self.all_data(export)?,
        };
        let at = self.stored_exports.len();
        self.stored_exports.push(stored);
        Ok(&mut self.stored_exports[at])
    }

    /// Makes a stored export anew: of all data as they are now, by its custom export as it is now, or
    /// as it was where it has been taken away since. Where there is nothing to export, the file stays
    /// as it was.
    ///
    /// # Errors
    /// When there is no such stored export, or there is nothing to export.
    pub fn refresh_stored_export(&mut self, id: &str) -> Result<&mut StoredExport, NoStoredExport> {
        let unknown = || NoStoredExport::Unknown(id.to_owned());
        let stored = self.stored_export(id).ok_or_else(unknown)?;
        let known = self.custom_export(&stored.export.id);
        let export = known.unwrap_or(&stored.export).clone();
        let (made, data) = (self.clock.now(), self.all_data(&export)?);
        let mut all = self.stored_exports.iter_mut();
        let stored = all.find(|stored| stored.id == id).ok_or_else(unknown)?;
        (stored.export, stored.made, stored.data) = (export, made, data);
        Ok(stored)
    }

    /// Everything a custom export holds now, whatever day it is of.
    fn all_data(&mut self, export: &CustomExport) -> Result<CustomData, NoStoredExport> {
        let ask = CustomAsk {
            // All days, also where the server would look at the last seven.
            days: AskedDays {
                first: Some(date(1, 1, 1)),
                last: Some(date(9998, 12, 31)),
            },
            ..CustomAsk::default()
        };
        // Its file gives no token, so it acknowledges nothing.
        match self.cut_custom_export(export, &ask, false) {
            CustomOutcome::Data(data) => Ok(data),
            _ => Err(NoStoredExport::Nothing {
                name: export.name.clone(),
            }),
        }
    }
}
