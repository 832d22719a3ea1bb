//! `listing-chain`

use crate::quirks::{Card, Profile, Quirk};

/// What the listing page behind a 302 answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListingChain {
    /// 302 to the login page, which answers 200.
    Login,
    /// The listing itself, 200, without any login.
    Open,
    /// 404: there is no listing any more, as from 2016-01-15.
    Gone,
}

impl Quirk for ListingChain {
    const CARD: Card = Card {
        id: "listing-chain",
        title: "the pages behind a 302",
        rule: "A 302 leads to the listing page. That page wants a session, which a digest login \
               does not make: whoever follows is sent on to the login page, and that answers 200.",
        source: "facts C.2, A",
        why: "A client that follows redirects stores a login page as data; one that wants a 200 \
               at the end fails where the listing is gone.",
        choices: &[
            ("login", "302 to the login page, which answers 200"),
            ("open", "the listing itself, 200, without any login"),
            ("gone", "404: there is no listing any more, as from 2016-01-15"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Login, Self::Open, Self::Gone];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented | Profile::Hq2013 | Profile::Hq2015 => Self::Login,
        }
    }
}
