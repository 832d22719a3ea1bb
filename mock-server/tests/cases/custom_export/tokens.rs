//! Increments of a custom export, and what a request says of errors.

use super::*;

#[test]
fn a_token_leaves_what_arrived_since() {
    let export = visits("columns = [{ path = '_id' }]");
    let mut space = households();
    let first = data(&mut space, &export, &CustomAsk::default());
    let token = first.token.unwrap();
    assert!(matches!(
        cut(&mut space, &export, &since(&token)),
        CustomOutcome::NothingNew
    ));
    visit(&mut space, "c", json!({}));
    for _ in 0..2 {
        assert_eq!(ids(&mut space, &export, &since(&token)), ["c"]);
    }
    assert_eq!(
        ids(&mut space, &export, &CustomAsk::default()),
        ["a", "b", "c"]
    );
    let CustomOutcome::UnknownToken(unknown) = cut(&mut space, &export, &since("abc")) else {
        panic!("a token nobody issued was taken");
    };
    assert_eq!(unknown, "abc");
}

#[test]
fn tokens_are_good_for_their_own_export_only() {
    let mut space = households();
    let one = visits("columns = [{ path = '_id' }]");
    let mut other = one.clone();
    other.id = "w".to_owned();
    let form = Ask {
        tag: Tag::Form(VISIT.to_owned()),
        previous_export: None,
        include_errors: false,
        user_types: Vec::new(),
    };
    let Outcome::Data(plain) = space.export_forms(&form) else {
        panic!("no data");
    };
    let custom = data(&mut space, &one, &CustomAsk::default()).token.unwrap();
    visit(&mut space, "c", json!({}));
    for (export, token, named) in [
        (&other, &custom, "custom export v"),
        (&one, &plain.token, VISIT),
    ] {
        match cut(&mut space, export, &since(token)) {
            CustomOutcome::ForeignToken { issued_for } => {
                assert_eq!(issued_for.as_deref(), Some(named))
            }
            other => panic!("{other:?}"),
        }
    }
    let back = Ask {
        previous_export: Some(custom),
        ..form
    };
    match space.export_forms(&back) {
        Outcome::ForeignToken { issued_for } => {
            assert_eq!(issued_for.as_deref(), Some("custom export v"))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn where_tokens_are_ignored_everything_comes_every_time() {
    let export = visits("columns = [{ path = '_id' }]\ninclude-errors = false");
    let mut space = households();
    space.choices.custom_export_token = CustomExportToken::Ignored;
    let ask = CustomAsk {
        include_errors: Some(true),
        ..since("abc")
    };
    visit(
        &mut space,
        "a",
        json!({"village": "Rampur", "head": {"name": "Asha Devi"}}),
    );
    let answer = data(&mut space, &export, &ask);
    assert_eq!(answer.token, None);
    assert_eq!(
        answer.rows.ids().collect::<Vec<_>>(),
        ["b", "a"],
        "not the old version of a"
    );
    // Header rows where there is nothing at all.
    let mut nothing = empty(space.choices);
    let rows = data(&mut nothing, &export, &ask).rows;
    assert!(rows.is_empty());
    let tables = tables_of(&export, rows, 2000);
    assert_eq!(
        (tables.count(), tables.headers(0)),
        (1, &["_id".to_owned()][..])
    );
}

#[test]
fn without_data_the_page_and_the_choice_decide() {
    let export = visits("columns = [{ path = '_id' }]");
    let mut space = households();
    space.people.mobile_workers = vec![worker("someone", "else", true)];
    space.choices.user_filter = UserFilter::MobileWorkers;
    let outcome = cut(&mut space, &export, &CustomAsk::default());
    assert!(matches!(outcome, CustomOutcome::NothingNew), "{outcome:?}");
    space.choices.empty_export = EmptyExport::RedirectUnlessFiltered;
    let filtered = data(&mut space, &export, &CustomAsk::default());
    assert!(filtered.rows.is_empty() && filtered.token.is_some());
}

#[test]
fn errors_come_as_the_request_says_else_as_the_export_says() {
    let mut space = households();
    visit(
        &mut space,
        "a",
        json!({"village": "Rampur", "head": {"name": "Asha Devi"}}),
    );
    let count = |space: &mut ProjectSpace, own: bool, asked: Option<bool>| {
        let export = visits(&format!(
            "include-errors = {own}\ncolumns = [{{ path = '_id' }}]"
        ));
        let ask = CustomAsk {
            include_errors: asked,
            ..CustomAsk::default()
        };
        data(space, &export, &ask).rows.len()
    };
    assert_eq!(count(&mut space, false, None), 2);
    assert_eq!(count(&mut space, true, None), 3);
    assert_eq!(count(&mut space, false, Some(true)), 3);
    assert_eq!(count(&mut space, true, Some(false)), 2);
    space.choices.custom_export_token = CustomExportToken::Ignored;
    assert_eq!(
        count(&mut space, true, Some(false)),
        3,
        "the parameter is ignored"
    );
}
