//! The files in the programs people read them with.
//!
//! ```text
//! cargo test -p fakehq --test render -- --ignored
//! ```

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use fakehq::{
    file_format::Format,
    quirks::{Choices, Profile, XlsxCells},
    render::{by_format, cell_text::NullAs, csv_zip::CsvZip, html, xls, xlsx},
    world::generate::world::World,
    world_file::default_world::default_world,
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    every_format::tables,
    sheets::{self, Sheet, Sheets, Value, any_sheets},
    xls::long_texts,
};

/// Writes an export in all formats, and beside it what has to be read, in the shape of format json.
fn write(folder: &Path, stem: &str, sheets: &Sheets) -> Vec<String> {
    let names = sheets.names();
    let bytes = [
        (
            "xlsx",
            xlsx::render(sheets, &names, &xlsx::XlsxOptions::default()).unwrap(),
        ),
        ("xls", xls::render(sheets, &names, NullAs::Empty).unwrap()),
        (
            "html",
            html::render(sheets, &html::HtmlOptions::default()).unwrap(),
        ),
        ("zip", CsvZip::default().render(sheets).unwrap()),
    ];
    let tables: serde_json::Map<_, _> = sheets.0.iter().map(in_json).collect();
    let json = serde_json::to_string(&tables).unwrap();
    fs::write(folder.join(format!("{stem}.json")), json).unwrap();
    let file = |(extension, bytes)| {
        let path = folder.join(format!("{stem}.{extension}"));
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    bytes.into_iter().map(file).collect()
}

fn in_json(sheet: &Sheet) -> (String, serde_json::Value) {
    let row = |row: &Vec<Value>| {
        row.iter()
            .map(|value| sheets::shown(value, ""))
            .collect::<Vec<_>>()
    };
    let rows: Vec<_> = sheet.rows.iter().map(row).collect();
    (
        sheet.name.clone(),
        serde_json::json!({"headers": sheet.headers, "rows": rows}),
    )
}

/// What has gone wrong in some program or other.
fn corners() -> Sheets {
    let texts = [
        "=1+1",
        "1.50",
        "007",
        " lone ",
        "two\nlines",
        "a\ttab",
        "\"quoted\", 'so'",
        "<b>&amp;</b>",
        "अमीना",
        "日本 😀",
        "é",
        "TRUE",
        "---",
        "None",
        "2014-01-05",
        "1e5",
        "+4",
        "@x",
        "'",
    ];
    let text = |text: &str| Value::Text(text.to_owned());
    let sheet = |name: &str, rows| Sheet {
        name: name.to_owned(),
        headers: ["id", "", "form|x"].map(str::to_owned).to_vec(),
        rows,
    };
    let server = [
        vec![Value::Int(7), Value::Int(i64::MAX), Value::Bool(true)],
        vec![
            Value::Missing,
            Value::Null,
            Value::Time(1_388_912_400_000_000),
        ],
    ];
    let rows = texts
        .iter()
        .map(|cell| vec![text("0"), text(cell), text("")]);
    Sheets(vec![
        sheet("#", rows.chain(server).collect()),
        sheet("#|form|child|#", vec![]),
    ])
}

/// Some of the tables the other tests use, always the same ones.
fn samples() -> Vec<Sheets> {
    let mut runner = TestRunner::deterministic();
    // Programs differ about control characters, marks of the byte order and lone line feeds at the
    // borders of a cell; what a person can type has to come through.
    let typed = |text: &str| {
        text.chars()
            .map(|c| match c {
                '\u{feff}' | '\u{fffe}' | '\u{ffff}' => '?',
                c if c.is_control() && c != '\n' && c != '\t' => '?',
                c => c,
            })
            .collect::<String>()
    };
    (0..12)
        .map(|_| {
            let sheets = any_sheets().new_tree(&mut runner).unwrap().current();
            sheets.with_texts(typed)
        })
        .collect()
}

/// The forms of the default world as each server would answer, written into a folder beside format
/// json. The formulas of 2013 show nothing until somebody calculates them, and are left out.
fn downloads(folder: &Path) -> Vec<String> {
    let world = World::new(default_world().unwrap()).unwrap();
    let mut forms: BTreeMap<String, Vec<serde_json::Value>> = BTreeMap::new();
    for form in world.forms() {
        if let Some(xmlns) = form.document["xmlns"].as_str() {
            let of_form = forms.entry(xmlns.to_owned()).or_default();
            of_form.push(form.document);
        }
    }
    let mut files = Vec::new();
    for (number, documents) in forms.values().enumerate() {
        for profile in Profile::ALL {
            let choices = Choices::of(profile);
            let tables = tables(documents, &choices);
            let formulas = choices.xlsx_cells == XlsxCells::Formulas;
            for format in Format::ALL
                .into_iter()
                .filter(|format| *format != Format::Raw)
            {
                let bytes = by_format::render(&tables, format, &choices).unwrap();
                let extension = if format == Format::Csv {
                    "zip"
                } else {
                    format.name()
                };
                let path = folder.join(format!("{profile}-{number}.{extension}"));
                fs::write(&path, bytes).unwrap();
                if format != Format::Json && !(formulas && format == Format::Xlsx) {
                    files.push(path.to_str().unwrap().to_owned());
                }
            }
        }
    }
    files
}

#[test]
#[ignore = "needs Python with openpyxl, xlrd and pandas, and LibreOffice"]
fn every_program_that_is_here_reads_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = write(folder.path(), "long", &long_texts());
    files.extend(write(folder.path(), "corners", &corners()));
    for (number, sheets) in samples().iter().enumerate() {
        files.extend(write(folder.path(), &format!("sample-{number}"), sheets));
    }
    files.extend(downloads(folder.path()));
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../fixtures/check-with-readers.sh"
    );
    let done = Command::new(script).args(&files).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{}", done.status);
    assert!(said.contains("agrees: "), "nothing was read");
}
