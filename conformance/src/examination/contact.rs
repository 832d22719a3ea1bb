//! The first contact: what one clean download teaches about a client.

use std::fmt;

use fakehq::file_format::Format;

use crate::{client::manifest::Operation, judge::learned::Learned};

/// What the first clean run of an operation in a format has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The operation.
    pub operation: Operation,
    /// The format.
    pub format: Format,
    /// What the client keeps, and where.
    pub learned: Learned,
    /// Why nothing else is judged: in one sentence what was asked instead.
    pub trouble: Option<String>,
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}: ", self.operation.name(), self.format)?;
        match &self.trouble {
            Some(trouble) => f.write_str(trouble),
            None => self.learned.fmt(f),
        }
    }
}
