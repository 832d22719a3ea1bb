//! One growing store of an export: a JSON file of tables, every row with the document it belongs to.
//!
//! What a download brings replaces what the store has of the same documents, so that nothing stands
//! twice, whatever the server sends again.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use super::{
    documents::{self, Row},
    files::write_into,
    write_whole,
};
use crate::reference::{
    bug::{Bug, Bugs},
    failure::Failure,
    read::{Contents, table::Names},
};

/// The column that says which document a row belongs to.
const DOCUMENT: &str = "document";

/// A growing store.
#[derive(Debug)]
pub struct Merged {
    tables: PathBuf,
    submissions: PathBuf,
    bugs: Bugs,
}

/// The tables of a store, by name.
type Tables = Map<String, Value>;

impl Merged {
    /// The store of this name in the folder `state`.
    #[must_use]
    pub fn at(state: &Path, name: &str, bugs: Bugs) -> Self {
        Self {
            tables: state.join(format!("store-{name}.json")),
            submissions: state.join(format!("store-{name}")),
            bugs,
        }
    }

    /// Adds a download.
    ///
    /// # Errors
    /// Its tables do not belong together, or the store cannot be read or written; it is then as it
    /// was.
    pub fn add(&self, names: Names, contents: &Contents) -> Result<(), Failure> {
        let Contents::Tables(tables) = contents else {
            fs::create_dir_all(&self.submissions).map_err(Failure::file(&self.submissions))?;
            return write_into(&self.submissions, contents, self.bugs);
        };
        let rows = documents::rows(tables, names, self.bugs)?;
        let mut stored = self.read()?;
        self.merge(&mut stored, rows);
        self.write(&stored)
    }

    /// Adds the rows of a download that broke off, under no document, as only a bug does.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_partial(&self, names: Names, contents: &Contents) -> Result<(), Failure> {
        let Contents::Tables(tables) = contents else {
            return Ok(());
        };
        let mut stored = self.read()?;
        for mut row in documents::rows(tables, names, self.bugs)? {
            row.document = "partial".to_owned();
            push(&mut stored, row);
        }
        self.write(&stored)
    }

    /// Removes it.
    ///
    /// # Errors
    /// It is there and stays.
    pub fn remove(&self) -> Result<(), Failure> {
        match fs::remove_file(&self.tables) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Failure::file(&self.tables)(error))
            }
            _ => Ok(()),
        }
    }

    fn merge(&self, stored: &mut Tables, mut rows: Vec<Row>) {
        let known: BTreeSet<String> = rows_of(stored)
            .filter_map(document)
            .map(str::to_owned)
            .collect();
        match self.bugs.0 {
            Some(Bug::ReplacesStore) => stored.clear(),
            Some(Bug::FirstVersionWins) => rows.retain(|row| !known.contains(&row.document)),
            Some(Bug::StopsAtKnownRow) => {
                let end = rows.iter().position(|row| known.contains(&row.document));
                rows.truncate(end.unwrap_or(rows.len()));
            }
            _ => {}
        }
        if !self.bugs.has(Bug::AppendsBlindly) {
            let coming: BTreeSet<&str> = rows.iter().map(|row| row.document.as_str()).collect();
            for table in stored.values_mut().filter_map(Value::as_array_mut) {
                table.retain(|row| document(row).is_none_or(|document| !coming.contains(document)));
            }
        }
        for row in rows {
            push(stored, row);
        }
    }

    fn read(&self) -> Result<Tables, Failure> {
        let text = match fs::read(&self.tables) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Tables::new()),
            Err(error) => return Err(Failure::file(&self.tables)(error)),
        };
        serde_json::from_slice(&text).map_err(|error| Failure::file(&self.tables)(error.into()))
    }

    fn write(&self, stored: &Tables) -> Result<(), Failure> {
        write_whole(
            &self.tables,
            &serde_json::to_vec(stored).unwrap_or_default(),
        )
    }
}

fn rows_of(stored: &Tables) -> impl Iterator<Item = &Value> {
    stored.values().filter_map(Value::as_array).flatten()
}

fn document(row: &Value) -> Option<&str> {
    row.get(DOCUMENT)?.as_str()
}

fn push(stored: &mut Tables, row: Row) {
    let mut values = Map::from_iter([(DOCUMENT.to_owned(), Value::from(row.document))]);
    values.extend(row.inherited);
    values.extend(row.own);
    let table = stored
        .entry(row.table)
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Some(rows) = table.as_array_mut() {
        rows.push(Value::Object(values));
    }
}
