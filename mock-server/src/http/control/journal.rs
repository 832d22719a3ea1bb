//! `/_fakehq/spaces/{space}/journal` and `/_fakehq/strays/journal`

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use http::StatusCode;
use serde_json::json;

use super::{
    extract::{Answer, Space, refused, told, wrong},
    operation::{Operation, Verb},
};
use crate::{
    hq::{Hq, Island},
    http::call::query::Query,
};

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/journal";
    const STRAYS: &str = "/_fakehq/strays/journal";
    let reading = |operation: Operation| {
        operation
            .answers(
                200,
                "`entries`, and `dropped`: how many older ones there were",
            )
            .query("after", "Leaves out the entries up to this number", "1")
            .query("limit", "Only this many, the newest", "5")
            .query(
                "settled",
                "With `true`, waits until every answer under way is over, up to ten seconds",
                "true",
            )
    };
    vec![
        reading(
            Operation::new(Verb::Get, PATH, "showJournal", show)
                .does("What was asked of a space and answered, oldest first"),
        ),
        Operation::new(Verb::Delete, PATH, "clearJournal", clear)
            .does("Drops all entries; their numbers are not used again")
            .answers(200, "How many were `dropped`"),
        reading(
            Operation::new(Verb::Get, STRAYS, "showStrays", strays)
                .does("What was asked of spaces that do not exist"),
        ),
    ]
}

/// Shows the journal of a space.
pub async fn show(Space(island): Space, RawQuery(query): RawQuery) -> Answer {
    page(&island, query).await
}

/// Shows what was asked of spaces that do not exist.
pub async fn strays(State(hq): State<Arc<Hq>>, RawQuery(query): RawQuery) -> Answer {
    page(&hq.strays, query).await
}

/// Drops all entries.
pub async fn clear(Space(island): Space) -> Answer {
    let dropped = island.journal.clear();
    told(&json!({ "dropped": dropped }))
}

async fn page(island: &Island, query: Option<String>) -> Answer {
    let query = Query::of(query.unwrap_or_default().as_bytes());
    let after = query.get("after").unwrap_or("0");
    let after = after
        .parse()
        .map_err(|_| wrong("`after` is the number of an entry, as in ?after=12"))?;
    let limit = query.get("limit").map_or(Ok(usize::MAX), str::parse);
    let limit = limit.map_err(|_| wrong("`limit` is a number of entries, as in ?limit=5"))?;
    match query.get("settled") {
        None | Some("false") => {}
        Some("true") => settled(island).await?,
        Some(_) => return Err(wrong("`settled` is true or false, as in ?settled=true")),
    }
    let page = island.journal.newest(after, limit);
    told(&page)
}

async fn settled(island: &Island) -> Result<(), Response> {
    /// Real time: what is waited for is a client that reads slowly, or a fault that holds it up.
    const PATIENCE: Duration = Duration::from_secs(10);
    let settled = island.journal.settled();
    tokio::time::timeout(PATIENCE, settled).await.map_err(|_| {
        let error = "an answer of this space is still under way after ten seconds; ask again, or without `settled`";
        refused(StatusCode::SERVICE_UNAVAILABLE, error)
    })
}
