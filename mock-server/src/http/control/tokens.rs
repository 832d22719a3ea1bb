//! `/_fakehq/spaces/{space}/tokens`

use serde_json::{Value, json};

use super::{
    extract::{Answer, Named, Space, missing, told},
    operation::{Operation, Verb},
};
use crate::world::token::Issued;

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
pub async fn list(Space(island): Space) -> Answer {
    let issued = island.space().tokens.all();
    let shown: Vec<_> = issued.iter().map(shown).collect();
    told(&shown)
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
pub async fn forget_all(Space(island): Space) -> Answer {
    let mut space = island.space();
    let count = space.tokens.len();
    space.tokens.forget(None);
    told(&json!({ "forgotten": count }))
}

/// Forgets one token.
pub async fn forget(Space(island): Space, Named(token): Named) -> Answer {
    let mut space = island.space();
    if space.tokens.find(&token).is_none() {
        return Err(missing(format!(
            "`{0}` has issued no token {token:?}; /_fakehq/spaces/{0}/tokens lists those it has",
            island.name()
        )));
    }
    space.tokens.forget(Some(&token));
    told(&json!({ "forgotten": 1 }))
}
