//! Files of custom exports: made, refreshed and taken away by control API, found on the listing.

use fakehq::quirks::Profile;
use serde_json::{Value, json};

use crate::{
    login::session,
    support::{Answer, Fake, JANE, X, get, visit},
};

const AT: &str = "/_fakehq/spaces/demo/stored-exports";
const FILE: &str = "/a/demo/reports/export/saved/download/names/";

async fn call(hq: &Fake, method: &'static str, address: &str, body: Value) -> Answer {
    hq.ask(&get(address).by(method).body(body.to_string()))
        .await
}

/// Two visits, a custom export of them and no file of it yet.
async fn with_custom_export(profile: Profile) -> Fake {
    let hq = Fake::demo(profile).await;
    let export = json!({ "name": "Names", "id": "c1", "xmlns": X, "format": "json",
                         "columns": [{ "path": "form.name", "title": "Name" }] });
    let made = call(&hq, "POST", "/_fakehq/spaces/demo/custom-exports", export).await;
    assert_eq!(made.status, 201, "{made:?}");
    hq
}

async fn stored(hq: &Fake) -> Value {
    let written = json!({ "custom-export": "Names", "id": "names" });
    let made = call(hq, "POST", AT, written).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.json()
}

/// The headers and the names in the file.
async fn file(hq: &Fake) -> Value {
    let answer = hq.ask_as(JANE, get(FILE)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let table = answer.json()["#"].clone();
    let rows = table["rows"].as_array().unwrap();
    let mut names: Vec<_> = rows.iter().map(|row| row[0].clone()).collect();
    names.sort_by_key(ToString::to_string);
    json!([table["headers"][0], names])
}

#[tokio::test]
async fn a_file_is_made_once_and_anew_when_asked() {
    for profile in Profile::ALL {
        let hq = with_custom_export(profile).await;
        let shown = stored(&hq).await;
        assert_eq!(
            shown,
            json!({
                "id": "names", "custom_export": { "id": "c1", "name": "Names" }, "format": "json",
                "made": "2014-01-05T09:00:02Z", "documents": 2,
                "address": format!("http://localhost{FILE}"),
            })
        );
        hq.submit(visit("c", "Lea"));
        assert_eq!(file(&hq).await, json!(["Name", ["Mina", "Ravi"]]));

        let change = json!({ "name": "Names", "xmlns": X, "format": "csv",
                             "columns": [{ "path": "form.name", "title": "Who" }] });
        call(&hq, "PUT", "/_fakehq/spaces/demo/custom-exports/c1", change).await;
        assert_eq!(file(&hq).await, json!(["Name", ["Mina", "Ravi"]]));
        let fresh = call(&hq, "POST", &format!("{AT}/names/refresh"), json!({})).await;
        let fresh = fresh.json();
        assert_eq!(fresh["made"], "2014-01-05T09:00:03Z");
        assert_eq!(
            (&fresh["documents"], &fresh["format"]),
            (&json!(3), &json!("json"))
        );
        assert_eq!(file(&hq).await, json!(["Who", ["Lea", "Mina", "Ravi"]]));

        // Its custom export may go: the file stays, and is made anew as it was defined last.
        let custom = "/_fakehq/spaces/demo/custom-exports/c1";
        assert_eq!(call(&hq, "DELETE", custom, json!({})).await.status, 200);
        hq.submit(visit("d", "Asha"));
        let fresh = call(&hq, "POST", &format!("{AT}/names/refresh"), json!({})).await;
        assert_eq!(fresh.json()["documents"], 4);
        assert_eq!(file(&hq).await[1].as_array().unwrap().len(), 4);
    }
}

#[tokio::test]
async fn they_are_listed_shown_and_taken_away() {
    let hq = with_custom_export(Profile::Documented).await;
    assert_eq!(hq.ask(&get(AT)).await.json(), json!([]));
    let names = stored(&hq).await;
    let other = call(
        &hq,
        "POST",
        AT,
        json!({ "custom-export": "c1", "format": "xlsx" }),
    )
    .await;
    let other = other.json();
    assert_eq!(
        (&other["id"], &other["format"]),
        (&json!("c1"), &json!("xlsx"))
    );
    assert_eq!(hq.ask(&get(AT)).await.json(), json!([names, other]));
    let space = hq.ask(&get("/_fakehq/spaces/demo")).await.json();
    assert_eq!(space["stored_exports"], json!([names, other]));
    let one = format!("{AT}/names");
    assert_eq!(hq.ask(&get(&one)).await.json(), names);
    assert_eq!(call(&hq, "DELETE", &one, json!({})).await.json(), names);
    assert_eq!(hq.ask(&get(AT)).await.json(), json!([other]));
    assert_eq!(hq.ask_as(JANE, get(FILE)).await.status, 404);
    // A reset leads back to what there was at first: none.
    call(&hq, "POST", "/_fakehq/spaces/demo/reset", json!({})).await;
    assert_eq!(hq.ask(&get(AT)).await.json(), json!([]));
}

#[tokio::test]
async fn the_listing_has_an_address_to_copy_and_a_button() {
    let hq = with_custom_export(Profile::Documented).await;
    let session = session(&hq, JANE).await;
    let listing = get("/a/demo/data/excel_export_data/").line(&session);
    assert!(!hq.ask(&listing).await.text().contains("saved/download"));
    stored(&hq).await;
    let page = hq.ask(&listing).await;
    let address = format!("http://hq.test{FILE}");
    for part in [
        "Names (stored)",
        "made at 2014-01-05 09:00:02 of 2 documents",
        &format!("href=\"{address}\">Download json</a>"),
        &format!("readonly value=\"{address}\""),
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    // What the button leads to is for a session, too.
    let file = hq.ask(&get(FILE).line(&session)).await;
    assert_eq!(file.status, 200, "{file:?}");
}

#[tokio::test]
async fn what_cannot_be_made_is_refused_with_a_remedy() {
    let hq = with_custom_export(Profile::Documented).await;
    stored(&hq).await;
    let empty =
        json!({ "name": "None", "xmlns": "http://example.org/none", "columns": [{ "path": "a" }] });
    call(&hq, "POST", "/_fakehq/spaces/demo/custom-exports", empty).await;
    for (written, status, words) in [
        (json!({}), 400, "send for example"),
        (
            json!({ "custom-export": "Nmaes" }),
            400,
            "no custom export `Nmaes`; there is `Names`, `None`",
        ),
        (
            json!({ "custom-export": "Names", "format": "raw" }),
            400,
            "csv, xlsx, xls, html, json",
        ),
        (
            json!({ "custom-export": "Names", "id": "a/b" }),
            400,
            "letters, digits",
        ),
        (
            json!({ "custom-export": "Names", "id": "names" }),
            409,
            "is taken",
        ),
        (json!({ "custom-export": "None" }), 409, "nothing to export"),
    ] {
        let answer = call(&hq, "POST", AT, written).await;
        assert_eq!(answer.status, status, "{answer:?}");
        let error = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(words), "{error}");
    }
    for (method, address) in [
        ("GET", format!("{AT}/nmaes")),
        ("DELETE", format!("{AT}/nmaes")),
        ("POST", format!("{AT}/nmaes/refresh")),
    ] {
        let answer = call(&hq, method, &address, json!({})).await;
        assert_eq!(answer.status, 404, "{method} {answer:?}");
        assert!(answer.text().contains("/stored-exports lists them"));
    }
    assert_eq!(hq.ask(&get(AT)).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_stays_where_there_is_nothing_to_make_it_of() {
    let hq = with_custom_export(Profile::Documented).await;
    stored(&hq).await;
    let change = json!({ "name": "Names", "xmlns": "http://example.org/none",
                         "columns": [{ "path": "form.name" }] });
    call(&hq, "PUT", "/_fakehq/spaces/demo/custom-exports/c1", change).await;
    let refused = call(&hq, "POST", &format!("{AT}/names/refresh"), json!({})).await;
    assert_eq!(refused.status, 409, "{refused:?}");
    assert_eq!(file(&hq).await, json!(["Name", ["Mina", "Ravi"]]));
}
