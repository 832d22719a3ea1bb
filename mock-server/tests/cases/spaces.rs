//! Project spaces to export from.

use fakehq::{
    quirks::{Choices, Profile},
    world::{
        clock::Pace,
        people::{Group, MobileWorker, Standing, WebUser},
        plan::Plan,
        space::{ProjectSpace, SpaceSettings},
    },
};
use serde_json::{Value, json};

pub(crate) const VISIT: &str = "http://example.org/visit";

/// An empty space `demo` whose clock shows 2014-01-10.
pub(crate) fn empty(choices: Choices) -> ProjectSpace {
    ProjectSpace::new(SpaceSettings {
        name: "demo".to_owned(),
        seed: 1,
        choices,
        plan: Plan::Standard,
        start: "2014-01-10T09:00:00Z".parse().unwrap(),
        pace: Pace::Frozen,
    })
}

pub(crate) fn worker(id: &str, name: &str, active: bool) -> MobileWorker {
    MobileWorker {
        id: id.to_owned(),
        username: format!("{name}@demo.commcarehq.org"),
        password: "phone".to_owned(),
        full_name: String::new(),
        active,
        groups: Vec::new(),
        user_data: Vec::new(),
    }
}

pub(crate) fn group(id: &str, name: &str, case_sharing: bool) -> Group {
    Group {
        id: id.to_owned(),
        name: name.to_owned(),
        case_sharing,
    }
}

pub(crate) fn web_user() -> WebUser {
    WebUser {
        username: "user@example.org".to_owned(),
        password: "password".to_owned(),
        standing: Standing::Exporter,
    }
}

/// What a form says of one case; `at` is the moment on the phone.
pub(crate) fn block(case_id: &str, user_id: &str, at: &str, parts: Value) -> Value {
    let mut block = json!({
        "@xmlns": "http://commcarehq.org/case/transaction/v2",
        "@case_id": case_id,
        "@user_id": user_id,
        "@date_modified": at,
    });
    let members = block.as_object_mut().unwrap();
    members.extend(parts.as_object().unwrap().clone());
    block
}

/// A case of this type, name and owner begins.
pub(crate) fn create(case_type: &str, name: &str, owner: &str) -> Value {
    json!({"create": {"case_name": name, "owner_id": owner, "case_type": case_type}})
}

/// Submits a form with one case block.
pub(crate) fn submit(space: &mut ProjectSpace, user_id: &str, block: Value) {
    let form = json!({"xmlns": VISIT, "form": {"meta": {"userID": user_id}, "case": block}});
    space.submit_json(form).unwrap();
}

/// The worked example ex4: one worker, one open case, one closed case that had a property `dob`, and
/// an inactive worker who had user data.
pub(crate) fn example(profile: Profile) -> ProjectSpace {
    let mut space = empty(Choices::of(profile));
    let mut nurse = worker("u1", "nurse", true);
    nurse.full_name = "Nurse Á".to_owned();
    nurse.groups = vec!["g1".to_owned(), "g2".to_owned()];
    let mut gone = worker("u2", "gone", false);
    gone.user_data = vec![("phone".to_owned(), "555".to_owned())];
    space.people.mobile_workers = vec![nurse, gone];
    space.people.groups = vec![group("g1", "North", false), group("g2", "South", false)];
    space.people.web_users = vec![web_user()];

    let mut closed = create("preg", "Devi", "u1");
    closed["update"] = json!({"dob": "1990-02-03"});
    closed["close"] = json!("");
    submit(
        &mut space,
        "u1",
        block("c0", "u1", "2014-01-04T09:00:00Z", closed),
    );
    let begin = create("preg", "Asha", "u1");
    submit(
        &mut space,
        "u1",
        block("c1", "u1", "2014-01-05T09:00:00Z", begin),
    );
    let change = json!({"update": {"age": "30"}});
    submit(
        &mut space,
        "u1",
        block("c1", "u1", "2014-01-06T09:00:00Z", change),
    );
    space
}
