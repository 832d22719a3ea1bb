//! What holds for the exports of any documents.

use fakehq::{
    file_format::Format,
    form_download::download,
    from_export::{
        read,
        world::{Known, RebuiltWorld, Source, rebuilt_world},
    },
    quirks::Choices,
    selection::form::{Ask, Outcome, Tag},
    tables::layout::Style,
    world::{
        clock::Pace,
        plan::Plan,
        space::{ProjectSpace, SpaceSettings},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};

const XMLNS: &str = "http://example.org/form";

const READABLE: [Format; 4] = [Format::Csv, Format::Json, Format::Xlsx, Format::Xls];

/// Values that disagree as often as possible, under keys of this kind.
fn values(key: &'static str) -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        Just(String::new()),
        "[a,\"\n ü😀|=-]{1,4}",
        Just("---".to_owned())
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-1..2i64).prop_map(|number| json!(number)),
        text.prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 30, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Submissions with such values in their forms.
fn documents(key: &'static str) -> impl Strategy<Value = Vec<Value>> {
    let member = (key, values(key));
    let form = prop::collection::vec(member, 0..5)
        .prop_map(|members| Value::Object(members.into_iter().collect()));
    prop::collection::vec(form, 1..6).prop_map(|forms| {
        let stored = |(number, form): (usize, Value)| {
            json!({"_id": format!("id{number}"), "doc_type": "XFormInstance", "xmlns": XMLNS,
                "received_on": format!("2014-01-01T00:00:0{number}Z"), "#export_tag": ["domain", "xmlns"],
                "form": form, "history": []})
        };
        forms.into_iter().enumerate().map(stored).collect()
    })
}

/// The export of some documents; of the first ones only, where others are to leave columns behind.
fn exported(
    documents: &[Value],
    leave_out: usize,
    format: Format,
    style: &Style,
) -> Option<Vec<u8>> {
    let mut space = ProjectSpace::new(SpaceSettings {
        name: "demo".to_owned(),
        seed: 1,
        choices: Choices::default(),
        plan: Plan::Standard,
        start: "2014-01-05T09:10:00Z".parse().unwrap(),
        pace: Pace::Frozen,
    });
    for document in documents {
        space.store_verbatim(document).unwrap();
    }
    let ask = Ask {
        tag: Tag::Form(XMLNS.to_owned()),
        previous_export: None,
        include_errors: false,
        user_types: Vec::new(),
    };
    let Outcome::Data(mut data) = space.export_forms(&ask) else {
        return None;
    };
    data.forms.drain(..leave_out);
    download(data, style, format, &Choices::default()).ok()
}

fn rebuilt(bytes: &[u8]) -> RebuiltWorld {
    let source = Source {
        name: "data".to_owned(),
        bytes: bytes.to_vec(),
    };
    rebuilt_world(&[source], &Known::default()).unwrap()
}

fn documents_of(world: &RebuiltWorld) -> Vec<Value> {
    let lines = world.documents.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_was_rendered_is_rendered_again(documents in documents("[abB]"), older in any::<prop::sample::Index>()) {
        // An increment has the columns of what came before it.
        let older = older.index(documents.len());
        for format in READABLE {
            let Some(bytes) = exported(&documents, older, format, &Style::default()) else { continue };
            let world = rebuilt(&bytes);
            let differs = world.unknowns.iter().any(|unknown| unknown.contains("the same again"));
            prop_assert!(!differs, "{:?}", world.unknowns);
            let again = exported(&documents_of(&world), 0, format, &Style::default());
            prop_assert!(again == Some(bytes), "{format}: {}", world.documents);
        }
    }

    #[test]
    fn what_is_not_the_same_again_is_said(
        documents in documents("[ab]|[|#:]|[ab]\\|[ab]|"), size in prop_oneof![Just(2000i64), 3..12i64],
    ) {
        let style = Style { max_column_size: size, ..Style::default() };
        for format in READABLE {
            let Some(bytes) = exported(&documents, 0, format, &style) else { continue };
            let world = rebuilt(&bytes);
            let again = exported(&documents_of(&world), 0, format, &Style::default());
            let guesses = ["the same again", "is a guess", "may stand for", "have no place", "were filed under",
                "are lost", "no ordinary forms", "another order", "became one key"];
            let said = world.unknowns.iter().any(|unknown| guesses.iter().any(|guess| unknown.contains(guess)));
            prop_assert!(said || again == Some(bytes), "{format}: {:?}\n{}", world.unknowns, world.documents);
        }
    }

    #[test]
    fn damaged_files_are_refused_or_read_but_nothing_breaks(
        documents in documents("[ab]"), format in prop::sample::select(READABLE.to_vec()),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<prop::sample::Index>(),
    ) {
        let Some(mut bytes) = exported(&documents, 0, format, &Style::default()) else { return Ok(()) };
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let source = |bytes: &[u8]| Source { name: "data".to_owned(), bytes: bytes.to_vec() };
        let _ = rebuilt_world(&[source(&bytes)], &Known::default());
        let _ = rebuilt_world(&[source(&bytes[..cut.index(bytes.len())])], &Known::default());
    }

    #[test]
    fn any_bytes_are_taken_calmly(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read::read(&bytes);
        let _ = read::read(&[b"PK\x03\x04".as_slice(), &bytes].concat());
        let _ = read::read(&[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &bytes].concat());
    }
}

#[test]
fn ids_and_levels_without_end_are_no_bomb() {
    let table = |id: &str, header: &str| {
        json!({"#": {"headers": ["id", header], "rows": [[id, "x"]]}}).to_string()
    };
    for text in [
        table("99999999999", "a"),
        table("18446744073709551615", "a"),
        table("99999999999999999999999", "a"),
        table("0", &"a|".repeat(100_000)),
        json!({"#|a|#": {"headers": ["id", "id__0", "id__1", "b"],
            "rows": [["0|4000000000", 0, 4_000_000_000_u64, "x"]]}}).to_string(),
        json!({&"#|".repeat(50_000): {"headers": ["id", "b"], "rows": [["0", "x"]]}}).to_string(),
        json!({"#|a|#".to_owned() + &"|a|#".repeat(3_000): {"headers": ["id", "b"], "rows": [["0".to_owned() + &"|0".repeat(3_001), "x"]]}}).to_string(),
    ] {
        let source = Source { name: "data".to_owned(), bytes: text.into_bytes() };
        if let Ok(world) = rebuilt_world(&[source], &Known::default()) {
            assert!(!world.unknowns.is_empty());
        }
    }
}
