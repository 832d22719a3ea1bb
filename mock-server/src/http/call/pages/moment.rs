//! A moment as people read it.

use jiff::Timestamp;

/// A moment for people: `2014-03-01 09:00:02`.
#[must_use]
pub fn moment(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
