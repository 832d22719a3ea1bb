//! How people write a day: `2026-12-01`, `1.12.26`, `Dec 1, 2026`; and the month and the week that it
//! lies in, for files with a name such as `visits-202612.csv` or `2026-W49`.

use jiff::civil::{Date, Weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// One way to write a day, its month or its week.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spelling {
    /// The text; letters may be of either case.
    pub(super) text: String,
    /// Whether it is a day, so that a time may follow.
    pub(super) is_day: bool,
    /// Whether it can hardly be anything else: a day with all of its year. Else it counts only where
    /// it is no part of something longer.
    pub(super) is_certain: bool,
}

/// All ways in which a day, its month and its week are written.
pub(super) fn spellings(date: Date) -> Vec<Spelling> {
    let mut all = Vec::new();
    for (text, is_certain) in numbers(date).into_iter().chain(names(date)) {
        all.push(Spelling {
            text,
            is_day: true,
            is_certain,
        });
    }
    for text in months(date).into_iter().chain(weeks(date)) {
        all.push(Spelling {
            text,
            is_day: false,
            is_certain: false,
        });
    }
    all
}

/// The day without its year, which means one only where a time follows: `Dec  1 08:34:46`.
pub(super) fn without_year(date: Date) -> Vec<String> {
    let (month, day) = (date.month(), date.day());
    let mut all = vec![
        format!("{month:02}-{day:02}"),
        format!("{month:02}/{day:02}"),
    ];
    for name in month_names(date) {
        for day in [format!("{day:02}"), format!("{day:>2}"), day.to_string()] {
            all.push(format!("{name} {day}"));
            all.push(format!("{day} {name}"));
        }
    }
    all
}

/// The weekday, in full and cut.
pub(super) fn weekday_names(day: Weekday) -> [&'static str; 2] {
    let name = WEEKDAYS
        .get(usize::from(day.to_monday_zero_offset().unsigned_abs()))
        .copied()
        .unwrap_or_default();
    [name, name.get(..3).unwrap_or_default()]
}

/// In numbers alone; with whether all of the year is there.
fn numbers(date: Date) -> Vec<(String, bool)> {
    let mut all = Vec::new();
    let month = [format!("{:02}", date.month()), date.month().to_string()];
    let day = [format!("{:02}", date.day()), date.day().to_string()];
    for (year, is_whole) in years(date) {
        for mark in ["-", "/", ".", "_"] {
            for month in &month {
                for day in &day {
                    all.push(([&year, month, day].map(String::as_str).join(mark), is_whole));
                    all.push(([day, month, &year].map(String::as_str).join(mark), is_whole));
                    all.push(([month, day, &year].map(String::as_str).join(mark), is_whole));
                }
            }
        }
        let [month, _] = &month;
        let [day, _] = &day;
        all.push((format!("{year}{month}{day}"), is_whole));
        // Eight digits that begin with a day may be any number.
        all.push((format!("{day}{month}{year}"), false));
        all.push((format!("{month}{day}{year}"), false));
    }
    let of_year = date.day_of_year();
    for mark in ["-", "_", ".", ""] {
        all.push((format!("{}{mark}{of_year:03}", date.year()), false));
    }
    all
}

/// With the name of the month.
fn names(date: Date) -> Vec<(String, bool)> {
    let mut all = Vec::new();
    let padded = format!("{:02}", date.day());
    let ordinal = format!("{}{}", date.day(), ending(date.day()));
    let days = [
        padded.clone(),
        format!("{:>2}", date.day()),
        date.day().to_string(),
        ordinal,
    ];
    for (year, is_whole) in years(date) {
        for month in month_names(date) {
            let mut add = |text: String| all.push((text, is_whole));
            for day in &days {
                for (first, second) in MARKS {
                    add(format!("{day}{first}{month}{second}{year}"));
                    add(format!("{year}{first}{month}{second}{day}"));
                    // Without a mark the digits of day and year would run together.
                    if !second.is_empty() || *day == padded {
                        add(format!("{month}{first}{day}{second}{year}"));
                    }
                }
            }
        }
    }
    all
}

/// What stands between the parts of a day with the name of its month.
const MARKS: [(&str, &str); 10] = [
    (" ", " "),
    (" ", ", "),
    (". ", " "),
    ("-", "-"),
    ("_", "_"),
    (".", "."),
    ("/", "/"),
    ("", ""),
    ("", " "),
    ("", ", "),
];

fn months(date: Date) -> Vec<String> {
    let mut all = Vec::new();
    let (year, month) = (date.year(), date.month());
    for mark in ["-", "/", ".", "_", ""] {
        all.push(format!("{year}{mark}{month:02}"));
        all.push(format!("{month:02}{mark}{year}"));
    }
    for name in month_names(date) {
        for mark in [" ", "-", "_", "/", ".", ""] {
            all.push(format!("{year}{mark}{name}"));
            all.push(format!("{name}{mark}{year}"));
        }
    }
    all
}

fn weeks(date: Date) -> Vec<String> {
    let week = date.iso_week_date();
    let (year, number) = (week.year(), week.week());
    let weekday = week.weekday().to_monday_one_offset();
    let mut all = Vec::new();
    for mark in ["-", "_", " ", ""] {
        for number in [format!("{number:02}"), number.to_string()] {
            all.push(format!("{year}{mark}W{number}"));
            all.push(format!("{year}{mark}W{number}-{weekday}"));
            all.push(format!("W{number}{mark}{year}"));
        }
        all.push(format!("{year}{mark}W{number:02}{weekday}"));
    }
    // `W492026` could be anything.
    all.retain(|text| !text.starts_with('W') || text.contains(['-', '_', ' ']));
    all
}

/// The year with four digits and with two, and whether it is whole.
fn years(date: Date) -> [(String, bool); 2] {
    let year = date.year();
    [
        (format!("{year:04}"), true),
        (format!("{:02}", year.rem_euclid(100)), false),
    ]
}

/// The month's name, in full and cut.
fn month_names(date: Date) -> Vec<&'static str> {
    let index = usize::from(date.month().unsigned_abs()).saturating_sub(1);
    let name = MONTHS.get(index).copied().unwrap_or_default();
    let mut all = vec![name, name.get(..3).unwrap_or_default()];
    all.extend(name.starts_with("Sept").then_some("Sept"));
    all
}

fn ending(day: i8) -> &'static str {
    match (day, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}
