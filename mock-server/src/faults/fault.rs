//! A fault: which requests, when, and what becomes of them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    action::Action,
    effect::Effect,
    table::FaultTable,
    when::When,
    which::{Request, Which},
};

/// What goes wrong, on which requests.
///
/// Read and written as a table of a world file or as JSON, see [the room](super). A fault has an effect on
/// the answer, actions in the project space, or both.
///
/// ```
/// use fakehq::faults::{Effect, Fault, When};
///
/// let fault: Fault = toml::from_str(r#"
///     on = "form-export"
///     next = 2
///     effect = { status = { code = 503, retry-after = 1 } }
/// "#)?;
/// assert_eq!(fault.when, When::Next(2));
/// assert_eq!(fault.to_string(), "status 503, Retry-After: 1");
/// assert_eq!(fault.effect, Some(Effect::Status { code: 503, retry_after: Some(1) }));
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "FaultTable", into = "FaultTable")]
pub struct Fault {
    /// Which requests it is for.
    pub which: Which,
    /// Which of these it strikes.
    pub when: When,
    /// What becomes of the answer.
    pub effect: Option<Effect>,
    /// What happens in the project space, in this order.
    pub actions: Vec<Action>,
}

impl Fault {
    /// Whether a request counts for this fault.
    #[must_use]
    pub fn matches(&self, request: &Request<'_>) -> bool {
        let changes_challenges = matches!(self.effect, Some(Effect::ShuffledChallenge { .. }));
        self.which.matches(request) && (request.challenged || !changes_challenges)
    }
}

impl Fault {
    /// All it says, in words: what becomes of which requests.
    ///
    /// ```
    /// let fault: fakehq::faults::Fault = toml::from_str("nth = 2\neffect = \"empty-reply\"")?;
    /// let words = "empty-reply: request number 2 (export, credentials accepted)";
    /// assert_eq!(fault.in_full(), words);
    /// # Ok::<(), toml::de::Error>(())
    /// ```
    #[must_use]
    pub fn in_full(&self) -> String {
        format!("{self}: {} ({})", self.when, self.which)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<_> = self.actions.iter().map(ToString::to_string).collect();
        parts.extend(self.effect.as_ref().map(ToString::to_string));
        f.write_str(&parts.join(", "))
    }
}
