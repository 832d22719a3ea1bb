//! The parameters of the form export that the page does not name, and that the old server heeds all
//! the same (facts B.1).

use super::{
    day,
    parameters::{BadValue, truth},
};
use crate::http::call::query::Query;

/// Their names.
pub const NAMES: [&str; 5] = ["separator", "use_cache", "next", "startdate", "enddate"];

/// What they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unpublished {
    /// Joins the parts of headers, table names and ids.
    pub separator: Option<String>,
    /// Where a 302 leads.
    pub next: Option<String>,
}

impl Unpublished {
    /// Reads those that have an effect.
    ///
    /// # Errors
    /// When `use_cache`, which has none, is no truth value.
    pub fn of(query: &Query) -> Result<Self, BadValue> {
        if let Some(word) = query.get("use_cache") {
            truth("use_cache", word)?;
        }
        Ok(Self {
            separator: query.get("separator").map(str::to_owned),
            next: query
                .get("next")
                .filter(|n| !n.is_empty())
                .map(str::to_owned),
        })
    }
}

/// Checks `startdate` and `enddate`, which must be dates though nothing is filtered by them.
///
/// # Errors
/// The text of the answer, as the old server's date parser says it.
pub fn check_dates(query: &Query) -> Result<(), String> {
    ["startdate", "enddate"]
        .into_iter()
        .filter_map(|name| query.get(name).filter(|date| !date.is_empty()))
        .try_for_each(|date| day::read(date).map(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_date_is_none() {
        let check = |query: &str| check_dates(&Query::of(query.as_bytes()));
        assert_eq!(check("startdate=&enddate="), Ok(()));
        assert!(check("startdate=&enddate=x").is_err());
    }

    #[test]
    fn an_empty_separator_is_one_and_an_empty_target_none() {
        let read = |query: &str| Unpublished::of(&Query::of(query.as_bytes()));
        let empty = read("separator=&next=").unwrap();
        assert_eq!((empty.separator.as_deref(), empty.next), (Some(""), None));
        assert_eq!(read("use_cache=maybe").unwrap_err().parameter, "use_cache");
    }
}
