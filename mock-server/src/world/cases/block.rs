//! What a form says about cases: the case blocks of both versions, as typed actions.
//!
//! Version 2 is `<case case_id="" user_id="" date_modified="" xmlns=".../case/transaction/v2">` with
//! `create`, `update`, `index`, `close`; version 1 names the same things as child elements, and knows
//! referrals. A block may stand anywhere in a form, repeats included.

use serde_json::{Map, Value};

use crate::world::xml::read::text_of;

/// Namespace of a version 2 block.
pub const V2_XMLNS: &str = "http://commcarehq.org/case/transaction/v2";

/// Which of the two ways of writing a block was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseVersion {
    /// Child elements `case_id` and `date_modified`; no namespace of its own.
    V1,
    /// Attributes, and [`V2_XMLNS`].
    V2,
}

/// Why a case block cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the case block at form{path} has no case_id; give it one")]
pub struct CaseBlockError {
    /// Where the block stands: `/visit/child[1]/case`.
    pub path: String,
}

/// One block: what happens to one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseBlock {
    /// How it was written.
    pub version: CaseVersion,
    /// Which case.
    pub case_id: String,
    /// Who did it, where the block says so; else the form's `meta/userID` counts.
    pub user_id: Option<String>,
    /// When, as sent; see [`moment::parse`](crate::world::xml::moment::parse).
    pub date_modified: Option<String>,
    /// The case begins here.
    pub create: bool,
    /// Type, name and the like, whether they stood in `create` or in `update`.
    pub known: KnownProperties,
    /// All other properties, in the order sent.
    pub properties: Vec<(String, String)>,
    /// Ties to other cases.
    pub indices: Vec<CaseIndex>,
    /// The case ends here.
    pub close: bool,
    /// Referrals opened, changed or closed (version 1 only).
    pub referrals: Vec<ReferralBlock>,
}

/// The properties HQ keeps in fields of their own; `None` where the block is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownProperties {
    /// `case_type`, in version 1 `case_type_id`.
    pub case_type: Option<String>,
    /// `case_name`
    pub name: Option<String>,
    /// `owner_id`
    pub owner_id: Option<String>,
    /// `external_id`
    pub external_id: Option<String>,
    /// `date_opened`, as sent.
    pub opened_on: Option<String>,
}

/// A tie to another case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseIndex {
    /// What this case calls the other: `parent`.
    pub identifier: String,
    /// Type of the other case.
    pub case_type: Option<String>,
    /// Id of the other case.
    pub case_id: String,
}

/// What happens to a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralBlock {
    /// Which referral.
    pub referral_id: String,
    /// When to look after it, as sent.
    pub followup_on: Option<String>,
    /// Types opened here; one referral row each.
    pub opened: Vec<String>,
    /// The type that is changed here.
    pub updated: Option<String>,
    /// When that type was closed, as sent.
    pub closed_on: Option<String>,
}

impl CaseBlock {
    /// Names of all properties this block sets, those in fields of their own included (facts F: the
    /// case export has a `d.` column for each).
    pub fn property_names(&self) -> impl Iterator<Item = &str> {
        let known = &self.known;
        let fields = [
            ("type", &known.case_type),
            ("name", &known.name),
            ("owner_id", &known.owner_id),
            ("external_id", &known.external_id),
            ("opened_on", &known.opened_on),
        ];
        fields
            .into_iter()
            .filter_map(|(name, value)| value.as_ref().map(|_| name))
            .chain(self.properties.iter().map(|(name, _)| name.as_str()))
    }
}

/// All case blocks of a form, in document order.
///
/// ```
/// use fakehq::world::cases::block::case_blocks;
/// let form = serde_json::json!({"case": {
///     "@xmlns": "http://commcarehq.org/case/transaction/v2", "@case_id": "c1",
///     "update": {"age": "30"}, "close": "",
/// }});
/// let blocks = case_blocks(&form)?;
/// assert!(blocks[0].close && !blocks[0].create);
/// assert_eq!(blocks[0].properties, [("age".to_owned(), "30".to_owned())]);
/// # Ok::<(), fakehq::world::cases::block::CaseBlockError>(())
/// ```
///
/// # Errors
/// When a block of version 2, or one that creates, updates or closes, names no case.
pub fn case_blocks(form: &Value) -> Result<Vec<CaseBlock>, CaseBlockError> {
    let mut found = Vec::new();
    collect(form, &mut Vec::new(), &mut found)?;
    Ok(found)
}

fn collect<'a>(
    value: &'a Value,
    path: &mut Vec<(&'a str, Option<usize>)>,
    found: &mut Vec<CaseBlock>,
) -> Result<(), CaseBlockError> {
    let Value::Object(members) = value else {
        return Ok(());
    };
    for (key, member) in members {
        let (several, is_list) = match member {
            Value::Array(several) => (several.as_slice(), true),
            one => (std::slice::from_ref(one), false),
        };
        for (index, one) in several.iter().enumerate() {
            path.push((key, is_list.then_some(index)));
            match one {
                Value::Object(block) if key == "case" && is_block(block) => {
                    found.push(
                        read_block(block).ok_or_else(|| CaseBlockError { path: spell(path) })?,
                    );
                }
                _ => collect(one, path, found)?,
            }
            path.pop();
        }
    }
    Ok(())
}

fn spell(path: &[(&str, Option<usize>)]) -> String {
    path.iter()
        .map(|(key, index)| match index {
            None => format!("/{key}"),
            Some(index) => format!("/{key}[{index}]"),
        })
        .collect()
}

/// A question may be called `case` too; a block shows by what it holds.
fn is_block(members: &Map<String, Value>) -> bool {
    is_v2(members)
        || ["case_id", "@case_id", "create", "update", "close"]
            .iter()
            .any(|key| members.contains_key(*key))
}

fn is_v2(members: &Map<String, Value>) -> bool {
    members.get("@xmlns").and_then(Value::as_str) == Some(V2_XMLNS)
}

fn read_block(block: &Map<String, Value>) -> Option<CaseBlock> {
    let version = if is_v2(block) {
        CaseVersion::V2
    } else {
        CaseVersion::V1
    };
    let field = |name: &str| match version {
        CaseVersion::V1 => text(block, name),
        CaseVersion::V2 => text(block, &format!("@{name}")),
    };
    let mut read = CaseBlock {
        version,
        case_id: field("case_id")?,
        user_id: field("user_id"),
        date_modified: field("date_modified"),
        create: block.contains_key("create"),
        known: KnownProperties::default(),
        properties: Vec::new(),
        indices: indices(block),
        close: block.contains_key("close"),
        referrals: Vec::new(),
    };
    for part in ["create", "update"] {
        if let Some(Value::Object(members)) = block.get(part) {
            take_properties(members, &mut read);
        }
    }
    if version == CaseVersion::V1 {
        read.referrals = each(block.get("referral"))
            .filter_map(read_referral)
            .collect();
    }
    Some(read)
}

fn take_properties(members: &Map<String, Value>, block: &mut CaseBlock) {
    for (key, value) in members {
        if key.starts_with(['@', '#']) {
            continue;
        }
        // A property given twice: the later one wins. Object-valued: its text (facts F).
        let value = each(Some(value)).last().and_then(text_of);
        let value = value.unwrap_or_default().to_owned();
        let known = match (key.as_str(), block.version) {
            ("case_type_id", CaseVersion::V1) | ("case_type", _) => &mut block.known.case_type,
            ("case_name", _) => &mut block.known.name,
            ("owner_id", _) => &mut block.known.owner_id,
            ("external_id", _) => &mut block.known.external_id,
            ("date_opened", _) => &mut block.known.opened_on,
            ("user_id", CaseVersion::V1) => &mut block.user_id,
            _ => {
                block.properties.push((key.clone(), value));
                continue;
            }
        };
        *known = Some(value);
    }
}

fn indices(block: &Map<String, Value>) -> Vec<CaseIndex> {
    let Some(Value::Object(members)) = block.get("index") else {
        return Vec::new();
    };
    members
        .iter()
        .filter(|(identifier, _)| !identifier.starts_with(['@', '#']))
        .map(|(identifier, value)| CaseIndex {
            identifier: identifier.clone(),
            case_type: value.get("@case_type").and_then(text_of).map(str::to_owned),
            case_id: text_of(value).unwrap_or_default().to_owned(),
        })
        .collect()
}

fn read_referral(value: &Value) -> Option<ReferralBlock> {
    let members = value.as_object()?;
    let within = |part: &str, key: &str| text(members.get(part)?.as_object()?, key);
    Some(ReferralBlock {
        referral_id: text(members, "referral_id")?,
        followup_on: text(members, "followup_date"),
        opened: within("open", "referral_types")
            .map(|types| types.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default(),
        updated: within("update", "referral_type"),
        closed_on: within("update", "date_closed"),
    })
}

/// A value that may come once or several times.
fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    match value {
        None => [].iter(),
        Some(Value::Array(several)) => several.iter(),
        Some(one) => std::slice::from_ref(one).iter(),
    }
}

fn text(members: &Map<String, Value>, key: &str) -> Option<String> {
    members.get(key).and_then(text_of).map(str::to_owned)
}
