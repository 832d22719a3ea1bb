//! Tables as JSON values, cell by cell, for comparing.

use fakehq::tables::table::{Cell, MISSING, Tables};
use serde_json::{Map, Value, json};

/// Table name to headers and rows. A name twice is a failure.
pub(crate) fn shown(tables: &dyn Tables) -> Value {
    let mut all = Map::new();
    for table in 0..tables.count() {
        let headers = tables.headers(table);
        let mut rows = Vec::new();
        tables
            .rows(table, &mut |row| {
                assert_eq!(row.len(), headers.len(), "{}", tables.name(table));
                rows.push(row.iter().map(|cell| value(*cell)).collect::<Value>());
                Ok(())
            })
            .unwrap();
        let name = tables.name(table).to_owned();
        let before = all.insert(name, json!({"headers": headers, "rows": rows}));
        assert_eq!(before, None, "a table name twice");
    }
    Value::Object(all)
}

/// A cell as JSON holds it.
pub(crate) fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Text(text) => text.into(),
        Cell::Missing => MISSING.into(),
        Cell::Null => Value::Null,
        Cell::Int(number) => number.into(),
        Cell::Bool(_) | Cell::Time(_) => panic!("no document gives {cell:?}"),
    }
}
