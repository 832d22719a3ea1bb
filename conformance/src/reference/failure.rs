//! What went wrong, for the person who runs the client.

use std::{io, path::Path};

use fakehq::from_export::read::Problem;

/// Why an export was not downloaded and kept.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The options do not fit together.
    #[error("{0}")]
    Usage(String),
    /// The server refused the credentials.
    #[error("the server refuses the user name or password, or the user may not export")]
    Refused,
    /// A 401 that asks for no digest answer.
    #[error("refused with 401 and no digest challenge: {0}")]
    NoChallenge(String),
    /// Any other answer that is neither data nor "nothing new".
    #[error("answered with {status}: {text}")]
    Status {
        /// The status.
        status: u16,
        /// The beginning of the answer.
        text: String,
    },
    /// A redirect that leads to no data.
    #[error("redirected to {0}, which is not the export listing page; it is not followed")]
    Redirected(String),
    /// The connection could not be made, or broke before the head of the answer.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// The connection broke while the body arrived.
    #[error("the answer broke off after {arrived} bytes: {why}")]
    BrokeOff {
        /// How many bytes of the body arrived.
        arrived: usize,
        /// What the connection says.
        why: String,
    },
    /// The answer is not what its format wants.
    #[error("the answer is no whole {format}: {problem}")]
    Unreadable {
        /// The format.
        format: String,
        /// What is wrong.
        problem: String,
    },
    /// A table that must be there is not.
    #[error("the answer has no table {wanted}, only {found}")]
    NoTable {
        /// The table, or the names it may have.
        wanted: String,
        /// The tables there are.
        found: String,
    },
    /// Something the bug that is switched on objects to.
    #[error("{0}")]
    Objection(String),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

impl Failure {
    /// Names the file an error is about.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::File { path, source }
    }

    /// An answer that cannot be read.
    pub(super) fn unreadable(format: impl ToString, problem: impl ToString) -> Self {
        Self::Unreadable {
            format: format.to_string(),
            problem: problem.to_string(),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::unreadable("export", problem)
    }
}
