//! The frame that all HTML pages share, and the pages that tell of a problem.

pub mod layout;
pub mod moment;
pub mod problem;
