//! `fakehq from-export`: a downloaded file becomes a world that gives the same file again.

use fakehq::file_format::Format;
use serde_json::{Value, json};

use crate::run::Folder;

const REGISTRATION: &str = "http://openrosa.org/formdesigner/D0C0FFEE-0001-4D3A-9F00-00000000A001";

#[test]
fn a_download_of_every_format_comes_again_byte_for_byte() {
    let folder = Folder::new();
    for format in Format::ALL.map(Format::name) {
        if format == "html" {
            continue;
        }
        for errors in [&[][..], &["--include-errors"]] {
            let mut render = vec!["render", "--xmlns", REGISTRATION, "--format", format];
            render.extend(errors);
            folder.write("data", folder.ok(&render));
            folder.ok(&["from-export", "data", "--force"]);
            render.extend(["--world", "world.toml"]);
            assert!(
                folder.ok(&render) == folder.read("data"),
                "{format} {errors:?}"
            );
        }
    }
    assert_eq!(folder.files(), ["data", "world.jsonl", "world.toml"]);
}

#[test]
fn what_the_file_does_not_say_is_listed() {
    let folder = Folder::new();
    folder.write(
        "data.zip",
        folder.ok(&[
            "render",
            "--xmlns",
            REGISTRATION,
            "--format",
            "csv",
            "--include-errors",
        ]),
    );
    let ended = folder.run(&["from-export", "data.zip", "-o", "mine.toml"]);
    assert_eq!(ended.code, 0);
    insta::assert_snapshot!(ended.stderr);
    insta::assert_snapshot!(folder.text("mine.toml"));
}

#[test]
fn a_world_that_is_there_is_not_overwritten() {
    let folder = Folder::new();
    folder.write(
        "data.json",
        "{\"#\": {\"headers\": [\"id\", \"a\"], \"rows\": [[\"0\", \"x\"]]}}",
    );
    folder.write("world.jsonl", "mine");
    let error = folder.refused(&["from-export", "data.json"]);
    assert_eq!(
        error,
        "fakehq: world.jsonl is there already; choose another name with -o, or overwrite it with --force\n"
    );
    assert_eq!(folder.text("world.jsonl"), "mine");
    folder.ok(&[
        "from-export",
        "data.json",
        "--force",
        "--xmlns",
        "http://example.org/a",
    ]);
    let documents: Value = serde_json::from_str(&folder.text("world.jsonl")).unwrap();
    assert_eq!(
        documents,
        json!({"a": "x", "xmlns": "http://example.org/a"})
    );
}

#[test]
fn increments_add_up_and_a_newer_version_wins() {
    let folder = Folder::new();
    let form = |id: &str, on: &str, a: &str| {
        json!({"_id": id, "doc_type": "XFormInstance", "xmlns": "http://example.org/v",
            "received_on": on, "form": {"a": a}})
        .to_string()
    };
    let (one, two) = (
        form("1", "2014-01-01T00:00:00Z", "x"),
        form("2", "2014-01-02T00:00:00Z", "y"),
    );
    let edited = form("1", "2014-01-03T00:00:00Z", "z");
    folder.write("first.jsonl", format!("{one}\n{two}"));
    folder.write("second.jsonl", format!("{two}\n{edited}"));
    folder.write("all.jsonl", format!("{two}\n{edited}"));
    for name in ["first", "second", "all"] {
        folder.ok(&[
            "render",
            &format!("{name}.jsonl"),
            "--format",
            "csv",
            "-o",
            &format!("{name}.zip"),
        ]);
    }
    let ended = folder.run(&["from-export", "first.zip", "second.zip"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(
        ended.stderr.contains("2 documents stand in several files"),
        "{}",
        ended.stderr
    );
    let again = folder.ok(&["render", "--world", "world.toml", "--format", "csv"]);
    assert!(again == folder.read("all.zip"));
}

#[test]
fn the_answer_to_text_and_group_is_kept_apart() {
    let folder = Folder::new();
    let form = |id: u8, visit: Value| {
        json!({"_id": format!("{id}"), "doc_type": "XFormInstance", "xmlns": "http://example.org/v",
            "received_on": format!("2014-01-0{id}T00:00:00Z"), "form": {"visit": visit}})
    };
    let documents = [
        form(1, json!("by phone")),
        form(2, json!({"place": "home", "child": [{"age": "3"}, {}]})),
        form(3, json!({"place": ""})),
        form(4, json!({"child": {"age": ""}})),
    ];
    folder.write(
        "documents.json",
        Value::from(documents.to_vec()).to_string(),
    );
    folder.write(
        "data.json",
        folder.ok(&["render", "documents.json", "--format", "json"]),
    );
    folder.ok(&["from-export", "data.json"]);
    let rebuilt: Vec<Value> = folder
        .text("world.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["form"]["visit"].take())
        .collect();
    assert_eq!(
        rebuilt,
        [
            json!("by phone"),
            json!({"place": "home", "child": [{"age": "3"}, {}]}),
            json!({"place": ""}),
            json!({"child": [{"age": ""}]}),
        ]
    );
}

#[test]
fn a_sheet_name_that_was_cut_is_completed_from_the_headers() {
    let folder = Folder::new();
    let document = json!({"doc_type": "XFormInstance", "xmlns": "http://example.org/v", "form": {
        "household_register": {"head": "Asha", "member_of_the_household": [{"age": "3"}]}}});
    folder.write("document.json", document.to_string());
    folder.write("data.xlsx", folder.ok(&["render", "document.json"]));
    folder.ok(&["from-export", "data.xlsx"]);
    let rebuilt: Value = serde_json::from_str(&folder.text("world.jsonl")).unwrap();
    assert_eq!(rebuilt, document);
    assert!(folder.ok(&["render", "--world", "world.toml"]) == folder.read("data.xlsx"));
}

/// Files made to end whoever reads them are refused in a sentence.
#[test]
fn hostile_files_are_refused() {
    let folder = Folder::new();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/hostile");
    for name in ["crash0.xls", "crash1.xls", "dims.xlsx"] {
        folder.write(name, std::fs::read(fixtures.join(name)).unwrap());
    }
    folder.write(
        "list.json",
        r##"{"#|#":{"headers":["id","id__0","a"],"rows":[["0|0","0","x"]]}}"##,
    );
    for name in ["crash0.xls", "crash1.xls", "dims.xlsx", "list.json"] {
        let ended = folder.run(&["from-export", name, "-o", "out.toml"]);
        assert_eq!(ended.code, 2, "{name}: {}", ended.stderr);
        assert!(
            !ended.stderr.contains("panicked"),
            "{name}: {}",
            ended.stderr
        );
        assert!(ended.stderr.contains(name), "{name}: {}", ended.stderr);
        assert!(!folder.files().contains(&"out.toml".to_owned()), "{name}");
    }
}
