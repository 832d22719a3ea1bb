//! The project spaces that the requests are sent to.

use fakehq::{
    file_format::Format,
    quirks::Choices,
    selection::form::{Ask, Outcome, Tag},
    world::{
        access::Access,
        clock::Pace,
        custom_export::definition::{CustomColumn, CustomExport, CustomTable, Subject},
        people::{ApiKey, MobileWorker, Standing, WebUser},
        plan::Plan,
        space::{ProjectSpace, SpaceSettings},
    },
};
use serde_json::{Value, json};

use crate::support::{JANE, NURSE, OUTSIDER, SUPERUSER, VIEWER, X, Y};

/// A space and the tokens a request may use.
pub(super) struct Scene {
    pub(super) space: ProjectSpace,
    /// `{T}`
    pub(super) token: String,
    /// `{F}`
    pub(super) foreign: String,
}

/// The space of a state, under any choices.
pub(super) fn scene(state: &str, choices: Choices) -> Scene {
    let mut scene = Scene {
        space: empty(choices),
        token: String::new(),
        foreign: String::new(),
    };
    match state {
        "none" => {}
        "data" => data(&mut scene),
        "community" => {
            data(&mut scene);
            scene.space.plan = Plan::Community;
        }
        "public" => {
            data(&mut scene);
            scene.space.access = Access::Public;
        }
        "deactivated" => {
            data(&mut scene);
            scene.space.access = Access::Deactivated;
        }
        "unparseable" => {
            let broken =
                json!({ "_id": "e", "doc_type": "SubmissionErrorLog", "problem": "not XML" });
            scene.space.store_verbatim(&broken).unwrap();
        }
        "duplicates only" => {
            submit(
                &mut scene.space,
                "c",
                "XFormDuplicate",
                "2014-01-05T09:00:03Z",
                "u1",
            );
        }
        "duplicate newer" => {
            data(&mut scene);
            submit(
                &mut scene.space,
                "g",
                "XFormDuplicate",
                "2014-01-08T12:30:00Z",
                "u1",
            );
        }
        "one newer" => {
            data(&mut scene);
            submit(
                &mut scene.space,
                "g",
                "XFormInstance",
                "2014-01-08T12:30:00Z",
                "u1",
            );
        }
        "same second" => {
            data(&mut scene);
            submit(
                &mut scene.space,
                "g",
                "XFormInstance",
                "2014-01-08T12:00:00Z",
                "u1",
            );
            scene.token = token(&mut scene.space, X);
        }
        "late" => {
            data(&mut scene);
            submit(
                &mut scene.space,
                "g",
                "XFormInstance",
                "2014-01-08T11:59:59Z",
                "u1",
            );
        }
        "edited" => {
            data(&mut scene);
            scene.space.clock.set(at("2014-01-08T12:30:00Z"));
            scene
                .space
                .submit_json(visit("a", "XFormInstance", None, "u1", "Another name"))
                .unwrap();
        }
        "other form newer" => {
            data(&mut scene);
            let form = json!({
                "_id": "y", "xmlns": Y, "received_on": "2014-01-08T12:30:00Z",
                "form": { "newer": "1", "meta": { "userID": "u1" } },
            });
            scene.space.submit_json(form).unwrap();
        }
        "inactive worker" => {
            submit(
                &mut scene.space,
                "i",
                "XFormInstance",
                "2014-01-05T09:00:01Z",
                "u2",
            );
        }
        "odd answers" => odd(&mut scene.space),
        "late question" => {
            data(&mut scene);
            let mut late = visit(
                "g",
                "XFormInstance",
                Some("2014-01-05T09:00:09Z"),
                "u1",
                "g",
            );
            late["form"]["extra"] = json!("more");
            scene.space.submit_json(late).unwrap();
        }
        other => panic!("no state is called {other:?}"),
    }
    if state != "none" {
        scene.space.clock.set(at("2014-01-08T13:00:00Z"));
    }
    scene
}

fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

/// Two visits of January, an older one, a duplicate, one of the practice mode, another form, two cases,
/// custom exports and a stored one; and tokens of noon on the 8th.
fn data(scene: &mut Scene) {
    let space = &mut scene.space;
    submit(space, "old", "XFormInstance", "2013-12-01T08:00:00Z", "u1");
    submit(space, "a", "XFormInstance", "2014-01-05T09:00:01Z", "u1");
    submit(space, "b", "XFormInstance", "2014-01-05T09:00:02Z", "u1");
    submit(space, "c", "XFormDuplicate", "2014-01-05T09:00:03Z", "u1");
    submit(
        space,
        "d",
        "XFormInstance",
        "2014-01-05T09:00:04Z",
        "demo_user",
    );
    for (id, block) in [
        ("k1", json!({ "create": created("Asha") })),
        ("k2", json!({ "create": created("Devi"), "close": "" })),
    ] {
        let mut block = block;
        block["@xmlns"] = json!("http://commcarehq.org/case/transaction/v2");
        block["@case_id"] = json!(id);
        block["@user_id"] = json!("u1");
        block["@date_modified"] = json!("2014-01-05T09:00:05Z");
        let form = json!({
            "_id": format!("form of {id}"), "xmlns": Y, "received_on": "2014-01-05T09:00:05Z",
            "form": { "other": "1", "meta": { "userID": "u1" }, "case": block },
        });
        space.submit_json(form).unwrap();
    }
    space.clock.set(at("2014-01-08T12:00:00Z"));
    let forms = custom(
        "forms",
        Subject::Form {
            xmlns: X.to_owned(),
        },
        "_id",
    );
    let cases = custom("cases", Subject::Case { case_type: None }, "_id");
    space.custom_exports = vec![forms.clone(), cases];
    space.store_export("kept", &forms, Format::Csv).unwrap();
    scene.token = token(space, X);
    scene.foreign = token(space, Y);
}

/// A question nobody answered, one that became a group, an answer like a formula, and two repeats
/// whose names are alike in a file name.
fn odd(space: &mut ProjectSpace) {
    for (id, visit) in [("a", json!("by foot")), ("b", json!({ "village": "Kano" }))] {
        let form = json!({
            "_id": id, "xmlns": X, "received_on": "2014-01-05T09:00:01Z",
            "form": {
                "empty": null, "sum": "=1+1", "visit": visit,
                "x/y": [{ "n": "1" }, { "n": "2" }], "x-y": [{ "n": "3" }],
                "meta": { "userID": "u1" },
            },
        });
        space.submit_json(form).unwrap();
    }
}

fn created(name: &str) -> Value {
    json!({ "case_name": name, "owner_id": "u1", "case_type": "person" })
}

fn custom(id: &str, subject: Subject, key: &str) -> CustomExport {
    let column = |path: &str| CustomColumn {
        path: path.to_owned(),
        title: path.to_owned(),
        de_identify: None,
    };
    CustomExport {
        id: id.to_owned(),
        name: format!("All {id}"),
        subject,
        tables: vec![CustomTable {
            path: "#".to_owned(),
            title: None,
            columns: vec![column("id"), column(key)],
        }],
        default_format: Format::Csv,
        include_errors: false,
        safe_for_deid: false,
    }
}

fn token(space: &mut ProjectSpace, xmlns: &str) -> String {
    let ask = Ask {
        tag: Tag::Form(xmlns.to_owned()),
        previous_export: None,
        include_errors: false,
        user_types: Vec::new(),
    };
    match space.export_forms(&ask) {
        Outcome::Data(data) => data.token,
        other => panic!("{other:?}"),
    }
}

fn visit(id: &str, doc_type: &str, received_on: Option<&str>, user: &str, name: &str) -> Value {
    let mut visit = json!({
        "_id": id,
        "xmlns": X,
        "doc_type": doc_type,
        "form": { "@xmlns": X, "name": name, "meta": { "userID": user } },
    });
    if let Some(on) = received_on {
        visit["received_on"] = json!(on);
    }
    visit
}

fn submit(space: &mut ProjectSpace, id: &str, doc_type: &str, received_on: &str, user: &str) {
    let document = visit(id, doc_type, Some(received_on), user, id);
    space.submit_json(document).unwrap();
}

/// A space with people and nothing else.
fn empty(choices: Choices) -> ProjectSpace {
    let mut space = ProjectSpace::new(SpaceSettings {
        name: "demo".to_owned(),
        seed: 7,
        choices,
        plan: Plan::Standard,
        start: at("2014-01-05T09:00:00Z"),
        pace: Pace::Frozen,
    });
    let web_users = [
        (JANE, Standing::Exporter),
        (VIEWER, Standing::Viewer),
        (OUTSIDER, Standing::Outsider),
        (SUPERUSER, Standing::Superuser),
    ];
    space.people.web_users = web_users
        .map(|((username, password), standing)| WebUser {
            username: username.to_owned(),
            password: password.to_owned(),
            standing,
        })
        .to_vec();
    let nurse = MobileWorker {
        id: "u1".to_owned(),
        username: NURSE.0.to_owned(),
        password: NURSE.1.to_owned(),
        full_name: "Asha".to_owned(),
        active: true,
        groups: Vec::new(),
        user_data: Vec::new(),
    };
    let gone = MobileWorker {
        id: "u2".to_owned(),
        username: "gone@demo.commcarehq.org".to_owned(),
        active: false,
        ..nurse.clone()
    };
    space.people.mobile_workers = vec![nurse, gone];
    for (username, _) in [JANE, NURSE, VIEWER] {
        let (username, key) = (username.to_owned(), format!("key of {username}"));
        space.people.give_key(ApiKey { username, key }).unwrap();
    }
    space
}
