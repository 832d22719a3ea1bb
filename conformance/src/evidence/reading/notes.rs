//! What was gathered: containers, and notes on what could not be read.

use std::{borrow::Cow, collections::HashMap};

use serde::{Deserialize, Serialize};

use crate::evidence::container::Container;

/// What a client left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Everything that could be read, in the order of the places' names.
    pub containers: Vec<Container>,
    /// What could not be read, and why.
    pub notes: Vec<Note>,
}

/// Something that is there and is no evidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{place}: {remark}")]
pub struct Note {
    /// Where, as in [`Container::place`].
    pub place: String,
    /// Why.
    pub remark: Remark,
}

/// Why something is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Remark {
    /// It points elsewhere.
    #[error("a symbolic link, which is not followed")]
    Symlink,
    /// A pipe, socket or device.
    #[error("not a file")]
    Special,
    /// One of the [`Limits`](super::Limits) is reached.
    #[error("not read: the limit of {0} is reached")]
    Limit(Cow<'static, str>),
    /// The content is not what its format wants.
    #[error("damaged: {0}")]
    Damaged(String),
    /// There is no reader for this format; a `dump` command of the manifest can make it readable.
    #[error("{0}, which the kit cannot open")]
    Sealed(Cow<'static, str>),
    /// The process that reads was ended by it; why.
    #[error("not read: {0}")]
    EndedItsReader(Cow<'static, str>),
    /// There are more remarks than are kept.
    #[error("and more of the kind")]
    More,
    /// The system refused.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// It has the greatest length a client's file may have, in MiB: more may have been meant.
    #[error("{0} MiB long, the most that the kit lets a client write, so that it may be cut")]
    Full(u64),
    /// Only the beginning was kept.
    #[error("only the first {kept} of {total} bytes were kept")]
    Cut {
        /// Bytes that are there.
        kept: u64,
        /// Bytes there were.
        total: u64,
    },
}

impl Evidence {
    /// The containers that are no copies of an earlier one.
    #[must_use]
    pub fn originals(&self) -> Vec<&Container> {
        let mut met: HashMap<u64, Vec<&Container>> = HashMap::new();
        self.containers
            .iter()
            .filter(|container| {
                let alike = met.entry(container.fingerprint()).or_default();
                let is_new = !alike.iter().any(|earlier| container.is_copy_of(earlier));
                if is_new {
                    alike.push(container);
                }
                is_new
            })
            .collect()
    }
}
