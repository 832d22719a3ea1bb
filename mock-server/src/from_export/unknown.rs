//! What cannot be known from a file, in words for the person who will use the world.

/// Something a file does not say, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Headers that do not stand in the order of their paths.
    #[error(
        "the headers of table `{0}` do not stand in the order of their paths: they were cut or numbered \
         (max_column_size), or hold a `{1}` of their own, and how they nest is a guess"
    )]
    Headers(String, String),
    /// A header that cannot be split.
    #[error("the header `{header}` of table `{table}` cannot nest as it says and became one key")]
    Unsplit {
        /// The table.
        table: String,
        /// The header.
        header: String,
    },
    /// A sheet name that lost its beginning.
    #[error("the sheet `{cut}` lost the beginning of its name; `{guess}` is a guess")]
    CutName {
        /// As in the file.
        cut: String,
        /// As assumed.
        guess: String,
    },
    /// A name in which characters were replaced.
    #[error("a hyphen in the table name `{0}` may stand for one of [ ] \\ ? * / : in the original")]
    Cleaned(String),
    /// What separates names.
    #[error(
        "the separator of this export is `{0}`; ask for it again (`fakehq render --separator`), else headers are \
         joined with `|`"
    )]
    Separator(String),
    /// Workbooks and csv hold nothing for null.
    #[error(
        "{0} does not tell null from an empty text; columns that are empty everywhere became null"
    )]
    Nulls(crate::file_format::Format),
    /// Kinds of values.
    #[error("all values became texts: the tables do not tell numbers and truth values from texts")]
    Kinds,
    /// Rows were put into the order of arrival.
    #[error(
        "the rows of the file stand in another order than that of `received_on`, in which they come from here; their \
         ids are counted anew"
    )]
    Order,
    /// Documents a plain export leaves out.
    #[error(
        "{0} of the submissions are no ordinary forms; ask with include_errors=True to see them"
    )]
    Errors(usize),
    /// No column says which form this is.
    #[error("no column says which form this is; the documents were filed under {0}")]
    Xmlns(String),
    /// Rows without the xmlns that the others have.
    #[error("{0} rows have no xmlns and belong to no form's export")]
    Strays(usize),
    /// Columns that no row fills.
    #[error(
        "columns that no row fills were kept by one more document, which is never exported and shows only in `raw` of \
         some profiles"
    )]
    ColumnsKept,
    /// Columns that no row fills, and that could not be kept.
    #[error(
        "columns that no row fills are lost, because the file has no columns `doc_type` and `xmlns` by which a \
         document could be kept out of the export"
    )]
    ColumnsLost,
    /// Tables were put into the order of their paths.
    #[error(
        "the tables of the file stand in another order than that of their paths, in which they come from here"
    )]
    TableOrder,
    /// A table that is not the same again.
    #[error("table `{table}` is not the same again: {what}")]
    Differs {
        /// The table.
        table: String,
        /// The first difference.
        what: String,
    },
    /// Rows of a child table that fit nowhere.
    #[error(
        "{rows} rows of table `{table}` have no place, because a column or a parent row stands there"
    )]
    Unplaced {
        /// The table.
        table: String,
        /// How many.
        rows: usize,
    },
    /// The same document in several files.
    #[error("{0} documents stand in several files and were stored once, as the last file has them")]
    Repeated(usize),
    /// What the tokens were.
    #[error(
        "which token led from one file to the next: the world holds all their documents at once"
    )]
    Tokens,
    /// What a raw export leaves out.
    #[error(
        "a raw export says nothing but the XML: when submissions arrived, by whom, in which state; they arrive one \
         second after the other, in the order of the file, and their XML is written anew"
    )]
    Envelope,
}
