//! html, read back by a reader that takes nothing but what the page promises.

use fakehq::render::{
    cell_text::NullAs,
    html::{Doctype, HtmlOptions, render},
};
use proptest::prelude::*;

use crate::sheets::{self, Cells, Sheets, any_sheets};

struct Page<'a>(&'a str);

impl<'a> Page<'a> {
    /// Takes a tag, white space before it allowed.
    fn has(&mut self, tag: &str) -> bool {
        match self.0.trim_start().strip_prefix(tag) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn must(&mut self, tag: &str) {
        assert!(self.has(tag), "{tag} expected at {:.60}", self.0);
    }

    /// Takes the text up to the next tag.
    fn text(&mut self) -> String {
        let (mut raw, rest) = self.0.split_at(self.0.find('<').unwrap());
        self.0 = rest;
        let mut text = String::new();
        while let Some(at) = raw.find('&') {
            text.push_str(&raw[..at]);
            raw = &raw[at..];
            let escapes = [
                ("&amp;", '&'),
                ("&lt;", '<'),
                ("&gt;", '>'),
                ("&quot;", '"'),
                ("&#39;", '\''),
            ];
            let (escape, c) = escapes
                .into_iter()
                .find(|(escape, _)| raw.starts_with(escape))
                .unwrap_or_else(|| panic!("a bare ampersand: {raw:.20}"));
            text.push(c);
            raw = &raw[escape.len()..];
        }
        assert!(!raw.contains(['>', '"', '\'']), "not escaped: {raw:.20}");
        text + raw
    }

    fn cells(&mut self, open: &str, close: &str) -> Vec<String> {
        let mut cells = Vec::new();
        self.must("<tr>");
        while self.has(open) {
            cells.push(self.text());
            self.must(close);
        }
        self.must("</tr>");
        cells
    }
}

/// Table names, number of rows of each table, and the cells that are not empty.
pub(crate) fn read(page: &str) -> (Vec<String>, Vec<usize>, Cells<String>) {
    let mut page = Page(page);
    page.must("<!DOCTYPE HTML");
    page.0 = page.0.split_once('>').unwrap().1;
    page.must("<html>");
    page.must("<head>");
    page.has("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">");
    page.must("</head>");
    page.must("<body>");
    let (mut names, mut lengths, mut cells) = (Vec::new(), Vec::new(), Cells::new());
    while page.has("<h2>") {
        let table = names.len();
        names.push(page.text());
        page.must("</h2>");
        page.must("<table>");
        page.must("<thead>");
        let mut rows = vec![page.cells("<th>", "</th>")];
        page.must("</thead>");
        page.must("<tbody>");
        while !page.has("</tbody>") {
            rows.push(page.cells("<td>", "</td>"));
        }
        page.must("</table>");
        lengths.push(rows.len() - 1);
        for (row, texts) in (0..).zip(rows) {
            for (column, text) in (0..).zip(texts) {
                if !text.is_empty() {
                    cells.insert((table, row, column), text);
                }
            }
        }
    }
    page.must("</body>");
    page.must("</html>");
    assert_eq!(page.0, "\n");
    (names, lengths, cells)
}

fn page(sheets: &Sheets, options: HtmlOptions) -> String {
    String::from_utf8(render(sheets, &options).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn any_tables_come_back(
        mut sheets in any_sheets(), name: String, word: bool, html5: bool, charset_meta: bool
    ) {
        sheets.0[0].name = name;
        let options = HtmlOptions {
            doctype: if html5 { Doctype::Html5 } else { Doctype::Html401Transitional },
            charset_meta,
            null: if word { NullAs::Word } else { NullAs::Empty },
        };
        let page = page(&sheets, options);
        prop_assert_eq!(page.contains("<meta "), charset_meta);
        let (names, lengths, cells) = read(&page);
        prop_assert_eq!(names, sheets.names());
        prop_assert_eq!(lengths, sheets.0.iter().map(|sheet| sheet.rows.len()).collect::<Vec<_>>());
        let null = if word { "None" } else { "" };
        prop_assert_eq!(cells, sheets.shown(|value| sheets::shown(value, null)));
    }
}

#[test]
fn the_page_of_2013_and_that_of_2015() {
    let sheets = Sheets::of_texts(
        "#|form|visit/1|#",
        &[vec!["id", "form|name"], vec!["0", "Tom & \"Jerry\"'s\n<b>"]],
    );
    insta::assert_snapshot!("page_2013", page(&sheets, HtmlOptions::default()));
    let html5 = HtmlOptions {
        doctype: Doctype::Html5,
        charset_meta: true,
        null: NullAs::Word,
    };
    insta::assert_snapshot!("page_2015", page(&sheets, html5));
}
