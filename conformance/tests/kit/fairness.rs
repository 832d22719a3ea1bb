//! What was never tried is not passed, and what was not done is not blamed.

use hq_conformance::judge::verdict::Status;

use crate::support::{examined, examined_by, lacks, of, shell_client, statuses, with};

const DOWNLOAD: &str =
    "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\" > \"$HQ_OUT/data.zip\"";

#[tokio::test]
async fn a_run_that_sends_no_credentials_proves_nothing_about_refusals() {
    if lacks("no credentials", &["curl"]) {
        return;
    }
    let line = format!("case $HQ_PASSWORD in wrong*) exit 1;; esac; {DOWNLOAD}");
    let statuses = statuses(&shell_client(&line, "", "token = \"none\""), 4).await;
    let skipped = with(Status::Skip, &statuses);
    for check in ["auth/few-tries", "auth/wrong-password"] {
        assert!(skipped.contains(&check), "{statuses:?}");
    }
}

#[tokio::test]
async fn a_page_in_the_working_folder_is_no_data_of_who_keeps_them_elsewhere() {
    if lacks("scratch", &["curl", "unzip"]) {
        return;
    }
    let get = "curl -s --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\" > data.zip";
    let kept = format!("{get}; unzip -tqq data.zip && mv data.zip \"$HQ_OUT\"");
    for (line, wanted) in [(kept.as_str(), Status::Pass), (get, Status::Fail)] {
        let client = shell_client(line, "", "token = \"none\"");
        let statuses = of(&examined_by(&client, &["errors/page-with-200"], 4).await);
        let found = statuses["errors/page-with-200@form-export.csv"];
        assert_eq!(found, wanted, "{line}");
    }
}

#[tokio::test]
async fn another_export_is_not_the_one_that_was_asked_for() {
    if lacks("another export", &["curl"]) {
        return;
    }
    let other = "curl -s --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \
                 \"$HQ_BASE_URL/a/$HQ_DOMAIN/reports/download/cases/?format=csv\" > \"$HQ_OUT/x\"";
    let form = "curl -s --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$HQ_BASE_URL/a/$HQ_DOMAIN\
                /reports/export/?export_tag=%22another%22&format=csv\" > \"$HQ_OUT/x\"";
    for line in [other, form] {
        let statuses = statuses(&shell_client(line, "", ""), 4).await;
        assert_eq!(
            with(Status::Fail, &statuses),
            ["contract/asks-export"],
            "{line}"
        );
    }
}

#[tokio::test]
async fn an_increment_that_is_asked_for_and_not_kept_is_lost() {
    if lacks("lost increment", &["curl"]) {
        return;
    }
    let line = format!(
        "test -e \"$HQ_STATE/again\" && set -- \"$1&previous_export=$(cat \"$HQ_STATE/again\")\"; \
         {DOWNLOAD} -D \"$HQ_STATE/head\" || exit 1; \
         test -e \"$HQ_STATE/again\" && rm -f \"$HQ_OUT/data.zip\"; \
         sed -n 's/^X-CommCareHQ-Export-Token: //p' \"$HQ_STATE/head\" | tr -d '\\r\\n' > \"$HQ_STATE/new\"; \
         test -s \"$HQ_STATE/new\" && mv \"$HQ_STATE/new\" \"$HQ_STATE/again\"; exit 0"
    );
    let examined = examined(&shell_client(&line, "", "token = \"kept\""), 4).await;
    let statuses = of(&examined);
    let failed = with(Status::Fail, &statuses);
    assert!(failed.contains(&"tokens/increment-once"), "{failed:?}");
    let mut results = examined.results.iter();
    let result = results.find(|result| result.check.id == "tokens/increment-once");
    let reason = result.unwrap().verdict.reasons.join("; ");
    assert!(
        reason.starts_with("1 of 41 forms are nowhere in what was kept"),
        "{reason}"
    );
    assert!(
        reason.contains("they were sent in a whole answer"),
        "{reason}"
    );
}

#[tokio::test]
async fn a_code_that_means_nothing_new_does_not_excuse_lost_rows() {
    if lacks("declared code", &["curl"]) {
        return;
    }
    let line = format!(
        "test -e \"$HQ_STATE/ran\" && exit $(cat \"$HQ_STATE/ran\"); {DOWNLOAD} || exit 1; echo CODE > \"$HQ_STATE/ran\""
    );
    for (code, wanted) in [("3", Status::Fail), ("4", Status::Skip)] {
        let line = line.replace("CODE", code);
        let client = shell_client(&line, "nothing_new_exit = [3]", "");
        let statuses = statuses(&client, 4).await;
        let increment = statuses["tokens/increment-once@form-export.csv"];
        assert_eq!(increment, wanted, "{code}: {statuses:?}");
    }
}

#[tokio::test]
async fn who_keeps_data_where_nobody_looks_is_told_where_they_belong() {
    if lacks("elsewhere", &["curl"]) {
        return;
    }
    let get = "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\"";
    let thrown_away = format!("{get} > /dev/null");
    for (line, wanted) in [
        (
            get,
            "something was printed: that counts for a manifest that says output = \"stdout\".",
        ),
        (&thrown_away, "which is where data are looked for."),
    ] {
        let client = shell_client(line, "", "token = \"none\"");
        let examined = examined_by(&client, &["contract/complete"], 4).await;
        let reasons = &examined.results[0].verdict.reasons;
        assert!(reasons[0].ends_with(wanted), "{reasons:?}");
    }
}
