//! What may be wrong with a world file.

use std::path::Path;

use super::world::BUILT_IN;
use crate::{
    quirks::UnknownChoice,
    world::{
        custom_export::file::NoCustomExport, generate::check::ShapeError, people::KeyOfNobody,
        recorded::file::NoAnswer, stored_export::NoStoredExport, submit::SubmitError,
    },
};

/// A world that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// Neither a world that comes with fakehq nor a file.
    #[error("there is no world `{0}`: no file of that name, and the worlds that come with fakehq are {known}", known = BUILT_IN.map(|(name, _)| name).join(", "))]
    Unknown(String),
    /// Only worlds that come with fakehq can be named here.
    #[error("there is no world `{0}`; those that come with fakehq are {known}", known = BUILT_IN.map(|(name, _)| name).join(", "))]
    NotBuiltIn(String),
    /// The file cannot be read.
    #[error("{file}: {error}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        error: std::io::Error,
    },
    /// The file is no world file.
    #[error("{file}: {problem}")]
    Wrong {
        /// The file.
        file: String,
        /// What is wrong, where, and what to do.
        problem: String,
    },
}

/// What may be wrong with a file that is TOML with the right keys.
pub(crate) enum Problem {
    Words(String),
    Other(WorldError),
}

impl From<UnknownChoice> for Problem {
    fn from(error: UnknownChoice) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<ShapeError> for Problem {
    fn from(error: ShapeError) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<NoCustomExport> for Problem {
    fn from(error: NoCustomExport) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<NoStoredExport> for Problem {
    fn from(error: NoStoredExport) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<KeyOfNobody> for Problem {
    fn from(error: KeyOfNobody) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<NoAnswer> for Problem {
    fn from(error: NoAnswer) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        Self::Words(error.to_string())
    }
}

/// A problem as an error of the file it is in.
pub(crate) fn in_file(file: &Path, problem: Problem) -> WorldError {
    match problem {
        Problem::Words(problem) => WorldError::Wrong {
            file: file.display().to_string(),
            problem,
        },
        Problem::Other(error) => error,
    }
}
