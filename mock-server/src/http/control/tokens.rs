//! `/_fakehq/spaces/{space}/tokens`

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use serde_json::{Value, json};

use super::{
    asked::{island, missing},
    operation::{Operation, Verb},
};
use crate::{hq::Hq, http::answer, world::token::Issued};

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/tokens";
    const ONE: &str = "/_fakehq/spaces/{space}/tokens/{token}";
    vec![
        Operation::new(Verb::Get, PATH, "listTokens", list)
            .does("The export tokens of a space, in the order they were issued")
            .answers(
                200,
                "A list: `token`, what it was issued for, how much had arrived, and when",
            ),
        Operation::new(Verb::Delete, PATH, "forgetTokens", forget_all)
            .does("Forgets all tokens: whoever gives one is told that it is unknown")
            .answers(200, "How many were `forgotten`"),
        Operation::new(Verb::Delete, ONE, "forgetToken", forget)
            .does("Forgets one token")
            .answers(200, "How many were `forgotten`: 1"),
    ]
}

/// Lists the tokens.
pub async fn list(State(hq): State<Arc<Hq>>, name: Path<String>) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let issued = island.space().tokens.all();
    let shown: Vec<_> = issued.iter().map(shown).collect();
    Ok(answer::json(StatusCode::OK, &shown))
}

fn shown(issued: &Issued) -> Value {
    let checkpoint = &issued.checkpoint;
    json!({
        "token": issued.token,
        "number": issued.number,
        "xmlns": checkpoint.xmlns,
        "custom_export": checkpoint.custom_export,
        "arrived": checkpoint.arrived,
        "at": checkpoint.at.to_string(),
    })
}

/// Forgets all tokens.
pub async fn forget_all(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let mut space = island.space();
    let count = space.tokens.len();
    space.tokens.forget(None);
    Ok(answer::json(StatusCode::OK, &json!({ "forgotten": count })))
}

/// Forgets one token.
pub async fn forget(
    State(hq): State<Arc<Hq>>,
    Path((name, token)): Path<(String, String)>,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let mut space = island.space();
    if space.tokens.find(&token).is_none() {
        return Err(missing(format!(
            "`{name}` has issued no token {token:?}; /_fakehq/spaces/{name}/tokens lists those it has"
        )));
    }
    space.tokens.forget(Some(&token));
    Ok(answer::json(StatusCode::OK, &json!({ "forgotten": 1 })))
}
