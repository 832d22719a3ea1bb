//! The first contact: what one clean download teaches about a client.

use std::fmt;

use fakehq::file_format::Format;

use crate::{
    client::manifest::{Client, Columns, Operation},
    judge::learned::Learned,
};

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

impl Contact {
    /// What the manifest does not say and this download lets suppose: for a person to confirm.
    #[must_use]
    pub fn proposals(&self, client: &Client) -> Vec<String> {
        let Some(rules) = client.operations.get(&self.operation) else {
            return Vec::new();
        };
        let learned = &self.learned;
        let mut lines = Vec::new();
        if rules.formats.is_empty() {
            lines.push(format!("formats = [\"{}\"]", self.format));
        }
        if rules.columns == Columns::Some && !learned.kept.is_empty() && learned.left_out.is_empty()
        {
            lines.push("columns = \"all\"  # every answer was found".to_owned());
        }
        let in_state = learned
            .places
            .iter()
            .find(|place| place.starts_with("state/"));
        if let (None, Some(place)) = (rules.keeps, in_state) {
            lines.push(format!(
                "keeps = \"merged\"  # if {place} grows with each run"
            ));
        }
        if rules.token.is_none() && learned.keeps_token {
            lines.push("token = \"kept\"  # it is in {state}".to_owned());
        }
        let table = self.operation.name();
        let told = |line| format!("shown by the download, for [operation.{table}]: {line}");
        lines.into_iter().map(told).collect()
    }
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
