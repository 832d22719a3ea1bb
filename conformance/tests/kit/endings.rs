//! Clients that end badly, or do nothing sensible: a verdict each, never an error of the kit.

use hq_conformance::{client::manifest::Client, exit::Exit, judge::verdict::Status};

use crate::support::{examined, lacks, of, shell_client, with};

/// What is found at the first contact, when that is where it ends; all else is skipped for it.
async fn first_contact(client: &Client) -> String {
    let examined = examined(client, 2).await;
    let statuses = of(&examined);
    assert_eq!(with(Status::Fail, &statuses), ["contract/asks-export"]);
    let others = with(Status::Skip, &statuses).len();
    assert_eq!(others, statuses.len() - 1, "{statuses:?}");
    assert_eq!(Exit::of(&examined), Exit::Broken);
    let first = examined.results.iter().find(|r| r.verdict.seen.is_some());
    first.expect("the failure").verdict.reasons.join("; ")
}

#[tokio::test]
async fn a_client_that_asks_nothing_is_told_so() {
    let found = first_contact(&shell_client("echo all well", "", "")).await;
    assert!(found.contains("no request arrived at all"), "{found}");
    assert!(found.ends_with("The client ended with 0."), "{found}");
}

#[tokio::test]
async fn a_client_that_fails_at_once_is_quoted() {
    let found = first_contact(&shell_client("echo no licence >&2; exit 9", "", "")).await;
    assert!(
        found.ends_with("The client ended with 9; its last words: no licence"),
        "{found}"
    );
}

#[tokio::test]
async fn a_client_that_complains_on_its_standard_output_is_quoted() {
    let found = first_contact(&shell_client("echo no licence; exit 9", "", "")).await;
    assert!(
        found.ends_with("The client ended with 9; its last words: no licence"),
        "{found}"
    );
}

#[tokio::test]
async fn a_client_with_a_project_space_of_its_own_is_told_which() {
    if lacks("asking another project space", &["curl"]) {
        return;
    }
    let line = "curl -s \"$HQ_BASE_URL/a/my-project/reports/export/?format=csv\"";
    let found = first_contact(&shell_client(line, "", "")).await;
    assert!(
        found.contains("instead it asked GET /a/my-project/reports/export/?format=csv ("),
        "{found}"
    );
}

#[tokio::test]
async fn a_client_that_kills_itself_is_told_so() {
    let found = first_contact(&shell_client("kill -KILL $$", "", "")).await;
    assert!(
        found.ends_with("The client was ended by signal 9."),
        "{found}"
    );
}

#[tokio::test]
async fn a_client_that_is_killed_from_outside_is_told_so() {
    // The killer is no child of the shell it ends.
    let line = "sh -c 'kill -TERM $1' killer $$ & sleep 20";
    let found = first_contact(&shell_client(line, "", "")).await;
    assert!(
        found.ends_with("The client was ended by signal 15."),
        "{found}"
    );
}

#[tokio::test]
async fn a_client_that_hangs_is_ended() {
    let found = first_contact(&shell_client("sleep 60", "timeout = \"200ms\"", "")).await;
    assert!(found.contains("did not end in time"), "{found}");
}

#[tokio::test]
async fn a_client_that_asks_for_something_else_is_told_what() {
    if lacks("asking for the listing page", &["curl"]) {
        return;
    }
    let line = "curl -s \"$HQ_BASE_URL/a/$HQ_DOMAIN/data/excel_export_data/\" > \"$HQ_OUT/x\"";
    let found = first_contact(&shell_client(line, "", "")).await;
    let (_, asked) = found.split_once("instead it asked GET /a/kit-").unwrap();
    assert!(asked.contains("/data/excel_export_data/ (302)"), "{found}");
}

#[tokio::test]
async fn garbage_is_neither_data_nor_an_error() {
    let line = "head -c 300000 /dev/urandom | tee \"$HQ_OUT/data.zip\" \"$HQ_OUT/forms.csv\" >&2; \
                head -c 300000 /dev/urandom";
    let client = shell_client(line, "", "output = \"stdout\"");
    let found = first_contact(&client).await;
    assert!(found.contains("The client ended with 0"), "{found}");
    assert!(!found.contains(char::is_control), "{found:?}");
}

#[tokio::test]
async fn a_client_that_dies_with_its_data_half_kept_has_failed() {
    if lacks("dying half-way", &["curl"]) {
        return;
    }
    let line = "curl -s --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\" | head -c 100 > \"$HQ_OUT/data.zip\"; \
                kill -KILL $$";
    let examined = examined(&shell_client(line, "", "token = \"kept\""), 4).await;
    let statuses = of(&examined);
    let failed = with(Status::Fail, &statuses);
    for check in ["contract/complete", "auth/wrong-password"] {
        assert!(failed.contains(&check), "{check} not in {failed:?}");
    }
    // What the clean download has shown is not told again.
    let skipped = with(Status::Skip, &statuses);
    assert!(skipped.contains(&"tokens/increment-once"), "{skipped:?}");
    // Whoever died before the token was stored may ask for everything again.
    assert!(!failed.contains(&"tokens/sent-back"), "{failed:?}");
    assert!(with(Status::Error, &statuses).is_empty(), "{statuses:?}");
}

#[tokio::test]
async fn a_bare_command_may_say_that_it_cannot_do_this() {
    let client = Client::from_shell("exit 77".as_ref(), "/".as_ref()).unwrap();
    let examined = examined(&client, 1).await;
    assert_eq!(
        with(Status::Skip, &of(&examined)).len(),
        examined.results.len()
    );
    assert_eq!(Exit::of(&examined), Exit::NothingJudged);
    // A manifest that declares the format has promised more.
    first_contact(&shell_client("exit 77", "", "")).await;
}

#[tokio::test]
async fn a_client_that_never_ends_is_not_waited_for_in_every_scenario() {
    if lacks("endless", &["curl"]) {
        return;
    }
    let line = "curl -sf --digest -u \"$HQ_USERNAME:$HQ_PASSWORD\" \"$1\" > \"$HQ_OUT/data.zip\"; sleep 60";
    let client = shell_client(line, "timeout = \"1s\"", "");
    let examined = examined(&client, 2).await;
    let statuses = of(&examined);
    assert_eq!(with(Status::Fail, &statuses), ["contract/complete"]);
    // What the one download shows is judged all the same.
    assert_eq!(
        with(Status::Pass, &statuses),
        ["auth/digest-answer", "contract/asks-export"]
    );
    let skipped = examined
        .results
        .iter()
        .filter(|r| r.verdict.status == Status::Skip);
    for result in skipped.filter(|r| r.check.id != "tag/quoted") {
        let reason = &result.verdict.reasons[0];
        assert!(
            reason.starts_with("the clean download did not end"),
            "{reason}"
        );
    }
}
