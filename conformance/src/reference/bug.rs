//! The named bugs: each a slip seen in a real program, or a plausible one, switched on by `--bug`.
//!
//! Every bug deviates at one place of the code, found by looking for its name there.

use std::{fmt, str::FromStr};

use fakehq::input::nearest::nearest;

macro_rules! bugs {
    ($($bug:ident $name:literal $is:literal)*) => {
        /// A slip the client can be made to have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Bug {
            $(#[doc = $is] $bug,)*
        }

        impl Bug {
            /// All of them, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$bug),*];

            /// The name `--bug` takes; the case files name it too.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$bug => $name,)*
                }
            }

            /// What a program with this bug does.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$bug => $is,)*
                }
            }
        }
    };
}

/// The bug that is switched on, if any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bugs(pub Option<Bug>);

impl Bugs {
    /// Whether this one is.
    #[must_use]
    pub fn has(self, bug: Bug) -> bool {
        self.0 == Some(bug)
    }
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Bug {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().copied().find(|bug| bug.name() == name);
        found.ok_or_else(|| {
            let names = Self::ALL.iter().map(|bug| bug.name());
            let hint = nearest(name, names)
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            format!("no such bug{hint} `hq-conformance reference --bugs` lists them")
        })
    }
}

bugs! {
    AsksOtherApi "asks-other-api"
        "Asks an API of another kind and is content with whatever comes, as a program for HQ's later API does."
    DropsLastRow "drops-last-row"
        "A loop over the rows of the main table that ends one too early."
    ServerNameAsPath "server-name-as-path"
        "Keeps the answer also under the file name the server proposes, taken as a path."
    BasicOnly "basic-only"
        "Answers the digest challenge with Basic credentials."
    ChallengeByPosition "challenge-by-position"
        "Reads the fields of the challenge by their place, not by their names."
    Rfc2069Answer "rfc2069-answer"
        "Answers the challenge in the oldest way: no qop, nc, cnonce or opaque."
    UriOfFirstRequest "uri-of-first-request"
        "Digest `uri` of the first request of the run in every later one."
    CountStaysOne "count-stays-one"
        "One nonce for all downloads, and its count is always 1."
    ExitZeroOn401 "exit-0-on-401"
        "Prints the refusal and ends as if all were well."
    Retries401 "retries-401"
        "Takes refused credentials for a passing trouble and sends them a dozen times."
    CredentialsInUrl "credentials-in-url"
        "Writes name and password into an address unencoded, and reads them from it as a form would."
    AsksWhileChallenged "asks-while-challenged"
        "Answers every new challenge with the same credentials, for as long as one comes."
    JsonErrorKept "json-error-kept"
        "Takes any JSON for data, that of a refusal too."
    QuotesLeftOff "quotes-left-off"
        "Sends the xmlns as it is instead of as a JSON string."
    XmlnsNotEncoded "xmlns-not-encoded"
        "Encodes the two quotes of the tag and nothing else of it."
    EncodesAgain "encodes-again"
        "Encodes the percent signs of an address that is encoded already."
    QuestionMarkTwice "question-mark-twice"
        "Puts a question mark before its own parameter although the address has one."
    Status400IsEmpty "400-is-empty"
        "Takes an empty 400 for an export without data."
    DefaultTakenAsCsv "default-taken-as-csv"
        "Leaves the format out and reads the answer as csv."
    FirstEntryOnly "first-entry-only"
        "Reads the first csv of the zip and no other."
    FirstTableIsMain "first-table-is-main"
        "Takes the first table for the main one."
    StopsAtKnownRow "stops-at-known-row"
        "Reads rows until the first one its store has already."
    TypeMeansXls "type-means-xls"
        "Reads a workbook as the old format because its content type says so."
    TypeComparedWhole "type-compared-whole"
        "Compares the content type letter by letter with the one it expects."
    CellsMustBeText "cells-must-be-text"
        "Gives up on a JSON row with a null or a number in it."
    EscapesKept "escapes-kept"
        "Leaves the escapes of JSON texts as they stand."
    SplitOnComma "split-on-comma"
        "Splits csv lines at every comma."
    SplitOnNewline "split-on-newline"
        "Splits csv at every line feed, inside quotes too."
    CrInLastCell "cr-in-last-cell"
        "Takes a bare line feed for the end of a csv line, so that the carriage return stays in the last cell."
    BackslashEscapes "backslash-escapes"
        "Takes backslashes in csv for escapes, as a bulk loader does."
    PlatformCharset "platform-charset"
        "Decodes csv in the charset of an old machine, one byte a character."
    MarkInFirstHeader "mark-in-first-header"
        "Leaves the byte order mark in the first header."
    ColumnsByNumber "columns-by-number"
        "Remembers the columns of its first download and goes by their numbers ever after."
    CutTo63 "cut-to-63"
        "Cuts headers to 63 characters, as a database does with names, and drops what falls together."
    LooksUpUncutNames "looks-up-uncut-names"
        "Looks for answers under their whole paths although it asked for short headers."
    SizeMisspelt "size-misspelt"
        "Sends `max_col_size` instead of `max_column_size`."
    NaWordsVanish "na-words-vanish"
        "Takes NA, None, null, nan and their like for no value, as a data frame does."
    DashesBreakRow "dashes-break-row"
        "Drops a row with three hyphens in a column of dates or numbers."
    NumbersGuessed "numbers-guessed"
        "Makes numbers of texts that look like numbers."
    CutAt255 "cut-at-255"
        "Cuts answers to 255 characters."
    ChildrenByRowNumber "children-by-row-number"
        "Pairs the n-th child row with the n-th parent row."
    NoRowsFatal "no-rows-fatal"
        "Fails on a child table with headers and no row."
    RowNumberAsKey "row-number-as-key"
        "Keys documents by the row number of their download."
    TokenNotStored "token-not-stored"
        "Says that it keeps tokens, and keeps none."
    CrInToken "cr-in-token"
        "Keeps the carriage return of the header line with the token."
    LowerCaseNameOnly "lower-case-name-only"
        "Finds the token's header only where its name is written in lower case."
    ExactNameOnly "exact-name-only"
        "Finds the token's header only where its name is written as published."
    TokenFromOtherRequest "token-from-other-request"
        "Asks a second time for the token alone and keeps the rows of the first answer."
    NoneAsToken "none-as-token"
        "Sends the word None before it has a token."
    FirstTokenForEver "first-token-for-ever"
        "Stores the first token and never a later one."
    OneTokenForAll "one-token-for-all"
        "Keeps one token for all exports."
    ReplacesStore "replaces-store"
        "Writes its store anew with what an increment brings."
    Status404IsEmpty "404-is-empty"
        "Takes the 404 for an unknown token for an export without data."
    AppendsBlindly "appends-blindly"
        "Adds rows to its store without looking for their documents there."
    FirstVersionWins "first-version-wins"
        "Leaves a document of its store as it is when a newer version comes."
    RowlessIsError "rowless-is-error"
        "Fails on an answer that holds headers only."
    TokenBeforeParse "token-before-parse"
        "Stores the token before the answer is read."
    TokenBeforeBody "token-before-body"
        "Stores the token when the head of the answer is there, before its body."
    CaseTokenAwaited "case-token-awaited"
        "Fails because the case export brings no token."
    TokenSentWithRaw "token-sent-with-raw"
        "Sends its token with a raw download."
    MissingHeaderClearsToken "missing-header-clears-token"
        "Stores the token of every 200, the missing one of a raw download too."
    OneRawFile "one-raw-file"
        "Writes every submission of a raw zip to the same file."
    EmptyZipFatal "empty-zip-fatal"
        "Fails on a raw zip without entries."
    Status302IsError "302-is-error"
        "Knows no answer but 200 and raises the alarm when there is nothing new."
    TokenEmptied "token-emptied"
        "Stores the token of a 302, which has none."
    PageKeptAsData "page-kept-as-data"
        "Follows the 302 and keeps the page at its end."
    AmpersandFirst "ampersand-first"
        "Joins the first parameter with an ampersand."
    CustomTokenDropped "custom-token-dropped"
        "Keeps no token of a custom export."
    MissingTokenFatal "missing-token-fatal"
        "Fails because a custom export brings no token."
    FirstFileIsCases "first-file-is-cases"
        "Takes the tables of a case export in their order for cases, referrals and users."
    ClosedAsTrue "closed-as-True"
        "Asks for closed cases with `include_closed=True`."
    MissingTableSilent "missing-table-silent"
        "Looks for the table Case and keeps nothing, silently, where it has another name."
    UnknownTableFatal "unknown-table-fatal"
        "Fails on a table its first download did not have."
    LostColumnFatal "lost-column-fatal"
        "Fails when a column of its first download is gone."
    ShortBodyKept "short-body-kept"
        "Keeps what arrived of a body that is shorter than announced."
    TokenMovedOnCut "token-moved-on-cut"
        "Stores the token of an answer that broke off."
    StatusIgnored "status-ignored"
        "Keeps the page of a server error as if its status were 200."
    ReadsFirstMegabyte "reads-first-megabyte"
        "Reads the beginning of a body into a buffer of fixed size, and no more."
    ResetIsEmpty "reset-is-empty"
        "Takes a reset connection for an export without data."
    TrustsClose "trusts-close"
        "Takes a body without an announced length for whole when the connection closes."
    NeedsLength "needs-length"
        "Fails on an answer without Content-Length."
    ChecksumUnchecked "checksum-unchecked"
        "Unpacks zip entries without looking at their checksums."
    PartialRowsStay "partial-rows-stay"
        "Puts the rows of a broken download into its store, and leaves them there."
    NonZipIsEmpty "non-zip-is-empty"
        "Takes a server error, which is no zip, for an export without data."
    Status200MeansData "200-means-data"
        "Keeps whatever comes with a 200, a login page too."
    HammersServer "hammers-server"
        "Asks again at once although the server names a time to wait."
    RetriesForEver "retries-for-ever"
        "Asks again for as long as the server fails."
    PurgesFirst "purges-first"
        "Empties its store before it downloads."
    QueryLost "query-lost"
        "Follows a redirect to the path of its target and loses the query."
    ErrorsMisspelt "errors-misspelt"
        "Sends `include_error` instead of `include_errors`."
}
