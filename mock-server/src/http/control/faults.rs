//! `GET`, `POST` and `DELETE /_fakehq/spaces/{space}/faults`

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    response::Response,
};
use http::StatusCode;

use serde_json::json;

use super::{
    asked::{self, island, missing, wrong},
    operation::{Operation, Verb},
};
use crate::{
    faults::{Fault, Laid},
    hq::Hq,
    http::{answer, query::Query},
};

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/faults";
    vec![
        Operation::new(Verb::Get, PATH, "showFaults", show)
            .does("The faults of a space in the order they were laid")
            .answers(
                200,
                "A list of faults, with `id`, and how often each was `seen` and `struck`",
            ),
        Operation::new(Verb::Post, PATH, "layFault", lay)
            .does("Lays a fault: what goes wrong, and when")
            .answers(201, "The fault as it was understood, with its `id`")
            .takes(
                "the next two downloads break off",
                json!({ "next": 2, "effect": "cut" }),
            )
            .takes(
                "the third request of any kind is answered 503",
                json!({ "on": "any", "nth": 3, "effect": { "status": { "code": 503 } } }),
            ),
        Operation::new(Verb::Delete, PATH, "liftFaults", lift)
            .does("Takes all faults away, or one")
            .answers(200, "The faults that are left")
            .query("id", "Only the fault of this number", "1"),
    ]
}

/// Shows the faults of a space in the order they were laid, and how often each struck.
pub async fn show(State(hq): State<Arc<Hq>>, name: Path<String>) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    Ok(answer::json(StatusCode::OK, &island.faults().laid()))
}

/// Lays a fault and shows it as it was understood.
pub async fn lay(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    body: Bytes,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let fault: Fault = asked::body(&body, r#"{"next": 2, "effect": "cut"}"#)?;
    let laid = Laid {
        id: island.faults().lay(fault.clone()),
        fault,
        seen: 0,
        struck: 0,
    };
    Ok(answer::json(StatusCode::CREATED, &laid))
}

/// Takes all faults away, or with `?id=N` one; shows what is left.
pub async fn lift(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let island = island(&hq, &name).await?;
    let query = Query::of(query.unwrap_or_default().as_bytes());
    match query.get("id").map(str::parse) {
        None => island.faults().lift_all(),
        Some(Ok(id)) if island.faults().lift(id) => {}
        Some(Ok(id)) => {
            let error = format!("no fault {id} is laid on `{}`", island.name());
            return Err(missing(error));
        }
        Some(Err(_)) => return Err(wrong("`id` is the number of a fault, as in ?id=1")),
    }
    Ok(answer::json(StatusCode::OK, &island.faults().laid()))
}
