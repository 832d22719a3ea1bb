//! The JSON report: the [model](super::model) as it is. `docs/report.schema.json` describes it.

use super::model::Report;

/// Writes it, indented, with a line feed at the end.
#[must_use]
pub fn write(report: &Report) -> String {
    // The model has no map with keys that are no text, and no number JSON lacks but NaN, which
    // becomes null; so this cannot fail.
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

/// Reads it back.
///
/// # Errors
/// When it is no JSON, or has fields that the schema of this version does not know.
pub fn read(text: &str) -> serde_json::Result<Report> {
    serde_json::from_str(text)
}
