//! Equal values stay equal, different ones stay different, and no secret is left.

use std::collections::BTreeMap;

use hq_conformance::{client::replacement::Replacement, snapshot::redaction::Redaction};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};
use proptest::prelude::*;

const PASSWORD: &str = "correct-Horse-7";

fn redaction() -> Redaction {
    let mut redaction = Redaction::at("2026-11-26T08:34:46Z".parse::<Timestamp>().unwrap());
    redaction.name("kit-3", "<domain>");
    redaction.name("kit-3-2", "<domain-2>");
    redaction.name("40001", "<port>");
    redaction.name("/home/someone/client", "<here>");
    redaction
}

#[test]
fn what_differs_from_run_to_run_goes_and_all_else_stays() {
    let mut redaction = redaction();
    redaction.token("0123456789abcdef0123456789abcdef");
    redaction.nonce("1388998840.0:6530:98a233db");
    for (text, wanted) in [
        (
            "http://127.0.0.1:40001/a/kit-3/x/?previous_export=0123456789abcdef0123456789abcdef",
            "http://127.0.0.1:<port>/a/<domain>/x/?previous_export=<token:1>",
        ),
        (
            "/a/kit-3-2/ and /a/kit-31/",
            "/a/<domain-2>/ and /a/kit-31/",
        ),
        ("-u a:correct-Horse-7", "-u a:<password>"),
        (
            "nonce=\"1388998840.0:6530:98a233db\"",
            "nonce=\"<nonce:1>\"",
        ),
        (
            "at 2026-11-26 08:34:46 of 2016-01-06",
            "at <time> of 2016-01-06",
        ),
        ("400012 x40001 140001", "400012 x40001 140001"),
        ("/home/someone/client/lib.py", "<here>/lib.py"),
        (
            "c0ffee00-0000-4000-8000-000000000001 fffffffffffffffffffffffffffffff0 ff",
            "<id:1> <id:2> ff",
        ),
        (
            "abcd12345678 | \u{12a0}\u{130a}",
            "abcd12345678 | \u{12a0}\u{130a}",
        ),
    ] {
        assert_eq!(redaction.applied(text), wanted);
    }
    let work = std::env::temp_dir().join("hq-client-a1B2c3/step-1/out/x");
    assert_eq!(
        redaction.applied(&work.to_string_lossy()),
        "<work>/step-1/out/x"
    );
}

/// Ways in which programs write a day, as patterns of strftime.
const DAYS: &[&str] = &[
    "%Y-%m-%d",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%-d.%-m.%Y",
    "%Y_%m_%d",
    "%d_%m_%Y",
    "%Y/%m/%d",
    "%-m/%-d/%Y",
    "%d/%m/%Y",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d%m%Y",
    "%y%m%d",
    "%d%m%y",
    "%y-%m-%d",
    "%d.%m.%y",
    "%-m/%-d/%y",
    "%d%b%Y",
    "%b-%d-%Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%-d %b %Y",
    "%B %-d, %Y",
    "%a, %d %b %Y",
    "%A, %-d %B %Y",
    "%Y-%b-%d",
    "%d/%b/%Y",
    "%Y-%j",
    "%Y%m",
    "%Y-%m",
    "%m-%Y",
    "%b-%Y",
    "%B %Y",
    "%G-W%V",
    "%GW%V",
    "%G-W%V-%u",
];

/// Ways in which programs write a time.
const TIMES: &[&str] = &[
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d_%H-%M-%S",
    "%Y%m%d%H%M%S",
    "%Y%m%d-%H%M%S",
    "%y%m%d_%H%M",
    "%y%m%d%H%M%S",
    "%d.%m.%Y %H:%M",
    "%-m/%-d/%Y, %-I:%M:%S %p",
    "%a %b %e %H:%M:%S %Y",
    "%a %b %e %H:%M:%S UTC %Y",
    "%a %b %d %Y %H:%M:%S GMT+0000",
    "%b %e %H:%M:%S",
    "%d/%b/%Y:%H:%M:%S +0000",
    "%Y-%m-%d (%a) %H:%M",
    "%s",
];

fn at(date: Date, hour: i8, minute: i8) -> DateTime {
    date.at(hour, minute, 46, 0)
}

fn moment(now: DateTime) -> Timestamp {
    Offset::UTC.to_timestamp(now).unwrap()
}

/// A moment as a program writes it.
fn written(now: DateTime, format: &str) -> String {
    let format = format.replace("%s", &moment(now).as_second().to_string());
    now.strftime(&format).to_string()
}

/// A text in which a moment stands in such a spelling, as a run at that moment leaves it.
fn of_a_run(now: DateTime, format: &str, around: (&str, &str)) -> String {
    let (before, behind) = around;
    let written = written(now, format);
    Redaction::at(moment(now)).applied(&format!("{before}{written}{behind}"))
}

#[test]
fn names_and_contents_of_tomorrow_are_those_of_today() {
    let day = |text: &str| at(text.parse().unwrap(), 8, 34);
    for (today, tomorrow) in [("2026-12-01", "2026-12-02"), ("2026-12-31", "2027-01-01")] {
        for format in DAYS.iter().chain(TIMES) {
            for around in [
                ("out/cases-", ".xlsx (sheet, 3 records)"),
                ("  visited | on ", " | 12"),
                ("  [village | weight ", " | x]"),
                ("out/visits_", "_2.csv"),
                ("\"", "\""),
                ("", ""),
            ] {
                let today = of_a_run(day(today), format, around);
                let tomorrow = of_a_run(day(tomorrow), format, around);
                let wanted = format!("{}<time>{}", around.0, around.1);
                assert_eq!(today, wanted, "{format}");
                assert_eq!(tomorrow, wanted, "{format}");
            }
        }
    }
}

#[test]
fn the_day_before_midnight_is_replaced_too() {
    let redaction = Redaction::at("2027-01-01T00:00:02Z".parse().unwrap());
    assert_eq!(
        redaction.applied("cases-12-31-2026.xlsx"),
        "cases-<time>.xlsx"
    );
    assert_eq!(
        redaction.applied("201612, 31.12.2016"),
        "201612, 31.12.2016"
    );
}

#[test]
fn a_manifest_replaces_what_it_likes() {
    let mut redaction = redaction();
    redaction.replace(&[
        Replacement::new(r"\bpid[ =]\d+", "pid <pid>").unwrap(),
        Replacement::new(r"\b(worker)-[\w.]+@\S+", "$1@<host>").unwrap(),
        Replacement::new("^  took .*$", "  took <long>").unwrap(),
    ]);
    assert_eq!(
        redaction.applied("2026-11-26 pid=4711 worker-3.a@box7.local\n  took 12 ms\n"),
        "<time> pid <pid> worker@<host>\n  took <long>\n"
    );
    for (pattern, why) in [("(", "unclosed group"), ("x*", "everywhere")] {
        let error = Replacement::new(pattern, "").unwrap_err();
        assert!(error.contains(why), "{error}");
    }
}

/// Words between which values stand, that run into none of them.
fn between() -> impl Strategy<Value = String> {
    "[ ,;=\"\n\u{e9}/]{1,4}"
}

/// A day of these years.
fn day(years: std::ops::Range<i16>) -> impl Strategy<Value = Date> {
    let all = (years, 1..=12_i8, 1..=31_i8);
    all.prop_filter_map("no such day", |(year, month, day)| {
        Date::new(year, month, day).ok()
    })
}

proptest! {
    #[test]
    fn any_day_in_any_spelling_is_that_of_the_next_day(
        date in day(2024..2040),
        (hour, minute) in (0..24_i8, 0..60_i8),
        format in prop::sample::select([DAYS, TIMES].concat()),
        before in prop::sample::select(vec!["", "  ", "out/", "x-", "a_b_", "[", "v1 | ", "on "]),
        behind in prop::sample::select(vec!["", " ", ".csv", ".tar.gz", "_2.csv", ", 7", "/x", "|", "\n"]),
    ) {
        let (now, then) = (at(date, hour, minute), at(date.tomorrow().unwrap(), minute / 3, hour));
        let wanted = format!("{before}<time>{behind}");
        prop_assert_eq!(&of_a_run(now, format, (before, behind)), &wanted, "{} {}", now, format);
        prop_assert_eq!(&of_a_run(then, format, (before, behind)), &wanted, "{} {}", then, format);
    }

    #[test]
    fn days_of_the_worlds_stay(
        today in day(2024..2040),
        of_the_world in day(2012..2017),
        format in prop::sample::select(DAYS.iter().chain(TIMES).filter(|format| {
            // Two digits of a year may be a day of a run, and a day without a year is one of each year.
            !format.contains("%y") && **format != "%b %e %H:%M:%S"
        }).collect::<Vec<_>>()),
    ) {
        let text = written(at(of_the_world, 8, 34), format);
        prop_assert_eq!(Redaction::at(moment(at(today, 12, 0))).applied(&text), text);
    }

    #[test]
    fn equal_values_get_equal_words_and_different_ones_different_words(
        tokens in prop::collection::btree_set("[0-9a-f]{32}", 1..6),
        order in prop::collection::vec((any::<prop::sample::Index>(), between()), 1..20),
    ) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut redaction = redaction();
        for token in &tokens {
            redaction.token(token);
        }
        let shown: Vec<_> = order.iter().map(|(index, between)| (index.get(&tokens), between)).collect();
        let text: String = shown.iter().map(|(token, between)| format!("{token}{between}")).collect();
        let redacted = redaction.applied(&text);
        // No token is left, and what stood between them still does, in the same place.
        prop_assert!(!tokens.iter().any(|token| redacted.contains(token)), "{redacted}");
        let mut words: BTreeMap<&String, String> = BTreeMap::new();
        let mut rest = redacted.as_str();
        for (token, between) in shown {
            let end = rest.find('>').expect("a word") + 1;
            let word = &rest[..end];
            let expected = words.entry(token).or_insert_with(|| word.to_owned());
            prop_assert_eq!(word, expected);
            prop_assert!(rest[end..].starts_with(between));
            rest = &rest[end + between.len()..];
        }
        let mut distinct: Vec<_> = words.values().collect();
        distinct.sort();
        distinct.dedup();
        prop_assert_eq!(distinct.len(), words.len());
    }

    #[test]
    fn no_secret_is_left(before in "\\PC{0,20}", behind in "\\PC{0,20}", token in "[0-9a-f]{32}") {
        let mut redaction = redaction();
        redaction.token(&token);
        let text = format!("{before}{PASSWORD} {token}{behind}");
        let redacted = redaction.applied(&text);
        prop_assert!(!redacted.contains(PASSWORD));
        prop_assert!(!redacted.contains(&token), "{redacted}");
    }

    #[test]
    fn any_text_is_taken_and_what_was_redacted_stays(text in "(?s).{0,200}") {
        let redaction = redaction();
        let once = redaction.applied(&text);
        prop_assert_eq!(redaction.applied(&once), once);
    }
}
