//! An answer as a line of a file has it: what a client goes by.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use serde::{Deserialize, Serialize};

use crate::support::Answer;

/// What is seen of an answer.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct Seen {
    pub(super) status: u16,
    /// The content type.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub(super) kind: String,
    /// The content disposition.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) file: String,
    /// Whether there is a token.
    #[serde(skip_serializing_if = "is_not")]
    pub(super) token: bool,
    /// Whether the first csv begins with a UTF-8 mark.
    #[serde(skip_serializing_if = "is_not")]
    pub(super) mark: bool,
    /// Whether there is a challenge.
    #[serde(skip_serializing_if = "is_not")]
    pub(super) challenge: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) location: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) allow: String,
    /// The text of a body without a form of its own; else its form in angle brackets.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) body: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tables: Vec<String>,
    /// The values of one column of the first table, or the entries of a raw download.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) rows: Vec<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_not(truth: &bool) -> bool {
    !truth
}

/// A text as it is, all other kinds of cells in angle brackets.
fn shown(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => format!("<{other}>"),
    }
}

impl Seen {
    pub(super) fn of(answer: &Answer, column: &str) -> Self {
        let field = |name| answer.field(name).unwrap_or_default().to_owned();
        let mut seen = Self {
            status: answer.status,
            kind: field("Content-Type"),
            file: field("Content-Disposition"),
            token: answer.token().is_some(),
            challenge: answer.field("WWW-Authenticate").is_some(),
            location: field("Location"),
            allow: field("Allow"),
            ..Self::default()
        };
        seen.look_into(&answer.body, column);
        seen
    }

    fn look_into(&mut self, body: &[u8], column: &str) {
        if body.starts_with(b"PK") {
            return self.look_into_zip(body, column);
        }
        if body.starts_with(b"\xd0\xcf\x11\xe0") {
            return "<xls>".clone_into(&mut self.body);
        }
        let text = std::str::from_utf8(body).unwrap();
        if text.contains("<meta name=\"fakehq\"") {
            "<page>".clone_into(&mut self.body);
        } else if text.contains("<table") {
            "<html>".clone_into(&mut self.body);
            self.html_rows(text, column);
        } else if let Ok(serde_json::Value::Object(tables)) = serde_json::from_str(text)
            && tables.values().all(|table| table["headers"].is_array())
        {
            "<json>".clone_into(&mut self.body);
            for (name, table) in &tables {
                let texts = |row: &serde_json::Value| -> Vec<String> {
                    let cells = row.as_array().unwrap().iter();
                    let text = |cell: &serde_json::Value| match cell {
                        serde_json::Value::String(text) => text.clone(),
                        other => other.to_string(),
                    };
                    cells.map(text).collect()
                };
                let rows: Vec<_> = table["rows"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(texts)
                    .collect();
                self.table(name, &texts(&table["headers"]), &rows, column);
            }
        } else if self.kind == "text/csv" {
            "<csv>".clone_into(&mut self.body);
            self.csv("#", text, column);
        } else {
            text.clone_into(&mut self.body);
        }
    }

    fn table(&mut self, name: &str, headers: &[String], rows: &[Vec<String>], column: &str) {
        if self.tables.is_empty()
            && let Some(at) = headers.iter().position(|header| header == column)
        {
            self.rows = rows.iter().map(|row| row[at].clone()).collect();
        }
        self.tables.push(name.to_owned());
    }

    fn csv(&mut self, name: &str, text: &str, column: &str) {
        // No cell of these worlds has a comma, a quote or a line end in it.
        self.mark |= text.starts_with('\u{feff}');
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let headers = lines.next().unwrap_or_default();
        self.table(name, &headers, &lines.collect::<Vec<_>>(), column);
    }

    fn html_rows(&mut self, text: &str, column: &str) {
        let cells = |row: &str, tag: &str| -> Vec<String> {
            let start = format!("<{tag}>");
            let cells = row.split(&start).skip(1);
            cells
                .map(|cell| cell.split('<').next().unwrap().trim().to_owned())
                .collect()
        };
        for table in text.split("<h2>").skip(1) {
            let name = table.split("</h2>").next().unwrap().trim().to_owned();
            let mut rows = table.split("<tr>").skip(1);
            let headers = cells(rows.next().unwrap_or_default(), "th");
            let rows: Vec<_> = rows.map(|row| cells(row, "td")).collect();
            self.table(&name, &headers, &rows, column);
        }
    }

    fn look_into_zip(&mut self, body: &[u8], column: &str) {
        let mut zip = zip::ZipArchive::new(Cursor::new(body)).unwrap();
        if zip.by_name("[Content_Types].xml").is_ok() {
            "<xlsx>".clone_into(&mut self.body);
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(body)).unwrap();
            for name in book.sheet_names() {
                let sheet = book.worksheet_range(&name).unwrap();
                let texts = |row: &[Data]| row.iter().map(shown).collect::<Vec<_>>();
                let mut rows = sheet.rows().map(texts);
                let headers = rows.next().unwrap_or_default();
                self.table(&name, &headers, &rows.collect::<Vec<_>>(), column);
            }
            return;
        }
        "<zip>".clone_into(&mut self.body);
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            drop(entry);
            if name.ends_with(".csv") {
                self.csv(&name, &text, column);
            } else if name.ends_with(".html") {
                self.tables.push(name);
            } else {
                self.rows.push(name);
            }
        }
    }
}
