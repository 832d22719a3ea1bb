//! What some bytes are, told from the bytes; a name decides only between table and text.

use super::{
    csv, html, ini, insert, json, lines, old_workbook, store, table::Table, tar, xml, zlib,
};
use crate::evidence::container::Kind;

/// The content of a file.
pub(super) enum Content {
    /// A zip archive, a workbook among others.
    Zip,
    /// A tar archive.
    Tar,
    /// A file packed with gzip.
    Gzip,
    /// A zlib stream.
    Zlib,
    /// An SQLite database.
    Store,
    /// What a database keeps beside itself, and is read with it.
    Journal,
    /// A workbook of the old format.
    OldWorkbook,
    /// A format that cannot be searched as text and has no reader here; its name.
    Sealed(&'static str),
    /// Bytes that no text has, of no known format: what of them is text.
    Unknown(String),
    /// Everything else.
    Text(String),
}

/// How many bytes are looked at for signs of a page.
const LOOKED_AT: usize = 4096;

pub(super) fn content(bytes: &[u8]) -> Content {
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Content::Zip,
        [0x1f, 0x8b, ..] => Content::Gzip,
        _ if bytes.starts_with(store::MAGIC) => Content::Store,
        // Deleted rows live on in the bytes: searching them would find what is gone.
        _ if store::JOURNALS.iter().any(|magic| bytes.starts_with(magic)) => Content::Journal,
        _ if bytes.starts_with(old_workbook::MAGIC) => Content::OldWorkbook,
        _ if bytes.starts_with(b"%PDF-") => Content::Sealed("a PDF"),
        _ if tar::is_one(bytes) => Content::Tar,
        _ if zlib::is_one(bytes) => Content::Zlib,
        _ if is_binary(bytes) => Content::Unknown(text(bytes)),
        _ => Content::Text(text(bytes)),
    }
}

/// Whether bytes are there that stand in no text; UTF-16 says at its start what it is.
fn is_binary(bytes: &[u8]) -> bool {
    let is_wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    !is_wide && bytes.contains(&0)
}

/// What is text in a file of no known format, line by line.
pub(super) fn unknown(text: &str) -> (Kind, Vec<Table>) {
    (Kind::Text, vec![lines::read(text)])
}

/// Bytes as text: UTF-8, or UTF-16 if they say so; what is neither becomes U+FFFD.
fn text(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units)
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The tables of a text; at least one, if only an empty one.
pub(super) fn tables(name: &str, text: &str) -> (Kind, Vec<Table>) {
    let start = text.trim_start();
    if start.starts_with(['{', '['])
        && let Some(tables) = json::read(text)
    {
        return (Kind::Json, or_empty(tables));
    }
    if start.starts_with('<') {
        if is_page(start) {
            return (Kind::Html, or_empty(html::tables(text)));
        }
        if let Some(table) = xml::read(text) {
            return (Kind::Xml, vec![table]);
        }
    }
    if let Some(tables) = insert::read(text) {
        return (Kind::Store, tables);
    }
    if start.starts_with(['[', '#', ';'])
        && let Some(table) = ini::read(text)
    {
        return (Kind::Ini, vec![table]);
    }
    let name = name.to_ascii_lowercase();
    let is_named_table = [".csv", ".tsv", ".tab"]
        .iter()
        .any(|end| name.ends_with(end));
    if is_named_table || csv::is_tabular(text) {
        return (Kind::Csv, vec![csv::read(text)]);
    }
    (Kind::Text, vec![lines::read(text)])
}

fn or_empty(tables: Vec<Table>) -> Vec<Table> {
    if tables.is_empty() {
        vec![Table::default()]
    } else {
        tables
    }
}

/// Whether a text that begins with `<` is a page and not other XML.
fn is_page(text: &str) -> bool {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].to_ascii_lowercase();
    ["<!doctype html", "<html", "<body", "<table"]
        .iter()
        .any(|sign| head.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(name: &str, bytes: &[u8]) -> Option<Kind> {
        match content(bytes) {
            Content::Text(text) => Some(tables(name, &text).0),
            _ => None,
        }
    }

    #[test]
    fn content_decides_and_not_the_name() {
        for (name, bytes, expected) in [
            ("data.zip", &b"<!DOCTYPE html><p>log in"[..], Kind::Html),
            ("data.csv", b"\n <HTML><title>x", Kind::Html),
            (
                "x",
                b"<?xml version=\"1.0\"?><data><a>1</a></data>",
                Kind::Xml,
            ),
            ("x.xml", b"<data><a>", Kind::Text),
            ("x.txt", b"{\"a\": 1}", Kind::Json),
            ("x.json", b"{\"a\": 1", Kind::Text),
            ("x", b"a,b\n1,2\n", Kind::Csv),
            ("one.CSV", b"alone\n1\n", Kind::Csv),
            ("x", b"\xef\xbb\xbf{\"a\": 1}", Kind::Json),
            ("x", b"\xff\xfea\0,\0b\0\n\0c\0,\0d\0", Kind::Csv),
            (
                "token.txt",
                b"42776b054d8256c86d1f8ca2da557841\n",
                Kind::Text,
            ),
            ("x", b"", Kind::Text),
        ] {
            assert_eq!(
                kind(name, bytes),
                Some(expected),
                "{name}: {}",
                bytes.escape_ascii()
            );
        }
    }

    #[test]
    fn a_database_is_not_searched_as_text() {
        assert!(matches!(content(b"SQLite format 3\0..."), Content::Store));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Content::Text(text) = content(&bytes) {
                prop_assert!(!tables("x", &text).1.is_empty());
            }
        }
    }
}
