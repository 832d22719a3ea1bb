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
