//! One stored submission.

use std::{cmp::Ordering, num::NonZeroU64};

use bytes::Bytes;

use crate::document::{Document, stored::Stored};

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
    received: Option<NonZeroU64>,
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
        let received_on = text(&["received_on"]).unwrap_or_default();
        Self {
            received: as_number(&received_on),
            id: text(&["_id"]).unwrap_or_default(),
            doc_type: DocType::of(document.text_at(&["doc_type"]).unwrap_or_default()),
            xmlns: named(&["xmlns"]).or_else(|| named(&["form", "@xmlns"])),
            received_on,
            user_id: text(&["form", "meta", "userID"]),
            document,
            xml,
        }
    }

    /// Which of two is the first row: by [`Self::received_on`], then by id.
    #[must_use]
    pub fn row_order(&self, other: &Self) -> Ordering {
        // Thousands are put in order for each download, and their texts lie far apart in memory.
        match (self.received, other.received) {
            (Some(one), Some(other)) if one != other => one.cmp(&other),
            _ => (&self.received_on, &self.id).cmp(&(&other.received_on, &other.id)),
        }
    }
}

/// The digits of a moment as this server stores it: two such numbers are in order as their texts are.
fn as_number(moment: &str) -> Option<NonZeroU64> {
    let mut number = 0;
    for (sign, wanted) in moment.bytes().zip(*b"0000-00-00T00:00:00Z") {
        match sign {
            b'0'..=b'9' if wanted == b'0' => number = number * 10 + u64::from(sign - b'0'),
            _ if sign == wanted && wanted != b'0' => {}
            _ => return None,
        }
    }
    NonZeroU64::new(number).filter(|_| moment.len() == 20)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn form(received_on: &str, id: &str) -> StoredForm {
        let document = json!({ "_id": id, "received_on": received_on });
        StoredForm::new(Document::from_json(&document).unwrap(), None)
    }

    proptest! {
        #[test]
        fn rows_are_in_the_order_of_their_texts(
            one in "201[34]-01-0[1-9]T00:00:0[0-9]Z?|.{0,3}|201[34]-01-0.{0,22}",
            other in "201[34]-01-0[1-9]T00:00:0[0-9]Z?|.{0,3}|201[34]-01-0.{0,22}",
            ids in ("[ab]", "[ab]"),
        ) {
            let texts = (&one, &ids.0).cmp(&(&other, &ids.1));
            prop_assert_eq!(form(&one, &ids.0).row_order(&form(&other, &ids.1)), texts);
        }
    }
}
