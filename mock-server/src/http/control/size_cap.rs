//! `GET` and `POST /_fakehq/spaces/{space}/size-cap`

use axum::body::Bytes;
use serde::Deserialize;
use serde_json::json;

use super::{
    extract::{self, Answer, Space, told},
    operation::{Operation, Verb},
};
use crate::{hq::Island, quirks::Quirk as _};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The largest export that passes.
    bytes: u64,
}

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/size-cap";
    vec![
        Operation::new(Verb::Get, PATH, "showSizeCap", show)
            .does("From which size exports break")
            .answers(
                200,
                "`bytes`, and `effect`: the choice of the quirk `size-cap`",
            ),
        Operation::new(Verb::Post, PATH, "changeSizeCap", change)
            .does("Sets the size of the largest export that passes")
            .answers(200, "As `showSizeCap`")
            .takes("a small cap", json!({ "bytes": 100_000 })),
    ]
}

/// Shows the cap, and what becomes of larger exports.
pub async fn show(Space(island): Space) -> Answer {
    shown(&island)
}

/// Sets the cap and shows it. What becomes of larger exports is the quirk `size-cap`.
pub async fn change(Space(island): Space, body: Bytes) -> Answer {
    let change: Change = extract::small(&body, "{\"bytes\": 100000}")?;
    island.space().size_cap = change.bytes;
    shown(&island)
}

fn shown(island: &Island) -> Answer {
    let space = island.space();
    let shown = json!({ "bytes": space.size_cap, "effect": space.choices.size_cap.name() });
    told(&shown)
}
