//! The faults laid on a project space, and whose turn it is.

use serde::{Deserialize, Serialize};

use super::{fault::Fault, which::Request};

/// A fault that was laid, and how it fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Laid {
    /// Counts the faults of a space from 1; a number is never used again.
    pub id: u64,
    /// The fault.
    pub fault: Fault,
    /// How many requests have matched it.
    pub seen: u64,
    /// How many of them it has struck.
    pub struck: u64,
}

/// The faults laid on a project space, in the order they were laid.
///
/// What is struck follows from the faults and from the requests in their order, and from nothing else.
///
/// ```
/// use fakehq::faults::{FaultBook, Kind, Request};
///
/// let mut book = FaultBook::default();
/// book.lay(toml::from_str("nth = 2\neffect = \"empty-reply\"")?);
/// let download = Request {
///     kind: Kind::FormExport,
///     method: "GET",
///     xmlns: None,
///     format: None,
///     accepted: true,
///     status: 200,
///     challenged: false,
/// };
/// assert!(book.strike(&download).is_none());
/// assert_eq!(book.strike(&download).map(|laid| laid.id), Some(1));
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultBook {
    laid: Vec<Laid>,
    /// The id given last.
    last: u64,
}

impl FaultBook {
    /// Lays a fault; the answer is its id.
    pub fn lay(&mut self, fault: Fault) -> u64 {
        self.last += 1;
        self.laid.push(Laid {
            id: self.last,
            fault,
            seen: 0,
            struck: 0,
        });
        self.last
    }

    /// Takes a fault away; false if there is none of that id.
    pub fn lift(&mut self, id: u64) -> bool {
        let before = self.laid.len();
        self.laid.retain(|laid| laid.id != id);
        self.laid.len() < before
    }

    /// Takes all faults away.
    pub fn lift_all(&mut self) {
        self.laid.clear();
    }

    /// The faults, spent ones included.
    #[must_use]
    pub fn laid(&self) -> &[Laid] {
        &self.laid
    }

    /// Counts a request for every fault that matches it; of those whose turn it is, the one laid first
    /// strikes, and is returned.
    pub fn strike(&mut self, request: &Request<'_>) -> Option<&Laid> {
        let mut striking = None;
        for (place, laid) in self.laid.iter_mut().enumerate() {
            if !laid.fault.matches(request) {
                continue;
            }
            laid.seen += 1;
            if striking.is_none() && laid.fault.when.strikes(laid.seen, laid.struck) {
                laid.struck += 1;
                striking = Some(place);
            }
        }
        self.laid.get(striking?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::faults::{Kind, When};

    fn request(kind: Kind, accepted: bool) -> Request<'static> {
        Request {
            kind,
            method: "GET",
            xmlns: Some("x"),
            format: None,
            accepted,
            status: if accepted { 200 } else { 401 },
            challenged: !accepted,
        }
    }

    fn fault() -> impl Strategy<Value = Fault> {
        let on = select(vec!["export", "form-export", "case-export", "any"]);
        let when = select(vec!["nth", "next", "every"]);
        (on, when, 1u64..5).prop_map(|(on, when, n)| {
            let text = format!("on = \"{on}\"\n{when} = {n}\neffect = \"cut\"");
            toml::from_str(&text).unwrap()
        })
    }

    fn requests() -> impl Strategy<Value = Vec<Request<'static>>> {
        let kind = select(vec![Kind::FormExport, Kind::CaseExport, Kind::Other]);
        let request = (kind, any::<bool>()).prop_map(|(kind, accepted)| request(kind, accepted));
        prop::collection::vec(request, 0..30)
    }

    /// Which fault strikes each request.
    fn play(faults: &[Fault], requests: &[Request<'_>]) -> (FaultBook, Vec<Option<u64>>) {
        let mut book = FaultBook::default();
        for fault in faults {
            book.lay(fault.clone());
        }
        let strikes = requests
            .iter()
            .map(|request| book.strike(request).map(|laid| laid.id))
            .collect();
        (book, strikes)
    }

    proptest! {
        #[test]
        fn the_same_requests_meet_the_same_faults(
            faults in prop::collection::vec(fault(), 0..5), requests in requests(),
        ) {
            let (book, strikes) = play(&faults, &requests);
            prop_assert_eq!(&strikes, &play(&faults, &requests).1);
            for laid in book.laid() {
                let matching = requests.iter().filter(|request| laid.fault.matches(request)).count();
                prop_assert_eq!(laid.seen, matching as u64);
                let struck = strikes.iter().filter(|id| **id == Some(laid.id)).count();
                prop_assert_eq!(laid.struck, struck as u64);
            }
        }

        #[test]
        fn a_fault_alone_strikes_when_its_turn_is_and_only_then(fault in fault(), requests in requests()) {
            let (_, strikes) = play(std::slice::from_ref(&fault), &requests);
            let (mut ordinal, mut struck) = (0, 0);
            for (request, strike) in requests.iter().zip(strikes) {
                let mut expected = false;
                if fault.matches(request) {
                    ordinal += 1;
                    expected = fault.when.strikes(ordinal, struck);
                    struck += u64::from(expected);
                }
                prop_assert_eq!(strike.is_some(), expected);
            }
        }

        #[test]
        fn a_fault_laid_later_takes_nothing_from_an_earlier_one(
            first in fault(), second in fault(), requests in requests(),
        ) {
            let alone = play(std::slice::from_ref(&first), &requests).1;
            let (book, both) = play(&[first, second], &requests);
            for (alone, both) in alone.iter().zip(&both) {
                prop_assert!(alone.is_none() || alone == both);
            }
            // One for the next N is not spent on requests that another took.
            if let When::Next(count) = book.laid()[1].fault.when {
                let second = &book.laid()[1];
                let free = requests.iter().zip(&both).filter(|(request, id)| {
                    second.fault.matches(request) && **id != Some(1)
                });
                prop_assert_eq!(second.struck, count.min(free.count() as u64));
            }
        }
    }

    #[test]
    fn ids_are_never_used_again() {
        let mut book = FaultBook::default();
        let fault: Fault = toml::from_str("effect = \"cut\"").unwrap();
        assert_eq!([book.lay(fault.clone()), book.lay(fault.clone())], [1, 2]);
        assert!(book.lift(2));
        assert!(!book.lift(2));
        assert_eq!(book.lay(fault), 3);
        book.lift_all();
        assert!(book.laid().is_empty());
    }
}
