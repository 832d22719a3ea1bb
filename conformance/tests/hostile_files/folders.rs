//! Folders of what is no file, and of too much.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt as _, fs::symlink},
};

use rusqlite::Connection;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use tempfile::TempDir;

/// Each by a name.
pub(crate) fn all() -> Vec<(&'static str, TempDir)> {
    vec![
        ("a pipe in the place of a log", pipe()),
        ("links to devices and to files outside", links()),
        ("many files", many()),
        ("many links", many_links()),
        ("folders in folders", deep()),
        ("odd names", odd_names()),
    ]
}

fn with_a_database() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = Connection::open(folder.path().join("X.db")).unwrap();
    store.execute_batch("CREATE TABLE t (a)").unwrap();
    folder
}

fn pipe() -> TempDir {
    let folder = with_a_database();
    let path = folder.path().join("X.db-wal");
    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
    folder
}

fn links() -> TempDir {
    let folder = with_a_database();
    for name in ["X.db-wal", "zeros.csv"] {
        symlink("/dev/zero", folder.path().join(name)).unwrap();
    }
    symlink("/etc/passwd", folder.path().join("outside")).unwrap();
    folder
}

fn many() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..20_000 {
        fs::write(folder.path().join(number.to_string()), "a,b\n").unwrap();
    }
    folder
}

fn many_links() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..20_000 {
        symlink("/x", folder.path().join(number.to_string())).unwrap();
    }
    folder
}

/// Deeper than a path may be long would be out of reach for `cp`.
fn deep() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("a/".repeat(900))).unwrap();
    folder
}

fn odd_names() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        &b"a\x1b[31mred"[..],
        b"a\nb",
        b"<b>&x",
        b"\xff\xfe.csv",
        b"a!b#c.csv",
    ] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), "x,y\n1,2\n").unwrap();
    }
    folder
}
