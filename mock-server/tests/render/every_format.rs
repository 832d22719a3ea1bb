//! Any documents, in every format of every profile, read back: the same tables, but for what a format
//! or a profile is known to lose (facts E.4, E.5).

use std::sync::Arc;

use fakehq::{
    document::{Document, schema::Schema},
    file_format::Format,
    quirks::{Choices, ClashingNames, NeverFilled, Profile, XlsxCells},
    render::{RenderError, by_format::render},
    tables::{
        flatten::Flattened,
        layout::{Layout, Style},
        listed::{Listed, Value},
        names::{Naming, entry_names, sheet_names},
        table::Tables,
    },
};
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::{
    archive::all_entries,
    documents::documents,
    html,
    sheets::{Cells, shown},
    xls, xlsx,
};

const MARKS: [char; 2] = ['\u{feff}', '\u{fffe}'];

/// The tables of some documents, all in memory.
pub(crate) fn tables(documents: &[serde_json::Value], choices: &Choices) -> Listed {
    let mut schema = Arc::new(Schema::new(choices.text_before_object));
    let paths = Arc::default();
    let documents: Vec<_> = documents
        .iter()
        .map(|document| Document::among(&paths, document).unwrap())
        .collect();
    for document in &documents {
        Schema::absorb(&mut schema, document);
    }
    let layout = Layout::of(&schema, &Style::default());
    Listed::copied(&Flattened::new(Arc::new(layout), documents))
}

/// The cells as a format of a profile shows them.
fn expected(tables: &Listed, format: Format, choices: &Choices) -> Cells<String> {
    let null = match (format, choices.never_filled) {
        (Format::Json, _) => "null",
        (Format::Csv | Format::UnzippedCsv, _) | (_, NeverFilled::Empty) => "",
        (Format::Xlsx, NeverFilled::EmptyInXlsx) => "",
        (_, NeverFilled::Word | NeverFilled::EmptyInXlsx) => "None",
    };
    let lossy = |text: String| match format {
        // A formula was never calculated, so that it shows nothing.
        Format::Xlsx
            if choices.xlsx_cells == XlsxCells::Formulas
                && text.starts_with('=')
                && xlsx::cleaned(&text).len() > 1 =>
        {
            String::new()
        }
        Format::Xlsx => xlsx::cleaned(&text),
        // The reader loses marks of the byte order, some of them.
        Format::Xls => text.replace(MARKS, ""),
        _ => text,
    };
    let mut cells = Cells::new();
    // One csv file has no place for a second table.
    let all = if format == Format::UnzippedCsv {
        1
    } else {
        usize::MAX
    };
    for table in 0..tables.count().min(all) {
        let headers: Vec<Value> = tables
            .headers(table)
            .iter()
            .cloned()
            .map(Value::Text)
            .collect();
        let rows = std::iter::once(&headers).chain(tables.values(table));
        for (row, values) in (0..).zip(rows) {
            for (column, value) in (0..).zip(values) {
                let text = lossy(shown(value, null));
                if !text.is_empty() {
                    cells.insert((table, row, column), text);
                }
            }
        }
    }
    cells
}

fn cells_of(tables: impl IntoIterator<Item = Vec<Vec<String>>>) -> Cells<String> {
    let mut cells = Cells::new();
    for (table, rows) in tables.into_iter().enumerate() {
        for (row, texts) in (0..).zip(rows) {
            for (column, text) in (0..).zip(texts) {
                if !text.is_empty() {
                    cells.insert((table, row, column), text);
                }
            }
        }
    }
    cells
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// The members of a JSON object in order, also the second one of a key.
struct Members(Vec<(String, serde_json::Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

/// The names of the tables, and every cell that shows something.
fn read(bytes: &[u8], format: Format) -> (Vec<String>, Cells<String>) {
    match format {
        Format::Csv => {
            let (names, texts): (Vec<_>, Vec<_>) = all_entries(bytes).into_iter().unzip();
            let names = names
                .iter()
                .map(|name| name.strip_suffix(".csv").unwrap().to_owned());
            (
                names.collect(),
                cells_of(texts.iter().map(|text| csv_rows(text))),
            )
        }
        Format::UnzippedCsv => {
            let rows = csv_rows(std::str::from_utf8(bytes).unwrap());
            (Vec::new(), cells_of([rows]))
        }
        Format::Json => {
            let Members(members) = serde_json::from_slice(bytes).unwrap();
            let texts = |row: &serde_json::Value| -> Vec<String> {
                let text = |cell: &serde_json::Value| match cell.as_str() {
                    Some(text) => text.to_owned(),
                    None => cell.to_string(),
                };
                row.as_array().unwrap().iter().map(text).collect()
            };
            let (names, tables): (Vec<_>, Vec<_>) = members.into_iter().unzip();
            let tables = tables.iter().map(|table| {
                let rows = table["rows"].as_array().unwrap().iter().map(texts);
                std::iter::once(texts(&table["headers"]))
                    .chain(rows)
                    .collect()
            });
            (names, cells_of(tables))
        }
        Format::Html => {
            let (names, _, cells) = html::read(std::str::from_utf8(bytes).unwrap());
            (names, cells)
        }
        Format::ZippedHtml => {
            let mut all = (Vec::new(), Cells::new());
            for (table, (_, page)) in all_entries(bytes).into_iter().enumerate() {
                let (names, _, cells) = html::read(&page);
                all.0.extend(names);
                all.1.extend(
                    cells
                        .into_iter()
                        .map(|((_, row, column), text)| ((table, row, column), text)),
                );
            }
            all
        }
        Format::Xlsx => {
            let (names, cells) = xlsx::read(bytes);
            let text = |cell: calamine::Data| cell.to_string();
            (
                names,
                cells
                    .into_iter()
                    .map(|(at, cell)| (at, text(cell)))
                    .filter(|(_, text)| !text.is_empty())
                    .collect(),
            )
        }
        Format::Xls => {
            let (names, mut cells) = xls::read(bytes);
            cells
                .values_mut()
                .for_each(|text| *text = text.replace(MARKS, ""));
            cells.retain(|_, text| !text.is_empty());
            (names, cells)
        }
        Format::Raw => panic!("not made of tables"),
    }
}

/// What the tables are called there; nothing where that is another test's matter.
fn names(tables: &Listed, format: Format, choices: &Choices) -> Option<Vec<String>> {
    let naming = match choices.clashing_names {
        ClashingNames::Distinct => Naming::Distinct,
        ClashingNames::AsTheyFall => Naming::Original,
    };
    match format {
        Format::Csv | Format::Json => Some(entry_names(tables, naming)),
        Format::Xls => Some(sheet_names(tables, naming)),
        Format::Xlsx if naming == Naming::Distinct => Some(sheet_names(tables, naming)),
        Format::Html | Format::ZippedHtml => Some(
            (0..tables.count())
                .map(|table| tables.name(table).to_owned())
                .collect(),
        ),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn every_format_reads_back_as_the_tables(documents in documents()) {
        for profile in Profile::ALL {
            let choices = Choices::of(profile);
            let tables = tables(&documents, &choices);
            for format in Format::ALL.into_iter().chain(Format::EXTRA) {
                if format == Format::Raw {
                    continue;
                }
                let bytes = match render(&tables, format, &choices) {
                    Ok(bytes) => bytes,
                    // Nothing is cut to fit; there is a test for each limit.
                    Err(RenderError::DoesNotFit(_)) => continue,
                    Err(other) => panic!("{format} of {profile}: {other}"),
                };
                let (found, cells) = read(&bytes, format);
                if let Some(names) = names(&tables, format, &choices) {
                    prop_assert_eq!(found, names, "{} of {}", format, profile);
                }
                prop_assert_eq!(cells, expected(&tables, format, &choices), "{} of {}", format, profile);
            }
        }
    }
}
