//! One request and its answer.

use jiff::Timestamp;
use serde::Serialize;

use super::kept::EACH;

/// One line of a request head, as the client wrote it, secrets struck out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The name in the client's spelling.
    pub name: String,
    /// The value; bytes that are no UTF-8 are replaced.
    pub value: String,
}

/// What the server made of the credentials of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Credentials {
    /// None were sent.
    #[default]
    None,
    /// They were wrong, or of another kind than asked for.
    Refused {
        /// The name of what was wrong, as the digest verifier calls it.
        reason: String,
    },
    /// They were right.
    Verified {
        /// Whose they are.
        username: String,
    },
    /// They were right, but this person may not export.
    Forbidden {
        /// Whose they are.
        username: String,
    },
}

/// What an export request asked for and got.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExportRecord {
    /// Which export: `form`, `custom` or `cases`.
    pub kind: &'static str,
    /// The form asked for, where it is one.
    pub xmlns: Option<String>,
    /// The format as asked for.
    pub format: Option<String>,
    /// The value of `previous_export`, exactly as it arrived, decoded.
    pub token_given: Option<String>,
    /// The token of the answer.
    pub token_issued: Option<String>,
    /// How many documents the answer holds.
    pub document_count: usize,
    /// Their ids, in row order; the first [`Self::DOCUMENTS_KEPT`].
    pub documents: Vec<Box<str>>,
}

impl ExportRecord {
    /// How many document ids an entry keeps at most.
    pub const DOCUMENTS_KEPT: usize = 1_000;

    /// About how much memory its texts take, in bytes.
    pub(super) fn size(&self) -> usize {
        let texts = [
            &self.xmlns,
            &self.format,
            &self.token_given,
            &self.token_issued,
        ];
        let texts: usize = texts
            .into_iter()
            .flatten()
            .map(|text| text.len() + EACH)
            .sum();
        let documents: usize = self.documents.iter().map(|id| id.len() + EACH).sum();
        texts + documents
    }
}

/// How far an answer got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Bytes of the body that were handed to the network.
    pub body_bytes: u64,
    /// Bytes of the body that the head announced, where it did.
    pub announced: Option<u64>,
    /// Whether the answer went out whole.
    pub whole: bool,
}

/// One request and its answer, secrets struck out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Counts the requests of a space from 1.
    pub number: u64,
    /// The space's clock when the request came.
    pub at: Timestamp,
    /// The method as sent.
    pub method: String,
    /// The target as sent.
    pub target: String,
    /// The fields of the request head, in the client's order.
    pub request: Vec<Field>,
    /// What the server made of the credentials.
    pub credentials: Credentials,
    /// The status of the answer.
    pub status: u16,
    /// The head of the answer as it went out, once it did.
    pub answer: Option<String>,
    /// How far the answer got; none while it is under way.
    pub sent: Option<Sent>,
    /// Set for requests to an export.
    pub export: Option<ExportRecord>,
    /// The fault that struck it, in words.
    pub fault: Option<String>,
    /// Plain words on what was wrong, and which client mistake gives exactly that.
    pub notes: Vec<String>,
}

impl Entry {
    /// The value of a field of the request, the name in any letter case.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.request
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
            .map(|field| field.value.as_str())
    }
}
