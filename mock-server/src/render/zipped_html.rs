//! A zip with one HTML page per table: `zipped-html`, of the server of 2015 (facts B.1).
//!
//! The facts name the format and say nothing of its inside; one page for each table, under the names
//! of the csv entries, is our reading.

use std::io;

use super::{
    RenderError,
    html::{self, HtmlOptions},
    table_zip::table_zip,
};
use crate::tables::{
    names::{Naming, entry_names},
    table::{Cell, Tables},
};

/// Writes the archive.
///
/// # Errors
/// When something is larger than an archive can hold.
pub fn render(
    tables: &dyn Tables,
    naming: Naming,
    options: &HtmlOptions,
) -> Result<Vec<u8>, RenderError> {
    let names = entry_names(tables, naming);
    table_zip(&names, ".html", |table, out| {
        let page = html::render(&One { tables, table }, options)?;
        Ok(out.write_all(&page)?)
    })
}

/// One table of several.
struct One<'a> {
    tables: &'a dyn Tables,
    table: usize,
}

impl Tables for One<'_> {
    fn count(&self) -> usize {
        1
    }

    fn name(&self, _table: usize) -> &str {
        self.tables.name(self.table)
    }

    fn headers(&self, _table: usize) -> &[String] {
        self.tables.headers(self.table)
    }

    fn rows(
        &self,
        _table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.tables.rows(self.table, each)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;
    use crate::tables::listed::Listed;

    #[test]
    fn every_table_is_a_page_of_its_own() {
        let names = ["#", "#|form|child|#"];
        let tables: Listed = names
            .iter()
            .map(|name| ((*name).to_owned(), vec![format!("head of {name}")]))
            .collect();
        let archive = render(&tables, Naming::Distinct, &HtmlOptions::default()).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        assert_eq!(zip.len(), 2);
        for name in names {
            let mut page = String::new();
            zip.by_name(&format!("{name}.html"))
                .unwrap()
                .read_to_string(&mut page)
                .unwrap();
            assert_eq!(page.matches("<table>").count(), 1);
            assert!(page.contains(&format!("<th>head of {name}</th>")));
        }
    }
}
