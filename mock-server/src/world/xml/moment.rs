//! Points in time as phones and HQ write them.

use jiff::{Timestamp, civil};

/// Reads a time a phone wrote: with an offset, with `Z`, without either (taken as UTC), or a date
/// alone (taken as its first moment).
///
/// ```
/// use fakehq::world::xml::moment::parse;
/// let noon = parse("2014-01-05T12:00:00Z");
/// assert_eq!(parse("2014-01-05T17:30:00.000+05:30"), noon);
/// assert_eq!(parse("2014-01-05T12:00:00"), noon);
/// assert_eq!(parse("yesterday"), None);
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let local = text
        .parse::<civil::DateTime>()
        .or_else(|_| text.parse::<civil::Date>().map(|date| date.at(0, 0, 0, 0)))
        .ok()?;
    jiff::tz::TimeZone::UTC.to_timestamp(local).ok()
}

/// A time to the second as HQ writes it in a document: `2014-01-05T09:10:00Z`.
#[must_use]
pub fn seconds(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A time to the microsecond as HQ writes it in a document: `2014-01-05T09:10:00.000000Z`.
#[must_use]
pub fn microseconds(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}
