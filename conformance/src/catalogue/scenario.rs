//! A world and what happens in it.

use super::{step::Step, world::World};

/// What is played for a case. Equal scenarios are played once, whatever checks ask for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The project space at first.
    pub world: World,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

impl Scenario {
    /// The scenario in a line: `40 forms; run, a form arrives, run`.
    #[must_use]
    pub fn story(&self) -> String {
        let steps: Vec<_> = self.steps.iter().map(ToString::to_string).collect();
        format!("{} forms; {}", self.world.forms, steps.join(", "))
    }
}
