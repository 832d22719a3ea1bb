//! What one download of a form holds becomes the bytes of a format: the same for a server's answer
//! and for a file made without one.

use std::sync::Arc;

use bytes::Bytes;

use crate::{
    quirks::Choices,
    render::{RenderError, by_format, format::Format, raw_zip},
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
    },
    world::{
        export::FormExport,
        form::StoredForm,
        xml::write::{WriteError, write_form},
    },
};

/// Why a download could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The format cannot hold it.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A document came without its XML, and cannot be written as XML.
    #[error("the submission {id} came without its XML, which cannot be made of it: {error}")]
    NoXml {
        /// The document.
        id: String,
        /// Why not.
        error: WriteError,
    },
}

/// A download in any of the six formats.
///
/// # Errors
/// When the format cannot hold it: see [`tables`] and [`raw`].
pub fn download(
    data: FormExport,
    style: &Style,
    format: Format,
    choices: &Choices,
) -> Result<Vec<u8>, DownloadError> {
    match format {
        Format::Raw => raw(&data.forms),
        _ => Ok(tables(data, style, format, choices)?),
    }
}

/// A download as tables.
///
/// # Errors
/// When the format cannot hold the tables, or is [`Format::Raw`].
pub fn tables(
    data: FormExport,
    style: &Style,
    format: Format,
    choices: &Choices,
) -> Result<Vec<u8>, RenderError> {
    let layout = Layout::of(&data.schema, style);
    let tables = Flattened::new(Arc::new(layout), data.forms);
    by_format::render(&tables, format, choices)
}

/// The XML of submissions, in the order given (page: `raw`).
///
/// # Errors
/// When a document came without XML and cannot be written as XML, or two have one id.
pub fn raw(forms: &[Arc<StoredForm>]) -> Result<Vec<u8>, DownloadError> {
    let mut entries = Vec::with_capacity(forms.len());
    for form in forms {
        entries.push((&*form.id, xml(form)?));
    }
    Ok(raw_zip::render(entries)?)
}

/// The XML of a submission: as it came, else as a phone would have sent it.
///
/// # Errors
/// When it came without XML and cannot be written as XML.
pub fn xml(form: &StoredForm) -> Result<Bytes, DownloadError> {
    if let Some(xml) = &form.xml {
        return Ok(xml.clone());
    }
    let answers = form.document.at(&["form"]);
    let answers = answers.map_or(serde_json::Value::Null, |node| node.to_json());
    let written = write_form(&answers).map_err(|error| DownloadError::NoXml {
        id: form.id.to_string(),
        error,
    })?;
    Ok(Bytes::from(written))
}
