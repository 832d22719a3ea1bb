//! What one download of a form holds becomes the bytes of a format: the same for a server's answer
//! and for a file made without one.

use std::sync::Arc;

use bytes::Bytes;

use crate::{
    file_format::Format,
    quirks::Choices,
    render::{RenderError, by_format, raw_zip},
    selection::form::FormExport,
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
    },
    world::{form::StoredForm, xml::write::write_form},
};

/// A download in any of the six formats.
///
/// # Errors
/// When the format cannot hold it, or a raw one lacks XML that cannot be made.
pub fn download(
    data: FormExport,
    style: &Style,
    format: Format,
    choices: &Choices,
) -> Result<Vec<u8>, RenderError> {
    if format == Format::Raw {
        return raw(&data.forms);
    }
    let layout = Layout::of(&data.schema, style);
    let tables = Flattened::new(Arc::new(layout), data.forms).counting_from(data.first_row);
    by_format::render(&tables, format, choices)
}

/// The XML of submissions, in the order given (page: `raw`).
///
/// # Errors
/// When a document came without XML and cannot be written as XML, or two have one id.
pub fn raw(forms: &[Arc<StoredForm>]) -> Result<Vec<u8>, RenderError> {
    let mut entries = Vec::with_capacity(forms.len());
    for form in forms {
        entries.push((&*form.id, xml(form)?));
    }
    raw_zip::render(entries)
}

/// The XML of a submission: as it came, else as a phone would have sent it.
///
/// # Errors
/// When it came without XML and cannot be written as XML.
pub fn xml(form: &StoredForm) -> Result<Bytes, RenderError> {
    if let Some(xml) = &form.xml {
        return Ok(xml.clone());
    }
    let answers = form.document.at(&["form"]);
    let answers = answers.map_or(serde_json::Value::Null, |node| node.to_json());
    let written = write_form(&answers).map_err(|error| RenderError::NoXml {
        id: form.id.to_string(),
        reason: error.to_string(),
    })?;
    Ok(Bytes::from(written))
}
