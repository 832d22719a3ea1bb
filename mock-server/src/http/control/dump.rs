//! `GET /_fakehq/spaces/{space}/dump` and `POST /_fakehq/spaces/{space}/load`

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::{
    extract::{self, Answer, BaseUrl, Space, aside, made, refused, wrong},
    operation::{Operation, Verb},
    space_json,
};
use crate::{hq::Hq, http::call::answer, world_file::dump::Dump};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(Verb::Get, "/_fakehq/spaces/{space}/dump", "dumpSpace", dump)
            .does("A space as it is now: documents, people, exports, tokens, clock, choices")
            .answers(200, "What `loadSpace` takes"),
        Operation::new(Verb::Post, "/_fakehq/spaces/{space}/load", "loadSpace", load)
            .does("Makes a space of a dump, in the place of the one of that name; a reset leads back to the dump")
            .answers(201, "The space as `showSpace` shows it")
            .takes("the smallest dump", example()),
    ]
}

fn example() -> Value {
    json!({
        "dump": 1,
        "name": "demo",
        "seed": 1,
        "clock": { "now": "2014-01-05T09:10:00Z", "pace": "frozen" },
        "people": { "web_users": [{ "username": "jane@example.org", "password": "secret" }] },
        "documents": [{ "document": {
            "_id": "a", "doc_type": "XFormInstance", "xmlns": "http://example.org/visit",
            "received_on": "2014-01-05T09:00:00Z", "form": { "@xmlns": "http://example.org/visit", "name": "Asha" },
        } }],
    })
}

/// Dumps a space.
pub async fn dump(Space(island): Space) -> Answer {
    let body = aside(move || {
        let dump = Dump::of(&island.space());
        serde_json::to_vec_pretty(&dump)
    });
    let mut body = body.await?.map_err(|error| {
        let error = format!("the space cannot be written down: {error}");
        refused(StatusCode::INTERNAL_SERVER_ERROR, error)
    })?;
    body.push(b'\n');
    let json = HeaderValue::from_static("application/json");
    Ok(answer::with(StatusCode::OK, json, body))
}

/// Makes a space of a dump.
pub async fn load(
    State(hq): State<Arc<Hq>>,
    name: Path<String>,
    BaseUrl(base_url): BaseUrl,
    body: Bytes,
) -> Answer {
    let name = name.0;
    extract::space_name(&name)?;
    let space = aside(move || {
        let dump: Dump = extract::body(&body, "what /_fakehq/spaces/NAME/dump gave")?;
        dump.into_space(&name).map_err(wrong)
    });
    let island = hq.put(space.await??);
    let shown = space_json::shown(&island, &base_url);
    made(&shown)
}
