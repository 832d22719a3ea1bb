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

/// A download with curl, and what else the client does.
const CURL: &str = "curl -s --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" -D \"$HQ_STATE/head\" \
                    -o \"$HQ_OUT/data.zip\" \"$HQ_URL\"; ";

#[test]
fn a_token_that_will_be_lost_is_told_at_once() {
    if lacks("lost tokens", &["curl"]) {
        return;
    }
    let lost =
        format!("{CURL} grep Token \"$HQ_STATE/head\" > \"$HQ_OUT/token\"; rm \"$HQ_STATE/head\"");
    let (code, said) = check("form-export", &lost);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains(
            "remark: the token was written to token in {out}, and that folder is new and empty in each run: what \
             is to stay belongs in {state}"
        ),
        "{said}"
    );
    let (_, said) = check("form-export", CURL);
    assert!(!said.contains("is new and empty"), "{said}");
    assert!(
        said.contains("shown by the download, for [operation.form-export]: token = \"kept\""),
        "{said}"
    );
}

#[test]
fn who_misses_a_file_beside_the_manifest_is_told_how_to_name_it() {
    let (code, said) = check("form-export", "cat client.toml");
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("name it {here}/client.toml in the command"),
        "{said}"
    );
}

#[test]
fn who_misses_a_module_is_told_of_the_home_folder() {
    let line = "echo \"ModuleNotFoundError: No module named 'requests'\" >&2; exit 1";
    let (code, said) = check("form-export", line);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("home = \"inherit\" under [run]"), "{said}");
}

#[test]
fn what_could_be_declared_is_told_with_what_it_is_good_for() {
    if lacks("declarations", &["curl"]) {
        return;
    }
    let (_, said) = check("form-export", CURL);
    let line = said
        .lines()
        .find(|line| line.contains("judged with keeps = \"merged\" under [operation.form-export]"));
    let count = line.and_then(|line| line.split(' ').next()?.parse::<usize>().ok());
    assert!(count.is_some_and(|count| count > 1), "{said}");
    assert!(
        said.contains("columns = \"all\"  # every answer was found"),
        "{said}"
    );
}
