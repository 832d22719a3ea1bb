//! The entries of a raw archive become the documents HQ would have stored.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::read::Problem;
use crate::world::xml::{envelope::Envelope, read::read_form};

/// The document of every submission: one second after the other, from `first` on.
///
/// # Errors
/// When the XML of an entry cannot be read as a form.
pub(super) fn documents(
    submissions: &[(String, Vec<u8>)],
    domain: &str,
    first: Timestamp,
) -> Result<Vec<Value>, Problem> {
    let mut received_on = first;
    submissions
        .iter()
        .map(|(id, xml)| {
            let form = read_form(xml).map_err(|error| Problem::Form {
                entry: format!("{id}.xml"),
                error,
            })?;
            let document = Envelope {
                id,
                domain,
                app_id: None,
                received_on,
                submit_ip: "127.0.0.1",
                last_sync_token: None,
                user_id: None,
            }
            .around(form.form);
            received_on = received_on
                .checked_add(SignedDuration::from_secs(1))
                .unwrap_or(received_on);
            Ok(document)
        })
        .collect()
}
