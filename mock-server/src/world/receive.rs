//! What a phone sends arrives (facts D, E.1, H).

use std::sync::Arc;

use bytes::Bytes;
use md5::{Digest, Md5};
use serde_json::{Map, Value};

use super::{
    form::StoredForm,
    space::ProjectSpace,
    submit::{SUBMIT_IP, SubmitError},
    xml::{
        envelope::Envelope,
        read::{FormXml, read_form},
    },
};
use crate::input::hex::hex;

/// What is told beside the XML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside<'a> {
    /// The application the address names.
    pub app_id: Option<&'a str>,
    /// The sync before it: `X-CommCareHQ-LastSyncToken`.
    pub last_sync_token: Option<&'a str>,
}

/// A submission that was read and is not stored yet. Reading takes by far the longest, and needs nothing of
/// the space.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    form: FormXml,
    xml: Bytes,
}

impl Submission {
    /// Reads the XML a phone sends.
    ///
    /// # Errors
    /// When it cannot be read, or its root element has no xmlns.
    pub fn read(xml: &Bytes) -> Result<Self, SubmitError> {
        let form = read_form(xml)?;
        if form.xmlns.as_deref().unwrap_or_default().is_empty() {
            return Err(SubmitError::NoXmlns);
        }
        Ok(Self {
            form,
            xml: xml.clone(),
        })
    }
}

/// What could not be read, and is kept all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    sent: Bytes,
    md5: String,
    problem: String,
}

impl Unreadable {
    /// What was sent, and what is wrong with it.
    #[must_use]
    pub fn of(sent: &Bytes, problem: String) -> Self {
        Self {
            sent: sent.clone(),
            md5: hex(&Md5::digest(sent)),
            problem,
        }
    }
}

impl ProjectSpace {
    /// Takes the XML a phone sends.
    ///
    /// # Errors
    /// When it cannot be read, or its root element has no xmlns. Nothing is stored then.
    pub fn receive(
        &mut self,
        xml: &Bytes,
        beside: Beside<'_>,
    ) -> Result<Arc<StoredForm>, SubmitError> {
        self.receive_read(Submission::read(xml)?, beside)
    }

    /// Takes what a phone sent and was read before.
    ///
    /// # Errors
    /// When it cannot be a document. Nothing is stored then.
    pub fn receive_read(
        &mut self,
        submission: Submission,
        beside: Beside<'_>,
    ) -> Result<Arc<StoredForm>, SubmitError> {
        let mut given = Map::new();
        if let Some(app_id) = beside.app_id {
            let path = format!("/a/{}/receiver/{app_id}/", self.name);
            given.insert("app_id".to_owned(), Value::from(app_id));
            given.insert("path".to_owned(), Value::from(path));
        }
        if let Some(token) = beside.last_sync_token {
            given.insert("last_sync_token".to_owned(), Value::from(token));
        }
        self.accept(submission.form.form, given, Some(submission.xml))
    }

    /// Keeps what a phone sent and could not be read, as HQ does: a document without a form, which is
    /// never a row of an export (facts H).
    ///
    /// # Errors
    /// When the document cannot be made; the bytes themselves may be anything.
    pub fn keep_unreadable(
        &mut self,
        unreadable: &Unreadable,
    ) -> Result<Arc<StoredForm>, SubmitError> {
        let id = self.new_id();
        let envelope = Envelope {
            id: &id,
            domain: &self.name,
            app_id: None,
            received_on: self.clock.arrival(),
            submit_ip: SUBMIT_IP,
            last_sync_token: None,
            user_id: None,
        };
        let document = envelope.around_unreadable(&unreadable.md5, &unreadable.problem);
        self.add(&document, Some(unreadable.sent.clone()))
    }
}
