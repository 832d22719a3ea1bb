//! Which cases, referrals and users a case export holds, and in which order (facts F).

use fakehq::{
    quirks::{CaseTables as Names, Choices, Profile, UserFilter},
    selection::{
        cases::CaseAsk,
        users::{AskedUsers, NoSuchGroup},
    },
    tables::{
        case_tables::CaseTables,
        listed::{Listed, Value as Cell},
        table::Tables,
    },
    world::space::ProjectSpace,
};
use serde_json::json;

use crate::spaces::{block, create, empty, example, group, submit, worker};

const AT: &str = "2014-01-05T09:00:00Z";

fn ids(space: &ProjectSpace, ask: &CaseAsk) -> Vec<String> {
    let export = space.export_cases(ask).unwrap();
    export
        .cases
        .iter()
        .map(|case| case.case_id.clone())
        .collect()
}

fn all() -> CaseAsk {
    CaseAsk {
        include_closed: true,
        ..CaseAsk::default()
    }
}

/// Cases called after owner and last user: `o` the worker, `s` the sharing group, `x` a stranger.
fn owned(rule: UserFilter) -> ProjectSpace {
    let mut space = empty(Choices {
        user_filter: rule,
        ..Choices::default()
    });
    space.people.mobile_workers = vec![worker("o", "nurse", true), worker("i", "gone", false)];
    space.people.groups = vec![group("s", "Team", true), group("n", "Unshared", false)];
    for (id, owner, user) in [
        ("oo", "o", "o"),
        ("ox", "o", "x"),
        ("xo", "x", "o"),
        ("xx", "x", "x"),
        ("ii", "i", "i"),
        ("sx", "s", "x"),
        ("nx", "n", "x"),
        ("o-", "o", ""),
    ] {
        submit(
            &mut space,
            user,
            block(id, user, AT, create("t", id, owner)),
        );
    }
    space
}

#[test]
fn the_user_filter_decides_which_cases() {
    let kept = |rule| ids(&owned(rule), &all());
    assert_eq!(
        kept(UserFilter::Everyone),
        ["ii", "nx", "o-", "oo", "ox", "sx", "xo", "xx"]
    );
    assert_eq!(kept(UserFilter::MobileWorkers), ["oo", "ox", "xo"]);
    assert_eq!(
        kept(UserFilter::MobileWorkersEver),
        ["ii", "oo", "ox", "sx"]
    );
}

#[test]
fn without_workers_everything_is_kept_that_names_a_user() {
    let mut space = owned(UserFilter::MobileWorkers);
    space.people.mobile_workers.clear();
    assert_eq!(
        ids(&space, &all()),
        ["ii", "nx", "oo", "ox", "sx", "xo", "xx"]
    );
}

#[test]
fn a_group_takes_the_place_of_the_workers() {
    let mut space = owned(UserFilter::MobileWorkersEver);
    space.people.mobile_workers[1].groups = vec!["n".to_owned()];
    let asked = |group: &str| CaseAsk {
        users: AskedUsers {
            group: Some(group.to_owned()),
            ..AskedUsers::default()
        },
        ..all()
    };
    assert_eq!(ids(&space, &asked("n")), ["ii", "nx"]);
    let refused = space.export_cases(&asked("z")).unwrap_err();
    assert_eq!(refused, NoSuchGroup("z".to_owned()));
    space.choices.user_filter = UserFilter::Everyone;
    assert_eq!(
        ids(&space, &asked("z")).len(),
        8,
        "groups do not count here"
    );
}

#[test]
fn closed_cases_come_only_when_asked_for() {
    let space = example(Profile::Documented);
    assert_eq!(ids(&space, &CaseAsk::default()), ["c1"]);
    assert_eq!(ids(&space, &all()), ["c1", "c0"]);
}

#[test]
fn open_cases_stand_by_owner_all_cases_by_type_and_name() {
    let mut space = empty(Choices::default());
    for (id, case_type, name, owner) in [
        ("1", "B", "x", "u2"),
        ("2", "a", "Y", "u2"),
        ("3", "a", "x", "u2"),
        ("4", "c", "x", "u1"),
        ("6", "a", "X", "u2"),
        ("5", "a", "X", "u2"),
    ] {
        submit(
            &mut space,
            "u1",
            block(id, "u1", AT, create(case_type, name, owner)),
        );
    }
    assert_eq!(
        ids(&space, &CaseAsk::default()),
        ["4", "3", "5", "6", "2", "1"]
    );
    assert_eq!(ids(&space, &all()), ["3", "5", "6", "2", "1", "4"]);
}

#[test]
fn users_who_sent_something_stand_first() {
    let mut space = empty(Choices::default());
    space.people.mobile_workers = ["a", "b", "c"].map(|id| worker(id, id, id != "c")).to_vec();
    submit(&mut space, "c", block("1", "c", AT, create("t", "n", "c")));
    let order = |space: &ProjectSpace| -> Vec<String> {
        let users = space.export_cases(&all()).unwrap().users;
        users.into_iter().map(|worker| worker.id).collect()
    };
    assert_eq!(order(&space), ["c", "a", "b"]);
    space.choices.user_filter = UserFilter::MobileWorkers;
    assert_eq!(order(&space), ["a", "b"], "active ones only");
}

/// A table of a case export: headers and rows.
fn table(space: &ProjectSpace, names: Names, wanted: &str) -> (Vec<String>, Vec<Vec<Cell>>) {
    let tables = CaseTables::new(space.export_cases(&all()).unwrap(), names);
    let at = (0..tables.count()).find(|&at| tables.name(at) == wanted);
    let at = at.unwrap_or_else(|| panic!("no table {wanted}"));
    (
        tables.headers(at).to_vec(),
        Listed::copied(&tables).values(at).to_vec(),
    )
}

fn names(space: &ProjectSpace, names: Names) -> Vec<String> {
    let tables = CaseTables::new(space.export_cases(&all()).unwrap(), names);
    (0..tables.count())
        .map(|at| tables.name(at).to_owned())
        .collect()
}

#[test]
fn referrals_have_a_table_of_their_own() {
    let mut space = example(Profile::Documented);
    assert_eq!(names(&space, Names::Singular), ["Case", "Referral", "User"]);
    assert_eq!(names(&space, Names::Plural), ["Cases", "Users"]);
    let form = json!({"xmlns": "http://example.org/refer", "form": {
        "meta": {"userID": "u1"},
        "case": {"case_id": "c1", "date_modified": "2014-01-07T08:00:00Z", "referral": {
            "referral_id": "r1", "followup_date": "2014-01-14", "open": {"referral_types": "clinic lab"},
        }},
    }});
    space.submit_json(form).unwrap();
    assert_eq!(
        names(&space, Names::Plural),
        ["Cases", "Referrals", "Users"]
    );
    assert_eq!(names(&space, Names::WithoutReferrals), ["Cases", "Users"]);
    let (_, rows) = table(&space, Names::Plural, "Referrals");
    let time = |text: &str| Cell::Time(text.parse::<jiff::Timestamp>().unwrap().as_microsecond());
    let row = |kind: &str| {
        let opened = time("2014-01-07T08:00:00Z");
        let followup = time("2014-01-14T00:00:00Z");
        vec![
            "c1".into(),
            "r1".into(),
            kind.into(),
            opened.clone(),
            opened,
            followup,
            Cell::Bool(false),
        ]
    };
    assert_eq!(rows, [row("clinic"), row("lab")]);
}

#[test]
fn an_owner_is_a_worker_or_a_sharing_group() {
    let mut space = owned(UserFilter::Everyone);
    space.people.mobile_workers[0].full_name = "Nurse Á".to_owned();
    let (headers, rows) = table(&space, Names::Singular, "Case");
    let column = headers
        .iter()
        .position(|name| name == "owner_name")
        .unwrap();
    let owners: Vec<_> = rows.iter().map(|row| (&row[0], &row[column])).collect();
    for (case, name) in [("oo", "Nurse Á"), ("sx", "Team"), ("nx", ""), ("xx", "")] {
        assert!(
            owners.contains(&(&case.into(), &name.into())),
            "{case}: {owners:?}"
        );
    }
}

#[test]
fn a_property_of_any_case_is_a_column_and_hyphens_where_it_lacks() {
    let mut space = example(Profile::Documented);
    let empty = json!({"update": {"age": ""}});
    submit(
        &mut space,
        "u1",
        block("c0", "u1", "2014-01-08T09:00:00Z", empty),
    );
    let (headers, rows) = table(&space, Names::Singular, "Case");
    assert_eq!(
        headers[13..],
        ["d.age", "d.dob", "d.name", "d.owner_id", "d.type"]
    );
    let missing = || Cell::Missing;
    assert_eq!(
        rows[0][13..],
        ["30".into(), missing(), missing(), missing(), missing()]
    );
    assert_eq!(
        rows[1][13..],
        [
            "".into(),
            "1990-02-03".into(),
            missing(),
            missing(),
            missing()
        ]
    );
}

#[test]
fn an_answer_does_not_change_when_the_space_does() {
    let mut space = example(Profile::Documented);
    let export = space.export_cases(&all()).unwrap();
    let before = Listed::copied(&CaseTables::new(export.clone(), Names::Singular));
    let change = json!({"update": {"age": "31"}});
    submit(
        &mut space,
        "u1",
        block("c1", "u1", "2014-01-08T09:00:00Z", change),
    );
    let after = Listed::copied(&CaseTables::new(export, Names::Singular));
    assert_eq!(before, after);
    let fresh = space.export_cases(&all()).unwrap();
    assert_ne!(
        before,
        Listed::copied(&CaseTables::new(fresh, Names::Singular))
    );
}
