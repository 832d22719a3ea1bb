//! Tables in memory.

use std::{collections::BTreeMap, io};

pub(crate) use fakehq::tables::listed::Value;
use fakehq::tables::table::{Cell, Tables};
use proptest::{collection::vec, prelude::*};

#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Sheets(pub Vec<Sheet>);

/// Cells by sheet, row and column; the header row is row 0.
pub(crate) type Cells<T> = BTreeMap<(usize, u32, u32), T>;

/// What a person reads in a cell (facts E.4 and F).
pub(crate) fn shown(value: &Value, null: &str) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Missing => "---".to_owned(),
        Value::Null => null.to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Time(micros) => jiff::tz::Offset::UTC
            .to_datetime(jiff::Timestamp::from_microsecond(*micros).unwrap())
            .strftime("%Y-%m-%d %H:%M:%S")
            .to_string(),
    }
}

impl Tables for Sheets {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn name(&self, table: usize) -> &str {
        &self.0[table].name
    }

    fn headers(&self, table: usize) -> &[String] {
        &self.0[table].headers
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        for row in &self.0[table].rows {
            each(&row.iter().map(Value::cell).collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

impl Sheets {
    /// One table of texts, the first row being the headers.
    pub(crate) fn of_texts(name: &str, rows: &[Vec<&str>]) -> Self {
        fn owned(row: &Vec<&str>) -> impl Iterator<Item = String> {
            row.iter().map(|text| (*text).to_owned())
        }
        Self(vec![Sheet {
            name: name.to_owned(),
            headers: rows.first().into_iter().flat_map(owned).collect(),
            rows: rows
                .iter()
                .skip(1)
                .map(|row| owned(row).map(Value::Text).collect())
                .collect(),
        }])
    }

    /// The same tables with every text changed.
    pub(crate) fn with_texts(mut self, change: impl Fn(&str) -> String) -> Self {
        for sheet in &mut self.0 {
            for header in &mut sheet.headers {
                *header = change(header);
            }
            for value in sheet.rows.iter_mut().flatten() {
                if let Value::Text(text) = value {
                    *text = change(text);
                }
            }
        }
        self
    }

    /// The table names, to be used as sheet names as they are.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.iter().map(|sheet| sheet.name.clone()).collect()
    }

    /// Every cell that shows something, as `show` has it.
    pub(crate) fn shown(&self, show: impl Fn(&Value) -> String) -> Cells<String> {
        let mut cells = Cells::new();
        for (index, sheet) in self.0.iter().enumerate() {
            let headers: Vec<Value> = sheet.headers.iter().cloned().map(Value::Text).collect();
            for (row, values) in (0..).zip(std::iter::once(&headers).chain(&sheet.rows)) {
                for (column, value) in (0..).zip(values) {
                    let text = show(value);
                    if !text.is_empty() {
                        cells.insert((index, row, column), text);
                    }
                }
            }
        }
        cells
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,6}",
        "\\PC{0,8}",
        "(?s).{0,8}",
        "[\\x00-\\x20\\x7f-\\xa0]{1,4}",
        "[😀-😎अ-हé]{1,6}",
        "[<>&\"'#|=@_-]{1,6}",
        Just("_x0041_ &amp; _x000D_".to_owned()),
        Just("=1+1".to_owned()),
        Just(" \t two\nlines ".to_owned()),
        Just("---".to_owned()),
        Just("\u{fffe}\u{ffff}\u{feff}".to_owned()),
        Just("".to_owned()),
    ]
}

/// Most texts of a form are short; the long ones are there to cross the borders of records.
fn text_or_long() -> impl Strategy<Value = String> {
    prop_oneof![
        60 => any_text(),
        1 => ("[a-zé]|[अ😀]{1,3}", 0usize..5_000).prop_map(|(piece, times)| piece.repeat(times)),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => text_or_long().prop_map(Value::Text),
        1 => Just(Value::Missing),
        1 => Just(Value::Null),
        1 => any::<i64>().prop_map(Value::Int),
        1 => (0i64..20).prop_map(Value::Int),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => (0i64..4_000_000_000_000_000).prop_map(Value::Time),
    ]
}

/// Any tables whose names are good sheet names.
pub(crate) fn any_sheets() -> impl Strategy<Value = Sheets> {
    let sheet = (0usize..6, vec(any_text(), 6), 0usize..6)
        .prop_flat_map(|(columns, mut headers, rows)| {
            headers.truncate(columns);
            (Just(headers), vec(vec(any_value(), columns), rows))
        })
        .prop_map(|(headers, rows)| Sheet {
            name: String::new(),
            headers,
            rows,
        });
    vec(sheet, 1..4).prop_map(|mut sheets| {
        let names = ["#", "#|form|child|#", "#|#export_tag|# अ😀"];
        for (sheet, name) in sheets.iter_mut().zip(names) {
            name.clone_into(&mut sheet.name);
        }
        Sheets(sheets)
    })
}
