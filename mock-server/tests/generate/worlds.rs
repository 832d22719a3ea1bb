//! Same seed, same world; and what is in it.

use std::collections::{BTreeMap, BTreeSet};

use fakehq::{
    document::Document,
    world::generate::{shape::Shape, world::World},
    world_file::default_world::default_world,
};
use serde_json::Value;

fn default() -> World {
    World::new(default_world().unwrap()).unwrap()
}

fn lines(world: &World) -> String {
    world.forms().map(|form| format!("{form}\n")).collect()
}

/// FNV-1a, to write a world down in one line.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn same_seed_same_bytes() {
    let world = default();
    assert_eq!(lines(&world), lines(&world));
    assert_eq!(lines(&world), lines(&default()));
    let mut other = default_world().unwrap();
    other.seed = 2;
    assert_ne!(lines(&world), lines(&World::new(other).unwrap()));
}

/// A change here changes the worlds of every user, and every recording made of them. It may be right,
/// but then it belongs in the notes of the release.
#[test]
fn the_default_world_never_changes() {
    assert_eq!(fingerprint(&lines(&default())), DEFAULT_WORLD);
    let first = default().forms().next().unwrap();
    insta::assert_snapshot!("first_form", format!("{:#}", first.document));
    insta::assert_debug_snapshot!("first_users", &default().users()[..2]);
}

const DEFAULT_WORLD: u64 = 54_751_206_581_102_557;

/// Everything a shape can say.
const EVERYTHING: &str = r#"
    days = 400
    unreadable = 2
    people = { mobile_workers = 4, inactive_workers = 2, groups = 3, web_users = [{ username = "w@x.org", password = "p" }] }
    submitters = { mobile_worker = 5, inactive_worker = 1, demo_user = 1, admin = 1, web_user = 1, unknown = 1 }
    [[form]]
    name = "Opening"
    xmlns = "http://example.org/opening"
    count = 40
    edited = 5
    duplicates = 4
    errors = 3
    archived = 2
    versions = 3
    case = { type = "mother", action = "open", version = 1, referrals = 50, name = "name", properties = ["group/n"] }
    questions = [
        { name = "name", kind = "person-name" },
        { name = "old", kind = "village", until = 2 },
        { name = "turns", until = 1 },
        { name = "turns", kind = "group", since = 2, questions = [{ name = "gps", kind = "gps" }] },
        { name = "group", kind = "group", questions = [
            { name = "n", kind = "integer", range = [-3, 3] },
            { name = "d", kind = "decimal", asked = 70, answered = 60 },
            { name = "child", kind = "repeat", times = [0, 2], questions = [
                { name = "dose", kind = "multi-select", choices = ["opv", "dpt", "bcg"], times = [0, 3] },
            ] },
        ] },
        { name = "a", kind = "awkward" },
        { name = "date", kind = "date" },
        { name = "time", kind = "time" },
        { name = "both", kind = "date-time" },
        { name = "one", kind = "select" },
        { name = "phone", kind = "phone" },
        { name = "image", kind = "image" },
        { name = "empty", kind = "empty" },
        { name = "never", asked = 0 },
    ]
    [[form]]
    name = "Update"
    xmlns = "http://example.org/update"
    count = 20
    case = { type = "mother", action = "update", properties = ["remark"] }
    questions = [{ name = "remark" }]
    [[form]]
    name = "Close"
    xmlns = "http://example.org/close"
    count = 10
    case = { type = "mother", action = "close", version = 1, referrals = 50 }
"#;

/// As the one above, for whatever a world file can ask for.
#[test]
fn no_world_ever_changes() {
    let fingerprints =
        [(0, false), (42, false), (u64::MAX, false), (42, true)].map(|(seed, witness)| {
            let mut shape = Shape::from_toml(EVERYTHING).unwrap();
            (shape.seed, shape.witness) = (seed, witness);
            let world = World::new(shape).unwrap();
            let users: String = world
                .users()
                .iter()
                .map(|user| format!("{user:?}\n"))
                .collect();
            fingerprint(&(lines(&world) + &users))
        });
    let recorded = [
        12_122_765_354_811_997_368,
        14_442_834_895_527_002_339,
        7_059_769_634_301_758_463,
        18_288_009_139_598_993_408,
    ];
    assert_eq!(fingerprints, recorded);
}

#[test]
fn the_default_world_holds_what_it_says() {
    let world = default();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for form in world.forms() {
        *kinds.entry(text(&form.document, "doc_type")).or_default() += 1;
    }
    let kinds: Vec<(&str, usize)> = kinds.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
    assert_eq!(
        kinds,
        [
            ("SubmissionErrorLog", 1),
            ("XFormArchived", 1),
            ("XFormDeprecated", 1),
            ("XFormDuplicate", 2),
            ("XFormError", 1),
            ("XFormInstance", 48),
        ]
    );
    assert_eq!(world.users().len(), 8);
}

#[test]
fn every_document_can_be_stored_and_ids_are_unique() {
    let mut ids = BTreeSet::new();
    for form in default().forms() {
        let stored = Document::from_json(&form.document).unwrap();
        assert_eq!(stored.to_json(), form.document);
        assert!(ids.insert(text(&form.document, "_id")), "an id came twice");
    }
}

#[test]
fn forms_arrive_in_order_and_in_time() {
    let world = default();
    let arrivals: Vec<String> = world
        .forms()
        .filter(|form| form.document["doc_type"] != "XFormDeprecated")
        .map(|form| text(&form.document, "received_on"))
        .collect();
    assert!(arrivals.is_sorted());
    assert!(arrivals.first().unwrap().as_str() >= "2014-01-30T09:00:00Z");
    assert!(arrivals.last().unwrap().as_str() <= "2014-03-01T09:00:00Z");
    for form in world.forms() {
        if form.document.get("form").is_some() {
            let sent = &form.document["form"]["meta"]["timeEnd"];
            assert!(sent.as_str().unwrap() < form.document["received_on"].as_str().unwrap());
        }
    }
}

#[test]
fn odd_documents_refer_to_their_originals() {
    let forms: Vec<Value> = default().forms().map(|form| form.document).collect();
    let by_id = |id: &Value| forms.iter().find(|form| form["_id"] == *id).unwrap();
    for form in &forms {
        match form["doc_type"].as_str().unwrap() {
            "XFormDuplicate" => {
                let problem = text(form, "problem");
                let original = forms
                    .iter()
                    .find(|other| problem.contains(&text(other, "_id")));
                assert_eq!(original.unwrap()["form"], form["form"]);
            }
            "XFormDeprecated" => {
                let edit = by_id(&form["orig_id"]);
                assert_eq!(edit["doc_type"], "XFormInstance");
                assert_ne!(edit["form"], form["form"]);
                assert_eq!(
                    edit["form"]["meta"]["instanceID"],
                    form["form"]["meta"]["instanceID"]
                );
                assert!(text(form, "received_on") < text(edit, "received_on"));
                assert!(text(edit, "_rev").starts_with("2-"));
            }
            "XFormArchived" => assert_eq!(form["history"][0]["operation"], "archive"),
            "SubmissionErrorLog" => {
                assert!(form["xmlns"].is_null() && form.get("form").is_none());
                assert!(text(form, "problem").contains("cut on the way"));
            }
            _ => {}
        }
    }
}

/// Which writing a character belongs to, by its block.
fn writing(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='ɏ' | 'Ḁ'..='ỿ' => "Latin with accents",
        '\u{300}'..='\u{36f}' => "combining marks",
        'ऀ'..='ॿ' => "Devanagari",
        '\u{1200}'..='\u{137f}' => "Ethiopic",
        '\u{600}'..='\u{6ff}' => "Arabic",
        '\u{4e00}'..='\u{9fff}' => "Han",
        '\u{20000}'..='\u{2ffff}' => "Han beyond 16 bits",
        '\u{1f300}'..='\u{1faff}' => "emoji",
        _ => return None,
    })
}

#[test]
fn every_writing_is_there() {
    let mut shape = default_world().unwrap();
    for form in &mut shape.forms {
        form.count *= 10;
    }
    let found: BTreeSet<&str> = lines(&World::new(shape).unwrap())
        .chars()
        .filter_map(writing)
        .collect();
    let expected = [
        "Arabic",
        "Devanagari",
        "Ethiopic",
        "Han",
        "Han beyond 16 bits",
        "Latin with accents",
        "combining marks",
        "emoji",
    ];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn even_the_default_world_has_every_script() {
    let found: BTreeSet<&str> = lines(&default()).chars().filter_map(writing).collect();
    for script in [
        "Arabic",
        "Devanagari",
        "Ethiopic",
        "Han",
        "Latin with accents",
    ] {
        assert!(found.contains(script), "{script}");
    }
}

#[test]
fn questions_come_go_and_change() {
    let shape = Shape::from_toml(
        r#"
        [[form]]
        name = "Changing"
        xmlns = "http://example.org/changing"
        count = 30
        versions = 3
        questions = [
            { name = "always" },
            { name = "old", until = 1 },
            { name = "new", since = 3 },
            { name = "visit", until = 2 },
            { name = "visit", kind = "group", since = 3, questions = [{ name = "village" }] },
            { name = "rare", asked = 50 },
            { name = "never", asked = 0 },
            { name = "blank", kind = "empty" },
            { name = "dose", kind = "select", times = [0, 3] },
        ]
        "#,
    )
    .unwrap();
    let forms: Vec<Value> = World::new(shape)
        .unwrap()
        .forms()
        .map(|mut form| form.document["form"].take())
        .collect();
    let with = |key: &str| forms.iter().filter(|form| form.get(key).is_some()).count();
    assert_eq!(
        (with("always"), with("old"), with("new"), with("never")),
        (30, 10, 10, 0)
    );
    assert!((1..30).contains(&with("rare")));
    assert!(forms[..20].iter().all(|form| form["visit"].is_string()));
    assert!(
        forms[20..]
            .iter()
            .all(|form| form["visit"]["village"].is_string())
    );
    assert!(forms.iter().all(|form| form["blank"] == ""));
    let versions: BTreeSet<String> = forms.iter().map(|form| text(form, "@version")).collect();
    assert_eq!(versions.len(), 3);
    assert!(forms.iter().any(|form| form["dose"].is_array()));
    assert!(forms.iter().any(|form| form["dose"].is_string()));
    assert!(forms.iter().any(|form| form.get("dose").is_none()));
}

#[test]
fn large_worlds_come_lazily() {
    let mut shape = default_world().unwrap();
    shape.forms[0].count = 60_000_000;
    shape.forms[0].duplicates = 10_000_000;
    let world = World::new(shape).unwrap();
    assert_eq!(world.forms().take(1_000).count(), 1_000);
}

#[test]
fn what_cannot_be_is_refused_with_a_remedy() {
    let form =
        |rest: &str| format!("[[form]]\nname = \"F\"\nxmlns = \"http://e/f\"\ncount = 2\n{rest}");
    let refusals: Vec<String> = [
        "colour = \"red\"".to_owned(),
        "ending = \"soon\"".to_owned(),
        "scripts = []".to_owned(),
        "project_space = \"a/b\"".to_owned(),
        "days = 20000".to_owned(),
        form("edited = 3"),
        form("duplicates = 3"),
        form("versions = 0"),
        form("questions = [{ name = \"2nd\" }]"),
        form("questions = [{ name = \"a\" }, { name = \"a\" }]"),
        form("questions = [{ name = \"meta\" }]"),
        form("questions = [{ name = \"a\", kind = \"group\" }]"),
        form("questions = [{ name = \"a\", kind = \"groop\" }]"),
        form("questions = [{ name = \"a\", times = [3, 1] }]"),
        form("case = { type = \"t\", action = \"open\" }"),
        form("case = { type = \"t\", action = \"update\", properties = [\"a/b\"] }"),
        form("") + &form(""),
        "[submitters]\nweb_user = 1\n[people]\nweb_users = []\n".to_owned() + &form(""),
        "[submitters]\nmobile_worker = 0\n".to_owned() + &form(""),
    ]
    .iter()
    .map(|text| format!("{text}\n-> {}", Shape::from_toml(text).unwrap_err()))
    .collect();
    insta::assert_snapshot!(refusals.join("\n\n"));
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}
