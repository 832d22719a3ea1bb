//! Documents that disagree as often as possible, with everything in them that is hard to keep.

use proptest::{prelude::*, strategy::ValueTree as _};
use serde_json::{Value, json};

/// Few keys, all kinds of values, and now and then one that nests deeply.
pub(crate) fn documents() -> impl Strategy<Value = Vec<Value>> {
    let any_value = leaf().prop_recursive(4, 30, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            object(inner),
        ]
    });
    let member = prop_oneof![30 => any_value, 1 => deep()];
    prop::collection::vec(object(member), 0..7)
}

fn object(member: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        8 => "[abB]",
        2 => Just(String::new()),
        2 => "[#|:/'*?\\[]",
        2 => "[ab]\\|[ab]",
        1 => "id(__[01])?",
        1 => "[aé😀\u{1}\n]{1,3}",
        1 => ("[aé]", 30..600usize).prop_map(|(letter, times)| letter.repeat(times)),
    ];
    prop::collection::vec((key, member), 0..5)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

fn leaf() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        Just(String::new()),
        "[a,\"\n\r ü😀|]{1,4}",
        "\\PC{0,6}",
        "[\\x00-\\x1f\\x7f-\\x9f]{1,2}",
        "[=<>&'+@-]{1,3}1?",
        Just("---".to_owned()),
        Just("None".to_owned()),
        Just("\u{fffe}\u{ffff}".to_owned()),
    ];
    let number = prop_oneof![
        (-1..2i64).prop_map(|number| json!(number)),
        any::<i64>().prop_map(|number| json!(number)),
        Just(json!(u64::MAX)),
        Just(json!(0.0)),
        Just(json!(-0.0)),
        any::<f64>().prop_map(|number| json!(number)),
    ];
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
        2 => number,
        4 => text.prop_map(Value::String),
    ]
}

/// A value below many lists and objects.
fn deep() -> impl Strategy<Value = Value> {
    (prop::collection::vec(any::<bool>(), 1..60), leaf()).prop_map(|(levels, leaf)| {
        levels.into_iter().fold(leaf, |inner, list| {
            if list {
                json!([inner])
            } else {
                json!({ "a": inner })
            }
        })
    })
}

/// Whether a value holds another for which this is so.
fn holds(value: &Value, so: &dyn Fn(&Value) -> bool) -> bool {
    so(value)
        || match value {
            Value::Array(list) => list.iter().any(|value| holds(value, so)),
            Value::Object(members) => members.values().any(|value| holds(value, so)),
            _ => false,
        }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// What the tests above them speak of really comes up.
#[test]
fn every_hard_thing_comes_up() {
    type Is = fn(&Value) -> bool;
    fn key(value: &Value, is: impl Fn(&str) -> bool) -> bool {
        value
            .as_object()
            .is_some_and(|members| members.keys().any(|key| is(key)))
    }
    let hard: [(&str, Is); 11] = [
        ("a list in a list", |value| {
            value
                .as_array()
                .is_some_and(|list| list.iter().any(Value::is_array))
        }),
        ("an empty list", |value| {
            value.as_array().is_some_and(Vec::is_empty)
        }),
        ("an empty object", |value| {
            value.as_object().is_some_and(serde_json::Map::is_empty)
        }),
        ("an empty key", |value| key(value, str::is_empty)),
        ("a separator in a key", |value| {
            key(value, |key| key.contains('|'))
        }),
        ("keys that differ in case", |value| {
            key(value, |key| key == "b") && key(value, |key| key == "B")
        }),
        ("a long key", |value| {
            key(value, |key| key.chars().count() > 500)
        }),
        ("a number beyond a double", |value| {
            value
                .as_i64()
                .is_some_and(|number| number.unsigned_abs() > 1 << 54)
        }),
        ("a control character", |value| {
            value
                .as_str()
                .is_some_and(|text| text.contains(|c: char| c.is_control()))
        }),
        ("a character beyond 16 bits", |value| {
            value
                .as_str()
                .is_some_and(|text| text.chars().any(|c| c > '\u{ffff}'))
        }),
        ("fifty levels", |value| depth(value) > 50),
    ];
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut all = Vec::new();
    let (mut text_and_object, mut object_and_list) = (false, false);
    for _ in 0..1_500 {
        let documents = documents().new_tree(&mut runner).unwrap().current();
        let at = |is: Is| {
            documents
                .iter()
                .any(|document| document.get("a").is_some_and(is))
        };
        text_and_object |= at(Value::is_string) && at(Value::is_object);
        object_and_list |= at(Value::is_object) && at(Value::is_array);
        all.extend(documents);
    }
    assert!(text_and_object && object_and_list, "no clash");
    for (name, is) in hard {
        assert!(all.iter().any(|value| holds(value, &is)), "{name}");
    }
}
