//! A made-up run in which everything a report can say is said.

use hq_conformance::{
    catalogue::check::Level,
    exit::Exit,
    judge::verdict::Status,
    report::model::{
        Contact, Counts, Entry, Exchange, Known, Report, Run, SCHEMA, Shown, SnapshotDifference,
        Stale,
    },
};

/// A check in a format, with this outcome.
fn entry(check: &str, format: &str, status: Status) -> Entry {
    let id = format!("{check}@form-export.{format}");
    Entry {
        repeat: format!("hq-conformance repro {id} clients/mine"),
        id,
        check: check.to_owned(),
        operation: "form-export".to_owned(),
        format: format.to_owned(),
        level: Level::Must,
        status,
        known: None,
        rule: format!("The rule of {check}, with <angles> & \"quotes\"."),
        source: "page: Using with curl".to_owned(),
        why: "Broken, it costs data.".to_owned(),
        reasons: Vec::new(),
        remarks: Vec::new(),
        seconds: 0.125,
        shown: None,
    }
}

fn because(mut entry: Entry, reason: &str) -> Entry {
    entry.reasons.push(reason.to_owned());
    entry
}

fn exchange(status: u16, target: &str, authorization: Option<&str>) -> Exchange {
    let mut request = vec!["Host: 127.0.0.1:40001".to_owned()];
    request.extend(authorization.map(|value| format!("Authorization: {value}")));
    Exchange {
        method: "GET".to_owned(),
        target: target.to_owned(),
        request,
        status,
        answer: vec![
            format!("HTTP/1.1 {status} WHATEVER"),
            "Content-Length: 12".to_owned(),
        ],
        body_bytes: Some(12),
        whole: status != 500,
        notes: Vec::new(),
    }
}

fn run(exchanges: Vec<Exchange>, ended: &str) -> Run {
    Run {
        ended: ended.to_owned(),
        seconds: 0.042,
        stderr: "curl: (3) URL using bad/illegal format\nuser exporter:correct-Horse-7 refused"
            .to_owned(),
        exchanges,
        left_out: 0,
    }
}

fn shown() -> Shown {
    let first = "/a/kit-3/reports/export/?format=csv";
    let second = "/a/kit-3/reports/export/?format=csv&previous_export=ab%0D";
    let digest = "Digest username=\"exporter\", response=\"00ff\", qop=auth";
    let mut refused = exchange(404, second, Some(digest));
    refused
        .notes
        .push("previous_export=\"ab\\r\" is unknown: it ends in a line end".to_owned());
    Shown {
        case: "second run".to_owned(),
        story: "40 forms; run, a form arrives, run".to_owned(),
        run: 2,
        runs: vec![
            run(vec![exchange(401, first, None), exchange(200, first, Some(digest))], "ended with 0"),
            run(vec![exchange(401, second, None), refused], "ended with 3"),
        ],
        curl: Some("curl -v --digest -u 'exporter:correct-Horse-7' 'http://127.0.0.1:40001/a/kit-3/reports/export/?format=csv'".to_owned()),
    }
}

/// Every status, known and stale failures, a snapshot that differs, and texts hard to write.
pub(crate) fn everything() -> Report {
    let mut fail = because(
        entry("tokens/clean", "csv", Status::Fail),
        "the token arrived as \"ab\\r\" instead of \"ab\"; control \u{1b}[31m and ]]> too",
    );
    fail.shown = Some(shown());
    let mut known = because(
        entry("auth/wrong-password", "csv", Status::Fail),
        "it ended with 0",
    );
    known.known = Some(Known {
        reason: "sed decides the exit code # mended soon | maybe".to_owned(),
        link: Some("https://example.org/issues/7".to_owned()),
    });
    let mut warn = because(
        entry("headers/by-name", "csv", Status::Warn),
        "columns by number",
    );
    warn.level = Level::Should;
    let mut remarked = entry("contract/complete", "csv", Status::Pass);
    remarked.remarks = vec!["the client keeps no answer to remark, <b> | child[]/note".to_owned()];
    fail.remarks = vec!["not all could be decided: two\nlines".to_owned()];
    let not_offered = "the client takes the address as it is given";
    let results = vec![
        known,
        remarked,
        entry("contract/complete", "json", Status::Pass),
        warn,
        because(
            entry("nothing-new/is-success", "csv", Status::Error),
            "the kit's own folders: disk full",
        ),
        because(entry("tag/quoted", "csv", Status::Skip), not_offered),
        because(entry("tag/quoted", "json", Status::Skip), not_offered),
        fail,
        because(
            entry("tokens/clean", "json", Status::Fail),
            "the token arrived as `\"` _ * [x](y)",
        ),
    ];
    Report {
        schema: SCHEMA,
        kit: "0.1.0".to_owned(),
        revision: "0123456789ab".to_owned(),
        catalogue: 90,
        client: "my <client> & co".to_owned(),
        started: "2026-01-02T03:04:05Z".to_owned(),
        seconds: 3.25,
        exit: Exit::KitFailed,
        meaning: "the kit itself failed; this says nothing of the client".to_owned(),
        contacts: vec![Contact {
            operation: "form-export".to_owned(),
            format: "csv".to_owned(),
            said: "40 of 40 rows of the main table found".to_owned(),
            trouble: false,
        }],
        counts: Counts::of(&results),
        results,
        stale: vec![Stale {
            check: "contract/*".to_owned(),
            reason: "Rows were lost.".to_owned(),
            passed: vec![
                "contract/complete@form-export.csv".to_owned(),
                "contract/complete@form-export.json".to_owned(),
            ],
        }],
        snapshots: vec![SnapshotDifference {
            name: "form-export.csv/nothing-new".to_owned(),
            what: "it is not as approved".to_owned(),
            diff: " exit 0\n-out/data.zip!#.csv\n+out/data.zip!Forms.csv\n".to_owned(),
        }],
    }
}
