//! The examples in `fixtures/submissions`: the XML of a phone, and the form stored of it.

use std::fs;
use std::path::{Path, PathBuf};

use fakehq::world::xml::read::read_form;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/submissions")
}

fn form(name: &str) -> fakehq::world::xml::read::FormXml {
    read_form(&fs::read(folder().join(name)).unwrap()).unwrap()
}

#[test]
fn every_example_becomes_the_form_beside_it() {
    let mut examples = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let read = read_form(&fs::read(&path).unwrap()).unwrap();
        let expected = fs::read_to_string(path.with_extension("json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        assert_eq!(read.form, expected, "{}", path.display());
        examples += 1;
    }
    assert!(examples >= 8, "only {examples} examples found");
}

#[test]
fn identity_is_found() {
    let form = form("registration.xml");
    assert_eq!(
        form.xmlns.as_deref(),
        Some("http://openrosa.org/formdesigner/EXAMPLE-REG")
    );
    assert_eq!(
        form.instance_id.as_deref(),
        Some("1b9ba75c-2f0b-4b3c-9a53-6f0e2d9c0001")
    );
    assert_eq!(
        form.user_id.as_deref(),
        Some("9c3a5e0b7d1f4a6c8e2b0d4f6a8c1e3b")
    );
    assert_eq!(form.username.as_deref(), Some("nurse1"));
    assert_eq!(
        form.time_start.as_deref(),
        Some("2014-01-05T09:00:00.000+03:00")
    );
    assert_eq!(
        form.time_end.as_deref(),
        Some("2014-01-05T09:10:00.000+03:00")
    );
}

#[test]
fn a_form_without_a_namespace_is_read_and_says_so() {
    let form = form("no-namespace.xml");
    assert_eq!(form.xmlns, None);
    assert!(form.instance_id.is_some());
}

/// An edit and its original share the instance id and differ in content; a duplicate is the same bytes.
#[test]
fn an_edit_has_the_instance_id_of_what_it_replaces() {
    let (original, edit) = (form("registration.xml"), form("registration-edited.xml"));
    assert_eq!(original.instance_id, edit.instance_id);
    assert_ne!(original.form, edit.form);
}
