//! What the exit codes of `hq-conformance` mean. Stable. Where several apply: 5, 2, 4, 1, 3, 6, 0.

use serde::{Deserialize, Serialize};

use crate::{examination::Examined, judge::verdict::Status};

/// The outcome of a run of the kit.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(into = "u8", try_from = "u8")]
pub enum Exit {
    /// 0: the client conforms.
    Conforms,
    /// 1: a must is broken.
    Broken,
    /// 2: the arguments, the manifest or the command make no sense.
    Usage,
    /// 3: a listed known failure passes now.
    Stale,
    /// 4: nothing was judged, or less than was demanded.
    NothingJudged,
    /// 5: the kit itself failed.
    KitFailed,
    /// 6: only snapshots are not as approved.
    SnapshotsDiffer,
}

impl Exit {
    /// The code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Conforms => 0,
            Self::Broken => 1,
            Self::Usage => 2,
            Self::Stale => 3,
            Self::NothingJudged => 4,
            Self::KitFailed => 5,
            Self::SnapshotsDiffer => 6,
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

impl From<Exit> for u8 {
    fn from(exit: Exit) -> Self {
        exit.code()
    }
}

impl TryFrom<u8> for Exit {
    type Error = String;

    fn try_from(code: u8) -> Result<Self, String> {
        let mut all = [
            Self::Conforms,
            Self::Broken,
            Self::Usage,
            Self::Stale,
            Self::NothingJudged,
            Self::KitFailed,
            Self::SnapshotsDiffer,
        ]
        .into_iter();
        let found = all.find(|exit| exit.code() == code);
        found.ok_or_else(|| format!("no outcome has the exit code {code}"))
    }
}
