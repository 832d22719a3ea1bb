//! `check`: the first contact alone.

use std::{fs, path::Path};

use crate::support::{kit_in, lacks, text};

/// What `check` says of a client, and the code it ends with.
fn check(operation: &str, line: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let line = toml::Value::from(line);
    let manifest = format!(
        "name = \"mine\"\n[operation.{operation}]\ncommand = [\"sh\", \"-c\", {line}]\nformats = [\"csv\"]\n"
    );
    fs::write(folder.path().join("client.toml"), manifest).unwrap();
    let output = kit_in(Path::new(folder.path()), &["check", "client.toml"]);
    (output.status.code(), text(&output.stdout))
}

#[test]
fn a_program_that_reads_files_is_met_too() {
    let (code, said) = check("read-file", "cp \"$HQ_FILE\" \"$HQ_OUT\"");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.starts_with("read-file in csv: 40 of 40 rows"),
        "{said}"
    );
}

#[test]
fn who_keeps_nothing_of_it_is_told_at_once() {
    let (code, said) = check("read-file", "test -e \"$HQ_FILE\"");
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("\nFAIL contract/complete@read-file.csv\n"),
        "{said}"
    );
    assert!(
        said.contains("it leaves out any question of the main table"),
        "{said}"
    );
}

#[test]
fn what_is_left_out_of_it_is_a_remark() {
    if lacks("check", &["unzip"]) {
        return;
    }
    let line = "unzip -p \"$HQ_FILE\" '#.csv' > \"$HQ_OUT/forms.csv\"";
    let (code, said) = check("read-file", line);
    assert_eq!(code, Some(0), "{said}");
    let remark = "      remark: the client keeps no answer to any question of child[]\n";
    assert!(said.contains(remark), "{said}");
}
