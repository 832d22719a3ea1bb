//! A case as the document a custom export of cases chooses columns of.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{
    document::{Document, DocumentError, Paths},
    world::{
        cases::book::{Case, Referral},
        clock::stored_time,
    },
};

/// The document of a case: `_id`, `name`, `type`, ... and its properties beside them, as HQ keeps it.
/// A property of the name of a field does not replace the field. Case documents share their keys.
///
/// # Errors
/// When the case is too large for a document.
pub fn case_document(
    case: &Case,
    domain: &str,
    paths: &Arc<Paths>,
) -> Result<Document, DocumentError> {
    let mut document = json!({
        "_id": case.case_id,
        "doc_type": "CommCareCase",
        "domain": domain,
        "type": case.case_type,
        "name": case.name,
        "owner_id": case.owner_id,
        "user_id": case.user_id,
        "external_id": case.external_id,
        "opened_on": stored_time(case.opened_on),
        "modified_on": stored_time(case.modified_on),
        "closed": case.is_closed(),
        "closed_on": case.closed_on.map(stored_time),
        "referrals": case.referrals.iter().map(referral).collect::<Value>(),
    });
    if let Value::Object(members) = &mut document {
        for (name, value) in &case.properties {
            members
                .entry(name.clone())
                .or_insert_with(|| value.as_str().into());
        }
    }
    Document::among(paths, &document)
}

fn referral(referral: &Referral) -> Value {
    json!({
        "referral_id": referral.referral_id,
        "type": referral.referral_type,
        "opened_on": stored_time(referral.opened_on),
        "modified_on": stored_time(referral.modified_on),
        "followup_on": referral.followup_on.map(stored_time),
        "closed": referral.closed,
    })
}
