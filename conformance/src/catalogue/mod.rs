//! The checks, as data: one TOML file each under `cases/`, grouped by theme, embedded in the binary.
//!
//! - [`check`]: what a file says: rule, reason, source, and the cases that try it
//! - [`mend`]: what the recipes for mending a client have in common
//! - [`need`]: what a client must offer for a rule to apply
//! - [`scenario`]: a world and what happens in it
//! - [`world`], [`form`]: the project space at first, and the form in it
//! - [`step`]: what happens
//! - [`expectation`]: what is expected of the client there
//! - [`revision`]: which edition of them this is
//! - [`selection`]: which of them are wanted this time
//! - [`theme`], [`pages`]: what they have in common, and the pages of the documentation

pub mod check;
pub mod expectation;
pub mod form;
pub mod mend;
pub mod need;
pub mod pages;
mod revision;
pub mod scenario;
pub mod selection;
pub mod step;
pub mod theme;
mod words;
pub mod world;

use check::{BadCheck, Check};

pub use revision::revision;

/// The files as they were when the kit was built: id and text, by id.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// Every check, by id.
///
/// # Errors
/// When a file says something the kit does not know; a test keeps this from shipping.
pub fn all() -> Result<Vec<Check>, BadCheck> {
    FILES
        .iter()
        .map(|(id, text)| Check::parse(id, text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_understood_and_complete() {
        let checks = all().unwrap();
        assert!(checks.len() >= 12);
        for check in &checks {
            assert!(
                check.rule.ends_with('.'),
                "{}: the rule is a sentence",
                check.id
            );
            assert!(
                check.why.ends_with('.'),
                "{}: the reason is a sentence",
                check.id
            );
            assert!(
                !check.source.is_empty() && !check.bug.is_empty(),
                "{}",
                check.id
            );
            assert!(!check.cases.is_empty(), "{} has no case", check.id);
            for case in &check.cases {
                assert!(!case.expect.is_empty(), "{} expects nothing", check.id);
            }
        }
    }

    #[test]
    fn no_two_checks_name_the_same_bug() {
        let mut bugs: Vec<_> = all().unwrap().into_iter().map(|check| check.bug).collect();
        let count = bugs.len();
        bugs.sort();
        bugs.dedup();
        assert_eq!(bugs.len(), count);
    }
}
