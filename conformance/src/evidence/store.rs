//! SQLite databases, table by table, through SQL: what was deleted or overwritten lives on in the bytes
//! and is not there any more.

use std::{fs, path::Path};

use rusqlite::{Connection, OpenFlags, types::ValueRef};

use super::{
    container::{Cell, Record},
    nested,
    table::Table,
};

/// The first bytes of a database.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// The first bytes of what a database keeps beside itself: the journals of both kinds.
pub(super) const JOURNALS: [&[u8]; 3] = [
    b"\x37\x7f\x06\x82",
    b"\x37\x7f\x06\x83",
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7",
];

/// How many tables a database may have.
const MOST_TABLES: usize = 2_000;

/// How much memory the database library may take, in bytes.
const HEAP: u32 = 64 << 20;

/// Why a database cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    /// It is none, or damaged, or locked away.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    /// No room for a copy of it.
    #[error(transparent)]
    Copy(#[from] std::io::Error),
    /// It holds more than may be read.
    #[error("too large")]
    TooLarge,
    /// It has more tables than may be read.
    #[error("too many tables")]
    TooMany,
}

/// The tables of a database whose bytes are at hand; `log` is its write-ahead log, where it has one.
/// No more than `limit` bytes of values are taken.
///
/// A copy is opened, in `scratch` or where the system keeps temporary files, so that the client's own
/// files stay as they are.
pub(super) fn read(
    bytes: &[u8],
    log: Option<&[u8]>,
    limit: u64,
    scratch: Option<&Path>,
) -> Result<Vec<Table>, Refused> {
    let folder = match scratch {
        Some(scratch) => tempfile::tempdir_in(scratch)?,
        None => tempfile::tempdir()?,
    };
    let path = folder.path().join("store");
    fs::write(&path, bytes)?;
    if let Some(log) = log {
        fs::write(folder.path().join("store-wal"), log)?;
    }
    tables(&path, limit)
}

fn tables(path: &Path, limit: u64) -> Result<Vec<Table>, Refused> {
    let store = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Nothing that the file itself says is run: no triggers, no views, no functions of its schema.
    store.pragma_update(None, "trusted_schema", false)?;
    // Sorting goes into memory, and memory ends: values can be computed that nobody ever stored.
    store.pragma_update(None, "temp_store", "memory")?;
    store.pragma_update(None, "hard_heap_limit", HEAP)?;
    let mut names = store.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    )?;
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))?
        .take(MOST_TABLES + 1)
        .collect::<Result<_, _>>()?;
    if names.len() > MOST_TABLES {
        return Err(Refused::TooMany);
    }
    let mut left = limit;
    names
        .iter()
        .map(|name| table(&store, name, &mut left))
        .collect()
}

fn table(store: &Connection, name: &str, left: &mut u64) -> Result<Table, Refused> {
    let mut rows = store.prepare(&format!("SELECT * FROM \"{}\"", name.replace('"', "\"\"")))?;
    let columns: Vec<_> = rows.column_names().map(str::to_owned).collect();
    let width = columns.len();
    let mut table = Table::with_headers(columns, Vec::new()).named(name);
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let mut record = Record::default();
        for column in 0..width {
            let Some(value) = text(row.get_ref(column)?) else {
                continue;
            };
            *left = left
                .checked_sub(value.len() as u64 + 8)
                .ok_or(Refused::TooLarge)?;
            record.cells.push(Cell { column, value });
        }
        table.records.push(record);
    }
    Ok(table)
}

/// A value as text; nothing for null.
fn text(value: ValueRef<'_>) -> Option<String> {
    Some(match value {
        ValueRef::Null => return None,
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => match str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => text.to_owned(),
            _ => nested::as_literal(bytes),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The bytes of a database after some statements, and of its log if it keeps one.
    fn store(statements: &str) -> (Vec<u8>, Option<Vec<u8>>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("forms.db");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(statements).unwrap();
        let log = fs::read(folder.path().join("forms.db-wal")).ok();
        (fs::read(&path).unwrap(), log)
    }

    fn view(tables: &[Table]) -> Vec<String> {
        let rows = tables.iter().flat_map(|table| {
            let name = table.name.as_deref().unwrap_or_default();
            table.records.iter().map(move |record| {
                let values: Vec<_> = record.values().collect();
                format!("{name}: {}", values.join(","))
            })
        });
        rows.collect()
    }

    const FORMS: &str = "CREATE TABLE form (name TEXT, age INTEGER, note);
        INSERT INTO form VALUES ('Wone', 3, NULL), ('Wtwo', NULL, x'57'), ('Wthree', 2.5, '');
        DELETE FROM form WHERE name = 'Wone';
        UPDATE form SET name = 'Wnew' WHERE name = 'Wtwo';
        CREATE TABLE \"odd \"\"name\" (a) ; INSERT INTO \"odd \"\"name\" VALUES ('x');
        CREATE VIEW seen AS SELECT * FROM form;";

    #[test]
    fn what_was_deleted_or_overwritten_is_not_there() {
        let (bytes, log) = store(FORMS);
        let tables = read(&bytes, log.as_deref(), 10_000, None).unwrap();
        assert_eq!(tables[0].columns, ["name", "age", "note"]);
        assert_eq!(
            view(&tables),
            ["form: Wnew,W", "form: Wthree,2.5,", "odd \"name: x"]
        );
    }

    #[test]
    fn what_stands_in_the_log_only_is_there() {
        let statements = format!("PRAGMA journal_mode = WAL; {FORMS}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("forms.db");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(&statements).unwrap();
        let (bytes, log) = (
            fs::read(&path).unwrap(),
            fs::read(folder.path().join("forms.db-wal")).unwrap(),
        );
        assert!(JOURNALS.iter().any(|magic| log.starts_with(magic)));
        let tables = read(&bytes, Some(&log), 10_000, None).unwrap();
        assert_eq!(view(&tables).len(), 3);
    }

    #[test]
    fn limits_hold() {
        let (bytes, log) = store(FORMS);
        let refused = read(&bytes, log.as_deref(), 10, None);
        assert!(matches!(refused, Err(Refused::TooLarge)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn damaged_databases_do_no_harm(at in 0usize..8192, byte: u8, cut in 100usize..9000) {
            let (mut bytes, _) = store(FORMS);
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(cut);
            let _ = read(&bytes, None, 10_000, None);
        }
    }
}
