//! `POST /_fakehq/spaces/{space}/settings`

use std::collections::BTreeMap;

use axum::body::Bytes;
use serde::Deserialize;
use serde_json::json;

use super::{
    extract::{self, Answer, Space, told, wrong},
    operation::{Operation, Verb},
    space_json,
};
use crate::{
    hq::Island,
    quirks::{Choices, Profile, UnknownChoice},
    world::{access::Access, plan::Plan},
};

pub(super) fn operations() -> Vec<Operation> {
    const PATH: &str = "/_fakehq/spaces/{space}/settings";
    vec![
        Operation::new(Verb::Get, PATH, "showSettings", show)
            .does("How the server behaves towards a space")
            .answers(
                200,
                "`plan`, `access`, `profile` (null where single choices differ), the choice of every quirk, `page_mark`",
            ),
        Operation::new(Verb::Post, PATH, "changeSettings", change)
            .does("Changes plan, access, profile, single quirks or the mark of pages; several at once, or nothing of it")
            .answers(200, "As `showSettings`")
            .takes("a plan without API access", json!({ "plan": "community" }))
            .takes(
                "the server of 2013 but for one quirk",
                json!({ "profile": "hq-2013", "quirks": { "empty-export": "not-found" } }),
            )
            .takes("no session gets in", json!({ "access": "deactivated" }))
            .takes("a mark to find pages by", json!({ "page_mark": "pagemark7qx" })),
    ]
}

/// What can be changed; any one or several of these.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    plan: Option<String>,
    /// To whom it is open at all.
    access: Option<String>,
    /// All choices of a profile, before single ones.
    profile: Option<String>,
    #[serde(default)]
    quirks: BTreeMap<String, String>,
    page_mark: Option<String>,
}

/// Shows how the server behaves towards a space.
pub async fn show(Space(island): Space) -> Answer {
    shown(&island)
}

/// Changes it, whole or not at all, and shows it.
pub async fn change(Space(island): Space, body: Bytes) -> Answer {
    let change: Change = extract::small(&body, r#"{"profile": "hq-2013"}"#)?;
    {
        let mut space = island.space();
        let plan = change.plan.as_deref().map(str::parse::<Plan>).transpose();
        let plan = plan.map_err(wrong)?;
        let access = change.access.as_deref().map(str::parse::<Access>);
        let access = access.transpose().map_err(wrong)?;
        let choices = change.choices(space.choices).map_err(wrong)?;
        space.plan = plan.unwrap_or(space.plan);
        space.access = access.unwrap_or(space.access);
        space.choose(choices);
        if let Some(mark) = change.page_mark {
            space.page_mark = mark;
        }
    }
    shown(&island)
}

impl Change {
    fn choices(&self, now: Choices) -> Result<Choices, UnknownChoice> {
        let mut choices = match &self.profile {
            Some(profile) => Choices::of(profile.parse::<Profile>()?),
            None => now,
        };
        for (id, choice) in &self.quirks {
            choices.set(id, choice)?;
        }
        Ok(choices)
    }
}

fn shown(island: &Island) -> Answer {
    let space = island.space();
    let shown = json!({
        "plan": space.plan.name(),
        "access": space.access.name(),
        "profile": space_json::profile(&space.choices),
        "quirks": space_json::quirks(&space.choices),
        "page_mark": space.page_mark,
    });
    told(&shown)
}
