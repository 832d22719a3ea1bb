//! Custom exports of cases.

use super::*;

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
