//! Separated values: by comma, tab or semicolon.

use super::table::Table;

const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// How many rows are looked at to find out whether a text is a table.
const LOOKED_AT: usize = 10;

/// Reads a text as separated values, whatever it is.
pub(super) fn read(text: &str) -> Table {
    Table::from_rows(rows(text, delimiter(text), usize::MAX))
}

/// Whether the first rows have several values, and all the same number of them.
pub(super) fn is_tabular(text: &str) -> bool {
    let rows = rows(text, delimiter(text), LOOKED_AT);
    let width = rows.first().map_or(0, Vec::len);
    rows.len() > 1 && width > 1 && rows.iter().all(|row| row.len() == width)
}

/// The delimiter that cuts the first row into most values; the comma if none cuts it.
fn delimiter(text: &str) -> u8 {
    let width = |delimiter| rows(text, delimiter, 1).first().map_or(0, Vec::len);
    let mut best = (DELIMITERS[0], width(DELIMITERS[0]));
    for delimiter in &DELIMITERS[1..] {
        let width = width(*delimiter);
        if width > best.1 {
            best = (*delimiter, width);
        }
    }
    best.0
}

fn rows(text: &str, delimiter: u8, limit: usize) -> Vec<Vec<String>> {
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records()
        .take(limit)
        .map_while(Result::ok)
        .map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(text: &str) -> Vec<Vec<String>> {
        let records = read(text).records;
        records
            .iter()
            .map(|record| record.values().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn quotes_hide_delimiters_and_line_ends() {
        assert_eq!(
            values("id,name\r\n0,\"a, \"\"b\"\"\nc\"\r\n1,\\\r\n"),
            [["id", "name"], ["0", "a, \"b\"\nc"], ["1", "\\"]]
        );
    }

    #[test]
    fn the_delimiter_is_found_out() {
        assert_eq!(values("a;b;c\n1,5;2;3\n")[1], ["1,5", "2", "3"]);
        assert_eq!(values("a\tb\n1,5\t2\n")[1], ["1,5", "2"]);
        assert_eq!(values("alone\n1;5\n")[1], ["1;5"]);
    }

    #[test]
    fn rows_need_not_be_equally_long() {
        assert_eq!(
            values("a,b\n1\n1,2,3\n")
                .iter()
                .map(Vec::len)
                .collect::<Vec<_>>(),
            [2, 1, 3]
        );
    }

    #[test]
    fn prose_is_no_table() {
        assert!(!is_tabular(
            "Dear all,\nplease look, and look again, at this.\n"
        ));
        assert!(!is_tabular("42776b054d8256c86d1f8ca2da557841\n"));
        assert!(!is_tabular(""));
        assert!(is_tabular("a,b\n1,2\n"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(rows in proptest::collection::vec(proptest::collection::vec("[a-z,;\"\n\t ]{1,8}", 3), 1..8)) {
            let mut writer = ::csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("memory");
            }
            let text = String::from_utf8(writer.into_inner().expect("memory")).expect("text");
            // Cells that hold more of another delimiter than there are commas would mislead anyone.
            prop_assume!(delimiter(&text) == b',');
            prop_assert_eq!(values(&text), rows);
        }

        #[test]
        fn no_text_panics(text in "\\PC*|[\",;\\n\\r\\t]*") {
            let _ = read(&text);
            let _ = is_tabular(&text);
        }
    }
}
