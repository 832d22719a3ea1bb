//! Points in time as text.

use std::fmt;

use jiff::{Timestamp, tz::Offset};

/// Microseconds since 1970-01-01 UTC as date and time, `between` them, fractions dropped. What lies
/// beyond the years -9999 to 9999 is shown as the nearest moment within.
pub(super) struct Moment {
    pub(super) microseconds: i64,
    pub(super) between: char,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nearest = if self.microseconds < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        let moment = Timestamp::from_microsecond(self.microseconds).unwrap_or(nearest);
        let civil = Offset::UTC.to_datetime(moment);
        write!(
            f,
            "{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}",
            civil.year(),
            civil.month(),
            civil.day(),
            self.between,
            civil.hour(),
            civil.minute(),
            civil.second(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(microseconds: i64) -> String {
        let between = ' ';
        Moment {
            microseconds,
            between,
        }
        .to_string()
    }

    #[test]
    fn moments_as_the_case_export_shows_them() {
        assert_eq!(written(0), "1970-01-01 00:00:00");
        assert_eq!(written(1_388_912_400_999_999), "2014-01-05 09:00:00");
        assert_eq!(written(-1), "1969-12-31 23:59:59");
        assert!(written(i64::MAX).starts_with("9999-12-3"));
    }
}
