//! What the author of a client says about it: the client manifest, or no more than a command.
//!
//! ```
//! use std::path::Path;
//! use hq_conformance::client::manifest::{Client, Operation, TokenUse};
//!
//! let client = Client::parse(
//!     r#"
//!     name = "my client"
//!     [operation.form-export]
//!     command = ["python3", "{here}/export.py", "{url}", "{out}"]
//!     token = "kept"
//!     "#,
//!     Path::new("clients/mine/client.toml"),
//! )?;
//! assert_eq!(client.operations[&Operation::FormExport].token, Some(TokenUse::Kept));
//! # Ok::<(), hq_conformance::client::manifest::ManifestError>(())
//! ```

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use fakehq::render::format::Format;
use globset::Glob;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{
    command::{Command, CommandError},
    duration,
    nearest::nearest,
    pipes, placeholders,
};

/// The file looked for when a folder is given.
pub const FILE_NAME: &str = "client.toml";

/// A client program and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// How reports call it.
    pub name: String,
    /// What `{here}` stands for: the manifest's folder, or the start folder.
    pub here: PathBuf,
    /// How each of its commands is run.
    pub rules: RunRules,
    /// The one form it has built in, if it cannot be told another.
    pub form: Option<BuiltInForm>,
    /// What it can do; never empty.
    pub operations: BTreeMap<Operation, OperationRules>,
}

/// How every command of a client is run: the table `[run]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RunRules {
    /// The working folder, with placeholders; relative to `{here}`. Without it a fresh folder.
    #[serde(deserialize_with = "checked_text")]
    pub cwd: Option<OsString>,
    /// The home folder the client sees.
    pub home: Home,
    /// The time after which one step is ended by force.
    #[serde(deserialize_with = "duration_text")]
    pub timeout: Duration,
    /// The exit code for "I cannot do this", 1 to 255.
    #[serde(deserialize_with = "failure_code")]
    pub unsupported_exit: i32,
    /// The exit codes that mean success without new data, 0 to 255.
    #[serde(deserialize_with = "exit_codes")]
    pub nothing_new_exit: Vec<i32>,
    /// Whether the client uses something only one run can have: a fixed port, a database.
    pub shared: bool,
}

impl Default for RunRules {
    fn default() -> Self {
        Self {
            cwd: None,
            home: Home::Fresh,
            timeout: Duration::from_secs(30),
            unsupported_exit: 77,
            nothing_new_exit: vec![0],
            shared: false,
        }
    }
}

/// The home folder of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Home {
    /// An empty one: no settings of the user can change the result.
    #[default]
    Fresh,
    /// The user's own, for packages installed there.
    Inherit,
}

/// A form the client has built in: the table `[form]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuiltInForm {
    /// Its xmlns.
    pub xmlns: String,
    /// The questions it reads: `name`, `visit/village`, and `child[]/age` in a repeat.
    #[serde(default)]
    pub questions: Vec<String>,
}

/// Something a client may be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Download a form's data by xmlns.
    FormExport,
    /// Download a custom export by id.
    CustomExport,
    /// Download cases, referrals and users.
    CaseExport,
    /// Read a downloaded `{file}`; no HTTP.
    ReadFile,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::FormExport,
        Self::CustomExport,
        Self::CaseExport,
        Self::ReadFile,
    ];

    /// The word used in manifests and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FormExport => "form-export",
            Self::CustomExport => "custom-export",
            Self::CaseExport => "case-export",
            Self::ReadFile => "read-file",
        }
    }
}

/// How a client does one operation: a table `[operation.NAME]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationRules {
    /// The command that does it.
    pub command: Command,
    /// The formats it can ask for or read; empty when unknown.
    #[serde(default, deserialize_with = "formats")]
    pub formats: Vec<Format>,
    /// What becomes of export tokens; found out when absent.
    #[serde(default)]
    pub token: Option<TokenUse>,
    /// What becomes of earlier downloads; found out when absent.
    #[serde(default)]
    pub keeps: Option<Keeps>,
    /// Whether every column must be kept.
    #[serde(default)]
    pub columns: Columns,
    /// Where the data appear.
    #[serde(default)]
    pub output: Output,
    /// Files that are no data, as globs on the path inside `{out}` or `{state}`.
    #[serde(default, deserialize_with = "globs")]
    pub logs: Vec<Glob>,
    /// A command that prints or writes what a store of the client holds, run after each step.
    #[serde(default)]
    pub dump: Option<Command>,
}

impl OperationRules {
    /// A command of which nothing else is known.
    #[must_use]
    pub fn unknown(command: Command) -> Self {
        Self {
            command,
            formats: Vec::new(),
            token: None,
            keeps: None,
            columns: Columns::default(),
            output: Output::default(),
            logs: Vec::new(),
            dump: None,
        }
    }

    /// How many bytes of its standard output are kept: more where they are the data.
    #[must_use]
    pub fn stdout_kept(&self) -> usize {
        match self.output {
            Output::Files => pipes::KEPT,
            Output::Stdout => pipes::KEPT_OF_DATA,
        }
    }
}

/// What a client does with export tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenUse {
    /// It keeps them itself.
    Kept,
    /// It is told the token as `{token}`.
    Argument,
    /// It makes full downloads only.
    None,
}

/// What a client does with what it had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keeps {
    /// Each download stays a file of its own.
    Files,
    /// Downloads are added to one growing store.
    Merged,
}

/// How much of a row a client is meant to keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Columns {
    /// Those it needs.
    #[default]
    Some,
    /// Every one.
    All,
}

/// Where a client's data appear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// In `{out}` or `{state}`.
    #[default]
    Files,
    /// On its standard output.
    Stdout,
}

/// A manifest that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The text is no manifest.
    #[error("{}:{line}: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what is wanted.
        message: String,
    },
}

impl Client {
    /// Reads a manifest; of a folder, its `client.toml`.
    ///
    /// # Errors
    /// The file cannot be read or is no manifest.
    pub fn load(path: &Path) -> Result<Self, ManifestError> {
        let path = if path.is_dir() {
            path.join(FILE_NAME)
        } else {
            path.to_owned()
        };
        let read = |source| ManifestError::Read {
            path: path.clone(),
            source,
        };
        let text = fs::read_to_string(&path).map_err(read)?;
        let mut client = Self::parse(&text, &path)?;
        client.here = client.here.canonicalize().map_err(read)?;
        Ok(client)
    }

    /// Understands the text of a manifest. `path` names it in errors; its folder is `{here}`.
    ///
    /// # Errors
    /// Anything unknown, missing or impossible, with its line.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ManifestError> {
        let invalid = |line, message| ManifestError::Invalid {
            path: path.to_owned(),
            line,
            message,
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            invalid(1 + before.matches('\n').count(), explain(error.message()))
        })?;
        let operations = file.operation.named();
        if operations.is_empty() {
            let names = Operation::ALL.map(Operation::name).join(", ");
            let message = format!("no [operation.NAME] table; NAME is one of {names}");
            return Err(invalid(1 + text.trim_end().matches('\n').count(), message));
        }
        Ok(Self {
            name: file.name,
            here: match path.parent() {
                Some(folder) if folder != Path::new("") => folder.to_owned(),
                _ => PathBuf::from("."),
            },
            rules: file.run,
            form: file.form,
            operations,
        })
    }

    /// A bare command, started in the folder `start`: it exports forms, and all else is found out.
    ///
    /// # Errors
    /// No command, an unknown placeholder, or an argument the client could not find.
    pub fn from_command(arguments: Vec<OsString>, start: &Path) -> Result<Self, CommandError> {
        let name = arguments
            .iter()
            .map(|argument| argument.to_string_lossy())
            .collect::<Vec<_>>()
            .join(" ");
        let command = Command::new(arguments)?;
        command.refuse_relative_files(start)?;
        Ok(Self::bare(name, command, start))
    }

    /// A bare line for the shell; else as [`Client::from_command`].
    ///
    /// # Errors
    /// An empty line or an unknown placeholder.
    pub fn from_shell(line: &OsStr, start: &Path) -> Result<Self, CommandError> {
        let command = Command::shell(line)?;
        Ok(Self::bare(
            line.to_string_lossy().into_owned(),
            command,
            start,
        ))
    }

    fn bare(name: String, command: Command, start: &Path) -> Self {
        Self {
            name,
            here: start.to_owned(),
            rules: RunRules::default(),
            form: None,
            operations: BTreeMap::from([(Operation::FormExport, OperationRules::unknown(command))]),
        }
    }
}

/// The manifest as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    run: RunRules,
    form: Option<BuiltInForm>,
    #[serde(default)]
    operation: Operations,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Operations {
    form_export: Option<OperationRules>,
    custom_export: Option<OperationRules>,
    case_export: Option<OperationRules>,
    read_file: Option<OperationRules>,
}

impl Operations {
    fn named(self) -> BTreeMap<Operation, OperationRules> {
        [
            (Operation::FormExport, self.form_export),
            (Operation::CustomExport, self.custom_export),
            (Operation::CaseExport, self.case_export),
            (Operation::ReadFile, self.read_file),
        ]
        .into_iter()
        .filter_map(|(operation, rules)| Some((operation, rules?)))
        .collect()
    }
}

/// The parser's message, with the nearest known word where a word is unknown.
fn explain(message: &str) -> String {
    let message = message
        .replace("unknown field", "unknown key")
        .replace("unknown variant", "unknown value")
        .replace("missing field", "missing key");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let near = match quoted.next() {
        Some(word) if message.starts_with("unknown ") => nearest(word, quoted),
        _ => None,
    };
    match near {
        Some(near) => format!("{message}; did you mean `{near}`?"),
        None => message,
    }
}

fn checked_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<OsString>, D::Error> {
    let text = OsString::from(String::deserialize(deserializer)?);
    placeholders::check(&text).map_err(D::Error::custom)?;
    Ok(Some(text))
}

fn duration_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    duration::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

fn failure_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    match i32::deserialize(deserializer)? {
        0 => Err(D::Error::custom(
            "0 means success; choose a code from 1 to 255",
        )),
        code => exit_code(code).map_err(D::Error::custom),
    }
}

fn exit_codes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i32>, D::Error> {
    Vec::<i32>::deserialize(deserializer)?
        .into_iter()
        .map(|code| exit_code(code).map_err(D::Error::custom))
        .collect()
}

fn exit_code(code: i32) -> Result<i32, String> {
    if (0..=255).contains(&code) {
        Ok(code)
    } else {
        Err(format!("{code} is no exit code; they go from 0 to 255"))
    }
}

fn formats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Format>, D::Error> {
    Vec::<String>::deserialize(deserializer)?
        .iter()
        .map(|word| {
            word.parse().map_err(|_| {
                let known = Format::ALL.map(Format::name).join(", ");
                D::Error::custom(format!("unknown format `{word}`; known are {known}"))
            })
        })
        .collect()
}

fn globs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Glob>, D::Error> {
    Vec::<String>::deserialize(deserializer)?
        .iter()
        .map(|glob| Glob::new(glob).map_err(D::Error::custom))
        .collect()
}
