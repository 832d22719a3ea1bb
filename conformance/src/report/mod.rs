//! Verdicts for people and programs. One model, and one writer for each report.
//!
//! | file | what it holds |
//! |---|---|
//! | [`model`] | everything a report says |
//! | [`gather`] | what was examined becomes that |
//! | [`shown`](mod@shown) | what of a played scenario is shown |
//! | [`repeat`] | lines to paste into a shell |
//! | [`transcript`] | what went over the wire, as text |
//! | [`secrets`] | passwords and answers to challenges, struck out |
//! | [`format`](mod@format) | the names of the reports |
//! | [`console`] | for a person at a terminal |
//! | [`json`] | for programs |
//! | [`junit`] | for CI services |
//! | [`tap`] | for test harnesses |
//! | [`markdown`] | for the summary of a CI step |
//! | [`html`] | one page for a browser |

pub mod console;
pub mod format;
pub mod gather;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod model;
pub mod repeat;
pub mod secrets;
pub mod shown;
pub mod tap;
pub mod transcript;
