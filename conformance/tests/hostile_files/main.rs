//! Whatever lies in `{out}`: the kit does not end, hang or fill, and comes to a verdict.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(target_os = "linux")]

mod databases;
mod files;
mod folders;
mod run;

use std::path::Path;

use run::survives;

/// A folder with one file in it.
fn holding(name: &str, bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    folder
}

fn one(name: &str, bytes: &[u8]) {
    let folder = holding(name, bytes);
    survives(name, folder.path());
}

#[test]
fn recorded_files() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/hostile");
    for name in ["crash0.xls", "crash1.xls", "dims.xlsx"] {
        one(name, &std::fs::read(fixtures.join(name)).unwrap());
    }
}

#[test]
fn archives() {
    one(
        "bomb.zip",
        &files::zip(&[("zeros", &files::zeros(400 << 20), true)], 1),
    );
    // One stream for all entries, its checksum right, and wrong.
    one(
        "overlap.zip",
        &files::zip(&[("e", &files::zeros(20 << 20), true)], 1_000),
    );
    one(
        "refused.zip",
        &files::zip(&[("e", &files::zeros(20 << 20), false)], 60_000),
    );
    let each: Vec<_> = (0..60)
        .map(|_| ("e", files::zeros(50 << 20), false))
        .collect();
    let each: Vec<_> = each
        .iter()
        .map(|(name, zeros, right)| (*name, zeros, *right))
        .collect();
    one("refused-apart.zip", &files::zip(&each, 1));
    one(
        "database-in.zip",
        &files::zip(&[("store.db", &files::packed_database(100 << 20), true)], 1),
    );
}

#[test]
fn workbooks() {
    one(
        "shared.xlsx",
        &files::workbook_of_one_long_text(1 << 20, 8_000),
    );
    one("claims.xlsx", &files::workbook_that_claims(u32::MAX));
}

#[test]
fn texts() {
    one("tiny.csv", "a,".repeat(20_000_000).as_bytes());
    one(
        "tiny.json",
        format!("[{}1]", "1,".repeat(15_000_000)).as_bytes(),
    );
    one(
        "objects.json",
        format!("[{}{{}}]", "{\"a\":1},".repeat(5_000_000)).as_bytes(),
    );
    one("deep.json", "[".repeat(2_000_000).as_bytes());
    one("deep.xml", "<a>".repeat(4_000_000).as_bytes());
    one(
        "deep.html",
        format!("<html>{}", "<div><table>".repeat(3_000_000)).as_bytes(),
    );
    let key = "k".repeat(1_000_000);
    let values = vec!["1"; 100_000].join("},{\"a\":");
    one(
        "key.json",
        format!("[{{\"{key}\":1}},{{\"a\":{values}}}]").as_bytes(),
    );
    let name = "n".repeat(1_000_000);
    one(
        "name.xml",
        format!("<{name}>{}</{name}>", "<r><c/></r>".repeat(200_000)).as_bytes(),
    );
    one("no-text.bin", &vec![0xff; 60_000_000]);
}

#[test]
fn stores() {
    for (name, folder) in databases::all() {
        survives(name, folder.path());
    }
}

#[test]
fn what_is_no_file() {
    for (name, folder) in folders::all() {
        survives(name, folder.path());
    }
}
