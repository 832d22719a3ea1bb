//! How a submission becomes a stored document (facts D, E.1, H).

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use md5::{Digest, Md5};
use serde_json::{Map, Value};

use super::{
    cases::block::case_blocks,
    form::{DocType, StoredForm},
    receive::Beside,
    space::ProjectSpace,
    xml::{
        envelope::{Envelope, mark_deprecated, mark_duplicate},
        error::XmlError,
        moment,
    },
};
use crate::{
    document::{Document, DocumentError},
    input::hex::hex,
    quirks::EditedForm,
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
    #[error(
        "the form has no xmlns; give it at the root of the XML, <data xmlns=\"...\">, \
         or in JSON as `xmlns` or `form.@xmlns`"
    )]
    NoXmlns,
    /// The time it is said to have arrived is none.
    #[error("received_on is {0}, which is no time; write 2014-01-05T09:10:00Z, or leave it out")]
    NoTime(String),
    /// Its XML cannot be read.
    #[error("the form's XML cannot be read: {0}")]
    Xml(#[from] XmlError),
}

/// The address submissions seem to come from.
pub(super) const SUBMIT_IP: &str = "127.0.0.1";

impl ProjectSpace {
    /// Stores a document exactly as it is given, for worlds made of real or generated documents.
    ///
    /// # Errors
    /// When the value is no JSON object.
    pub fn store_verbatim(&mut self, value: &Value) -> Result<Arc<StoredForm>, SubmitError> {
        self.add(value, None)
    }

    /// Stores a generated document; `raw` is what was sent where the document does not say it.
    ///
    /// # Errors
    /// When the value is no JSON object.
    pub fn store_generated(
        &mut self,
        value: &Value,
        raw: Option<String>,
    ) -> Result<Arc<StoredForm>, SubmitError> {
        self.add(value, raw.map(Bytes::from))
    }

    /// Takes the XML a phone sends.
    ///
    /// # Errors
    /// When it cannot be read, or its root element has no xmlns.
    pub fn submit_xml(&mut self, xml: &Bytes) -> Result<Arc<StoredForm>, SubmitError> {
        self.receive(xml, Beside::default())
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
        let Some(Value::Object(mut form)) = given.shift_remove("form") else {
            return Err(SubmitError::NoForm);
        };
        let xmlns = [form.get("@xmlns"), given.get("xmlns")]
            .into_iter()
            .flatten()
            .find_map(|value| value.as_str().filter(|text| !text.is_empty()))
            .ok_or(SubmitError::NoXmlns)?;
        let xmlns = Value::from(xmlns);
        form.entry("@xmlns").or_insert_with(|| xmlns.clone());
        given.entry("xmlns").or_insert(xmlns);
        self.accept(Value::Object(form), given, None)
    }

    /// Files a form that was understood. `given` are root fields that the sender wants to be so.
    pub(super) fn accept(
        &mut self,
        form: Value,
        given: Map<String, Value>,
        xml: Option<Bytes>,
    ) -> Result<Arc<StoredForm>, SubmitError> {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let id = text(given.get("_id")).or_else(|| text(form.pointer("/meta/instanceID")));
        let id = id.unwrap_or_else(|| self.new_id());
        let received_on = match given.get("received_on") {
            Some(on) => on
                .as_str()
                .and_then(moment::parse)
                .ok_or_else(|| SubmitError::NoTime(on.to_string()))?,
            None => self.clock.arrival(),
        };
        let earlier = self.forms.find(&id).cloned();
        let duplicate = earlier
            .as_ref()
            .is_some_and(|earlier| is_the_same(earlier, &form, xml.as_ref()));
        let stored_id = if duplicate { self.new_id() } else { id.clone() };

        let envelope = Envelope {
            id: &stored_id,
            domain: &self.name,
            app_id: None,
            received_on,
            submit_ip: SUBMIT_IP,
            last_sync_token: None,
            user_id: None,
        };
        let mut document = envelope.around(form);
        if let Value::Object(members) = &mut document {
            members.extend(given);
            members.insert("_id".to_owned(), Value::from(stored_id));
        }
        if duplicate {
            mark_duplicate(&mut document, &id);
        }
        let earlier = earlier.filter(|_| !duplicate);
        let in_place = self.choices.edited_form == EditedForm::InPlace;
        if let Some(earlier) = earlier.as_ref().filter(|_| in_place) {
            document["received_on"] = Value::from(&*earlier.received_on);
        }
        // What can still be refused is refused before anything is changed.
        let new = StoredForm::new(self.forms.document(&document)?, xml);
        let Some(earlier) = earlier else {
            return Ok(self.file_new(new, &document));
        };
        let old_id = self.new_id();
        let mut old = earlier.document.to_json();
        mark_deprecated(&mut old, &old_id, received_on);
        let old = StoredForm::new(self.forms.document(&old)?, earlier.xml.clone());
        self.forms.replace(&id, old);
        let new = self.file_new(new, &document);
        if in_place {
            self.forms.swap(&old_id, &id);
        }
        Ok(new)
    }

    /// Files a whole document.
    pub(super) fn add(
        &mut self,
        value: &Value,
        xml: Option<Bytes>,
    ) -> Result<Arc<StoredForm>, SubmitError> {
        let form = StoredForm::new(self.forms.document(value)?, xml);
        Ok(self.file_new(form, value))
    }

    /// Files a form, and lets it work on its cases.
    fn file_new(&mut self, form: StoredForm, value: &Value) -> Arc<StoredForm> {
        let form = self.forms.add(form);
        self.work_on_cases(&form, value);
        form
    }

    /// Files a form that was stored before, and lets it work on its cases.
    pub(crate) fn file(&mut self, form: Arc<StoredForm>) {
        let form = self.forms.add_shared(form);
        let value = form.document.to_json();
        self.work_on_cases(&form, &value);
    }

    fn work_on_cases(&mut self, form: &StoredForm, value: &Value) {
        if form.doc_type == DocType::Instance {
            // A case block that makes no sense is left out, as a form with none would be.
            let blocks = case_blocks(&value["form"]).unwrap_or_default();
            let user = form.user_id.as_deref().unwrap_or_default();
            let received_on = moment::parse(&form.received_on).unwrap_or(Timestamp::UNIX_EPOCH);
            for block in &blocks {
                self.cases.apply(block, user, received_on);
            }
        }
    }

    /// An id for a document that came without one: 32 hex digits, the same in every run.
    pub fn new_id(&mut self) -> String {
        self.ids_made += 1;
        let mut hash = Md5::new();
        hash.update(b"document");
        hash.update(self.seed.to_le_bytes());
        hash.update(self.ids_made.to_le_bytes());
        hash.update(self.name.as_bytes());
        hex(&hash.finalize())
    }

    /// The moment its clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// Whether a submission is the stored form of its id once more: byte for byte where both came as
/// XML, else answer for answer.
fn is_the_same(earlier: &StoredForm, form: &Value, xml: Option<&Bytes>) -> bool {
    match (&earlier.xml, xml) {
        (Some(earlier), Some(now)) => earlier == now,
        _ => {
            let earlier = earlier.document.at(&["form"]);
            earlier.is_some_and(|earlier| earlier.to_json() == *form)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        quirks::Choices,
        world::{clock::Pace, plan::Plan, space::SpaceSettings},
    };

    fn space() -> ProjectSpace {
        ProjectSpace::new(SpaceSettings {
            name: "demo".to_owned(),
            seed: 1,
            choices: Choices::default(),
            plan: Plan::Standard,
            start: "2014-01-05T09:10:00Z".parse().unwrap(),
            pace: Pace::Frozen,
        })
    }

    fn visit(name: &str) -> Value {
        json!({"form": {"@xmlns": "http://example.org/visit", "name": name,
            "meta": {"instanceID": "one", "userID": "u1"}}})
    }

    #[test]
    fn what_is_missing_is_filled_in() {
        let mut space = space();
        let form = space.submit_json(visit("Asha")).unwrap();
        assert_eq!(&*form.id, "one");
        assert_eq!(form.xmlns.as_deref(), Some("http://example.org/visit"));
        assert_eq!(&*form.received_on, "2014-01-05T09:10:01Z");
        assert_eq!(form.document.text_at(&["domain"]), Some("demo"));
    }

    #[test]
    fn the_same_again_is_a_duplicate_and_other_answers_are_an_edit() {
        let mut space = space();
        space.submit_json(visit("Asha")).unwrap();
        let again = space.submit_json(visit("Asha")).unwrap();
        assert_eq!(again.doc_type, DocType::Duplicate);
        assert_eq!(
            again.document.text_at(&["problem"]),
            Some("Form is a duplicate of another! (one)")
        );
        let edit = space.submit_json(visit("Asha Devi")).unwrap();
        assert_eq!((&*edit.id, &edit.doc_type), ("one", &DocType::Instance));

        let index = space
            .forms
            .of_form(Some("http://example.org/visit"))
            .unwrap();
        let old = &index.arrivals[0];
        assert_eq!(old.doc_type, DocType::Deprecated);
        assert_eq!(old.document.text_at(&["orig_id"]), Some("one"));
        assert_eq!(&*old.received_on, "2014-01-05T09:10:01Z");
        assert_eq!(index.arrivals.len(), 3);
    }

    #[test]
    fn an_edit_in_place_keeps_the_time_and_the_number_of_arrival() {
        let mut space = space();
        space.choices.edited_form = EditedForm::InPlace;
        space.submit_json(visit("Asha")).unwrap();
        let edit = space.submit_json(visit("Asha Devi")).unwrap();
        assert_eq!(
            (&*edit.id, &*edit.received_on),
            ("one", "2014-01-05T09:10:01Z")
        );
        let index = space.forms.of_form(Some("http://example.org/visit"));
        let types: Vec<_> = index
            .unwrap()
            .arrivals
            .iter()
            .map(|form| form.doc_type.clone())
            .collect();
        assert_eq!(types, [DocType::Instance, DocType::Deprecated]);
        let third = space.submit_json(visit("Asha Rani")).unwrap();
        let found = space.forms.find("one").unwrap();
        assert!(Arc::ptr_eq(found, &third));
    }

    #[test]
    fn the_xml_of_a_phone_is_taken() {
        let mut space = space();
        let xml = Bytes::from_static(
            b"<data xmlns=\"http://example.org/visit\"><name>Asha</name>\
              <meta><instanceID>one</instanceID></meta></data>",
        );
        let form = space.submit_xml(&xml).unwrap();
        assert_eq!(form.document.text_at(&["form", "name"]), Some("Asha"));
        assert_eq!(form.xml, Some(xml.clone()));
        let again = space.submit_xml(&xml).unwrap();
        assert_eq!(again.doc_type, DocType::Duplicate);
    }

    #[test]
    fn what_is_refused_leaves_nothing_behind() {
        let mut space = space();
        let now = space.now();
        for (wrong, reason) in [
            (
                json!([]),
                "a document must be a JSON object, this is a list",
            ),
            (json!({"form": 3}), "the document has no `form` object"),
            (json!({"form": {}}), "the form has no xmlns"),
            (
                json!({"xmlns": "x", "received_on": "soon", "form": {}}),
                "received_on is \"soon\", which is no time",
            ),
        ] {
            let error = space.submit_json(wrong).unwrap_err().to_string();
            assert!(error.starts_with(reason), "{error}");
        }
        let xml = Bytes::from_static(b"<data xmlns=\"x\"><a></b></data>");
        assert!(matches!(space.submit_xml(&xml), Err(SubmitError::Xml(_))));
        let xml = Bytes::from_static(b"<data/>");
        assert_eq!(space.submit_xml(&xml).unwrap_err(), SubmitError::NoXmlns);
        assert!(space.forms.is_empty());
        assert_eq!(space.now(), now);
    }

    #[test]
    fn the_same_submissions_make_the_same_documents() {
        let documents = || {
            let mut space = space();
            let nameless = json!({"xmlns": "http://example.org/a", "form": {"a": "1"}});
            let form = space.submit_json(nameless).unwrap();
            form.document.to_json()
        };
        assert_eq!(documents(), documents());
    }
}
