//! One stored submission.

use bytes::Bytes;

use super::document::Document;
use crate::tables::flatten::Stored;

/// What became of a submission (facts H).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocType {
    /// An ordinary form: `XFormInstance`.
    Instance,
    /// The same submission came again, byte for byte: `XFormDuplicate`.
    Duplicate,
    /// It was parsed, but processing it failed: `XFormError`.
    Error,
    /// The old version of a form that was edited: `XFormDeprecated`.
    Deprecated,
    /// Put away by hand: `XFormArchived`.
    Archived,
    /// XML that could not be parsed: `SubmissionErrorLog`.
    SubmissionErrorLog,
    /// Any other word.
    Other(Box<str>),
}

impl DocType {
    /// The type of a `doc_type` word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "XFormInstance" => Self::Instance,
            "XFormDuplicate" => Self::Duplicate,
            "XFormError" => Self::Error,
            "XFormDeprecated" => Self::Deprecated,
            "XFormArchived" => Self::Archived,
            "SubmissionErrorLog" => Self::SubmissionErrorLog,
            other => Self::Other(other.into()),
        }
    }

    /// The word as stored in the document.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Instance => "XFormInstance",
            Self::Duplicate => "XFormDuplicate",
            Self::Error => "XFormError",
            Self::Deprecated => "XFormDeprecated",
            Self::Archived => "XFormArchived",
            Self::SubmissionErrorLog => "SubmissionErrorLog",
            Self::Other(word) => word,
        }
    }

    /// Whether such a submission is a row of an export (facts H).
    #[must_use]
    pub fn is_exported(&self, include_errors: bool) -> bool {
        match self {
            Self::Instance => true,
            // Never a row: it has no form to show.
            Self::SubmissionErrorLog => false,
            _ => include_errors,
        }
    }
}

/// One stored submission: the document and what is asked of it most often.
#[derive(Debug)]
pub struct StoredForm {
    /// The document's `_id`.
    pub id: Box<str>,
    /// What became of the submission.
    pub doc_type: DocType,
    /// The form it belongs to; none for XML that could not be parsed.
    pub xmlns: Option<Box<str>>,
    /// When it arrived by the server's clock, as stored: `2014-01-05T09:10:00Z`. Orders as text.
    pub received_on: Box<str>,
    /// `form.meta.userID`, who filled it in.
    pub user_id: Option<Box<str>>,
    /// The whole document, as exported.
    pub document: Document,
    /// The XML as it was sent, where it came as XML.
    pub xml: Option<Bytes>,
}

impl Stored for StoredForm {
    fn document(&self) -> &Document {
        &self.document
    }
}

impl StoredForm {
    /// Files a document under what it says of itself.
    #[must_use]
    pub fn new(document: Document, xml: Option<Bytes>) -> Self {
        let text = |path: &[&str]| -> Option<Box<str>> { document.text_at(path).map(Box::from) };
        let named = |path: &[&str]| text(path).filter(|text| !text.is_empty());
        Self {
            id: text(&["_id"]).unwrap_or_default(),
            doc_type: DocType::of(document.text_at(&["doc_type"]).unwrap_or_default()),
            xmlns: named(&["xmlns"]).or_else(|| named(&["form", "@xmlns"])),
            received_on: text(&["received_on"]).unwrap_or_default(),
            user_id: text(&["form", "meta", "userID"]),
            document,
            xml,
        }
    }
}
