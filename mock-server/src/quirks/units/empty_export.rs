//! `empty-export`

use crate::quirks::{Card, Profile, Quirk};

/// What a download without data is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyExport {
    /// 302 whenever no row would be exported.
    Redirect,
    /// 302 only if no document matches; header rows and a token if all were filtered out.
    RedirectUnlessFiltered,
    /// 404, as the server answered from 2016-01-15.
    NotFound,
}

impl Quirk for EmptyExport {
    const CARD: Card = Card {
        id: "empty-export",
        title: "a download without data",
        rule: "Where there is nothing to export the answer is a 302 to the listing page, \
               without a token. The old server looks at the documents before its filters: if \
               some match but all are filtered out it sends header rows and a new token.",
        source: "page: Form Data Export; facts C.1, C.2",
        why: "A 302 is taken for an error, the token is thrown away, or the login page behind \
               it is stored as data.",
        choices: &[
            ("redirect", "302 whenever no row would be exported"),
            ("redirect-unless-filtered", "302 only if no document matches; header rows and a token if all were filtered out"),
            ("not-found", "404, as the server answered from 2016-01-15"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Redirect, Self::RedirectUnlessFiltered, Self::NotFound];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Redirect,
            Profile::Hq2013 | Profile::Hq2015 => Self::RedirectUnlessFiltered,
        }
    }
}
