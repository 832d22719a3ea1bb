//! `POST /_fakehq/reset` and `POST /_fakehq/spaces/{space}/reset`

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use serde_json::json;

use super::{
    asked::{aside, island, refused},
    operation::{Operation, Verb},
};
use crate::{hq::Hq, http::answer};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(Verb::Post, "/_fakehq/reset", "resetAll", all)
            .does("Makes every space again of what it was made of; those made by their name are dropped")
            .answers(200, "The names of the spaces there are now"),
        Operation::new(Verb::Post, "/_fakehq/spaces/{space}/reset", "resetSpace", one)
            .does("Drops a space with its forms, tokens, logins and journal, and makes it again of what it was made of")
            .answers(200, "The name of the space"),
    ]
}

/// Resets one space.
pub async fn one(State(hq): State<Arc<Hq>>, name: Path<String>) -> Result<Response, Response> {
    island(&hq, &name).await?;
    reset(&hq, name.0.clone()).await?;
    Ok(answer::json(StatusCode::OK, &json!({ "reset": name.0 })))
}

/// Resets all spaces.
pub async fn all(State(hq): State<Arc<Hq>>) -> Result<Response, Response> {
    let mut names = Vec::new();
    for island in hq.islands() {
        let name = island.name().to_owned();
        if island.is_made_by_name() {
            // Whoever asks for it again gets it anew.
            hq.remove(&island);
        } else {
            reset(&hq, name.clone()).await?;
            names.push(name);
        }
    }
    Ok(answer::json(StatusCode::OK, &json!({ "reset": names })))
}

/// Resets a space by name.
///
/// # Errors
/// 409 where it cannot be made again.
pub(super) async fn reset(hq: &Arc<Hq>, name: String) -> Result<(), Response> {
    match aside(hq, move |hq| hq.reset(&name)).await? {
        Ok(_) => Ok(()),
        Err(error) => Err(refused(
            StatusCode::CONFLICT,
            format!("the space is left as it is, because it cannot be made again: {error}"),
        )),
    }
}
