//! A zip of submissions: `<document id>.xml`.

use percent_encoding::percent_decode_str;

use super::archive::Entry;

/// Ids and XML, in the order of the archive.
#[must_use]
pub fn submissions(entries: Vec<Entry>) -> Vec<(String, Vec<u8>)> {
    let id = |name: &str| {
        let name = name.strip_suffix(".xml").unwrap_or(name);
        // As `render::raw_zip` writes what an entry name cannot hold.
        percent_decode_str(name).decode_utf8_lossy().into_owned()
    };
    entries
        .into_iter()
        .map(|entry| (id(&entry.name), entry.content))
        .collect()
}
