//! What every format reads: tables with headers, and rows handed over one at a time.
//!
//! Rows are pulled table by table and never stand in memory together, so that an export of any size
//! costs no more than its result.

use std::io;

/// One cell of a row.
///
/// How each kind looks is for the format to say (facts E.4 and F): a missing value is `---`
/// everywhere, null is `null` in JSON, empty in csv and the word `None` in some workbooks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A text; may be empty.
    Text(&'a str),
    /// The document has no such key: printed as three hyphens, in JSON too.
    Missing,
    /// Nobody ever gave a value, or a server field is null.
    Null,
    /// A whole number made by the server: `id__0`, `id__1`, ... A number in JSON.
    Int(i64),
    /// A truth value made by the server: `closed`, `is_active`. `True` or `False` as text.
    Bool(bool),
    /// A point in time made by the server, in microseconds since 1970-01-01 UTC. JSON prints
    /// `2014-01-05T09:00:00Z`, all other formats `2014-01-05 09:00:00` (facts F).
    Time(i64),
}

/// What three hyphens stand for: [`Cell::Missing`].
pub const MISSING: &str = "---";

/// An export ready to be rendered: some tables, in order.
///
/// Implementations are pure: asked twice, they give the same rows.
pub trait Tables {
    /// How many tables there are.
    fn count(&self) -> usize;

    /// The full name of a table, uncut and uncleaned: `#|form|child|#`.
    fn name(&self, table: usize) -> &str;

    /// The headers of a table, id columns first, already cut and made distinct.
    fn headers(&self, table: usize) -> &[String];

    /// Hands every row of a table to `each`, in order; a row has one cell for each header.
    ///
    /// # Errors
    /// Whatever `each` returns stops the walk and is returned.
    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()>;
}
