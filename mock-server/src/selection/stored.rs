//! Stored exports are made: the cut of a custom export's data as they are now, kept until it is made anew.

use jiff::civil::date;

use super::{
    custom::{CustomAsk, CustomOutcome},
    days::AskedDays,
};
use crate::{
    file_format::{Format, UnknownFormat},
    world::{
        custom_export::{definition::CustomExport, rows::CustomData},
        space::ProjectSpace,
        stored_export::{NoStoredExport, StoredExport, StoredExportTable},
    },
};

impl ProjectSpace {
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
