//! The space of one scenario. Every answer in it is a witness: a text that occurs nowhere else, so
//! that a row is recognised wherever and however a client keeps it.

use fakehq::{
    quirks::Choices,
    world::{
        clock::Pace,
        people::{Standing, WebUser},
        plan::Plan,
        space::{ProjectSpace, SpaceSettings},
        submit::SubmitError,
    },
};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The form the client is to export.
pub const XMLNS: &str = "http://openrosa.org/formdesigner/5D0E-kit-visit";
/// The web user the client is given.
pub const USERNAME: &str = "exporter@example.org";
/// The password of that user.
pub const PASSWORD: &str = "correct-Horse-7";
/// Another password.
pub const WRONG_PASSWORD: &str = "wrong-Horse-8";
/// What the server's pages of these spaces carry.
pub const PAGE_MARK: &str = "pagemark7qx2hq";

/// One form of the space and the values by which its rows are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitForm {
    /// The document's `_id`.
    pub id: String,
    /// The witnesses in its row of the main table.
    pub main_row: Vec<String>,
}

/// What a new space of the kit is made of.
#[must_use]
pub fn settings(name: &str) -> SpaceSettings {
    SpaceSettings {
        name: name.to_owned(),
        seed: 7,
        choices: Choices::default(),
        plan: Plan::Standard,
        start: Timestamp::from_second(1_388_998_800).unwrap_or_default(),
        pace: Pace::Frozen,
    }
}

/// A space with one web user and some forms.
///
/// # Errors
/// Never for the forms made here; the error is that of any submission.
pub fn space(name: &str, forms: usize) -> Result<(ProjectSpace, Vec<KitForm>), SubmitError> {
    let mut space = ProjectSpace::new(settings(name));
    space.page_mark = PAGE_MARK.to_owned();
    space.people.web_users.push(WebUser {
        username: USERNAME.to_owned(),
        password: PASSWORD.to_owned(),
        standing: Standing::Exporter,
    });
    let mut made = Vec::new();
    for number in 0..forms {
        made.push(submit(&mut space, number)?);
    }
    Ok((space, made))
}

/// Lets the form of a number arrive. Its repeat has none, one or three entries, in turn.
///
/// # Errors
/// As [`space`].
pub fn submit(space: &mut ProjectSpace, number: usize) -> Result<KitForm, SubmitError> {
    let mut witnesses = Witnesses::of(number);
    let main_row: Vec<_> = (0..4).map(|_| witnesses.next()).collect();
    let mut child = || json!({ "name": witnesses.next(), "note": witnesses.next() });
    let children = match number % 3 {
        0 => Value::Null,
        1 => child(),
        _ => json!([child(), child(), child()]),
    };
    let mut form = json!({
        "#type": "data",
        "@name": "Visit",
        "@xmlns": XMLNS,
        "name": main_row[0],
        "visit": { "village": main_row[1], "outcome": main_row[2] },
        "remark": main_row[3],
        "meta": {
            "instanceID": format!("{number:08x}-0000-4000-8000-000000000000"),
            "userID": "c0ffee00000000000000000000000001",
            "username": "asha",
        },
    });
    if !children.is_null() {
        form["child"] = children;
    }
    let stored = space.submit_json(json!({ "xmlns": XMLNS, "form": form }))?;
    Ok(KitForm {
        id: stored.id.to_string(),
        main_row,
    })
}

/// The witnesses of one form: 12 characters, letters first, no two equal in any form.
struct Witnesses(u64);

impl Witnesses {
    /// No form has more answers than this.
    const PER_FORM: u64 = 64;

    fn of(number: usize) -> Self {
        Self(number as u64 * Self::PER_FORM)
    }

    fn next(&mut self) -> String {
        self.0 += 1;
        witness(self.0)
    }
}

/// The text of a number: as many texts as numbers below 26^4 * 10^8, no two alike.
fn witness(number: u64) -> String {
    const LETTERS: u64 = 26 * 26 * 26 * 26;
    const ALL: u64 = LETTERS * 100_000_000;
    // Odd and no multiple of 5 or 13, so that it takes every number to another one.
    let mixed = number.wrapping_mul(7_368_787) % ALL;
    let mut letters = mixed % LETTERS;
    let mut text = String::new();
    for _ in 0..4 {
        text.push(char::from(b'a' + (letters % 26) as u8));
        letters /= 26;
    }
    format!("{text}{:08}", mixed / LETTERS)
}

/// Whether a text is a witness of some form.
#[must_use]
pub fn is_witness(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 12
        && bytes[..4].iter().all(u8::is_ascii_lowercase)
        && bytes[4..].iter().all(u8::is_ascii_digit)
}

/// Whether a text tells rows of these spaces apart: a witness, or a word of the table of tags, which
/// has a row for each part of a form's tag.
#[must_use]
pub fn is_data(text: &str) -> bool {
    is_witness(text) || matches!(text, "domain" | "xmlns")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_witnesses_are_alike_and_none_holds_another() {
        let texts: BTreeSet<_> = (0..20_000).map(witness).collect();
        assert_eq!(texts.len(), 20_000);
        for text in texts {
            assert!(is_witness(&text), "{text}");
        }
    }

    #[test]
    fn a_space_holds_what_is_said_of_it() {
        let (space, forms) = space("kit", 6).unwrap();
        let index = space.forms.of_form(Some(XMLNS)).unwrap();
        assert_eq!(index.arrivals.len(), 6);
        for (stored, form) in index.arrivals.iter().zip(&forms) {
            assert_eq!(*stored.id, *form.id);
            let text = stored.document.to_json().to_string();
            assert!(form.main_row.iter().all(|witness| text.contains(witness)));
        }
    }
}
