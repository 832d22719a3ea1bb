//! Every operation, format and store, and both ways with nonces and redirects.

use fakehq::{
    file_format::Format,
    world::custom_export::definition::{CustomColumn, CustomExport, CustomTable, Subject},
};

use crate::desk::{Desk, XMLNS};

#[test]
fn every_format_is_read_whole() {
    let mut desk = Desk::new(4);
    for format in ["csv", "xlsx", "xls", "html", "json", "raw"] {
        let url = desk.url(Format::Csv);
        let run = desk.run(&["form-export", &url, "--format", format, "--full"]);
        assert_eq!(run.code, 0, "{format}: {}", run.said);
        for visit in 0..4 {
            assert_eq!(run.kept(&format!("visit-{visit}")), 1, "{format}: {run:?}");
        }
        assert_eq!(run.kept("age-2-1"), 1, "{format}: {run:?}");
        assert_eq!(run.kept("\u{e9}"), 4, "{format}: {run:?}");
    }
}

#[test]
fn an_address_is_built_as_well_as_taken() {
    let mut desk = Desk::new(2);
    let base = desk.base_url().to_owned();
    let space = ["--base-url", base.as_str(), "--domain", "demo"];
    let build = |what: &[&'static str]| {
        [what, &space[..]]
            .concat()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let form = build(&["form-export", "--xmlns", XMLNS]);
    let run = desk.run(&form.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((run.code, run.kept("visit-1")), (0, 1), "{run:?}");
    let cases = build(&["case-export", "--format", "json", "--include-closed"]);
    let run = desk.run(&cases.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out[0].0, "export-1/Case.csv");
    let asked = desk.asked();
    // Without a format it is the server's own, a workbook.
    assert_eq!(
        asked[0],
        "/a/demo/reports/export/?export_tag=%22http%3A%2F%2Fexample.org%2Fvisit%22"
    );
    assert_eq!(
        asked[1],
        "/a/demo/reports/download/cases/?format=json&include_closed=true"
    );
}

#[test]
fn a_custom_export_has_a_format_of_its_own() {
    for default_format in [Format::Csv, Format::Json, Format::Xlsx, Format::Html] {
        let mut desk = Desk::new(2);
        let column = CustomColumn {
            path: "form.name".to_owned(),
            title: "Name of the visit".to_owned(),
            de_identify: None,
        };
        desk.space.with(|space| {
            space.custom_exports.push(CustomExport {
                id: "abc".to_owned(),
                name: "Visits".to_owned(),
                subject: Subject::Form {
                    xmlns: XMLNS.to_owned(),
                },
                tables: vec![CustomTable {
                    path: "#".to_owned(),
                    title: Some("Visits".to_owned()),
                    columns: vec![column],
                }],
                default_format,
                include_errors: false,
                safe_for_deid: false,
            });
        });
        let url = format!(
            "{}/a/demo/reports/export/custom/abc/download/",
            desk.base_url()
        );
        for store in ["files", "merged"] {
            let run = desk.run(&["custom-export", &url, "--store", store, "--full"]);
            assert_eq!(run.code, 0, "{default_format}: {run:?}");
            assert!(run.kept("visit-1") > 0, "{default_format}: {run:?}");
        }
    }
}

#[test]
fn several_downloads_share_a_nonce_or_do_not() {
    for (nonce, challenges) in [("keep", 1), ("new", 3)] {
        let mut desk = Desk::new(1);
        let (csv, json) = (desk.url(Format::Csv), desk.url(Format::Json));
        let run = desk.run(&["form-export", &csv, &json, &csv, "--nonce", nonce, "--full"]);
        assert_eq!((run.code, run.kept("visit-0")), (0, 3), "{run:?}");
        let entries = desk.space.requests_blocking();
        let refused = entries.iter().filter(|entry| entry.status == 401).count();
        assert_eq!(refused, challenges, "{nonce}");
    }
}

#[test]
fn nothing_new_is_a_success_followed_or_not() {
    for follow in [&[][..], &["--follow"]] {
        let mut desk = Desk::new(1);
        assert_eq!(desk.export(&[]).code, 0);
        let run = desk.export(follow);
        assert_eq!((run.code, &*run.out), (0, &[][..]), "{run:?}");
        let asked = desk.asked();
        let pages = asked
            .iter()
            .filter(|target| target.contains("/login/"))
            .count();
        assert_eq!(pages, follow.len(), "{asked:?}");
    }
}

#[test]
fn parameters_are_spelled_as_published() {
    let mut desk = Desk::new(1);
    let run = desk.export(&["--max-column-size", "12", "--include-errors"]);
    assert_eq!(run.code, 0, "{run:?}");
    let asked = desk.asked();
    assert!(
        asked[0].ends_with("&format=csv&max_column_size=12&include_errors=True"),
        "{asked:?}"
    );
}

#[test]
fn a_file_of_somebody_else_is_read() {
    let mut desk = Desk::new(3);
    let folder = tempfile::tempdir().unwrap();
    for (format, content) in [
        (
            "json",
            r##"{"#": {"headers": ["id", "_id", "form|name"], "rows": [["0", "a", "Asha"]]}}"##,
        ),
        (
            "html",
            "<html><h2>#</h2><table><thead><tr><th>id</th><th>_id</th></tr></thead><tr><td>0</td><td>Asha</td></tr></table></html>",
        ),
    ] {
        let file = folder.path().join(format);
        std::fs::write(&file, content).unwrap();
        let run = desk.run(&["read-file", file.to_str().unwrap()]);
        assert_eq!((run.code, run.kept("Asha")), (0, 1), "{run:?}");
        std::fs::write(&file, "<html><title>Log in</title></html>").unwrap();
        let run = desk.run(&["read-file", file.to_str().unwrap()]);
        assert_eq!(run.code, 1, "{run:?}");
    }
}

#[test]
fn what_cannot_be_done_is_said() {
    let mut desk = Desk::new(0);
    for (arguments, said) in [
        (&["form-export"][..], "give an address, or --base-url"),
        (&["form-export", "no address"], "`no address` is no address"),
        (
            &["form-export", "http://127.0.0.1:1/", "--format", "pdf"],
            "known are csv, xlsx",
        ),
        (
            &[
                "form-export",
                "http://127.0.0.1:1/",
                "--bug",
                "cr-in-tokens",
            ],
            "did you mean `cr-in-token`?",
        ),
    ] {
        let run = desk.run(arguments);
        assert_ne!(run.code, 0);
        assert!(run.said.contains(said), "{}", run.said);
    }
}
