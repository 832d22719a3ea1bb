//! The raw format: a zip of the submitted XML (facts E.5).

use std::{
    collections::HashSet,
    fmt::Write as _,
    io::{self, Cursor, Write as _},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{RenderError, wanted};

/// The longest entry name a zip can hold, in bytes.
const NAME_BYTES: usize = 65_535;

/// Zips submissions as they came, one stored entry `<document id>.xml` each, in the order given.
///
/// An id is any text here. Slashes, backslashes, control characters and the percent sign are
/// written as `%2F` and so on: no entry can point out of the folder it is unpacked into, and
/// different ids stay different.
///
/// ```
/// let nothing = fakehq::render::raw_zip::render(Vec::<(&str, &[u8])>::new()).unwrap();
/// assert_eq!(nothing.len(), 22);
/// ```
///
/// # Errors
/// When an id comes twice or is too long to name an entry.
pub fn render<I, X>(documents: impl IntoIterator<Item = (I, X)>) -> Result<Vec<u8>, RenderError>
where
    I: AsRef<str>,
    X: AsRef<[u8]>,
{
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::DEFAULT);
    let mut names = HashSet::new();
    for (id, xml) in documents {
        wanted::ask()?;
        let id = id.as_ref();
        let name = entry_name(id);
        if name.len() > NAME_BYTES {
            let start: String = id.chars().take(40).collect();
            return Err(RenderError::DoesNotFit(format!(
                "the document id that begins with {start:?} is too long to name an entry of a zip"
            )));
        }
        if names.contains(&name) {
            return Err(RenderError::DoesNotFit(format!(
                "two documents have the id {id:?}; a zip cannot hold both"
            )));
        }
        zip.start_file(name.as_str(), options)
            .map_err(io::Error::from)?;
        names.insert(name);
        zip.write_all(xml.as_ref())?;
    }
    Ok(zip.finish().map_err(io::Error::from)?.into_inner())
}

fn entry_name(id: &str) -> String {
    let mut name = String::with_capacity(id.len() + 4);
    for c in id.chars() {
        if matches!(c, '%' | '/' | '\\') || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing into a String cannot fail.
                let _ = write!(name, "%{byte:02X}");
            }
        } else {
            name.push(c);
        }
    }
    name.push_str(".xml");
    name
}
