//! What the kit finds in what a client left behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{fs, io::Write, os::unix::ffi::OsStrExt, path::Path};

use globset::Glob;
use hq_conformance::{
    client::{
        folders::Workplace,
        manifest::{Client, Operation},
        placeholders::Values,
        run::Step,
    },
    evidence::{Evidence, Kind, Limits, Reading, after_step, reader_process::Readers},
};
use zip::{ZipWriter, write::SimpleFileOptions};

const CSV: &str = "id,name\r\n0,Wabc\r\n1,\"W, d\"\r\n";

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a new name");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn read_with(limits: Limits, folder: &Path, logs: &[&str]) -> Evidence {
    let mut reading = Reading::new(limits);
    let logs: Vec<Glob> = logs
        .iter()
        .map(|log| Glob::new(log).expect("a glob"))
        .collect();
    reading.folder("out", folder, &logs);
    reading.finish()
}

fn read(folder: &Path) -> Evidence {
    read_with(Limits::default(), folder, &[])
}

fn places(evidence: &Evidence) -> Vec<&str> {
    evidence
        .containers
        .iter()
        .map(|container| container.place.as_str())
        .collect()
}

fn notes(evidence: &Evidence) -> Vec<String> {
    evidence.notes.iter().map(ToString::to_string).collect()
}

#[test]
fn a_zip_and_its_unpacked_folder_are_copies() {
    let folder = tempfile::tempdir().expect("folder");
    let child = "id,age\r\n0|0,W3\r\n";
    let archive = zip(&[
        ("#.csv", CSV.as_bytes()),
        ("#|form|child|#.csv", child.as_bytes()),
    ]);
    fs::write(folder.path().join("data.zip"), archive).expect("write");
    fs::create_dir(folder.path().join("data")).expect("folder");
    fs::write(folder.path().join("data/#.csv"), CSV).expect("write");
    fs::write(folder.path().join("data/#|form|child|#.csv"), child).expect("write");

    let evidence = read(folder.path());
    assert_eq!(
        places(&evidence),
        [
            "out/data/#.csv",
            "out/data/#|form|child|#.csv",
            "out/data.zip!#.csv",
            "out/data.zip!#|form|child|#.csv",
        ]
    );
    let originals: Vec<_> = evidence
        .originals()
        .iter()
        .map(|one| one.place.as_str())
        .collect();
    assert_eq!(originals, ["out/data/#.csv", "out/data/#|form|child|#.csv"]);

    let main = &evidence.containers[0];
    assert_eq!(main.kind, Kind::Csv);
    assert_eq!(main.value(&main.records[2], "name"), Some("W, d"));
    assert_eq!(main.value(&main.records[2], "age"), None);
    assert!(main.text.contains("Wabc"));
    assert!(notes(&evidence).is_empty());
}

#[test]
fn a_page_kept_under_the_name_of_data_is_a_page() {
    let folder = tempfile::tempdir().expect("folder");
    fs::write(
        folder.path().join("data.zip"),
        "<!DOCTYPE html><p>mark-1 log in",
    )
    .expect("write");
    let evidence = read(folder.path());
    let [page] = &evidence.containers[..] else {
        panic!("{evidence:?}")
    };
    assert_eq!(page.kind, Kind::Html);
    assert!(page.records.is_empty() && page.text.contains("mark-1"));
}

#[test]
fn json_has_a_container_for_each_table() {
    let folder = tempfile::tempdir().expect("folder");
    let dump = r##"{"#": {"headers": ["id"], "rows": [["0"]]}, "#|c|#": {"headers": ["id"], "rows": []}}"##;
    fs::write(folder.path().join("x"), dump).expect("write");
    let evidence = read(folder.path());
    assert_eq!(places(&evidence), ["out/x##", "out/x##|c|#"]);
    assert_eq!(
        evidence.containers[0].value(&evidence.containers[0].records[0], "id"),
        Some("0")
    );
}

#[test]
fn archives_are_opened_within_archives_so_far() {
    let inner = zip(&[("a.csv", CSV.as_bytes())]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed
        .write_all(&zip(&[("in/b.zip", &inner)]))
        .expect("memory");
    let folder = tempfile::tempdir().expect("folder");
    fs::write(
        folder.path().join("x.zip.gz"),
        packed.finish().expect("memory"),
    )
    .expect("write");

    let whole = read(folder.path());
    assert_eq!(places(&whole), ["out/x.zip.gz!x.zip!in/b.zip!a.csv"]);

    let limits = Limits {
        nesting: 2,
        ..Limits::default()
    };
    assert_eq!(
        notes(&read_with(limits, folder.path(), &[])),
        ["out/x.zip.gz!x.zip!in/b.zip: not read: the limit of archives in archives is reached"]
    );
}

#[test]
fn what_is_no_evidence_is_noted_and_logs_are_passed_over() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("whole.csv"), CSV).expect("write");
    fs::write(at("run.log"), "mark-1").expect("write");
    fs::write(at("store.db"), b"SQLite format 3\0 Wabc").expect("write");
    let archive = zip(&[("a.csv", CSV.as_bytes())]);
    fs::write(at("cut.zip"), &archive[..archive.len() - 4]).expect("write");
    std::os::unix::fs::symlink("/etc", at("link")).expect("link");
    std::os::unix::fs::symlink(".", at("loop")).expect("link");
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("socket");

    let evidence = read_with(Limits::default(), folder.path(), &["*.log"]);
    assert_eq!(places(&evidence), ["out/whole.csv"]);
    assert_eq!(
        notes(&evidence),
        [
            "out/cut.zip: damaged: the zip has no end: it is cut or no zip",
            "out/link: a symbolic link, which is not followed",
            "out/loop: a symbolic link, which is not followed",
            "out/socket: not a file",
            "out/store.db: an SQLite database, which the kit cannot open",
        ]
    );
}

#[test]
fn bounds_hold() {
    let folder = tempfile::tempdir().expect("folder");
    for name in ["a", "b", "c", "d"] {
        fs::write(folder.path().join(name), "0123456789").expect("write");
    }
    let files = Limits {
        files: 2,
        ..Limits::default()
    };
    let evidence = read_with(files, folder.path(), &[]);
    assert_eq!(places(&evidence), ["out/a", "out/b"]);
    assert_eq!(
        notes(&evidence),
        ["out/c: not read: the limit of files is reached"]
    );

    let bytes = Limits {
        bytes: 25,
        ..Limits::default()
    };
    let evidence = read_with(bytes, folder.path(), &[]);
    assert_eq!(places(&evidence), ["out/a", "out/b"]);
    assert_eq!(notes(&evidence).len(), 2);

    let bomb = zip(&[("zeros", &[b'0'; 1_000_000])]);
    let deep = folder.path().join("1/2/3");
    fs::create_dir_all(&deep).expect("folders");
    fs::write(deep.join("bomb.zip"), bomb).expect("write");
    let bytes = Limits {
        bytes: 100_000,
        ..Limits::default()
    };
    assert_eq!(
        notes(&read_with(bytes, folder.path(), &[])),
        ["out/1/2/3/bomb.zip!zeros: not read: the limit of bytes is reached"]
    );
    let depth = Limits {
        depth: 2,
        ..Limits::default()
    };
    assert_eq!(
        notes(&read_with(depth, folder.path(), &[])),
        ["out/1/2/3: not read: the limit of folders in folders is reached"]
    );
}

#[test]
fn odd_names_are_kept() {
    let folder = tempfile::tempdir().expect("folder");
    let name = std::ffi::OsStr::from_bytes(b"a\xff b\n.csv");
    fs::write(folder.path().join(name), CSV).expect("write");
    assert_eq!(places(&read(folder.path())), ["out/a\u{fffd} b\n.csv"]);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let evidence = read(Path::new("/no/such/folder"));
    assert!(evidence.containers.is_empty());
    assert!(notes(&evidence)[0].starts_with("out: cannot be read: "));
}

#[test]
fn standard_output_is_read_when_handed_over() {
    let mut reading = Reading::new(Limits::default());
    reading.bytes("stdout", CSV.as_bytes(), CSV.len() as u64 + 5);
    let evidence = reading.finish();
    assert_eq!(places(&evidence), ["stdout"]);
    assert_eq!(evidence.containers[0].records.len(), 3);
    assert_eq!(
        notes(&evidence),
        ["stdout: only the first 27 of 32 bytes were kept"]
    );
}

#[tokio::test]
async fn after_a_step_all_that_is_declared_is_read() {
    let client = Client::parse(
        "name = 'c'\n[operation.form-export]\noutput = 'stdout'\nlogs = ['*.log']\n\
         command = ['sh', '-c', 'echo W1; echo mark >&2; echo W2 > $HQ_OUT/o; echo W3 > $HQ_STATE/s; echo x > $HQ_OUT/x.log']\n\
         dump = ['sh', '-c', 'cat $HQ_STATE/s > $HQ_OUT/d']\n",
        Path::new("client.toml"),
    )
    .expect("a manifest");
    let rules = &client.operations[&Operation::FormExport];
    let folders =
        Workplace::new().and_then(|mut workplace| Ok((workplace.next_step()?, workplace)));
    let (folders, _workplace) = folders.expect("folders");
    std::fs::create_dir(&folders.dump).expect("a folder");
    let dump_folders = folders.for_dump();
    let step = Step {
        command: &rules.command,
        further: &[],
        rules: &client.rules,
        folders: &folders,
        here: Path::new("/"),
        values: &Values::new(),
        stdout_kept: rules.stdout_kept(),
    };
    let run = step.run().await.expect("it runs");
    let dump = Step {
        command: rules.dump.as_ref().expect("a dump"),
        folders: &dump_folders,
        ..step
    };
    assert!(dump.run().await.expect("it runs").exit.is_success());

    let readers = Readers::of(Path::new(env!("CARGO_BIN_EXE_hq-conformance")));
    let evidence = after_step(&readers, &folders, rules, &run).expect("a reader");
    let found: Vec<(&str, &str)> = evidence
        .containers
        .iter()
        .map(|container| (container.place.as_str(), container.text.trim()))
        .collect();
    assert_eq!(
        found,
        [
            ("out/o", "W2"),
            ("state/s", "W3"),
            ("dump/d", "W3"),
            ("stdout", "W1")
        ]
    );
    assert!(evidence.notes.is_empty());
}
