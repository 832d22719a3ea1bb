//! What a custom export holds: chosen tables and columns, increments, days, users (facts B.3).

use fakehq::{
    quirks::{Choices, CustomExportToken, CustomExportWindow, EmptyExport, Profile, UserFilter},
    tables::{
        custom::custom_tables,
        listed::{Listed, Value as Cell},
        mask::Mask,
        table::Tables,
    },
    world::{
        custom_export::{
            cut::{CustomAsk, CustomData, CustomOutcome, CustomRows},
            days::AskedDays,
            definition::CustomExport,
            file::CustomExportTable,
        },
        export::{Ask, Outcome, Tag},
        selected_users::{AskedUsers, NoSuchGroup},
        space::ProjectSpace,
    },
};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::spaces::{VISIT, block, create, empty, submit, worker};

/// An export of the visits with these keys of a world file.
pub(crate) fn visits(keys: &str) -> CustomExport {
    defined(&format!(
        "name = 'Visits'\nid = 'v'\nxmlns = '{VISIT}'\n{keys}"
    ))
}

pub(crate) fn defined(text: &str) -> CustomExport {
    let written: CustomExportTable = toml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    written.build(1, "demo").unwrap()
}

fn visit(space: &mut ProjectSpace, id: &str, answers: Value) {
    let mut form = json!({"meta": {"userID": "u1"}});
    form.as_object_mut()
        .unwrap()
        .extend(answers.as_object().unwrap().clone());
    space
        .submit_json(json!({"xmlns": VISIT, "_id": id, "form": form}))
        .unwrap();
}

fn cut(space: &mut ProjectSpace, export: &CustomExport, ask: &CustomAsk) -> CustomOutcome {
    space.cut_custom_export(export, ask, true)
}

fn data(space: &mut ProjectSpace, export: &CustomExport, ask: &CustomAsk) -> CustomData {
    match cut(space, export, ask) {
        CustomOutcome::Data(data) => data,
        other => panic!("no data: {other:?}"),
    }
}

fn ids(space: &mut ProjectSpace, export: &CustomExport, ask: &CustomAsk) -> Vec<String> {
    data(space, export, ask)
        .rows
        .ids()
        .map(str::to_owned)
        .collect()
}

fn since(token: &str) -> CustomAsk {
    CustomAsk {
        previous_export: Some(token.to_owned()),
        ..CustomAsk::default()
    }
}

fn tables_of(export: &CustomExport, rows: CustomRows, size: i64) -> Box<dyn Tables> {
    custom_tables(export, rows, "demo", size, Mask::new(1, "demo")).unwrap()
}

/// Name, headers and rows of every table of a full download.
fn shown(
    space: &mut ProjectSpace,
    export: &CustomExport,
) -> Vec<(String, Vec<String>, Vec<Vec<Cell>>)> {
    let rows = data(space, export, &CustomAsk::default()).rows;
    let tables = tables_of(export, rows, 2000);
    let listed = Listed::copied(&*tables);
    (0..tables.count())
        .map(|at| {
            (
                tables.name(at).to_owned(),
                tables.headers(at).to_vec(),
                listed.values(at).to_vec(),
            )
        })
        .collect()
}

fn households() -> ProjectSpace {
    let mut space = empty(Choices::default());
    let child = |name: &str, id: &str| json!({"name": name, "id": id});
    visit(
        &mut space,
        "a",
        json!({
            "village": "Rampur", "head": {"name": "Asha"}, "child": [child("Ravi", "7"), child("Mina", "8")],
        }),
    );
    visit(
        &mut space,
        "b",
        json!({"village": "Sonpur", "child": child("Tara", "9")}),
    );
    space
}

#[test]
fn columns_stand_as_chosen_under_their_titles() {
    let export = visits(
        r##"
        columns = [
            { path = "form.head.name", title = "Head" },
            { path = "_id" },
            { path = "form.village", title = "Village" },
            { path = "form.village", title = "Village" },
            { path = "form.never_asked", title = "Nothing" },
            { path = "id", title = "Row" },
        ]
        "##,
    );
    assert_eq!(
        shown(&mut households(), &export),
        [(
            "#".to_owned(),
            ["Head", "_id", "Village", "Village1", "Nothing", "Row"]
                .map(str::to_owned)
                .to_vec(),
            vec![
                vec![
                    "Asha".into(),
                    "a".into(),
                    "Rampur".into(),
                    "Rampur".into(),
                    Cell::Missing,
                    "0".into()
                ],
                vec![
                    Cell::Missing,
                    "b".into(),
                    "Sonpur".into(),
                    "Sonpur".into(),
                    Cell::Missing,
                    "1".into()
                ],
            ],
        )]
    );
}

#[test]
fn repeats_come_where_they_are_chosen_with_points_in_names_and_ids() {
    let export = visits(
        r##"
        [[table]]
        path = "#.form.child.#"
        columns = [{ path = "name" }, { path = "id", title = "Question" }, { path = "id__0" }, { path = "id__1" }]
        [[table]]
        path = "#.form.dose.#"
        title = "Doses"
        columns = [{ path = "vaccine" }]
        "##,
    );
    let shown = shown(&mut households(), &export);
    let row = |name: &str, id: &str, n: [i64; 2]| {
        vec![name.into(), id.into(), Cell::Int(n[0]), Cell::Int(n[1])]
    };
    assert_eq!(shown[0].0, "#.form.child.#");
    assert_eq!(
        shown[0].2,
        [
            row("Ravi", "7", [0, 0]),
            row("Mina", "8", [0, 1]),
            row("Tara", "9", [1, 0])
        ]
    );
    // A repeat nobody ever gave is there all the same.
    assert_eq!(
        shown[1],
        ("Doses".to_owned(), vec!["vaccine".to_owned()], vec![])
    );
    assert_eq!(shown.len(), 2, "the root table was not chosen");

    let numbers = visits(
        "table = [{ path = '#.#export_tag.#', columns = [{ path = 'id' }, { path = '' }] }]",
    );
    let shown = self::shown(&mut households(), &numbers);
    assert_eq!(shown[0].2[1], ["0.1".into(), "xmlns".into()]);
}

#[test]
fn titles_are_cut_and_kept_apart() {
    let export = visits(
        "columns = [{ path = '_id', title = 'first village' }, { path = 'form.village', title = 'last village' }]",
    );
    let mut space = households();
    let rows = data(&mut space, &export, &CustomAsk::default()).rows;
    assert_eq!(
        tables_of(&export, rows, 7).headers(0),
        ["village", "illage1"]
    );
}

#[test]
fn de_identified_columns_hide_values_and_keep_what_counts() {
    let export = visits(
        r##"columns = [
            { path = "form.meta.userID", de-identify = "id" },
            { path = "form.born", de-identify = "date" },
            { path = "form.village", de-identify = "date" },
            { path = "form.born", title = "plain" },
        ]"##,
    );
    let mut space = empty(Choices::default());
    for (id, born) in [("a", "2014-01-05"), ("b", "2014-01-25")] {
        visit(&mut space, id, json!({"born": born, "village": "Rampur"}));
    }
    visit(&mut space, "c", json!({"born": ""}));
    let rows = shown(&mut space, &export).remove(0).2;
    let text = |row: usize, column: usize| match &rows[row][column] {
        Cell::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(0, 0), text(1, 0), "the same id stays the same");
    assert!(text(0, 0).len() == 32 && text(0, 0) != "u1");
    let day = |row| text(row, 1).parse::<jiff::civil::Date>().unwrap();
    assert_eq!(day(1).since(day(0)).unwrap().get_days(), 20);
    assert!(day(0) < date(2014, 1, 5));
    assert_eq!(
        (text(0, 2), text(0, 3)),
        (String::new(), "2014-01-05".to_owned())
    );
    assert_eq!((&rows[2][1], &rows[2][2]), (&"".into(), &Cell::Missing));
}

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

/// Visits on ten days in a row, the last one today; named by their day.
fn ten_days(profile: Profile) -> ProjectSpace {
    let mut space = empty(Choices::of(profile));
    space.people.mobile_workers = vec![worker("u1", "nurse", true)];
    for day in 1..=10 {
        let mut document = json!({
            "xmlns": VISIT, "_id": format!("{day:02}"),
            "received_on": format!("2014-01-{day:02}T12:00:00Z"),
            "form": {"meta": {"userID": "u1"}},
        });
        if day == 5 {
            document["app_id"] = json!("app");
        }
        space.submit_json(document).unwrap();
    }
    space
}

#[test]
fn the_old_server_looks_at_the_last_seven_days() {
    let export = visits("columns = [{ path = '_id' }]");
    let days = |profile, first: Option<i8>, last: Option<i8>, app_id: Option<&str>| {
        let ask = CustomAsk {
            days: AskedDays {
                first: first.map(|day| date(2014, 1, day)),
                last: last.map(|day| date(2014, 1, day)),
            },
            app_id: app_id.map(str::to_owned),
            ..CustomAsk::default()
        };
        ids(&mut ten_days(profile), &export, &ask).join(" ")
    };
    let all = "01 02 03 04 05 06 07 08 09 10";
    let week = "03 04 05 06 07 08 09";
    for profile in [Profile::Hq2013, Profile::Hq2015] {
        assert_eq!(days(profile, None, None, None), week);
        assert_eq!(days(profile, Some(2), Some(4), None), "02 03 04");
        assert_eq!(days(profile, None, None, Some("app")), "05");
        assert_eq!(days(profile, None, None, Some("")), "03 04 06 07 08 09");
    }
    assert_eq!(days(Profile::Hq2013, Some(2), None, None), "");
    assert_eq!(days(Profile::Hq2013, None, Some(2), None), "01 02");
    assert_eq!(days(Profile::Hq2015, Some(2), None, None), all);
    assert_eq!(days(Profile::Hq2015, None, Some(2), None), all);
    assert_eq!(days(Profile::Documented, None, None, None), all);
    assert_eq!(
        days(Profile::Documented, Some(2), Some(4), Some("app")),
        all
    );
}

#[test]
fn the_user_filter_holds_here_too() {
    let export = visits("columns = [{ path = '_id' }]");
    let mut space = households();
    space.people.mobile_workers = vec![worker("u1", "nurse", false), worker("u2", "midwife", true)];
    space.choices = Choices {
        custom_export_token: CustomExportToken::Ignored,
        custom_export_window: CustomExportWindow::AllData,
        ..Choices::of(Profile::Hq2013)
    };
    let ask = |individual: Option<&str>, group: Option<&str>| CustomAsk {
        users: AskedUsers {
            individual: individual.map(str::to_owned),
            group: group.map(str::to_owned),
            ..AskedUsers::default()
        },
        ..CustomAsk::default()
    };
    assert_eq!(ids(&mut space, &export, &ask(None, None)), [""; 0]);
    assert_eq!(ids(&mut space, &export, &ask(Some("u1"), None)), ["a", "b"]);
    match cut(&mut space, &export, &ask(None, Some("g"))) {
        CustomOutcome::NoSuchGroup(refused) => assert_eq!(refused, NoSuchGroup("g".to_owned())),
        other => panic!("{other:?}"),
    }
    space.choices.user_filter = UserFilter::MobileWorkersEver;
    assert_eq!(ids(&mut space, &export, &ask(None, None)), ["a", "b"]);
}

#[test]
fn an_export_of_cases_has_their_properties_beside_their_fields() {
    let export = defined(
        r##"
        name = "Pregnancies"
        type = "case"
        case-type = "preg"
        columns = [
            { path = "_id" }, { path = "name" }, { path = "age" }, { path = "opened_on" },
            { path = "closed" }, { path = "closed_on" }, { path = "domain" },
        ]
        [[table]]
        path = "#.referrals.#"
        columns = [{ path = "type" }, { path = "id__0" }]
        "##,
    );
    let mut space = empty(Choices::default());
    let mut asha = create("preg", "Asha", "u1");
    asha["update"] = json!({"age": "30", "opened_on": "never"});
    submit(
        &mut space,
        "u1",
        block("c1", "u1", "2014-01-05T09:00:00Z", asha),
    );
    let mut devi = create("preg", "Devi", "u1");
    devi["close"] = json!("");
    submit(
        &mut space,
        "u1",
        block("c2", "u1", "2014-01-04T09:00:00Z", devi),
    );
    submit(
        &mut space,
        "u1",
        block(
            "h1",
            "u1",
            "2014-01-04T09:00:00Z",
            create("house", "H", "u1"),
        ),
    );
    let refer = json!({"case_id": "c1", "date_modified": "2014-01-05T10:00:00Z", "referral": {
        "referral_id": "r1", "open": {"referral_types": "clinic"},
    }});
    submit(&mut space, "u1", refer);

    let shown = shown(&mut space, &export);
    let closed = "2014-01-04T09:00:00Z";
    assert_eq!(
        shown[0].2,
        [
            ["c2", "Devi", "---", closed, "True", closed, "demo"],
            ["c1", "Asha", "30", "2014-01-05T09:00:00Z", "", "", "demo"],
        ]
        .map(|row| row
            .map(|text| if text == "---" {
                Cell::Missing
            } else {
                text.into()
            })
            .to_vec())
    );
    assert_eq!(shown[1].2, [["clinic".into(), Cell::Int(1)]]);
}

#[test]
fn a_token_of_cases_leaves_those_that_changed() {
    let export = defined("name = 'n'\ntype = 'case'\ncolumns = [{ path = '_id' }]");
    let mut space = empty(Choices::default());
    assert!(matches!(
        cut(&mut space, &export, &CustomAsk::default()),
        CustomOutcome::NothingNew
    ));
    for id in ["a", "b"] {
        submit(
            &mut space,
            "u1",
            block(id, "u1", "2014-01-05T09:00:00Z", create("t", id, "u1")),
        );
    }
    let token = data(&mut space, &export, &CustomAsk::default())
        .token
        .unwrap();
    assert!(matches!(
        cut(&mut space, &export, &since(&token)),
        CustomOutcome::NothingNew
    ));
    // However old the phone says the change is.
    let change = json!({"update": {"age": "3"}});
    submit(
        &mut space,
        "u1",
        block("a", "u1", "2013-01-01T09:00:00Z", change),
    );
    assert_eq!(ids(&mut space, &export, &since(&token)), ["a"]);
    assert_eq!(ids(&mut space, &export, &CustomAsk::default()), ["a", "b"]);
}
