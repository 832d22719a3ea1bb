//! One csv file of a zip (facts E.5): UTF-8, quotes doubled, line feeds kept inside quotes, and
//! since 2015 a byte order mark.

use std::borrow::Cow;

use csv::{ReaderBuilder, Terminator};
use fakehq::{file_format::Format, from_export::read::archive::Entry};

use super::table::Table;
use crate::reference::{
    bug::{Bug, Bugs},
    failure::Failure,
};

/// The byte order mark.
const MARK: char = '\u{feff}';

/// The table of an entry.
///
/// # Errors
/// It is no UTF-8, or has a row of another length than the headers.
pub fn table(entry: &Entry, bugs: Bugs) -> Result<Table, Failure> {
    let text = text(entry, bugs)?;
    let mut rows = rows(&text, bugs)?;
    let mut headers = if rows.is_empty() {
        Vec::new()
    } else {
        rows.remove(0)
    };
    if bugs.has(Bug::MarkInFirstHeader) && entry.content.starts_with("\u{feff}".as_bytes()) {
        headers
            .iter_mut()
            .take(1)
            .for_each(|first| first.insert(0, MARK));
    }
    for row in &mut rows {
        // What these make of a row has any length.
        if let Some(Bug::SplitOnComma | Bug::SplitOnNewline | Bug::ChecksumUnchecked) = bugs.0 {
            row.resize(headers.len(), String::new());
        }
        if row.len() != headers.len() {
            let problem = format!(
                "{}: a row has {} cells, the headers are {}",
                entry.name,
                row.len(),
                headers.len()
            );
            return Err(Failure::unreadable(Format::Csv, problem));
        }
    }
    let name = entry.name.strip_suffix(".csv").unwrap_or(&entry.name);
    Ok(Table {
        name: name.to_owned(),
        headers,
        rows,
    })
}

fn text(entry: &Entry, bugs: Bugs) -> Result<Cow<'_, str>, Failure> {
    if bugs.has(Bug::PlatformCharset) {
        return Ok(entry.content.iter().copied().map(char::from).collect());
    }
    let text = std::str::from_utf8(&entry.content)
        .map_err(|error| Failure::unreadable(Format::Csv, format!("{}: {error}", entry.name)))?;
    Ok(text.strip_prefix(MARK).unwrap_or(text).into())
}

fn rows(text: &str, bugs: Bugs) -> Result<Vec<Vec<String>>, Failure> {
    match bugs.0 {
        Some(Bug::SplitOnComma) => Ok(split_on_comma(text)),
        Some(Bug::SplitOnNewline) => {
            let lines = text.lines().map(|line| records(line, Terminator::CRLF));
            Ok(lines
                .collect::<Result<Vec<_>, _>>()?
                .into_iter()
                .flatten()
                .collect())
        }
        Some(Bug::CrInLastCell) => records(text, Terminator::Any(b'\n')),
        Some(Bug::BackslashEscapes) => {
            let mut rows = records(text, Terminator::CRLF)?;
            for cell in rows.iter_mut().flatten() {
                *cell = unescaped(cell);
            }
            Ok(rows)
        }
        _ => records(text, Terminator::CRLF),
    }
}

fn records(text: &str, terminator: Terminator) -> Result<Vec<Vec<String>>, Failure> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .terminator(terminator)
        .from_reader(text.as_bytes());
    let texts = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    let records = reader.records().map(|record| record.map(texts));
    records
        .collect::<Result<_, _>>()
        .map_err(|error| Failure::unreadable(Format::Csv, error))
}

fn split_on_comma(text: &str) -> Vec<Vec<String>> {
    let cell = |cell: &str| cell.trim_matches('"').to_owned();
    let lines = text.split_terminator("\r\n");
    lines
        .map(|line| line.split(',').map(cell).collect())
        .collect()
}

fn unescaped(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut signs = cell.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, bug: Option<Bug>) -> Vec<Vec<String>> {
        let entry = Entry {
            name: "#.csv".to_owned(),
            content: text.as_bytes().to_vec(),
        };
        let table = table(&entry, Bugs(bug)).unwrap();
        assert_eq!(table.name, "#");
        let mut rows = vec![table.headers];
        rows.extend(table.rows);
        rows
    }

    const TRICKY: &str = "\u{feff}id,a,b\r\n0,\"x, \"\"y\"\"\",\"1\n2\"\r\n1,c:\\new,\u{e9}\r\n";

    #[test]
    fn everything_comes_as_it_was_meant() {
        assert_eq!(
            read(TRICKY, None),
            [
                ["id", "a", "b"],
                ["0", "x, \"y\"", "1\n2"],
                ["1", "c:\\new", "\u{e9}"]
            ]
        );
    }

    #[test]
    fn each_bug_reads_one_thing_otherwise() {
        let with = |bug| read(TRICKY, Some(bug));
        assert_eq!(with(Bug::MarkInFirstHeader)[0][0], "\u{feff}id");
        assert_eq!(with(Bug::SplitOnComma)[1], ["0", "x", " \"\"y"]);
        assert_eq!(with(Bug::SplitOnNewline)[1], ["0", "x, \"y\"", "1"]);
        assert_eq!(with(Bug::CrInLastCell)[2][2], "\u{e9}\r");
        assert_eq!(with(Bug::BackslashEscapes)[2][1], "c:\new");
        assert_eq!(with(Bug::PlatformCharset)[2][2], "\u{c3}\u{a9}");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(content in proptest::collection::vec(any::<u8>(), 0..200), bug in proptest::sample::select(Bug::ALL)) {
            let entry = Entry { name: "#.csv".to_owned(), content };
            let _ = table(&entry, Bugs(None));
            let _ = table(&entry, Bugs(Some(bug)));
        }
    }
}
