//! xlsx, read back cell by cell.

use std::{
    cell::Cell,
    io::{self, Cursor},
};

use calamine::{Data, DataRef, Reader, Xlsx};
use fakehq::{
    render::{
        RenderError,
        cell_text::NullAs,
        xlsx::{XlsxCells, XlsxOptions, render},
    },
    tables::{self, table::Tables},
};
use proptest::prelude::*;

use crate::sheets::{self, Cells, Sheet, Sheets, Value, any_sheets};

pub(crate) fn read(bytes: &[u8]) -> (Vec<String>, Cells<Data>) {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    let mut cells = Cells::new();
    for (index, name) in names.iter().enumerate() {
        let mut reader = book.worksheet_cells_reader(name).unwrap();
        while let Some(cell) = reader.next_cell().unwrap() {
            let (row, column) = cell.get_position();
            let value = match cell.get_value() {
                DataRef::SharedString(text) => Data::String((*text).to_owned()),
                other => other.clone().into(),
            };
            let before = cells.insert((index, row, column), value);
            assert!(before.is_none(), "cell {row}, {column} stands twice");
        }
    }
    (names, cells)
}

/// The listed losses: characters XML refuses become question marks.
pub(crate) fn cleaned(text: &str) -> String {
    let refused =
        |c: char| (c.is_control() && c != '\t' && c != '\n') || c == '\u{fffe}' || c == '\u{ffff}';
    text.chars()
        .map(|c| if refused(c) { '?' } else { c })
        .collect()
}

fn with(cells: XlsxCells, null: NullAs) -> XlsxOptions {
    XlsxOptions {
        cells,
        null,
        temp_folder: None,
    }
}

fn texts(cells: Cells<Data>) -> Cells<String> {
    cells
        .into_iter()
        .map(|(at, cell)| match cell {
            Data::String(text) => (at, text),
            other => panic!("{at:?} is no text but {other:?}"),
        })
        .collect()
}

proptest! {
    // A workbook of this format takes some milliseconds to make in a debug build.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_tables_come_back_as_text(sheets in any_sheets(), word: bool) {
        let (null, shown) = if word { (NullAs::Word, "None") } else { (NullAs::Empty, "") };
        let bytes = render(&sheets, &sheets.names(), &with(XlsxCells::Text, null)).unwrap();
        let (names, cells) = read(&bytes);
        prop_assert_eq!(names, sheets.names());
        prop_assert_eq!(texts(cells), sheets.shown(|value| cleaned(&sheets::shown(value, shown))));
    }

    #[test]
    fn the_same_tables_give_the_same_bytes(sheets in any_sheets()) {
        let bytes = || render(&sheets, &sheets.names(), &XlsxOptions::default()).unwrap();
        prop_assert_eq!(bytes(), bytes());
    }

    #[test]
    fn without_a_temporary_folder_the_cells_are_the_same(sheets in any_sheets()) {
        let options = XlsxOptions { temp_folder: Some("/does/not/exist".into()), ..XlsxOptions::default() };
        let spared = read(&render(&sheets, &sheets.names(), &XlsxOptions::default()).unwrap());
        let in_memory = read(&render(&sheets, &sheets.names(), &options).unwrap());
        prop_assert_eq!(spared, in_memory);
    }
}

fn kinds() -> Sheets {
    Sheets(vec![Sheet {
        name: "Case".to_owned(),
        headers: ["=1+1", "b", "c", "d", "e", "f"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![vec![
            Value::Text("=1+1}".to_owned()),
            Value::Int(7),
            Value::Int(i64::MAX),
            Value::Bool(true),
            Value::Time(1_388_912_400_000_000),
            Value::Text("8".to_owned()),
        ]],
    }])
}

fn row_of(options: &XlsxOptions) -> Vec<Data> {
    let (_, cells) = read(&render(&kinds(), &["Case".to_owned()], options).unwrap());
    assert_eq!(cells.len(), 12);
    cells.into_values().skip(6).collect()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[test]
fn text_cells_are_never_formulas_or_numbers() {
    let row = row_of(&with(XlsxCells::Text, NullAs::Empty));
    let max = i64::MAX.to_string();
    let wanted = ["=1+1}", "7", &max, "True", "2014-01-05 09:00:00", "8"].map(text);
    assert_eq!(row, wanted);
}

#[test]
fn typed_cells_are_numbers_where_they_are_exact_and_truth_values() {
    let row = row_of(&with(XlsxCells::Typed, NullAs::Empty));
    let wanted = [
        text("=1+1}"),
        Data::Float(7.0),
        text(&i64::MAX.to_string()),
        Data::Bool(true),
        text("2014-01-05 09:00:00"),
        text("8"),
    ];
    assert_eq!(row, wanted);
}

#[test]
fn a_text_that_begins_with_an_equals_sign_can_be_a_formula() {
    let bytes = render(
        &kinds(),
        &["Case".to_owned()],
        &with(XlsxCells::Formulas, NullAs::Empty),
    )
    .unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    let formulas = book.worksheet_formula("Case").unwrap();
    let found: Vec<_> = formulas.used_cells().collect();
    assert_eq!(
        found,
        [(0, 0, &"1+1".to_owned()), (1, 0, &"1+1}".to_owned())]
    );
    let (_, cells) = read(&bytes);
    assert_eq!(cells[&(0, 1, 1)], text("7"));
    // The formula has no result yet: nothing was ever calculated.
    assert_eq!(cells.get(&(0, 1, 0)).unwrap_or(&text("")), &text(""));
}

/// Tables whose first walk fails as the library does when a temporary file cannot grow.
struct FullDisk(Sheets, Cell<bool>);

impl Tables for FullDisk {
    fn count(&self) -> usize {
        self.0.count()
    }

    fn name(&self, table: usize) -> &str {
        self.0.name(table)
    }

    fn headers(&self, table: usize) -> &[String] {
        self.0.headers(table)
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[tables::table::Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.0.rows(table, each)?;
        assert!(self.1.replace(true), "no space left on device");
        Ok(())
    }
}

#[test]
fn a_full_disk_is_no_reason_to_fail() {
    let names = ["Case".to_owned()];
    let full = FullDisk(kinds(), Cell::new(false));
    let bytes = render(&full, &names, &XlsxOptions::default()).unwrap();
    let roomy = render(&kinds(), &names, &XlsxOptions::default()).unwrap();
    assert_eq!(read(&bytes), read(&roomy));
}

#[test]
fn too_many_cells_for_memory_are_refused_with_a_way_out() {
    let mut sheets = Sheets::of_texts("#", &[]);
    sheets.0[0].rows = vec![vec![Value::Null; 16_384]; 123];
    let options = XlsxOptions {
        temp_folder: Some("/does/not/exist".into()),
        ..XlsxOptions::default()
    };
    let refused = render(&sheets, &sheets.names(), &options).unwrap_err();
    let why = refused.to_string();
    assert!(matches!(refused, RenderError::Io(_)));
    assert!(
        why.contains("/does/not/exist") && why.contains("TMPDIR"),
        "{why}"
    );
    assert!(render(&sheets, &sheets.names(), &XlsxOptions::default()).is_ok());
}

fn refusal(sheets: &Sheets, names: &[String]) -> String {
    match render(sheets, names, &XlsxOptions::default()) {
        Err(RenderError::DoesNotFit(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_cell_that_is_too_long_is_named() {
    let fits = "é".repeat(32_767);
    let sheets = Sheets::of_texts("#", &[vec!["a", "b"], vec!["1", &fits]]);
    let (_, cells) = read(&render(&sheets, &sheets.names(), &XlsxOptions::default()).unwrap());
    assert_eq!(cells[&(0, 1, 1)], Data::String(fits));

    let long = "😀".repeat(16_384);
    let sheets = Sheets::of_texts("#", &[vec!["a", "b"], vec!["1", &long]]);
    assert_eq!(
        refusal(&sheets, &sheets.names()),
        "table `#`, cell B2: the text has 32768 characters, an xlsx cell holds 32767; ask for csv \
         or json"
    );
}

#[test]
fn too_many_columns_are_refused() {
    let headers = vec![""; 16_385];
    let sheets = Sheets::of_texts("#|form|child|#", &[headers]);
    let why = refusal(&sheets, &sheets.names());
    assert!(
        why.starts_with("table `#|form|child|#` has 16385 columns"),
        "{why}"
    );
}

#[test]
fn a_million_empty_rows_fit_and_one_more_does_not() {
    let mut sheets = Sheets::of_texts("#", &[]);
    sheets.0[0].rows = vec![vec![]; 1_048_575];
    assert!(render(&sheets, &sheets.names(), &XlsxOptions::default()).is_ok());
    sheets.0[0].rows.push(vec![]);
    let why = refusal(&sheets, &sheets.names());
    assert!(
        why.starts_with("table `#` has more than 1048575 rows"),
        "{why}"
    );
}

#[test]
fn bad_sheet_names_are_refused() {
    let sheets = Sheets::of_texts("#", &[vec!["a"]]);
    for bad in ["", "a/b", "'a", "12345678901234567890123456789012"] {
        refusal(&sheets, &[bad.to_owned()]);
    }
}
