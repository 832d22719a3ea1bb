//! Databases whose values nobody ever stored.

use rusqlite::Connection;
use tempfile::TempDir;

/// Each by a name, in a folder of its own.
pub(crate) fn all() -> Vec<(&'static str, TempDir)> {
    let wide: Vec<_> = (0..1_900)
        .map(|number| {
            format!("c{number} generated always as (replace(hex(zeroblob(1000000)), '0', 'abcdefghij')) virtual")
        })
        .collect();
    vec![
        (
            "a long computation in each of many rows",
            generated(
                100_000,
                "b generated always as (length(hex(zeroblob(300000000)))) virtual",
            ),
        ),
        (
            "a computed value of a gigabyte",
            generated(
                1,
                "b generated always as (hex(zeroblob(499999990))) virtual",
            ),
        ),
        ("many computed values", generated(1, &wide.join(", "))),
        ("a view that never ends", view()),
        ("many tables", many_tables(100_000)),
    ]
}

fn database() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let store = Connection::open(folder.path().join("store.db")).unwrap();
    (folder, store)
}

/// A table with columns whose values are computed when they are read. They are written into the schema
/// behind its back: to add them in the usual way would compute them.
fn generated(rows: i64, columns: &str) -> TempDir {
    let (folder, store) = database();
    store.execute_batch("CREATE TABLE g (a); BEGIN").unwrap();
    for row in 0..rows {
        store.execute("INSERT INTO g VALUES (?)", [row]).unwrap();
    }
    store
        .execute_batch("COMMIT; PRAGMA writable_schema = 1")
        .unwrap();
    let table = format!("CREATE TABLE g (a, {columns})");
    store
        .execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'g'", [table])
        .unwrap();
    folder
}

fn view() -> TempDir {
    let (folder, store) = database();
    store
        .execute_batch(
            "CREATE TABLE ok (a); INSERT INTO ok VALUES ('x'); PRAGMA writable_schema = 1;
             INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'v', 'v', 0,
             'CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x < 0')",
        )
        .unwrap();
    folder
}

fn many_tables(count: usize) -> TempDir {
    let (folder, store) = database();
    store
        .execute_batch("CREATE TABLE t (a); PRAGMA writable_schema = 1; BEGIN")
        .unwrap();
    for number in 0..count {
        store
            .execute(
                "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', ?1, ?1, 2, ?2)",
                [format!("t{number}"), format!("CREATE TABLE t{number} (a)")],
            )
            .unwrap();
    }
    store.execute_batch("COMMIT").unwrap();
    folder
}
