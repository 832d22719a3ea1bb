//! Wrong clients, each with the bug one check names, and right ones in all the ways to be right.

use std::fs;

use hq_conformance::{exit::Exit, judge::verdict::Status};

use crate::support::{
    USUAL, checks, examined, examined_by, lacks, needs, of, package, small_client, with,
};

/// What the manifests of wrong clients say beyond `token = "kept"`.
const DECLARED: &[(&str, &str)] = &[
    ("replaces-store", "keeps = \"merged\""),
    ("first-entry-only", "columns = \"all\""),
];

/// The names of the programs in a folder of `tests/small-clients`.
fn programs(folder: &str) -> Vec<String> {
    let folder = package().join("tests/small-clients").join(folder);
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// Every check that a small wrong client exists for fails for it; and the bug is found by what it
/// breaks, not by everything: of the checks that apply, at most a quarter fail.
async fn is_found(bug: &str) {
    let program = format!("wrong/{bug}");
    if lacks(bug, needs(&program)) {
        return;
    }
    let checks = checks();
    let check = checks.iter().find(|check| check.bug == bug);
    let check = check.unwrap_or_else(|| panic!("no check names the bug {bug}"));
    let declared = DECLARED.iter().find(|(name, _)| *name == bug);
    let declared = declared.map_or("", |(_, lines)| lines);
    let operation = format!("token = \"kept\"\n{declared}");
    let client = small_client(&program, "", &operation);
    let selected: Vec<_> = USUAL.iter().copied().chain([check.id.as_str()]).collect();
    let examined = examined_by(&client, &selected, 4).await;
    let statuses = of(&examined);
    let failed = with(Status::Fail, &statuses);
    assert!(
        failed.contains(&check.id.as_str()),
        "{bug} fails {failed:?}"
    );
    assert!(
        failed.len() * 4 <= USUAL.len() + 1,
        "{bug} fails {failed:?}"
    );
    assert!(with(Status::Error, &statuses).is_empty(), "{statuses:?}");
    assert_eq!(Exit::of(&examined), Exit::Broken);
}

macro_rules! wrong {
    ($($test:ident $bug:literal),* $(,)?) => {
        $(#[tokio::test]
        async fn $test() {
            is_found($bug).await;
        })*

        #[test]
        fn every_wrong_client_is_tried() {
            let mut tried = [$($bug),*];
            tried.sort_unstable();
            assert_eq!(programs("wrong"), tried);
        }
    };
}

wrong! {
    asking_something_else_is_found "asks-other-api",
    dropping_rows_is_found "drops-last-row",
    basic_credentials_are_found "basic-only",
    missing_quotes_are_found "quotes-left-off",
    success_after_401_is_found "exit-0-on-401",
    trying_for_ever_is_found "retries-401",
    an_alarm_for_nothing_new_is_found "302-is-error",
    a_page_among_the_data_is_found "page-kept-as-data",
    an_emptied_token_is_found "token-emptied",
    a_token_thrown_away_is_found "token-not-stored",
    a_carriage_return_in_the_token_is_found "cr-in-token",
    a_store_written_anew_is_found "replaces-store",
    an_unknown_token_called_nothing_new_is_found "404-is-empty",
    a_refused_tag_called_nothing_new_is_found "400-is-empty",
    whatever_is_no_zip_called_nothing_new_is_found "non-zip-is-empty",
    a_broken_connection_called_nothing_new_is_found "reset-is-empty",
    a_short_body_that_is_kept_is_found "short-body-kept",
    a_token_that_moves_on_a_cut_is_found "token-moved-on-cut",
    reading_one_entry_of_the_zip_is_found "first-entry-only",
}

/// Right ways to do it: the program, lines for `[run]`, lines for the operation, and those of
/// [`USUAL`] that are skipped.
const RIGHT: &[(&str, &str, &str, &[&str])] = &[
    ("full-downloads-only", "", "token = \"none\"", TOKEN_CHECKS),
    ("full-downloads-only", "", "", TOKENS_UNSEEN),
    ("asks-twice", "", "token = \"kept\"", &[]),
    (
        "own-code-for-nothing-new",
        "nothing_new_exit = [3]",
        "",
        &[],
    ),
    ("follows-and-drops", "", "", &[]),
    ("merged-store", "", "keeps = \"merged\"", &[]),
    ("merged-store", "", "", &[]),
    (
        "sealed-store",
        "",
        "keeps = \"merged\"\ndump = [\"env\", \"PYTHONPATH={here}\", \"python3\", \"-SB\", \
         \"{here}/right/sealed-store.py\", \"{state}/forms.store\"]",
        &[],
    ),
    ("sqlite-store", "", "keeps = \"merged\"", &[]),
    ("newest-only", "", "", &[]),
    ("wide-table", "", "", &[]),
    ("three-columns", "", "", &[]),
    ("logs-refused-page", "", "logs = [\"*.log\"]", &[]),
    ("empty-token-first", "", "", &[]),
    ("token-as-argument", "", "token = \"argument\"", &[]),
    ("six-tries", "", "", &[]),
    ("zip-and-folder", "", "", &[]),
    ("typed-values", "", "", &[]),
    ("one-nonce", "", "", &[]),
    ("retries", "", "", &[]),
    ("token-log", "", "", &[]),
];

const TOKEN_CHECKS: &[&str] = &[
    "nothing-new/is-success",
    "nothing-new/token-stays",
    "tokens/clean",
    "tokens/increment-once",
    "tokens/killed",
    "tokens/sent-back",
];

/// The checks that cannot be decided when no token is ever seen.
const TOKENS_UNSEEN: &[&str] = &[
    "nothing-new/is-success",
    "nothing-new/token-stays",
    "tokens/clean",
    "tokens/sent-back",
];

#[tokio::test]
async fn there_are_many_ways_to_be_right() {
    are_right(&RIGHT[..RIGHT.len() / 2]).await;
}

#[tokio::test]
async fn there_are_more_ways_to_be_right() {
    are_right(&RIGHT[RIGHT.len() / 2..]).await;
}

async fn are_right(clients: &[(&str, &str, &str, &[&str])]) {
    if lacks("right clients", &["python3"]) {
        return;
    }
    for (program, run, operation, skipped) in clients {
        let client = small_client(&format!("right/{program}"), run, operation);
        let examined = examined(&client, 4).await;
        let statuses = of(&examined);
        for status in [Status::Fail, Status::Warn, Status::Error] {
            let bad = with(status, &statuses);
            assert!(bad.is_empty(), "{program} {operation}: {bad:?}");
        }
        for check in USUAL {
            let wanted = match skipped.contains(check) {
                true => Status::Skip,
                false => Status::Pass,
            };
            let found = statuses[&format!("{check}@form-export.csv")];
            assert_eq!(found, wanted, "{program} {operation}: {check}");
        }
        assert_eq!(Exit::of(&examined), Exit::Conforms, "{program}");
    }
}

/// Where two ways are right, no check of the whole catalogue may blame one of them.
#[tokio::test]
#[ignore = "plays the whole catalogue with every right client: minutes"]
async fn no_way_to_be_right_is_blamed_by_any_check() {
    if lacks("right clients", &["python3"]) {
        return;
    }
    let mut wrong = Vec::new();
    for (program, run, operation, _) in RIGHT {
        let client = small_client(&format!("right/{program}"), run, operation);
        let examined = examined_by(&client, &[], 4).await;
        let bad = examined.results.iter().filter(|result| {
            let status = result.verdict.status;
            matches!(status, Status::Fail | Status::Warn | Status::Error)
        });
        wrong.extend(bad.map(|result| {
            let verdict = &result.verdict;
            let reasons = verdict.reasons.join("; ");
            let word = verdict.status.word();
            format!("{program} ({operation}): {word} {}: {reasons}", result.id())
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_right_client_is_tried() {
    let mut tried: Vec<_> = RIGHT.iter().map(|(program, ..)| *program).collect();
    tried.sort_unstable();
    tried.dedup();
    assert_eq!(programs("right"), tried);
}
