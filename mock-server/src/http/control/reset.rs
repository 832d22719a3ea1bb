//! `POST /_fakehq/reset` and `POST /_fakehq/spaces/{space}/reset`

use std::sync::Arc;

use axum::{extract::State, response::Response};
use http::StatusCode;
use serde_json::json;

use super::{
    extract::{Answer, Space, aside, refused, told},
    operation::{Operation, Verb},
};
use crate::hq::{Hq, Island};

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
pub async fn one(State(hq): State<Arc<Hq>>, Space(island): Space) -> Answer {
    reset(&hq, &island).await?;
    told(&json!({ "reset": island.name() }))
}

/// Resets all spaces.
pub async fn all(State(hq): State<Arc<Hq>>) -> Answer {
    let mut names = Vec::new();
    for island in hq.islands() {
        if island.is_made_by_name() {
            // Whoever asks for it again gets it anew.
            hq.remove(&island);
        } else {
            reset(&hq, &island).await?;
            names.push(island.name().to_owned());
        }
    }
    told(&json!({ "reset": names }))
}

/// Resets a space.
///
/// # Errors
/// 409 where it cannot be made again.
pub(super) async fn reset(hq: &Arc<Hq>, island: &Island) -> Result<(), Response> {
    let (hq, name) = (Arc::clone(hq), island.name().to_owned());
    match aside(move || hq.reset(&name)).await? {
        Ok(_) => Ok(()),
        Err(error) => Err(refused(
            StatusCode::CONFLICT,
            format!("the space is left as it is, because it cannot be made again: {error}"),
        )),
    }
}
