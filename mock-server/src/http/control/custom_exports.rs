//! `/_fakehq/spaces/{space}/custom-exports`

use axum::{body::Bytes, response::Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::{
    extract::{self, Answer, BaseUrl, Named, Space, made, missing, refused, told, wrong},
    operation::{Operation, Verb},
};
use crate::{
    http::call::address,
    world::{
        custom_export::{definition::CustomExport, file::CustomExportTable},
        space::ProjectSpace,
    },
};

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/custom-exports";
    const ONE: &str = "/_fakehq/spaces/{space}/custom-exports/{id}";
    vec![
        Operation::new(Verb::Get, PATH, "listCustomExports", list)
            .does("The custom exports of a space, in the order of its listing page")
            .answers(200, "A list of definitions, each with its `address`"),
        Operation::new(Verb::Post, PATH, "createCustomExport", create)
            .does("Makes a custom export, as `[[space.custom-export]]` in a world file does")
            .answers(201, "The definition, with `id` and `address`")
            .takes(
                "of forms",
                json!({ "name": "Villages", "xmlns": "http://openrosa.org/formdesigner/D0C0FFEE-0001-4D3A-9F00-00000000A001",
                        "format": "csv", "include-errors": true, "safe-for-deid": true,
                        "columns": [{ "path": "form.village", "title": "Village" },
                                    { "path": "form.meta.userID", "title": "Worker", "de-identify": "id" }],
                        "table": [{ "path": "#.form.child.#", "columns": [{ "path": "age" }] }] }),
            )
            .takes(
                "of cases",
                json!({ "name": "Closed", "type": "case", "case-type": "household", "columns": [{ "path": "closed_on" }] }),
            ),
        Operation::new(Verb::Get, ONE, "showCustomExport", show)
            .does("One custom export")
            .answers(200, "The definition, with its `address`"),
        Operation::new(Verb::Put, ONE, "changeCustomExport", change)
            .does("Puts another definition in the place of a custom export; it keeps its id")
            .answers(200, "The definition, with its `address`")
            .takes(
                "other columns",
                json!({ "name": "Villages", "xmlns": "http://openrosa.org/formdesigner/D0C0FFEE-0001-4D3A-9F00-00000000A001",
                        "columns": [{ "path": "form.village" }] }),
            ),
        Operation::new(Verb::Delete, ONE, "deleteCustomExport", delete)
            .does("Takes a custom export away")
            .answers(200, "The definition that was there"),
    ]
}

const EXAMPLE: &str = r#"{"name": "Villages", "xmlns": "http://example.org/visit", "columns": [{"path": "form.village"}]}"#;

/// Lists the custom exports.
pub async fn list(Space(island): Space, BaseUrl(base_url): BaseUrl) -> Answer {
    let space = island.space();
    let all: Vec<_> = space
        .custom_exports
        .iter()
        .map(|export| shown(export, &space.name, &base_url))
        .collect();
    told(&all)
}

/// Shows one.
pub async fn show(Space(island): Space, Named(id): Named, BaseUrl(base_url): BaseUrl) -> Answer {
    let space = island.space();
    let export = &space.custom_exports[place(&space, &id)?];
    let shown = shown(export, &space.name, &base_url);
    told(&shown)
}

/// Makes one.
pub async fn create(Space(island): Space, BaseUrl(base_url): BaseUrl, body: Bytes) -> Answer {
    let written: CustomExportTable = extract::small(&body, EXAMPLE)?;
    let mut space = island.space();
    let export = written.build(space.seed, &space.name).map_err(wrong)?;
    let known = space
        .custom_exports
        .iter()
        .any(|known| known.id == export.id);
    if known {
        let error = format!(
            "a custom export of the id {} is there already; PUT \
             /_fakehq/spaces/{}/custom-exports/{} changes it, an `id` or name of its own makes another",
            export.id, space.name, export.id
        );
        return Err(refused(StatusCode::CONFLICT, error));
    }
    let shown = shown(&export, &space.name, &base_url);
    space.custom_exports.push(export);
    made(&shown)
}

/// Changes one.
pub async fn change(
    Space(island): Space,
    Named(id): Named,
    BaseUrl(base_url): BaseUrl,
    body: Bytes,
) -> Answer {
    let written: CustomExportTable = extract::small(&body, EXAMPLE)?;
    let mut space = island.space();
    let place = place(&space, &id)?;
    let mut export = written.build(space.seed, &space.name).map_err(wrong)?;
    export.id = id;
    let shown = shown(&export, &space.name, &base_url);
    space.custom_exports[place] = export;
    told(&shown)
}

/// Takes one away.
pub async fn delete(Space(island): Space, Named(id): Named, BaseUrl(base_url): BaseUrl) -> Answer {
    let mut space = island.space();
    let place = place(&space, &id)?;
    let export = space.custom_exports.remove(place);
    let shown = shown(&export, &space.name, &base_url);
    told(&shown)
}

fn place(space: &ProjectSpace, id: &str) -> Result<usize, Response> {
    let mut exports = space.custom_exports.iter();
    exports.position(|export| export.id == id).ok_or_else(|| {
        missing(format!(
            "`{0}` has no custom export {id:?}; /_fakehq/spaces/{0}/custom-exports lists them",
            space.name
        ))
    })
}

/// A definition as it is written, and its address.
fn shown(export: &CustomExport, domain: &str, base_url: &str) -> Value {
    let mut shown = serde_json::to_value(CustomExportTable::of(export)).unwrap_or_default();
    shown["address"] = Value::from(address::custom_export(
        base_url,
        domain,
        export,
        export.default_format,
    ));
    shown
}
