//! Cases, and the blocks that make them.

use fakehq::{
    world::{
        cases::{
            block::{CaseVersion, case_blocks},
            book::CaseBook,
        },
        generate::world::World,
        xml::{moment, read::read_form, write::write_form},
    },
    world_file::default_world::default_world,
};

#[test]
fn the_default_world_has_open_and_closed_cases_and_referrals() {
    let world = World::new(default_world().unwrap()).unwrap();
    let book = world.cases();
    let cases = book.cases();
    assert_eq!(cases.len(), 20, "one for each registration that counts");
    assert_eq!(cases.iter().filter(|case| case.is_closed()).count(), 4);
    let referrals: Vec<_> = cases.iter().flat_map(|case| &case.referrals).collect();
    assert!(
        referrals.iter().any(|referral| referral.closed),
        "{referrals:?}"
    );
    assert!(
        referrals.iter().any(|referral| !referral.closed),
        "{referrals:?}"
    );
    for case in cases {
        assert_eq!(case.case_type, "household");
        assert!(!case.name.is_empty() && !case.owner_id.is_empty());
        assert!(case.opened_on <= case.modified_on);
    }
    assert!(
        cases
            .iter()
            .any(|case| case.opened_on < case.modified_on && !case.is_closed())
    );
    let names: Vec<&str> = book.property_names().iter().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "external_id",
            "last_weighed",
            "members",
            "name",
            "type",
            "village"
        ]
    );
    insta::assert_debug_snapshot!("first_case", &cases[0]);
}

/// What a phone would have sent says the same about cases as the document does.
#[test]
fn blocks_survive_the_wire() {
    let world = World::new(default_world().unwrap()).unwrap();
    let mut versions = [0, 0];
    for form in world.forms().filter(|form| form.raw.is_none()) {
        let form = &form.document["form"];
        let read = read_form(write_form(form).unwrap().as_bytes()).unwrap();
        assert_eq!(&read.form, form);
        assert_eq!(read.case_blocks(), case_blocks(form));
        for block in read.case_blocks().unwrap() {
            versions[usize::from(block.version == CaseVersion::V2)] += 1;
        }
    }
    assert!(versions.iter().all(|&n| n > 10), "{versions:?}");
}

#[test]
fn blocks_add_up() {
    let forms = [
        r#"<data xmlns="x"><case><case_id>c1</case_id><date_modified>2014-01-05T09:00:00Z</date_modified>
            <create><case_type_id>preg</case_type_id><case_name>Asha</case_name><user_id>u1</user_id></create>
            <update><age>29</age></update>
            <referral><referral_id>r1</referral_id><followup_date>2014-01-12</followup_date>
              <open><referral_types>clinic lab</referral_types></open></referral></case></data>"#,
        r#"<data xmlns="x"><n0:case case_id="c1" user_id="u2" date_modified="2014-01-06T14:30:00.000+05:30"
            xmlns:n0="http://commcarehq.org/case/transaction/v2"><n0:update><n0:age>30</n0:age>
            <n0:owner_id>g1</n0:owner_id></n0:update>
            <n0:index><n0:parent case_type="house">h1</n0:parent></n0:index></n0:case></data>"#,
        r#"<data xmlns="x"><case><case_id>c1</case_id><date_modified>2014-01-07T09:00:00Z</date_modified>
            <close/><referral><referral_id>r1</referral_id><update><referral_type>lab</referral_type>
            <date_closed>2014-01-07</date_closed></update></referral></case></data>"#,
    ];
    let mut book = CaseBook::default();
    for form in forms {
        let blocks = read_form(form.as_bytes()).unwrap().case_blocks().unwrap();
        assert_eq!(blocks.len(), 1);
        book.apply(
            &blocks[0],
            "whoever",
            moment::parse("2014-02-01T00:00:00Z").unwrap(),
        );
    }
    let case = book.get("c1").unwrap();
    assert_eq!(case.properties, [("age".to_owned(), "30".to_owned())]);
    assert_eq!(
        (case.name.as_str(), case.case_type.as_str()),
        ("Asha", "preg")
    );
    assert_eq!(
        (case.owner_id.as_str(), case.user_id.as_str()),
        ("g1", "whoever")
    );
    assert_eq!(moment::seconds(case.opened_on), "2014-01-05T09:00:00Z");
    assert_eq!(
        case.closed_on.map(moment::seconds).as_deref(),
        Some("2014-01-07T09:00:00Z")
    );
    let referrals: Vec<(&str, bool)> = case
        .referrals
        .iter()
        .map(|r| (r.referral_type.as_str(), r.closed))
        .collect();
    assert_eq!(referrals, [("clinic", false), ("lab", true)]);
    assert!(book.property_names().contains("owner_id"));
}

#[test]
fn a_block_without_an_id_says_where_it_stands() {
    let form = br#"<data xmlns="x"><visit><child/><child><case><update><age>3</age></update></case></child></visit></data>"#;
    let refused = read_form(form).unwrap().case_blocks().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the case block at form/visit/child[1]/case has no case_id; give it one"
    );
}

#[test]
fn a_question_called_case_is_no_block() {
    let form = br#"<data xmlns="x"><case>3</case><group><case><reason>none</reason></case></group></data>"#;
    assert_eq!(read_form(form).unwrap().case_blocks().unwrap(), []);
}
