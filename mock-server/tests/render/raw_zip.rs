//! The zip of submissions, read back.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
};

use fakehq::render::{RenderError, raw_zip::render};
use proptest::{collection::vec, prelude::*};
use zip::{CompressionMethod, ZipArchive, read::read_zipfile_from_stream};

/// Names and contents, in the order in which they stand, as a reader sees them that cannot seek.
fn read(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut stream = Cursor::new(bytes);
    let mut entries = Vec::new();
    while let Some(mut entry) = read_zipfile_from_stream(&mut stream).unwrap() {
        assert_eq!(entry.compression(), CompressionMethod::Stored);
        let mut xml = Vec::new();
        entry.read_to_end(&mut xml).unwrap();
        entries.push((entry.name().unwrap().into_owned(), xml));
    }
    assert_eq!(
        ZipArchive::new(Cursor::new(bytes)).unwrap().len(),
        entries.len()
    );
    entries
}

#[test]
fn nothing_gives_an_empty_zip_of_22_bytes() {
    let bytes = render(Vec::<(String, Vec<u8>)>::new()).unwrap();
    assert_eq!(bytes.len(), 22);
    assert_eq!(read(&bytes), []);
}

#[test]
fn entries_are_named_by_id_in_the_order_given() {
    let bytes = render([("b2", "<data/>"), ("uuid:a1", "<भ/>")]).unwrap();
    assert_eq!(
        read(&bytes),
        [
            ("b2.xml".to_owned(), b"<data/>".to_vec()),
            ("uuid:a1.xml".to_owned(), "<भ/>".as_bytes().to_vec()),
        ]
    );
}

#[test]
fn no_entry_points_out_of_its_folder() {
    let bytes = render([
        ("../up", ""),
        ("/abs", ""),
        ("c:\\win", ""),
        ("nul\0", ""),
        ("%", ""),
        ("..", ""),
        ("", ""),
    ])
    .unwrap();
    let names: Vec<String> = read(&bytes).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "..%2Fup.xml",
            "%2Fabs.xml",
            "c:%5Cwin.xml",
            "nul%00.xml",
            "%25.xml",
            "...xml",
            ".xml"
        ]
    );
}

#[test]
fn an_id_that_comes_twice_or_is_endless_is_refused() {
    for ids in [["a", "a"], ["b", &"x".repeat(65_532)]] {
        let refused = render(ids.map(|id| (id, "")));
        assert!(matches!(refused, Err(RenderError::DoesNotFit(_))));
    }
}

proptest! {
    #[test]
    fn different_ids_stay_different(
        ids in vec("[%/\\\\25FC.]{0,4}|(?s).{0,6}", 0..20), xml in vec(any::<u8>(), 0..50)
    ) {
        let ids: BTreeSet<String> = ids.into_iter().collect();
        let entries = read(&render(ids.iter().map(|id| (id, &xml))).unwrap());
        prop_assert_eq!(entries.len(), ids.len());
        let names: BTreeSet<&String> = entries.iter().map(|(name, _)| name).collect();
        prop_assert_eq!(names.len(), ids.len());
        prop_assert!(entries.iter().all(|(_, read)| *read == xml));
    }

    #[test]
    fn the_same_documents_give_the_same_bytes(xml in vec(any::<u8>(), 0..50)) {
        prop_assert_eq!(render([("a", &xml)]).unwrap(), render([("a", &xml)]).unwrap());
    }
}
