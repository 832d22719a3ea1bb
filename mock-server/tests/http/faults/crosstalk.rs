//! Faults on some spaces while others are downloaded by many clients at once.

use fakehq::quirks::Profile;
use tokio::task::JoinSet;

use super::support::{Ending, fault, raw};
use crate::support::{Answer, Fake, JANE, get, visit, with_visits};

/// Downloads at once of each space.
const CLIENTS: usize = 16;

const FAULTS: [(&str, &str); 5] = [
    ("cut", "every = 1\neffect = \"cut\""),
    ("reset", "every = 1\neffect = \"reset\""),
    ("garbled", "every = 1\neffect = \"garbage-body\""),
    ("broken", "every = 1\neffect = { status = { code = 500 } }"),
    (
        "slow",
        "every = 1\neffect = { drip = { bytes = 64, pause = \"1ms\" } }",
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_never_leaves_its_space_and_strikes_each_of_its_requests() {
    let mut spaces = vec![with_visits("right", Profile::Documented)];
    for (name, text) in FAULTS {
        let mut space = with_visits(name, Profile::Documented);
        space.submit_json(visit(name, name)).unwrap();
        space.faults.lay(fault(text));
        spaces.push(space);
    }
    let hq = std::sync::Arc::new(Fake::of(spaces).await);
    let mut downloads = JoinSet::new();
    let names = FAULTS.map(|(name, _)| name);
    for name in ["right"].into_iter().chain(names) {
        for client in 0..CLIENTS {
            let hq = std::sync::Arc::clone(&hq);
            let format = ["json", "csv", "html", "xlsx"][client % 4];
            downloads.spawn(async move {
                let tag = "?export_tag=%22http://openrosa.org/formdesigner/X%22";
                let ask = get(format!("/a/{name}/reports/export/{tag}&format={format}"));
                let challenge = hq.ask(&ask).await;
                let (all, ending) = raw(&hq, &ask.answering(&challenge, JANE)).await;
                (name, format, all, ending)
            });
        }
    }
    while let Some(download) = downloads.join_next().await {
        let (name, format, all, ending) = download.unwrap();
        let answer = Answer::read(&all);
        let told: usize = answer.field("Content-Length").unwrap().parse().unwrap();
        assert_eq!(ending == Ending::Rst, name == "reset");
        assert_eq!(answer.status, if name == "broken" { 500 } else { 200 });
        let share = if matches!(name, "cut" | "reset") {
            2
        } else {
            1
        };
        assert_eq!(answer.body.len(), told / share);
        if format == "json" {
            match name {
                "right" => assert_eq!(answer.ids(), ["a", "b"]),
                "slow" => assert_eq!(answer.ids(), ["a", "b", "slow"]),
                _ => assert!(serde_json::from_slice::<serde_json::Value>(&answer.body).is_err()),
            }
        }
    }
    for (name, _) in FAULTS {
        let laid = hq.hq.island(name).unwrap().faults().laid();
        assert_eq!(
            (laid[0].seen, laid[0].struck),
            (CLIENTS as u64, CLIENTS as u64)
        );
    }
}
