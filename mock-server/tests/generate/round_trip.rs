//! What is written is read back the same.

use fakehq::world::xml::read::read_form;
use fakehq::world::xml::write::{Inexpressible, write_form};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Any text XML can hold, the nasty ones often.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-z]{1,6}",
        2 => "[ \t\n\r]{1,2}",
        2 => prop::sample::select(vec!["&", "<", ">", "\"", "'", "]]>", "&amp;", "<!--", "=1", "é", "e\u{301}", "👩🏾‍⚕️", "ह", "𠮷"])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_filter("allowed in XML", |c| {
            matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{1_0000}'..)
        }).prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-z]{1,3}", 1 => "[A-Za-z_éअ][A-Za-z0-9_.é-]{0,8}"]
}

fn any_namespace() -> impl Strategy<Value = String> {
    prop_oneof![
        "http://example\\.org/[a-z]{1,3}",
        Just("urn:a&b\"c<d>".to_owned())
    ]
}

/// An element as reading gives it: a text, or an object that is more than a text.
fn any_element() -> impl Strategy<Value = Value> {
    let leaf = any_text().prop_map(Value::String);
    leaf.prop_recursive(4, 40, 4, |inner| {
        members(inner).prop_map(|members| {
            if members.is_empty() {
                json!("")
            } else {
                Value::Object(members)
            }
        })
    })
}

fn members(
    inner: impl Strategy<Value = Value> + 'static,
) -> impl Strategy<Value = Map<String, Value>> {
    let child = (any_name(), prop::collection::vec(inner, 1..4)).prop_map(|(name, mut several)| {
        if several.len() == 1 {
            (name, several.remove(0))
        } else {
            (name, Value::Array(several))
        }
    });
    let attribute = (
        any_name(),
        prop::option::weighted(0.2, any_namespace()),
        any_text(),
    )
        .prop_map(|(name, namespace, text)| match namespace {
            None => (format!("@{name}"), json!(text)),
            Some(namespace) => (format!("@{{{namespace}}}{name}"), json!(text)),
        });
    (
        prop::option::weighted(0.3, any_namespace()),
        prop::collection::vec(attribute, 0..3),
        prop::collection::vec(child, 0..4),
        prop::option::weighted(0.3, any_text()),
    )
        .prop_map(|(namespace, attributes, children, text)| {
            let mut members = Map::new();
            if let Some(namespace) = namespace {
                members.insert("@xmlns".to_owned(), json!(namespace));
            }
            members.extend(attributes.into_iter().filter(|(key, _)| key != "@xmlns"));
            members.extend(children);
            if let Some(text) = text.filter(|text| !text.trim().is_empty())
                && !members.is_empty()
            {
                members.insert("#text".to_owned(), json!(text));
            }
            members
        })
}

/// Drops `@xmlns` where it says what the element around says already; XML cannot tell.
fn without_repeated_namespaces(value: &mut Value, around: Option<&str>) {
    match value {
        Value::Array(several) => several
            .iter_mut()
            .for_each(|one| without_repeated_namespaces(one, around)),
        Value::Object(members) => {
            let own = members
                .get("@xmlns")
                .and_then(Value::as_str)
                .map(str::to_owned);
            if own.is_some() && own.as_deref() == around {
                members.remove("@xmlns");
            }
            let force = own.as_deref().or(around);
            members
                .values_mut()
                .for_each(|member| without_repeated_namespaces(member, force));
            if members.len() == 1
                && let Some(text) = members.remove("#text")
            {
                *value = text;
            } else if members.is_empty() {
                *value = json!("");
            }
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn read_undoes_write(name in any_name(), rest in members(any_element())) {
        let mut form = Map::new();
        form.insert("#type".to_owned(), json!(name));
        form.extend(rest);
        let mut form = Value::Object(form);
        without_repeated_namespaces(&mut form, None);
        let xml = write_form(&form).unwrap();
        let read = read_form(xml.as_bytes());
        prop_assert_eq!(read.as_ref().map(|read| &read.form), Ok(&form), "{}", xml);
    }

    #[test]
    fn any_json_is_written_or_refused(keys in prop::collection::vec("[@#]?.{0,3}", 0..4), text in ".{0,5}") {
        let form: Map<String, Value> = keys.into_iter().map(|key| (key, json!([text, { "a": 1 }]))).collect();
        if let Ok(xml) = write_form(&Value::Object(form)) {
            prop_assert!(read_form(xml.as_bytes()).is_ok(), "{}", xml);
        }
    }
}

#[test]
fn scalars_become_text_and_empty_lists_vanish() {
    let form = json!({"#type": "data", "n": 3, "yes": true, "nothing": null, "none": [], "one": ["1"], "e": {}});
    let read = read_form(write_form(&form).unwrap().as_bytes()).unwrap();
    let expected =
        json!({"#type": "data", "n": "3", "yes": "true", "nothing": "", "one": "1", "e": ""});
    assert_eq!(read.form, expected);
}

#[test]
fn what_xml_cannot_hold_is_refused_by_place() {
    let reason = |form: Value| write_form(&form).unwrap_err();
    let refused = reason(json!({"visit": {"child": [{"age": "1"}, {"age": "\u{1}"}]}}));
    assert_eq!(
        refused.to_string(),
        "form/visit/child[1]/age: XML cannot hold the character U+0001; remove it"
    );
    assert_eq!(
        reason(json!({"a b": ""})).reason,
        Inexpressible::Name("a b".to_owned())
    );
    assert_eq!(
        reason(json!({"a": [[""]]})).reason,
        Inexpressible::ListInList
    );
    assert_eq!(
        reason(json!({"@a": {}})).reason,
        Inexpressible::NotScalar("a".to_owned())
    );
    assert_eq!(reason(json!([])).reason, Inexpressible::NotAnObject);
    let deep = (0..70).fold(json!(""), |inner, _| json!({ "a": inner }));
    assert_eq!(reason(deep).reason, Inexpressible::TooDeep);
}
