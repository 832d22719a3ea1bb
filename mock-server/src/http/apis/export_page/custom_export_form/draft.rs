//! A custom export as the form shows it, and back.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::{
    http::{
        apis::export_page::pages::custom_export::{Draft, DraftColumn},
        call::query::Query,
    },
    tables::custom::columns_to_choose,
    world::{
        custom_export::{
            definition::{CustomExport, DeIdentify, Subject},
            file::CustomExportTable,
        },
        space::ProjectSpace,
    },
};

/// The root table.
const ROOT: &str = "#";

/// Rows at the end that are free to be filled in.
const FREE: usize = 2;

/// Lines of the form that are read at most.
const MOST_LINES: usize = 5_000;

/// A new export of a subject, nothing chosen.
pub(crate) fn of_subject(space: &ProjectSpace, subject: Subject) -> Draft {
    let mut rows = Vec::new();
    add_known(&mut rows, space, &subject);
    Draft {
        subject: Some(subject),
        format: "xlsx".to_owned(),
        rows,
        ..Draft::default()
    }
}

/// An export that is there: first what it has, then what it could have.
pub(crate) fn of_export(space: &ProjectSpace, export: &CustomExport) -> Draft {
    let mut rows = Vec::new();
    for table in &export.tables {
        rows.extend(table.columns.iter().map(|column| DraftColumn {
            table: table.path.clone(),
            table_title: table.title.clone().unwrap_or_default(),
            path: column.path.clone(),
            title: column.title.clone(),
            de_identify: column.de_identify,
            chosen: true,
        }));
    }
    add_known(&mut rows, space, &export.subject);
    Draft {
        name: export.name.clone(),
        subject: Some(export.subject.clone()),
        format: export.default_format.to_string(),
        include_errors: export.include_errors,
        safe_for_deid: export.safe_for_deid,
        rows,
    }
}

/// Adds the columns that there are and that are not among the rows yet, and rows that are free.
fn add_known(rows: &mut Vec<DraftColumn>, space: &ProjectSpace, subject: &Subject) {
    let chosen: HashSet<_> = rows
        .iter()
        .map(|row| (row.table.clone(), row.path.clone()))
        .collect();
    for (table, columns) in columns_to_choose(space, subject) {
        for path in columns {
            let place = (table.clone(), path);
            if !chosen.contains(&place) {
                rows.push(DraftColumn {
                    table: place.0,
                    path: place.1,
                    ..DraftColumn::default()
                });
            }
        }
    }
    rows.extend((0..FREE).map(|_| DraftColumn {
        table: ROOT.to_owned(),
        ..DraftColumn::default()
    }));
}

/// What was filled in, in the order asked for.
pub(crate) fn of_fields(fields: &Query) -> Draft {
    let values: HashMap<&str, &str> = fields.pairs().collect();
    let text = |name: &str| values.get(name).copied().unwrap_or_default().trim();
    let subject = if text("type") == "case" {
        let case_type = Some(text("case_type")).filter(|text| !text.is_empty());
        Subject::Case {
            case_type: case_type.map(str::to_owned),
        }
    } else {
        Subject::Form {
            xmlns: text("xmlns").to_owned(),
        }
    };
    let mut lines = Vec::new();
    for number in 0..MOST_LINES {
        let field = |name: &str| text(&format!("{name}-{number}")).to_owned();
        if !values.contains_key(&*format!("path-{number}")) {
            break;
        }
        // What is no number stays where it stands.
        let order = field("order").parse().unwrap_or(number as f64 + 1.0);
        let row = DraftColumn {
            table: field("table"),
            table_title: field("table-title"),
            path: field("path"),
            title: field("title"),
            de_identify: match &*field("hide") {
                "date" => Some(DeIdentify::Date),
                "id" => Some(DeIdentify::Id),
                _ => None,
            },
            chosen: !field("take").is_empty(),
        };
        lines.push((order, row));
    }
    lines.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    Draft {
        name: text("name").to_owned(),
        subject: Some(subject),
        format: text("format").to_owned(),
        include_errors: !text("include_errors").is_empty(),
        safe_for_deid: !text("safe_for_deid").is_empty(),
        rows: lines.into_iter().map(|(_, row)| row).collect(),
    }
}

/// The table of a world file that says the same.
pub(crate) fn written(draft: &Draft) -> Result<CustomExportTable, String> {
    let mut tables: Vec<(&str, &str, Vec<Value>)> = Vec::new();
    for row in draft.rows.iter().filter(|row| row.chosen) {
        if row.path.is_empty() {
            return Err("a ticked line has no path; fill it in, or untick it".to_owned());
        }
        let title = if row.title.is_empty() {
            &row.path
        } else {
            &row.title
        };
        let mut column = json!({ "path": row.path, "title": title });
        match row.de_identify {
            Some(DeIdentify::Date) => column["de-identify"] = "date".into(),
            Some(DeIdentify::Id) => column["de-identify"] = "id".into(),
            None => {}
        }
        match tables.iter_mut().find(|(path, ..)| *path == row.table) {
            Some((_, title, columns)) => {
                if title.is_empty() {
                    *title = &row.table_title;
                }
                columns.push(column);
            }
            None => tables.push((&row.table, &row.table_title, vec![column])),
        }
    }
    let mut written = json!({
        "name": draft.name,
        "format": draft.format,
        "include-errors": draft.include_errors,
        "safe-for-deid": draft.safe_for_deid,
        "table": [],
    });
    match &draft.subject {
        Some(Subject::Form { xmlns }) => written["xmlns"] = xmlns.as_str().into(),
        Some(Subject::Case { case_type }) => {
            written["type"] = "case".into();
            if let Some(case_type) = case_type {
                written["case-type"] = case_type.as_str().into();
            }
        }
        None => {}
    }
    let mut repeats = Vec::new();
    for (path, title, columns) in tables {
        let mut table = json!({ "columns": columns });
        if !title.is_empty() {
            table["title"] = title.into();
        }
        if path == ROOT {
            written["columns"] = table["columns"].take();
            if let Some(title) = table.get("title") {
                written["title"] = title.clone();
            }
        } else {
            table["path"] = path.into();
            repeats.push(table);
        }
    }
    written["table"] = repeats.into();
    serde_json::from_value(written).map_err(|error| error.to_string())
}
