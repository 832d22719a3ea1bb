//! `fakehq render` against the library.

use fakehq::{
    file_format::Format,
    form_download::{download, raw},
    quirks::Profile,
    selection::form::{Ask, Outcome, Tag},
    tables::layout::Style,
    world_file::{Overrides, World},
};
use serde_json::json;

use crate::run::Folder;

const REGISTRATION: &str = "http://openrosa.org/formdesigner/D0C0FFEE-0001-4D3A-9F00-00000000A001";

/// The bytes of the default world as the library makes them.
fn of_library(format: Format, include_errors: bool, style: &Style, profile: Profile) -> Vec<u8> {
    let overrides = Overrides {
        profile: Some(profile),
        ..Overrides::default()
    };
    let mut world = World::named_or_from_file("default", &overrides).unwrap();
    let space = &mut world.spaces[0];
    let ask = Ask {
        tag: Tag::Form(REGISTRATION.to_owned()),
        previous_export: None,
        include_errors,
        user_types: Vec::new(),
    };
    if format == Format::Raw {
        return raw(&space.raw_forms(&ask)).unwrap();
    }
    let Outcome::Data(data) = space.export_forms(&ask) else {
        panic!("there is data");
    };
    download(data, style, format, &space.choices).unwrap()
}

#[test]
fn the_bytes_are_those_of_the_library() {
    let folder = Folder::new();
    for format in Format::ALL {
        for profile in Profile::ALL {
            let name = format.name();
            let made = folder.ok(&[
                "render",
                "--xmlns",
                REGISTRATION,
                "--format",
                name,
                "--profile",
                profile.name(),
            ]);
            let expected = of_library(format, false, &Style::default(), profile);
            assert!(made == expected, "{name} {}", profile.name());
        }
    }
    let style = Style {
        separator: ".".to_owned(),
        max_column_size: 9,
    };
    let made = folder.ok(&[
        "render",
        "--xmlns",
        REGISTRATION,
        "--format",
        "json",
        "--include-errors",
        "--max-column-size",
        "9",
        "--separator",
        ".",
    ]);
    let expected = of_library(Format::Json, true, &style, Profile::Documented);
    assert!(made == expected);
}

#[test]
fn environment_variables_are_flags() {
    let folder = Folder::new();
    let flags = folder.ok(&[
        "render",
        "--xmlns",
        REGISTRATION,
        "--format",
        "json",
        "--include-errors",
        "--seed",
        "7",
        "--max-column-size",
        "-3",
    ]);
    let variables = [
        ("FAKEHQ_XMLNS", REGISTRATION),
        ("FAKEHQ_FORMAT", "json"),
        ("FAKEHQ_INCLUDE_ERRORS", "true"),
        ("FAKEHQ_SEED", "7"),
        ("FAKEHQ_MAX_COLUMN_SIZE", "-3"),
        ("FAKEHQ_WORLD", "default"),
        ("FAKEHQ_OUTPUT", "out.json"),
    ];
    let ended = folder.run_with(&["render"], &variables, b"");
    assert_eq!((ended.code, ended.stdout), (0, vec![]), "{}", ended.stderr);
    assert!(folder.read("out.json") == flags);
    assert_eq!(folder.files(), ["out.json"]);
}

#[test]
fn documents_of_all_kinds_become_one_export() {
    let folder = Folder::new();
    let visit = |name: &str| json!({"form": {"@xmlns": "http://example.org/visit", "name": name}});
    folder.write(
        "one.json",
        serde_json::to_string_pretty(&visit("Asha")).unwrap(),
    );
    folder.write(
        "lines.jsonl",
        format!("{}\n{}\n", visit("Bela"), visit("Chandra")),
    );
    folder.write("list.json", json!([visit("Dev"), visit("Ela")]).to_string());
    let xml = "<data xmlns=\"http://example.org/visit\"><name>Farid</name></data>";
    folder.write("form.xml", xml);
    let stored = json!({"_id": "g", "doc_type": "XFormInstance", "xmlns": "http://example.org/visit",
        "received_on": "2020-01-01T00:00:00Z", "form": {"name": "Gita"}});
    let ended = folder.run_with(
        &[
            "render",
            "one.json",
            "lines.jsonl",
            "list.json",
            "form.xml",
            "-",
            "--format",
            "json",
        ],
        &[],
        stored.to_string().as_bytes(),
    );
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let export: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    let headers = export["#"]["headers"].as_array().unwrap();
    let name = headers
        .iter()
        .position(|header| header == "form|name")
        .unwrap();
    let rows = export["#"]["rows"].as_array().unwrap();
    let names: Vec<_> = rows.iter().map(|row| row[name].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["Asha", "Bela", "Chandra", "Dev", "Ela", "Farid", "Gita"]
    );

    // The XML of a submission comes back byte for byte.
    let raw = folder.ok(&["render", "form.xml", "--format", "raw"]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(raw)).unwrap();
    let text = std::io::read_to_string(archive.by_index(0).unwrap()).unwrap();
    assert_eq!(text, xml);
}

#[test]
fn one_form_of_several_must_be_chosen() {
    let folder = Folder::new();
    insta::assert_snapshot!(folder.refused(&["render"]));
    let wrong = REGISTRATION.replace("A001", "A00l");
    insta::assert_snapshot!(folder.refused(&["render", "--xmlns", &wrong]));
}

#[test]
fn nothing_to_export_is_a_failure_and_writes_nothing() {
    let folder = Folder::new();
    let old =
        json!({"doc_type": "XFormArchived", "xmlns": "http://example.org/v", "form": {"a": "1"}});
    folder.write("old.json", old.to_string());
    let ended = folder.run(&["render", "old.json", "-o", "out.xlsx"]);
    assert_eq!(ended.code, 1);
    assert_eq!(
        ended.stderr,
        "fakehq: there is nothing to export of http://example.org/v: none of its 1 submissions \
         passes; --include-errors takes duplicates and errors too\n"
    );
    assert_eq!(folder.files(), ["old.json"]);
    folder.ok(&["render", "old.json", "-o", "out.xlsx", "--include-errors"]);
    assert_eq!(folder.files(), ["old.json", "out.xlsx"]);
}

#[test]
fn what_a_format_cannot_hold_leaves_the_old_file_alone() {
    let folder = Folder::new();
    let long = json!({"form": {"@xmlns": "http://example.org/v", "a": "x".repeat(40_000)}});
    folder.write("long.json", long.to_string());
    folder.write("out.xls", "the old one");
    let ended = folder.run(&["render", "long.json", "--format", "xls", "-o", "out.xls"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert_eq!(folder.text("out.xls"), "the old one");
    assert_eq!(folder.files(), ["long.json", "out.xls"]);
    let ended = folder.run(&[
        "render",
        "long.json",
        "-o",
        "no/such/folder.zip",
        "--format",
        "csv",
    ]);
    assert_eq!(ended.code, 1);
    assert!(
        ended
            .stderr
            .starts_with("fakehq: cannot write no/such/folder.zip: ")
    );
}

#[test]
fn the_example_of_the_fixtures_renders() {
    let folder = Folder::new();
    let example = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../fixtures/documents/visits.jsonl"
    );
    let export = folder.ok(&["render", example, "--format", "json"]);
    let export: serde_json::Value = serde_json::from_slice(&export).unwrap();
    let child = &export["#|form|visit|child|#"];
    assert_eq!(child["headers"], json!(["id", "id__0", "id__1", "age"]));
    assert_eq!(
        child["rows"],
        json!([["1|0", 1, 0, "3"], ["1|1", 1, 1, ""], ["2|0", 2, 0, "5"]])
    );
}

#[test]
fn the_ending_of_the_file_chooses_the_format() {
    let folder = Folder::new();
    for (file, start) in [
        ("x.csv", &b"PK"[..]),
        ("x.json", b"{\"#\""),
        ("x.xls", b"\xd0\xcf\x11\xe0"),
    ] {
        folder.ok(&["render", "--xmlns", REGISTRATION, "-o", file]);
        let written = folder.read(file);
        assert!(written.starts_with(start), "{file}: {:?}", &written[..8]);
    }
    assert_eq!(
        folder.read("x.csv"),
        folder.ok(&["render", "--xmlns", REGISTRATION, "--format", "csv"])
    );
    let arguments = ["render", "--format", "xlsx", "-o", "y.csv"];
    let refused = folder.refused(&arguments);
    assert!(refused.contains("contradict each other"), "{refused}");
    assert!(!folder.files().contains(&"y.csv".to_owned()));
}

#[test]
fn a_raw_export_has_the_scope_that_the_quirk_says() {
    let folder = Folder::new();
    let rendered = |scope: &str| {
        let quirk = format!("raw-scope={scope}");
        folder.ok(&[
            "render",
            "--xmlns",
            REGISTRATION,
            "--format",
            "raw",
            "--quirk",
            &quirk,
        ])
    };
    let (tables, everything) = (rendered("as-tables"), rendered("everything"));
    assert!(everything.len() > tables.len());
}
