//! A project space of the kit while a scenario is played: forms arrive in it, and every document is
//! known by its witnesses.

use std::sync::Arc;

use fakehq::hq::Island;
use serde_json::{Map, Value, json};

use super::{
    WORKER_ID, WorldError,
    document::{KitDocument, Sent, Source},
    shape::Shape,
};
use crate::catalogue::step::{Fate, Submit};

/// A form of a space that submissions go to.
#[derive(Clone, Debug)]
pub struct Inbox {
    /// Where they arrive.
    pub island: Arc<Island>,
    /// The form.
    pub shape: Shape,
    /// What the documents are known as.
    pub source: Source,
    /// Numbers of forms begin here, so that no two forms of a scenario share a witness.
    first_number: usize,
    /// How many forms were filled in.
    filled: usize,
    /// The last one, as it was submitted, and the number of its document.
    last: Option<(Value, usize)>,
}

impl Inbox {
    /// An inbox nothing has arrived in. `nth` tells the inboxes of a scenario apart.
    #[must_use]
    pub fn new(island: &Arc<Island>, shape: Shape, source: Source, nth: usize) -> Self {
        Self {
            island: Arc::clone(island),
            shape,
            source,
            first_number: nth << 16,
            filled: 0,
            last: None,
        }
    }

    /// Lets forms arrive.
    ///
    /// # Errors
    /// When the space takes no such form: never for those made here.
    pub fn submit(
        &mut self,
        submit: &Submit,
        documents: &mut Vec<KitDocument>,
    ) -> Result<(), WorldError> {
        for _ in 0..submit.count {
            let number = self.next_number();
            let instance = instance_id(number);
            let made = self.fill(number, &instance, submit);
            self.store(made, submit.fate, documents)?;
        }
        Ok(())
    }

    /// Fills in a form that is yet to arrive: what will arrive, and the document it will be.
    pub fn fill_next(&mut self) -> (Value, KitDocument) {
        let number = self.next_number();
        let instance = instance_id(number);
        self.fill(number, &instance, &Submit::default())
    }

    /// Lets the last form arrive once more, as it was.
    ///
    /// # Errors
    /// When there is none.
    pub fn duplicate(&mut self, documents: &mut Vec<KitDocument>) -> Result<(), WorldError> {
        let (value, of) = self.last.clone().ok_or(WorldError::NoFormYet)?;
        let stored = self.island.space().submit_json(value)?;
        let copy = KitDocument {
            id: stored.id.to_string(),
            sent: Sent::WithErrors,
            ..documents[of].clone()
        };
        documents.push(copy);
        Ok(())
    }

    /// Lets the last form arrive with other answers under its id.
    ///
    /// # Errors
    /// When there is none.
    pub fn edit(&mut self, documents: &mut Vec<KitDocument>) -> Result<(), WorldError> {
        let (_, of) = self.last.clone().ok_or(WorldError::NoFormYet)?;
        let number = self.next_number();
        let instance = documents[of].id.clone();
        let made = self.fill(number, &instance, &Submit::default());
        // The old version stays as a document that is exported with errors only (facts H).
        documents[of].sent = Sent::WithErrors;
        documents[of].id = format!("{instance} before its edit");
        self.store(made, Fate::Stored, documents)
    }

    fn next_number(&mut self) -> usize {
        self.filled += 1;
        self.first_number + self.filled - 1
    }

    fn fill(&self, number: usize, instance: &str, version: &Submit) -> (Value, KitDocument) {
        let turn = number - self.first_number;
        let answers = self.shape.answers(number, turn, version);
        let mut form = Map::new();
        form.insert("#type".to_owned(), json!("data"));
        form.insert("@name".to_owned(), json!("Visit"));
        form.insert("@xmlns".to_owned(), json!(self.shape.xmlns));
        form.extend(answers.form);
        form.insert(
            "meta".to_owned(),
            json!({ "instanceID": instance, "userID": WORKER_ID, "username": "asha" }),
        );
        let mut value = answers.beside;
        value.insert("xmlns".to_owned(), json!(self.shape.xmlns));
        value.insert("form".to_owned(), Value::Object(form));
        let document = KitDocument {
            id: instance.to_owned(),
            source: self.source,
            sent: Sent::Always,
            rows: answers.rows,
            text: answers.text,
        };
        (Value::Object(value), document)
    }

    fn store(
        &mut self,
        (mut value, mut document): (Value, KitDocument),
        fate: Fate,
        documents: &mut Vec<KitDocument>,
    ) -> Result<(), WorldError> {
        self.last = Some((value.clone(), documents.len()));
        let doc_type = match fate {
            Fate::Stored => None,
            Fate::Error => Some("XFormError"),
            Fate::Archived => Some("XFormArchived"),
        };
        if let Some(doc_type) = doc_type {
            value["doc_type"] = doc_type.into();
            document.sent = Sent::WithErrors;
        }
        let stored = self.island.space().submit_json(value)?;
        document.id = stored.id.to_string();
        documents.push(document);
        Ok(())
    }
}

fn instance_id(number: usize) -> String {
    format!("{number:08x}-0000-4000-8000-000000000000")
}

/// The number of forms a space holds of a form; for tests.
#[cfg(test)]
pub(super) fn count(space: &fakehq::world::space::ProjectSpace, xmlns: &str) -> usize {
    let index = space.forms.of_form(Some(xmlns));
    index.map_or(0, |index| index.arrivals.len())
}
