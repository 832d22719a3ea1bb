//! A zip with one csv file per table (facts E.5).

use std::io::Write;

use super::{RenderError, csv, table_zip::table_zip};
use crate::tables::{
    names::{Naming, entry_names},
    table::Tables,
};

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
        let names = entry_names(tables, self.naming);
        let mut piece = Vec::with_capacity(PIECE + PIECE / 8);
        table_zip(&names, EXTENSION, |table, out| {
            write_table(tables, table, self.utf8_mark, &mut piece, out)
        })
    }
}

/// Writes one table as csv, piece by piece.
pub(super) fn write_table(
    tables: &dyn Tables,
    table: usize,
    utf8_mark: bool,
    piece: &mut Vec<u8>,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    if utf8_mark {
        piece.extend_from_slice(UTF8_MARK.as_bytes());
    }
    csv::write_headers(piece, tables.headers(table));
    tables.rows(table, &mut |row| {
        csv::write_row(piece, row)?;
        if piece.len() >= PIECE {
            out.write_all(piece)?;
            piece.clear();
        }
        Ok(())
    })?;
    out.write_all(piece)?;
    piece.clear();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::listed::Listed;
    use std::io::{Cursor, Read};

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
