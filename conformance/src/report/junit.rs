//! JUnit XML: a suite for each operation and format, a testcase for each check. Keeps to what the
//! schemas in use have in common: no attributes on `testsuites`, texts of failures inside them,
//! `system-out` and `system-err` at the end of a suite; remarks stand in the former. Secrets are struck
//! out.

use std::collections::BTreeMap;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use super::{
    console,
    model::{Entry, Report},
    secrets,
};
use crate::judge::verdict::Status;

/// Writes it.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut xml = Xml(Writer::new_with_indent(Vec::new(), b' ', 2));
    let declaration = BytesDecl::new("1.0", Some("UTF-8"), None);
    xml.event(Event::Decl(declaration));
    xml.start("testsuites", &[]);
    let mut suites: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in &report.results {
        let suite = format!("{}.{}", entry.operation, entry.format);
        suites.entry(suite).or_default().push(entry);
    }
    let mut number = 0;
    for (name, entries) in &suites {
        let cases: Vec<_> = entries.iter().map(|entry| Case::of(entry)).collect();
        suite(&mut xml, report, number, name, &cases, &remarks(entries));
        number += 1;
    }
    let upkeep = upkeep(report);
    if !upkeep.is_empty() {
        suite(&mut xml, report, number, "upkeep", &upkeep, "");
    }
    xml.end("testsuites");
    xml.text()
}

/// One testcase.
struct Case {
    name: String,
    seconds: f64,
    ending: Option<Ending>,
}

/// What is in a testcase that did not pass.
struct Ending {
    tag: &'static str,
    kind: &'static str,
    message: String,
    body: String,
}

impl Case {
    fn of(entry: &Entry) -> Self {
        let reasons = entry.reasons.join("; ");
        let ending = match (&entry.known, entry.status) {
            (Some(known), _) => Some(Ending {
                tag: "skipped",
                kind: "",
                message: format!("known failure: {}", known.reason),
                body: String::new(),
            }),
            (None, Status::Fail) => Some(Ending::of("failure", "must", reasons, entry)),
            // A broken should fails no build; its reason is all that fits here.
            (None, Status::Warn) => Some(Ending {
                tag: "skipped",
                kind: "",
                message: format!("warning: {reasons}"),
                body: String::new(),
            }),
            (None, Status::Error) => Some(Ending::of("error", "kit", reasons, entry)),
            (None, Status::Skip) => Some(Ending {
                tag: "skipped",
                kind: "",
                message: reasons,
                body: String::new(),
            }),
            (None, Status::Pass) => None,
        };
        Self {
            name: entry.id.clone(),
            seconds: entry.seconds,
            ending,
        }
    }
}

impl Ending {
    fn of(tag: &'static str, kind: &'static str, message: String, entry: &Entry) -> Self {
        Self {
            tag,
            kind,
            message,
            body: console::details(entry, &[]),
        }
    }
}

/// What is wrong with the client's own files of this run: the list of known failures, snapshots.
fn upkeep(report: &Report) -> Vec<Case> {
    let case = |name: String, kind, message: String, body: String| Case {
        name,
        seconds: 0.0,
        ending: Some(Ending {
            tag: "failure",
            kind,
            message,
            body,
        }),
    };
    let stale = report.stale.iter().map(|stale| {
        let passed = stale.passed.join(", ");
        let message = format!("listed as a known failure, and passes now: {passed}");
        let name = format!("known failure {}", stale.check);
        case(name, "stale", message, stale.reason.clone())
    });
    let snapshots = report.snapshots.iter().map(|snapshot| {
        let name = format!("snapshot {}", snapshot.name);
        case(
            name,
            "snapshot",
            snapshot.what.clone(),
            snapshot.diff.clone(),
        )
    });
    stale.chain(snapshots).collect()
}

/// The remarks on the results of a suite: a testcase that passed has no room for them.
fn remarks(entries: &[&Entry]) -> String {
    let lines = entries.iter().flat_map(|entry| {
        let remarks = entry.remarks.iter();
        remarks.map(|remark| format!("{}: remark: {remark}\n", entry.id))
    });
    lines.collect()
}

fn suite(xml: &mut Xml, report: &Report, number: usize, name: &str, cases: &[Case], remarks: &str) {
    let count = |tag: &str| {
        let ending = |case: &&Case| case.ending.as_ref().is_some_and(|e| e.tag == tag);
        cases.iter().filter(ending).count().to_string()
    };
    let seconds: f64 = cases.iter().map(|case| case.seconds).sum();
    let id = number.to_string();
    let tests = cases.len().to_string();
    let (failures, errors, skipped) = (count("failure"), count("error"), count("skipped"));
    let time = format!("{seconds:.3}");
    let attributes = [
        ("id", id.as_str()),
        ("package", "hq-conformance"),
        ("name", name),
        // The schemas want no zone; it is UTC.
        ("timestamp", report.started.trim_end_matches('Z')),
        ("hostname", "localhost"),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
        ("skipped", &skipped),
        ("time", &time),
    ];
    xml.start("testsuite", &attributes);
    xml.start("properties", &[]);
    for (name, value) in [
        ("client", &report.client),
        ("kit", &report.kit),
        ("revision", &report.revision),
    ] {
        xml.empty("property", &[("name", name), ("value", value)]);
    }
    xml.end("properties");
    for case in cases {
        testcase(xml, name, case);
    }
    xml.told("system-out", &[], remarks);
    xml.empty("system-err", &[]);
    xml.end("testsuite");
}

fn testcase(xml: &mut Xml, suite: &str, case: &Case) {
    let time = format!("{:.3}", case.seconds);
    let attributes = [
        ("classname", suite),
        ("name", case.name.as_str()),
        ("time", &time),
    ];
    let Some(ending) = &case.ending else {
        return xml.empty("testcase", &attributes);
    };
    xml.start("testcase", &attributes);
    let mut attributes = vec![("message", ending.message.as_str())];
    if !ending.kind.is_empty() {
        attributes.push(("type", ending.kind));
    }
    xml.told(ending.tag, &attributes, &ending.body);
    xml.end("testcase");
}

/// XML in memory: writing to it cannot fail.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn event(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(tag(name, attributes)));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(tag(name, attributes)));
    }

    /// An element with a text, or without.
    fn told(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        if text.is_empty() {
            return self.empty(name, attributes);
        }
        self.start(name, attributes);
        self.event(Event::Text(BytesText::new(&clean(text))));
        self.end(name);
    }

    fn end(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn text(self) -> String {
        String::from_utf8_lossy(&self.0.into_inner()).into_owned() + "\n"
    }
}

fn tag<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut tag = BytesStart::new(name);
    for (name, value) in attributes {
        tag.push_attribute((*name, clean(value).as_str()));
    }
    tag
}

/// A text without secrets and without what XML cannot hold.
fn clean(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
            && !('\u{7f}'..='\u{9f}').contains(&c)
    };
    secrets::struck_out(text)
        .chars()
        .map(|c| if allowed(c) { c } else { '\u{fffd}' })
        .collect()
}
