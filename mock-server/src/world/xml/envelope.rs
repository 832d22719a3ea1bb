//! The document HQ stores around a form, and what becomes of it: duplicates, edits, errors, archiving.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::moment;

/// What is known of a submission beside its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// Id of the document. For a new form its instance id; the client's choice otherwise.
    pub id: &'a str,
    /// The project space.
    pub domain: &'a str,
    /// Id of the application the phone ran, if the address named it.
    pub app_id: Option<&'a str>,
    /// When it arrived.
    pub received_on: Timestamp,
    /// The address it came from.
    pub submit_ip: &'a str,
    /// Id of the sync before it, if the phone told.
    pub last_sync_token: Option<&'a str>,
    /// Who authenticated, if anybody had to.
    pub user_id: Option<&'a str>,
}

impl Envelope<'_> {
    /// The whole stored document of a form that was accepted (facts E.1).
    #[must_use]
    pub fn around(&self, form: Value) -> Value {
        let xmlns = form.get("@xmlns").cloned().unwrap_or_default();
        let domain = self.domain;
        let path = match self.app_id {
            Some(app_id) => format!("/a/{domain}/receiver/{app_id}/"),
            None => format!("/a/{domain}/receiver/"),
        };
        json!({
            "_id": self.id,
            "_rev": revision(1, self.id),
            "doc_type": "XFormInstance",
            "domain": domain,
            "app_id": self.app_id,
            "xmlns": xmlns,
            "received_on": moment::seconds(self.received_on),
            "partial_submission": false,
            "history": [],
            "computed_modified_on_": moment::seconds(self.received_on),
            "auth_context": {
                "doc_type": if self.user_id.is_some() { "AuthContext" } else { "DefaultAuthContext" },
                "authenticated": self.user_id.is_some(),
                "domain": domain,
                "user_id": self.user_id,
            },
            "submit_ip": self.submit_ip,
            "path": path,
            "openrosa_headers": { "HTTP_X_OPENROSA_VERSION": "1.0" },
            "last_sync_token": self.last_sync_token,
            "#export_tag": ["domain", "xmlns"],
            "form": form,
        })
    }

    /// What is stored of a submission whose XML cannot be read (facts H): no form, no xmlns.
    #[must_use]
    pub fn around_unreadable(&self, md5: &str, problem: &str) -> Value {
        json!({
            "_id": self.id,
            "_rev": revision(1, self.id),
            "doc_type": "SubmissionErrorLog",
            "domain": self.domain,
            "xmlns": null,
            "received_on": moment::seconds(self.received_on),
            "submit_ip": self.submit_ip,
            "problem": problem,
            "md5": md5,
            "#export_tag": ["domain", "xmlns"],
        })
    }
}

/// Marks a stored document as a byte-identical resubmission of `original` (facts H). It keeps its own,
/// new id.
pub fn mark_duplicate(document: &mut Value, original: &str) {
    set(document, "doc_type", json!("XFormDuplicate"));
    let problem = format!("Form is a duplicate of another! ({original})");
    set(document, "problem", json!(problem));
}

/// Marks a stored document as parsed, but not processed (facts H).
pub fn mark_error(document: &mut Value, problem: &str) {
    set(document, "doc_type", json!("XFormError"));
    set(document, "problem", json!(problem));
}

/// Marks a stored document as archived by a user (facts H).
pub fn mark_archived(document: &mut Value, user_id: &str, on: Timestamp) {
    set(document, "doc_type", json!("XFormArchived"));
    bump_revision(document);
    let entry = json!({
        "doc_type": "XFormOperation",
        "user": user_id,
        "date": moment::seconds(on),
        "operation": "archive",
    });
    match document.get_mut("history") {
        Some(Value::Array(entries)) => entries.push(entry),
        _ => set(document, "history", json!([entry])),
    }
}

/// Turns the stored document of an edited form into the copy of what it was: it moves to `new_id` and
/// keeps its `received_on`; the edit takes its old id (facts D, edited forms).
pub fn mark_deprecated(document: &mut Value, new_id: &str, on: Timestamp) {
    let old_id = document.get("_id").cloned().unwrap_or_default();
    set(document, "orig_id", old_id);
    set(document, "_id", json!(new_id));
    set(document, "_rev", json!(revision(1, new_id)));
    set(document, "doc_type", json!("XFormDeprecated"));
    set(document, "deprecated_date", json!(moment::seconds(on)));
    set(document, "problem", Value::Null);
}

/// Gives a document that was stored again its next revision.
pub fn bump_revision(document: &mut Value) {
    let text = |key: &str| {
        document
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let generation = text("_rev")
        .split_once('-')
        .and_then(|(n, _)| n.parse::<u32>().ok());
    let next = revision(generation.unwrap_or(0).saturating_add(1), text("_id"));
    set(document, "_rev", json!(next));
}

/// Sets a root field; a document is always an object.
fn set(document: &mut Value, key: &str, value: Value) {
    if let Value::Object(members) = document {
        members.insert(key.to_owned(), value);
    }
}

/// A revision as CouchDB shows it, the same for the same document every time.
fn revision(generation: u32, id: &str) -> String {
    // FNV-1a, 128 bits; it only has to look right and to differ.
    let hash = id.bytes().chain(generation.to_le_bytes()).fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    format!("{generation}-{hash:032x}")
}
