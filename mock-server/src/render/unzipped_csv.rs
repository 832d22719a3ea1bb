//! The main table as one csv file: `unzipped-csv`, of the server of 2014 and later (facts B.1, C.3).
//!
//! The facts name the format and its content type; that it holds the main table alone is our reading,
//! since one csv file has no place for a second one.

use super::{RenderError, csv_zip::write_table};
use crate::tables::table::Tables;

/// Writes the file. Without any table it is empty.
///
/// # Errors
/// Only what [`Tables::rows`] returns.
pub fn render(tables: &dyn Tables, utf8_mark: bool) -> Result<Vec<u8>, RenderError> {
    let mut file = Vec::new();
    if tables.count() > 0 {
        write_table(tables, 0, utf8_mark, &mut Vec::new(), &mut file)?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::listed::Listed;

    #[test]
    fn the_main_table_and_no_other() {
        let mut tables: Listed = [("#", "id"), ("#|child|#", "age")]
            .into_iter()
            .map(|(name, header)| (name.to_owned(), vec![header.to_owned()]))
            .collect();
        tables.push(0, vec!["0".into()]);
        tables.push(1, vec!["7".into()]);
        assert_eq!(render(&tables, false).unwrap(), b"id\r\n0\r\n");
        assert_eq!(
            render(&tables, true).unwrap(),
            "\u{feff}id\r\n0\r\n".as_bytes()
        );
    }
}
