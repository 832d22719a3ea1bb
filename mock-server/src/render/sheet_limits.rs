//! What a workbook can hold, and the words for what it cannot.
//!
//! The limits are those of the programs that read the files (facts E.5). Nothing is ever cut or
//! dropped to fit: the whole export is refused, with the table and cell that is too much.

use std::collections::HashMap;

use super::RenderError;

/// The longest sheet name, in UTF-16 units.
const NAME_UNITS: usize = 31;
/// Characters no sheet name may contain.
const NAME_REFUSES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The limits of one workbook format.
#[derive(Clone, Copy, Debug)]
pub(super) struct SheetLimits {
    /// Name of the format, for messages.
    pub(super) format: &'static str,
    /// Columns of a sheet, id columns included.
    pub(super) columns: usize,
    /// Rows of a sheet, the header row included.
    pub(super) rows: usize,
    /// Length of a cell in UTF-16 units.
    pub(super) units: usize,
}

impl SheetLimits {
    /// Checks the sheet names of a workbook with `tables` tables.
    pub(super) fn check_names(&self, names: &[String], tables: usize) -> Result<(), RenderError> {
        let format = self.format;
        if names.len() != tables {
            return refuse(format!(
                "{tables} tables cannot be named by {} sheet names",
                names.len()
            ));
        }
        if tables == 0 {
            return refuse(format!(
                "an {format} workbook needs at least one sheet, and there is no table"
            ));
        }
        let mut seen = HashMap::with_capacity(names.len());
        for name in names {
            let units = name.encode_utf16().count();
            if units == 0 {
                return refuse(format!("an {format} sheet needs a name"));
            }
            if units > NAME_UNITS {
                return refuse(format!(
                    "sheet name `{name}` has {units} characters, {format} allows {NAME_UNITS}"
                ));
            }
            if let Some(bad) = name
                .chars()
                .find(|c| NAME_REFUSES.contains(c) || c.is_control())
            {
                return refuse(format!(
                    "sheet name {name:?} contains {bad:?}, which {format} does not allow"
                ));
            }
            if name.starts_with('\'') || name.ends_with('\'') {
                return refuse(format!(
                    "sheet name `{name}` begins or ends with an apostrophe, which {format} does \
                     not allow"
                ));
            }
            if let Some(other) = seen.insert(name.to_lowercase(), name) {
                return refuse(format!(
                    "sheet names `{other}` and `{name}` are the same to {format}; rename one of \
                     the repeat groups, or ask for csv or json"
                ));
            }
        }
        Ok(())
    }

    /// Checks that a row of `columns` cells may stand at `row` (0 is the header row).
    pub(super) fn check_row(
        &self,
        table: &str,
        row: usize,
        columns: usize,
    ) -> Result<(), RenderError> {
        let format = self.format;
        if columns > self.columns {
            return refuse(format!(
                "table `{table}` has {columns} columns, an {format} sheet holds {}; ask for csv \
                 or json",
                self.columns
            ));
        }
        if row >= self.rows {
            return refuse(format!(
                "table `{table}` has more than {} rows, an {format} sheet holds {} with the \
                 headers; ask for csv or json, or for fewer documents",
                self.rows - 1,
                self.rows
            ));
        }
        Ok(())
    }

    /// The refusal of a text that is too long for a cell.
    pub(super) fn too_long(
        &self,
        table: &str,
        row: usize,
        column: usize,
        text: &str,
    ) -> RenderError {
        RenderError::DoesNotFit(format!(
            "table `{table}`, cell {}: the text has {} characters, an {} cell holds {}; ask for \
             csv or json",
            cell_name(row, column),
            text.encode_utf16().count(),
            self.format,
            self.units,
        ))
    }
}

fn refuse(why: String) -> Result<(), RenderError> {
    Err(RenderError::DoesNotFit(why))
}

/// The name a spreadsheet program shows for a cell: `C12`.
pub(super) fn cell_name(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest % 26]));
        rest /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}

/// Whether a text has more than `limit` UTF-16 units; the common answer costs no count.
pub(super) fn longer_than(text: &str, limit: usize) -> bool {
    // A UTF-16 unit takes at least one byte of UTF-8.
    text.len() > limit && text.encode_utf16().count() > limit
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: SheetLimits = SheetLimits {
        format: "xls",
        columns: 256,
        rows: 65_536,
        units: 32_767,
    };

    fn check(names: &[&str]) -> Result<(), String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        LIMITS
            .check_names(&names, names.len())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn names_of_exports_are_fine() {
        assert_eq!(check(&["#", "#|form|child|#", "Case", "it's"]), Ok(()));
        assert_eq!(check(&[&"x".repeat(31)]), Ok(()));
    }

    #[test]
    fn names_that_no_reader_takes_are_refused() {
        for names in [
            vec![],
            vec![""],
            vec!["a:b"],
            vec!["a\nb"],
            vec!["'a"],
            vec!["#|form|ABC|#", "#|form|abc|#"],
            vec!["ÄB", "äb"],
        ] {
            assert!(check(&names).is_err(), "{names:?} passed");
        }
        assert!(check(&[&"x".repeat(32)]).is_err());
        assert!(check(&[&"😀".repeat(16)]).is_err());
        assert!(LIMITS.check_names(&["#".to_owned()], 2).is_err());
    }

    #[test]
    fn cells_are_named_as_programs_show_them() {
        let name = |column| cell_name(11, column);
        assert_eq!(
            [0, 2, 25, 26, 701, 702, 16_383].map(name),
            ["A12", "C12", "Z12", "AA12", "ZZ12", "AAA12", "XFD12"]
        );
    }

    #[test]
    fn lengths_count_utf16_units() {
        assert!(!longer_than(&"😀".repeat(3), 6));
        assert!(longer_than(&"😀".repeat(3), 5));
        assert!(!longer_than(&"é".repeat(5), 5));
    }
}
