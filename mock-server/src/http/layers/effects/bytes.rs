//! Other bytes in the body.

use std::{io::Read as _, ops::Range};

use bytes::Bytes;
use flate2::read::DeflateDecoder;

use super::garbage;
use crate::faults::{Effect, Spot};

/// The body an effect makes of another, unchanged if it is not of that kind.
pub(crate) fn changed(effect: &Effect, body: Bytes) -> Bytes {
    match effect {
        Effect::GarbageBody { seed } => garbage::bytes(*seed, body.len()).into(),
        Effect::ChangedByte { at } => one_changed(&body, *at),
        Effect::Truncated { at } => body.slice(..place(*at, &body)),
        _ => body,
    }
}

/// What is changed in a byte, unless something else hides better.
const CHANGE: u8 = 0x40;

/// So many places are tried to find one that nothing but a checksum tells of.
const TRIED: usize = 64;

/// Larger entries are not inflated to find such a place.
const LARGEST: usize = 1 << 20;

fn one_changed(body: &Bytes, at: Option<Spot>) -> Bytes {
    let (place, change) = match (at, first_filled(body)) {
        (Some(at), _) => (place(at, body), CHANGE),
        (None, Some(entry)) => entry.hidden_change(body),
        (None, None) => (body.len() / 2, CHANGE),
    };
    let mut bytes = body.to_vec();
    // A place at the very end means the last byte; an empty body has none to change.
    let last = bytes.len().saturating_sub(1);
    if let Some(byte) = bytes.get_mut(place.min(last)) {
        *byte ^= change;
    }
    bytes.into()
}

fn place(at: Spot, body: &Bytes) -> usize {
    usize::try_from(at.of(body.len() as u64)).unwrap_or(body.len())
}

/// Where the data of an entry of a zip archive are, and how many they become.
struct Filled {
    data: Range<usize>,
    content: usize,
}

/// The first entry of a zip archive that has any data: not its name, nor what nobody looks at.
fn first_filled(body: &[u8]) -> Option<Filled> {
    const HEADER: usize = 30;
    let mut entry = 0;
    loop {
        let header = body.get(entry..)?.get(..HEADER)?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let number = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let data = entry + HEADER + number(26) + number(28);
        let length = number(18) + (number(20) << 16);
        let content = number(22) + (number(24) << 16);
        if content > 0 && data + length <= body.len() {
            return Some(Filled {
                data: data..data + length,
                content,
            });
        }
        entry = data + length;
    }
}

impl Filled {
    /// A place from the middle of the data on, and a change there, that leave the length of the
    /// content as it is: only the checksum tells. Where none is found, the middle.
    fn hidden_change(&self, body: &[u8]) -> (usize, u8) {
        let middle = self.data.start + self.data.len() / 2;
        if self.content <= LARGEST {
            let mut data = body[self.data.clone()].to_vec();
            let whole = self.inflate(&data);
            for place in (middle..self.data.end).take(TRIED) {
                for change in [CHANGE, 0x01, 0x04, 0x10] {
                    data[place - self.data.start] ^= change;
                    let content = self.inflate(&data);
                    data[place - self.data.start] ^= change;
                    if content.is_some() && content != whole {
                        return (place, change);
                    }
                }
            }
        }
        (middle, CHANGE)
    }

    /// The content, if the data make as much of it as they should.
    fn inflate(&self, data: &[u8]) -> Option<Vec<u8>> {
        let mut content = Vec::with_capacity(self.content);
        let more = self.content as u64 + 1;
        let mut inflated = DeflateDecoder::new(data).take(more);
        inflated.read_to_end(&mut content).ok()?;
        (content.len() == self.content).then_some(content)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use proptest::prelude::*;
    use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(entries: &[(&str, &str)]) -> Bytes {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner().into()
    }

    fn content(body: &[u8], index: usize) -> Result<String, String> {
        let mut zip = ZipArchive::new(Cursor::new(body)).map_err(|e| e.to_string())?;
        let mut text = String::new();
        let mut entry = zip.by_index(index).map_err(|e| e.to_string())?;
        entry.read_to_string(&mut text).map_err(|e| e.to_string())?;
        Ok(text)
    }

    #[test]
    fn the_first_filled_entry_of_an_archive_is_damaged_and_the_others_are_not() {
        let body = archive(&[("a", ""), ("b", "some text, some more text"), ("c", "end")]);
        let damaged = changed(&Effect::ChangedByte { at: None }, body.clone());
        assert_eq!(damaged.len(), body.len());
        assert_eq!(content(&body, 1).unwrap(), "some text, some more text");
        assert!(content(&damaged, 1).is_err());
        assert_eq!(content(&damaged, 2).unwrap(), "end");
    }

    #[test]
    fn only_the_checksum_tells_of_the_changed_byte() {
        let rows: String = (0..300)
            .map(|row| format!("{row},asha,{}\r\n", row * 7919 % 1000))
            .collect();
        let body = archive(&[("#.csv", &rows)]);
        let damaged = changed(&Effect::ChangedByte { at: None }, body);
        let entry = first_filled(&damaged).unwrap();
        let content = entry.inflate(&damaged[entry.data.clone()]).unwrap();
        assert_eq!(content.len(), rows.len());
        assert_ne!(content, rows.as_bytes());
    }

    #[test]
    fn what_is_no_archive_is_changed_in_the_middle() {
        let body = Bytes::from_static(b"0123456789");
        let damaged = changed(&Effect::ChangedByte { at: None }, body);
        assert_eq!(&damaged[..], b"01234u6789");
    }

    proptest! {
        #[test]
        fn exactly_one_byte_changes(body in prop::collection::vec(any::<u8>(), 1..200), percent in 0u8..=100) {
            let body = Bytes::from(body);
            for at in [None, Some(Spot::Percent(percent)), Some(Spot::Bytes(150))] {
                let damaged = changed(&Effect::ChangedByte { at }, body.clone());
                prop_assert_eq!(damaged.len(), body.len());
                let differ = damaged.iter().zip(&body).filter(|(a, b)| a != b).count();
                prop_assert_eq!(differ, 1);
            }
        }

        #[test]
        fn any_bytes_will_do(tail in prop::collection::vec(any::<u8>(), 0..80), length in 0usize..80) {
            let body = [b"PK\x03\x04".as_slice(), &tail].concat();
            let body = Bytes::from(body).slice(..length.min(tail.len()));
            for effect in [
                Effect::ChangedByte { at: None },
                Effect::GarbageBody { seed: 1 },
                Effect::Truncated { at: Spot::Percent(100) },
            ] {
                prop_assert_eq!(changed(&effect, body.clone()).len(), body.len());
            }
        }
    }
}
