//! `file-name`

use crate::quirks::{Card, Profile, Quirk};

/// How the proposed file name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileName {
    /// In quotes, but for raw downloads and case exports; what would end the quotes is escaped.
    Escaped,
    /// As it is; without quotes for raw downloads and case exports.
    BareRaw,
    /// As it is, always in quotes.
    Quoted,
    /// Without the characters that no file name may hold, and with filename* behind.
    Cleaned,
}

impl Quirk for FileName {
    const CARD: Card = Card {
        id: "file-name",
        title: "the file name that is proposed",
        rule: "The file is called after the xmlns, slashes and colons included. The name stands \
               in quotes, but for raw downloads, which had none until 2014-02-12, and case \
               exports. A quote in the name of an export was sent as it is, and ended the file \
               name there. Since 2016-11-28 what no file name may hold is left out, and the name \
               comes a second time, percent-encoded.",
        source: "facts C.3",
        why: "A client that saves under the proposed name writes into folders, or fails on a name \
               without quotes, or on a quote inside it.",
        choices: &[
            (
                "escaped",
                "without quotes for raw downloads and case exports; a quote in the name has a backslash before it",
            ),
            ("bare-raw", "as it is, quotes in the name included; without quotes for raw downloads and case exports"),
            ("quoted", "as it is, quotes in the name included, always in quotes"),
            ("cleaned", "without the characters that no file name may hold, and with filename* behind"),
        ],
    };
    const ALL: &'static [Self] = &[Self::Escaped, Self::BareRaw, Self::Quoted, Self::Cleaned];

    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Documented => Self::Escaped,
            Profile::Hq2013 => Self::BareRaw,
            Profile::Hq2015 => Self::Quoted,
        }
    }
}
