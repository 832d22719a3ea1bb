//! No page points at a file that is not there, and `docs/README.md` lists every page.

use std::{fs, path::PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pages of a folder: their names and texts.
fn pages(folder: &str) -> Vec<(String, String)> {
    let files = fs::read_dir(root().join(folder)).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|end| end == "md"))
        .map(|file| {
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&file).unwrap())
        })
        .collect()
}

/// Where a page points: the addresses of its links, without those of other hosts and of the page itself.
fn targets(text: &str) -> Vec<&str> {
    let links = text.split("](").skip(1);
    let links = links.filter_map(|rest| rest.split(')').next());
    let files = links.filter_map(|link| link.split('#').next());
    let inside = |file: &&str| !file.is_empty() && !file.contains("://") && !file.contains(' ');
    files.filter(inside).collect()
}

#[test]
fn every_link_leads_to_a_file() {
    for folder in [".", "docs", "docs/checks", "conformance/clients"] {
        for (name, text) in pages(folder) {
            for target in targets(&text) {
                let file = root().join(folder).join(target);
                assert!(
                    file.exists(),
                    "{folder}/{name} points at {target}, which is not there"
                );
            }
        }
    }
}

#[test]
fn the_index_lists_every_page() {
    let pages = pages("docs");
    let (_, index) = pages.iter().find(|(name, _)| name == "README.md").unwrap();
    for (name, _) in pages.iter().filter(|(name, _)| name != "README.md") {
        assert!(
            index.contains(&format!("]({name})")),
            "docs/README.md does not list {name}"
        );
    }
}
