//! `/_fakehq/spaces`: made, reset, deleted, dumped and loaded.

use fakehq::{
    quirks::{Choices, Profile},
    world::plan::Plan,
    world_file::{Overrides, World},
};
use serde_json::{Value, json};

use crate::support::{Answer, EXPORT, Fake, JANE, X, get, visit, with_visits};

async fn post(hq: &Fake, address: &str, body: impl ToString) -> Answer {
    let ask = get(format!("/_fakehq/{address}")).by("POST");
    hq.ask(&ask.body(body.to_string())).await
}

fn error(answer: &Answer) -> String {
    answer.json()["error"].as_str().unwrap().to_owned()
}

/// The default world, with a file of a custom export and a fault.
fn default_world() -> impl IntoIterator<Item = fakehq::world::space::ProjectSpace> {
    let more = "\n[[space.stored-export]]\ncustom-export = \"Households\"\nid = \"kept\"\n\
                [[space.fault]]\nnth = 90\neffect = \"cut\"\n";
    let text = fakehq::world_file::default_world::DEFAULT_WORLD.to_owned() + more;
    World::parse(&text, "w.toml", &Overrides::default())
        .unwrap()
        .spaces
}

#[tokio::test]
async fn a_space_is_made_of_a_world_that_comes_with_fakehq() {
    let hq = Fake::demo(Profile::Documented).await;
    let made = post(&hq, "spaces", json!({ "name": "mine" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = &made.json()[0];
    assert_eq!(made["name"], "mine");
    assert_eq!(made["submissions"], 0);
    assert_eq!(made["profile"], "documented");
    assert_eq!(made["web_users"][0]["password"], "password");
    assert_eq!(
        made["listing"],
        "http://localhost/a/mine/data/excel_export_data/"
    );

    let rich = json!({
        "name": "rich", "world": "default", "seed": 5, "profile": "hq-2013", "plan": "pro",
        "quirks": { "empty-export": "not-found" }, "clock": "run",
    });
    let rich = post(&hq, "spaces", rich).await.json();
    assert_eq!(rich[0]["quirks"]["empty-export"], "not-found");
    assert_eq!(rich[0]["profile"], Value::Null);
    assert_eq!(rich[0]["clock"]["pace"], "run");
    let island = hq.hq.island("rich").unwrap();
    let mut choices = Choices::of(Profile::Hq2013);
    choices.set("empty-export", "not-found").unwrap();
    assert_eq!(island.space().choices, choices);
    assert_eq!(island.space().plan, Plan::Pro);
    assert!(island.space().forms.len() > 40);
}

#[tokio::test]
async fn a_space_is_made_like_another_and_of_the_table_of_a_world_file() {
    let hq = Fake::demo(Profile::Documented).await;
    let like = json!({ "name": "mine", "like": "demo", "plan": "community" });
    let made = post(&hq, "spaces", like).await.json();
    assert_eq!(
        (&made[0]["submissions"], &made[0]["plan"]),
        (&json!(2), &json!("community"))
    );
    let by_name = json!({ "name": "other", "like": "demo--empty" });
    assert_eq!(
        post(&hq, "spaces", by_name).await.json()[0]["submissions"],
        0
    );

    let table = json!({ "profile": "hq-2015", "space": [
        { "invent": { "project_space": "one" } }, { "plan": "pro", "invent": { "project_space": "two" } },
    ] });
    let made = post(&hq, "spaces", table).await.json();
    assert_eq!(made[0]["profile"], "hq-2015");
    assert_eq!(made[1]["plan"], "pro");
    let toml = "[[space]]\n[space.invent]\nproject_space = \"three\"\n";
    assert_eq!(post(&hq, "spaces", toml).await.json()[0]["name"], "three");
}

#[tokio::test]
async fn a_space_that_cannot_be_is_refused_with_a_remedy() {
    let hq = Fake::demo(Profile::Documented).await;
    for (body, status, words) in [
        (
            json!({ "name": "demo" }),
            409,
            "DELETE /_fakehq/spaces/demo first",
        ),
        (json!({ "name": "a b" }), 400, "no name of a project space"),
        (json!({}), 400, "missing key `name`"),
        (json!({ "nam": "x" }), 400, "did you mean `name`?"),
        (
            json!({ "name": "x", "world": "/etc/passwd" }),
            400,
            "default, empty",
        ),
        (json!({ "name": "x", "like": "none" }), 400, "`none`"),
        (
            json!({ "name": "x", "like": "demo", "world": "empty" }),
            400,
            "exclude each other",
        ),
        (
            json!({ "name": "x", "profile": "hq-2014" }),
            400,
            "hq-2013, hq-2015",
        ),
        (
            json!({ "name": "x", "quirks": { "emty": "x" } }),
            400,
            "empty-export",
        ),
        (json!({ "name": "x", "plan": "gold" }), 400, "standard"),
        (
            json!({ "journal": { "entries": 5 }, "space": [{ "invent": {} }] }),
            400,
            "this one runs already; leave it out",
        ),
        (
            json!({ "name": "x", "like": "demo", "seed": 4 }),
            400,
            "not invented from a seed",
        ),
        (
            json!({ "space": [{ "invent": { "project_spase": "x" } }] }),
            400,
            "did you mean",
        ),
        (
            json!({ "space": [{ "documents": ["/etc/passwd"], "invent": { "project_space": "x" } }] }),
            400,
            "submit the documents",
        ),
        (json!("[[space]\n"), 400, "the body:1"),
        (json!(""), 400, "the body is empty"),
    ] {
        let body = match body.as_str() {
            Some(text) => text.to_owned(),
            None => body.to_string(),
        };
        let answer = post(&hq, "spaces", &body).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
        assert!(error(&answer).contains(words), "{body}: {}", error(&answer));
    }
    assert_eq!(hq.hq.islands().len(), 1);
}

#[tokio::test]
async fn a_reset_leads_back_to_the_beginning_and_health_is_not_touched() {
    let hq = Fake::of(default_world()).await;
    let before = hq.ask(&get("/_fakehq/spaces/demo/dump")).await;
    let address = "/a/demo/reports/export/";
    hq.ask(&get(address)).await;
    for (at, body) in [
        ("forms", visit("new", "Lea").to_string()),
        ("clock", r#"{"advance": "1d"}"#.to_owned()),
    ] {
        assert!(
            post(&hq, &format!("spaces/demo/{at}"), body).await.status < 300,
            "{at}"
        );
    }
    let changed = hq.ask(&get("/_fakehq/spaces/demo/dump")).await;
    assert!(changed.body != before.body);
    assert_eq!(hq.journal("demo").await.len(), 1);

    let health = hq.ask(&get("/_fakehq/health")).await;
    assert_eq!(
        post(&hq, "spaces/demo/reset", "").await.json(),
        json!({ "reset": "demo" })
    );
    assert!(hq.ask(&get("/_fakehq/spaces/demo/dump")).await.body == before.body);
    assert_eq!(hq.journal("demo").await.len(), 0);
    assert_eq!(hq.ask(&get("/_fakehq/health")).await.body, health.body);
}

#[tokio::test]
async fn a_reset_of_all_leaves_other_peoples_spaces_and_drops_those_made_by_name() {
    let hq = Fake::of([
        with_visits("demo", Profile::Documented),
        with_visits("b", Profile::Hq2013),
    ])
    .await;
    post(
        &hq,
        "spaces/demo/forms",
        visit("new", "Lea").to_string().as_str(),
    )
    .await;
    hq.ask(&get("/a/demo--empty/")).await;
    post(&hq, "spaces", json!({ "name": "mine", "like": "b" })).await;
    let reset = post(&hq, "reset", "").await.json();
    assert_eq!(reset, json!({ "reset": ["b", "demo", "mine"] }));
    assert_eq!(hq.export("&format=json").await.ids(), ["a", "b"]);
    assert_eq!(hq.hq.islands().len(), 3);
}

#[tokio::test]
async fn a_deleted_space_is_gone_for_clients_too() {
    let hq = Fake::demo(Profile::Documented).await;
    let delete = get("/_fakehq/spaces/demo").by("DELETE");
    assert_eq!(hq.ask(&delete).await.json(), json!({ "deleted": "demo" }));
    let again = hq.ask(&delete).await;
    assert_eq!(again.status, 404);
    assert!(error(&again).contains("no project space `demo`"));
    let clock = hq.ask(&get("/_fakehq/spaces/demo/clock")).await;
    assert!(error(&clock).ends_with("there is none at all"));
    assert_eq!(hq.ask(&get(EXPORT)).await.status, 401);
    assert_eq!(hq.hq.strays.journal.last(), 1);
}

#[tokio::test]
async fn a_dump_loads_into_a_space_that_goes_on_as_the_first_would_have() {
    let hq = Fake::of(default_world()).await;
    let twin = Fake::of([]).await;
    let xmlns = "http://openrosa.org/formdesigner/D0C0FFEE-0001-4D3A-9F00-00000000A001";
    let address = format!("/a/demo/reports/export/?export_tag=%22{xmlns}%22&format=json");
    let who = ("user@example.org", "password");
    let first = hq.ask_as(who, get(&address)).await;
    let token = first.token().unwrap().to_owned();
    let dump = hq.ask(&get("/_fakehq/spaces/demo/dump")).await;
    assert_eq!(dump.status, 200);
    let loaded = post(&twin, "spaces/demo/load", dump.text()).await;
    assert_eq!(loaded.status, 201, "{}", loaded.text());
    // Written down again it is the same.
    let again = twin.ask(&get("/_fakehq/spaces/demo/dump")).await;
    assert!(again.body == dump.body);

    // Forms, cases and custom exports come out alike, and the token means the same there.
    let id = hq.hq.island("demo").unwrap().space().custom_exports[1]
        .id
        .clone();
    let custom = format!("/a/demo/reports/export/custom/{id}/download/?format=json&type=case");
    let later = format!("{address}&previous_export={token}");
    let cases = "/a/demo/reports/download/cases/?format=json&include_closed=true";
    let same = async |address: &str| {
        let [one, two] = [
            hq.ask_as(who, get(address)).await,
            twin.ask_as(who, get(address)).await,
        ];
        assert!(one.body == two.body, "{address}");
        assert_eq!(one.token(), two.token());
        assert_eq!(one.status, two.status);
        one.status
    };
    assert_eq!(same(&later).await, 302);
    let stored = "/a/demo/reports/export/saved/download/kept/";
    for address in [&address, &custom, cases, stored] {
        assert_eq!(same(address).await, 200, "{address}");
    }
    // And what comes later is the same again.
    let worker = hq.hq.island("demo").unwrap().space().people.mobile_workers[0]
        .id
        .clone();
    for hq in [&hq, &twin] {
        let form = json!({ "xmlns": xmlns, "form": {
            "@xmlns": xmlns, "a": "1", "meta": { "userID": worker },
        } });
        assert_eq!(post(hq, "spaces/demo/forms", form).await.status, 201);
    }
    assert_eq!(same(&later).await, 200);
    // A reset leads back to the dump.
    post(&twin, "spaces/demo/reset", "").await;
    let reset = twin.ask(&get("/_fakehq/spaces/demo/dump")).await;
    assert!(reset.body == dump.body);
}

#[tokio::test]
async fn a_dump_under_the_old_server_keeps_the_columns_of_its_checkpoints() {
    let hq = Fake::demo(Profile::Hq2013).await;
    let before = hq.export("&format=json").await;
    let dump = hq.ask(&get("/_fakehq/spaces/demo/dump")).await;
    let columns = dump.json()["columns_of"].clone();
    assert!(columns[X].is_string(), "{columns}");
    post(&hq, "spaces/demo/load", dump.text()).await;
    assert_eq!(hq.export("&format=json").await.body, before.body);
}

#[tokio::test]
async fn what_is_no_dump_is_refused_and_nothing_changed() {
    let hq = Fake::demo(Profile::Documented).await;
    let clock = json!({ "now": "2014-01-05T09:10:00Z" });
    for (body, words) in [
        (json!({}), "missing key `dump`"),
        (
            json!({ "dump": 2, "name": "x", "seed": 1, "clock": clock }),
            "reads dumps of form 1",
        ),
        (
            json!({ "dump": 1, "name": "x", "seed": 1, "clock": clock, "plan": "gold" }),
            "unknown plan `gold`",
        ),
        (
            json!({ "dump": 1, "name": "x", "seed": 1, "clock": clock, "documents": [{ "document": 3 }] }),
            "must be a JSON object",
        ),
        (
            json!({ "dump": 1, "name": "x", "seed": 1, "clock": clock,
                    "documents": [{ "document": {}, "xml_hex": "f" }] }),
            "pairs of hex digits",
        ),
    ] {
        let answer = post(&hq, "spaces/demo/load", &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(error(&answer).contains(words), "{}", error(&answer));
    }
    assert_eq!(post(&hq, "spaces/a%20b/load", json!({})).await.status, 400);
    assert_eq!(hq.export("&format=json").await.ids(), ["a", "b"]);
    let ask = get("/_fakehq/spaces/demo").line("X-Test: 1");
    assert_eq!(
        hq.ask(&ask).await.json()["web_users"][0]["username"],
        JANE.0
    );
}
