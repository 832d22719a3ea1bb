//! The pages of the dashboard.

pub mod journal;
pub mod overview;
pub mod space;
pub mod style;
