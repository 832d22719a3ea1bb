//! What the docs say is so.

use crate::support::{Running, ended};

#[test]
fn the_page_of_quirks_is_the_list_of_quirks() {
    let page = ended(&["quirks", "--page"]);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/quirks.md");
    assert!(
        std::fs::read(file).unwrap() == page.stdout,
        "docs/quirks.md is out of date: cargo run -p fakehq -- quirks --page > docs/quirks.md"
    );
}

#[test]
fn every_quirk_can_be_explained() {
    let table = String::from_utf8(ended(&["quirks"]).stdout).unwrap();
    let ids: Vec<_> = table
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert!(ids.len() > 5);
    for id in ids {
        let output = ended(&["explain", id]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success());
        assert!(text.starts_with(&format!("{id}: ")), "{text}");
        assert!(text.contains("documented"), "{text}");
    }
}

#[test]
fn the_example_of_a_world_file_is_served() {
    let docs = include_str!("../../../docs/world-files.md");
    // Each block goes on where the one before it ends.
    let blocks = docs.split("```toml\n").skip(1);
    let example: Vec<_> = blocks
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert_eq!(example.len(), 5);
    let example = example.concat();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.toml");
    std::fs::write(&file, example).unwrap();
    for (name, content) in [
        ("downloaded.jsonl", ""),
        ("downloaded.html", "<table></table>"),
        ("cases.http", "HTTP/1.1 200 OK\r\n\r\n"),
    ] {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let server = Running::start(&["--world", file.to_str().unwrap()]);
    assert!(
        server
            .get("/_fakehq/spaces")
            .contains("\"submissions\": 50")
    );
}
