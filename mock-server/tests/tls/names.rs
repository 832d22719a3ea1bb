//! Addresses name the server as it wants to be named; the wrong port says so.

use fakehq::{
    FakeHq,
    file_format::Format,
    server::{Listening, Server},
    tls::Identity,
};
use std::net::{IpAddr, Ipv4Addr};

use crate::client::{ask, ask_plainly, connect, get};

const HQ: &str = "www.commcarehq.org";

fn field(answer: &str, name: &str) -> Option<String> {
    let prefix = format!("{name}: ");
    let mut lines = answer.lines();
    lines.find_map(|line| line.strip_prefix(&prefix).map(str::to_owned))
}

#[tokio::test]
async fn redirects_and_addresses_speak_https() {
    let hq = FakeHq::builder().tls().start().await.unwrap();
    let port = hq.port();
    assert_eq!(hq.base_url(), format!("https://127.0.0.1:{port}"));
    let url = hq.space("demo").unwrap().exports()[0].url(Format::Csv);
    assert!(
        url.starts_with(&format!("https://127.0.0.1:{port}/a/demo/")),
        "{url}"
    );
    let (answer, _) = ask(&hq, &get("/a/demo/", &format!("localhost:{port}"))).await;
    assert_eq!(
        field(&answer, "Location").unwrap(),
        format!("https://localhost:{port}/a/demo/data/excel_export_data/")
    );
}

#[tokio::test]
async fn a_host_name_is_in_certificate_and_addresses() {
    let hq = FakeHq::builder().tls().hostname(HQ).start().await.unwrap();
    let port = hq.port();
    assert_eq!(hq.base_url(), format!("https://{HQ}:{port}"));
    for name in [HQ, "localhost", "127.0.0.1"] {
        connect(&hq, name).await.unwrap();
    }
    let error = connect(&hq, "example.org").await.unwrap_err();
    assert!(
        error.to_string().contains("certificate not valid for name"),
        "{error}"
    );
    for (host, base_url) in [
        (HQ.to_owned(), format!("https://{HQ}")),
        (format!("localhost:{port}"), format!("https://{HQ}:{port}")),
    ] {
        let (answer, _) = ask(&hq, &get("/a/demo/", &host)).await;
        let location = field(&answer, "Location").unwrap();
        assert_eq!(
            location,
            format!("{base_url}/a/demo/data/excel_export_data/")
        );
    }
}

#[tokio::test]
async fn a_host_name_without_tls() {
    let hq = FakeHq::builder().hostname(HQ).start().await.unwrap();
    let port = hq.port();
    assert_eq!(hq.base_url(), format!("http://{HQ}:{port}"));
    let answer = ask_plainly(port, &get("/a/demo", "h:81")).await;
    assert_eq!(
        field(&answer, "Location").unwrap(),
        format!("http://{HQ}:81/a/demo/")
    );
}

#[tokio::test]
async fn the_journal_shows_the_head_as_it_was_sent() {
    let hq = FakeHq::builder().tls().hostname(HQ).start().await.unwrap();
    let (answer, _) = ask(&hq, &get("/a/demo/", "h:81")).await;
    assert!(answer.starts_with("HTTP/1.1 302"), "{answer}");
    let requests = hq.space("demo").unwrap().requests().await;
    let names: Vec<_> = requests[0]
        .request
        .iter()
        .map(|f| f.name.as_str())
        .collect();
    assert_eq!(names, ["Host", "Connection"]);
}

#[tokio::test]
async fn plain_http_on_the_tls_port_hears_so() {
    let hq = FakeHq::builder().tls().start().await.unwrap();
    let answer = ask_plainly(hq.port(), &get("/a/demo/", "localhost")).await;
    assert!(
        answer.starts_with("HTTP/1.1 400 BAD REQUEST\r\n"),
        "{answer}"
    );
    assert!(
        answer.contains("begin the address with https://"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_port_for_plain_http_leads_to_the_other() {
    for (hostname, name) in [(None, "localhost"), (Some(HQ.to_owned()), HQ)] {
        let hq = FakeHq::builder().world("empty").start().await.unwrap();
        let host = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let listening = Listening {
            tls: Some(Identity::own(None, host).unwrap()),
            http_port: Some(0),
            hostname,
            ..Listening::on(host, 0)
        };
        let server = Server::listen(hq.hq(), listening).await.unwrap();
        let (tls, plain) = (
            server.address().port(),
            server.plain_address().unwrap().port(),
        );
        let target = "/a/demo/reports/export/?export_tag=%22x%22&format=csv";
        for target in [target, "/", "/a/demo/?q=\"raw\""] {
            let answer = ask_plainly(plain, &get(target, &format!("localhost:{plain}"))).await;
            assert!(
                answer.starts_with("HTTP/1.1 301 MOVED PERMANENTLY\r\n"),
                "{answer}"
            );
            let sent = target.replace('"', "%22");
            assert_eq!(
                field(&answer, "Location").unwrap(),
                format!("https://{name}:{tls}{sent}")
            );
        }
        server.stop().await;
    }
}
