//! Reading an archive of texts back.
#![allow(
    dead_code,
    reason = "several test binaries share this, and not all take both"
)]

use std::{collections::BTreeMap, io::Read};

/// Names and texts of all entries, met by walking the archive from its beginning.
pub(crate) fn all_entries(mut archive: &[u8]) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    while let Some(mut file) = zip::read::read_zipfile_from_stream(&mut archive).unwrap() {
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        entries.push((file.name().unwrap().into_owned(), text));
    }
    entries
}

/// Entry name to text; a name twice is a failure.
pub(crate) fn entries(archive: &[u8]) -> BTreeMap<String, String> {
    let all = all_entries(archive);
    let count = all.len();
    let entries = BTreeMap::from_iter(all);
    assert_eq!(entries.len(), count, "a name is there twice");
    entries
}
