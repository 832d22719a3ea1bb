//! A project space as the control API shows it.

use serde_json::{Map, Value, json};

use crate::{
    file_format::Format,
    hq::Island,
    http::call::address,
    quirks::{Choices, Profile},
    world::{
        clock::Pace, custom_export::definition::CustomExport, space::ProjectSpace,
        stored_export::StoredExport,
    },
};

/// All that is known of a space, but for its documents.
#[must_use]
pub fn shown(island: &Island, base_url: &str) -> Value {
    let journal = island.journal.since(u64::MAX);
    let space = island.space();
    let domain = &space.name;
    let forms: Vec<_> = space
        .forms
        .forms()
        .map(|(xmlns, index)| {
            json!({
                "xmlns": xmlns,
                "title": index.title().unwrap_or(xmlns),
                "submissions": index.arrivals.len(),
                "address": address::form_export(base_url, domain, xmlns, Some(Format::Csv)),
            })
        })
        .collect();
    let custom: Vec<_> = space
        .custom_exports
        .iter()
        .map(|export| custom_export(export, base_url, domain))
        .collect();
    let web_users: Vec<_> = space.people.web_users.iter().collect();
    let workers: Vec<_> = space
        .people
        .mobile_workers
        .iter()
        .map(|w| &w.username)
        .collect();
    json!({
        "name": domain,
        "made_by_name": island.is_made_by_name(),
        "seed": space.seed,
        "plan": space.plan.name(),
        "access": space.access.name(),
        "profile": profile(&space.choices),
        "quirks": quirks(&space.choices),
        "clock": clock(&space),
        "page_mark": space.page_mark,
        "listing": address::listing(base_url, domain, space.choices.listing_address),
        "submissions": space.forms.len(),
        "forms": forms,
        "custom_exports": custom,
        "stored_exports": stored_exports(&space, base_url),
        "cases": {
            "count": space.cases.cases().len(),
            "address": address::case_export(base_url, domain, Format::Csv, false),
        },
        "web_users": web_users,
        "mobile_workers": workers,
        "size_cap": space.size_cap,
        "tokens": space.tokens.len(),
        "faults": space.faults.laid().len(),
        "journal": { "last": island.journal.last(), "dropped": journal.dropped },
    })
}

/// Time and pace of a space.
#[must_use]
pub fn clock(space: &ProjectSpace) -> Value {
    let pace = match space.clock.pace() {
        Pace::Running => "run",
        Pace::Frozen => "frozen",
    };
    json!({ "now": space.now().to_string(), "pace": pace })
}

/// The choice of every quirk, by id.
#[must_use]
pub fn quirks(choices: &Choices) -> Map<String, Value> {
    Choices::cards()
        .iter()
        .zip(choices.names())
        .map(|(card, choice)| (card.id.to_owned(), Value::from(choice)))
        .collect()
}

/// The profile that makes all these choices, if there is one.
#[must_use]
pub fn profile(choices: &Choices) -> Option<&'static str> {
    Profile::ALL
        .into_iter()
        .find(|profile| Choices::of(*profile) == *choices)
        .map(Profile::name)
}

/// A custom export and its address.
#[must_use]
pub fn custom_export(export: &CustomExport, base_url: &str, domain: &str) -> Value {
    json!({
        "id": export.id,
        "name": export.name,
        "type": export.subject.word(),
        "format": export.default_format.to_string(),
        "address": address::custom_export(base_url, domain, export, export.default_format),
    })
}

/// All stored exports of a space, in the order they were made.
#[must_use]
pub fn stored_exports(space: &ProjectSpace, base_url: &str) -> Vec<Value> {
    let all = space.stored_exports.iter();
    all.map(|stored| stored_export(stored, base_url, &space.name))
        .collect()
}

/// A stored export and its address.
#[must_use]
pub fn stored_export(stored: &StoredExport, base_url: &str, domain: &str) -> Value {
    json!({
        "id": stored.id,
        "custom_export": { "id": stored.export.id, "name": stored.export.name },
        "format": stored.format.to_string(),
        "made": stored.made.to_string(),
        "documents": stored.data.rows.len(),
        "address": address::stored_export(base_url, domain, &stored.id),
    })
}
