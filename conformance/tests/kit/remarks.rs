//! What breaks no rule and is said all the same.

use std::path::Path;

use hq_conformance::{client::manifest::Client, judge::verdict::Status};

use crate::support::{examined_by, kit_in, lacks, shell_client, text};

const DOWNLOAD: &str =
    "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\" > \"$HQ_OUT/data.zip\" || exit 1; ";

/// Keeps one column of the main table and nothing else.
const ONE_COLUMN: &str = "unzip -p \"$HQ_OUT/data.zip\" '#.csv' | \
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == \"form|name\") c = i } { print $c }' \
    > \"$HQ_STATE/column.csv\"; \
    rm \"$HQ_OUT/data.zip\"";

/// A check with a case of two runs in which nothing is said of how they end.
const TWO_RUNS: &str = "nothing-new/no-page-as-data";

/// The verdict on a check of a client: its status and its remarks.
async fn said(client: &Client, check: &str) -> (Status, Vec<String>) {
    let examined = examined_by(client, &[check], 4).await;
    let mut results = examined.results.into_iter();
    let result = results.find(|result| result.check.id == check);
    let verdict = result.expect("a result").verdict;
    (verdict.status, verdict.remarks)
}

#[tokio::test]
async fn a_client_that_keeps_everything_is_not_remarked_on() {
    if lacks("no remark", &["curl"]) {
        return;
    }
    let client = shell_client(DOWNLOAD, "", "token = \"none\"\ncolumns = \"all\"");
    for check in [
        "contract/complete",
        "tag/taken-as-given",
        "size-cap/just-below",
    ] {
        assert_eq!(
            said(&client, check).await,
            (Status::Pass, vec![]),
            "{check}"
        );
    }
}

#[tokio::test]
async fn columns_and_tables_that_are_never_kept_are_told_once() {
    if lacks("columns", &["curl", "unzip"]) {
        return;
    }
    let client = shell_client(&(DOWNLOAD.to_owned() + ONE_COLUMN), "", "token = \"none\"");
    let (status, remarks) = said(&client, "contract/complete").await;
    assert_eq!(status, Status::Pass);
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    let remark = &remarks[0];
    assert!(
        remark.starts_with("the client keeps no answer to "),
        "{remark}"
    );
    assert!(remark.ends_with(", any question of child[]"), "{remark}");
    assert_eq!(
        said(&client, "auth/digest-answer").await,
        (Status::Pass, vec![])
    );
}

#[tokio::test]
async fn who_declares_all_columns_keeps_all() {
    if lacks("all columns", &["curl", "unzip"]) {
        return;
    }
    let line = DOWNLOAD.to_owned() + ONE_COLUMN;
    let client = shell_client(&line, "", "token = \"none\"\ncolumns = \"all\"");
    let examined = examined_by(&client, &["contract/complete"], 4).await;
    let verdict = &examined.results[0].verdict;
    assert_eq!(verdict.status, Status::Fail);
    assert!(
        verdict.reasons[0].ends_with("its manifest says columns = \"all\""),
        "{:?}",
        verdict.reasons
    );
}

#[tokio::test]
async fn a_code_for_failure_with_everything_kept_is_a_remark() {
    if lacks("code", &["curl"]) {
        return;
    }
    // It does not like the first download, or any second one; its data are there all the same.
    let line = DOWNLOAD.to_owned()
        + "echo bad mood >&2; test ! -e \"$HQ_STATE/ran\" && touch \"$HQ_STATE/ran\"";
    let client = shell_client(&line, "", "");
    let (status, remarks) = said(&client, "tag/taken-as-given").await;
    assert_eq!((status, remarks.len()), (Status::Pass, 0), "{remarks:?}");
    let (_, remarks) = said(&client, TWO_RUNS).await;
    assert_eq!(
        remarks,
        [
            "run 2: everything that was sent is kept, and the code is not 0. The client ended with 1; \
          its last words: bad mood"
        ]
    );
}

#[tokio::test]
async fn what_every_run_does_is_told_of_the_first_download_alone() {
    if lacks("strays", &["curl"]) {
        return;
    }
    let line = "sleep 60 & ".to_owned()
        + DOWNLOAD
        + "ln -s /etc/passwd \"$HQ_OUT/link\"; \
                head -c 3000000 /dev/zero >&2";
    let client = shell_client(&line, "", "");
    let (status, remarks) = said(&client, "contract/complete").await;
    assert_eq!(status, Status::Pass);
    assert_eq!(
        remarks,
        [
            "a process outlived the client, and was ended",
            "not everything is looked into: out/link: a symbolic link, which is not followed",
            "it printed 2 MB beside its data, of which only the beginning was kept",
        ]
    );
    let (status, remarks) = said(&client, TWO_RUNS).await;
    assert_eq!((status, remarks.len()), (Status::Pass, 0), "{remarks:?}");
}

#[tokio::test]
async fn a_file_as_long_as_files_may_be_is_told() {
    if lacks("long file", &["curl"]) {
        return;
    }
    let line = DOWNLOAD.to_owned() + "truncate -s 64M \"$HQ_OUT/long\"";
    let client = shell_client(&line, "", "token = \"none\"");
    let (status, remarks) = said(&client, "contract/complete").await;
    assert_eq!(status, Status::Pass);
    assert!(
        remarks[0].contains("out/long: 64 MiB long, the most"),
        "{remarks:?}"
    );
}

#[tokio::test]
async fn a_token_of_who_declares_to_keep_none_is_told() {
    if lacks("undeclared token", &["curl"]) {
        return;
    }
    let line = "test -e \"$HQ_STATE/token\" && set -- \"$1&previous_export=$(cat \"$HQ_STATE/token\")\"; \
                curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\" -D head -o \"$HQ_OUT/data.zip\"; \
                sed -n 's/^X-CommCareHQ-Export-Token: //p' head | tr -d '\\r\\n' > \"$HQ_STATE/token\"";
    let client = shell_client(line, "", "token = \"none\"");
    let (_, remarks) = said(&client, TWO_RUNS).await;
    assert!(
        remarks[0].starts_with("run 2: the token ") && remarks[0].ends_with("are skipped"),
        "{remarks:?}"
    );
    let client = shell_client(line, "", "token = \"kept\"");
    assert_eq!(said(&client, TWO_RUNS).await, (Status::Pass, vec![]));
}

#[tokio::test]
async fn data_with_the_code_for_nothing_new_is_a_remark() {
    if lacks("nothing new", &["curl"]) {
        return;
    }
    let line =
        DOWNLOAD.to_owned() + "test ! -e \"$HQ_STATE/ran\" || exit 3; touch \"$HQ_STATE/ran\"";
    let client = shell_client(&line, "nothing_new_exit = [0, 3]", "");
    let (_, remarks) = said(&client, TWO_RUNS).await;
    assert_eq!(
        remarks,
        [
            "run 2: data came and are kept, and 3 is declared to mean nothing new. The client ended with 3."
        ]
    );
}

#[test]
fn they_are_counted_and_told_when_asked_for() {
    if lacks("told", &["curl", "unzip"]) {
        return;
    }
    let line = (DOWNLOAD.to_owned() + ONE_COLUMN).replace("\"$1\"", "{url}");
    let folder = tempfile::tempdir().unwrap();
    let kit = |arguments: &[&str]| {
        let output = kit_in(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
        text(&output.stdout)
    };
    let run = ["run", "--select", "contract/complete", "--shell", &line];
    let quiet = kit(&run);
    assert!(
        quiet.contains("1 result has a remark: `run --verbose`"),
        "{quiet}"
    );
    assert!(!quiet.contains("keeps no answer"), "{quiet}");
    let verbose = kit(&[&run[..], &["--verbose"]].concat());
    assert!(
        verbose.contains("\n      remark: the client keeps no answer to "),
        "{verbose}"
    );
    let id = "contract/complete@form-export.csv";
    let repro = kit(&["repro", id, "--shell", &line]);
    assert!(
        repro.contains("\n  remark  the client keeps no answer to "),
        "{repro}"
    );
    assert!(
        Path::new(folder.path())
            .read_dir()
            .unwrap()
            .next()
            .is_none()
    );
}
