//! A store the kit cannot open, with and without a command that says what it holds.

use hq_conformance::judge::verdict::Status;

use crate::support::{examined, lacks, of, small_client, with};

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
async fn without_a_dump_rows_are_not_called_lost() {
    if lacks("sqlite-store without dump", &["python3"]) {
        return;
    }
    let examined = examined(&store_client(""), 4).await;
    let statuses = of(&examined);
    for check in ["contract/complete", "tokens/increment-once"] {
        let found = statuses[&format!("{check}@form-export.csv")];
        assert_eq!(found, Status::Skip, "{check}: {statuses:?}");
    }
    assert!(with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
    let skipped = examined
        .results
        .iter()
        .find(|result| result.check.id == "contract/complete")
        .unwrap();
    let reason = skipped.verdict.reasons.join("; ");
    assert!(
        reason.contains("state/forms.db") && reason.contains("`dump`"),
        "{reason}"
    );
}
