//! The mistakes people make, each answered with one clear line and the right exit code.

use std::net::TcpListener;

use crate::support::{ended, errors};

fn refused(arguments: &[&str], code: i32) -> String {
    let output = ended(arguments);
    let errors = errors(&output);
    assert_eq!(output.status.code(), Some(code), "{errors}");
    assert!(!errors.contains("panicked"), "{errors}");
    errors
}

#[test]
fn a_port_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    assert_eq!(
        refused(&["serve", "--port", &port.to_string()], 1),
        format!(
            "fakehq: cannot listen on 127.0.0.1 port {port}: another program uses that port; \
             choose another one, or 0 for any\n"
        )
    );
}

#[test]
fn a_control_api_that_is_off_and_has_a_port() {
    let errors = refused(&["serve", "--control", "off", "--control-port", "0"], 2);
    assert!(errors.contains("exclude each other"), "{errors}");
}

#[test]
fn a_world_that_is_not_there() {
    assert_eq!(
        refused(&["serve", "--world", "defualt"], 2),
        "fakehq: there is no world `defualt`: no file of that name, and the worlds that come \
         with fakehq are default, empty\n"
    );
}

#[test]
fn a_world_file_with_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("w.toml");
    let name = file.to_str().unwrap();
    for (text, error) in [
        (
            "[[space]]\n[space.invent]\nproject_spase = \"demo\"\n",
            ":3: unknown key `project_spase`, expected one of",
        ),
        (
            "[[space]]\nplan = \"standard\"\n",
            ":1: missing key `invent`",
        ),
        (
            "[[space]]\nplan = 3\n[space.invent]\n",
            ":2: invalid type: integer `3`, expected a string",
        ),
        (
            "profile = \"hq-2014\"\n[[space]]\n[space.invent]\n",
            ": unknown profile `hq-2014`; known: documented, hq-2013, hq-2015",
        ),
        (
            "quirks = { empty-exports = \"redirect\" }\n[[space]]\n[space.invent]\n",
            ": unknown quirk `empty-exports`; known: empty-export,",
        ),
        (
            "[[space]]\nplan = \"gold\"\n[space.invent]\n",
            ": unknown plan `gold`; known: community, standard, pro, advanced, enterprise",
        ),
        (
            "[[space]]\n[space.invent]\n[[space]]\n[space.invent]\n",
            ": two spaces are called `demo`",
        ),
        (
            "journal = { entries = 0 }\n[[space]]\n[space.invent]\n",
            ":1: invalid value: integer `0`, expected a whole number from 1 on",
        ),
        (
            "journal = { bytes = \"many\" }\n[[space]]\n[space.invent]\n",
            ":1: invalid type: string \"many\", expected a whole number from 1 on",
        ),
        (
            "journal = { enries = 5 }\n[[space]]\n[space.invent]\n",
            ":1: unknown key `enries`, expected `entries` or `bytes`; did you mean `entries`?",
        ),
        ("[[space]\n", ":1: "),
    ] {
        std::fs::write(&file, text).unwrap();
        let errors = refused(&["serve", "--world", name], 2);
        assert!(
            errors.starts_with(&format!("fakehq: {name}{error}")),
            "{errors}"
        );
        assert_eq!(errors.lines().count(), 1, "{errors}");
    }
}

#[test]
fn a_fault_with_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("w.toml");
    let name = file.to_str().unwrap();
    for (fault, error) in [
        (
            "nxt = 2\neffect = \"cut\"",
            ":4: unknown key `nxt`, expected one of `on`, `credentials`, `xmlns`, `format`, \
             `method`, `answered`, `nth`, `next`, `every`, `effect`, `actions`; did you mean `next`?",
        ),
        (
            "next = 2\neffect = \"rest\"",
            ":5: unknown value `rest`, expected one of `status`, `login-page`,",
        ),
        (
            "effect = { cut = { after = 5 } }",
            ":4: unknown key `after`, expected `at`",
        ),
        (
            "effect = { cut = { at = \"half\" } }",
            ":4: invalid value: string \"half\", expected a place in the answer: \"nothing\",",
        ),
        (
            "effect = { cut = {}, reset = {} }",
            ":4: `reset` is one name too many: an effect has one name",
        ),
        ("effect = { status = {} }", ":4: missing key `code`"),
        (
            "effect = { status = { code = 99 } }",
            ":3: 99 is no status of an answer; they are 200 to 599",
        ),
        (
            "nth = 1\nnext = 1\neffect = \"cut\"",
            ":3: `nth`, `next` and `every` do not go together; lay two faults",
        ),
        (
            "every = 0\neffect = \"cut\"",
            ":3: `nth`, `next` and `every` count from 1; `every = 1` is every request",
        ),
        ("next = 1", ":3: a fault needs an `effect` or `actions`"),
        (
            "effect = { delay = { time = \"2 weeks\" } }",
            ":4: \"2 weeks\" is no length of time; write 250ms, 90s, 10m, 2h or 1d",
        ),
        (
            "effect = { delay = { time = \"2h\" } }",
            ":3: `time` is at most 1h, and not negative",
        ),
        (
            "actions = [\"forget-token\"]",
            ":4: unknown value `forget-token`, expected one of `submit-form`, `move-clock`, \
             `forget-tokens`; did you mean `forget-tokens`?",
        ),
        (
            "actions = [{ submit-form = { document = { form = {} } } }]",
            ":3: the document of submit-form has no `xmlns`",
        ),
    ] {
        let text = format!("[[space]]\ninvent = {{}}\n[[space.fault]]\n{fault}\n");
        std::fs::write(&file, text).unwrap();
        let errors = refused(&["serve", "--world", name], 2);
        assert!(
            errors.starts_with(&format!("fakehq: {name}{error}")),
            "{errors}"
        );
        assert_eq!(errors.lines().count(), 1, "{errors}");
    }
}

#[test]
fn documents_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("w.toml");
    std::fs::write(
        &file,
        "[[space]]\ndocuments = [\"d.json\"]\n[space.invent]\n",
    )
    .unwrap();
    let name = file.to_str().unwrap();
    let missing = refused(&["serve", "--world", name], 2);
    assert!(missing.contains("d.json: No such file"), "{missing}");
    for (text, error) in [
        (
            "{}\n3\n",
            "d.json: document 2: a document must be a JSON object, this is a number\n",
        ),
        (
            "{} {\"a\":",
            "d.json: EOF while parsing a value at line 1 column 8\n",
        ),
    ] {
        std::fs::write(folder.path().join("d.json"), text).unwrap();
        let errors = refused(&["serve", "--world", name], 2);
        assert!(errors.ends_with(error), "{errors}");
    }
}

#[test]
fn a_quirk_that_is_not_there() {
    let unknown = refused(&["serve", "--quirk", "empty-export=gone"], 2);
    assert!(
        unknown.contains("unknown choice of quirk empty-export `gone`; known: redirect,"),
        "{unknown}"
    );
    let formless = refused(&["serve", "--quirk", "empty-export"], 2);
    assert!(
        formless.contains("is not of the form ID=CHOICE"),
        "{formless}"
    );
    assert_eq!(
        refused(&["explain", "emptyexport"], 2),
        "fakehq: there is no quirk `emptyexport`; did you mean `empty-export`? `fakehq quirks` \
         lists them\n"
    );
}

#[test]
fn a_port_file_that_cannot_be_written() {
    let errors = refused(
        &[
            "serve",
            "--port",
            "0",
            "--port-file",
            "/nowhere/at/all/port",
        ],
        1,
    );
    assert!(
        errors.starts_with("fakehq: cannot write /nowhere/at/all/port: "),
        "{errors}"
    );
}
