//! Four project spaces, all alike in shape and different in every answer; two with faults, one that
//! grows.

use std::fmt::Write as _;

/// Spaces that answer as they should.
pub(crate) const CALM: [&str; 2] = ["calm", "quiet"];
/// Every third download breaks off, every fifth is torn down; counted one by one.
pub(crate) const FAULTY: &str = "faulty";
/// Forms arrive while clients follow.
pub(crate) const GROWING: &str = "growing";
/// The form of all of them.
pub(crate) const XMLNS: &str = "http://example.org/visit";
/// Who may export from all of them.
pub(crate) const USER: (&str, &str) = ("jane@example.org", "secret");

/// The world file.
pub(crate) fn text() -> String {
    let mut text = String::new();
    for (seed, name) in (1..).zip([CALM[0], CALM[1], FAULTY, GROWING]) {
        let count = if name == GROWING { 5 } else { 60 };
        write!(
            text,
            r#"
            [[space]]
            [space.invent]
            seed = {seed}
            project_space = "{name}"
            witness = true
            people = {{ mobile_workers = 3, web_users = [{{ username = "{}", password = "{}" }}] }}
            [[space.invent.form]]
            name = "Visit"
            xmlns = "{XMLNS}"
            count = {count}
            questions = [
                {{ name = "village", kind = "village" }},
                {{ name = "remarks", kind = "remark" }},
                {{ name = "child", kind = "repeat", times = [1, 3], questions = [
                    {{ name = "name", kind = "person-name" }},
                    {{ name = "note", kind = "remark" }},
                ] }},
            ]
            "#,
            USER.0, USER.1
        )
        .unwrap();
        if name == FAULTY {
            text += r#"
            [[space.fault]]
            every = 3
            effect = { cut = { at = "50%" } }
            [[space.fault]]
            every = 5
            effect = { reset = { at = "head" } }
            "#;
        }
    }
    text
}

/// An export of a space.
pub(crate) fn target(space: &str, format: &str) -> String {
    format!("/a/{space}/reports/export/?export_tag=%22{XMLNS}%22&format={format}")
}
