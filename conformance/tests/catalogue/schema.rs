//! `docs/case.schema.json`, by which editors help with case files, and the kit agree.

use std::{collections::BTreeSet, fs, path::Path};

use hq_conformance::catalogue::check::Check;
use serde_json::Value;

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/case.schema.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Every case file: its name and its text.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let themes = fs::read_dir(folder).unwrap();
    let files = themes.flat_map(|theme| fs::read_dir(theme.unwrap().path()).unwrap());
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|end| end == "toml"))
        .map(|file| {
            (
                file.display().to_string(),
                fs::read_to_string(&file).unwrap(),
            )
        })
        .collect()
}

fn resolved<'a>(schema: &'a Value, rule: &'a Value) -> &'a Value {
    match rule["$ref"].as_str() {
        Some(name) => &schema["$defs"][name.strip_prefix("#/$defs/").unwrap()],
        None => rule,
    }
}

/// The part of JSON Schema that the schema uses. What is wrong, and where.
fn check(schema: &Value, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
    let rule = resolved(schema, rule);
    if let Some(rules) = rule["oneOf"].as_array() {
        let fits = rules
            .iter()
            .filter(|rule| check(schema, rule, value, at).is_ok());
        return match fits.count() {
            1 => Ok(()),
            count => Err(format!("{at}: {value} fits {count} of the ways")),
        };
    }
    if let Some(allowed) = rule["enum"].as_array()
        && !allowed.contains(value)
    {
        return Err(format!("{at}: {value} is none of {allowed:?}"));
    }
    let wanted = rule["type"].as_str().ok_or(format!("{at} has no type"))?;
    match (wanted, value) {
        ("object", Value::Object(object)) => {
            for name in rule["required"].as_array().into_iter().flatten() {
                if !object.contains_key(name.as_str().unwrap()) {
                    return Err(format!("{at} lacks {name}"));
                }
            }
            let most = rule["maxProperties"].as_u64().unwrap_or(u64::MAX);
            if object.len() as u64 > most {
                return Err(format!("{at} has too many keys"));
            }
            for (name, value) in object {
                let rule = match (&rule["properties"][name], &rule["additionalProperties"]) {
                    (Value::Null, Value::Bool(false)) => {
                        return Err(format!("{at}: unknown key {name}"));
                    }
                    (Value::Null, Value::Bool(true)) => continue,
                    (Value::Null, rule) | (rule, _) => rule,
                };
                check(schema, rule, value, &format!("{at}.{name}"))?;
            }
            Ok(())
        }
        ("array", Value::Array(values)) => values
            .iter()
            .try_for_each(|value| check(schema, &rule["items"], value, &format!("{at}[]"))),
        ("string", Value::String(_)) | ("boolean", Value::Bool(_)) => Ok(()),
        ("integer", Value::Number(number)) if number.is_i64() => Ok(()),
        (wanted, value) => Err(format!("{at}: {value} is no {wanted}")),
    }
}

#[test]
fn every_case_file_is_as_the_schema_says() {
    let schema = schema();
    let files = files();
    assert!(files.len() > 80);
    for (name, text) in files {
        let value: toml::Value = toml::from_str(&text).unwrap();
        let value = serde_json::to_value(value).unwrap();
        if let Err(problem) = check(&schema, &schema, &value, "file") {
            panic!("{name}: {problem}");
        }
    }
}

/// A whole case file with a piece of text in one place.
fn with(place: &str, piece: &str) -> String {
    let mut text = String::from(
        "rule = 'R.'\nwhy = 'W.'\nlevel = 'must'\nsource = 's'\nbug = 'b'\nmend = 'm'\nAT FILE\n[[case]]\nAT CASE\nsteps = ['run'AT STEPS]\n\
         expect = ['ends-well']\nworld = { AT WORLD }\n",
    );
    for other in ["FILE", "CASE", "STEPS", "WORLD"] {
        let piece = if other == place { piece } else { "" };
        text = text.replace(&format!("AT {other}"), piece);
    }
    text
}

/// The keys the kit knows in a place: it names them when it meets a strange one.
fn known_to_the_kit(place: &str, piece: &str) -> BTreeSet<String> {
    expected(&with(place, piece))
}

/// What the kit says it would have understood: ``expected one of `a`, `b` ``, or ``expected `a` or `b` ``.
fn expected(text: &str) -> BTreeSet<String> {
    let error = Check::parse("a/b", text).unwrap_err().to_string();
    let (_, list) = error
        .split_once("expected")
        .unwrap_or_else(|| panic!("{error}"));
    let mut names = BTreeSet::new();
    let mut pieces = list.split('`').skip(1);
    while let Some(name) = pieces.next() {
        names.insert(name.to_owned());
        if !matches!(pieces.next(), Some(", " | " or ")) {
            break;
        }
    }
    names
}

fn known_to_the_schema(pointer: &str) -> BTreeSet<String> {
    let schema = schema();
    let rule = schema
        .pointer(pointer)
        .unwrap_or_else(|| panic!("{pointer}"));
    let keys = resolved(&schema, rule)["properties"]
        .as_object()
        .expect(pointer);
    keys.keys().cloned().collect()
}

#[test]
fn both_know_the_same_keys() {
    let places = [
        ("", "FILE", "colour = 1"),
        ("/$defs/case", "CASE", "colour = 1"),
        ("/$defs/world", "WORLD", "colour = 1"),
        ("/$defs/form", "WORLD", "form = { colour = 1 }"),
        ("/$defs/cases", "WORLD", "cases = { colour = 1 }"),
        ("/$defs/custom", "WORLD", "custom = { colour = 1 }"),
        ("/$defs/address", "WORLD", "address = { colour = 1 }"),
        ("/$defs/run", "STEPS", ", { run = { colour = 1 } }"),
        ("/$defs/submit", "STEPS", ", { submit = { colour = 1 } }"),
        ("/$defs/step/oneOf/1", "STEPS", ", { colour = 1 }"),
    ];
    for (pointer, place, piece) in places {
        assert_eq!(
            known_to_the_schema(pointer),
            known_to_the_kit(place, piece),
            "{pointer}"
        );
    }
}

#[test]
fn both_know_the_same_words() {
    let schema = schema();
    let places = [
        ("/properties/level", "FILE", "level = 'colour'"),
        ("/$defs/need", "FILE", "needs = ['colour']"),
        ("/$defs/operation", "FILE", "operations = ['colour']"),
        ("/$defs/account", "WORLD", "account = 'colour'"),
        ("/$defs/xmlns", "WORLD", "form = { xmlns = 'colour' }"),
        (
            "/$defs/typed",
            "WORLD",
            "form = { typed = { a = 'colour' } }",
        ),
        (
            "/$defs/which",
            "STEPS",
            ", { run = { exports = ['colour'] } }",
        ),
        ("/$defs/fate", "STEPS", ", { submit = { fate = 'colour' } }"),
        ("/$defs/step/oneOf/0", "STEPS", ", 'colour'"),
    ];
    for (pointer, place, piece) in places {
        let words: BTreeSet<_> = schema.pointer(pointer).expect(pointer)["enum"]
            .as_array()
            .expect(pointer)
            .iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect();
        let text = with(place, piece);
        let text = match pointer {
            "/properties/level" => text.replacen("level = 'must'\n", "", 1),
            _ => text,
        };
        let known = expected(&text);
        assert_eq!(words, known, "{pointer}");
    }
}
