//! xls, read back cell by cell.

use std::io::Cursor;

use calamine::{Data, Reader, Xls};
use fakehq::render::{RenderError, cell_text::NullAs, xls::render};
use proptest::prelude::*;

use crate::sheets::{self, Cells, Sheet, Sheets, Value, any_sheets};

pub(crate) fn read(bytes: &[u8]) -> (Vec<String>, Cells<String>) {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let mut cells = Cells::new();
    for (index, name) in names.iter().enumerate() {
        let range = book.worksheet_range(name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let Data::String(text) = value else {
                panic!("{row}, {column} is no text but {value:?}");
            };
            let row = top + u32::try_from(row).unwrap();
            let column = left + u32::try_from(column).unwrap();
            cells.insert((index, row, column), text.clone());
        }
    }
    (names, cells)
}

proptest! {
    #[test]
    fn any_tables_come_back(sheets in any_sheets(), word: bool) {
        let (null, shown) = if word { (NullAs::Word, "None") } else { (NullAs::Empty, "") };
        // This reader takes the two for a mark of the byte order and loses them.
        let sheets = sheets.with_texts(|text| text.replace(['\u{feff}', '\u{fffe}'], "?"));
        let bytes = render(&sheets, &sheets.names(), null).unwrap();
        prop_assert_eq!(bytes.len() % 512, 0);
        let (names, cells) = read(&bytes);
        prop_assert_eq!(names, sheets.names());
        prop_assert_eq!(cells, sheets.shown(|value| sheets::shown(value, shown)));
    }

    #[test]
    fn the_same_tables_give_the_same_bytes(sheets in any_sheets()) {
        let bytes = || render(&sheets, &sheets.names(), NullAs::Empty).unwrap();
        prop_assert_eq!(bytes(), bytes());
    }
}

/// 120 long texts, one more character each, so that every border of a record falls everywhere in
/// narrow characters, wide ones and pairs of surrogates.
pub(crate) fn long_texts() -> Sheets {
    let row = |length: usize| {
        ["x", "é", "अ", "😀", "é😀अx"]
            .iter()
            .map(|piece| {
                let text: String = piece.chars().cycle().take(8_000 + length).collect();
                Value::Text(text)
            })
            .collect()
    };
    Sheets(vec![Sheet {
        name: "#|form|child|#".to_owned(),
        headers: ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec(),
        rows: (0..120).map(row).collect(),
    }])
}

#[test]
fn long_texts_survive_at_every_offset() {
    let sheets = long_texts();
    let (_, cells) = read(&render(&sheets, &sheets.names(), NullAs::Empty).unwrap());
    assert_eq!(cells.len(), 605);
    assert!(
        cells == sheets.shown(|value| sheets::shown(value, "")),
        "a long text was damaged"
    );
}

fn refusal(sheets: &Sheets, names: &[String]) -> String {
    match render(sheets, names, NullAs::Empty) {
        Err(RenderError::DoesNotFit(why)) => why,
        other => panic!("{:?}", other.map(|bytes| bytes.len())),
    }
}

#[test]
fn the_last_row_column_and_character_fit_and_one_more_is_refused() {
    let mut sheets = Sheets::of_texts("#", &[vec!["h"; 256]]);
    sheets.0[0].rows = vec![vec![]; 65_535];
    let longest = "😀".repeat(16_383) + "x";
    let mut last = vec![Value::Null; 255];
    last.push(Value::Text(longest.clone()));
    sheets.0[0].rows[65_534] = last;
    let (_, cells) = read(&render(&sheets, &sheets.names(), NullAs::Empty).unwrap());
    assert_eq!(cells[&(0, 65_535, 255)], longest);

    let mut rows = sheets.clone();
    rows.0[0].rows.push(vec![]);
    assert_eq!(
        refusal(&rows, &rows.names()),
        "table `#` has more than 65535 rows, an xls sheet holds 65536 with the headers; ask for \
         csv or json, or for fewer documents"
    );
    let mut columns = sheets.clone();
    columns.0[0].headers.push("h".to_owned());
    assert_eq!(
        refusal(&columns, &columns.names()),
        "table `#` has 257 columns, an xls sheet holds 256; ask for csv or json"
    );
    let mut characters = sheets;
    characters.0[0].rows[65_534][255] = Value::Text(longest + "y");
    assert_eq!(
        refusal(&characters, &characters.names()),
        "table `#`, cell IV65536: the text has 32768 characters, an xls cell holds 32767; ask for \
         csv or json"
    );
}

#[test]
fn names_that_differ_only_in_case_are_refused() {
    let one = Sheets::of_texts("#", &[vec!["a"]]);
    let two = Sheets(vec![one.0[0].clone(), one.0[0].clone()]);
    let names = ["#|form|ABC|#", "#|form|abc|#"].map(str::to_owned);
    assert!(refusal(&two, &names).contains("`#|form|ABC|#` and `#|form|abc|#`"));
}
