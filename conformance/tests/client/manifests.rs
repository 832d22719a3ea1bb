//! Manifests: every key, and an error that helps for every slip.

use std::{path::Path, time::Duration};

use fakehq::file_format::Format;
use hq_conformance::client::{
    manifest::{Client, Columns, Home, Keeps, Operation, Output, TokenUse},
    placeholders::{Placeholder, Values},
};

const EVERY_KEY: &str = r#"
name = "my client"
[run]
cwd = "{state}"
home = "inherit"
timeout = "45s"
unsupported_exit = 99
nothing_new_exit = [0, 3]
shared = true
[snapshots]
replace = [{ pattern = '\bpid=\d+', word = "pid=<pid>" }]
[form]
xmlns = "http://openrosa.org/formdesigner/REG"
questions = ["name", "visit/village", "child[]/age"]
[operation.form-export]
command = ["python3", "{here}/export.py", "{url}", "{out}"]
formats = ["csv", "json"]
token = "kept"
keeps = "merged"
columns = "all"
output = "stdout"
logs = ["*.log"]
dump = ["sh", "{here}/dump.sh", "{out}"]
[operation.read-file]
command = ["reader", "{file}"]
"#;

fn parse(text: &str) -> Result<Client, String> {
    Client::parse(text, Path::new("clients/mine/client.toml")).map_err(|error| error.to_string())
}

#[test]
fn every_key_is_understood() {
    let client = parse(EVERY_KEY).expect("a right manifest");
    assert_eq!(client.name, "my client");
    assert_eq!(client.here, Path::new("clients/mine"));
    assert_eq!(client.rules.cwd.as_deref(), Some("{state}".as_ref()));
    assert_eq!(client.rules.home, Home::Inherit);
    assert_eq!(client.rules.timeout, Duration::from_secs(45));
    assert_eq!(client.rules.unsupported_exit, 99);
    assert_eq!(client.rules.nothing_new_exit, [0, 3]);
    assert!(client.rules.shared);
    assert_eq!(client.snapshots.replace.len(), 1);
    assert_eq!(client.form.expect("a form").questions.len(), 3);

    let export = &client.operations[&Operation::FormExport];
    assert_eq!(export.formats, [Format::Csv, Format::Json]);
    assert_eq!(export.token, Some(TokenUse::Kept));
    assert_eq!(export.keeps, Some(Keeps::Merged));
    assert_eq!(export.columns, Columns::All);
    assert_eq!(export.output, Output::Stdout);
    assert_eq!(export.logs[0].glob(), "*.log");
    assert!(export.dump.is_some());

    let read = &client.operations[&Operation::ReadFile];
    let mut values = Values::new();
    values.set(Placeholder::File, "/x y");
    assert_eq!(
        read.command.arguments(&values),
        Ok(vec!["reader".into(), "/x y".into()])
    );
}

#[test]
fn what_is_left_out_has_a_default() {
    let client = parse("name = 'c'\n[operation.form-export]\ncommand = ['c']\n").expect("right");
    assert_eq!(client.rules.timeout, Duration::from_secs(30));
    assert_eq!(client.rules.unsupported_exit, 77);
    assert_eq!(client.rules.nothing_new_exit, [0]);
    assert_eq!(client.rules.home, Home::Fresh);
    assert_eq!(client.rules.cwd, None);
    let export = &client.operations[&Operation::FormExport];
    assert_eq!(export.token, None);
    assert_eq!(export.columns, Columns::Some);
    assert_eq!(export.output, Output::Files);
    assert!(export.formats.is_empty() && export.logs.is_empty() && export.dump.is_none());
}

#[test]
fn errors_name_file_line_and_way_out() {
    let place = "clients/mine/client.toml";
    let head = "name = 'c'\n[operation.form-export]\ncommand = ['c']\n";
    for (text, expected) in [
        (
            "name = 'c'\n[operation.form-export]\ncomand = ['c']\n".to_owned(),
            format!(
                "{place}:3: unknown key `comand`, expected one of `command`, `formats`, `token`, `keeps`, `columns`, `opens`, `with_size`, `with_errors`, `with_closed`, `output`, `logs`, `store`, `dump`; did you mean `command`?"
            ),
        ),
        (
            "name = 'c'\n[operation.form-exports]\ncommand = ['c']\n".to_owned(),
            format!(
                "{place}:2: unknown key `form-exports`, expected one of `form-export`, `custom-export`, `case-export`, `read-file`; did you mean `form-export`?"
            ),
        ),
        (
            format!("{head}token = 'kep'\n"),
            format!(
                "{place}:4: unknown value `kep`, expected one of `kept`, `argument`, `none`; did you mean `kept`?"
            ),
        ),
        (
            format!("{head}formats = ['csv', 'exel']\n"),
            format!("{place}:4: unknown format `exel`; known are csv, xlsx, xls, html, json, raw"),
        ),
        (
            format!("{head}store = ['forms.db']\n"),
            format!(
                "{place}:4: `forms.db` names no store: write a folder, a file in it and, where it holds several, the table, as in \"{{state}}/forms.db#form\"; the folders are {{state}}, {{out}}, {{cwd}}, {{dump}}"
            ),
        ),
        (
            format!("{head}[run]\ntimeout = '30'\n"),
            format!("{place}:5: `30` is no duration; write a whole number and ms, s or m: \"30s\""),
        ),
        (
            format!("{head}[run]\nunsupported_exit = 0\n"),
            format!("{place}:5: 0 means success; choose a code from 1 to 255"),
        ),
        (
            format!("{head}[run]\nnothing_new_exit = [0, 256]\n"),
            format!("{place}:5: 256 is no exit code; they go from 0 to 255"),
        ),
        (
            format!("{head}[run]\nnothing_new_exit = [0, 77]\n"),
            format!("{place}:5: the code 77 means \"nothing new\" and \"cannot do this\" at once"),
        ),
        (
            format!("{head}[snapshots]\nreplace = [{{ pattern = 'x*', word = 'y' }}]\n"),
            format!(
                "{place}:5: the pattern \"x*\" finds something everywhere, even in an empty text; make it ask for a letter or digit"
            ),
        ),
        (
            "name = 'c'\n[operation.form-export]\ncommand = []\n".to_owned(),
            format!(
                "{place}:3: no client given: name a program and its arguments, or a client manifest"
            ),
        ),
        (
            "name = 'c'\n".to_owned(),
            format!(
                "{place}:1: no [operation.NAME] table; NAME is one of form-export, custom-export, case-export, read-file"
            ),
        ),
        (
            "[operation.form-export]\ncommand = ['c']\n".to_owned(),
            format!("{place}:1: missing key `name`"),
        ),
    ] {
        assert_eq!(parse(&text).expect_err(&text), expected, "{text}");
    }
    let typo = parse("name = 'c'\n[operation.form-export]\ncommand = ['c', '{uri}']\n");
    let typo = typo.expect_err("no such placeholder");
    assert!(
        typo.starts_with(&format!(
            "{place}:3: unknown placeholder {{uri}} in `{{uri}}`, did you mean {{url}}?; known are"
        )),
        "{typo}"
    );
}

#[test]
fn a_missing_file_is_named() {
    let error = Client::load(Path::new("no/such/client.toml")).expect_err("missing");
    assert!(
        error
            .to_string()
            .starts_with("no/such/client.toml: cannot be read: ")
    );
}

#[test]
fn a_bare_command_exports_forms() {
    let start = tempfile::tempdir().expect("folder");
    let words = ["curl", "{url}"].map(Into::into).to_vec();
    let client = Client::from_command(words, start.path()).expect("right");
    assert_eq!(client.name, "curl {url}");
    assert_eq!(client.here, start.path());
    let [(operation, rules)] = client.operations.iter().collect::<Vec<_>>()[..] else {
        panic!("one operation: {client:?}");
    };
    assert_eq!(*operation, Operation::FormExport);
    assert_eq!(
        (rules.token, rules.keeps, rules.formats.len()),
        (None, None, 0)
    );

    let client = Client::from_shell("curl {url} | tar x".as_ref(), start.path()).expect("right");
    assert_eq!(client.name, "curl {url} | tar x");
}

#[test]
fn every_client_that_comes_with_the_kit_is_right() {
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(clients).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let client = Client::load(&path).unwrap_or_else(|error| panic!("{error}"));
            for rules in client.operations.values() {
                let mut values = Values::new();
                for placeholder in Placeholder::ALL {
                    values.set(placeholder, "x");
                }
                values.set(Placeholder::Here, &client.here);
                let arguments = rules.command.arguments(&values).expect("placeholders");
                // A script of its own, or the kit's program.
                let is_kit = rules.command.mentions(Placeholder::Kit);
                assert!(
                    is_kit || Path::new(&arguments[1]).is_file(),
                    "{arguments:?}"
                );
            }
            names.push(client.name);
        }
    }
    assert!(names.len() >= 3, "{names:?}");
}
