//! A store the kit cannot open, with and without a command that says what it holds.

use std::path::Path;

use hq_conformance::{client::manifest::Client, judge::verdict::Status};

use crate::support::{examined, examined_by, lacks, of, shell_client, small_client, with};

fn store_client(dump: &str) -> hq_conformance::client::manifest::Client {
    small_client(
        "right/sqlite-store",
        "",
        &format!("keeps = \"merged\"\n{dump}"),
    )
}

#[tokio::test]
async fn a_dump_makes_a_store_readable() {
    if lacks("sqlite-store with dump", &["python3"]) {
        return;
    }
    let dump = r#"dump = ["env", "PYTHONPATH={here}", "python3", "-SB", "{here}/right/sqlite-store.py",
        "{state}/forms.db"]"#;
    let examined = examined(&store_client(dump), 4).await;
    let statuses = of(&examined);
    for check in ["contract/complete", "tokens/increment-once"] {
        let found = statuses[&format!("{check}@form-export.csv")];
        assert_eq!(found, Status::Pass, "{check}: {statuses:?}");
    }
    assert!(with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
}

#[tokio::test]
async fn an_sqlite_database_is_read_without_a_dump() {
    if lacks("sqlite-store", &["python3"]) {
        return;
    }
    let statuses = of(&examined(&store_client(""), 4).await);
    for check in ["contract/complete", "tokens/increment-once"] {
        let found = statuses[&format!("{check}@form-export.csv")];
        assert_eq!(found, Status::Pass, "{check}: {statuses:?}");
    }
    assert!(with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
}

#[tokio::test]
async fn rows_in_a_store_that_cannot_be_opened_are_not_called_lost() {
    if lacks("sealed store", &["curl"]) {
        return;
    }
    let line = "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\" > /dev/null && \
                printf 'SQLite format 3\\0 and a key' > \"$HQ_STATE/forms.db\"";
    let client = shell_client(line, "", "token = \"none\"");
    let examined = examined_by(&client, &["contract/*"], 4).await;
    let statuses = of(&examined);
    assert_eq!(
        statuses["contract/complete@form-export.csv"],
        Status::Skip,
        "{statuses:?}"
    );
    let mut results = examined.results.iter();
    let skipped = results.find(|result| result.check.id == "contract/complete");
    let reason = skipped.unwrap().verdict.reasons.join("; ");
    assert!(
        reason.contains("state/forms.db") && reason.contains("`dump`"),
        "{reason}"
    );
}

#[tokio::test]
async fn workbooks_of_the_old_format_are_read() {
    if lacks("xls", &["curl"]) {
        return;
    }
    let manifest = r#"
        name = "xls"
        [operation.form-export]
        command = ["sh", "-c", "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$HQ_URL\" > \"$HQ_OUT/visits.xls\""]
        formats = ["xls"]
        token = "none"
        columns = "all"
    "#;
    let mut client = Client::parse(manifest, Path::new("client.toml")).unwrap();
    client.kit = env!("CARGO_BIN_EXE_hq-conformance").into();
    let checks = ["contract/complete", "repeats/right-parent"];
    let statuses = of(&examined_by(&client, &checks, 4).await);
    let found = statuses["contract/complete@form-export.xls"];
    assert_eq!(found, Status::Pass, "{statuses:?}");
    assert!(with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
}
