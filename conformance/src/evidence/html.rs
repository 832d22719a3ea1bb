//! The tables of an HTML page, read as leniently as pages are written.

use super::table::Table;

/// How many tables may stand in each other; deeper ones are not read.
const DEEPEST: usize = 32;

/// The tables of a page, named by their number from 1, in the order they end.
pub(super) fn tables(page: &str) -> Vec<Table> {
    let mut done = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (text, markup) = rest.split_at(at);
        if let Some(cell) = open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.push_str(&unescape(text));
        }
        let Some((tag, behind)) = Tag::read(markup) else {
            // A lone `<` is text.
            rest = &markup[1..];
            continue;
        };
        rest = behind;
        match (tag.name.as_str(), tag.closes) {
            ("script" | "style", false) => {
                let end = format!("</{}", tag.name);
                rest = find_ignoring_case(rest, &end).map_or("", |at| &rest[at..]);
            }
            ("table", false) if open.len() < DEEPEST => open.push(Open::default()),
            ("table", true) => {
                if let Some(table) = open.pop() {
                    done.push(table.finish());
                }
            }
            (name, closes) => {
                if let Some(table) = open.last_mut() {
                    table.tag(name, closes);
                }
            }
        }
    }
    // A page cut off still has the rows it has.
    if let Some(cell) = open.last_mut().and_then(|table| table.cell.as_mut()) {
        cell.push_str(&unescape(rest));
    }
    done.extend(open.into_iter().rev().map(Open::finish));
    done.into_iter()
        .zip(1..)
        .map(|(table, number)| table.named(number.to_string()))
        .collect()
}

/// A table being read.
#[derive(Default)]
struct Open {
    rows: Vec<Vec<String>>,
    row: Option<Vec<String>>,
    cell: Option<String>,
}

impl Open {
    fn tag(&mut self, name: &str, closes: bool) {
        match name {
            "td" | "th" => {
                self.end_cell();
                if !closes {
                    self.row.get_or_insert_default();
                    self.cell = Some(String::new());
                }
            }
            "tr" | "thead" | "tbody" | "tfoot" => self.end_row(),
            "br" | "p" | "div" | "li" => {
                if let Some(cell) = &mut self.cell
                    && !cell.is_empty()
                {
                    cell.push('\n');
                }
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        if let (Some(cell), Some(row)) = (self.cell.take(), &mut self.row) {
            row.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.rows.extend(self.row.take());
    }

    fn finish(mut self) -> Table {
        self.end_row();
        Table::from_rows(self.rows)
    }
}

struct Tag {
    /// In lower case; empty for comments and declarations.
    name: String,
    closes: bool,
}

impl Tag {
    /// Reads the tag `markup` begins with, and gives what stands behind it.
    fn read(markup: &str) -> Option<(Self, &str)> {
        if let Some(comment) = markup.strip_prefix("<!--") {
            let behind = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            return Some((
                Self {
                    name: String::new(),
                    closes: false,
                },
                behind,
            ));
        }
        let inner = &markup[1..];
        let (inner, closes) = match inner.strip_prefix('/') {
            Some(inner) => (inner, true),
            None => (inner, false),
        };
        let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 && !inner.starts_with(['!', '?']) {
            return None;
        }
        let mut quote = None;
        for (at, byte) in inner.bytes().enumerate().skip(length) {
            match (quote, byte) {
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), close) if open == close => quote = None,
                (None, b'>') => {
                    let name = inner[..length].to_ascii_lowercase();
                    return Some((Self { name, closes }, &inner[at + 1..]));
                }
                _ => {}
            }
        }
        // A tag that never ends swallows the rest, so that it is looked at only once.
        Some((
            Self {
                name: String::new(),
                closes,
            },
            "",
        ))
    }
}

/// Where `needle`, in lower-case ASCII, begins.
fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes()
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// Replaces character references; unknown ones stay as they are.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        plain.push_str(before);
        // No reference known here is longer than this.
        let end = reference.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, letter(&reference[1..end])?))) {
            Some((end, letter)) => {
                plain.push(letter);
                rest = &reference[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &reference[1..];
            }
        }
    }
    plain + rest
}

fn letter(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(page: &str) -> Vec<Vec<String>> {
        tables(page)
            .iter()
            .map(|table| {
                let rows = table.records.iter();
                rows.map(|row| row.values().collect::<Vec<_>>().join("|"))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn the_export_page_is_its_tables() {
        let page = "<!DOCTYPE HTML>\n<html><body><h2>#</h2><table>\n <thead><tr>\n <th>id</th><th>form|name</th>\
                    </tr></thead>\n<tbody><tr><td>0</td><td>A &lt;b&gt; &amp; &#39;c&#x27; &euro;\nd</td></tr></tbody></table>\
                    <h2>x</h2><TABLE border='1>2'><tr><td>1<tr><td>2</TABLE>";
        assert_eq!(
            view(page),
            [
                vec!["id|form|name", "0|A <b> & 'c' &euro;\nd"],
                vec!["1", "2"]
            ]
        );
        assert_eq!(tables(page)[1].name.as_deref(), Some("2"));
    }

    #[test]
    fn what_is_no_table_is_passed_over() {
        assert!(view("<p>a < b</p><!-- <table><tr><td>x</td></tr></table> -->").is_empty());
        assert!(view("<script>'<table><tr><td>'</script>").is_empty());
        assert_eq!(view("<table><tr><td>a<!-- b -->c<br>d"), [["ac\nd"]]);
    }

    #[test]
    fn a_table_in_a_cell_is_a_table() {
        let page = "<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table>";
        assert_eq!(view(page), [["b"], ["ac"]]);
    }

    #[test]
    fn size_costs_time_in_proportion() {
        for piece in ["<", "<table>", "<td", "&", "<!--", "<script>", "<a '"] {
            let _ = tables(&piece.repeat(300_000));
        }
    }

    proptest! {
        #[test]
        fn cells_come_back(rows in proptest::collection::vec(proptest::collection::vec("[a-z<>&\"']{1,6}", 2), 1..6)) {
            let escape = |cell: &String| cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            let body: String = rows.iter()
                .map(|row| format!("<tr>{}</tr>", row.iter().map(|cell| format!("<td>{}</td>", escape(cell))).collect::<String>()))
                .collect();
            let expected: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
            prop_assert_eq!(view(&format!("<table>{body}</table>")), [expected]);
        }

        #[test]
        fn no_text_panics(text in "([<>/!&;#'\" é-]|table|tr|td|script)*") {
            let _ = tables(&text);
        }
    }
}
