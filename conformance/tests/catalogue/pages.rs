//! `docs/checks/`

use std::{collections::BTreeSet, fs, path::Path};

use hq_conformance::catalogue::{self, pages::pages, theme};

#[test]
fn the_pages_are_those_of_the_catalogue() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/checks");
    let made = pages(&catalogue::all().unwrap());
    for page in &made {
        let written = fs::read_to_string(folder.join(&page.name)).unwrap_or_default();
        assert!(
            written == page.text,
            "docs/checks/{} is out of date: cargo run -p hq-conformance -- list --pages docs/checks",
            page.name
        );
    }
    let names: BTreeSet<_> = made.iter().map(|page| page.name.clone()).collect();
    for file in fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&name), "docs/checks/{name} is of no theme");
    }
}

#[test]
fn every_check_is_of_a_theme_that_says_what_it_is_about() {
    let themes: BTreeSet<_> = theme::all().iter().map(|theme| theme.name).collect();
    let checks = catalogue::all().unwrap();
    let used: BTreeSet<_> = checks.iter().map(|check| check.theme()).collect();
    assert_eq!(themes, used);
    for theme in theme::all() {
        assert!(theme.text.ends_with('.'), "{}", theme.name);
    }
}
