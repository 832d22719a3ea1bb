//! How a submission becomes a stored document (facts D, E.1, H).

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use md5::{Digest, Md5};
use serde_json::{Map, Value, json};

use super::{
    clock::stored_time,
    document::{Document, DocumentError},
    form::{DocType, StoredForm},
    space::ProjectSpace,
    token::hex,
};

/// Why a submission was not stored. Nothing is half-stored.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SubmitError {
    /// It cannot be a document.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A document without a `form` has no answers.
    #[error(
        "the document has no `form` object; send a stored document \
         {{\"xmlns\": ..., \"form\": {{...}}}} or the form's XML"
    )]
    NoForm,
    /// There is no form to file it under.
    #[error("the form has no xmlns; give it as `xmlns` or as `form.@xmlns`")]
    NoXmlns,
}

impl ProjectSpace {
    /// Stores documents exactly as they are given, for worlds made of real documents.
    ///
    /// # Errors
    /// When the value is no JSON object.
    pub fn store_verbatim(&mut self, value: &Value) -> Result<Arc<StoredForm>, SubmitError> {
        let document = Document::from_json(value)?;
        Ok(self.forms.add(StoredForm::new(document, None)))
    }

    /// Takes a submission given as JSON: the parts of a stored document that the sender cares about.
    ///
    /// What is missing is filled in as the receiver would: ids, types, and the time, for which a
    /// frozen clock moves on by one second. The same answers under the same id again are a
    /// duplicate, other answers an edit.
    ///
    /// # Errors
    /// When the value is no JSON object, has no form, or the form no xmlns.
    pub fn submit_json(&mut self, value: Value) -> Result<Arc<StoredForm>, SubmitError> {
        // Checks depth and size before anything is changed.
        Document::from_json(&value)?;
        let Value::Object(mut given) = value else {
            return Err(SubmitError::NoForm);
        };
        if !given.get("form").is_some_and(Value::is_object) {
            return Err(SubmitError::NoForm);
        }
        let xmlns = [
            &given["form"]["@xmlns"],
            given.get("xmlns").unwrap_or(&Value::Null),
        ]
        .into_iter()
        .find_map(|value| value.as_str().filter(|text| !text.is_empty()))
        .ok_or(SubmitError::NoXmlns)?
        .to_owned();
        given.entry("xmlns").or_insert_with(|| json!(xmlns));
        self.file(given, None)
    }

    /// Files a submission that is known to have a form and an xmlns.
    pub(super) fn file(
        &mut self,
        mut given: Map<String, Value>,
        xml: Option<Bytes>,
    ) -> Result<Arc<StoredForm>, SubmitError> {
        let instance = given["form"]["meta"]["instanceID"].as_str();
        let id = match given.get("_id").and_then(Value::as_str).or(instance) {
            Some(id) => id.to_owned(),
            None => self.new_id(),
        };
        let earlier = self.forms.find(&id).cloned();
        if !given.contains_key("received_on") {
            let now = self.clock.arrival();
            given.insert("received_on".to_owned(), json!(stored_time(now)));
        }
        given.insert("_id".to_owned(), json!(id));
        match earlier {
            Some(earlier) if same_answers(&earlier, &given) => {
                let copy = self.new_id();
                given.insert("_id".to_owned(), json!(copy));
                given.insert("doc_type".to_owned(), json!(DocType::Duplicate.word()));
                let problem = format!("Form is a duplicate of another! ({id})");
                given.insert("problem".to_owned(), json!(problem));
            }
            Some(earlier) => {
                let put_away = self.deprecated(&earlier)?;
                self.forms.replace(&id, put_away);
            }
            None => {}
        }
        let document = Document::from_json(&Value::Object(self.completed(given)))?;
        Ok(self.forms.add(StoredForm::new(document, xml)))
    }

    /// The root fields of a plain form, where the sender gave none (facts E.1).
    fn completed(&self, given: Map<String, Value>) -> Map<String, Value> {
        let mut document = Map::new();
        let defaults = [
            ("_id", Value::Null),
            ("_rev", json!(format!("1-{}", self.digest(self.ids_made)))),
            ("doc_type", json!(DocType::Instance.word())),
            ("domain", json!(self.name)),
            ("xmlns", Value::Null),
            ("received_on", Value::Null),
            ("#export_tag", json!(["domain", "xmlns"])),
        ];
        for (key, value) in defaults {
            document.insert(key.to_owned(), value);
        }
        document.extend(given);
        document
    }

    /// The old version of an edited form: a new id, the old time (facts D).
    fn deprecated(&mut self, form: &StoredForm) -> Result<StoredForm, SubmitError> {
        let mut value = form.document.to_json();
        value["_id"] = json!(self.new_id());
        value["doc_type"] = json!(DocType::Deprecated.word());
        value["orig_id"] = json!(form.id);
        value["deprecated_date"] = json!(stored_time(self.clock.now()));
        let document = Document::from_json(&value)?;
        Ok(StoredForm::new(document, form.xml.clone()))
    }

    /// An id for a document that came without one: 32 hex digits, the same in every run.
    fn new_id(&mut self) -> String {
        self.ids_made += 1;
        self.digest(self.ids_made)
    }

    fn digest(&self, ordinal: u64) -> String {
        let mut hash = Md5::new();
        hash.update(b"document");
        hash.update(self.seed.to_le_bytes());
        hash.update(ordinal.to_le_bytes());
        hash.update(self.name.as_bytes());
        hex(&hash.finalize())
    }

    /// The moment its clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// Whether a submission says the same as the stored form of its id.
fn same_answers(earlier: &StoredForm, given: &Map<String, Value>) -> bool {
    earlier
        .document
        .at(&["form"])
        .is_some_and(|form| Some(&form.to_json()) == given.get("form"))
}
