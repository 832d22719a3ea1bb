//! The custom export of a world: the questions of the form under titles of their own.

use fakehq::{
    file_format::Format,
    world::custom_export::definition::{CustomColumn, CustomExport, CustomTable, Subject},
};

use super::shape::Shape;
use crate::catalogue::{form::Question, world::Custom};

/// Its id.
pub const ID: &str = "5d0e0000000000000000000000000001";

/// The custom export of a form. An address that names no format brings `format`; raw is no default a
/// custom export can have.
#[must_use]
pub fn export(custom: &Custom, shape: &Shape, format: Format) -> CustomExport {
    let mut tables = vec![CustomTable {
        path: "#".to_owned(),
        title: None,
        columns: vec![column("_id", "Document")],
    }];
    for question in shape.questions() {
        let chosen = custom.columns.is_empty() || custom.columns.contains(&question.0);
        let path = table_path(question);
        if !chosen || (path != "#" && !custom.repeats) {
            continue;
        }
        let place = tables.iter().position(|table| table.path == path);
        let place = place.unwrap_or_else(|| {
            tables.push(CustomTable {
                path,
                title: None,
                columns: vec![column("id", "Row")],
            });
            tables.len() - 1
        });
        tables[place]
            .columns
            .push(column(&column_path(question), &title(question)));
    }
    CustomExport {
        id: ID.to_owned(),
        name: custom.name.clone(),
        subject: Subject::Form {
            xmlns: shape.xmlns.clone(),
        },
        tables,
        default_format: match format {
            Format::Raw => Format::Xlsx,
            format => format,
        },
        include_errors: false,
        safe_for_deid: false,
    }
}

fn column(path: &str, title: &str) -> CustomColumn {
    CustomColumn {
        path: path.to_owned(),
        title: title.to_owned(),
        de_identify: None,
    }
}

/// `#.form.child.#` for `child[]/name`.
fn table_path(question: &Question) -> String {
    match question.table() {
        "" => "#".to_owned(),
        table => format!(
            "#.form.{}.#",
            table
                .replace("[]/", ".#.")
                .replace("[]", "")
                .replace('/', ".")
        ),
    }
}

/// The path in its table: `form.visit.village`, in a repeat `name`.
fn column_path(question: &Question) -> String {
    let path = question.0[question.table().len()..].replace('/', ".");
    match (question.is_beside_the_form(), question.table()) {
        (true, _) => path.trim_start_matches('.').to_owned(),
        (false, "") => format!("form.{path}"),
        (false, _) => path.trim_start_matches('.').to_owned(),
    }
}

/// `Visit village` for `visit/village`.
fn title(question: &Question) -> String {
    let words: Vec<_> = question.parts().map(|part| part.name).collect();
    let mut title = words.join(" ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}
