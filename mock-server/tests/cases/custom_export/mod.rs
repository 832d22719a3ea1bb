//! What a custom export holds (facts B.3), rule by rule.

mod columns;
mod of_cases;
mod tokens;
mod window;

use fakehq::{
    quirks::{Choices, CustomExportToken, CustomExportWindow, EmptyExport, Profile, UserFilter},
    selection::{
        custom::{CustomAsk, CustomOutcome},
        days::AskedDays,
        form::{Ask, Outcome, Tag},
        users::{AskedUsers, NoSuchGroup},
    },
    tables::{
        custom::custom_tables,
        listed::{Listed, Value as Cell},
        mask::Mask,
        table::Tables,
    },
    world::{
        custom_export::{
            definition::CustomExport,
            file::CustomExportTable,
            rows::{CustomData, CustomRows},
        },
        space::ProjectSpace,
    },
};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::spaces::{VISIT, block, create, empty, submit, worker};

/// An export of the visits with these keys of a world file.
pub(crate) fn visits(keys: &str) -> CustomExport {
    defined(&format!(
        "name = 'Visits'\nid = 'v'\nxmlns = '{VISIT}'\n{keys}"
    ))
}

pub(crate) fn defined(text: &str) -> CustomExport {
    let written: CustomExportTable = toml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    written.build(1, "demo").unwrap()
}

fn visit(space: &mut ProjectSpace, id: &str, answers: Value) {
    let mut form = json!({"meta": {"userID": "u1"}});
    form.as_object_mut()
        .unwrap()
        .extend(answers.as_object().unwrap().clone());
    space
        .submit_json(json!({"xmlns": VISIT, "_id": id, "form": form}))
        .unwrap();
}

fn cut(space: &mut ProjectSpace, export: &CustomExport, ask: &CustomAsk) -> CustomOutcome {
    space.cut_custom_export(export, ask, true)
}

fn data(space: &mut ProjectSpace, export: &CustomExport, ask: &CustomAsk) -> CustomData {
    match cut(space, export, ask) {
        CustomOutcome::Data(data) => data,
        other => panic!("no data: {other:?}"),
    }
}

fn ids(space: &mut ProjectSpace, export: &CustomExport, ask: &CustomAsk) -> Vec<String> {
    data(space, export, ask)
        .rows
        .ids()
        .map(str::to_owned)
        .collect()
}

fn since(token: &str) -> CustomAsk {
    CustomAsk {
        previous_export: Some(token.to_owned()),
        ..CustomAsk::default()
    }
}

fn tables_of(export: &CustomExport, rows: CustomRows, size: i64) -> Box<dyn Tables> {
    custom_tables(export, rows, "demo", size, Mask::new(1, "demo")).unwrap()
}

/// Name, headers and rows of every table of a full download.
fn shown(
    space: &mut ProjectSpace,
    export: &CustomExport,
) -> Vec<(String, Vec<String>, Vec<Vec<Cell>>)> {
    let rows = data(space, export, &CustomAsk::default()).rows;
    let tables = tables_of(export, rows, 2000);
    let listed = Listed::copied(&*tables);
    (0..tables.count())
        .map(|at| {
            (
                tables.name(at).to_owned(),
                tables.headers(at).to_vec(),
                listed.values(at).to_vec(),
            )
        })
        .collect()
}

fn households() -> ProjectSpace {
    let mut space = empty(Choices::default());
    let child = |name: &str, id: &str| json!({"name": name, "id": id});
    visit(
        &mut space,
        "a",
        json!({
            "village": "Rampur", "head": {"name": "Asha"}, "child": [child("Ravi", "7"), child("Mina", "8")],
        }),
    );
    visit(
        &mut space,
        "b",
        json!({"village": "Sonpur", "child": child("Tara", "9")}),
    );
    space
}
