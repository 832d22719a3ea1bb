//! Right clients that single checks have blamed.

use std::path::Path;

use hq_conformance::{client::manifest::Client, judge::verdict::Status};

use crate::support::{examined_by, lacks, of, small_client, with};

fn case_client(line: &str, format: &str) -> Client {
    let line = toml::Value::from(line);
    let manifest = format!(
        "name = \"cases\"\n[operation.case-export]\ncommand = [\"sh\", \"-c\", {line}]\nformats = [\"{format}\"]\n\
         token = \"none\"\n"
    );
    Client::parse(&manifest, Path::new("client.toml")).unwrap()
}

const GET: &str = "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$HQ_URL\"";

#[tokio::test]
async fn who_keeps_the_table_of_cases_alone_is_told_so_and_not_blamed() {
    if lacks("cases alone", &["curl", "unzip"]) {
        return;
    }
    let line = format!("{GET} > x.zip && unzip -qq x.zip Case.csv -d \"$HQ_OUT\" && rm x.zip");
    let examined = examined_by(&case_client(&line, "csv"), &["contract/*", "cases/*"], 4).await;
    let statuses = of(&examined);
    let found = statuses["contract/complete@case-export.csv"];
    assert_eq!(found, Status::Pass, "{statuses:?}");
    assert!(with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
    let mut results = examined.results.iter();
    let result = results.find(|result| result.check.id == "contract/complete");
    let remarks = result.unwrap().verdict.remarks.join("; ");
    assert!(
        remarks.contains("the client keeps no answer to"),
        "{remarks}"
    );
}

#[tokio::test]
async fn who_loses_cases_of_a_table_it_keeps_is_still_found() {
    if lacks("cases lost", &["curl", "unzip"]) {
        return;
    }
    let line = format!(
        "{GET} > x.zip && unzip -p x.zip Case.csv | sed '$d' > \"$HQ_OUT/Case.csv\" && rm x.zip"
    );
    let statuses = of(&examined_by(&case_client(&line, "csv"), &["contract/*"], 4).await);
    let found = statuses["contract/complete@case-export.csv"];
    assert_eq!(found, Status::Fail, "{statuses:?}");
}

#[tokio::test]
async fn tables_of_a_page_stand_where_the_server_put_them() {
    if lacks("page of cases", &["curl"]) {
        return;
    }
    let line = format!("{GET} > \"$HQ_OUT/cases.html\"");
    let statuses = of(&examined_by(&case_client(&line, "html"), &["cases/*"], 4).await);
    assert!(
        statuses.contains_key("cases/by-table-name@case-export.html"),
        "{statuses:?}"
    );
    assert!(with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
}

#[tokio::test]
async fn tokens_known_by_whole_seconds_are_in_order() {
    if lacks("token-log", &["python3"]) {
        return;
    }
    let client = small_client("right/token-log", "", "token = \"kept\"");
    let examined = examined_by(&client, &["tokens/newest"], 4).await;
    let verdict = &examined.results[0].verdict;
    assert_eq!(verdict.status, Status::Pass, "{:?}", verdict.reasons);
    let remarks = verdict.remarks.join("; ");
    assert!(remarks.contains("more than a second"), "{remarks}");
}

#[tokio::test]
async fn how_a_broken_download_ended_is_another_checks_matter() {
    if lacks("says nothing", &["python3"]) {
        return;
    }
    let client = crate::shapes::client("merged-csv", "csv", "keeps = \"merged\"\n", "says-nothing");
    let checks = [
        "transfer/then-whole",
        "transfer/cut*",
        "errors/page-with-200",
    ];
    let statuses = of(&examined_by(&client, &checks, 4).await);
    let found = statuses["transfer/then-whole@form-export.csv"];
    assert_eq!(found, Status::Pass, "{statuses:?}");
    assert!(!with(Status::Fail, &statuses).is_empty(), "{statuses:?}");
}
