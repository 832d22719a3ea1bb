//! The buttons of the dashboard under the name that a server was given, and under others.

use fakehq::{
    FakeHq,
    server::{Control, Listening, Server},
    tls::Identity,
};
use std::net::Ipv4Addr;

use crate::client::{ask, ask_plainly};

const NAME: &str = "hq.example.org";

/// What a browser sends for the button that freezes the clock.
fn button(host: &str, fields: &[String]) -> String {
    let mut lines = fields.to_vec();
    lines.push("Content-Type: application/x-www-form-urlencoded".to_owned());
    format!(
        "POST /_fakehq/dashboard/demo HTTP/1.1\r\nHost: {host}\r\n{}\r\nContent-Length: 9\r\n\
         Connection: close\r\n\r\ndo=freeze",
        lines.join("\r\n")
    )
}

/// Host, origin, site, and whether the button does something; `+` is the scheme, `:0` the port.
const CALLS: [(&str, &str, &str, bool); 9] = [
    ("hq.example.org:0", "+hq.example.org:0", "same-origin", true),
    ("hq.example.org:0", "+hq.example.org:0", "", true),
    ("127.0.0.1:0", "+127.0.0.1:0", "same-origin", true),
    // Pages of other origins, on this name or another.
    (
        "hq.example.org:0",
        "+www.example.org:0",
        "cross-site",
        false,
    ),
    ("hq.example.org:0", "+hq.example.org:1", "same-site", false),
    ("hq.example.org:0", "null", "cross-site", false),
    ("hq.example.org:0", "", "same-site", false),
    // Names that were made to lead here.
    ("evil.example:0", "+evil.example:0", "same-origin", false),
    (
        "x.hq.example.org:0",
        "+x.hq.example.org:0",
        "same-origin",
        false,
    ),
];

/// All calls, filled in for a port.
fn calls(scheme: &str, port: u16) -> impl Iterator<Item = (String, bool)> {
    CALLS.into_iter().map(move |(host, origin, site, fine)| {
        let filled = |text: &str| {
            let text = text.replace(":0", &format!(":{port}"));
            text.replace('+', &format!("{scheme}://"))
        };
        let fields = [("Origin", filled(origin)), ("Sec-Fetch-Site", filled(site))];
        let fields: Vec<_> = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        (button(&filled(host), &fields), fine)
    })
}

fn judge(request: &str, answer: &str, fine: bool) {
    let status = if fine {
        "303 SEE OTHER"
    } else {
        "403 FORBIDDEN"
    };
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status}\r\n")),
        "{request}\n\n{answer}"
    );
}

#[tokio::test]
async fn buttons_work_under_the_name_that_was_given() {
    let hq = FakeHq::builder().hostname(NAME).start().await.unwrap();
    for (request, fine) in calls("http", hq.port()) {
        judge(&request, &ask_plainly(hq.port(), &request).await, fine);
    }
}

#[tokio::test]
async fn with_tls_too_and_a_page_without_it_is_another_origin() {
    let hq = FakeHq::builder().tls().hostname(NAME);
    let hq = hq.start().await.unwrap();
    for (request, fine) in calls("https", hq.port()) {
        judge(&request, &ask(&hq, &request).await.0, fine);
    }
    let plain = button(NAME, &[format!("Origin: http://{NAME}")]);
    judge(&plain, &ask(&hq, &plain).await.0, false);
}

#[tokio::test]
async fn without_a_name_of_its_own_a_server_trusts_none() {
    let hq = FakeHq::builder().start().await.unwrap();
    for (request, fine) in calls("http", hq.port()) {
        let fine = fine && !request.contains(NAME);
        judge(&request, &ask_plainly(hq.port(), &request).await, fine);
    }
}

#[tokio::test]
async fn a_control_port_is_plain_and_goes_by_the_same_name() {
    let hq = FakeHq::builder().start().await.unwrap();
    let host = Ipv4Addr::LOCALHOST.into();
    let listening = Listening {
        tls: Some(Identity::own(Some(NAME), host).unwrap()),
        hostname: Some(NAME.to_owned()),
        control: Control::Port(0),
        ..Listening::on(host, 0)
    };
    let server = Server::listen(hq.hq(), listening).await.unwrap();
    let port = server.control_address().unwrap().port();
    for (request, fine) in calls("http", port) {
        judge(&request, &ask_plainly(port, &request).await, fine);
    }
}
