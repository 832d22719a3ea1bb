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
//! # Ok::<(), hq_conformance::user_file::BadFile>(())
//! ```

mod rules;
mod store;
mod words;

use std::{
    collections::BTreeMap,
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::command::{Command, CommandError};
use crate::user_file::{self, BadFile};

pub use rules::{
    BuiltInForm, Columns, Home, Keeps, Operation, OperationRules, Output, RunRules, SnapshotRules,
    TokenUse,
};
pub use store::StorePlaces;

/// The file looked for when a folder is given.
pub const FILE_NAME: &str = "client.toml";

/// A client program and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// How reports call it.
    pub name: String,
    /// What `{here}` stands for: the manifest's folder, or the start folder.
    pub here: PathBuf,
    /// What `{kit}` stands for: the program that is running.
    pub kit: PathBuf,
    /// How each of its commands is run.
    pub rules: RunRules,
    /// How its snapshots are made.
    pub snapshots: SnapshotRules,
    /// The one form it has built in, if it cannot be told another.
    pub form: Option<BuiltInForm>,
    /// What it can do; never empty.
    pub operations: BTreeMap<Operation, OperationRules>,
}

impl Client {
    /// Reads a manifest; of a folder, its `client.toml`.
    ///
    /// # Errors
    /// The file cannot be read or is no manifest.
    pub fn load(path: &Path) -> Result<Self, BadFile> {
        let path = if path.is_dir() {
            path.join(FILE_NAME)
        } else {
            path.to_owned()
        };
        let text = user_file::text(&path)?;
        let mut client = Self::parse(&text, &path)?;
        let here = client.here.canonicalize();
        client.here = here.map_err(|source| BadFile::Read {
            path: path.clone(),
            source,
        })?;
        // In a working folder of its own choice a client may well find a relative name.
        if client.rules.cwd.is_none() {
            for rules in client.operations.values() {
                let refused = rules.command.refuse_relative_files(&client.here);
                refused.map_err(|error| {
                    BadFile::invalid(&path, line_of(&text, "command"), error.to_string())
                })?;
            }
        }
        Ok(client)
    }

    /// Understands the text of a manifest. `path` names it in errors; its folder is `{here}`.
    ///
    /// # Errors
    /// Anything unknown, missing or impossible, with its line.
    pub fn parse(text: &str, path: &Path) -> Result<Self, BadFile> {
        let invalid = |line, message: String| BadFile::invalid(path, line, message);
        let file: File = user_file::understood(text, path)?;
        let code = file.run.unsupported_exit;
        if file.run.nothing_new_exit.contains(&code) {
            let message =
                format!("the code {code} means \"nothing new\" and \"cannot do this\" at once");
            return Err(invalid(line_of(text, "nothing_new_exit"), message));
        }
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
            kit: this_program(),
            rules: file.run,
            snapshots: file.snapshots,
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
    /// An empty line, an unknown placeholder, or a word that names a file the client could not find.
    pub fn from_shell(line: &OsStr, start: &Path) -> Result<Self, CommandError> {
        let command = Command::shell(line)?;
        command.refuse_relative_files(start)?;
        Ok(Self::bare(
            line.to_string_lossy().into_owned(),
            command,
            start,
        ))
    }

    fn bare(name: String, command: Command, start: &Path) -> Self {
        Self {
            name,
            // The client stands elsewhere; a relative folder would be another one to it.
            here: std::path::absolute(start).unwrap_or_else(|_| start.to_owned()),
            kit: this_program(),
            rules: RunRules::default(),
            snapshots: SnapshotRules::default(),
            form: None,
            operations: BTreeMap::from([(Operation::FormExport, OperationRules::unknown(command))]),
        }
    }
}

/// The program that is running, where the system can tell.
pub fn this_program() -> PathBuf {
    env::current_exe().unwrap_or_else(|_| PathBuf::from("hq-conformance"))
}

/// The manifest as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    run: RunRules,
    #[serde(default)]
    snapshots: SnapshotRules,
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

/// The line a key stands on; the first if it is nowhere.
fn line_of(text: &str, key: &str) -> usize {
    let found = text
        .lines()
        .position(|line| line.trim_start().starts_with(key));
    1 + found.unwrap_or_default()
}
