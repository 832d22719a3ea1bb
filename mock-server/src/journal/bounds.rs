//! How much a journal keeps.

use std::num::NonZeroUsize;

use serde::Deserialize;

/// How much a journal keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Entries.
    pub entries: usize,
    /// Bytes, roughly.
    pub bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            entries: 1_000,
            bytes: 4 << 20,
        }
    }
}

/// The same as far as somebody says it: flags, or a world file.
///
/// ```
/// use fakehq::journal::bounds::{Asked, Bounds};
///
/// let flags = Asked { entries: 10.try_into().ok(), bytes: None };
/// let file: Asked = toml::from_str("entries = 20\nbytes = 30")?;
/// assert_eq!(flags.or(file).bounds(), Bounds { entries: 10, bytes: 30 });
/// assert_eq!(flags.bounds().bytes, Bounds::default().bytes);
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// See [`Bounds::entries`].
    pub entries: Option<NonZeroUsize>,
    /// See [`Bounds::bytes`].
    pub bytes: Option<NonZeroUsize>,
}

impl Asked {
    /// What this says, and where it says nothing, what the other does.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            entries: self.entries.or(other.entries),
            bytes: self.bytes.or(other.bytes),
        }
    }

    /// What it comes to.
    #[must_use]
    pub fn bounds(self) -> Bounds {
        let usual = Bounds::default();
        Bounds {
            entries: self.entries.map_or(usual.entries, NonZeroUsize::get),
            bytes: self.bytes.map_or(usual.bytes, NonZeroUsize::get),
        }
    }
}
