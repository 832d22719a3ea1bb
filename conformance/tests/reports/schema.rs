//! The JSON report and its schema say the same.

use std::{fs, path::Path};

use hq_conformance::report::{format::Format, json};
use serde_json::Value;

use crate::sample;

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/report.schema.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn it_is_read_back_as_it_was() {
    let report = sample::everything();
    assert_eq!(json::read(&Format::Json.write(&report)).unwrap(), report);
}

#[test]
fn a_field_nobody_knows_is_refused() {
    let text = Format::Json.write(&sample::everything());
    let text = text.replacen("\"schema\": 1", "\"schema\": 1, \"colour\": 2", 1);
    assert!(
        json::read(&text)
            .unwrap_err()
            .to_string()
            .contains("colour")
    );
}

/// The part of JSON Schema that the schema uses.
fn check(schema: &Value, rule: &Value, value: &Value, at: &str) {
    if let Some(name) = rule["$ref"].as_str() {
        let name = name
            .strip_prefix("#/$defs/")
            .expect("a reference into the file");
        return check(schema, &schema["$defs"][name], value, at);
    }
    if let Some(rules) = rule["anyOf"].as_array() {
        let is_null = |rule: &&Value| rule["type"] == "null";
        let other = rules
            .iter()
            .find(|rule| !is_null(rule))
            .expect("null or something");
        assert!(rules.iter().any(|rule| is_null(&rule)), "{at}");
        if !value.is_null() {
            check(schema, other, value, at);
        }
        return;
    }
    if let Some(allowed) = rule["enum"].as_array() {
        assert!(allowed.contains(value), "{at}: {value}");
    }
    if !rule["const"].is_null() {
        assert_eq!(rule["const"], *value, "{at}");
    }
    match (rule["type"].as_str().expect(at), value) {
        ("object", Value::Object(object)) => {
            let properties = rule["properties"].as_object().expect(at);
            assert_eq!(rule["additionalProperties"], false, "{at}");
            let required: Vec<_> = rule["required"].as_array().expect(at).iter().collect();
            // Every field is always there.
            let named: Vec<_> = properties.keys().collect();
            assert_eq!(required, named, "{at}");
            assert_eq!(object.keys().collect::<Vec<_>>(), named, "{at}");
            for (name, value) in object {
                check(schema, &properties[name], value, &format!("{at}.{name}"));
            }
        }
        ("array", Value::Array(values)) => {
            for value in values {
                check(schema, &rule["items"], value, &format!("{at}[]"));
            }
        }
        ("string", Value::String(_))
        | ("boolean", Value::Bool(_))
        | ("number", Value::Number(_)) => {}
        ("integer", Value::Number(number)) => assert!(number.is_u64(), "{at}: {number}"),
        (wanted, value) => panic!("{at}: {value} is no {wanted}"),
    }
    assert!(
        rule["description"].is_string() || at.ends_with("[]") || at == "report",
        "{at} is not described"
    );
}

#[test]
fn the_report_is_as_the_schema_says() {
    let report = sample::everything();
    let value: Value = serde_json::from_str(&Format::Json.write(&report)).unwrap();
    let schema = schema();
    check(&schema, &schema, &value, "report");
}

#[test]
fn a_report_from_before_remarks_is_still_read() {
    let mut value: Value =
        serde_json::from_str(&Format::Json.write(&sample::everything())).unwrap();
    value["counts"].as_object_mut().unwrap().remove("remarked");
    for result in value["results"].as_array_mut().unwrap() {
        result.as_object_mut().unwrap().remove("remarks");
    }
    let report = json::read(&value.to_string()).unwrap();
    assert!(report.results.iter().all(|entry| entry.remarks.is_empty()));
}
