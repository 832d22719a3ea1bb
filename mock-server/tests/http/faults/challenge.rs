//! Challenges that are right and look otherwise.

use super::support::{authorised, strikes, with};
use crate::support::{EXPORT, JANE, get};

/// The fields of a challenge, in order.
fn fields(challenge: &str) -> Vec<(&str, &str)> {
    let fields = challenge.strip_prefix("Digest ").unwrap().split(", ");
    fields.map(|field| field.split_once('=').unwrap()).collect()
}

fn names(challenge: &str) -> Vec<&str> {
    fields(challenge)
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

#[tokio::test]
async fn a_stale_nonce_is_answered_with_a_fresh_one_that_works() {
    let hq = with(&["effect = \"stale-nonce\""]).await;
    let first = hq.ask(&get(EXPORT)).await;
    let stale = hq.ask(&get(EXPORT).answering(&first, JANE)).await;
    assert_eq!(stale.status, 401);
    let challenge = stale.field("WWW-Authenticate").unwrap();
    assert!(challenge.ends_with(", stale=\"true\""), "{challenge}");
    assert_ne!(
        fields(challenge)[0],
        fields(first.field("WWW-Authenticate").unwrap())[0]
    );
    assert_eq!(stale.token(), None);
    let again = hq.ask(&get(EXPORT).answering(&stale, JANE)).await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn the_fields_of_a_challenge_come_in_another_order_and_work() {
    let hq = with(&["every = 1\neffect = \"shuffled-challenge\""]).await;
    let shuffled = hq.ask(&get(EXPORT)).await;
    let challenge = shuffled.field("WWW-Authenticate").unwrap();
    let usual = ["nonce", "realm", "algorithm", "opaque", "qop", "stale"];
    let mut order = names(challenge);
    assert_ne!(order, usual);
    let again = hq.ask(&get(EXPORT)).await;
    assert_eq!(names(again.field("WWW-Authenticate").unwrap()), order);
    order.sort_unstable();
    let mut usual = usual;
    usual.sort_unstable();
    assert_eq!(order, usual);
    // The answer to it is no challenge, so the fault does not count it.
    let right = hq.ask(&get(EXPORT).answering(&shuffled, JANE)).await;
    assert_eq!(right.status, 200);
    assert_eq!(strikes(&hq), [2]);
}

#[tokio::test]
async fn another_seed_is_another_order() {
    let mut orders = Vec::new();
    for seed in 0..3 {
        let text = format!("effect = {{ shuffled-challenge = {{ seed = {seed} }} }}");
        let hq = with(&[&text]).await;
        let challenge = hq.ask(&get(EXPORT)).await;
        let challenge = challenge.field("WWW-Authenticate").unwrap();
        orders.push(names(challenge).join(" "));
    }
    orders.sort();
    orders.dedup();
    assert!(orders.len() > 1, "{orders:?}");
}

/// Nothing has to be laid for it: see docs/faults.md.
#[tokio::test]
async fn every_challenge_has_a_nonce_of_its_own() {
    let hq = with(&[]).await;
    let ask = authorised(&hq, "").await;
    let wrong = ask.clone().line("X-Tried: again");
    assert_eq!(hq.ask(&ask).await.status, 200);
    let mut nonces = Vec::new();
    for _ in 0..5 {
        // The same count on the same nonce again is refused.
        let refused = hq.ask(&wrong).await;
        let challenge = refused.field("WWW-Authenticate").unwrap();
        nonces.push(fields(challenge)[0].1.to_owned());
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 5);
}
