//! A client is judged by what the fake HQ notes, and cannot change that: there is no control API.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use hq_conformance::{judge::verdict::Status, play::stage::Stage};
use serde_json::Value;

use crate::support::{examined_by, lacks, of, shell_client, with};

/// Every address of the control API, with its methods.
fn addresses() -> Vec<(String, String)> {
    let document = include_str!("../../../docs/openapi.json");
    let document: Value = serde_json::from_str(document).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let addresses: Vec<_> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    assert!(addresses.len() > 10, "{addresses:?}");
    addresses
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_of_the_control_api_answers() {
    let stage = Stage::open().await.unwrap();
    let host = stage.base_url().replace("http://", "");
    for (method, path) in addresses() {
        let path = path.replace("{space}", "kit");
        let mut connection = TcpStream::connect(&host).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        connection.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(
            answer.starts_with("HTTP/1.1 404"),
            "{method} {path}\n{answer}"
        );
    }
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_tries_every_address_is_judged_as_it_was() {
    if lacks("control", &["curl"]) {
        return;
    }
    let wrong = "curl -s --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" -o \"$HQ_OUT/data.zip\" \"$1\"";
    let tries = addresses().into_iter().map(|(method, path)| {
        let path = path.replace("{space}", "$HQ_DOMAIN");
        let path = path.replace(['{', '}'], "");
        format!("\ncurl -s -m 5 -X {method} \"$HQ_BASE_URL{path}\" > /dev/null")
    });
    let cheat = wrong.to_owned() + &tries.collect::<String>() + "\nexit 0";
    let selected = ["auth/wrong-password", "contract/asks-export"];
    for line in [wrong, &cheat] {
        let examined = examined_by(&shell_client(line, "", ""), &selected, 2).await;
        let statuses = of(&examined);
        assert_eq!(with(Status::Fail, &statuses), ["auth/wrong-password"]);
    }
}
