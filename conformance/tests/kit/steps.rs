//! What the steps of a case do to the world.

use fakehq::file_format::Format;
use hq_conformance::{
    catalogue::check::Check,
    client::manifest::Operation,
    play::{cast::Cast, played::Played, stage::Stage},
};

use crate::support::{lacks, shell_client};

const FULL_DOWNLOAD: &str =
    "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\" > \"$HQ_OUT/data.zip\"";

/// Lets a client that downloads everything each time play these steps.
async fn played(steps: &str) -> Played {
    let check = format!(
        "rule = \"r\"\nwhy = \"w\"\nlevel = \"must\"\nsource = \"page: Form Data Export\"\nbug = \"b\"\nmend = \"m\"\n\
         [[case]]\nexpect = [\"ends-well\"]\nworld = {{ forms = 2 }}\nsteps = {steps}"
    );
    let check = Check::parse("steps/one", &check).expect("a right check");
    let client = shell_client(FULL_DOWNLOAD, "", "token = \"none\"");
    let stage = Stage::open().await.expect("a stage");
    let cast = Cast {
        stage: &stage,
        client: &client,
        operation: Operation::FormExport,
        rules: &client.operations[&Operation::FormExport],
        format: Format::Csv,
        person: None,
    };
    let played = cast.play(&check.cases[0].scenario).await;
    stage.close().await;
    played.expect("it can be played")
}

#[tokio::test]
async fn a_quirk_holds_for_what_is_worked_out_ahead_too() {
    if lacks("quirk", &["curl"]) {
        return;
    }
    for (choice, found) in [("kept", 2), ("lost", 0)] {
        let played = played(&format!(
            r#"["run", {{ quirk = {{ id = "text-before-object", choice = "{choice}" }} }},
                {{ submit = {{ without = ["remark"], also = ["remark/detail"] }} }}, "run"]"#
        ))
        .await;
        let run = &played.runs[1];
        let remarks = run.documents.iter().flat_map(|document| {
            let rows = document.rows.iter();
            rows.flat_map(|row| &row.witnesses)
        });
        let remarks = remarks.filter(|(question, witness)| {
            question.as_str() == "remark" && run.found.holds(witness)
        });
        assert_eq!(remarks.count(), found, "{choice}");
    }
}
