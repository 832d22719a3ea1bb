//! The days of a run and the times in them, found in any text: a client that writes the day of its
//! run writes another one tomorrow. The times of the kit's worlds are the same in every run and stay.

use std::{collections::BTreeMap, ops::RangeInclusive};

use jiff::{Timestamp, civil::Date, tz::Offset};

use super::{
    days::{Spelling, spellings, weekday_names, without_year},
    time_of_day,
};

/// The days around a run; a day more on either side, for clients in other zones and for midnight.
#[derive(Clone, Debug)]
pub(super) struct Days {
    days: Vec<Day>,
    seconds: RangeInclusive<i64>,
}

/// A day, with all ways to write it, the longest first.
#[derive(Clone, Debug)]
struct Day {
    date: Date,
    /// By their first byte in lower case.
    spellings: BTreeMap<u8, Vec<Spelling>>,
    without_year: Vec<String>,
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
        Self {
            days: [second, second - A_DAY, second + A_DAY]
                .map(|second| Day::new(date(second)))
                .into(),
            seconds: second - A_DAY..=second + A_DAY,
        }
    }

    /// How many bytes at the beginning of `rest` are a day or a time of these days; `before` is what
    /// stands in front of it.
    pub(super) fn at_start(&self, before: &str, rest: &str) -> Option<usize> {
        let last = before.chars().next_back().unwrap_or(' ');
        if last.is_ascii_digit() {
            return None;
        }
        let days = self.days.iter();
        let longest = days.filter_map(|day| day.at_start(before, rest)).max();
        let stands_alone = !last.is_ascii_alphabetic();
        longest.or_else(|| stands_alone.then(|| self.counted(rest))?)
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
        let fraction = text[all..].strip_prefix(['.', ',']).map_or(0, digits);
        let behind = if fraction == 0 { 0 } else { 1 + fraction };
        self.seconds
            .contains(&(number / unit))
            .then_some(all + behind)
    }
}

impl Day {
    fn new(date: Date) -> Self {
        let mut spellings = spellings(date);
        spellings.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| b.cmp(a)));
        spellings.dedup_by(|a, b| a.text == b.text);
        let mut by_first: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for spelling in spellings {
            let first = spelling.text.bytes().next().unwrap_or_default();
            let list = by_first.entry(first.to_ascii_lowercase()).or_default();
            list.push(spelling);
        }
        let mut without_year = without_year(date);
        without_year.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self {
            date,
            spellings: by_first,
            without_year,
        }
    }

    fn at_start(&self, before: &str, rest: &str) -> Option<usize> {
        let weekday = self.weekday_before(rest);
        let (named, behind) = rest.split_at(weekday);
        let found = self.written(before, behind, weekday > 0);
        let found = found.or_else(|| self.clocked(before, behind));
        match found {
            Some(length) => Some(named.len() + length),
            None if weekday > 0 => self.written(before, rest, false),
            None => None,
        }
    }

    /// The day in any spelling, with the weekday and the time that follow.
    fn written(&self, before: &str, rest: &str, is_named: bool) -> Option<usize> {
        let first = rest.bytes().next()?.to_ascii_lowercase();
        let spellings = self.spellings.get(&first)?.iter();
        let mut fitting = spellings.filter(|spelling| begins_with(rest, &spelling.text));
        fitting.find_map(|spelling| {
            let behind = &rest[spelling.text.len()..];
            let time = spelling.is_day.then(|| self.time_behind(behind)).flatten();
            let end = spelling.text.len() + time.unwrap_or_default();
            let goes_on = rest[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
            let fits = if spelling.is_certain || is_named {
                is_apart(before, &spelling.text)
            } else {
                is_alone(before, &spelling.text, behind, time.is_some())
            };
            (!goes_on && fits).then_some(end)
        })
    }

    /// The day without its year, where a time follows; of another year it is another day.
    fn clocked(&self, before: &str, rest: &str) -> Option<usize> {
        let mut spellings = self.without_year.iter();
        let day = spellings.find(|text| begins_with(rest, text))?;
        let end = day.len() + time_of_day::at_start(&rest[day.len()..])?;
        // `07-17-2012` is a day of another year, and no time of 20:12.
        rest[..end].contains(':').then_some(())?;
        let year = rest[end..]
            .strip_prefix(' ')
            .filter(|behind| is_year(behind));
        let end = match year.map(|behind| behind.starts_with(&self.date.year().to_string())) {
            None => end,
            Some(true) => end + " 2026".len(),
            Some(false) => return None,
        };
        let goes_on = rest[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let fits = if day.starts_with(|c: char| c.is_ascii_digit()) {
            is_alone(before, day, "", true)
        } else {
            is_apart(before, day)
        };
        (!goes_on && fits).then_some(end)
    }

    fn time_behind(&self, rest: &str) -> Option<usize> {
        if digits(rest) > 0 {
            return time_of_day::run_on(rest);
        }
        let weekday = self.weekday_behind(rest);
        match time_of_day::at_start(&rest[weekday..]) {
            Some(time) => Some(weekday + time),
            None => (weekday > 0).then_some(weekday),
        }
    }

    /// The length of the weekday and of what stands between it and the day.
    fn weekday_before(&self, rest: &str) -> usize {
        let marks = [", ", " ", ",", "-", "_", "."];
        let names = weekday_names(self.date.weekday()).into_iter();
        let mut lengths = names.filter_map(|name| {
            let behind = rest.get(name.len()..).filter(|_| begins_with(rest, name))?;
            let mark = marks.into_iter().find(|mark| behind.starts_with(mark))?;
            Some(name.len() + mark.len())
        });
        lengths.next().unwrap_or_default()
    }

    /// The length of the weekday behind a day: ` (Tue)`, `_Tuesday`.
    fn weekday_behind(&self, rest: &str) -> usize {
        let around = [(" (", ")"), (", ", ""), (" ", ""), ("-", ""), ("_", "")];
        let names = weekday_names(self.date.weekday());
        let mut all = names
            .into_iter()
            .flat_map(|name| around.map(|(a, b)| (a, name, b)));
        let found = all.find(|(front, name, end)| {
            let name_and_end = rest
                .strip_prefix(front)
                .filter(|rest| begins_with(rest, name));
            let behind = name_and_end.and_then(|text| text.get(name.len()..));
            behind
                .and_then(|text| text.strip_prefix(end))
                .is_some_and(|text| {
                    !text.starts_with(|c: char| c.is_ascii_alphabetic() && c != 'T')
                })
        });
        found.map_or(0, |(front, name, end)| front.len() + name.len() + end.len())
    }
}

/// Whether a spelling is no part of a longer word: digits may follow letters (`export20261201`),
/// letters may not.
fn is_apart(before: &str, spelling: &str) -> bool {
    if spelling.starts_with(' ') {
        return fills_up(before);
    }
    let begins_with_digit = spelling.starts_with(|c: char| c.is_ascii_digit());
    begins_with_digit || !before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a blank behind this text stands for the first digit of a day, and is not what lies
/// between two words. Values of a view begin behind two blanks.
fn fills_up(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_second = line.ends_with(' ') && !line.trim().is_empty();
    line == "  " || is_second || line.ends_with(['[', '(', '"', '\''])
}

/// Whether a spelling that may mean something else is no part of a longer number or day: six digits
/// behind a point are a fraction, `12-2026` behind `24-` is the end of another day.
fn is_alone(before: &str, spelling: &str, behind: &str, has_time: bool) -> bool {
    if before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
    if spelling.starts_with(' ') && !fills_up(before) {
        return false;
    }
    let is_number = digits(spelling) == spelling.len();
    let is_mark = |c: char| {
        let of_spelling = !c.is_ascii_alphanumeric() && spelling.contains(c);
        of_spelling || is_number && matches!(c, '.' | ',')
    };
    let digit = |c: char| c.is_ascii_digit();
    let joined_before = before.strip_suffix(is_mark).is_some_and(|text| {
        let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        // Before a blank only a day of one or two digits belongs to what follows.
        digits > 0 && (digits < 3 || !before.ends_with(' '))
    });
    // A number behind a blank is one of its own.
    let joined_behind = !behind.starts_with(' ')
        && behind
            .strip_prefix(is_mark)
            .is_some_and(|text| text.starts_with(digit));
    !joined_before && (has_time || !joined_behind)
}

/// Whether a text begins with a year of our time.
fn is_year(text: &str) -> bool {
    digits(text) == 4 && (text.starts_with("19") || text.starts_with("20"))
}

fn begins_with(text: &str, word: &str) -> bool {
    let beginning = text.get(..word.len());
    beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(word))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
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
            "261126_0834",
            "2611260834",
            "1795682086",
            "1795682086.123",
            "1795682086123",
            "Thu, 26 Nov 2026 08:34:46 GMT",
            "Thu Nov 26 08:34:46 2026",
            "Thu Nov 26 08:34:46 UTC 2026",
            "Thu Nov 26 2026 08:34:46 GMT+0000",
            "Nov 26 08:34:46",
            "11/26/2026, 8:34:46 AM",
            "26/Nov/2026:08:34:46 +0000",
            "26 Nov 2026 08:34:46",
            "2026-11-26 (Thu) 08:34",
            "2026-W48-4",
            "202611",
        ] {
            assert_eq!(days().at_start("", time), Some(time.len()), "{time}");
            let sentence = format!("{time}, and so on");
            assert_eq!(
                days().at_start("", &sentence),
                Some(time.len()),
                "{sentence}"
            );
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
            "2026-11-26th",
            "Thu, 26 Nov 2016 08:34:46",
            "Thursday",
            "Nov 26",
            "Nov 2016",
            "2026",
            "",
            "abcd12345678",
            "\u{e9}\u{e9}\u{e9}",
        ] {
            assert_eq!(days().at_start("", text), None, "{text}");
        }
    }

    #[test]
    fn what_stands_before_it_decides() {
        for (before, rest, wanted) in [
            ("export", "20261126.csv", Some(8)),
            ("export", "2026-11-26.csv", Some(10)),
            ("abcd", "26112026", None),
            ("1", "2026-11-26", None),
            ("24-", "11-2026", None),
            ("24 ", "Nov 2026", None),
            ("35.", "261126", None),
            ("3.", "26.11.26", None),
            ("visits-1-", "261126", Some(6)),
            ("x", "Nov 26, 2026", None),
        ] {
            assert_eq!(days().at_start(before, rest), wanted, "{before}{rest}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(before in ".{0,4}", text in ".{0,40}") {
            let _ = days().at_start(&before, &text);
        }

        #[test]
        fn never_panics_near_a_date(text in "(2026-11-26|26Nov|261126|Thu, )[T \u{e9}0-9:.+Z-]{0,16}") {
            let _ = days().at_start("", &text);
        }
    }
}
