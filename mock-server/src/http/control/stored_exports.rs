//! `/_fakehq/spaces/{space}/stored-exports`

use axum::{body::Bytes, response::Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::{
    extract::{self, Answer, BaseUrl, Named, Space, made, missing, refused, told},
    operation::{Operation, Verb},
    space_json,
};
use crate::world::{
    space::ProjectSpace,
    stored_export::{NoStoredExport, StoredExportTable},
};

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/stored-exports";
    const ONE: &str = "/_fakehq/spaces/{space}/stored-exports/{stored}";
    const REFRESH: &str = "/_fakehq/spaces/{space}/stored-exports/{stored}/refresh";
    vec![
        Operation::new(Verb::Get, PATH, "listStoredExports", list)
            .does("The stored exports of a space: files that were made earlier and kept")
            .answers(200, "A list: what each was made of and when, its `documents` and its `address`"),
        Operation::new(Verb::Post, PATH, "createStoredExport", create)
            .does("Makes the file of a custom export, of all data as they are now, and keeps it")
            .answers(201, "The stored export, with its `address`")
            .takes("by name", json!({ "custom-export": "Children by village" }))
            .takes(
                "with an id of its own",
                json!({ "custom-export": "Children by village", "id": "nightly", "format": "xlsx" }),
            ),
        Operation::new(Verb::Get, ONE, "showStoredExport", show)
            .does("One stored export")
            .answers(200, "The stored export, with its `address`"),
        Operation::new(Verb::Post, REFRESH, "refreshStoredExport", refresh)
            .does("Makes the file anew, by its custom export and of all data as they are now")
            .answers(200, "The stored export, with its `address`"),
        Operation::new(Verb::Delete, ONE, "deleteStoredExport", delete)
            .does("Takes a stored export away; its custom export stays")
            .answers(200, "The stored export that was there"),
    ]
}

/// Lists the stored exports.
pub async fn list(Space(island): Space, BaseUrl(base_url): BaseUrl) -> Answer {
    let all = space_json::stored_exports(&island.space(), &base_url);
    told(&all)
}

/// Shows one.
pub async fn show(Space(island): Space, Named(id): Named, BaseUrl(base_url): BaseUrl) -> Answer {
    let shown = shown(&island.space(), &id, &base_url)?;
    told(&shown)
}

/// Makes one.
pub async fn create(Space(island): Space, BaseUrl(base_url): BaseUrl, body: Bytes) -> Answer {
    let example = r#"{"custom-export": "Children by village", "format": "csv"}"#;
    let written: StoredExportTable = extract::small(&body, example)?;
    let mut space = island.space();
    let id = space.store(written).map_err(cannot)?.id.clone();
    let shown = shown(&space, &id, &base_url)?;
    made(&shown)
}

/// Makes one anew.
pub async fn refresh(Space(island): Space, Named(id): Named, BaseUrl(base_url): BaseUrl) -> Answer {
    let mut space = island.space();
    shown(&space, &id, &base_url)?;
    space.refresh_stored_export(&id).map_err(cannot)?;
    let shown = shown(&space, &id, &base_url)?;
    told(&shown)
}

/// Takes one away.
pub async fn delete(Space(island): Space, Named(id): Named, BaseUrl(base_url): BaseUrl) -> Answer {
    let mut space = island.space();
    let shown = shown(&space, &id, &base_url)?;
    space.stored_exports.retain(|stored| stored.id != id);
    told(&shown)
}

fn cannot(error: NoStoredExport) -> Response {
    let status = match error {
        NoStoredExport::Unknown(_) => StatusCode::NOT_FOUND,
        NoStoredExport::Taken { .. } | NoStoredExport::Nothing { .. } => StatusCode::CONFLICT,
        NoStoredExport::NoCustomExport { .. }
        | NoStoredExport::Format { .. }
        | NoStoredExport::Id { .. } => StatusCode::BAD_REQUEST,
    };
    refused(status, error.to_string())
}

/// The stored export of an id; 404 where there is none.
fn shown(space: &ProjectSpace, id: &str, base_url: &str) -> Result<Value, Response> {
    let stored = space.stored_export(id).ok_or_else(|| {
        missing(format!(
            "`{0}` has no stored export {id:?}; /_fakehq/spaces/{0}/stored-exports lists them",
            space.name
        ))
    })?;
    Ok(space_json::stored_export(stored, base_url, &space.name))
}
