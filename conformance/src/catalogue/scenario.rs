//! A world and what happens in it.

use serde::Deserialize;

/// What is played for a case. Equal scenarios are played once, whatever checks ask for them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scenario {
    /// How many forms the space holds at first.
    pub forms: usize,
    /// The account the client is given.
    pub account: Account,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// The account a client is given.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Account {
    /// A web user who may export.
    #[default]
    Right,
    /// That user with a wrong password.
    WrongPassword,
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The client runs, once, to its end.
    Run,
    /// A form arrives.
    Submit,
}
