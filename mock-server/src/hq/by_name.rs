//! Project spaces whose name says what they are: `demo--empty--hq-2013` is made on its first request
//! from the space `demo`, so that a client that can configure nothing but an address can choose.

use std::sync::Arc;

use super::{Hq, Island};
use crate::world::{
    space::{CannotMake, is_space_name},
    variation::{BETWEEN, UnknownVariation, Variation},
};

/// How many spaces are made by name at most, unless the server is told otherwise: whoever tries out
/// names must not fill the memory.
pub const MOST_MADE: usize = 100;

/// Why a space that its name describes is not there.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// A word of the name means nothing.
    #[error(transparent)]
    Unknown(#[from] UnknownVariation),
    /// There are enough of them.
    #[error(
        "{0} project spaces were made by name already, and no more are; delete some with DELETE \
         /_fakehq/spaces/NAME, or start the server with a higher --made-spaces"
    )]
    TooMany(usize),
    /// There is no seed to change.
    #[error("the space was not invented from a seed, so it has no other")]
    NotInvented,
    /// It cannot be made of what it is made of.
    #[error(transparent)]
    World(#[from] CannotMake),
}

/// What the name of a space asks for.
struct Asked<'a> {
    /// The space it is made from.
    base: Arc<Island>,
    words: &'a str,
}

impl Hq {
    /// Whether a name without a space describes one.
    #[must_use]
    pub fn describes(&self, name: &str) -> bool {
        self.island(name).is_none() && self.asked(name).is_some()
    }

    /// The space of a name; where there is none and the name describes one, it is made. That may take
    /// as long as the space is large.
    ///
    /// # Errors
    /// When the name describes a space that cannot be.
    pub fn island_or_made(&self, name: &str) -> Result<Option<Arc<Island>>, NotMade> {
        if let Some(island) = self.island(name) {
            return Ok(Some(island));
        }
        let Some(asked) = self.asked(name) else {
            return Ok(None);
        };
        let variations = asked
            .words
            .split(BETWEEN)
            .map(Variation::named)
            .collect::<Result<Vec<_>, _>>()?;
        // One at a time: who asks second finds what the first one made.
        let _making = super::lock(&self.making);
        if let Some(island) = self.island(name) {
            return Ok(Some(island));
        }
        let made = self.islands().iter().filter(|i| i.by_name).count();
        if made >= self.settings.most_made {
            return Err(NotMade::TooMany(made));
        }
        let space = asked.base.origin.varied(name, &variations)?;
        let island = Island {
            by_name: true,
            ..self.settled_island(space)
        };
        Ok(Some(self.put_island(island)))
    }

    /// Splits a name into a space that is there and words; the longest such space.
    fn asked<'a>(&self, name: &'a str) -> Option<Asked<'a>> {
        if !is_space_name(name) {
            return None;
        }
        let mut ends = name.rmatch_indices(BETWEEN).map(|(at, _)| at);
        ends.find_map(|at| {
            let base = self.island(&name[..at]).filter(|base| !base.by_name)?;
            let words = &name[at + BETWEEN.len()..];
            Some(Asked { base, words })
        })
    }
}
