//! `GET`, `POST` and `DELETE /_fakehq/spaces/{space}/faults`

use axum::{body::Bytes, extract::RawQuery};

use serde_json::json;

use super::{
    extract::{self, Answer, Space, made, missing, told, wrong},
    operation::{Operation, Verb},
};
use crate::{
    faults::{Fault, Laid},
    http::call::query::Query,
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
pub async fn show(Space(island): Space) -> Answer {
    told(&island.faults().laid())
}

/// Lays a fault and shows it as it was understood.
pub async fn lay(Space(island): Space, body: Bytes) -> Answer {
    let fault: Fault = extract::small(&body, r#"{"next": 2, "effect": "cut"}"#)?;
    let laid = Laid {
        id: island.faults().lay(fault.clone()),
        fault,
        seen: 0,
        struck: 0,
    };
    made(&laid)
}

/// Takes all faults away, or with `?id=N` one; shows what is left.
pub async fn lift(Space(island): Space, RawQuery(query): RawQuery) -> Answer {
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
    told(&island.faults().laid())
}
