//! The table of the form metadata export: a line for each form of a space (facts A).
//!
//! The facts name the export and its file, not its columns; these are what the meta block of a form
//! says, and what the server adds to it.

use std::io;

use super::table::{Cell, Tables};
use crate::{document::Node, selection::form_metadata::FormMetadata, world::form::StoredForm};

/// Each column: its header, and where its value stands in a document.
const COLUMNS: [(&str, &[&str]); 11] = [
    ("domain", &["domain"]),
    ("instanceID", &["form", "meta", "instanceID"]),
    ("received_on", &["received_on"]),
    ("type", &["form", "@name"]),
    ("timeStart", &["form", "meta", "timeStart"]),
    ("timeEnd", &["form", "meta", "timeEnd"]),
    ("deviceID", &["form", "meta", "deviceID"]),
    ("username", &["form", "meta", "username"]),
    ("userID", &["form", "meta", "userID"]),
    ("xmlns", &["xmlns"]),
    ("version", &["form", "@version"]),
];

/// A form metadata export as its one table.
#[derive(Debug)]
pub struct FormMetadataTable {
    answer: FormMetadata,
    headers: Vec<String>,
}

impl FormMetadataTable {
    /// Lays out an answer.
    #[must_use]
    pub fn new(answer: FormMetadata) -> Self {
        Self {
            answer,
            headers: COLUMNS.map(|(header, _)| header.to_owned()).to_vec(),
        }
    }

    fn cell<'a>(&'a self, form: &'a StoredForm, header: &str, path: &[&str]) -> Cell<'a> {
        match (form.document.at(path), header) {
            (Some(Node::Text(text)), _) => Cell::Text(text),
            (Some(Node::Number(text)), _) => Cell::Text(text),
            // What is not in a document that was loaded as it is, is known all the same.
            (_, "domain") => Cell::Text(&self.answer.domain),
            (_, "instanceID") => Cell::Text(&form.id),
            (_, "xmlns") => form.xmlns.as_deref().map_or(Cell::Null, Cell::Text),
            _ => Cell::Null,
        }
    }
}

impl Tables for FormMetadataTable {
    fn count(&self) -> usize {
        1
    }

    fn name(&self, _table: usize) -> &str {
        "forms"
    }

    fn headers(&self, _table: usize) -> &[String] {
        &self.headers
    }

    fn rows(
        &self,
        _table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        for form in &self.answer.forms {
            each(&COLUMNS.map(|(header, path)| self.cell(form, header, path)))?;
        }
        Ok(())
    }
}
