//! What a client must offer for a rule to apply.

use serde::Deserialize;

/// What a client must offer for a rule to apply; without it the verdict is skip, with the reason.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Keeps an export token between runs.
    Token,
    /// Adds each download to one growing store.
    Merged,
    /// Builds the address itself.
    Url,
    /// Takes the address as it is handed over.
    Address,
    /// Keeps every table and column.
    All,
    /// Makes several downloads in one run.
    Many,
    /// Reads or unpacks what it downloads instead of only saving it.
    Opens,
    /// Can be told the greatest length of a header.
    Size,
    /// Can be told to ask for duplicates and errors.
    Errors,
    /// Can be told to ask for closed cases.
    Closed,
    /// Can ask for the raw format.
    Raw,
    /// Has no form built in.
    AnyForm,
}

impl Need {
    /// The need in words, after "the client must".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Token => "keep an export token",
            Self::Merged => "add each download to one growing store",
            Self::Url => "build the address itself",
            Self::Address => "take the address as it is handed over",
            Self::All => "keep every table and column",
            Self::Many => "make several downloads in one run",
            Self::Opens => "read or unpack what it downloads",
            Self::Size => "be able to ask for a length of headers",
            Self::Errors => "be able to ask for duplicates and errors",
            Self::Closed => "be able to ask for closed cases",
            Self::Raw => "be able to ask for the raw format",
            Self::AnyForm => "be able to export any form",
        }
    }

    /// Why a rule does not apply to a client that lacks this.
    #[must_use]
    pub const fn lacking(self) -> &'static str {
        match self {
            Self::Token => "the client declares that it keeps no token",
            Self::Merged => {
                "the client does not declare keeps = \"merged\": each download stands for itself"
            }
            Self::Url => "the client takes the address as it is given",
            Self::Address => "the client builds the address itself",
            Self::All => {
                "the client does not declare columns = \"all\": it may leave out what it does not need"
            }
            Self::Many => "the command has no {urls}: the client makes one download in a run",
            Self::Opens => {
                "the client does not declare opens = true: it may only save what it gets"
            }
            Self::Size => "the manifest has no with_size: the client cannot be told a length",
            Self::Errors => {
                "the manifest has no with_errors: the client cannot be told to ask for them"
            }
            Self::Closed => {
                "the manifest has no with_closed: the client cannot be told to ask for them"
            }
            Self::Raw => "the manifest does not list the format raw",
            Self::AnyForm => "the client has its form built in",
        }
    }
}
