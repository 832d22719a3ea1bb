//! What the server refuses, and what goes wrong on the way.

use crate::desk::Desk;

/// Everything that is no answer ends in failure, keeps nothing, and leaves store and token as they
/// were; the run after it loses nothing.
#[test]
fn a_failed_download_changes_nothing() {
    for fault in [
        "effect = { status = { code = 500 } }\nnext = 9",
        "effect = { status = { code = 502 } }",
        "effect = { status = { code = 503 } }\nnext = 9",
        "effect = { status = { code = 429, retry-after = 3600 } }",
        "effect = 'login-page'",
        "effect = 'cut'",
        "effect = { cut-head = { bytes = 20 } }",
        "effect = 'empty-reply'",
        "effect = { reset = { at = '50%' } }",
        "effect = 'garbage'",
        "effect = 'garbage-body'",
        "effect = 'changed-byte'",
        "effect = { truncated = { at = '50%' } }",
        "effect = { wrong-length = { by = -10 } }",
        "effect = { open-end = { at = '50%' } }",
        "effect = { chunked = { at = '50%' } }",
        "effect = 'redirect'\nnext = 99",
    ] {
        for store in ["merged", "files"] {
            let mut desk = Desk::new(2);
            let token = desk.export(&["--store", store]).token().unwrap();
            desk.visit(4);
            desk.fault(fault);
            let run = desk.export(&["--store", store]);
            assert_eq!(run.code, 1, "{fault}: {run:?}");
            assert_eq!(run.kept("visit-4"), 0, "{fault}: {run:?}");
            assert_eq!(run.token().as_deref(), Some(&*token), "{fault}");
            assert_eq!(run.out, [], "{fault}");
        }
    }
}

#[test]
fn the_run_after_a_failure_loses_nothing() {
    let mut desk = Desk::new(2);
    desk.fault("effect = 'cut'");
    assert_eq!(desk.export(&["--store", "merged"]).code, 1);
    let run = desk.export(&["--store", "merged"]);
    assert_eq!((run.code, run.stored("#").len()), (0, 2), "{run:?}");
}

#[test]
fn refused_credentials_are_sent_once() {
    let mut desk = Desk::new(1);
    let url = desk.url(fakehq::file_format::Format::Csv);
    let run = desk.run_as("wrong", &["form-export", &url]);
    assert_eq!((run.code, &*run.out), (1, &[][..]), "{run:?}");
    assert!(
        run.said.contains("refuses the user name or password"),
        "{run:?}"
    );
    assert_eq!(desk.space.requests_blocking().len(), 2);
}

#[test]
fn a_stale_nonce_is_replaced() {
    let mut desk = Desk::new(1);
    desk.fault("effect = 'stale-nonce'");
    let run = desk.export(&[]);
    assert_eq!((run.code, run.kept("visit-0")), (0, 1), "{run:?}");
}

#[test]
fn the_fields_of_a_challenge_may_come_in_any_order() {
    for seed in 0..5 {
        let mut desk = Desk::new(1);
        desk.fault(&format!(
            "on = 'any'\nnext = 9\neffect = {{ shuffled-challenge = {{ seed = {seed} }} }}"
        ));
        assert_eq!(desk.export(&[]).code, 0);
    }
}

#[test]
fn a_busy_server_is_asked_again() {
    let mut desk = Desk::new(1);
    desk.fault("next = 2\neffect = { status = { code = 503, retry-after = 0 } }");
    let run = desk.export(&[]);
    assert_eq!((run.code, run.kept("visit-0")), (0, 1), "{run:?}");
}

#[test]
fn whole_answers_are_accepted_however_they_come() {
    for fault in [
        "effect = 'chunked'",
        "effect = { open-end = { at = '100%' } }",
        "effect = { drip = { bytes = 500, pause = '1ms' } }",
        "effect = 'charset'",
    ] {
        let mut desk = Desk::new(1);
        desk.fault(fault);
        let run = desk.export(&[]);
        assert_eq!((run.code, run.kept("visit-0")), (0, 1), "{fault}: {run:?}");
    }
}

#[test]
fn a_missing_slash_is_made_good() {
    let mut desk = Desk::new(1);
    let url = desk
        .url(fakehq::file_format::Format::Csv)
        .replace("/export/?", "/export?");
    let run = desk.run(&["form-export", &url]);
    assert_eq!((run.code, run.kept("visit-0")), (0, 1), "{run:?}");
}

#[test]
fn refusals_of_the_server_are_failures() {
    let mut desk = Desk::new(1);
    let unquoted = desk
        .url(fakehq::file_format::Format::Csv)
        .replace("%22", "");
    assert_eq!(desk.run(&["form-export", &unquoted]).code, 1);
    desk.export(&[]);
    desk.space.forget_tokens(None);
    let run = desk.export(&[]);
    assert_eq!(run.code, 1);
    assert!(run.said.contains("404"), "{run:?}");
    desk.space.set_plan(fakehq::world::plan::Plan::Community);
    let run = desk.export(&["--full"]);
    assert_eq!((run.code, &*run.out), (1, &[][..]), "{run:?}");
}
