//! The days and the users that the old servers look at.

use super::*;

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
