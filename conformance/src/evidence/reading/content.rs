//! What some bytes hold, read by the format they are in.

use super::{Reading, Remark};
use crate::evidence::{
    archive::{self, Refused},
    container::Kind,
    gzip,
    nested::Nested,
    old_workbook, sheet,
    sniff::{self, Content},
    table::Table,
    tar, zlib,
};

impl Reading<'_> {
    pub(super) fn content(&mut self, place: &str, bytes: &[u8], nesting: usize) {
        match sniff::content(bytes) {
            Content::Zip | Content::Tar | Content::Gzip | Content::Zlib
                if nesting >= self.limits.nesting =>
            {
                self.note(place, Remark::Limit("archives in archives".into()));
            }
            Content::Zip => self.archive(place, bytes, nesting),
            Content::Tar => match tar::entries(bytes) {
                Ok(entries) => {
                    for entry in entries {
                        let inner = format!("{place}!{}", entry.name);
                        let length = entry.content.len() as u64;
                        if !self.spend_file(&inner) || !self.spend(&inner, length) {
                            return;
                        }
                        self.content(&inner, entry.content, nesting + 1);
                    }
                }
                Err(refused) => self.refuse(place, refused),
            },
            Content::Gzip => {
                let inner = self.unpacked(|left| gzip::read(bytes, left));
                self.packed(place, inner, ".gz", nesting);
            }
            Content::Zlib => {
                let inner = self.unpacked(|left| zlib::read(bytes, left));
                self.packed(place, inner, ".z", nesting);
            }
            Content::Store => self.store(place, bytes, None),
            Content::Journal => {}
            Content::OldWorkbook if self.on_its_own => match old_workbook::read(bytes) {
                Ok(sheets) => self.each_apart(place, Kind::Sheet, sheets, nesting),
                Err(refused) => self.refuse(place, refused),
            },
            Content::OldWorkbook => {
                self.note(place, Remark::Sealed("an old Office file (xls)".into()));
            }
            Content::Sealed(what) => self.note(place, Remark::Sealed(what.into())),
            // What it holds may be seen in it, but not what belongs together.
            Content::Unknown(text) => {
                self.note(
                    place,
                    Remark::Sealed("a file of a format of its own".into()),
                );
                let (kind, tables) = sniff::unknown(&text);
                self.tables(place, kind, tables, &text.into(), nesting);
            }
            Content::Text(text) => {
                let (kind, tables) = sniff::tables(place, &text);
                self.tables(place, kind, tables, &text.into(), nesting);
            }
        }
    }

    /// What was one packed file, known by its name without the ending.
    fn packed(&mut self, place: &str, inner: Result<Vec<u8>, Refused>, end: &str, nesting: usize) {
        match inner {
            Ok(inner) => {
                if self.spend_file(place) {
                    let name = place.strip_suffix(end).unwrap_or(place);
                    let name = name.rsplit('/').next().unwrap_or(name);
                    self.content(&format!("{place}!{name}"), &inner, nesting + 1);
                }
            }
            Err(refused) => self.refuse(place, refused),
        }
    }

    /// What stands inside the values of a table.
    pub(super) fn inside(&mut self, place: &str, nested: Nested, nesting: usize) {
        for table in nested.tables {
            let name = table.name.clone().unwrap_or_default();
            let table = Table {
                name: None,
                ..table
            };
            let place = format!("{place}!{name}");
            self.each_apart(&place, Kind::Json, vec![table], nesting + 1);
        }
        for (name, bytes) in nested.files {
            if !self.spend_file(place) {
                return;
            }
            self.content(&format!("{place}!{name}"), &bytes, nesting + 1);
        }
    }

    /// Unpacks something. Only what comes out whole is taken off the bytes that may be kept.
    fn unpacked(
        &mut self,
        unpack: impl FnOnce(&mut u64) -> Result<Vec<u8>, Refused>,
    ) -> Result<Vec<u8>, Refused> {
        let most = self.bytes.min(self.work);
        let mut left = most;
        let unpacked = unpack(&mut left);
        self.work -= most - left;
        if unpacked.is_ok() {
            self.bytes -= most - left;
        }
        unpacked
    }

    fn archive(&mut self, place: &str, bytes: &[u8], nesting: usize) {
        let entries = match archive::entries(bytes) {
            Ok(entries) => entries,
            Err(refused) => return self.refuse(place, refused),
        };
        let is_workbook = sheet::is_workbook(&entries);
        for entry in entries {
            let inner_place = format!("{place}!{}", entry.name);
            match self.unpacked(|left| entry.read(left)) {
                Ok(inner) => {
                    if !self.spend_file(&inner_place) {
                        return;
                    }
                    if !is_workbook {
                        self.content(&inner_place, &inner, nesting + 1);
                    }
                }
                Err(refused) => {
                    self.refuse(&inner_place, refused);
                    if is_workbook {
                        return;
                    }
                }
            }
        }
        if is_workbook {
            match sheet::read(bytes) {
                Ok(sheets) => self.each_apart(place, Kind::Sheet, sheets, nesting),
                Err(refused) => self.refuse(place, refused),
            }
        }
    }
}
