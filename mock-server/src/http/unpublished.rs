//! The parameters of the form export that the page does not name, and that the old server heeds all
//! the same (facts B.1).

use super::{
    parameters::{BadValue, truth},
    query::Query,
};

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
        .try_for_each(check_date)
}

/// Four digits of a year, a month, a day; leading zeros may be missing.
fn check_date(text: &str) -> Result<(), String> {
    let mismatch = || format!("time data '{text}' does not match format '%Y-%m-%d'");
    let (year, rest) = digits(text, 4)
        .filter(|(year, _)| year.len() == 4)
        .ok_or_else(mismatch)?;
    let (month, rest) = part(rest, 12).ok_or_else(mismatch)?;
    let (day, rest) = part(rest, 31).ok_or_else(mismatch)?;
    if !rest.is_empty() {
        return Err(format!("unconverted data remains: {rest}"));
    }
    // Four digits always fit.
    let year = year.parse().unwrap_or_default();
    match jiff::civil::Date::new(year, month, day) {
        Ok(_) if year > 0 => Ok(()),
        Ok(_) => Err("year is out of range".to_owned()),
        Err(_) => Err("day is out of range for month".to_owned()),
    }
}

/// A hyphen and a number from 1 to `most`: of two digits where they make one, else of one.
fn part(text: &str, most: i8) -> Option<(i8, &str)> {
    let text = text.strip_prefix('-')?;
    [2, 1].into_iter().find_map(|length| {
        let (number, rest) = digits(text, length).filter(|(n, _)| n.len() == length)?;
        let number = number.parse().ok()?;
        (1..=most).contains(&number).then_some((number, rest))
    })
}

/// The digits a text begins with, at most so many, and what follows.
fn digits(text: &str, most: usize) -> Option<(&str, &str)> {
    let count = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    text.split_at_checked(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_told_from_what_is_none() {
        for right in ["2014-01-31", "2014-1-5", "2012-02-29", "0001-01-01"] {
            assert_eq!(check_date(right), Ok(()), "{right}");
        }
        for (wrong, text) in [
            ("x", "time data 'x' does not match format '%Y-%m-%d'"),
            (
                "14-01-01",
                "time data '14-01-01' does not match format '%Y-%m-%d'",
            ),
            (
                "2014-13",
                "time data '2014-13' does not match format '%Y-%m-%d'",
            ),
            ("2014-01-01T00", "unconverted data remains: T00"),
            ("2014-01-32", "unconverted data remains: 2"),
            ("2013-02-29", "day is out of range for month"),
            ("0000-01-01", "year is out of range"),
        ] {
            assert_eq!(check_date(wrong), Err(text.to_owned()), "{wrong}");
        }
    }

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

    proptest! {
        #[test]
        fn any_text_is_judged(text in any::<String>(), tail in "[0-9-]{0,12}") {
            let _ = check_date(&text);
            let _ = check_date(&tail);
        }

        #[test]
        fn every_day_there_is_will_do(year in 1i16..=9999, month in 1i8..=12, day in 1i8..=28) {
            prop_assert_eq!(check_date(&format!("{year:04}-{month:02}-{day:02}")), Ok(()));
            prop_assert_eq!(check_date(&format!("{year:04}-{month}-{day}")), Ok(()));
        }
    }
}
