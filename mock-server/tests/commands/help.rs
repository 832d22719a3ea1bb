//! What `--help` says.

use crate::run::Folder;

#[test]
fn every_command_explains_itself() {
    let folder = Folder::new();
    for command in ["render", "generate", "from-export"] {
        let help = String::from_utf8(folder.ok(&[command, "--help"])).unwrap();
        insta::assert_snapshot!(format!("help_{command}"), help);
    }
}

#[test]
fn completions_and_man_page_know_every_command() {
    let folder = Folder::new();
    for arguments in [
        &["completions", "bash"][..],
        &["completions", "fish"],
        &["man"],
    ] {
        let printed = String::from_utf8(folder.ok(arguments)).unwrap();
        for command in ["serve", "render", "generate", "quirks"] {
            assert!(printed.contains(command), "{arguments:?}: {command}");
        }
    }
}
