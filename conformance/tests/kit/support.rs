//! Clients as tests name them, and what the kit says of them.
#![allow(clippy::print_stdout)]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Arc, LazyLock},
};

use hq_conformance::{
    catalogue::{self, check::Check, selection::Selection},
    client::{command::Command as CommandLine, manifest::Client},
    examination::{Examined, examine},
    judge::verdict::Status,
};

/// The folder of this package.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn checks() -> Vec<Arc<Check>> {
    let checks = catalogue::all().expect("the catalogue is right");
    checks.into_iter().map(Arc::new).collect()
}

/// Python itself: version managers put a slow script in its place.
static PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let asked = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output();
    let told = asked.ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(told.stdout).ok()?.trim()))
});

/// Where Python itself lies. Only where there is one.
pub(crate) fn python() -> String {
    PYTHON.as_ref().expect("python3").display().to_string()
}

/// Whether a test has to be left out, and says so, because a program is missing.
pub(crate) fn lacks(test: &str, programs: &[&str]) -> bool {
    let runs = |program: &str| match program {
        "requests" => succeeds("python3", &["-c", "import requests"]),
        "python3" => PYTHON.is_some(),
        "unzip" => succeeds("unzip", &["-v"]),
        program => succeeds(program, &["--version"]),
    };
    let missing = programs.iter().find(|program| !runs(program));
    if let Some(missing) = missing {
        println!("skipped: {test}, because {missing} is missing");
    }
    missing.is_some()
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

/// A client of the folder `clients`. Python is called by its own name, for the time it saves.
pub(crate) fn given(name: &str) -> Client {
    let manifest = package().join("clients").join(name);
    let mut client = Client::load(&manifest).expect("a right manifest");
    for rules in client.operations.values_mut() {
        if let (CommandLine::Arguments(words), Some(python)) = (&mut rules.command, &*PYTHON)
            && words[0] == "python3"
        {
            words[0] = python.into();
        }
    }
    client
}

/// What a program of `tests/small-clients` needs; see [`lacks`].
pub(crate) fn needs(program: &str) -> &'static [&'static str] {
    match shell_program(program).is_file() {
        true => &["curl", "unzip"],
        false => &["python3"],
    }
}

/// A program of `tests/small-clients` with further lines for its manifest. Only where all is there
/// that it needs.
pub(crate) fn small_client(program: &str, run: &str, operation: &str) -> Client {
    let command = if shell_program(program).is_file() {
        format!(r#"["sh", "{{here}}/{program}.sh", "{{url}}"]"#)
    } else {
        let python = PYTHON.as_ref().expect("python3").display();
        format!(
            r#"["env", "PYTHONPATH={{here}}", "PYTHONDONTWRITEBYTECODE=1", "{python}", "-S",
            "{{here}}/{program}.py", "{{base_url}}", "{{domain}}", "{{xmlns}}", "{{out}}", "{{state}}", "{{token}}"]"#
        )
    };
    let manifest = format!(
        "name = \"{program}\"\n[run]\n{run}\n[operation.form-export]\ncommand = {command}\n\
         formats = [\"csv\"]\n{operation}\n"
    );
    let path = package().join("tests/small-clients/client.toml");
    Client::parse(&manifest, &path).expect("a right manifest")
}

/// The program, if it is written in shell: each of these stands alone, while those in Python differ from
/// a right client in one place.
fn shell_program(program: &str) -> PathBuf {
    let folder = package().join("tests/small-clients");
    folder.join(format!("{program}.sh"))
}

/// A client that is a shell line.
pub(crate) fn shell_client(line: &str, run: &str, operation: &str) -> Client {
    let line = toml::Value::from(line);
    let manifest = format!(
        "name = \"sh\"\n[run]\n{run}\n[operation.form-export]\n\
         command = [\"sh\", \"-c\", {line}, \"client\", \"{{url}}\"]\nformats = [\"csv\"]\n{operation}\n"
    );
    Client::parse(&manifest, Path::new("client.toml")).expect("a right manifest")
}

/// Checks that apply to every client of the form export that builds its address and keeps tokens.
/// Clients of shell and Python start slowly; the whole catalogue is for the kit's own client.
pub(crate) const USUAL: &[&str] = &[
    "auth/digest-answer",
    "auth/few-tries",
    "auth/wrong-password",
    "contract/asks-export",
    "contract/complete",
    "nothing-new/is-success",
    "nothing-new/no-page-as-data",
    "nothing-new/token-stays",
    "tag/quoted",
    "tokens/clean",
    "tokens/increment-once",
    "tokens/killed",
    "tokens/sent-back",
];

/// What the kit finds out about a client with the usual checks.
pub(crate) async fn examined(client: &Client, jobs: usize) -> Examined {
    examined_by(client, USUAL, jobs).await
}

/// What the kit finds out about a client with the checks of some globs; of none, with all.
pub(crate) async fn examined_by(client: &Client, selected: &[&str], jobs: usize) -> Examined {
    let selected: Vec<_> = selected.iter().map(|check| (*check).to_owned()).collect();
    let selection = Selection::new(&selected, &[]).expect("globs");
    examine(client, &checks(), &selection, jobs, |_| ())
        .await
        .expect("the client can be run")
}

/// What is said of each check and format: `tokens/clean@form-export.csv` and a status.
pub(crate) async fn statuses(client: &Client, jobs: usize) -> BTreeMap<String, Status> {
    of(&examined(client, jobs).await)
}

pub(crate) fn of(examined: &Examined) -> BTreeMap<String, Status> {
    let pair =
        |result: &hq_conformance::examination::Examination| (result.id(), result.verdict.status);
    examined.results.iter().map(pair).collect()
}

/// The checks with this verdict, without operation and format.
pub(crate) fn with(status: Status, statuses: &BTreeMap<String, Status>) -> Vec<&str> {
    let named = statuses.iter().filter(|(_, found)| **found == status);
    named
        .map(|(name, _)| name.split('@').next().unwrap_or(name))
        .collect()
}

/// Runs the program itself in a folder, and says how it ended.
pub(crate) fn kit_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("HQ_CONFORMANCE_JOBS")
        .output()
        .expect("the program starts")
}

/// Its standard error, when it ends with this code; it has printed nothing else.
pub(crate) fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = kit_in(folder, arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{out}{err}");
    assert_eq!(out, "", "something was played before {err}");
    err
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
