//! Days as the old server reads them in `startdate` and `enddate` (facts B.1).

use jiff::civil::Date;

/// Reads `YYYY-MM-DD`; month and day may have one digit.
///
/// ```
/// use fakehq::http::apis::export_page::day::read;
///
/// assert_eq!(read("2014-1-5"), Ok(jiff::civil::date(2014, 1, 5)));
/// assert_eq!(read("x").unwrap_err(), "time data 'x' does not match format '%Y-%m-%d'");
/// assert_eq!(read("2014-01-051").unwrap_err(), "unconverted data remains: 1");
/// ```
///
/// # Errors
/// With the words a client was shown.
pub fn read(text: &str) -> Result<Date, String> {
    let unlike = || format!("time data '{text}' does not match format '%Y-%m-%d'");
    let (year, rest) = digits(text, 4, 4, 0..=9999).ok_or_else(unlike)?;
    let rest = rest.strip_prefix('-').ok_or_else(unlike)?;
    let (month, rest) = digits(rest, 1, 2, 1..=12).ok_or_else(unlike)?;
    let rest = rest.strip_prefix('-').ok_or_else(unlike)?;
    let (day, rest) = digits(rest, 1, 2, 1..=31).ok_or_else(unlike)?;
    if !rest.is_empty() {
        return Err(format!("unconverted data remains: {rest}"));
    }
    let out_of_range = "day is out of range for month";
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(0), ..) => Err("year is out of range".to_owned()),
        (Ok(year), Ok(month), Ok(day)) => {
            Date::new(year, month, day).map_err(|_| out_of_range.to_owned())
        }
        _ => Err(out_of_range.to_owned()),
    }
}

/// The longest run of digits at the beginning that is a number within bounds, and what follows.
fn digits(
    text: &str,
    least: usize,
    most: usize,
    bounds: std::ops::RangeInclusive<u16>,
) -> Option<(u16, &str)> {
    (least..=most).rev().find_map(|length| {
        let (number, rest) = text.split_at_checked(length)?;
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number = number.parse().ok()?;
        bounds.contains(&number).then_some((number, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_day_is_answered_with_the_old_words() {
        for unlike in [
            "",
            "2014",
            "2014-13-01",
            "2014-00-01",
            "2014-01-00",
            "14-01-01",
            "2014-01-é",
            "+014-01-01",
        ] {
            let words = format!("time data '{unlike}' does not match format '%Y-%m-%d'");
            assert_eq!(read(unlike), Err(words));
        }
        assert_eq!(
            read("2014-02-30").unwrap_err(),
            "day is out of range for month"
        );
        assert_eq!(read("0000-01-01").unwrap_err(), "year is out of range");
        assert_eq!(
            read("2014-01-32").unwrap_err(),
            "unconverted data remains: 2"
        );
        assert_eq!(
            read("2014-01-05T").unwrap_err(),
            "unconverted data remains: T"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9é-]{0,12}") {
            let _ = read(&text);
        }

        #[test]
        fn every_day_is_read(year in 1..=9999i16, month in 1..=12i8, day in 1..=28i8) {
            let date = jiff::civil::date(year, month, day);
            prop_assert_eq!(read(&date.to_string()), Ok(date));
        }
    }
}
