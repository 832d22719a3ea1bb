//! JSON: HQ's own shape, lists, objects that hold lists, dictionaries of records, JSON lines.
//!
//! | found | read as |
//! |---|---|
//! | `{"headers": [...], "rows": [[...]]}` | a table (page: JSON dump; facts E.5) |
//! | a list of objects or lists | a table, nested values under dotted names |
//! | an object of objects that look alike | a table, one record per key, the key with it |
//! | any other object | one record; the collections in it are tables of their own |

use serde_json::{Map, Value};

use super::table::Table;

/// The name under which the key of a dictionary's record is kept.
const KEY: &str = "(key)";

/// Reads a JSON document or JSON lines; nothing if the text is neither, or a lone scalar.
pub(super) fn read(text: &str) -> Option<Vec<Table>> {
    let mut tables = Vec::new();
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        if !value.is_object() && !value.is_array() {
            return None;
        }
        gather(None, value, &mut tables);
    } else {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let values = lines
            .map(|line| serde_json::from_str::<Value>(line).ok())
            .map(|value| value.filter(|value| value.is_object() || value.is_array()))
            .collect::<Option<Vec<_>>>()?;
        if values.is_empty() {
            return None;
        }
        tables.push(rows(values));
    }
    Some(tables)
}

/// Finds the tables in a value that is not a scalar.
fn gather(name: Option<String>, value: Value, tables: &mut Vec<Table>) {
    let place = |table: Table| Table {
        name: name.clone(),
        ..table
    };
    match value {
        Value::Array(values) => tables.push(place(rows(values))),
        Value::Object(object) if is_hq_table(&object) => tables.push(place(hq_table(object))),
        Value::Object(object) if looks_alike(&object) => tables.push(place(dictionary(object))),
        Value::Object(object) => {
            let mut rest = Vec::new();
            for (key, member) in object {
                if is_collection(&member) {
                    let inner = match &name {
                        Some(outer) => format!("{outer}/{key}"),
                        None => key,
                    };
                    gather(Some(inner), member, tables);
                } else {
                    flatten(key, member, &mut rest);
                }
            }
            if !rest.is_empty() {
                tables.push(place(Table::from_named(vec![rest])));
            }
        }
        scalar => tables.push(place(rows(vec![scalar]))),
    }
}

/// Whether a member of an object is a table of its own and not a value of the object.
fn is_collection(value: &Value) -> bool {
    match value {
        Value::Array(values) => values
            .iter()
            .any(|value| value.is_object() || value.is_array()),
        Value::Object(object) => {
            is_hq_table(object) || looks_alike(object) || object.values().any(is_hq_table_value)
        }
        _ => false,
    }
}

fn is_hq_table_value(value: &Value) -> bool {
    value.as_object().is_some_and(is_hq_table)
}

fn is_hq_table(object: &Map<String, Value>) -> bool {
    let is_list = |key| object.get(key).is_some_and(Value::is_array);
    object.len() == 2 && is_list("headers") && is_list("rows")
}

/// Whether an object is a dictionary of records: two or more objects, all with a key of the first.
fn looks_alike(object: &Map<String, Value>) -> bool {
    let mut members = object.values().map(Value::as_object);
    let Some(Some(first)) = members.next() else {
        return false;
    };
    object.len() > 1
        && !is_hq_table(first)
        && members.all(|member| {
            member.is_some_and(|member| member.keys().any(|key| first.contains_key(key)))
        })
}

fn hq_table(mut object: Map<String, Value>) -> Table {
    let mut list = |key| match object.remove(key) {
        Some(Value::Array(values)) => values,
        _ => Vec::new(),
    };
    let headers = list("headers").into_iter().map(scalar).collect();
    let rows = list("rows").into_iter().map(|row| match row {
        Value::Array(cells) => cells.into_iter().map(scalar).collect(),
        other => vec![scalar(other)],
    });
    Table::with_headers(headers, rows.collect())
}

fn dictionary(object: Map<String, Value>) -> Table {
    let records = object.into_iter().map(|(key, member)| {
        let mut pairs = vec![(KEY.to_owned(), key)];
        flatten(String::new(), member, &mut pairs);
        pairs
    });
    Table::from_named(records.collect())
}

/// A list: of lists, a table without names; otherwise records with names.
fn rows(values: Vec<Value>) -> Table {
    if !values.is_empty() && values.iter().all(Value::is_array) {
        let rows = values.into_iter().map(|row| match row {
            Value::Array(cells) => cells.into_iter().map(scalar).collect(),
            other => vec![scalar(other)],
        });
        return Table::from_rows(rows.collect());
    }
    let records = values.into_iter().map(|value| {
        let mut pairs = Vec::new();
        flatten(String::new(), value, &mut pairs);
        pairs
    });
    Table::from_named(records.collect())
}

/// Brings nested values to one level: `visit.village`, `child[0].age`.
fn flatten(name: String, value: Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (key, member) in object {
                let inner = if name.is_empty() {
                    key
                } else {
                    format!("{name}.{key}")
                };
                flatten(inner, member, pairs);
            }
        }
        Value::Array(values) => {
            for (index, member) in values.into_iter().enumerate() {
                flatten(format!("{name}[{index}]"), member, pairs);
            }
        }
        scalar_value => pairs.push((name, scalar(scalar_value))),
    }
}

/// A value as text; null is the empty text, and what is nested stays JSON.
fn scalar(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Name, columns and values of each table.
    fn view(text: &str) -> Vec<(Option<String>, String, Vec<String>)> {
        let tables = read(text).expect("JSON");
        tables
            .into_iter()
            .map(|table| {
                let rows = table.records.iter().map(|record| {
                    let values: Vec<_> = record.values().collect();
                    values.join("|")
                });
                let rows = rows.collect();
                (table.name, table.columns.join("|"), rows)
            })
            .collect()
    }

    fn expect(name: &str, columns: &str, rows: &[&str]) -> (Option<String>, String, Vec<String>) {
        let name = (!name.is_empty()).then(|| name.to_owned());
        (
            name,
            columns.to_owned(),
            rows.iter().map(|row| (*row).to_owned()).collect(),
        )
    }

    #[test]
    fn the_dump_of_hq_is_its_tables() {
        let text = r##"{"#": {"headers": ["id", "form|name"], "rows": [["0", "W1"], ["1", null]]},
                       "#|form|child|#": {"headers": ["id", "id__0"], "rows": [["0|0", 0]]},
                       "empty": {"headers": ["id"], "rows": []}}"##;
        assert_eq!(
            view(text),
            [
                expect("#", "id|form|name", &["0|W1", "1|"]),
                expect("#|form|child|#", "id|id__0", &["0|0|0"]),
                expect("empty", "id", &[]),
            ]
        );
    }

    #[test]
    fn lists_and_lines_are_records() {
        let expected = [expect("", "a|b.c|d[0].e", &["1|x|true", "2"])];
        assert_eq!(
            view(r#"[{"a": 1, "b": {"c": "x"}, "d": [{"e": true}]}, {"a": 2}]"#),
            expected
        );
        assert_eq!(
            view("{\"a\": 1, \"b\": {\"c\": \"x\"}, \"d\": [{\"e\": true}]}\n\n{\"a\": 2}\n"),
            expected
        );
        assert_eq!(
            view(r#"[["id", "n"], [0, "W"]]"#),
            [expect("", "id|n", &["id|n", "0|W"])]
        );
        assert_eq!(view("[]"), [expect("", "", &[])]);
    }

    #[test]
    fn a_store_keeps_its_collections_apart() {
        assert_eq!(
            view(
                r#"{"token": "T", "tags": [1, 2], "forms": {"f1": {"n": "W1"}, "f2": {"n": "W2", "o": 3}}}"#
            ),
            [
                expect("forms", "(key)|n|o", &["f1|W1", "f2|W2|3"]),
                expect("", "token|tags[0]|tags[1]", &["T|1|2"]),
            ]
        );
        assert_eq!(
            view(r#"{"exports": {"REG": {"headers": ["a"], "rows": [[1]]}, "n": 2}}"#),
            [
                expect("exports/REG", "a", &["1"]),
                expect("exports", "n", &["2"])
            ]
        );
    }

    #[test]
    fn other_text_is_not_json() {
        for text in ["", "12", "\"x\"", "{", "{}x", "a,b\n1,2", "12\n13\n"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn depth_without_end_is_refused_and_not_followed() {
        assert_eq!(read(&"[".repeat(100_000)), None);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-z]{1,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::vec(("headers|rows|[a-d]", inner), 0..6)
                    .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
            ]
        })
    }

    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
            Value::Object(object) => object.values().for_each(|value| texts(value, found)),
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn no_text_of_a_document_is_lost(value in any_json()) {
            let mut expected = Vec::new();
            texts(&value, &mut expected);
            if let Some(tables) = read(&value.to_string()) {
                let found: Vec<&str> = tables
                    .iter()
                    .flat_map(|table| table.columns.iter().map(String::as_str).chain(
                        table.records.iter().flat_map(|record| record.values())))
                    .collect();
                for text in expected {
                    prop_assert!(found.iter().any(|value| value.contains(&text)), "{text} in {value}");
                }
            }
        }

        #[test]
        fn no_text_panics(text in "[\\[\\]{}\",:a-z0-9 \\n]*") {
            let _ = read(&text);
        }
    }
}
