//! Reading a csv archive back.

use std::{collections::BTreeMap, io::Read};

/// Entry name to text, met by walking the archive from its beginning; a name twice is a failure.
pub(crate) fn entries(mut archive: &[u8]) -> BTreeMap<String, String> {
    let mut entries = BTreeMap::new();
    while let Some(mut file) = zip::read::read_zipfile_from_stream(&mut archive).unwrap() {
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert!(
            entries.insert(name.clone(), text).is_none(),
            "{name} is there twice"
        );
    }
    entries
}
