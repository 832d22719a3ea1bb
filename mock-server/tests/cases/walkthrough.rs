//! The worked example of a case export (ex4), byte by byte.

use fakehq::{
    file_format::Format,
    quirks::{Choices, Profile},
    render::by_format,
    selection::cases::CaseAsk,
    tables::case_tables::CaseTables,
};
use serde_json::{Value, json};

use crate::{archive::entries, spaces::example};

fn rendered(profile: Profile, format: Format) -> Vec<u8> {
    let space = example(profile);
    let choices = Choices::of(profile);
    let export = space.export_cases(&CaseAsk::default()).unwrap();
    let tables = CaseTables::new(export, choices.case_tables);
    by_format::render(&tables, format, &choices).unwrap()
}

/// The lines of a file of the example: those indented behind its name, with the line ends of csv.
fn lines_of(file: &str) -> String {
    let example = include_str!("../../../fixtures/vectors/ex4-cases-users.md");
    let (_, rest) = example.split_once(&format!("\n{file}")).unwrap();
    let lines = rest
        .lines()
        .skip(1)
        .skip_while(|line| line.is_empty())
        .map_while(|line| line.strip_prefix("    "));
    let text: String = lines.map(|line| format!("{line}\r\n")).collect();
    assert!(!text.is_empty(), "{file}");
    text
}

#[test]
fn the_csv_of_2013() {
    let entries = entries(&rendered(Profile::Hq2013, Format::Csv));
    let entries: Vec<_> = entries.iter().map(|(n, t)| (&**n, &**t)).collect();
    let files = ["Case.csv", "Referral.csv", "User.csv"];
    let texts = files.map(lines_of);
    let expected: Vec<_> = files.into_iter().zip(texts.iter().map(|t| &**t)).collect();
    assert_eq!(entries, expected);
}

#[test]
fn the_csv_of_2015_has_other_names_and_a_mark() {
    let entries = entries(&rendered(Profile::Hq2015, Format::Csv));
    let names: Vec<_> = entries.keys().map(String::as_str).collect();
    assert_eq!(names, ["Cases.csv", "Users.csv"]);
    let (cases, users) = (lines_of("Case.csv"), lines_of("User.csv"));
    assert_eq!(entries["Cases.csv"], format!("\u{feff}{cases}"));
    // Inactive workers are listed too.
    assert_eq!(
        entries["Users.csv"],
        format!("\u{feff}{users}u2,gone,False,,,555\r\n")
    );
}

#[test]
fn the_json() {
    let text = rendered(Profile::Hq2013, Format::Json);
    let read: Value = serde_json::from_slice(&text).unwrap();
    let names: Vec<_> = read.as_object().unwrap().keys().collect();
    assert_eq!(names, ["Case", "Referral", "User"]);
    let row: Value = read["Case"]["rows"][0].clone();
    let headers = read["Case"]["headers"].as_array().unwrap();
    let cell = |name: &str| {
        let column = headers.iter().position(|header| header == name);
        row[column.unwrap_or_else(|| panic!("no column {name}"))].clone()
    };
    assert_eq!(cell("opened_on"), "2014-01-05T09:00:00Z");
    assert_eq!(cell("modified_on"), "2014-01-06T09:00:00Z");
    assert_eq!(cell("closed"), json!(false));
    assert_eq!(cell("closed_on"), Value::Null);
    assert_eq!(cell("d.dob"), "---");
    assert_eq!(read["Referral"]["rows"], json!([]));
    assert_eq!(
        read["User"]["rows"],
        json!([["u1", "nurse", true, "Nurse Á", "g1, g2", null]])
    );
}

#[test]
fn every_cell_of_an_xlsx_of_2013_is_a_text() {
    let bytes = rendered(Profile::Hq2013, Format::Xlsx);
    let mut book = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "Case").unwrap();
    let texts: Vec<_> = sheet
        .rows()
        .nth(1)
        .unwrap()
        .iter()
        .map(|cell| match cell {
            calamine::Data::String(text) => text.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(texts[9..11], ["False", "None"], "closed and closed_on");
}

#[test]
fn a_workbook_of_2013_spells_out_what_is_not_there() {
    let html = String::from_utf8(rendered(Profile::Hq2013, Format::Html)).unwrap();
    let cells: Vec<_> = html
        .split("<td>")
        .skip(1)
        .filter_map(|rest| rest.split("</td>").next())
        .collect();
    assert_eq!(cells[9..11], ["False", "None"], "closed and closed_on");
}

#[test]
fn every_format_holds_the_case() {
    for profile in Profile::ALL {
        for format in [Format::Xlsx, Format::Xls] {
            let bytes = rendered(profile, format);
            let mut book =
                calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).unwrap();
            let name = if profile == Profile::Hq2015 {
                "Cases"
            } else {
                "Case"
            };
            let sheet = calamine::Reader::worksheet_range(&mut book, name).unwrap();
            let first: Vec<String> = sheet
                .rows()
                .nth(1)
                .unwrap()
                .iter()
                .map(ToString::to_string)
                .collect();
            assert_eq!(first[..2], ["c1", "nurse"], "{format} of {profile}");
            assert_eq!(first[13], "30", "{format} of {profile}");
        }
    }
}
