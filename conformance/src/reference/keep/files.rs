//! A download as a folder of files: a csv for each table, or the XML of each submission.

use std::{
    fs,
    path::{Path, PathBuf},
};

use csv::WriterBuilder;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::write_whole;
use crate::reference::{
    bug::{Bug, Bugs},
    failure::Failure,
    read::{Contents, table::Table},
};

/// What stays readable in a file name. A slash or a leading dot would be another place.
const IN_A_NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'#').remove(b'-').remove(b'_');

/// A folder that is there whole or not at all.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// A folder of the next number, so that no download replaces another.
    #[must_use]
    pub fn next_in(out: &Path) -> Self {
        let mut number = 1;
        loop {
            let folder = out.join(format!("export-{number}"));
            if !folder.exists() {
                return Self { folder };
            }
            number += 1;
        }
    }

    /// This folder; what it held before is replaced.
    #[must_use]
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Writes all files, then gives the folder its name.
    ///
    /// # Errors
    /// One cannot be written.
    pub fn write(&self, contents: &Contents, bugs: Bugs) -> Result<(), Failure> {
        let beside = |suffix: &str| {
            let mut name = self.folder.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        let (new, old) = (beside(".new"), beside(".old"));
        for folder in [&new, &old] {
            // Left over from a run that was stopped.
            remove(folder)?;
        }
        fs::create_dir_all(&new).map_err(Failure::file(&new))?;
        write_into(&new, contents, bugs)?;
        if self.folder.exists() {
            fs::rename(&self.folder, &old).map_err(Failure::file(&old))?;
        }
        fs::rename(&new, &self.folder).map_err(Failure::file(&self.folder))?;
        remove(&old)
    }
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::file(folder))?;
    }
    Ok(())
}

/// Writes the files of a download into a folder.
pub(super) fn write_into(folder: &Path, contents: &Contents, bugs: Bugs) -> Result<(), Failure> {
    match contents {
        Contents::Tables(tables) => {
            for (number, table) in tables.iter().enumerate() {
                // Two tables may have one name.
                let twin = tables[..number]
                    .iter()
                    .any(|other| other.name == table.name);
                let suffix = if twin {
                    format!("-{number}")
                } else {
                    String::new()
                };
                let path = folder.join(format!("{}{suffix}.csv", in_a_name(&table.name)));
                write_whole(&path, &as_csv(table))?;
            }
        }
        Contents::Submissions(submissions) => {
            for (name, xml) in submissions {
                let name = if bugs.has(Bug::OneRawFile) {
                    "submission"
                } else {
                    name.strip_suffix(".xml").unwrap_or(name)
                };
                write_whole(&folder.join(format!("{}.xml", in_a_name(name))), xml)?;
            }
        }
    }
    Ok(())
}

fn in_a_name(name: &str) -> String {
    utf8_percent_encode(name, IN_A_NAME).to_string()
}

fn as_csv(table: &Table) -> Vec<u8> {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in std::iter::once(&table.headers).chain(&table.rows) {
        // Memory takes everything.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
