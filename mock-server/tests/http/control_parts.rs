//! `/_fakehq/spaces/NAME/...`: settings, people, custom exports, tokens, the journal.

use fakehq::quirks::{EmptyExport, Profile, TextBeforeObject};
use serde_json::{Value, json};

use crate::support::{Answer, EXPORT, Fake, JANE, VIEWER, X, get, visit, with_visits};

async fn call(hq: &Fake, method: &'static str, address: &str, body: impl ToString) -> Answer {
    let ask = get(format!("/_fakehq/{address}")).by(method);
    hq.ask(&ask.body(body.to_string())).await
}

fn error(answer: &Answer) -> String {
    answer.json()["error"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn settings_are_changed_whole_or_not_at_all() {
    let hq = Fake::demo(Profile::Documented).await;
    let at = "spaces/demo/settings";
    let change = json!({ "profile": "hq-2013", "quirks": { "empty-export": "not-found" },
                         "plan": "community", "page_mark": "mark7" });
    let shown = call(&hq, "POST", at, &change).await.json();
    assert_eq!(
        (&shown["plan"], &shown["profile"], &shown["page_mark"]),
        (&json!("community"), &Value::Null, &json!("mark7"))
    );
    let island = hq.hq.island("demo").unwrap();
    assert_eq!(island.space().choices.empty_export, EmptyExport::NotFound);
    assert_eq!(
        island.space().choices.text_before_object,
        TextBeforeObject::Lost
    );
    let profile = call(&hq, "POST", at, json!({ "profile": "hq-2015" })).await;
    assert_eq!(profile.json()["profile"], "hq-2015");

    let before = call(&hq, "GET", at, "").await;
    for (change, words) in [
        (json!({ "plan": "pro", "profile": "hq" }), "hq-2013"),
        (
            json!({ "plan": "pro", "quirks": { "emty": "x" } }),
            "empty-export",
        ),
        (json!({ "plan": "gold", "profile": "hq-2013" }), "standard"),
        (json!({ "plans": "pro" }), "did you mean `plan`?"),
    ] {
        let answer = call(&hq, "POST", at, &change).await;
        assert_eq!(answer.status, 400);
        assert!(error(&answer).contains(words), "{}", error(&answer));
    }
    assert_eq!(call(&hq, "GET", at, "").await.body, before.body);
}

#[tokio::test]
async fn a_profile_chosen_later_gives_the_answers_of_one_chosen_at_first() {
    let hq = Fake::of([
        with_visits("demo", Profile::Documented),
        with_visits("old", Profile::Hq2013),
    ])
    .await;
    for space in ["demo", "old"] {
        let mixed = json!({ "_id": "c", "xmlns": X, "form": { "@xmlns": X,
            "name": { "first": "Lea" }, "meta": { "userID": "u1" } } });
        call(&hq, "POST", &format!("spaces/{space}/forms"), mixed).await;
    }
    call(
        &hq,
        "POST",
        "spaces/demo/settings",
        json!({ "profile": "hq-2013" }),
    )
    .await;
    let columns = async |space: &str| {
        let ask = get(EXPORT.replace("demo", space) + "&format=json");
        hq.ask_as(JANE, ask).await.json()["#"]["headers"].clone()
    };
    assert_eq!(columns("demo").await, columns("old").await);
}

#[tokio::test]
async fn people_come_go_and_change() {
    let hq = Fake::demo(Profile::Documented).await;
    let web = |name: &str| format!("spaces/demo/web-users/{name}");
    let new = call(
        &hq,
        "PUT",
        &web("Lea@Example.org"),
        json!({ "password": "p:1" }),
    )
    .await;
    assert_eq!(
        new.json(),
        json!({ "username": "lea@example.org", "password": "p:1", "standing": "exporter" })
    );
    let lea = ("lea@example.org", "p:1");
    assert_eq!(hq.ask_as(lea, get(EXPORT)).await.status, 200);
    let demoted = json!({ "standing": "viewer" });
    assert_eq!(
        call(&hq, "PUT", &web(lea.0), demoted).await.json()["password"],
        "p:1"
    );
    assert_eq!(hq.ask_as(lea, get(EXPORT)).await.status, 401);
    call(
        &hq,
        "PUT",
        &web(VIEWER.0),
        json!({ "standing": "exporter" }),
    )
    .await;
    assert_eq!(hq.ask_as(VIEWER, get(EXPORT)).await.status, 200);
    call(&hq, "PUT", &web(JANE.0), json!({ "password": "new" })).await;
    assert_eq!(hq.ask_as(JANE, get(EXPORT)).await.status, 401);
    assert_eq!(hq.ask_as((JANE.0, "new"), get(EXPORT)).await.status, 200);
    assert_eq!(call(&hq, "DELETE", &web(JANE.0), "").await.status, 200);
    assert_eq!(hq.ask_as((JANE.0, "new"), get(EXPORT)).await.status, 401);

    let worker = "spaces/demo/mobile-workers/asha@demo.commcarehq.org";
    let put = call(
        &hq,
        "PUT",
        worker,
        json!({ "password": "1", "id": "u9", "user_data": [["village", "Anand"]] }),
    );
    assert_eq!(put.await.json()["active"], true);
    let put = call(&hq, "PUT", worker, json!({ "active": false }))
        .await
        .json();
    assert_eq!(
        (&put["id"], &put["user_data"][0][1]),
        (&json!("u9"), &json!("Anand"))
    );
    let people = call(&hq, "GET", "spaces/demo/people", "").await.json();
    assert_eq!(people["mobile_workers"].as_array().unwrap().len(), 2);
    assert_eq!(call(&hq, "DELETE", worker, "").await.status, 200);

    for (method, at, body, status, words) in [
        ("PUT", &*web("x@y.org"), "{}", 400, "needs a password"),
        (
            "PUT",
            "spaces/demo/mobile-workers/x",
            "{}",
            400,
            "needs a password",
        ),
        (
            "PUT",
            "spaces/demo/web-users/a:b",
            "{\"password\": \"x\"}",
            400,
            "no login name",
        ),
        (
            "PUT",
            &*web("x@y.org"),
            "{\"pasword\": \"x\"}",
            400,
            "did you mean `password`?",
        ),
        ("DELETE", &*web("x@y.org"), "", 404, "no web user `x@y.org`"),
        ("DELETE", worker, "", 404, "no mobile worker"),
    ] {
        let answer = call(&hq, method, at, body).await;
        assert_eq!(answer.status, status, "{method} {at}");
        assert!(error(&answer).contains(words), "{}", error(&answer));
    }
}

#[tokio::test]
async fn a_custom_export_is_made_changed_downloaded_and_taken_away() {
    let hq = Fake::demo(Profile::Documented).await;
    let all = "spaces/demo/custom-exports";
    let names = json!({ "name": "Names", "xmlns": X, "format": "json",
                        "columns": [{ "path": "form.name", "title": "Who" }] });
    let made = call(&hq, "POST", all, &names).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    let address = made["address"].as_str().unwrap().to_owned();
    let headers = async || {
        let tables = hq.ask_as(JANE, get(&address)).await.json();
        let tables = tables.as_object().unwrap().clone();
        let first = tables.values().next().unwrap().clone();
        first["headers"].clone()
    };
    assert_eq!(headers().await, json!(["Who"]));
    let one = format!("{all}/{}", made["id"].as_str().unwrap());
    let other = json!({ "name": "Names", "xmlns": X, "format": "json", "id": "ignored",
                        "columns": [{ "path": "form.meta.userID" }, { "path": "form.name" }] });
    let changed = call(&hq, "PUT", &one, &other).await.json();
    assert_eq!(changed["id"], made["id"]);
    assert_eq!(headers().await, json!(["form.meta.userID", "form.name"]));
    assert_eq!(call(&hq, "GET", all, "").await.json(), json!([changed]));
    assert_eq!(call(&hq, "GET", &one, "").await.json(), changed);

    let again = call(&hq, "POST", all, &names).await;
    assert_eq!(again.status, 409);
    assert!(error(&again).contains("PUT"), "{}", error(&again));
    let columnless = call(&hq, "POST", all, json!({ "name": "x", "xmlns": X })).await;
    assert!(error(&columnless).contains("it has no column"));
    let unknown = call(&hq, "PUT", &format!("{all}/none"), &names).await;
    assert_eq!(unknown.status, 404);
    assert_eq!(call(&hq, "DELETE", &one, "").await.json(), changed);
    assert_eq!(hq.ask_as(JANE, get(&address)).await.status, 404);
}

#[tokio::test]
async fn tokens_are_listed_and_forgotten() {
    let hq = Fake::demo(Profile::Documented).await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        tokens.push(hq.export("&format=csv").await.token().unwrap().to_owned());
    }
    let listed = call(&hq, "GET", "spaces/demo/tokens", "").await.json();
    let listed: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["token"].clone())
        .collect();
    assert_eq!(listed, tokens);
    let one = format!("spaces/demo/tokens/{}", tokens[1]);
    assert_eq!(call(&hq, "DELETE", &one, "").await.json()["forgotten"], 1);
    let unknown = call(&hq, "DELETE", &one, "").await;
    assert_eq!(unknown.status, 404);
    let since = |token: &str| format!("&previous_export={token}");
    assert_eq!(hq.export(&since(&tokens[1])).await.status, 404);
    assert_eq!(hq.export(&since(&tokens[0])).await.status, 302);
    assert_eq!(
        call(&hq, "DELETE", "spaces/demo/tokens", "").await.json()["forgotten"],
        2
    );
    assert_eq!(hq.export(&since(&tokens[0])).await.status, 404);
}

#[tokio::test]
async fn a_journal_is_read_by_pieces_cleared_and_numbered_on() {
    let hq = Fake::demo(Profile::Documented).await;
    for _ in 0..2 {
        hq.export("").await;
    }
    let read = async |query: &str| {
        let page = call(&hq, "GET", &format!("spaces/demo/journal{query}"), "").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let page = page.json();
        let entries = page["entries"].as_array().unwrap().clone();
        let numbers = entries.iter().map(|e| e["number"].as_u64().unwrap());
        (
            page["dropped"].as_u64().unwrap(),
            numbers.collect::<Vec<_>>(),
        )
    };
    assert_eq!(read("?settled=true").await, (0, vec![1, 2, 3, 4]));
    assert_eq!(read("?limit=2").await, (0, vec![3, 4]));
    assert_eq!(read("?after=1&limit=1&settled=false").await, (0, vec![4]));
    assert_eq!(read("?limit=0").await, (0, vec![]));
    let cleared = call(&hq, "DELETE", "spaces/demo/journal", "").await.json();
    assert_eq!(cleared, json!({ "dropped": 4 }));
    assert_eq!(read("").await, (4, vec![]));
    hq.export("").await;
    assert_eq!(read("?settled=true").await, (4, vec![5, 6]));
    for query in ["?limit=x", "?settled=yes", "?after=x"] {
        let answer = call(&hq, "GET", &format!("spaces/demo/journal{query}"), "").await;
        assert_eq!(answer.status, 400, "{query}");
    }
}

#[tokio::test]
async fn strays_have_a_journal_of_their_own() {
    let hq = Fake::demo(Profile::Documented).await;
    hq.ask(&get(EXPORT.replace("demo", "dmeo"))).await;
    let strays = call(&hq, "GET", "strays/journal?settled=true", "")
        .await
        .json();
    let notes = strays["entries"][0]["notes"].to_string();
    assert!(notes.contains("no project space `dmeo`"), "{notes}");
    hq.submit(visit("c", "Lea"));
    assert_eq!(
        call(&hq, "GET", "spaces/demo/journal", "").await.json()["entries"],
        json!([])
    );
}

#[tokio::test]
async fn an_api_key_comes_and_goes_with_its_person() {
    let hq = Fake::demo(Profile::Hq2015).await;
    let jane = format!("spaces/demo/web-users/{}", JANE.0);
    let keys = async || call(&hq, "GET", "spaces/demo/people", "").await.json()["api_keys"].clone();
    assert_eq!(keys().await, Value::Null);
    for key in ["k1", "k2"] {
        let put = call(&hq, "PUT", &jane, json!({ "api_key": key })).await;
        assert_eq!(put.status, 200, "{put:?}");
        assert_eq!(keys().await, json!([{ "username": JANE.0, "key": key }]));
    }
    // Only stored exports take it.
    let ask = get(EXPORT).line(format!("Authorization: ApiKey {}:k2", JANE.0));
    assert_eq!(hq.ask(&ask).await.status, 401);
    let journal = format!("{:?}", hq.journal("demo").await);
    assert!(!journal.contains("k2"), "{journal}");
    assert_eq!(call(&hq, "DELETE", &jane, "").await.status, 200);
    assert_eq!(keys().await, Value::Null);
}
