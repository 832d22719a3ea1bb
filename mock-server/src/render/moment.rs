//! Points in time as text.

use std::io::{self, Write};

use jiff::{Timestamp, tz::Offset};

/// Writes microseconds since 1970-01-01 UTC as date and time, `between` them, fractions dropped.
/// What lies beyond the years -9999 to 9999 is written as the nearest moment within.
pub(super) fn write_moment(
    out: &mut impl Write,
    microseconds: i64,
    between: char,
) -> io::Result<()> {
    let nearest = if microseconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    let moment = Timestamp::from_microsecond(microseconds).unwrap_or(nearest);
    let civil = Offset::UTC.to_datetime(moment);
    write!(
        out,
        "{:04}-{:02}-{:02}{between}{:02}:{:02}:{:02}",
        civil.year(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(microseconds: i64) -> String {
        let mut out = Vec::new();
        write_moment(&mut out, microseconds, ' ').unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn moments_as_the_case_export_shows_them() {
        assert_eq!(written(0), "1970-01-01 00:00:00");
        assert_eq!(written(1_388_912_400_999_999), "2014-01-05 09:00:00");
        assert_eq!(written(-1), "1969-12-31 23:59:59");
        assert!(written(i64::MAX).starts_with("9999-12-3"));
    }
}
