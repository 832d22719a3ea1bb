//! The shared strings as records, cut where the format allows it.
//!
//! A record holds 8,224 bytes, and what is longer goes on in `CONTINUE` records. Readers are strict
//! about where the cut is:
//!
//! - the three bytes before a text stay together, and with its first character;
//! - a text that goes on begins in its new record with a byte that says again how it is encoded;
//!   between two texts there is no such byte;
//! - no unit of two bytes is torn apart, and no pair of surrogates either: readers decode record by
//!   record, and half a pair is an error to some and damage to others.

use super::{
    record::{MAX_DATA, kind, length_field},
    shared_strings::SharedStrings,
};

/// Length in units (two bytes) and the byte that says how the text is encoded.
const STRING_HEAD: usize = 3;
/// One byte for each character: all of them are below U+0100.
const NARROW: u8 = 0;
/// UTF-16.
const WIDE: u8 = 1;

/// Appends all shared strings.
///
/// `uses` is how many cells refer to them. Every text has at most 32,767 UTF-16 units.
pub(super) fn push_shared_strings(out: &mut Vec<u8>, strings: &SharedStrings, uses: u32, len: u32) {
    let mut cutter = Cutter::begin(out);
    cutter.out.extend_from_slice(&uses.to_le_bytes());
    cutter.out.extend_from_slice(&len.to_le_bytes());
    let mut narrow = Vec::new();
    let mut wide = Vec::new();
    for text in strings.iter() {
        if text.is_ascii() {
            cutter.narrow(text.as_bytes());
            continue;
        }
        narrow.clear();
        narrow.extend(text.chars().map_while(|c| u8::try_from(c).ok()));
        wide.clear();
        wide.extend(text.encode_utf16());
        if narrow.len() == wide.len() {
            cutter.narrow(&narrow);
        } else {
            cutter.wide(&wide);
        }
    }
    cutter.end();
}

/// Writes a record and its continuations.
struct Cutter<'a> {
    out: &'a mut Vec<u8>,
    /// Where the data of the current record begins.
    start: usize,
}

impl<'a> Cutter<'a> {
    fn begin(out: &'a mut Vec<u8>) -> Self {
        out.extend_from_slice(&kind::SHARED_STRINGS.to_le_bytes());
        out.extend_from_slice(&[0, 0]);
        let start = out.len();
        Self { out, start }
    }

    /// Writes the length of the current record, now that it is known.
    fn end(&mut self) {
        let length = length_field(self.out.len() - self.start);
        self.out[self.start - 2..self.start].copy_from_slice(&length);
    }

    fn next_record(&mut self) {
        self.end();
        self.out.extend_from_slice(&kind::CONTINUE.to_le_bytes());
        self.out.extend_from_slice(&[0, 0]);
        self.start = self.out.len();
    }

    fn room(&self) -> usize {
        MAX_DATA - (self.out.len() - self.start)
    }

    /// Begins a text, in a record that has room for its first character too.
    fn head(&mut self, units: usize, encoding: u8, first: usize) {
        if self.room() < STRING_HEAD + first {
            self.next_record();
        }
        let [low, high, ..] = units.to_le_bytes();
        self.out.extend_from_slice(&[low, high, encoding]);
    }

    fn narrow(&mut self, text: &[u8]) {
        self.head(text.len(), NARROW, text.len().min(1));
        let mut rest = text;
        loop {
            let (now, later) = rest.split_at(rest.len().min(self.room()));
            self.out.extend_from_slice(now);
            if later.is_empty() {
                return;
            }
            rest = later;
            self.next_record();
            self.out.push(NARROW);
        }
    }

    fn wide(&mut self, text: &[u16]) {
        let first = if text.first().is_some_and(|unit| leads(*unit)) {
            4
        } else {
            2
        };
        self.head(text.len(), WIDE, first);
        let mut rest = text;
        loop {
            let mut fits = rest.len().min(self.room() / 2);
            if fits < rest.len() && fits > 0 && leads(rest[fits - 1]) {
                fits -= 1;
            }
            let (now, later) = rest.split_at(fits);
            self.out
                .extend(now.iter().flat_map(|unit| unit.to_le_bytes()));
            if later.is_empty() {
                return;
            }
            rest = later;
            self.next_record();
            self.out.push(WIDE);
        }
    }
}

/// Whether a unit is the first of a pair of surrogates.
fn leads(unit: u16) -> bool {
    (0xD800..0xDC00).contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::{super::shared_strings::TooMany, *};
    use proptest::prelude::*;

    fn encode(texts: &[String]) -> Vec<u8> {
        let mut strings = SharedStrings::default();
        for text in texts {
            strings.index(text, || Ok::<(), TooMany>(())).unwrap();
        }
        let mut out = Vec::new();
        push_shared_strings(&mut out, &strings, 7, u32::try_from(strings.len()).unwrap());
        out
    }

    /// A reader that follows the rules to the letter and fails where one is broken.
    fn decode(bytes: &[u8]) -> Vec<String> {
        let mut records = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let wanted = if records.is_empty() {
                kind::SHARED_STRINGS
            } else {
                kind::CONTINUE
            };
            assert_eq!(rest[..2], wanted.to_le_bytes());
            let length = usize::from(u16::from_le_bytes([rest[2], rest[3]]));
            assert!(0 < length && length <= MAX_DATA);
            let (data, later) = rest[4..].split_at(length);
            records.push(data);
            rest = later;
        }
        let mut records = records.into_iter();
        let mut data = records.next().unwrap();
        assert_eq!(data[..4], 7u32.to_le_bytes());
        let count = u32::from_le_bytes(data[4..8].try_into().unwrap());
        data = &data[8..];
        let mut texts = Vec::new();
        for _ in 0..count {
            if data.is_empty() {
                data = records.next().expect("another record");
            }
            let mut left = usize::from(u16::from_le_bytes([data[0], data[1]]));
            let mut encoding = data[2];
            data = &data[3..];
            assert!(left == 0 || !data.is_empty(), "a head without a character");
            let mut text = String::new();
            while left > 0 {
                if data.is_empty() {
                    data = records.next().expect("another record");
                    assert_eq!(data[0], encoding);
                    encoding = data[0];
                    data = &data[1..];
                }
                let width = usize::from(encoding) + 1;
                let now = left.min(data.len() / width);
                let (piece, later) = data.split_at(now * width);
                let units: Vec<u16> = piece
                    .chunks(width)
                    .map(|unit| u16::from_le_bytes([unit[0], *unit.get(1).unwrap_or(&0)]))
                    .collect();
                text.push_str(&String::from_utf16(&units).expect("no pair is split"));
                left -= now;
                data = later;
                assert!(left == 0 || data.is_empty(), "a unit is split");
            }
            texts.push(text);
        }
        assert!(data.is_empty() && records.next().is_none());
        texts
    }

    #[test]
    fn long_texts_of_every_kind_survive_at_every_offset() {
        for (offset, tail) in (0..120).flat_map(|o| ["x", "é", "अ", "😀", "é😀"].map(|t| (o, t)))
        {
            // The first text ends just before, at and behind the border of the first record.
            let texts = [
                "y".repeat(MAX_DATA - 8 - STRING_HEAD - 60 + offset),
                tail.repeat(9_000),
                format!("अ{}", tail.repeat(9_001)),
                tail.to_owned(),
            ];
            assert_eq!(decode(&encode(&texts)), texts);
        }
    }

    proptest! {
        #[test]
        fn any_texts_survive(
            parts in prop::collection::vec(("[a-zé\u{ff}]{0,4}|[अ😀-😎\u{feff}\u{fffe}]{0,4}|\\PC{0,6}", 1usize..3_000), 0..8)
        ) {
            let mut texts = Vec::new();
            for (part, times) in parts {
                let text = part.repeat(times);
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
            prop_assert_eq!(decode(&encode(&texts)), texts);
        }
    }
}
