//! How a value is described.
//!
//! From the low bits up: 3 bits of tag, 13 bits for the number of its path, 16 bits for the bytes of a
//! text or number. Where a path's number or a length does not fit, all its bits are set and it has a
//! word of its own behind, the path's first. Lists and objects always have such a word, the number of
//! words within, and behind that the number of bytes of text within.

pub(crate) const NULL: u32 = 0;
pub(crate) const FALSE: u32 = 1;
pub(crate) const TRUE: u32 = 2;
pub(crate) const NUMBER: u32 = 3;
pub(crate) const TEXT: u32 = 4;
pub(crate) const LIST: u32 = 5;
pub(crate) const OBJECT: u32 = 6;

pub(crate) const TAG: u32 = 7;
pub(crate) const PATH_SHIFT: u32 = 3;
pub(crate) const LONG_PATH: u32 = (1 << 13) - 1;
pub(crate) const LENGTH_SHIFT: u32 = 16;
pub(crate) const LONG: u32 = (1 << 16) - 1;
