//! The JUnit report against what the schemas in use have in common.

use hq_conformance::report::format::Format;
use quick_xml::{Reader, events::Event};

use crate::sample;

/// Elements and attributes that may be there, and attributes that must.
const SCHEMA: [(&str, &[&str], &[&str]); 10] = [
    ("testsuites", &["testsuite"], &[]),
    (
        "testsuite",
        &["properties", "testcase", "system-out", "system-err"],
        &[
            "id",
            "package",
            "name",
            "timestamp",
            "hostname",
            "tests",
            "failures",
            "errors",
            "skipped",
            "time",
        ],
    ),
    ("properties", &["property"], &[]),
    ("property", &[], &["name", "value"]),
    (
        "testcase",
        &["failure", "error", "skipped"],
        &["classname", "name", "time"],
    ),
    ("failure", &[], &["message", "type"]),
    ("error", &[], &["message", "type"]),
    ("skipped", &[], &["message"]),
    ("system-out", &[], &[]),
    ("system-err", &[], &[]),
];

#[test]
fn elements_and_attributes_are_those_of_the_schema() {
    let text = Format::Junit.write(&sample::everything());
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            match event {
                Event::End(_) => drop(open.pop()),
                Event::Eof => break,
                _ => {}
            }
            continue;
        };
        let name = tag.name().as_ref().to_owned();
        let (_, _, wanted) = SCHEMA
            .iter()
            .find(|(known, ..)| *known == name)
            .expect(&name);
        let attributes = tag
            .attributes()
            .map(|attribute| attribute.unwrap().key.as_ref().to_owned());
        assert_eq!(attributes.collect::<Vec<_>>(), *wanted, "{name}");
        if let Some(parent) = open.last() {
            let (_, children, _) = SCHEMA.iter().find(|(known, ..)| known == parent).unwrap();
            assert!(children.contains(&name.as_str()), "{name} in {parent}");
        }
        if matches!(event, Event::Start(_)) {
            open.push(name);
        }
    }
    assert!(open.is_empty());
}

/// The value of an attribute in each element of a name.
fn attributes(text: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    let mut values = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == element => {
                let value = tag.try_get_attribute(attribute).unwrap().unwrap();
                values.push(value.value.into_owned());
            }
            Event::Eof => return values,
            _ => {}
        }
    }
}

#[test]
fn there_is_one_testcase_for_each_result_and_the_counts_are_true() {
    let report = sample::everything();
    let text = Format::Junit.write(&report);
    let names = attributes(&text, "testcase", "name");
    for entry in &report.results {
        assert_eq!(
            names.iter().filter(|name| **name == entry.id).count(),
            1,
            "{}",
            entry.id
        );
    }
    assert_eq!(names.len(), report.results.len() + 2, "{names:?}");
    let sum = |attribute| -> usize {
        let values = attributes(&text, "testsuite", attribute);
        values
            .iter()
            .map(|value| value.parse::<usize>().unwrap())
            .sum()
    };
    assert_eq!(sum("tests"), names.len());
    assert_eq!(sum("failures"), attributes(&text, "failure", "type").len());
    assert_eq!(sum("errors"), 1);
    assert_eq!(
        sum("skipped"),
        attributes(&text, "skipped", "message").len()
    );
}

#[test]
fn what_xml_cannot_hold_is_replaced() {
    let text = Format::Junit.write(&sample::everything());
    assert!(!text.contains('\u{1b}'));
    assert!(text.contains("control \u{fffd}[31m"));
}
