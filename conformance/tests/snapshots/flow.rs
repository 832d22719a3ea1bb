//! `run --snapshots`, `review` and `accept`, on a client that is a shell script.
#![allow(clippy::print_stdout)]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// Whether a test has to be left out because curl or unzip is missing.
fn lacks(test: &str) -> bool {
    let missing = ["curl", "unzip"].into_iter().find(|program| {
        let output = Command::new(program).arg("-h").output();
        output.is_err()
    });
    if let Some(missing) = missing {
        println!("skipped: {test}, because {missing} is missing");
    }
    missing.is_some()
}

/// A folder with a client that says, after each download, when that was and with which token.
fn client(line: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "set -e\ncurl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" -D \"$HQ_STATE/head\" \"$1\" -o data.zip || exit 1\n\
         test -s data.zip && unzip -qo data.zip -d \"$HQ_OUT\"\nrm -f data.zip\n\
         sed -n 's/^X-CommCareHQ-Export-Token: //p' \"$HQ_STATE/head\" | tr -d '\\r' > \"$HQ_STATE/token\"\n\
         rm \"$HQ_STATE/head\"\n{line}\n"
    );
    fs::write(folder.path().join("export.sh"), script).unwrap();
    let manifest = "name = \"snap\"\n[operation.form-export]\n\
                    command = [\"sh\", \"{here}/export.sh\", \"{url}\"]\nformats = [\"csv\"]\ntoken = \"none\"\n";
    fs::write(folder.path().join("client.toml"), manifest).unwrap();
    folder
}

fn kit(folder: &Path, arguments: &[&str], ci: Option<&str>, answers: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hq-conformance"));
    command.args(arguments).current_dir(folder).env_remove("CI");
    if let Some(ci) = ci {
        command.env("CI", ci);
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(answers.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// Takes snapshots, judging no more than one check.
fn run(folder: &Path, ci: Option<&str>) -> (Option<i32>, String) {
    let check = ["--select", "contract/complete"];
    let output = kit(
        folder,
        &["run", ".", "--snapshots", check[0], check[1]],
        ci,
        "",
    );
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

fn accept(folder: &Path) {
    let output = kit(folder, &["accept"], None, "");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

const TIMES: &str = "{ date -u +%FT%TZ; cat \"$HQ_STATE/token\"; echo \"$1\"; pwd; echo \"$HQ_HERE\"; } > \"$HQ_OUT/log.txt\"";

#[test]
fn with_nothing_to_decide_on_it_says_so() {
    let folder = client(TIMES);
    for command in ["accept", "review"] {
        let output = kit(folder.path(), &[command, "client.toml"], None, "");
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(
            said.starts_with("no snapshot waits in snapshots; "),
            "{said}"
        );
    }
}

#[test]
fn approved_once_it_is_the_same_tomorrow() {
    if lacks("snapshots") {
        return;
    }
    let folder = client(TIMES);
    let (code, said) = run(folder.path(), None);
    assert_eq!(code, Some(6), "{said}");
    assert!(
        said.contains("nothing is approved under this name yet"),
        "{said}"
    );
    accept(folder.path());
    for _ in 0..3 {
        let (code, said) = run(folder.path(), None);
        assert_eq!(code, Some(0), "{said}");
    }
    let snapshot = folder
        .path()
        .join("snapshots/form-export.csv/increment.snap");
    let snapshot = fs::read_to_string(snapshot).unwrap();
    let said = |token: &str, step: &str| {
        format!(
            "\nout/log.txt (text, 5 records)\n  <time>\n  {token}\n  \
             http://127.0.0.1:<port>/a/<domain>/reports/export/?export_tag=%22\
             http://openrosa.org/formdesigner/5D0E-kit-visit%22&format=csv\n  \
             <work>/kit/room/{step}/cwd\n  <here>\n\nstate/token (text, 1 records)\n  {token}\n"
        )
    };
    assert!(
        snapshot.contains(&said("<token:1>", "step-1")),
        "{snapshot}"
    );
    assert!(
        snapshot.contains(&said("<token:2>", "step-2")),
        "{snapshot}"
    );
    let heading = "form-export.csv/increment\n3 forms; run, a form arrives, run\n\n\
                   run 1: the client ended with 0\n\nout/#.csv (csv, 4 records)\n  id | ";
    assert!(snapshot.starts_with(heading), "{snapshot}");
}

#[test]
fn a_client_that_writes_the_day_has_the_same_snapshots_the_next_day() {
    let knows = Command::new("date").args(["-d", "1 day", "+%F"]).output();
    if lacks("snapshots of two days") || !knows.is_ok_and(|output| output.status.success()) {
        return;
    }
    let line = "on() { date -u -d \"$(cat \"$HQ_HERE/day\")\" \"+$1\"; }\n\
                for f in %m-%d-%Y %d.%m.%Y %Y_%m_%d %d%b%Y %b-%d-%Y %y%m%d %Y%m %G-W%V; do\n\
                  echo \"visits $(on $f)\" > \"$HQ_OUT/cases-$(on $f).txt\"; done\n\
                echo \"pid=$$ $(on '%b %e %H:%M:%S') $(cat \"$HQ_HERE/day\")\" > \"$HQ_OUT/log.txt\"";
    let folder = client(line);
    let manifest = folder.path().join("client.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let filters = "[snapshots]\nreplace = [{ pattern = '\\bpid=\\d+', word = \"pid=<pid>\" }, \
                   { pattern = '1 day|now', word = \"<day>\" }]\n";
    fs::write(&manifest, text + filters).unwrap();
    fs::write(folder.path().join("day"), "now").unwrap();
    let (code, said) = run(folder.path(), None);
    assert_eq!(code, Some(6), "{said}");
    accept(folder.path());
    fs::write(folder.path().join("day"), "1 day").unwrap();
    let (code, said) = run(folder.path(), None);
    assert_eq!(code, Some(0), "{said}");
    let snapshot = folder
        .path()
        .join("snapshots/form-export.csv/increment.snap");
    let snapshot = fs::read_to_string(snapshot).unwrap();
    assert!(snapshot.contains("out/cases-<time>.txt"), "{snapshot}");
    assert!(snapshot.contains("pid=<pid> <time> <day>"), "{snapshot}");
}

#[test]
fn a_change_is_shown_and_decided_by_a_person() {
    if lacks("snapshot review") {
        return;
    }
    let folder = client("");
    run(folder.path(), None);
    accept(folder.path());
    let script = folder.path().join("export.sh");
    let changed = fs::read_to_string(&script).unwrap() + "echo 2 > \"$HQ_OUT/version\"\n";
    fs::write(&script, changed).unwrap();
    let (code, said) = run(folder.path(), None);
    assert_eq!(code, Some(6), "{said}");
    assert!(said.contains("+out/version (text, 1 records)"), "{said}");

    let stories = fs::read_dir(folder.path().join("snapshots/form-export.csv")).unwrap();
    let waiting = stories.filter(|file| {
        let name = file.as_ref().unwrap().file_name();
        name.to_string_lossy().ends_with(".snap.new")
    });
    // All but the story in which the client is refused.
    assert_eq!(waiting.count(), 5);
    let output = kit(
        folder.path(),
        &["review", "client.toml"],
        None,
        "a\na\na\nr\n",
    );
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(6), "{said}");
    assert!(said.ends_with("3 accepted, 1 rejected, 1 left\n"), "{said}");
    let (code, said) = run(folder.path(), None);
    assert_eq!(code, Some(6), "{said}");
    assert_eq!(said.matches("it is not as approved").count(), 2, "{said}");
}

#[test]
fn in_ci_nothing_is_written() {
    if lacks("snapshots in CI") {
        return;
    }
    let folder = client("");
    let (code, said) = run(folder.path(), Some("true"));
    assert_eq!(code, Some(6), "{said}");
    assert!(!folder.path().join("snapshots").exists());
    for command in ["review", "accept"] {
        let output = kit(folder.path(), &[command], Some("1"), "");
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(
            String::from_utf8(output.stderr)
                .unwrap()
                .contains("CI is set")
        );
    }
}

#[test]
fn a_broken_must_weighs_more_than_a_snapshot() {
    if lacks("snapshot and must") {
        return;
    }
    let folder = client("rm -rf \"$HQ_OUT\"/*; exit 0");
    let (code, said) = run(folder.path(), None);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("SNAPSHOT form-export.csv/first-download"),
        "{said}"
    );
}
