//! `/_fakehq/spaces/{space}/stored-exports`

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{
    asked::{self, island, missing, refused},
    operation::{Operation, Verb},
    space_shown,
};
use crate::{
    hq::Hq,
    http::{address, answer},
    world::{
        space::ProjectSpace,
        stored_export::{NoStoredExport, StoredExportTable},
    },
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
pub async fn list(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let all = space_shown::stored_exports(&island.space(), &address::base_url(&headers));
    Ok(answer::json(StatusCode::OK, &all))
}

/// Shows one.
pub async fn show(
    State(hq): State<Arc<Hq>>,
    Path((name, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let shown = shown(&island.space(), &id, &headers)?;
    Ok(answer::json(StatusCode::OK, &shown))
}

/// Makes one.
pub async fn create(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let example = r#"{"custom-export": "Children by village", "format": "csv"}"#;
    let written: StoredExportTable = asked::body(&body, example)?;
    let mut space = island.space();
    let id = space.store(written).map_err(cannot)?.id.clone();
    let shown = shown(&space, &id, &headers)?;
    Ok(answer::json(StatusCode::CREATED, &shown))
}

/// Makes one anew.
pub async fn refresh(
    State(hq): State<Arc<Hq>>,
    Path((name, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let mut space = island.space();
    shown(&space, &id, &headers)?;
    space.refresh_stored_export(&id).map_err(cannot)?;
    let shown = shown(&space, &id, &headers)?;
    Ok(answer::json(StatusCode::OK, &shown))
}

/// Takes one away.
pub async fn delete(
    State(hq): State<Arc<Hq>>,
    Path((name, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let mut space = island.space();
    let shown = shown(&space, &id, &headers)?;
    space.stored_exports.retain(|stored| stored.id != id);
    Ok(answer::json(StatusCode::OK, &shown))
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
fn shown(space: &ProjectSpace, id: &str, headers: &HeaderMap) -> Result<Value, Response> {
    let stored = space.stored_export(id).ok_or_else(|| {
        missing(format!(
            "`{0}` has no stored export {id:?}; /_fakehq/spaces/{0}/stored-exports lists them",
            space.name
        ))
    })?;
    let base_url = address::base_url(headers);
    Ok(space_shown::stored_export(stored, &base_url, &space.name))
}
