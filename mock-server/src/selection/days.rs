//! The days a custom export of a form looks at (facts B.3; quirk `custom-export-window`).

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::Offset};

use crate::quirks::CustomExportWindow;

/// The days a request asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AskedDays {
    /// `startdate`
    pub first: Option<Date>,
    /// `enddate`, which is included.
    pub last: Option<Date>,
}

/// Bounds of `received_on`, compared as texts as the old server does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// No bounds.
    All,
    /// Nothing passes.
    None,
    /// From one text on, and before another.
    Between {
        /// The first day; empty without a bound.
        from: String,
        /// The day behind the last one.
        before: String,
    },
}

impl Days {
    /// The bounds of a request; `now` is the space's clock.
    #[must_use]
    pub fn of(rule: CustomExportWindow, asked: AskedDays, now: Timestamp) -> Self {
        use CustomExportWindow::{AllData, LastSevenDays, LastSevenDaysOrBoth};
        match (rule, asked.first, asked.last) {
            (AllData, ..) => Self::All,
            (_, None, None) => {
                let today = Offset::UTC.to_datetime(now).date();
                Self::Between {
                    from: today.saturating_sub(7.days()).to_string(),
                    before: today.to_string(),
                }
            }
            (_, Some(first), Some(last)) => Self::Between {
                from: first.to_string(),
                before: behind(last),
            },
            (LastSevenDays, Some(_), None) => Self::None,
            (LastSevenDays, None, Some(last)) => Self::Between {
                from: String::new(),
                before: behind(last),
            },
            (LastSevenDaysOrBoth, ..) => Self::All,
        }
    }

    /// Whether a submission of that `received_on` is looked at.
    #[must_use]
    pub fn hold(&self, received_on: &str) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Between { from, before } => {
                from.as_str() <= received_on && received_on < before.as_str()
            }
        }
    }
}

/// The day behind this one; behind the last day of the calendar stands a text behind all days.
fn behind(day: Date) -> String {
    day.tomorrow()
        .map_or_else(|_| ":".to_owned(), |next| next.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const RECEIVED: [&str; 6] = [
        "2014-01-02T23:59:59Z",
        "2014-01-03T00:00:00Z",
        "2014-01-05T12:00:00Z",
        "2014-01-09T23:59:59.999999Z",
        "2014-01-10T00:00:00Z",
        "2014-01-10T09:00:01Z",
    ];

    /// Which of the times above pass, by position, at 2014-01-10.
    fn held(rule: CustomExportWindow, first: Option<Date>, last: Option<Date>) -> Vec<usize> {
        let now = "2014-01-10T09:00:00Z".parse().unwrap();
        let days = Days::of(rule, AskedDays { first, last }, now);
        (0..6).filter(|at| days.hold(RECEIVED[*at])).collect()
    }

    #[test]
    fn the_last_seven_days_end_yesterday() {
        use CustomExportWindow::*;
        assert_eq!(held(LastSevenDays, None, None), [1, 2, 3]);
        assert_eq!(held(LastSevenDaysOrBoth, None, None), [1, 2, 3]);
        assert_eq!(held(AllData, None, None), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_last_day_is_included_and_lone_dates_differ_by_year() {
        use CustomExportWindow::*;
        let (first, last) = (Some(date(2014, 1, 3)), Some(date(2014, 1, 9)));
        for rule in [LastSevenDays, LastSevenDaysOrBoth] {
            assert_eq!(held(rule, first, last), [1, 2, 3]);
            assert_eq!(held(rule, last, first), [0; 0]);
        }
        assert_eq!(held(LastSevenDays, first, None), [0; 0]);
        assert_eq!(held(LastSevenDays, None, last), [0, 1, 2, 3]);
        for (first, last) in [(first, None), (None, last)] {
            assert_eq!(held(LastSevenDaysOrBoth, first, last).len(), 6);
        }
        assert_eq!(held(AllData, first, last).len(), 6);
        assert_eq!(held(LastSevenDays, None, Some(Date::MAX)).len(), 6);
    }
}
