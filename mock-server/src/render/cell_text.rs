//! A cell as text, where the formats agree on it (facts E.4 and F).

use std::fmt::Write as _;

use super::moment::Moment;
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
            let between = ' ';
            let _ = write!(
                scratch,
                "{}",
                Moment {
                    microseconds: micros,
                    between
                }
            );
            scratch
        }
    }
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
