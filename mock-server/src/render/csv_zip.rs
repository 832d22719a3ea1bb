//! A zip with one csv file per table (facts E.5).

use std::{
    collections::HashSet,
    io::{Cursor, Write},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{RenderError, csv};
use crate::tables::{
    names::{Naming, entry_names},
    table::Tables,
};

/// Twice as fast as the usual level, for six percent more bytes.
const LEVEL: i64 = 3;

/// Text collected before it is handed to the archive, in bytes.
const PIECE: usize = 64 * 1024;

const EXTENSION: &str = ".csv";
const UTF8_MARK: &str = "\u{feff}";

/// How a csv archive is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvZip {
    /// How table names become entry names. Under [`Naming::Original`] two entries may share one.
    pub naming: Naming,
    /// Whether every entry begins with a UTF-8 mark, as from 2015-05-29 on.
    pub utf8_mark: bool,
}

impl CsvZip {
    /// Writes the archive. Without any table it is the empty archive of 22 bytes.
    ///
    /// # Errors
    /// When something is larger than an archive can hold: an entry of 4 GiB, a name of 64 KiB.
    pub fn render(self, tables: &dyn Tables) -> Result<Vec<u8>, RenderError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(DateTime::default());
        let names: Vec<String> = entry_names(tables, self.naming)
            .into_iter()
            .map(|name| name + EXTENSION)
            .collect();
        let unique = with_stand_ins(&names)?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut piece = Vec::with_capacity(PIECE + PIECE / 8);
        for (table, name) in unique.iter().enumerate() {
            zip.start_file(name.as_str(), options).map_err(of_zip)?;
            if self.utf8_mark {
                piece.extend_from_slice(UTF8_MARK.as_bytes());
            }
            csv::write_headers(&mut piece, tables.headers(table));
            tables.rows(table, &mut |row| {
                csv::write_row(&mut piece, row)?;
                if piece.len() >= PIECE {
                    zip.write_all(&piece)?;
                    piece.clear();
                }
                Ok(())
            })?;
            zip.write_all(&piece)?;
            piece.clear();
        }
        let mut archive = zip.finish().map_err(of_zip)?.into_inner();
        if unique != names {
            rename(&mut archive, &names);
        }
        Ok(archive)
    }
}

/// The archive writer refuses a second entry of the same name. So a repeated name is written with
/// another ending of the same length, which no real name has, and put right afterwards.
fn with_stand_ins(names: &[String]) -> Result<Vec<String>, RenderError> {
    let mut seen = HashSet::new();
    let mut repeated = 0_u32;
    names
        .iter()
        .map(|name| {
            if seen.insert(name) {
                return Ok(name.clone());
            }
            let ending = format!("{repeated:04x}");
            repeated += 1;
            if ending.len() != EXTENSION.len() {
                return Err(RenderError::DoesNotFit(format!(
                    "more than {} tables share their names with others; \
                     set the quirk clashing-names to make them distinct",
                    u16::MAX
                )));
            }
            Ok(name.strip_suffix(EXTENSION).unwrap_or(name).to_owned() + &ending)
        })
        .collect()
}

/// Gives the entries of an archive other names of the same lengths, in both of their places.
fn rename(archive: &mut [u8], names: &[String]) {
    /// From the end record to the offset of the central directory.
    const END_RECORD: usize = 22;
    const DIRECTORY_OFFSET: usize = 16;
    /// Bytes of a directory entry and of a local header before their names.
    const DIRECTORY_ENTRY: usize = 46;
    const LOCAL_HEADER: usize = 30;

    let number = |archive: &[u8], at: usize, bytes: usize| {
        let field = archive.get(at..at + bytes).unwrap_or_default();
        field
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let Some(end) = archive.len().checked_sub(END_RECORD) else {
        return;
    };
    let mut entry = number(archive, end + DIRECTORY_OFFSET, 4);
    for name in names {
        let lengths = [28, 30, 32].map(|field| number(archive, entry + field, 2));
        let local = number(archive, entry + 42, 4);
        for place in [entry + DIRECTORY_ENTRY, local + LOCAL_HEADER] {
            if let Some(old) = archive.get_mut(place..place + name.len()) {
                old.copy_from_slice(name.as_bytes());
            }
        }
        entry += DIRECTORY_ENTRY + lengths.iter().sum::<usize>();
    }
}

fn of_zip(error: zip::result::ZipError) -> RenderError {
    RenderError::Io(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::listed::Listed;
    use std::io::Read;

    /// All entries as a reader meets them that walks the archive from its beginning.
    fn entries(archive: &[u8]) -> Vec<(String, String)> {
        let mut entries = Vec::new();
        let mut rest = archive;
        while let Some(mut file) = zip::read::read_zipfile_from_stream(&mut rest).unwrap() {
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            entries.push((file.name().unwrap().into_owned(), text));
        }
        entries
    }

    fn tables(names: &[&str]) -> Listed {
        let mut tables: Listed = names
            .iter()
            .map(|name| ((*name).to_owned(), vec!["h".to_owned()]))
            .collect();
        for (table, name) in names.iter().enumerate() {
            tables.push(table, vec![(*name).into()]);
        }
        tables
    }

    #[test]
    fn no_table_is_the_empty_archive() {
        let archive = CsvZip::default().render(&tables(&[])).unwrap();
        assert_eq!(archive.len(), 22);
    }

    #[test]
    fn two_entries_of_one_name_as_the_original_wrote_them() {
        let tables = tables(&["#|ü:y|#", "#|ü-y|#", "#|ü/y|#", "#|z|#"]);
        let original = CsvZip {
            naming: Naming::Original,
            utf8_mark: false,
        };
        let archive = original.render(&tables).unwrap();
        let found = entries(&archive);
        let expected = [
            ("#|ü-y|#.csv", "h\r\n#|ü:y|#\r\n"),
            ("#|ü-y|#.csv", "h\r\n#|ü-y|#\r\n"),
            ("#|ü-y|#.csv", "h\r\n#|ü/y|#\r\n"),
            ("#|z|#.csv", "h\r\n#|z|#\r\n"),
        ];
        assert_eq!(
            found,
            expected.map(|(name, text)| (name.to_owned(), text.to_owned()))
        );
        // The directory at the end says the same: as many entries, and the last of each name.
        let mut directory = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        let mut last = String::new();
        directory
            .by_name("#|ü-y|#.csv")
            .unwrap()
            .read_to_string(&mut last)
            .unwrap();
        assert_eq!(last, expected[2].1);

        let distinct = CsvZip::default().render(&tables).unwrap();
        let names: Vec<String> = entries(&distinct)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(
            names,
            ["#|ü-y|#.csv", "#|ü-y|#1.csv", "#|ü-y|#2.csv", "#|z|#.csv"]
        );
    }

    #[test]
    fn the_mark_stands_at_the_start_of_every_entry() {
        let marked = CsvZip {
            utf8_mark: true,
            ..CsvZip::default()
        };
        for (_, text) in entries(&marked.render(&tables(&["a", "b"])).unwrap()) {
            assert!(text.starts_with("\u{feff}h\r\n"), "{text:?}");
        }
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let render = || CsvZip::default().render(&tables(&["a", "b"])).unwrap();
        assert_eq!(render(), render());
    }
}
