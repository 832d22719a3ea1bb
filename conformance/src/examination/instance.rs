//! Which results a client can get: each check in each operation and format that it is about.

use std::{sync::Arc, time::Duration};

use fakehq::file_format::Format;

use super::Examination;
use crate::{
    catalogue::{check::Check, need::Need},
    client::manifest::{Client, Operation, OperationRules},
    judge::verdict::Verdict,
};

/// A check for one operation and format.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub(super) check: Arc<Check>,
    pub(super) operation: Operation,
    pub(super) format: Format,
    /// Why the client cannot be asked to do this.
    missing: Option<String>,
}

/// The formats a bare command is asked for: the recipe of the page unpacks csv files.
const UNDECLARED: [Format; 1] = [Format::Csv];

/// The formats an operation is asked for.
pub(crate) fn formats(rules: &OperationRules) -> &[Format] {
    match rules.formats.as_slice() {
        [] => &UNDECLARED,
        declared => declared,
    }
}

/// The name of a result.
pub(super) fn name(check: &str, operation: Operation, format: Format) -> String {
    format!("{check}@{}.{format}", operation.name())
}

impl Instance {
    pub(super) fn name(&self) -> String {
        name(&self.check.id, self.operation, self.format)
    }

    /// Why the check does not apply, as far as the manifest tells.
    pub(super) fn why_not(&self, client: &Client) -> Option<String> {
        let rules = || client.operations.get(&self.operation);
        let lacking = || inapplicable(&self.check, client, rules()?);
        self.missing.clone().or_else(lacking)
    }

    /// The result of a check the client cannot be asked to do.
    pub(super) fn missing(self) -> Examination {
        let why = self.missing.unwrap_or_default();
        Examination {
            check: self.check,
            operation: self.operation,
            format: self.format,
            verdict: Verdict::skip(why),
            shown: None,
            took: Duration::ZERO,
        }
    }
}

/// Every result a client can get. A check that is about nothing the client does is one result too,
/// a skip.
pub(super) fn instances(client: &Client, checks: &[Arc<Check>]) -> Vec<Instance> {
    checks
        .iter()
        .flat_map(|check| {
            let mut found = Vec::new();
            let mut lacking = None;
            for operation in &check.operations {
                let instance = |format, missing| Instance {
                    check: Arc::clone(check),
                    operation: *operation,
                    format,
                    missing,
                };
                let wanted = check.formats.first().copied().unwrap_or(Format::Csv);
                let Some(rules) = client.operations.get(operation) else {
                    let why = format!("the manifest has no [operation.{}]", operation.name());
                    lacking.get_or_insert_with(|| instance(wanted, Some(why)));
                    continue;
                };
                let formats = formats(rules).iter().copied();
                let before = found.len();
                found.extend(
                    formats
                        .filter(|format| check.is_about(*operation, *format))
                        .map(|format| instance(format, None)),
                );
                if found.len() == before {
                    let words: Vec<_> = check.formats.iter().map(ToString::to_string).collect();
                    let why = match words.as_slice() {
                        [] => "raw downloads know no tokens, and the client has no other format"
                            .to_owned(),
                        words => format!("the client does not declare {}", words.join(" or ")),
                    };
                    lacking.get_or_insert_with(|| instance(wanted, Some(why)));
                }
            }
            if found.is_empty() {
                found.extend(lacking);
            }
            found
        })
        .collect()
}

/// What a check needs and a client does not offer.
pub(super) fn inapplicable(
    check: &Check,
    client: &Client,
    rules: &OperationRules,
) -> Option<String> {
    let offers = |need: &Need| match need {
        Need::AnyForm => client.form.is_none(),
        need => rules.offers(*need),
    };
    let lacking = check.needs.iter().find(|need| !offers(need))?;
    Some(lacking.lacking().to_owned())
}
