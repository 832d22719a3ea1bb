//! Durations as a person writes them: `500ms`, `30s`, `2m`.

use std::time::Duration;

/// The longest duration accepted; more is surely a slip.
const LONGEST: Duration = Duration::from_secs(3_600);

/// Reads a whole number with its unit, `ms`, `s` or `m`.
///
/// # Errors
/// A sentence for the author of the text: what was written and what is wanted.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let wanted =
        || format!("`{text}` is no duration; write a whole number and ms, s or m: \"30s\"");
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().map_err(|_| wanted())?;
    let milliseconds = match unit.trim_start() {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        _ => return Err(wanted()),
    };
    match milliseconds.map(Duration::from_millis) {
        Some(Duration::ZERO) => Err(format!("`{text}` leaves no time at all")),
        Some(duration) if duration <= LONGEST => Ok(duration),
        _ => Err(format!("`{text}` is longer than an hour (60m)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_three_units() {
        assert_eq!(parse("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(parse("2 m"), Ok(Duration::from_secs(120)));
    }

    #[test]
    fn all_else_is_refused_with_a_reason() {
        for (text, reason) in [
            ("30", "whole number and ms, s or m"),
            ("", "whole number and ms, s or m"),
            ("1.5s", "whole number and ms, s or m"),
            ("s", "whole number and ms, s or m"),
            ("-1s", "whole number and ms, s or m"),
            ("0s", "no time at all"),
            ("61m", "longer than an hour"),
            ("18446744073709551615m", "longer than an hour"),
        ] {
            let refused = parse(text).expect_err(text);
            assert!(refused.contains(reason), "{text}: {refused}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in ".*") {
            let _ = parse(&text);
        }
    }
}
