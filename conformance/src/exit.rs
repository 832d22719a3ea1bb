//! What the exit codes of `hq-conformance` mean. Stable.

use crate::{examination::Examined, judge::verdict::Status};

/// The outcome of a run of the kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exit {
    /// 0: the client conforms.
    Conforms,
    /// 1: a must is broken.
    Broken,
    /// 2: the arguments, the manifest or the command make no sense.
    Usage,
    /// 4: nothing was judged.
    NothingJudged,
    /// 5: the kit itself failed.
    KitFailed,
}

impl Exit {
    /// The code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Conforms => 0,
            Self::Broken => 1,
            Self::Usage => 2,
            Self::NothingJudged => 4,
            Self::KitFailed => 5,
        }
    }

    /// The outcome of an examination; where several apply, the kit's own failure comes first.
    #[must_use]
    pub fn of(examined: &Examined) -> Self {
        let any = |status| examined.results.iter().any(|r| r.verdict.status == status);
        if any(Status::Error) {
            Self::KitFailed
        } else if examined
            .results
            .iter()
            .all(|r| r.verdict.status == Status::Skip)
        {
            Self::NothingJudged
        } else if any(Status::Fail) {
            Self::Broken
        } else {
            Self::Conforms
        }
    }
}
