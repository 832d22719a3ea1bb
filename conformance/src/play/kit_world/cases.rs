//! Cases, referrals and workers of a world, opened by forms of another kind than the exported one.

use fakehq::world::{
    cases::block::V2_XMLNS, people::MobileWorker, space::ProjectSpace, submit::SubmitError,
};
use serde_json::{Value, json};

use super::{
    WORKER_ID,
    document::{KitDocument, KitRow, Sent, Source},
    witness::Witnesses,
};
use crate::catalogue::world::Cases;

/// The form that opens cases.
const REGISTRATION: &str = "http://openrosa.org/formdesigner/5D0E-kit-registration";

/// Numbers of documents from here on are cases and workers, those below are forms.
const FIRST_NUMBER: usize = 1 << 20;

/// Puts cases and workers into a space.
///
/// # Errors
/// Never for what is made here; the error is that of any submission.
pub fn put(space: &mut ProjectSpace, cases: &Cases) -> Result<Vec<KitDocument>, SubmitError> {
    let mut made = Vec::new();
    for number in 0..cases.users {
        made.push(worker(space, number));
    }
    let count = cases.open + cases.closed;
    for number in 0..count {
        let is_open = number < cases.open;
        let referrals = match (is_open, cases.open) {
            (true, open) => cases.referrals / open + usize::from(number < cases.referrals % open),
            (false, _) => 0,
        };
        made.push(case(space, number, is_open, referrals)?);
    }
    Ok(made)
}

fn worker(space: &mut ProjectSpace, number: usize) -> KitDocument {
    let id = format!("c0ffee{:026x}", number + 2);
    let mut witnesses = Witnesses::of(FIRST_NUMBER + number);
    let (name, village) = (witnesses.take(), witnesses.take());
    space.people.mobile_workers.push(MobileWorker {
        id: id.clone(),
        username: format!("worker{number}@{}.commcarehq.org", space.name),
        password: "of-a-phone-3".to_owned(),
        full_name: name.clone(),
        active: true,
        groups: Vec::new(),
        user_data: vec![("village".to_owned(), village.clone())],
    });
    KitDocument {
        id,
        source: Source::Cases,
        sent: Sent::Always,
        rows: vec![KitRow {
            table: "user".to_owned(),
            parent: None,
            witnesses: vec![("name".to_owned(), name), ("village".to_owned(), village)],
        }],
        text: None,
    }
}

fn case(
    space: &mut ProjectSpace,
    number: usize,
    is_open: bool,
    referrals: usize,
) -> Result<KitDocument, SubmitError> {
    let id = format!("ca5e{number:028x}");
    let mut witnesses = Witnesses::of(2 * FIRST_NUMBER + number);
    let mut rows = vec![KitRow {
        table: "case".to_owned(),
        parent: None,
        witnesses: ["name", "village"]
            .map(|property| (property.to_owned(), witnesses.take()))
            .into(),
    }];
    let of = |row: &KitRow, at: usize| row.witnesses[at].1.clone();
    let mut block = json!({
        "@xmlns": V2_XMLNS, "@case_id": id, "@user_id": WORKER_ID,
        "create": {
            "case_type": "mother", "case_name": of(&rows[0], 0), "owner_id": WORKER_ID,
        },
        "update": { "village": of(&rows[0], 1) },
    });
    if !is_open {
        block["close"] = "".into();
    }
    register(space, &format!("{id}-1"), block)?;
    for nth in 0..referrals {
        let referral = witnesses.take();
        let block = json!({
            "case_id": id,
            "referral": {
                "referral_id": referral, "followup_date": "2016-02-01",
                "open": { "referral_types": "clinic" },
            },
        });
        register(space, &format!("{id}-r{nth}"), block)?;
        rows.push(KitRow {
            table: "referral".to_owned(),
            parent: Some(0),
            witnesses: vec![("referral_id".to_owned(), referral)],
        });
    }
    Ok(KitDocument {
        id,
        source: Source::Cases,
        sent: if is_open {
            Sent::Always
        } else {
            Sent::WithClosed
        },
        rows,
        text: None,
    })
}

fn register(space: &mut ProjectSpace, id: &str, block: Value) -> Result<(), SubmitError> {
    space.submit_json(json!({
        "form": {
            "@xmlns": REGISTRATION,
            "case": block,
            "meta": { "instanceID": id, "userID": WORKER_ID, "username": "asha" },
        },
    }))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use fakehq::selection::cases::CaseAsk;

    use super::*;
    use crate::{catalogue::world::World, play::kit_world};

    #[test]
    fn what_is_put_in_is_what_is_exported() {
        let mut space = kit_world::bare_space("kit", &World::default()).unwrap();
        let cases = Cases {
            open: 3,
            closed: 2,
            referrals: 4,
            users: 2,
        };
        let made = put(&mut space, &cases).unwrap();
        let ask = CaseAsk::default();
        let open = space.export_cases(&ask).unwrap();
        assert_eq!(open.cases.len(), 3);
        let referrals: usize = open.cases.iter().map(|case| case.referrals.len()).sum();
        assert_eq!(referrals, 4);
        let all = space.export_cases(&CaseAsk {
            include_closed: true,
            ..ask
        });
        let all = all.unwrap();
        for case in &all.cases {
            let known = made.iter().find(|made| made.id == case.case_id).unwrap();
            assert!(known.main_row().any(|witness| witness == case.name));
            let is_open = known.sent == Sent::Always;
            assert_eq!(is_open, !case.is_closed());
            assert_eq!(known.rows.len(), 1 + case.referrals.len());
        }
        assert_eq!(made.len(), 7);
    }
}
