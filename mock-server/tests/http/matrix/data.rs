//! The files in fixtures/matrix.

use fakehq::quirks::{Choices, Profile};
use serde::{Deserialize, de::DeserializeOwned};

use super::seen::Seen;

/// A request; everything but its name and state may be left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Request {
    pub(super) name: String,
    pub(super) state: String,
    pub(super) method: String,
    /// Behind `/a/demo/`, or behind the name of a space, or a whole path.
    pub(super) path: String,
    /// `{X}` stands for the form, `{T}` for a token of it, `{F}` for one of another form.
    pub(super) query: String,
    pub(super) body: String,
    /// Who asks, and how.
    pub(super) who: String,
    /// The column of the first table whose values are the rows of a line.
    pub(super) column: String,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            name: String::new(),
            state: "data".to_owned(),
            method: "GET".to_owned(),
            path: "reports/export/".to_owned(),
            query: String::new(),
            body: String::new(),
            who: "jane".to_owned(),
            column: "_id".to_owned(),
        }
    }
}

/// An answer to one of the requests, and the quirks that make it another than that of 2013.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) request: String,
    #[serde(default)]
    pub(super) quirks: Vec<String>,
    pub(super) answer: Seen,
}

/// An answer under a choice that no profile makes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceLine {
    pub(super) request: String,
    pub(super) profile: String,
    pub(super) quirk: String,
    pub(super) choice: String,
    pub(super) answer: Seen,
}

/// A quirk, or one choice of it, that another test shows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elsewhere {
    pub(super) quirk: String,
    pub(super) choice: Option<String>,
    /// The file, from the root of the repository, and the name of the test in it.
    pub(super) file: String,
    pub(super) test: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<T> {
    #[serde(default = "Vec::new")]
    line: Vec<T>,
}

fn lines<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = format!(
        "{}/../fixtures/matrix/{name}.toml",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let file: File<T> = toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    file.line
}

pub(super) fn requests() -> Vec<Request> {
    lines("requests")
}

pub(super) fn request(name: &str) -> Request {
    let mut all = requests().into_iter();
    all.find(|request| request.name == name)
        .unwrap_or_else(|| panic!("no request is called {name:?}"))
}

pub(super) fn of_profile(profile: Profile) -> Vec<Line> {
    lines(profile.name())
}

pub(super) fn choices() -> Vec<ChoiceLine> {
    lines("choices")
}

pub(super) fn elsewhere() -> Vec<Elsewhere> {
    lines("elsewhere")
}

/// The name of a profile's choice of a quirk.
pub(super) fn chosen(profile: Profile, quirk: &str) -> &'static str {
    let cards = Choices::cards();
    let at = cards.iter().position(|card| card.id == quirk);
    let at = at.unwrap_or_else(|| panic!("there is no quirk {quirk}"));
    Choices::of(profile).names()[at]
}
