//! `fakehq generate`

use std::{
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use fakehq::{
    world::generate::{shape::Shape, world::World},
    world_file::default_world::DEFAULT_WORLD,
};
use serde_json::Value;

use crate::run::Folder;

fn lines(bytes: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.ends_with('\n'));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn default_world(seed: u64) -> World {
    let file: toml::Table = toml::from_str(DEFAULT_WORLD).unwrap();
    let invent = toml::to_string(&file["space"][0]["invent"]).unwrap();
    let mut shape = Shape::from_toml(&invent).unwrap();
    shape.seed = seed;
    World::new(shape).unwrap()
}

#[test]
fn forms_come_in_order_of_arrival_and_the_same_each_time() {
    let folder = Folder::new();
    let forms = folder.ok(&["generate"]);
    assert_eq!(forms, folder.ok(&["generate", "--world", "default"]));
    let expected: Vec<Value> = default_world(1).forms().map(|form| form.document).collect();
    assert_eq!(lines(&forms), expected);
    let expected: Vec<Value> = default_world(42)
        .forms()
        .map(|form| form.document)
        .collect();
    folder.ok(&["generate", "--seed", "42", "-o", "out.jsonl"]);
    assert_eq!(lines(&folder.read("out.jsonl")), expected);
}

#[test]
fn what_is_generated_can_be_rendered() {
    let folder = Folder::new();
    let xmlns = "http://openrosa.org/formdesigner/D0C0FFEE-0002-4D3A-9F00-00000000A002";
    let forms = folder.ok(&["generate"]);
    let rendered = folder.run_with(
        &["render", "-", "--xmlns", xmlns, "--format", "csv"],
        &[],
        &forms,
    );
    assert_eq!(rendered.code, 0, "{}", rendered.stderr);
    assert!(rendered.stdout == folder.ok(&["render", "--xmlns", xmlns, "--format", "csv"]));
}

#[test]
fn cases_and_users() {
    let folder = Folder::new();
    let world = default_world(1);
    let cases = lines(&folder.ok(&["generate", "--what", "cases"]));
    assert_eq!(cases.len(), world.cases().cases().len());
    assert!(!cases.is_empty());
    let users = lines(&folder.ok(&["generate", "--what", "users"]));
    assert_eq!(users.len(), world.users().len());
    insta::assert_snapshot!("a_user", serde_json::to_string_pretty(&users[0]).unwrap());
    insta::assert_snapshot!("a_case", serde_json::to_string_pretty(&cases[0]).unwrap());
}

#[test]
fn stored_documents_of_a_world_come_first() {
    let folder = Folder::new();
    folder.write("docs.jsonl", "{\"_id\":\"a\"}\n{\"_id\":\"b\"}\n");
    let world = "[[space]]\ndocuments = [\"docs.jsonl\"]\n[space.invent]\n\
                 [[space.invent.form]]\nname = \"V\"\nxmlns = \"http://example.org/v\"\ncount = 1\n\
                 questions = [{ name = \"q\" }]\n";
    folder.write("world.toml", world);
    let forms = lines(&folder.ok(&["generate", "--world", "world.toml"]));
    assert_eq!(forms.len(), 3);
    assert_eq!(
        (&forms[0]["_id"], &forms[1]["_id"]),
        (&"a".into(), &"b".into())
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    use std::{
        io::Read as _,
        process::{Command, Stdio},
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_fakehq"))
        .args(["generate", "--world", "default"])
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr), (Some(0), vec![]));
}

#[test]
fn a_file_that_is_ended_half_way_leaves_nothing() {
    use std::os::unix::process::ExitStatusExt as _;

    const LONG: Duration = Duration::from_secs(60);
    let folder = Folder::new();
    let world = DEFAULT_WORLD
        .lines()
        .map(|line| match line.starts_with("count = ") {
            true => "count = 1000000\n".to_owned(),
            false => format!("{line}\n"),
        });
    folder.write("world.toml", world.collect::<String>());
    for (signal, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129), ("-QUIT", 131)] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_fakehq"))
            .args(["generate", "--world", "world.toml", "-o", "out.jsonl"])
            .current_dir(folder.path(""))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let clock = Instant::now();
        while folder.files().len() < 2 {
            let ended = program.try_wait().unwrap();
            assert!(ended.is_none() && clock.elapsed() < LONG, "{ended:?}");
            sleep(Duration::from_millis(5));
        }
        let mut told = Command::new("kill");
        told.args([signal, &program.id().to_string()]);
        assert!(told.status().unwrap().success());
        let ended = program.wait().unwrap();
        assert_eq!(ended.code(), Some(code), "{signal} {:?}", ended.signal());
        assert_eq!(folder.files(), ["world.toml"], "{signal}");
    }
}
