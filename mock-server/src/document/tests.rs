//! What goes in comes out, wherever it stands.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        ".{0,12}".prop_map(Value::String),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((".{0,6}", inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(members in prop::collection::vec((".{0,6}", any_json()), 0..6)) {
        let value = Value::Object(members.into_iter().collect());
        prop_assert_eq!(Document::from_json(&value).unwrap().to_json(), value);
    }

    #[test]
    fn sharing_keys_changes_nothing(values in prop::collection::vec(any_json(), 1..6)) {
        let paths = Arc::default();
        let all: Vec<Value> = values.into_iter().map(|value| json!({"a": value})).collect();
        let shared: Vec<_> = all.iter().map(|one| Document::among(&paths, one).unwrap()).collect();
        for (value, shared) in all.iter().zip(shared) {
            prop_assert_eq!(&shared.to_json(), value);
            let mut moved = Document::from_json(value).unwrap();
            prop_assert_eq!(&moved, &shared);
            moved.move_among(&paths);
            prop_assert!(Arc::ptr_eq(moved.paths(), &paths));
            prop_assert_eq!(moved.words, shared.words);
            prop_assert_eq!(moved.text, shared.text);
        }
    }
}

#[test]
fn finds_every_member_behind_any_other() {
    let value = json!({
        "": null, "a": {"b": [1, {"c": "ü"}], "": "x"}, "b": "text", "ab": 12, "c": true,
        "é": [], "d": {}, "e": false, "f": ""
    });
    let doc = Document::from_json(&value).unwrap();
    for (key, member) in value.as_object().unwrap() {
        assert_eq!(&doc.root().get(key).unwrap().to_json(), member, "{key}");
    }
    assert!(doc.root().get("x").is_none());
}

#[test]
fn lengths_that_need_a_word_of_their_own() {
    for length in [word::LONG - 1, word::LONG, word::LONG + 1] {
        let text = "t".repeat(length as usize);
        let value = json!({"a": [&text, {"b": &text}], "k": {"k": [1]}, "z": &text});
        let doc = Document::from_json(&value).unwrap();
        assert_eq!(doc.to_json(), value);
        assert_eq!(doc.text_at(&["z"]), Some(text.as_str()));
        assert!(matches!(doc.at(&["k", "k"]), Some(Node::List(_))));
    }
}

#[test]
fn paths_that_need_a_word_of_their_own() {
    let keys = 0..word::LONG_PATH + 100;
    let members = keys.map(|key| (key.to_string(), json!({"n": [key, {"": "x"}], "e": ""})));
    let value = Value::Object(members.collect());
    let doc = Document::from_json(&value).unwrap();
    assert_eq!(doc.to_json(), value);
    assert_eq!(doc.text_at(&["8200", "e"]), Some(""));
}

#[test]
fn a_value_is_found_again_at_its_place() {
    let value = json!({"a": {"b": [1, {"c": "ü"}], "": true}, "d": null, "e": [], "f": "x"});
    let doc = Document::from_json(&value).unwrap();
    let mut walk = doc.root().walk();
    let mut seen = Vec::new();
    loop {
        let place = walk.place();
        let Some((path, node)) = walk.next() else {
            break;
        };
        assert_eq!(doc.value_at(place).unwrap().to_json(), node.to_json());
        seen.push(doc.paths().key(path));
        if let Node::Object(inner) = node {
            walk.enter(inner);
        }
    }
    assert_eq!(seen, ["a", "b", "", "d", "e", "f"]);
}

#[test]
fn a_walk_goes_into_no_object_unless_asked_to() {
    let doc = Document::from_json(&json!({"a": {"b": {"c": 1}}, "d": {}, "e": 2})).unwrap();
    let seen: Vec<_> = doc
        .root()
        .walk()
        .map(|(path, _)| doc.paths().key(path))
        .collect();
    assert_eq!(seen, ["a", "d", "e"]);
}

#[test]
fn a_place_of_another_document_is_no_harm() {
    let large = Document::from_json(&json!({"a": ["é", {"b": "text"}], "c": 1})).unwrap();
    let small = Document::from_json(&json!({"ü": "é"})).unwrap();
    for words in 0..20 {
        for text in 0..20 {
            let place = Place { words, text };
            for doc in [&large, &small] {
                let _ = doc.value_at(place).map(Node::to_json);
            }
        }
    }
}

#[test]
fn reads_by_path() {
    let doc = Document::from_json(&json!({"form": {"meta": {"userID": "u1"}, "n": 3}})).unwrap();
    assert_eq!(doc.text_at(&["form", "meta", "userID"]), Some("u1"));
    assert_eq!(doc.text_at(&["form", "n"]), None);
    assert!(doc.at(&["form", "meta", "userID", "deeper"]).is_none());
}

#[test]
fn only_objects_are_documents() {
    let refused = Document::from_json(&json!([1]));
    assert_eq!(refused, Err(DocumentError::NotAnObject("a list")));
}

#[test]
fn nesting_is_limited() {
    let mut value = json!("x");
    for _ in 0..MAX_DEPTH + 1 {
        value = json!([value]);
    }
    let refused = Document::from_json(&json!({ "a": value }));
    assert_eq!(refused, Err(DocumentError::TooDeep));
}
