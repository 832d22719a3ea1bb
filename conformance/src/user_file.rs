//! A TOML file that a user of the kit has written: read, understood, and what is wrong with it said with
//! file and line.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use fakehq::input::toml_error;
use serde::de::DeserializeOwned;

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadFile {
    /// It cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Its text is not what is wanted.
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

impl BadFile {
    /// What is wrong with a line of a file.
    #[must_use]
    pub fn invalid(path: &Path, line: usize, message: impl Into<String>) -> Self {
        Self::Invalid {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

/// The text of a file.
///
/// # Errors
/// It cannot be read.
pub fn text(path: &Path) -> Result<String, BadFile> {
    fs::read_to_string(path).map_err(|source| BadFile::Read {
        path: path.to_owned(),
        source,
    })
}

/// Understands a text; `path` names it in errors.
///
/// # Errors
/// What is unknown, missing or of another kind, with its line and the nearest known word.
pub fn understood<T: DeserializeOwned>(text: &str, path: &Path) -> Result<T, BadFile> {
    toml::from_str(text).map_err(|error| {
        let line = toml_error::line(text, &error);
        BadFile::invalid(path, line, toml_error::words(&error))
    })
}
