//! `html-charset`

use crate::quirks::{Card, Profile, Quirk};

/// Whether an html export says which characters it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HtmlCharset {
    /// Text/html, HTML 4.01, no character set.
    Unnamed,
    /// Text/html; charset=utf-8, HTML 5, and a meta element.
    Utf8,
}

impl Quirk for HtmlCharset {
    const CARD: Card = Card {
        id: "html-charset",
        title: "the character set of an html export",
        rule: "The page of 2013 is HTML 4.01 without a word on its character set, which is \
               UTF-8. From 2014-02-19 the content type names it, from 2015-03-05 the page as \
               well.",
        source: "facts C.3, E.5",
        why: "Programs that guess read names in other scripts as garbage.",
        choices: &[
            ("unnamed", "text/html, HTML 4.01, no character set"),
            ("utf-8", "text/html; charset=utf-8, HTML 5, and a meta element"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Unnamed, Self::Utf8];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 => Self::Unnamed,
            Profile::Hq2015 => Self::Utf8,
        }
    }
}
