//! What `docs/faults.md` says is so: each line of its table is laid, and a real curl meets it.

use std::{
    collections::BTreeSet,
    process::{Command, Stdio},
};

use fakehq::faults::Fault;
use tokio::task::spawn_blocking;

use super::support::{fault, lay, strikes, with};
use crate::support::{EXPORT, JANE, patiently};

const PAGE: &str = include_str!("../../../../docs/faults.md");

/// The first cells of the rows that begin with this word, and the last ones.
fn rows(word: &str) -> Vec<(&'static str, &'static str)> {
    let start = format!("| `{word} = ");
    let rows = PAGE.lines().filter(|line| line.starts_with(&start));
    rows.map(|line| {
        let mut cells = line
            .trim_matches('|')
            .split(" | ")
            .collect::<Vec<_>>()
            .into_iter();
        let first = cells.next().unwrap().trim().trim_matches('`');
        (
            first,
            cells.next_back().unwrap().trim().trim_matches('|').trim(),
        )
    })
    .collect()
}

/// The words that are known, as a wrong one is answered.
fn known(wrong: &str) -> BTreeSet<String> {
    let error = toml::from_str::<Fault>(wrong).unwrap_err();
    let mut quoted = error.message().split('`').skip(1).step_by(2);
    assert_eq!(quoted.next(), Some("nothing of the kind"));
    quoted.map(str::to_owned).collect()
}

#[test]
fn the_page_has_every_effect_and_every_action() {
    let effects = rows("effect").into_iter().map(|(line, _)| {
        let effect = fault(line).effect.unwrap();
        effect.name().to_owned()
    });
    assert_eq!(
        effects.collect::<BTreeSet<_>>(),
        known("effect = \"nothing of the kind\"")
    );
    let actions = rows("actions").into_iter().map(|(line, _)| {
        let action = fault(line).actions[0].to_string();
        action.split(' ').next().unwrap().to_owned()
    });
    assert_eq!(
        actions.collect::<BTreeSet<_>>(),
        known("actions = [\"nothing of the kind\"]")
    );
}

#[test]
fn every_example_of_the_page_is_a_fault() {
    let blocks = PAGE.split("```toml\n").skip(1);
    for block in blocks {
        let text = block.split("```").next().unwrap();
        fault(&text.replace("[[space.fault]]", ""));
    }
    let inline = PAGE.split("curl -d '").nth(1).unwrap();
    let json = inline.split('\'').next().unwrap();
    serde_json::from_str::<Fault>(json).unwrap();
}

/// What curl ends with when it downloads the export of [`crate::support::X`] with this fault laid.
async fn curl(line: &str) -> Option<i32> {
    let hq = with(&[]).await;
    lay(&hq, line);
    let (name, password) = JANE;
    let mut command = Command::new("curl");
    command
        .args(["--silent", "--globoff", "--digest", "-o", "/dev/null"])
        .args(["-u", &format!("{name}:{password}")])
        .arg(format!("{}{EXPORT}&format=csv", hq.server.base_url()))
        .stdin(Stdio::null())
        .env_remove("http_proxy");
    if line.contains("stall") {
        command.args(["--max-time", "1"]);
    }
    let status = match patiently("curl", spawn_blocking(move || command.status()))
        .await
        .unwrap()
    {
        Ok(status) => status,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => panic!("{error}"),
    };
    assert!(strikes(&hq)[0] > 0, "{line}");
    status.code()
}

#[tokio::test]
async fn curl_ends_with_what_the_page_says() {
    let rows = rows("effect");
    assert!(rows.len() > 20);
    let mut wrong = Vec::new();
    for (line, told) in rows {
        let lines = match told.split_once(", and ") {
            None => vec![(line.to_owned(), told)],
            Some((once, always)) => {
                let always = always.strip_suffix(" with `every = 1`").unwrap();
                vec![
                    (line.to_owned(), once),
                    (format!("every = 1\n{line}"), always),
                ]
            }
        };
        for (line, told) in lines {
            let Some(code) = curl(&line).await else {
                println!("skipped: curl_ends_with_what_the_page_says (there is no curl)");
                return;
            };
            if code.to_string() != told {
                wrong.push(format!("{line}: {code}, and the page says {told}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
