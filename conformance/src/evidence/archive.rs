//! Zip archives, walked by their directory so that two entries of one name are both seen.

use std::io::Read;

use flate2::{Crc, read::DeflateDecoder};

const END: [u8; 4] = *b"PK\x05\x06";
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";
const LOCAL: [u8; 4] = *b"PK\x03\x04";

/// How many entries an archive may have.
const MOST_ENTRIES: usize = 20_000;

/// The end record is 22 bytes, and a comment of up to 65,535 may follow it.
const END_LENGTH: usize = 22;

/// One entry of an archive, still compressed.
pub(super) struct Entry<'a> {
    /// Its name, odd or not; what is no UTF-8 becomes U+FFFD.
    pub(super) name: String,
    packed: &'a [u8],
    method: u16,
    encrypted: bool,
    size: u64,
    checksum: u32,
}

/// Why bytes cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// They are not what they should be.
    Damaged(String),
    /// They are more than may be read.
    TooLarge,
    /// They are in more pieces than may be read.
    TooMany,
}

fn damaged<T>(what: &str) -> Result<T, Refused> {
    Err(Refused::Damaged(what.to_owned()))
}

/// The entries of an archive, in the order of its directory; folders are left out.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<Entry<'_>>, Refused> {
    let Some(end) = end_record(bytes) else {
        return damaged("the zip has no end: it is cut or no zip");
    };
    let count = field(bytes, end + 10, 2).unwrap_or_default();
    let mut at = to_usize(field(bytes, end + 16, 4));
    let mut entries = Vec::new();
    // Counts end at 65,535 in this format; a longer directory is followed to its end.
    while bytes
        .get(at..)
        .is_some_and(|rest| rest.starts_with(&DIRECTORY))
    {
        if entries.len() >= MOST_ENTRIES {
            return Err(Refused::TooMany);
        }
        let Some((entry, next)) = entry(bytes, at) else {
            return damaged("the directory of the zip points outside of it");
        };
        if !entry.name.ends_with('/') {
            entries.push(entry);
        }
        at = next;
    }
    if count > 0 && entries.is_empty() && at == to_usize(field(bytes, end + 16, 4)) {
        return damaged("the directory of the zip is not where it should be");
    }
    if overlap(&entries, bytes) {
        return damaged("entries of the zip lie over each other");
    }
    Ok(entries)
}

/// Whether two entries share bytes: a small file could then stand for any amount of data.
fn overlap(entries: &[Entry<'_>], bytes: &[u8]) -> bool {
    let start = bytes.as_ptr().addr();
    let range = |entry: &Entry<'_>| {
        let from = entry.packed.as_ptr().addr() - start;
        (from, from + entry.packed.len())
    };
    let mut ranges: Vec<_> = entries
        .iter()
        .map(range)
        .filter(|(from, to)| from < to)
        .collect();
    ranges.sort_unstable();
    ranges.windows(2).any(|pair| pair[1].0 < pair[0].1)
}

impl Entry<'_> {
    /// The content, checked against its length and checksum. `left` is how many bytes may still be
    /// inflated; what was is taken off, whatever came of it.
    pub(super) fn read(&self, left: &mut u64) -> Result<Vec<u8>, Refused> {
        if self.encrypted {
            return damaged("the entry is encrypted");
        }
        let content = match self.method {
            0 => inflate(self.packed, left)?,
            8 => inflate(DeflateDecoder::new(self.packed), left)?,
            method => return damaged(&format!("compression method {method} is unknown")),
        };
        let mut checksum = Crc::new();
        checksum.update(&content);
        if content.len() as u64 != self.size {
            return damaged("the entry has another length than the zip says");
        }
        if checksum.sum() != self.checksum {
            return damaged("the checksum is wrong");
        }
        Ok(content)
    }
}

/// Reads a decoder to its end, or refuses to. What came out of it is taken off `left`.
pub(super) fn inflate(decoder: impl Read, left: &mut u64) -> Result<Vec<u8>, Refused> {
    let mut content = Vec::new();
    let read = decoder
        .take(left.saturating_add(1))
        .read_to_end(&mut content);
    let Some(rest) = left.checked_sub(content.len() as u64) else {
        *left = 0;
        return Err(Refused::TooLarge);
    };
    *left = rest;
    match read {
        Ok(_) => Ok(content),
        Err(error) => damaged(&format!("it cannot be inflated: {error}")),
    }
}

/// Where the end record begins, looked for from the back.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last)
        .rev()
        .find(|at| bytes[*at..].starts_with(&END))
}

/// The entry whose directory record stands at `at`, and where the next one stands.
fn entry(bytes: &[u8], at: usize) -> Option<(Entry<'_>, usize)> {
    let name_length = to_usize(field(bytes, at + 28, 2));
    let extra = to_usize(field(bytes, at + 30, 2)) + to_usize(field(bytes, at + 32, 2));
    let name = bytes.get(at + 46..)?.get(..name_length)?;
    let local = to_usize(field(bytes, at + 42, 4));
    if !bytes.get(local..)?.starts_with(&LOCAL) {
        return None;
    }
    // The local record has its own name and extra field, which may be of another length.
    let skipped = to_usize(field(bytes, local + 26, 2)) + to_usize(field(bytes, local + 28, 2));
    let packed = bytes
        .get(local + 30..)?
        .get(skipped..)?
        .get(..to_usize(field(bytes, at + 20, 4)))?;
    let entry = Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        packed,
        method: u16::try_from(field(bytes, at + 10, 2)?).ok()?,
        encrypted: field(bytes, at + 8, 2)? & 1 == 1,
        size: field(bytes, at + 24, 4)?,
        checksum: u32::try_from(field(bytes, at + 16, 4)?).ok()?,
    };
    Some((entry, at + 46 + name_length + extra))
}

/// A little-endian number of `length` bytes.
fn field(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..)?.get(..length)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    )
}

/// Out of reach when the field is: no slice begins there.
fn to_usize(field: Option<u64>) -> usize {
    field
        .and_then(|field| usize::try_from(field).ok())
        .unwrap_or(usize::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    fn archive(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in files {
            let options = SimpleFileOptions::default().compression_method(method);
            writer.start_file(*name, options).expect("a new name");
            writer.write_all(content).expect("memory");
        }
        writer.finish().expect("memory").into_inner()
    }

    fn names_and_contents(bytes: &[u8]) -> Vec<(String, Result<Vec<u8>, Refused>)> {
        let entries = entries(bytes).expect("a zip");
        entries
            .iter()
            .map(|entry| (entry.name.clone(), entry.read(&mut 1_000_000)))
            .collect()
    }

    #[test]
    fn entries_of_odd_names_come_whole() {
        let files: [(&str, &[u8]); 3] = [
            ("#|form|child|#.csv", b"a,b"),
            ("../up", b""),
            ("\\", &[0; 5_000]),
        ];
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let expected = files.map(|(name, content)| (name.to_owned(), Ok(content.to_vec())));
            assert_eq!(names_and_contents(&archive(&files, method)), expected);
        }
    }

    #[test]
    fn two_entries_of_one_name_are_both_seen() {
        let mut bytes = archive(
            &[("a.csv", b"first"), ("b.csv", b"second")],
            CompressionMethod::Stored,
        );
        while let Some(at) = bytes.windows(5).position(|window| window == b"b.csv") {
            bytes[at] = b'a';
        }
        let contents: Vec<_> = names_and_contents(&bytes).into_iter().collect();
        assert_eq!(
            contents,
            [
                ("a.csv".to_owned(), Ok(b"first".to_vec())),
                ("a.csv".to_owned(), Ok(b"second".to_vec()))
            ]
        );
    }

    #[test]
    fn an_empty_zip_has_no_entries() {
        let empty = archive(&[], CompressionMethod::Stored);
        assert_eq!(empty.len(), END_LENGTH);
        assert!(names_and_contents(&empty).is_empty());
    }

    #[test]
    fn damage_is_told() {
        let whole = archive(&[("a.csv", b"content")], CompressionMethod::Stored);
        assert!(matches!(
            entries(&whole[..whole.len() - 1]),
            Err(Refused::Damaged(_))
        ));
        let mut changed = whole.clone();
        let at = changed
            .windows(7)
            .position(|window| window == b"content")
            .expect("stored");
        changed[at] ^= 1;
        assert_eq!(
            names_and_contents(&changed)[0].1,
            damaged("the checksum is wrong")
        );
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bytes = archive(&[("zeros", &[0; 100_000])], CompressionMethod::Deflated);
        let entries = entries(&bytes).expect("a zip");
        assert_eq!(entries[0].read(&mut 99_999), Err(Refused::TooLarge));
        assert_eq!(
            entries[0].read(&mut 100_000).map(|content| content.len()),
            Ok(100_000)
        );
    }

    proptest! {
        #[test]
        fn changed_bytes_never_panic(at in any::<proptest::sample::Index>(), new: u8, cut in any::<proptest::sample::Index>()) {
            let mut bytes = archive(&[("a", b"abcabcabc"), ("b", b"x")], CompressionMethod::Deflated);
            let place = at.index(bytes.len());
            bytes[place] = new;
            for bytes in [&bytes[..], &bytes[cut.index(bytes.len())..]] {
                if let Ok(entries) = entries(bytes) {
                    for entry in entries {
                        let _ = entry.read(&mut 1_000);
                    }
                }
            }
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = entries(&[&bytes[..], &END, &bytes[..], &[0; 22]].concat());
        }
    }
}
