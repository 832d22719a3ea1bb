//! The tables of a manifest.

use std::{ffi::OsString, time::Duration};

use fakehq::file_format::Format;
use globset::Glob;
use serde::Deserialize;

use super::{store::StorePlaces, words};
use crate::{
    catalogue::need::Need,
    client::{command::Command, pipes, placeholders::Placeholder, replacement::Replacement},
};

/// How every command of a client is run: the table `[run]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RunRules {
    /// The working folder, with placeholders; relative to `{here}`. Without it a fresh folder.
    #[serde(deserialize_with = "words::checked_text")]
    pub cwd: Option<OsString>,
    /// The home folder the client sees.
    pub home: Home,
    /// The time after which one step is ended by force.
    #[serde(deserialize_with = "words::duration_text")]
    pub timeout: Duration,
    /// The exit code for "I cannot do this", 1 to 255.
    #[serde(deserialize_with = "words::failure_code")]
    pub unsupported_exit: i32,
    /// The exit codes that mean success without new data, 0 to 255.
    #[serde(deserialize_with = "words::exit_codes")]
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

/// How snapshots of a client are made: the table `[snapshots]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SnapshotRules {
    /// What is replaced, one after the other, behind the kit's own replacements.
    pub replace: Vec<Replacement>,
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
    #[serde(default, deserialize_with = "words::questions")]
    pub questions: Vec<String>,
}

/// Something a client may be able to do.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
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
    #[serde(default, deserialize_with = "words::formats")]
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
    /// Whether it reads or unpacks what it downloads, instead of only saving it.
    #[serde(default)]
    pub opens: bool,
    /// Arguments that tell it the greatest length of a header, `{size}`.
    #[serde(default, deserialize_with = "words::arguments")]
    pub with_size: Option<Vec<OsString>>,
    /// Arguments that tell it to ask for duplicates and errors.
    #[serde(default, deserialize_with = "words::arguments")]
    pub with_errors: Option<Vec<OsString>>,
    /// Arguments that tell it to ask for closed cases.
    #[serde(default, deserialize_with = "words::arguments")]
    pub with_closed: Option<Vec<OsString>>,
    /// Where the data appear.
    #[serde(default)]
    pub output: Output,
    /// Files that are no data, as globs on the path inside `{out}` or `{state}`.
    #[serde(default, deserialize_with = "words::globs")]
    pub logs: Vec<Glob>,
    /// What of all that it keeps is its store; unknown when empty.
    #[serde(default)]
    pub store: StorePlaces,
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
            opens: false,
            with_size: None,
            with_errors: None,
            with_closed: None,
            output: Output::default(),
            logs: Vec::new(),
            store: StorePlaces::default(),
            dump: None,
        }
    }

    /// Whether it offers what a rule needs. What is not declared is found out, or taken to be the
    /// case where the verdict then says so.
    #[must_use]
    pub fn offers(&self, need: Need) -> bool {
        let takes_address = || {
            let mentions = |placeholder| self.command.mentions(placeholder);
            mentions(Placeholder::Url) || mentions(Placeholder::Urls)
        };
        match need {
            Need::Token => self.token != Some(TokenUse::None),
            Need::Merged => self.keeps == Some(Keeps::Merged),
            Need::Url => !takes_address(),
            Need::Address => takes_address(),
            Need::All => self.columns == Columns::All,
            Need::Many => self.command.mentions(Placeholder::Urls),
            Need::Opens => self.opens,
            Need::Size => self.with_size.is_some(),
            Need::Errors => self.with_errors.is_some(),
            Need::Closed => self.with_closed.is_some(),
            Need::Raw => self.formats.contains(&Format::Raw),
            // The form is the client's, not the operation's.
            Need::AnyForm => true,
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
