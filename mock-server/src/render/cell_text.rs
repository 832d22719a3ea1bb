//! A cell as text, where the formats agree on it (facts E.4 and F).

use std::fmt::Write as _;

use crate::tables::table::{Cell, MISSING};

/// How a cell without any value is printed (quirk `never-filled`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NullAs {
    /// Nothing at all.
    #[default]
    Empty,
    /// The word `None`, as the original did for years (facts E.4).
    Word,
}

/// The text of a cell in csv, xlsx, xls and html; JSON has its own.
///
/// `scratch` holds the digits of numbers and times; texts are handed through without a copy.
///
/// ```
/// use fakehq::render::cell_text::{NullAs, text_of};
/// use fakehq::tables::table::Cell;
///
/// let mut scratch = String::new();
/// assert_eq!(text_of(Cell::Bool(false), NullAs::Empty, &mut scratch), "False");
/// assert_eq!(text_of(Cell::Null, NullAs::Word, &mut scratch), "None");
/// assert_eq!(
///     text_of(Cell::Time(1_388_912_400_000_000), NullAs::Empty, &mut scratch),
///     "2014-01-05 09:00:00",
/// );
/// ```
pub fn text_of<'a>(cell: Cell<'a>, null: NullAs, scratch: &'a mut String) -> &'a str {
    match cell {
        Cell::Text(text) => text,
        Cell::Missing => MISSING,
        Cell::Null => match null {
            NullAs::Empty => "",
            NullAs::Word => "None",
        },
        Cell::Bool(true) => "True",
        Cell::Bool(false) => "False",
        Cell::Int(number) => {
            scratch.clear();
            // Writing into a String cannot fail.
            let _ = write!(scratch, "{number}");
            scratch
        }
        Cell::Time(micros) => {
            scratch.clear();
            push_time(scratch, micros);
            scratch
        }
    }
}

/// Appends a point in time as `2014-01-05 09:00:00`; fractions of a second are cut off.
fn push_time(out: &mut String, micros: i64) {
    let seconds = micros.div_euclid(1_000_000);
    let (year, month, day) = date_of(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    let _ = write!(
        out,
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}",
        second / 3600,
        second / 60 % 60,
        second % 60,
    );
}

/// The calendar date of a day counted from 1970-01-01.
///
/// Defined for every day an `i64` of microseconds can reach, unlike the calendars of libraries,
/// so that no time can make an export fail. Counts in eras of 400 years that begin on 1 March.
fn date_of(day: i64) -> (i64, i64, i64) {
    let from_era = day + 719_468;
    let era = from_era.div_euclid(146_097);
    let in_era = from_era.rem_euclid(146_097);
    let year_of_era = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(cell: Cell<'_>) -> String {
        text_of(cell, NullAs::Empty, &mut String::new()).to_owned()
    }

    #[test]
    fn every_kind_has_its_text() {
        assert_eq!(text(Cell::Text(" ")), " ");
        assert_eq!(text(Cell::Missing), "---");
        assert_eq!(text(Cell::Null), "");
        assert_eq!(text(Cell::Int(i64::MIN)), "-9223372036854775808");
        assert_eq!(text(Cell::Bool(true)), "True");
    }

    proptest! {
        #[test]
        fn times_agree_with_a_calendar_library(second in -62_167_219_200i64..253_402_207_200) {
            let wanted = jiff::tz::Offset::UTC
                .to_datetime(jiff::Timestamp::from_second(second).unwrap())
                .strftime("%Y-%m-%d %H:%M:%S")
                .to_string();
            for fraction in [0, 1, 999_999] {
                prop_assert_eq!(&text(Cell::Time(second * 1_000_000 + fraction)), &wanted);
            }
        }

        #[test]
        fn no_time_is_out_of_reach(micros: i64) {
            prop_assert!(text(Cell::Time(micros)).len() >= 19);
        }
    }
}
