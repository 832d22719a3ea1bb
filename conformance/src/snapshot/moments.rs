//! Times of the machine's clock, found in any text: a client that writes the time of its run writes
//! another one tomorrow. The times of the kit's worlds are the same in every run and stay.

use std::ops::RangeInclusive;

use jiff::{Timestamp, civil::Date, tz::Offset};

/// The days around a run; a day more on either side, for clients in other zones.
#[derive(Clone, Debug)]
pub(super) struct Days {
    dates: RangeInclusive<Date>,
    seconds: RangeInclusive<i64>,
}

const A_DAY: i64 = 86_400;

impl Days {
    /// The days around a moment.
    pub(super) fn around(moment: Timestamp) -> Self {
        let second = moment.as_second();
        let date = |second| {
            let moment = Timestamp::from_second(second).unwrap_or(moment);
            Offset::UTC.to_datetime(moment).date()
        };
        let seconds = second - A_DAY..=second + A_DAY;
        Self {
            dates: date(*seconds.start())..=date(*seconds.end()),
            seconds,
        }
    }

    /// How many bytes at the beginning of `text` are a time of these days. The text before must not
    /// end in a letter or digit.
    pub(super) fn at_start(&self, text: &str) -> Option<usize> {
        let forms = [Self::dashed, Self::compact, Self::counted, Self::spelled];
        forms.iter().find_map(|form| form(self, text))
    }

    /// `2026-11-26`, `2026-11-26T08:34:46.123Z`, `2026-11-26 08:34`.
    fn dashed(&self, text: &str) -> Option<usize> {
        let day = shaped(text, "0000-00-00").or_else(|| shaped(text, "0000/00/00"))?;
        let date = date(&day[..4], &day[5..7], &day[8..])?;
        self.dates
            .contains(&date)
            .then(|| with_time(text, day.len()))
    }

    /// `20261126`, `20261126T083446Z`, `20261126-0834`.
    fn compact(&self, text: &str) -> Option<usize> {
        let all = digits(text);
        if !matches!(all, 8 | 12 | 14 | 17) {
            return None;
        }
        let date = date(&text[..4], &text[4..6], &text[6..8])?;
        self.dates.contains(&date).then(|| with_time(text, all))
    }

    /// Seconds, milliseconds or microseconds since 1970.
    fn counted(&self, text: &str) -> Option<usize> {
        let all = digits(text);
        let unit = match all {
            10 => 1,
            13 => 1_000,
            16 => 1_000_000,
            _ => return None,
        };
        let number: i64 = text[..all].parse().ok()?;
        self.seconds
            .contains(&(number / unit))
            .then(|| with_fraction(text, all))
    }

    /// `Thu, 26 Nov 2026 08:34:46 GMT`, `Thu Nov 26 08:34:46 2026`, `26/Nov/2026:08:34:46 +0000`,
    /// `26 Nov 2026`.
    fn spelled(&self, text: &str) -> Option<usize> {
        let shapes = [
            ("aaa, 00 aaa 0000", 5, 8, 12),
            ("aaa aaa 00 00:00:00 0000", 8, 4, 20),
            ("aaa aaa 00 00:00:00 aaa 0000", 8, 4, 24),
            ("00/aaa/0000", 0, 3, 7),
            ("00 aaa 0000", 0, 3, 7),
        ];
        shapes.into_iter().find_map(|(shape, day, month, year)| {
            let found = shaped(text, shape)?;
            let month = month_number(&found[month..month + 3])?;
            let date = date(&found[year..year + 4], month, &found[day..day + 2])?;
            self.dates
                .contains(&date)
                .then(|| with_time(text, found.len()))
        })
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("Jan", "01"),
    ("Feb", "02"),
    ("Mar", "03"),
    ("Apr", "04"),
    ("May", "05"),
    ("Jun", "06"),
    ("Jul", "07"),
    ("Aug", "08"),
    ("Sep", "09"),
    ("Oct", "10"),
    ("Nov", "11"),
    ("Dec", "12"),
];

fn month_number(name: &str) -> Option<&'static str> {
    let found = MONTHS.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let day = day.trim_start();
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The beginning of a text if it has this shape: `0` stands for a digit, `a` for a letter, all else
/// for itself. A digit that leads a number may be a blank.
fn shaped<'t>(text: &'t str, shape: &str) -> Option<&'t str> {
    let found = text.get(..shape.len())?;
    let mut before = ' ';
    for (is, wanted) in found.chars().zip(shape.chars()) {
        let fits = match wanted {
            '0' => is.is_ascii_digit() || (is == ' ' && before == ' '),
            'a' => is.is_ascii_alphabetic(),
            wanted => is == wanted,
        };
        if !fits {
            return None;
        }
        before = wanted;
    }
    let goes_on = text[shape.len()..].starts_with(|c: char| c.is_ascii_digit());
    (!goes_on).then_some(found)
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The end of a time of day behind a date, with fraction and zone, or of the date alone.
fn with_time(text: &str, end: usize) -> usize {
    let shapes = [
        "T00:00:00",
        " 00:00:00",
        "_00:00:00",
        ":00:00:00",
        "T00-00-00",
        "_00-00-00",
        " 00-00-00",
        "T000000",
        "_000000",
        "-000000",
        " 000000",
        "T00:00",
        " 00:00",
        "T0000",
        "_0000",
        "-0000",
    ];
    let rest = &text[end..];
    let shape = shapes
        .into_iter()
        .find(|shape| shaped(rest, shape).is_some());
    let Some(shape) = shape else {
        return with_zone(text, end);
    };
    with_zone(text, with_fraction(text, end + shape.len()))
}

fn with_fraction(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    match rest.strip_prefix(['.', ',']).map(digits) {
        None | Some(0) => end,
        Some(digits) => end + 1 + digits,
    }
}

fn with_zone(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let zones = ["+00:00", "+0000", " +0000", " -0000", " GMT", " UTC", "Z"];
    let zone = zones.into_iter().find(|zone| rest.starts_with(zone));
    end + zone.map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days() -> Days {
        Days::around("2026-11-26T08:34:46Z".parse().unwrap())
    }

    #[test]
    fn times_of_these_days_in_the_usual_forms() {
        for time in [
            "2026-11-26",
            "2026-11-26T08:34:46Z",
            "2026-11-26T08:34:46.123456+00:00",
            "2026-11-27 00:01",
            "2026-11-25_23-59-59",
            "2026/11/26 08:34:46,123",
            "20261126",
            "20261126T083446Z",
            "20261126083446",
            "20261126-083446",
            "1795682086",
            "1795682086.123",
            "1795682086123",
            "Thu, 26 Nov 2026 08:34:46 GMT",
            "Thu Nov 26 08:34:46 2026",
            "Thu Nov 26 08:34:46 UTC 2026",
            "26/Nov/2026:08:34:46 +0000",
            "26 Nov 2026 08:34:46",
        ] {
            assert_eq!(days().at_start(time), Some(time.len()), "{time}");
            let sentence = format!("{time}, and so on");
            assert_eq!(days().at_start(&sentence), Some(time.len()), "{sentence}");
        }
    }

    #[test]
    fn other_times_and_numbers_stay() {
        for text in [
            "2016-01-06T10:00:00Z",
            "2026-11-24",
            "2026-13-26",
            "20160106",
            "1388998840",
            "179568208",
            "17956820861",
            "202611261",
            "2026-11-261",
            "Thu, 26 Nov 2016 08:34:46",
            "",
            "abcd12345678",
            "\u{e9}\u{e9}\u{e9}",
        ] {
            assert_eq!(days().at_start(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = days().at_start(&text);
        }

        #[test]
        fn never_panics_near_a_date(text in "2026-11-26[T \u{e9}0-9:.+Z-]{0,16}") {
            let _ = days().at_start(&text);
        }
    }
}
