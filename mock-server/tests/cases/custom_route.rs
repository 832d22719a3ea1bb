//! Custom exports over a socket (facts B.3; ex6).

use fakehq::{
    quirks::{Choices, Profile},
    world::space::ProjectSpace,
    world_file::{Overrides, World},
};
use serde_json::json;

use crate::{
    archive::entries,
    client::Demo,
    custom_export::{defined, visits},
    spaces::{VISIT, block, create, empty, worker},
};

const CUSTOM: &str = "/a/demo/reports/export/custom/v/download/";

/// Two visits of yesterday, an old one, a case, three exports: `v` and `e` of visits, `c` of cases.
fn space(profile: Profile) -> ProjectSpace {
    let mut space = empty(Choices::of(profile));
    space.people.mobile_workers = vec![worker("u1", "nurse", true)];
    for (id, at) in [
        ("a", "2014-01-09T08:00:00Z"),
        ("b", "2014-01-09T09:00:00Z"),
        ("old", "2013-06-01T09:00:00Z"),
    ] {
        let form = json!({"meta": {"userID": "u1"}, "village": "Rampur"});
        let document = json!({"xmlns": VISIT, "_id": id, "received_on": at, "form": form});
        space.submit_json(document).unwrap();
    }
    let born = block(
        "c1",
        "u1",
        "2014-01-05T09:00:00Z",
        create("preg", "Asha", "u1"),
    );
    let refer = json!({"xmlns": "http://example.org/cases", "form": {"meta": {"userID": "u1"}, "case": born}});
    space.submit_json(refer).unwrap();
    let columns = "columns = [{ path = '_id', title = 'Visit' }, { path = 'form.village', title = 'Village name' }]";
    let mut nobody = visits("columns = [{ path = '_id' }]");
    nobody.id = "e".to_owned();
    nobody.subject =
        defined("name = 'n'\nxmlns = 'http://example.org/none'\ncolumns = [{ path = '_id' }]")
            .subject;
    space.custom_exports = vec![
        visits(&format!("format = 'json'\n{columns}")),
        nobody,
        defined(
            "name = 'Cases'\nid = 'c'\ntype = 'case'\nformat = 'json'\ncolumns = [{ path = '_id' }]",
        ),
    ];
    space
}

async fn demo(profile: Profile) -> Demo {
    Demo::of(space(profile)).await
}

#[tokio::test]
async fn the_exports_own_format_columns_and_titles() {
    let demo = demo(Profile::Documented).await;
    let answer = demo.get(CUSTOM).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("Content-Type"), Some("application/json"));
    assert_eq!(
        answer.text(),
        r##"{"#": {"headers": ["Visit", "Village name"], "rows": [["old", "Rampur"], ["a", "Rampur"], ["b", "Rampur"]]}}"##
    );
    assert_eq!(answer.token().map(str::len), Some(32));
    let record = demo.entry().export.unwrap();
    assert_eq!((record.kind, record.document_count), ("custom", 3));
    assert_eq!(record.xmlns.as_deref(), Some(VISIT));
    assert_eq!(record.token_issued.as_deref(), answer.token());
}

#[tokio::test]
async fn all_six_formats_where_the_page_is_followed() {
    let (documented, old) = (demo(Profile::Documented).await, demo(Profile::Hq2013).await);
    for (format, content_type, disposition) in [
        (
            "csv",
            "application/zip",
            Some("attachment; filename=\"Visits.zip\""),
        ),
        (
            "xlsx",
            "application/vnd.ms-excel",
            Some("attachment; filename=\"Visits.xlsx\""),
        ),
        (
            "xls",
            "application/vnd.ms-excel",
            Some("attachment; filename=\"Visits.xls\""),
        ),
        ("html", "text/html", None),
        ("json", "application/json", None),
        (
            "raw",
            "application/zip",
            Some("attachment; filename=Visits.zip"),
        ),
    ] {
        let path = format!("{CUSTOM}?format={format}");
        let answer = documented.get(&path).await;
        assert_eq!(answer.status, 200, "{format}");
        assert_eq!(
            answer.header("Content-Type"),
            Some(content_type),
            "{format}"
        );
        assert_eq!(
            answer.header("Content-Disposition"),
            disposition,
            "{format}"
        );
        assert_eq!(answer.token().is_some(), format != "raw", "{format}");
        let observed = old.get(&path).await;
        assert_eq!(
            observed.status,
            if format == "raw" { 500 } else { 200 },
            "{format}"
        );
        assert_eq!(observed.token(), None, "{format}");
    }
    let raw = documented.get(&format!("{CUSTOM}?format=raw")).await;
    let entries = entries(&raw.body);
    let names: Vec<_> = entries.keys().map(String::as_str).collect();
    assert_eq!(names, ["a.xml", "b.xml", "old.xml"]);
    assert!(entries["a.xml"].contains("<village>Rampur</village>"));
}

#[tokio::test]
async fn increments_by_token() {
    let demo = demo(Profile::Documented).await;
    let first = demo.get(CUSTOM).await;
    let since = format!("{CUSTOM}?previous_export={}", first.token().unwrap());
    let nothing = demo.get(&since).await;
    assert_eq!(nothing.status, 302);
    let listing = "http://hq.test/a/demo/data/excel_export_data/";
    assert_eq!(nothing.header("Location"), Some(listing));
    assert_eq!((nothing.token(), nothing.body.len()), (None, 0));
    let more = json!({"xmlns": VISIT, "_id": "c", "form": {"meta": {"userID": "u1"}}});
    demo.island().space().submit_json(more).unwrap();
    let second = demo.get(&since).await;
    assert_eq!(second.json()["#"]["rows"], json!([["c", "---"]]));
    assert!(second.token().is_some() && second.token() != first.token());
    // An empty token is none.
    let all = demo.get(&format!("{CUSTOM}?previous_export=")).await;
    assert_eq!(all.json()["#"]["rows"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_as_the_server_would() {
    let (documented, old, new) = (
        demo(Profile::Documented).await,
        demo(Profile::Hq2013).await,
        demo(Profile::Hq2015).await,
    );
    for (query, statuses) in [
        ("format=bogus", [400, 500, 500]),
        ("format=", [400, 200, 200]),
        ("previous_export=abc", [404, 200, 200]),
        ("max_column_size=x", [400, 200, 200]),
        ("include_errors=x", [400, 200, 200]),
        ("format=raw&previous_export=abc", [400, 500, 500]),
        ("format=raw&previous_export=", [200, 500, 500]),
        ("type=case", [400, 500, 400]),
        ("type=word", [400, 500, 500]),
        ("type=form", [200, 200, 200]),
        ("startdate=x", [200, 400, 400]),
        ("group=nobody", [200, 500, 500]),
        ("export_tag=unquoted", [200, 200, 200]),
        ("deid=true", [401, 401, 401]),
    ] {
        let path = format!("{CUSTOM}?{query}");
        for (server, status) in [&documented, &old, &new].into_iter().zip(statuses) {
            assert_eq!(server.get(&path).await.status, status, "{query}");
        }
    }
    let answer = old.get(&format!("{CUSTOM}?startdate=x")).await;
    assert_eq!(
        answer.text(),
        "time data 'x' does not match format '%Y-%m-%d'"
    );
    let answer = new.get(&format!("{CUSTOM}?type=case")).await;
    assert_eq!(answer.text(), "wrong export type specified");
    let answer = documented
        .get(&format!("{CUSTOM}?previous_export=abc"))
        .await;
    assert_eq!(answer.text(), "No previous export with id \"abc\" found");
}

#[tokio::test]
async fn columns_are_cut_where_the_page_is_followed() {
    for (profile, headers) in [
        (Profile::Documented, ["Visit", " name"]),
        (Profile::Hq2013, ["Visit", "Village name"]),
    ] {
        let demo = demo(profile).await;
        let answer = demo.get(&format!("{CUSTOM}?max_column_size=5")).await;
        assert_eq!(answer.json()["#"]["headers"], json!(headers), "{profile}");
    }
}

#[tokio::test]
async fn the_old_server_sends_a_week_and_header_rows() {
    let demo = demo(Profile::Hq2013).await;
    let week = demo.get(CUSTOM).await.json();
    assert_eq!(week["#"]["rows"], json!([["a", "Rampur"], ["b", "Rampur"]]));
    let dates = "startdate=2013-06-01&enddate=2013-06-01";
    let asked = demo.get(&format!("{CUSTOM}?{dates}")).await.json();
    assert_eq!(asked["#"]["rows"], json!([["old", "Rampur"]]));
    let nothing = demo
        .get("/a/demo/reports/export/custom/e/download/?format=json")
        .await;
    assert_eq!((nothing.status, nothing.token()), (200, None));
    assert_eq!(
        nothing.json(),
        json!({"#": {"headers": ["_id"], "rows": []}})
    );
}

#[tokio::test]
async fn cases_need_their_type_on_the_old_server() {
    let path = "/a/demo/reports/export/custom/c/download/";
    for (profile, absent) in [
        (Profile::Documented, 200),
        (Profile::Hq2013, 500),
        (Profile::Hq2015, 400),
    ] {
        let demo = demo(profile).await;
        assert_eq!(demo.get(path).await.status, absent);
        let answer = demo.get(&format!("{path}?type=case")).await;
        assert_eq!(answer.json()["#"]["rows"], json!([["c1"]]));
        let record = demo.entry().export.unwrap();
        assert_eq!((record.xmlns, record.document_count), (None, 1));
        let raw = demo.get(&format!("{path}?type=case&format=raw")).await;
        assert_eq!(
            raw.status,
            if profile == Profile::Documented {
                400
            } else {
                500
            }
        );
    }
}

#[tokio::test]
async fn an_export_that_does_not_exist_is_a_page_and_the_journal_names_those_that_do() {
    let demo = demo(Profile::Documented).await;
    for id in ["nope", "%FF", "V"] {
        let answer = demo
            .get(&format!("/a/demo/reports/export/custom/{id}/download/"))
            .await;
        assert_eq!(answer.status, 404, "{id}");
        assert!(answer.text().contains("404 Not Found"));
        let notes = demo.entry().notes.join("\n");
        assert!(notes.contains("custom export v (Visits)"), "{notes}");
    }
    let slash = demo
        .raw("GET", "/a/demo/reports/export/custom/v/download?a=b", "")
        .await;
    assert_eq!(slash.status, 301);
    assert_eq!(demo.raw("GET", CUSTOM, "").await.status, 401);
    assert_eq!(demo.ask("HEAD", CUSTOM).await.status, 405);
}

#[tokio::test]
async fn only_what_was_marked_safe_is_de_identified() {
    let mut safe = space(Profile::Documented);
    safe.custom_exports[0].safe_for_deid = true;
    let demo = Demo::of(safe).await;
    assert_eq!(demo.get(&format!("{CUSTOM}?deid=true")).await.status, 200);
    let other = "/a/demo/reports/export/custom/e/download/?deid=true";
    let answer = demo.get(other).await;
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (401, "Authorization Required")
    );
    assert!(
        answer
            .header("WWW-Authenticate")
            .unwrap()
            .starts_with("Digest ")
    );
    let notes = demo.entry().notes.join("\n");
    assert!(notes.contains("safe-for-deid"), "{notes}");
    let session = demo.session().await;
    let answer = demo.raw("GET", other, &session).await;
    assert_eq!((answer.status, answer.body.len()), (403, 0));
    assert_eq!(demo.raw("GET", CUSTOM, &session).await.status, 200);
}

#[tokio::test]
async fn the_listing_offers_addresses_that_work() {
    let demo = demo(Profile::Hq2013).await;
    let session = demo.session().await;
    let page = demo
        .raw("GET", "/a/demo/data/excel_export_data/", &session)
        .await;
    let page = page.text().replace("&amp;", "&");
    let addresses: Vec<_> = page
        .split("value=\"http://hq.test")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| path.contains("/custom/") || path.contains("/cases/"))
        .collect();
    assert_eq!(addresses.len(), 8, "{addresses:?}");
    assert!(addresses.contains(&"/a/demo/reports/export/custom/c/download/?format=csv&type=case"));
    assert!(addresses.contains(&"/a/demo/reports/download/cases/?format=csv"));
    for address in addresses {
        assert_eq!(demo.get(address).await.status, 200, "{address}");
    }
}

#[tokio::test]
async fn the_default_world_comes_with_two_that_render() {
    let world = World::named_or_from_file("default", &Overrides::default()).unwrap();
    let space = world.spaces.into_iter().next().unwrap();
    let exports = space.custom_exports.clone();
    assert_eq!(exports.len(), 2);
    let demo = Demo::of(space).await;
    for export in exports {
        let path = format!("/a/demo/reports/export/custom/{}/download/", export.id);
        for format in ["csv", "xlsx", "xls", "html"] {
            let answer = demo.get(&format!("{path}?format={format}")).await;
            assert_eq!(answer.status, 200, "{} as {format}", export.name);
        }
        let tables = demo.get(&format!("{path}?format=json")).await.json();
        for (name, table) in tables.as_object().unwrap() {
            let rows = table["rows"].as_array().unwrap();
            assert!(rows.len() > 3, "{name}: {table}");
            // Every column has a value somewhere: no path is misspelt.
            for column in 0..table["headers"].as_array().unwrap().len() {
                assert!(
                    rows.iter()
                        .any(|row| !matches!(row[column].as_str(), Some("---" | ""))),
                    "{name} {column}"
                );
            }
        }
    }
}

#[test]
fn a_world_file_names_what_is_wrong_with_an_export() {
    let world = |export: &str| {
        let text = format!("[[space]]\ninvent = {{}}\n[[space.custom-export]]\n{export}");
        World::parse(&text, "w.toml", &Overrides::default())
    };
    let columns = "columns = [{ path = '_id' }]";
    let made = world(&format!("name = 'n'\nxmlns = 'x'\n{columns}")).unwrap();
    assert_eq!(made.spaces[0].custom_exports.len(), 1);
    let error = world("name = 'n'\nxmlns = 'x'").unwrap_err().to_string();
    assert!(
        error.starts_with("w.toml: custom export \"n\": it has no column"),
        "{error}"
    );
    let error = world(&format!("name = 'n'\nxmls = 'x'\n{columns}"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("did you mean `xmlns`"), "{error}");
}
