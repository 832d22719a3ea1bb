//! `/_fakehq/spaces`: which spaces there are, new ones, and the end of one.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Bytes,
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{self, Answer, BaseUrl, Space, aside, made, missing, refused, told, wrong},
    operation::{Operation, Verb},
    space_json,
};
use crate::{
    hq::{Hq, by_name::NotMade},
    http::call::answer,
    world::{
        clock::Pace,
        space::{ProjectSpace, Recipe},
        variation::Variation,
    },
    world_file::{Overrides, World},
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(Verb::Get, "/_fakehq/spaces", "listSpaces", list)
            .does("The project spaces by name")
            .answers(200, "A list: name, plan, number of submissions, clock"),
        Operation::new(Verb::Post, "/_fakehq/spaces", "createSpaces", create)
            .does("Makes a space of a world that comes with fakehq or like one that is there, or all spaces of a world file")
            .answers(201, "A list of the spaces made, each as `showSpace` shows it")
            .takes("an empty space", json!({ "name": "mine" }))
            .takes(
                "the default world under another profile",
                json!({ "name": "mine", "world": "default", "seed": 42, "profile": "hq-2013",
                        "quirks": { "empty-export": "not-found" }, "plan": "pro", "clock": "frozen" }),
            )
            .takes("one like another", json!({ "name": "mine", "like": "demo", "empty": true }))
            .takes(
                "a world file as JSON",
                json!({ "profile": "hq-2015", "space": [{ "plan": "pro", "invent": {
                    "project_space": "mine",
                    "people": { "web_users": [{ "username": "jane@example.org", "password": "secret" }] },
                    "form": [{ "name": "Visit", "xmlns": "http://example.org/visit", "count": 3,
                               "questions": [{ "name": "village", "kind": "village" }] }],
                } }] }),
            )
            .takes_media(
                "a world file",
                "application/toml",
                Value::from("[[space]]\nplan = \"pro\"\n[space.invent]\nproject_space = \"mine\"\n"),
            ),
        Operation::new(Verb::Get, "/_fakehq/spaces/{space}", "showSpace", show)
            .does("All that is known of a space, but for its documents")
            .answers(200, "Plan, choices, clock, forms and other exports with their addresses, people, counts"),
        Operation::new(Verb::Delete, "/_fakehq/spaces/{space}", "deleteSpace", delete)
            .does("Takes a space away for good")
            .answers(200, "The name of the space"),
    ]
}

/// The spaces by name.
pub async fn list(State(hq): State<Arc<Hq>>) -> Response {
    let spaces: Vec<_> = hq
        .islands()
        .iter()
        .map(|island| {
            let space = island.space();
            json!({
                "name": space.name,
                "plan": space.plan.name(),
                "submissions": space.forms.len(),
                "clock": space.now().to_string(),
            })
        })
        .collect();
    answer::json(StatusCode::OK, &spaces)
}

/// One space.
pub async fn show(Space(island): Space, BaseUrl(base_url): BaseUrl) -> Answer {
    let shown = space_json::shown(&island, &base_url);
    told(&shown)
}

/// Takes a space away.
pub async fn delete(State(hq): State<Arc<Hq>>, name: Path<String>) -> Answer {
    // Not by the ordinary way, which might make it first.
    let island = hq
        .island(&name)
        .ok_or_else(|| missing(format!("there is no project space `{}` to delete", name.0)))?;
    hq.remove(&island);
    told(&json!({ "deleted": name.0 }))
}

/// What a new space is to be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct NewSpace {
    name: String,
    /// A world that comes with fakehq; `empty` without it.
    world: Option<String>,
    /// A space that is there.
    like: Option<String>,
    seed: Option<u64>,
    profile: Option<String>,
    #[serde(default)]
    quirks: BTreeMap<String, String>,
    plan: Option<String>,
    clock: Option<Pace>,
    #[serde(default)]
    empty: bool,
}

const EXAMPLE: &str =
    r#"{"name": "mine", "world": "default", "profile": "hq-2013"}, or a world file"#;

/// Makes spaces and shows them.
pub async fn create(State(hq): State<Arc<Hq>>, BaseUrl(base_url): BaseUrl, body: Bytes) -> Answer {
    let of = Arc::clone(&hq);
    let spaces = aside(move || written(&of, &body)).await??;
    let mut shown = Vec::new();
    for space in spaces {
        let island = hq.put(space);
        shown.push(space_json::shown(&island, &base_url));
    }
    made(&shown)
}

/// The spaces of a body; none of them is there yet.
fn written(hq: &Arc<Hq>, body: &[u8]) -> Result<Vec<ProjectSpace>, Response> {
    let spaces = match body.trim_ascii_start().first() {
        Some(b'{') => {
            let value: Value = extract::body(body, EXAMPLE)?;
            if value.get("space").is_some() {
                World::of_value(value, "the body", &Overrides::default())
                    .map_err(wrong)?
                    .spaces
            } else {
                vec![new_space(hq, extract::body(body, EXAMPLE)?)?]
            }
        }
        Some(_) => {
            let text = String::from_utf8_lossy(body);
            World::sent(&text, "the body", &Overrides::default())
                .map_err(wrong)?
                .spaces
        }
        None => {
            return Err(wrong(format!(
                "the body is empty; send for example {EXAMPLE}"
            )));
        }
    };
    for space in &spaces {
        if hq.island(&space.name).is_some() {
            let error = format!(
                "there is a project space `{0}` already; DELETE /_fakehq/spaces/{0} first, or take \
                 another name",
                space.name
            );
            return Err(refused(StatusCode::CONFLICT, error));
        }
    }
    Ok(spaces)
}

fn new_space(hq: &Arc<Hq>, new: NewSpace) -> Result<ProjectSpace, Response> {
    extract::space_name(&new.name)?;
    let variations = new.variations().map_err(wrong)?;
    let made = match (&new.world, &new.like) {
        (Some(_), Some(_)) => {
            return Err(wrong(
                "`world` and `like` exclude each other; take one of them",
            ));
        }
        (_, Some(like)) => {
            let base = hq.island_or_made(like).map_err(wrong)?;
            let base = base.ok_or_else(|| wrong(format!("there is no project space `{like}`")))?;
            base.varied(&new.name, &variations)
        }
        (world, None) => {
            let world = world.as_deref().unwrap_or("empty");
            let recipe = World::built_in_recipe(world).map_err(wrong)?;
            let made = recipe.make_varied(&new.name, &variations);
            made.map_err(NotMade::from)
        }
    };
    made.map_err(wrong)
}

impl NewSpace {
    fn variations(&self) -> Result<Vec<Variation>, crate::quirks::UnknownChoice> {
        let mut variations = Vec::new();
        if self.empty {
            variations.push(Variation::Empty);
        }
        variations.extend(self.seed.map(Variation::Seed));
        if let Some(profile) = &self.profile {
            variations.push(Variation::Profile(profile.parse()?));
        }
        for (id, choice) in &self.quirks {
            // An unknown one is named as such.
            crate::quirks::Choices::default().set(id, choice)?;
            variations.push(Variation::Quirk {
                id: id.clone(),
                choice: choice.clone(),
            });
        }
        if let Some(plan) = &self.plan {
            variations.push(Variation::Plan(plan.parse()?));
        }
        variations.extend(self.clock.map(Variation::Pace));
        Ok(variations)
    }
}
