//! Right requests that somebody has damaged: an answer that fits, no 500, no secret in the journal,
//! and a server that goes on.

use std::sync::LazyLock;

use fakehq::{
    quirks::Profile,
    world::{space::ProjectSpace, xml::write::write_form},
    world_file::{Overrides, World, default_world::default_world},
};
use proptest::{prelude::*, test_runner::TestRunner};
use tokio::runtime::Runtime;

use crate::{
    damage::{damaged, damages},
    support::{Answer, Ask, EXPORT, Fake, JANE, get, with_visits},
};

/// What means something in a login, an address or a form.
const ODD: [&str; 9] = ["\"", "\\", ", ", "=", "%", "&", "<", "&#x", "\u{e9}\u{928}"];

/// Runs a property over a server that lives through all cases.
fn over<S: Strategy>(
    strategy: S,
    property: impl Fn(&Runtime, S::Value) -> Result<(), TestCaseError>,
) where
    S::Value: std::fmt::Debug,
{
    let runtime = Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let checked = runner.run(&strategy, |value| property(&runtime, value));
    checked.unwrap_or_else(|error| panic!("{error}"));
}

/// Sends a request whose bytes may be anything; its answer, if it gets one.
async fn send(fake: &Fake, bytes: &[u8]) -> Option<Answer> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = fake.connect().await;
    stream.write_all(bytes).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.unwrap();
    (!all.is_empty()).then(|| Answer::read(&all))
}

#[test]
fn damaged_logins() {
    let fake = Runtime::new().unwrap();
    let fake = (fake.block_on(Fake::demo(Profile::Documented)), fake);
    let accepted = std::cell::Cell::new(0);
    over(damages(&ODD), |_, damages| {
        let (fake, runtime) = &fake;
        runtime.block_on(async {
            let ask = get(EXPORT);
            let challenge = fake.ask(&ask).await;
            let ask = ask.answering(&challenge, JANE);
            let line = ask.lines.last().unwrap().clone();
            let secret = line.split("response=\"").nth(1).unwrap()[..32].to_owned();
            let spoiled = damaged(line.as_bytes(), &damages);
            let bytes = with_line(&ask, &spoiled);
            let answer = send(fake, &bytes).await.unwrap();
            prop_assert!(
                [200, 400, 401].contains(&answer.status),
                "{:?}",
                answer.head
            );
            accepted.set(accepted.get() + usize::from(answer.status == 200));
            let entries = fake.journal("demo").await;
            let last = entries.last().unwrap();
            let shown = format!("{last:?}");
            // Behind another name nobody can know what it is.
            let spoiled = String::from_utf8_lossy(&spoiled).into_owned();
            let mut places = spoiled.match_indices(&secret);
            if places.all(|(at, _)| spoiled[..at].ends_with("response=\"")) {
                prop_assert!(!shown.contains(&secret), "{}", shown);
            }
            Ok(())
        })
    });
    assert!(accepted.get() > 0, "some damage does no harm");
}

/// The request with other bytes in the place of its last line.
fn with_line(ask: &Ask, line: &[u8]) -> Vec<u8> {
    let mut without = ask.clone();
    without.lines.pop();
    let bytes = without.bytes();
    let end = bytes.windows(16).position(|at| at == b"Content-Length: ");
    let (before, behind) = bytes.split_at(end.unwrap());
    [before, line, b"\r\n", behind].concat()
}

#[test]
fn damaged_parameters_of_the_documented_server() {
    let runtime = Runtime::new().unwrap();
    let fake = runtime.block_on(Fake::of([default_space()]));
    let targets = [
        "export/?export_tag=%22http://openrosa.org/formdesigner/D0C0FFEE-0001-4D3A-9F00-00000000A001%22\
         &format=json&include_errors=true&max_column_size=50&previous_export=0123456789abcdef",
        "export/custom/0123456789abcdef0123456789abcdef/download/?format=csv&type=case&max_column_size=9",
        "download/cases/?format=csv&include_closed=true&ufilter=0&group=x",
        "export/forms/all/?format=csv&startdate=2014-01-01",
    ];
    let strategy = (0..targets.len(), damages(&ODD));
    over(strategy, |_, (which, damages)| {
        let spoiled = damaged(targets[which].as_bytes(), &damages);
        // A target ends at a blank; what comes behind one is another matter.
        let spoiled: Vec<u8> = spoiled
            .into_iter()
            .filter(|b| !b.is_ascii_whitespace())
            .collect();
        runtime.block_on(async {
            let cookie = session(&fake).await;
            let head = [
                b"GET /a/demo/reports/",
                &spoiled[..],
                b" HTTP/1.1\r\nHost: h\r\nCookie: ",
            ];
            let bytes = [
                &head.concat(),
                cookie.as_bytes(),
                b"\r\nConnection: close\r\n\r\n",
            ]
            .concat();
            let answer = send(&fake, &bytes).await.unwrap();
            prop_assert!(
                answer.status < 500,
                "{} {:?}",
                answer.status,
                String::from_utf8_lossy(&bytes)
            );
            Ok(())
        })
    });
}

fn default_space() -> ProjectSpace {
    let world = World::named_or_from_file("default", &Overrides::default());
    world.unwrap().spaces.remove(0)
}

/// The cookie of somebody who is logged in.
async fn session(fake: &Fake) -> String {
    let page = fake.ask(&get("/a/demo/login/")).await;
    let token = page
        .text()
        .split("csrfmiddlewaretoken\" value=\"")
        .nth(1)
        .unwrap();
    let token = token.split('"').next().unwrap();
    let cookie = format!("csrftoken={token}");
    let body = format!(
        "username=user%40example.org&password=password&csrfmiddlewaretoken={token}&next=/a/demo/"
    );
    let ask = get("/a/demo/login/")
        .by("POST")
        .line(format!("Cookie: {cookie}"))
        .body(body);
    let answer = fake.ask(&ask).await;
    let session = answer.head.split("sessionid=").nth(1).unwrap();
    format!("sessionid={}", session.split(';').next().unwrap())
}

#[test]
fn damaged_forms_at_the_door() {
    static FORM: LazyLock<String> = LazyLock::new(|| {
        let world = fakehq::world::generate::world::World::new(default_world().unwrap()).unwrap();
        let form = world.forms().next().unwrap();
        write_form(&form.document["form"]).unwrap()
    });
    let runtime = Runtime::new().unwrap();
    let fake = runtime.block_on(Fake::of([with_visits("demo", Profile::Documented)]));
    let tally = [std::cell::Cell::new(0), std::cell::Cell::new(0)];
    over(damages(&ODD), |_, damages| {
        let body = damaged(FORM.as_bytes(), &damages);
        runtime.block_on(async {
            let before = fake.hq.island("demo").unwrap().space().forms.len();
            let head = format!(
                "POST /_fakehq/spaces/demo/forms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 Content-Length: {}\r\n\r\n",
                body.len()
            );
            let bytes = [head.as_bytes(), &body].concat();
            let answer = send(&fake, &bytes).await.unwrap();
            let after = fake.hq.island("demo").unwrap().space().forms.len();
            match answer.status {
                // A duplicate adds a document, an edit one as well.
                201 => prop_assert!(after > before),
                400 => prop_assert_eq!(after, before, "half-stored"),
                other => prop_assert!(false, "{}", other),
            }
            tally[usize::from(answer.status == 201)].set(1);
            Ok(())
        })
    });
    assert!(
        tally.iter().all(|side| side.get() == 1),
        "taken and refused, both occur"
    );
    let answer = runtime.block_on(fake.export("&format=json"));
    assert_eq!(answer.status, 200);
}
