//! The tables and columns of a first download, remembered. Only the bugs that cannot bear a change
//! of them look here.

use std::{collections::BTreeMap, fs, path::Path};

use super::{
    bug::{Bug, Bugs},
    failure::Failure,
    keep::write_whole,
    read::table::Table,
};

/// The headers of each table.
#[derive(Debug, Default)]
pub(super) struct FirstSchema(BTreeMap<String, Vec<String>>);

impl FirstSchema {
    /// Whether a bug looks at it.
    #[must_use]
    pub(super) fn is_used(bugs: Bugs) -> bool {
        matches!(
            bugs.0,
            Some(Bug::ColumnsByNumber | Bug::UnknownTableFatal | Bug::LostColumnFatal)
        )
    }

    /// Remembers the first download of an export, and lets a later one suffer from it.
    ///
    /// # Errors
    /// The bug cannot bear what has changed; or the file cannot be written.
    pub(super) fn apply(
        state: &Path,
        export: &str,
        tables: Vec<Table>,
        bugs: Bugs,
    ) -> Result<Vec<Table>, Failure> {
        let path = state.join("columns.json");
        let mut remembered: BTreeMap<String, BTreeMap<String, Vec<String>>> = fs::read(&path)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default();
        if let Some(first) = remembered.get(export) {
            return Self(first.clone()).changed(tables, bugs);
        }
        let headers = tables
            .iter()
            .map(|table| (table.name.clone(), table.headers.clone()));
        remembered.insert(export.to_owned(), headers.collect());
        write_whole(&path, &serde_json::to_vec(&remembered).unwrap_or_default())?;
        Ok(tables)
    }

    fn changed(&self, mut tables: Vec<Table>, bugs: Bugs) -> Result<Vec<Table>, Failure> {
        let objection = |what: String| Err(Failure::Objection(what));
        for table in &mut tables {
            let Some(first) = self.0.get(&table.name) else {
                if bugs.has(Bug::UnknownTableFatal) {
                    return objection(format!("the table {} is unknown", table.name));
                }
                continue;
            };
            if bugs.has(Bug::LostColumnFatal)
                && let Some(lost) = first.iter().find(|header| table.column(header).is_none())
            {
                return objection(format!("the column {lost} of {} is gone", table.name));
            }
            if bugs.has(Bug::ColumnsByNumber) {
                table
                    .rows
                    .iter_mut()
                    .for_each(|row| row.resize(first.len(), String::new()));
                table.headers.clone_from(first);
            }
        }
        Ok(tables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(headers: &[&str]) -> Table {
        Table {
            name: "#".to_owned(),
            headers: headers.iter().map(|header| (*header).to_owned()).collect(),
            rows: vec![
                headers
                    .iter()
                    .map(|header| format!("value of {header}"))
                    .collect(),
            ],
        }
    }

    fn second(first: &[&str], then: &[&str], bug: Bug) -> Result<Vec<Table>, Failure> {
        let state = tempfile::tempdir().unwrap();
        let bugs = Bugs(Some(bug));
        FirstSchema::apply(state.path(), "x", vec![table(first)], bugs)?;
        FirstSchema::apply(state.path(), "x", vec![table(then)], bugs)
    }

    #[test]
    fn columns_go_by_number() {
        let tables = second(&["id", "b"], &["id", "a", "b"], Bug::ColumnsByNumber).unwrap();
        assert_eq!(tables[0].headers, ["id", "b"]);
        assert_eq!(tables[0].rows, [["value of id", "value of a"]]);
    }

    #[test]
    fn a_lost_column_is_missed() {
        assert!(second(&["id", "b"], &["id", "b|x"], Bug::LostColumnFatal).is_err());
        assert!(second(&["id"], &["id", "b"], Bug::LostColumnFatal).is_ok());
    }
}
