//! What a judge may say of one expectation.

/// The outcome of one expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It was met.
    Met,
    /// It was met, and yet something should be known; what.
    Remarked(String),
    /// It was broken.
    Broken(Breach),
    /// It cannot be decided from what was seen; the reason.
    Undecided(String),
}

/// What was done wrong, and where to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The run of the client in which it shows, counted from 0.
    pub run: usize,
    /// What happened, in a sentence or two.
    pub what: String,
}

impl Finding {
    /// A broken expectation.
    #[must_use]
    pub fn broken(run: usize, what: impl Into<String>) -> Self {
        Self::Broken(Breach {
            run,
            what: what.into(),
        })
    }

    /// An expectation that was met, with a remark.
    #[must_use]
    pub fn remarked(what: impl Into<String>) -> Self {
        Self::Remarked(what.into())
    }

    /// An expectation that cannot be decided.
    #[must_use]
    pub fn undecided(why: impl Into<String>) -> Self {
        Self::Undecided(why.into())
    }
}
