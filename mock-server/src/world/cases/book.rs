//! What many case blocks add up to: the cases of a project space.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::block::CaseBlock;
use crate::world::xml::moment;

/// A case as it stands after all blocks so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// 32 hex digits or a UUID, as the phone chose.
    pub case_id: String,
    /// Type of case: `mother`.
    pub case_type: String,
    /// What people call it.
    pub name: String,
    /// Who looks after it: a user or a case-sharing group. At first the one who opened it.
    pub owner_id: String,
    /// Who changed it last.
    pub user_id: String,
    /// Id in some other system, if any.
    pub external_id: Option<String>,
    /// When it began.
    pub opened_on: Timestamp,
    /// When it changed last.
    pub modified_on: Timestamp,
    /// When it ended; open cases have none.
    pub closed_on: Option<Timestamp>,
    /// Properties without fields of their own, in the order they first came.
    pub properties: Vec<(String, String)>,
    /// Referrals made, in order.
    pub referrals: Vec<Referral>,
}

/// A referral: the person was sent to somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Which; one id may stand for several types.
    pub referral_id: String,
    /// What for: `clinic`.
    pub referral_type: String,
    /// When it was made.
    pub opened_on: Timestamp,
    /// When it changed last.
    pub modified_on: Timestamp,
    /// When to look after it.
    pub followup_on: Option<Timestamp>,
    /// Whether it is settled.
    pub closed: bool,
}

impl Case {
    /// Whether the case has ended.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed_on.is_some()
    }
}

/// Cases by id, in the order they began.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "WrittenCases", into = "WrittenCases")]
pub struct CaseBook {
    /// Shared with the exports that are being made.
    cases: Vec<Arc<Case>>,
    /// The number of each case's latest change.
    changed: Vec<usize>,
    /// How many changes there were.
    changes: usize,
    place: HashMap<String, usize>,
    property_names: BTreeSet<String>,
}

impl CaseBook {
    /// Applies one block of a form by `user_id` that arrived at `received_on`; both count where the
    /// block is silent. A block that changes an unknown case begins it.
    pub fn apply(&mut self, block: &CaseBlock, user_id: &str, received_on: Timestamp) {
        for name in block.property_names() {
            if !self.property_names.contains(name) {
                self.property_names.insert(name.to_owned());
            }
        }
        let now = block.date_modified.as_deref().and_then(moment::parse);
        let now = now.unwrap_or(received_on);
        let user_id = block.user_id.as_deref().unwrap_or(user_id);
        let place = match self.place.get(&block.case_id) {
            Some(&place) => place,
            None => {
                self.place.insert(block.case_id.clone(), self.cases.len());
                let case = Case::new(&block.case_id, user_id, now);
                self.cases.push(Arc::new(case));
                self.changed.push(0);
                self.cases.len() - 1
            }
        };
        self.changes += 1;
        self.changed[place] = self.changes;
        Arc::make_mut(&mut self.cases[place]).change(block, user_id, now);
    }

    /// All cases, in the order they began.
    #[must_use]
    pub fn cases(&self) -> &[Arc<Case>] {
        &self.cases
    }

    /// How many blocks were applied; see [`Self::changed_since`].
    #[must_use]
    pub fn changes(&self) -> usize {
        self.changes
    }

    /// The cases that any block after the first `changes` worked on, in the order they began.
    pub fn changed_since(&self, changes: usize) -> impl Iterator<Item = &Arc<Case>> {
        let changed = self.changed.iter().zip(&self.cases);
        changed.filter_map(move |(number, case)| (*number > changes).then_some(case))
    }

    /// One case.
    #[must_use]
    pub fn get(&self, case_id: &str) -> Option<&Case> {
        self.place.get(case_id).map(|&place| &*self.cases[place])
    }

    /// Every property name any block ever set, sorted: the `d.` columns of the case export (facts F).
    #[must_use]
    pub fn property_names(&self) -> &BTreeSet<String> {
        &self.property_names
    }
}

/// A case book as it is written down.
#[derive(Serialize, Deserialize)]
struct WrittenCases {
    changes: usize,
    property_names: BTreeSet<String>,
    cases: Vec<WrittenCase>,
}

#[derive(Serialize, Deserialize)]
struct WrittenCase {
    changed: usize,
    #[serde(flatten)]
    case: Case,
}

impl From<CaseBook> for WrittenCases {
    fn from(book: CaseBook) -> Self {
        let cases = book.changed.iter().zip(&book.cases);
        Self {
            changes: book.changes,
            property_names: book.property_names,
            cases: cases
                .map(|(&changed, case)| WrittenCase {
                    changed,
                    case: Case::clone(case),
                })
                .collect(),
        }
    }
}

impl From<WrittenCases> for CaseBook {
    fn from(written: WrittenCases) -> Self {
        let mut book = Self {
            changes: written.changes,
            property_names: written.property_names,
            ..Self::default()
        };
        for WrittenCase { changed, case } in written.cases {
            book.place.insert(case.case_id.clone(), book.cases.len());
            book.cases.push(Arc::new(case));
            book.changed.push(changed);
        }
        book
    }
}

impl Case {
    fn new(case_id: &str, user_id: &str, now: Timestamp) -> Self {
        Self {
            case_id: case_id.to_owned(),
            case_type: String::new(),
            name: String::new(),
            owner_id: user_id.to_owned(),
            user_id: user_id.to_owned(),
            external_id: None,
            opened_on: now,
            modified_on: now,
            closed_on: None,
            properties: Vec::new(),
            referrals: Vec::new(),
        }
    }

    fn change(&mut self, block: &CaseBlock, user_id: &str, now: Timestamp) {
        let known = &block.known;
        for (field, value) in [
            (&mut self.case_type, &known.case_type),
            (&mut self.name, &known.name),
            (&mut self.owner_id, &known.owner_id),
        ] {
            if let Some(value) = value {
                field.clone_from(value);
            }
        }
        if let Some(id) = &known.external_id {
            self.external_id = Some(id.clone()).filter(|id| !id.is_empty());
        }
        if let Some(opened) = known.opened_on.as_deref().and_then(moment::parse) {
            self.opened_on = opened;
        }
        for (name, value) in &block.properties {
            match self.properties.iter_mut().find(|(known, _)| known == name) {
                Some((_, old)) => old.clone_from(value),
                None => self.properties.push((name.clone(), value.clone())),
            }
        }
        self.refer(block, now);
        user_id.clone_into(&mut self.user_id);
        self.modified_on = now;
        if block.close {
            self.closed_on = Some(now);
        }
    }

    fn refer(&mut self, block: &CaseBlock, now: Timestamp) {
        for change in &block.referrals {
            let followup_on = change.followup_on.as_deref().and_then(moment::parse);
            for kind in &change.opened {
                self.referrals.push(Referral {
                    referral_id: change.referral_id.clone(),
                    referral_type: kind.clone(),
                    opened_on: now,
                    modified_on: now,
                    followup_on,
                    closed: false,
                });
            }
            let Some(kind) = &change.updated else {
                continue;
            };
            for referral in self.referrals.iter_mut().filter(|referral| {
                referral.referral_id == change.referral_id && referral.referral_type == *kind
            }) {
                referral.modified_on = now;
                referral.followup_on = followup_on.or(referral.followup_on);
                referral.closed |= change.closed_on.is_some();
            }
        }
    }
}
