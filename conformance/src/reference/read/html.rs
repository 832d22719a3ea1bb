//! The HTML format (facts E.5): for each table a heading with its name, a row of headers, rows.

use fakehq::file_format::Format;

use super::table::Table;
use crate::reference::failure::Failure;

/// What an export has not, and the listing and the login page have.
const PAGES_OF_THE_SITE: [&str; 3] = ["title", "form", "nav"];

/// The tables of a page.
///
/// # Errors
/// It is no page, breaks off, or has rows of another length than their headers.
pub fn tables(bytes: &[u8]) -> Result<Vec<Table>, Failure> {
    let unreadable = |problem: String| Failure::unreadable(Format::Html, problem);
    let page = std::str::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    if !page.trim_end().ends_with("</html>") {
        return Err(unreadable("the page has no end".to_owned()));
    }
    let mut reading = Reading::default();
    let mut rest = page;
    while let Some((text, after)) = rest.split_once('<') {
        reading.text(text);
        let (tag, after) = after
            .split_once('>')
            .ok_or_else(|| unreadable("a tag has no end".to_owned()))?;
        if PAGES_OF_THE_SITE.iter().any(|name| tag.starts_with(name)) {
            return Err(unreadable("this is a page of the site".to_owned()));
        }
        reading.tag(tag);
        rest = after;
    }
    for table in &reading.tables {
        let width = table.headers.len();
        if let Some(row) = table.rows.iter().find(|row| row.len() != width) {
            let problem = format!(
                "{}: a row has {} cells, the headers are {width}",
                table.name,
                row.len()
            );
            return Err(unreadable(problem));
        }
    }
    Ok(reading.tables)
}

/// A page that is being read.
#[derive(Default)]
struct Reading {
    tables: Vec<Table>,
    heading: String,
    /// The text of the heading or cell that is open.
    open: Option<String>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.push_str(&unescaped(text));
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag
            .split([' ', '\t', '\r', '\n'])
            .next()
            .unwrap_or_default();
        match name {
            "h2" | "th" | "td" => self.open = Some(String::new()),
            "/h2" => self.heading = self.open.take().unwrap_or_default().trim().to_owned(),
            "table" => self.tables.push(Table {
                name: std::mem::take(&mut self.heading),
                ..Table::default()
            }),
            "/th" | "/td" => self.cell(name == "/th"),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            // A row of headers leaves an empty one behind.
            "/tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.pop_if(|row| row.is_empty());
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self, is_header: bool) {
        let (Some(text), Some(table)) = (self.open.take(), self.tables.last_mut()) else {
            return;
        };
        if is_header {
            table.headers.push(text);
        } else if let Some(row) = table.rows.last_mut() {
            row.push(text);
        }
    }
}

/// Text with its entities resolved; what is none stays.
fn unescaped(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let entity = piece
            .split_once(';')
            .and_then(|(name, after)| Some((sign(name)?, after)));
        match entity {
            Some((sign, after)) => {
                plain.push(sign);
                plain.push_str(after);
            }
            None => {
                plain.push('&');
                plain.push_str(piece);
            }
        }
    }
    plain
}

fn sign(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_is_its_tables() {
        let page = "<!DOCTYPE html><html><body>\n<h2>#</h2>\n<table><thead><tr><th>id</th><th>a</th></tr></thead>\
                    <tbody><tr><td>0</td><td>x &lt;&amp;&#39;&quot; &amp;amp;\ny</td></tr></tbody></table>\
                    <h2>#|c|#</h2><table><tr><th>id</th></tr></table></body></html>\n";
        let tables = tables(page.as_bytes()).unwrap();
        assert_eq!(tables[0].name, "#");
        assert_eq!(tables[0].headers, ["id", "a"]);
        assert_eq!(tables[0].rows, [["0", "x <&'\" &amp;\ny"]]);
        assert_eq!((&*tables[1].name, tables[1].rows.len()), ("#|c|#", 0));
    }

    #[test]
    fn half_a_page_is_none() {
        for cut in ["<html><table><tr><td>x", "<html></table></html", ""] {
            assert!(tables(cut.as_bytes()).is_err(), "{cut}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(page in "(<h2>|</?t[rdh]|>|<table>|&#?x?[0-9]{0,12};?|[a-z<>&;]|\u{e9})*</html>") {
            let _ = tables(page.as_bytes());
        }
    }
}
