//! Values made unrecognisable, for de-identified columns (facts B.3).
//!
//! Simple on purpose, and no protection of real people: whoever knows the seed can undo it. What
//! matters to a client stays true: equal ids stay equal, different ones different, and the days
//! between two dates are the same as before, within a space and in every run.

use jiff::{ToSpan as _, civil::Date};
use md5::{Digest, Md5};

use super::table::Cell;
use crate::{input::hex::hex, world::custom_export::definition::DeIdentify};

/// The mask of one space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    key: Vec<u8>,
    /// Days that every date moves back.
    days: i64,
}

impl Mask {
    /// The mask made of a seed and the name of a space.
    #[must_use]
    pub fn new(seed: u64, space: &str) -> Self {
        let mut key = seed.to_le_bytes().to_vec();
        key.extend_from_slice(space.as_bytes());
        let hash = Md5::new()
            .chain_update(b"days")
            .chain_update(&key)
            .finalize();
        let days = i64::from(u16::from_le_bytes([hash[0], hash[1]])) % 365 + 1;
        Self { key, days }
    }

    /// A date moved back, its time of day kept; `None` where the text begins with no date.
    ///
    /// ```
    /// use fakehq::tables::mask::Mask;
    ///
    /// let mask = Mask::new(1, "demo");
    /// let moved = mask.date("2014-01-05T09:00:00Z").unwrap();
    /// assert!(moved < "2014-01-05".to_owned() && moved.ends_with("T09:00:00Z"));
    /// assert_eq!(mask.date("no date"), None);
    /// ```
    #[must_use]
    pub fn date(&self, text: &str) -> Option<String> {
        let (day, rest) = text.split_at_checked(10)?;
        let hyphens = day.bytes().skip(4).step_by(3).all(|byte| byte == b'-');
        if !hyphens || !(rest.is_empty() || rest.starts_with(['T', ' '])) {
            return None;
        }
        let day: Date = day.parse().ok()?;
        let moved = day.checked_sub(self.days.days()).ok()?;
        Some(format!("{moved}{rest}"))
    }

    /// Another id for an id: 32 hex digits.
    #[must_use]
    pub fn id(&self, text: &str) -> String {
        let hash = Md5::new()
            .chain_update(&self.key)
            .chain_update(b"\0id")
            .chain_update(text);
        hex(&hash.finalize())
    }

    /// The text shown in place of a cell; `None` where the cell has no value and stays as it is. What
    /// cannot be masked becomes empty, so that nothing slips through.
    pub(super) fn text(&self, cell: Cell<'_>, how: DeIdentify) -> Option<String> {
        let text = match cell {
            Cell::Text("") | Cell::Missing | Cell::Null => return None,
            Cell::Text(text) => text.to_owned(),
            Cell::Int(number) => number.to_string(),
            Cell::Bool(truth) => truth.to_string(),
            Cell::Time(moment) => jiff::Timestamp::from_microsecond(moment)
                .map(|moment| moment.to_string())
                .unwrap_or_default(),
        };
        Some(match how {
            DeIdentify::Date => self.date(&text).unwrap_or_default(),
            DeIdentify::Id => self.id(&text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_space_and_seed_has_a_mask_of_its_own() {
        let ids = [(1, "demo"), (2, "demo"), (1, "other")].map(|(s, n)| Mask::new(s, n).id("u1"));
        assert_eq!(ids[0], Mask::new(1, "demo").id("u1"));
        assert!(ids[0] != ids[1] && ids[0] != ids[2] && ids[1] != ids[2]);
    }

    #[test]
    fn what_has_no_value_stays_and_what_is_no_date_goes() {
        let mask = Mask::new(1, "demo");
        for empty in [Cell::Text(""), Cell::Missing, Cell::Null] {
            assert_eq!(mask.text(empty, DeIdentify::Date), None);
            assert_eq!(mask.text(empty, DeIdentify::Id), None);
        }
        for no_date in [
            "Asha",
            "2014-13-01",
            "2014-01-05x",
            "2014-01-0é",
            "20140105T1",
            "-0009-01-01",
        ] {
            let masked = mask.text(Cell::Text(no_date), DeIdentify::Date);
            assert_eq!(masked.as_deref(), Some(""), "{no_date}");
        }
    }

    proptest! {
        #[test]
        fn days_between_dates_stay(seed: u64, a in 0..200_000i64, b in 0..200_000i64) {
            let mask = Mask::new(seed, "demo");
            let start = Date::constant(1700, 1, 1);
            let [a, b] = [a, b].map(|days| start.checked_add(days.days()).unwrap());
            let [c, d] = [a, b].map(|day| mask.date(&day.to_string()).unwrap().parse::<Date>().unwrap());
            prop_assert_eq!(a.since(b).unwrap().get_days(), c.since(d).unwrap().get_days());
            prop_assert!(c < a);
        }

        #[test]
        fn any_text_can_be_masked(text in ".{0,30}") {
            let mask = Mask::new(1, "demo");
            let _ = mask.date(&text);
            prop_assert_ne!(mask.id(&text), text);
        }
    }
}
