//! A fake HQ with a form, and the client run as a program against it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use fakehq::{FakeHq, fake_hq::Space, faults::Fault, file_format::Format};
use serde_json::{Value, json};

pub(crate) const XMLNS: &str = "http://example.org/visit";

/// A server of its own, a client's folders, and how many runs there have been.
pub(crate) struct Desk {
    hq: FakeHq,
    pub(crate) space: Space,
    folders: tempfile::TempDir,
    runs: usize,
}

/// What a run of the client came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) said: String,
    /// The texts of the files in `--out`, under their paths.
    pub(crate) out: Vec<(String, String)>,
    /// Those in `--state`.
    pub(crate) state: Vec<(String, String)>,
}

impl Desk {
    /// A space with these many visits; the first has no child, the second one, the third two.
    pub(crate) fn new(visits: usize) -> Self {
        let hq = FakeHq::builder().world("empty").start_blocking().unwrap();
        let space = hq.space("demo").unwrap();
        space.add_login("me@example.org", "pass word");
        let desk = Self {
            hq,
            space,
            folders: tempfile::tempdir().unwrap(),
            runs: 0,
        };
        for number in 0..visits {
            desk.visit(number);
        }
        desk
    }

    /// Lets a visit arrive.
    pub(crate) fn visit(&self, number: usize) {
        let child = |nth: usize| json!({ "age": format!("age-{number}-{nth}") });
        let children: Vec<Value> = (0..number % 3).map(child).collect();
        let name = format!("visit-{number}");
        self.submit(json!({ "name": name, "note": "a, \"b\"\n\u{e9}", "child": children }));
    }

    pub(crate) fn submit(&self, form: Value) {
        let document = json!({ "xmlns": XMLNS, "form": form });
        self.space.submit_json(document).unwrap();
    }

    pub(crate) fn fault(&self, fault: &str) {
        let fault: Fault = toml::from_str(fault).unwrap();
        self.space.faults().lay(fault);
    }

    pub(crate) fn base_url(&self) -> &str {
        self.hq.base_url()
    }

    /// The address of the form's export.
    pub(crate) fn url(&self, format: Format) -> String {
        let exports = self.space.exports();
        let form = exports.iter().map(|export| export.url(format));
        form.into_iter()
            .find(|url| url.contains("export_tag="))
            .unwrap_or_else(|| {
                let tag = format!("%22{XMLNS}%22");
                format!(
                    "{}/a/demo/reports/export/?export_tag={tag}&format={format}",
                    self.base_url()
                )
            })
    }

    /// Downloads the form's export as csv, with further options.
    pub(crate) fn export(&mut self, options: &[&str]) -> Run {
        let url = self.url(Format::Csv);
        self.run(&[&["form-export", url.as_str()], options].concat())
    }

    pub(crate) fn run(&mut self, arguments: &[&str]) -> Run {
        self.run_as("pass word", arguments)
    }

    pub(crate) fn run_as(&mut self, password: &str, arguments: &[&str]) -> Run {
        self.runs += 1;
        let out = self.folders.path().join(format!("out-{}", self.runs));
        let state = self.state();
        fs::create_dir_all(&out).unwrap();
        fs::create_dir_all(&state).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_hq-conformance"))
            .arg("reference")
            .args(arguments)
            .args([Path::new("--out"), &out, Path::new("--state"), &state])
            .env("HQ_USERNAME", "me@example.org")
            .env("HQ_PASSWORD", password)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Run {
            code: output.status.code().unwrap(),
            said: text(&output.stdout) + &text(&output.stderr),
            out: files(&out),
            state: files(&state),
        }
    }

    fn state(&self) -> PathBuf {
        self.folders.path().join("state")
    }

    /// The targets of the requests so far that were let in.
    pub(crate) fn asked(&self) -> Vec<String> {
        let entries = self.space.requests_blocking();
        let allowed = entries.iter().filter(|entry| entry.status != 401);
        allowed.map(|entry| entry.target.clone()).collect()
    }
}

impl Run {
    /// How often a text stands in the files of a folder.
    pub(crate) fn kept(&self, text: &str) -> usize {
        let files = self.out.iter().chain(&self.state);
        files
            .map(|(_, content)| content.matches(text).count())
            .sum()
    }

    /// The rows of a table of the growing store.
    pub(crate) fn stored(&self, table: &str) -> Vec<Value> {
        let store = self
            .state
            .iter()
            .find(|(name, _)| name.starts_with("store-"));
        let store: Value = serde_json::from_str(&store.unwrap().1).unwrap();
        store[table].as_array().cloned().unwrap_or_default()
    }

    /// The token that is known.
    pub(crate) fn token(&self) -> Option<String> {
        let (_, tokens) = self.state.iter().find(|(name, _)| name == "tokens.json")?;
        let tokens: Value = serde_json::from_str(tokens).unwrap();
        tokens
            .as_object()?
            .values()
            .next()?
            .as_str()
            .map(str::to_owned)
    }
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    for path in names {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            let inside = files(&path).into_iter();
            found.extend(inside.map(|(inner, content)| (format!("{name}/{inner}"), content)));
        } else {
            found.push((
                name,
                String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned(),
            ));
        }
    }
    found
}
