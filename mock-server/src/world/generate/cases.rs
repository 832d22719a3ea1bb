//! Which case a form opens, changes or closes, and the block that says so.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::{
    dice::{Dice, Purpose},
    people::Submitter,
    shape::{CaseAction, CaseShape},
};
use crate::world::{cases::block::V2_XMLNS, xml::moment};

/// The case a form works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLink {
    case_id: String,
    /// Id of the referral this case has from its beginning, if it has one.
    referral_id: Option<String>,
}

/// Cases of one type, opened and closed in order.
#[derive(Clone, Copy, Debug, Default)]
pub struct CaseLine {
    opened: u64,
    closed: u64,
}

impl CaseLine {
    /// The case the next form works on; `None` if no case is open. `kind` numbers the type of case.
    pub fn next(
        &mut self,
        seed: u64,
        kind: u64,
        shape: &CaseShape,
        dice: &mut Dice,
    ) -> Option<CaseLink> {
        let number = match shape.action {
            CaseAction::Open => {
                self.opened += 1;
                self.opened - 1
            }
            _ if self.closed == self.opened => return None,
            CaseAction::Update => self.closed + dice.below(self.opened - self.closed),
            CaseAction::Close => {
                self.closed += 1;
                self.closed - 1
            }
        };
        let mut referral = Dice::new(seed, Purpose::ReferralId, [kind, number]);
        Some(CaseLink {
            case_id: Dice::new(seed, Purpose::CaseId, [kind, number]).uuid(),
            referral_id: referral.percent(shape.referrals).then(|| referral.hex_id()),
        })
    }
}

/// The `case` element of a form, made of its answers.
#[must_use]
pub fn block(
    shape: &CaseShape,
    link: &CaseLink,
    form: &Map<String, Value>,
    submitter: &Submitter,
    now: Timestamp,
) -> Value {
    let mut block = Map::new();
    let prefix = if shape.version == 2 { "@" } else { "" };
    let now_text = moment::seconds(now);
    if shape.version == 2 {
        block.insert("@xmlns".to_owned(), json!(V2_XMLNS));
        block.insert("@user_id".to_owned(), json!(submitter.user_id));
    }
    block.insert(format!("{prefix}case_id"), json!(link.case_id));
    block.insert(format!("{prefix}date_modified"), json!(now_text));
    if shape.action == CaseAction::Open {
        let name = shape.name.as_deref().and_then(|path| answer(form, path));
        block.insert(
            "create".to_owned(),
            create(shape, name.unwrap_or_default(), submitter),
        );
    }
    let update: Map<String, Value> = shape
        .properties
        .iter()
        .filter_map(|path| {
            let name = path.rsplit('/').next().unwrap_or(path);
            Some((name.to_owned(), json!(answer(form, path)?)))
        })
        .collect();
    if !update.is_empty() {
        block.insert("update".to_owned(), Value::Object(update));
    }
    if let Some(referral_id) = &link.referral_id
        && let Some(referral) = referral(shape.action, referral_id, now)
    {
        block.insert("referral".to_owned(), referral);
    }
    if shape.action == CaseAction::Close {
        block.insert("close".to_owned(), json!(""));
    }
    Value::Object(block)
}

fn create(shape: &CaseShape, name: &str, submitter: &Submitter) -> Value {
    match shape.version {
        2 => json!({
            "case_name": name,
            "owner_id": submitter.user_id,
            "case_type": shape.case_type,
        }),
        _ => json!({
            "case_type_id": shape.case_type,
            "case_name": name,
            "user_id": submitter.user_id,
            "external_id": "",
        }),
    }
}

/// Opened with the case, settled with it.
fn referral(action: CaseAction, referral_id: &str, now: Timestamp) -> Option<Value> {
    let week = now
        .checked_add(SignedDuration::from_hours(7 * 24))
        .unwrap_or(now);
    match action {
        CaseAction::Open => Some(json!({
            "referral_id": referral_id,
            "followup_date": moment::seconds(week),
            "open": { "referral_types": "clinic" },
        })),
        CaseAction::Update => None,
        CaseAction::Close => Some(json!({
            "referral_id": referral_id,
            "update": { "referral_type": "clinic", "date_closed": moment::seconds(now) },
        })),
    }
}

/// The text answered to a question, by its path `group/question`.
fn answer<'a>(form: &'a Map<String, Value>, path: &str) -> Option<&'a str> {
    let mut steps = path.split('/');
    let first = form.get(steps.next()?)?;
    steps
        .try_fold(first, |value, step| value.get(step))?
        .as_str()
}
