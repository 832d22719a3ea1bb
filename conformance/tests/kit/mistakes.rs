//! A beginner's mistakes: each a clear message, exit 2, and nothing played.

use std::fs;

use tempfile::TempDir;

use crate::support::refusal;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn manifest(command: &str) -> String {
    format!("name = \"mine\"\n[operation.form-export]\ncommand = {command}\n")
}

#[test]
fn no_client_at_all() {
    let message = refusal(folder(&[]).path(), &["run"]);
    assert!(
        message.contains("no client given; name a manifest"),
        "{message}"
    );
    assert!(message.contains("command behind --"), "{message}");
}

#[test]
fn a_manifest_that_is_not_there() {
    let message = refusal(folder(&[]).path(), &["run", "client.toml"]);
    assert!(
        message.contains("client.toml: cannot be read: No such file"),
        "{message}"
    );
    let message = refusal(folder(&[]).path(), &["run", "."]);
    assert!(
        message.contains("./client.toml: cannot be read"),
        "{message}"
    );
}

#[test]
fn an_unknown_key() {
    let folder = folder(&[(
        "client.toml",
        "name = \"x\"\n[run]\ntimout = \"3s\"\n[operation.form-export]\ncommand = [\"x\"]\n",
    )]);
    let message = refusal(folder.path(), &["run", "client.toml"]);
    assert!(
        message.contains("client.toml:3: unknown key `timout`"),
        "{message}"
    );
    assert!(message.contains("did you mean `timeout`?"), "{message}");
}

#[test]
fn a_program_that_is_not_there() {
    let folder = folder(&[("client.toml", &manifest("[\"no-such-client\", \"{url}\"]"))]);
    for arguments in [
        &["run", "client.toml"][..],
        &["run", "--", "no-such-client", "{url}"],
    ] {
        let message = refusal(folder.path(), arguments);
        let wanted = "the client program `no-such-client` was not found; looked for in /";
        assert!(message.contains(wanted), "{message}");
    }
}

#[test]
fn a_dump_program_that_is_not_there() {
    let text = manifest("[\"true\"]") + "dump = [\"{here}/dump.sh\"]\n";
    let folder = folder(&[("client.toml", &text)]);
    let message = refusal(folder.path(), &["run", "client.toml"]);
    assert!(message.contains("/dump.sh` was not found"), "{message}");
}

#[test]
fn a_script_named_without_here() {
    let manifest = manifest(r#"["sh", "export.sh", "{url}"]"#);
    let folder = folder(&[("export.sh", "exit 0\n"), ("client.toml", &manifest)]);
    for arguments in [
        &["run", "client.toml"][..],
        &["run", "--", "sh", "export.sh", "{url}"],
        &["run", "--shell", "sh export.sh {url} | cat"],
        &["run", "--shell", "./export.sh {url}"],
    ] {
        let message = refusal(folder.path(), arguments);
        assert!(message.contains("runs in a fresh folder"), "{message}");
        assert!(message.contains("write `{here}/export.sh`"), "{message}");
    }
}

#[test]
fn an_unknown_placeholder() {
    let text = manifest("[\"curl\", \"{passwort}\"]");
    let folder = folder(&[("client.toml", &text)]);
    for arguments in [
        &["run", "client.toml"][..],
        &["run", "--", "curl", "{passwort}"],
        &["run", "--shell", "curl {passwort}"],
    ] {
        let message = refusal(folder.path(), arguments);
        assert!(
            message.contains("unknown placeholder {passwort}"),
            "{message}"
        );
        assert!(message.contains("did you mean {password}?"), "{message}");
    }
}

#[test]
fn a_placeholder_of_another_operation() {
    let message = refusal(folder(&[]).path(), &["run", "--", "true", "{export_id}"]);
    assert!(
        message.contains("{export_id}, which has no value"),
        "{message}"
    );
}

#[test]
fn a_selection_of_nothing() {
    let run = |options: &[&str]| {
        let mut arguments = vec!["run"];
        arguments.extend(options);
        arguments.extend(["--", "true"]);
        refusal(folder(&[]).path(), &arguments)
    };
    let message = run(&["--select", "token/clean"]);
    assert!(
        message.contains("no check of this client matches `token/clean`"),
        "{message}"
    );
    assert!(
        message.contains("did you mean `tokens/clean`?"),
        "{message}"
    );
    // A bare command is asked for csv only.
    let message = run(&["--skip", "*.html"]);
    assert!(message.contains("matches `*.html`"), "{message}");
    let message = run(&["--select", "tokens/*", "--skip", "*/*"]);
    assert!(message.contains("nothing is left to run"), "{message}");
    let message = run(&["--select", "tokens/["]);
    assert!(message.contains("tokens/["), "{message}");
}

#[test]
fn a_program_in_place_of_a_manifest() {
    let folder = folder(&[("export.py", "import sys\n")]);
    let message = refusal(folder.path(), &["run", "export.py"]);
    assert!(
        message.contains("that is no manifest. A client's command goes behind --"),
        "{message}"
    );
    assert!(message.contains("{here}/export.py"), "{message}");
}

#[test]
fn no_scenario_at_once() {
    let folder = folder(&[("client.toml", &manifest("[\"true\"]"))]);
    let message = refusal(folder.path(), &["run", "--jobs", "0", "client.toml"]);
    assert!(message.contains("--jobs"), "{message}");
}

#[test]
fn a_command_in_one_text_and_a_format_twice() {
    let in_one = folder(&[("client.toml", &manifest("\"curl {url}\""))]);
    let message = refusal(in_one.path(), &["run", "client.toml"]);
    assert!(
        message.contains("client.toml:3: a command is a list")
            && message.contains("[\"curl\", \"{url}\"]"),
        "{message}"
    );
    let number = folder(&[("client.toml", &manifest("7"))]);
    let message = refusal(number.path(), &["run", "client.toml"]);
    assert!(
        message.contains("a command is a list of texts"),
        "{message}"
    );
    let twice = manifest("[\"true\"]") + "formats = [\"csv\", \"csv\"]\n";
    let twice = folder(&[("client.toml", &twice)]);
    let message = refusal(twice.path(), &["run", "client.toml"]);
    assert!(
        message.contains("client.toml:4: the format `csv` stands twice"),
        "{message}"
    );
}

#[test]
fn a_whole_command_in_quotes() {
    let message = refusal(
        folder(&[]).path(),
        &["run", "--", "python3 export.py {url}"],
    );
    assert!(
        message.contains("leave out the quotes around it"),
        "{message}"
    );
}

#[test]
fn a_check_that_nobody_knows() {
    let message = refusal(folder(&[]).path(), &["explain", "zzz"]);
    assert!(
        message.contains("there is no check `zzz`; `hq-conformance list` lists them"),
        "{message}"
    );
}
