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
