//! `docs/openapi.json` is what the server has: no more, no less, and every example in it works.

use std::collections::BTreeSet;

use fakehq::world_file::{Overrides, World};
use serde_json::Value;

use crate::support::{Answer, Ask, Fake, get};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");

/// The default world, where one token was issued, one fault laid, and one file of a custom export kept.
async fn server() -> Fake {
    let world = World::named_or_from_file("default", &Overrides::default()).unwrap();
    let fake = Fake::of(world.spaces).await;
    let visits = "http://openrosa.org/formdesigner/D0C0FFEE-0002-4D3A-9F00-00000000A002";
    let export = get(format!("/a/demo/reports/export/?export_tag=%22{visits}%22"));
    let answer = fake.ask_as(("user@example.org", "password"), export).await;
    assert!(answer.token().is_some(), "{answer:?}");
    let fault = toml::from_str("nth = 9\neffect = \"cut\"").unwrap();
    let island = fake.hq.island("demo").unwrap();
    island.faults().lay(fault);
    let mut space = island.space();
    let export = space.custom_exports[0].clone();
    space
        .store_export("children", &export, export.default_format)
        .unwrap();
    drop(space);
    fake
}

async fn served(hq: &Fake) -> Value {
    hq.ask(&get("/_fakehq/openapi.json")).await.json()
}

/// Every operation of a document: path, method, and what is said of it.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let mut all = Vec::new();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            all.push((path.clone(), method.to_uppercase(), operation.clone()));
        }
    }
    all
}

/// The address of an operation, parameters filled in with their examples.
fn address(path: &str, operation: &Value) -> String {
    let mut address = path.to_owned();
    let mut query = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let (name, example) = (&parameter["name"], parameter["example"].as_str().unwrap());
        let name = name.as_str().unwrap();
        match parameter["in"].as_str() {
            Some("path") => address = address.replace(&format!("{{{name}}}"), example),
            _ => query.push(format!("{name}={example}")),
        }
    }
    assert!(!address.contains('{'), "{address}: an example is missing");
    match query.is_empty() {
        true => address,
        false => format!("{address}?{}", query.join("&")),
    }
}

fn asked(address: &str, method: &str) -> Ask {
    let method = match method {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        other => panic!("{other}"),
    };
    get(address).by(method)
}

#[tokio::test]
async fn the_file_is_what_the_server_says() {
    let hq = server().await;
    let text = hq.ask(&get("/_fakehq/openapi.json")).await;
    if std::env::var_os("FAKEHQ_WRITE_OPENAPI").is_some() {
        std::fs::write(FILE, &text.body).unwrap();
    }
    assert!(
        std::fs::read(FILE).unwrap() == text.body,
        "docs/openapi.json is out of date: FAKEHQ_WRITE_OPENAPI=1 cargo test -p fakehq --test http openapi"
    );
}

#[tokio::test]
async fn every_operation_is_a_route_and_every_route_an_operation() {
    let hq = server().await;
    let all = operations(&served(&hq).await);
    assert!(all.len() > 12, "{}", all.len());
    let ids: BTreeSet<_> = all
        .iter()
        .map(|(_, _, said)| said["operationId"].to_string())
        .collect();
    assert_eq!(ids.len(), all.len(), "two operations have one id");
    let of_the_library: BTreeSet<_> = fakehq::http::control::operations()
        .iter()
        .map(|known| (known.path.to_owned(), known.verb.word().to_uppercase()))
        .collect();
    let of_the_document: BTreeSet<_> = all
        .iter()
        .map(|(path, method, _)| (path.clone(), method.clone()))
        .collect();
    assert_eq!(of_the_document, of_the_library);
    // What is not in the document is not taken.
    for (path, _, said) in &all {
        let address = address(path, said);
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            if of_the_document.contains(&(path.clone(), method.to_owned())) {
                continue;
            }
            let answer = hq.ask(&asked(&address, method)).await;
            assert_eq!(answer.status, 405, "{method} {address}");
            let allowed = answer.field("Allow").unwrap();
            assert!(!allowed.contains(method), "{method} {address}");
        }
    }
}

#[tokio::test]
async fn the_page_about_it_names_every_operation() {
    let page = include_str!("../../../docs/control-api.md");
    for (path, method, _) in operations(&served(&server().await).await) {
        let path = path.strip_prefix("/_fakehq").unwrap();
        let named = page
            .lines()
            .filter(|line| line.contains(&format!(" {path}`")))
            .any(|line| line.contains(&format!("`{method}")));
        assert!(named, "docs/control-api.md says nothing of {method} {path}");
    }
}

#[tokio::test]
async fn every_operation_says_what_it_does_and_every_example_works() {
    let document = served(&server().await).await;
    for (path, method, said) in operations(&document) {
        let case = format!("{method} {path}");
        assert!(!said["summary"].as_str().unwrap().is_empty(), "{case}");
        let responses = said["responses"].as_object().unwrap();
        let (status, response) = responses.iter().next().unwrap();
        assert!(
            !response["description"].as_str().unwrap().is_empty(),
            "{case}"
        );
        let media = response["content"]
            .as_object()
            .unwrap()
            .keys()
            .next()
            .unwrap();

        let ask = asked(&address(&path, &said), &method);
        let mut asks = Vec::new();
        for (media, content) in said["requestBody"]["content"]
            .as_object()
            .into_iter()
            .flatten()
        {
            for (title, example) in content["examples"].as_object().unwrap() {
                let body = match &example["value"] {
                    Value::String(text) => text.clone(),
                    value => value.to_string(),
                };
                let mut ask = ask.clone().line(format!("Content-Type: {media}"));
                ask.body = body;
                asks.push((format!("{case}: {title}"), ask));
            }
        }
        if asks.is_empty() {
            asks.push((case, ask));
        }
        for (case, ask) in asks {
            // A server of its own: some of them change it.
            let answer: Answer = server().await.ask(&ask).await;
            assert_eq!(answer.status.to_string(), *status, "{case}: {answer:?}");
            let given = answer.field("Content-Type").unwrap();
            assert!(given.starts_with(media.as_str()), "{case}: {given}");
            if media == "application/json" {
                answer.json();
            }
        }
    }
}
