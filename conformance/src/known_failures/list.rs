//! The list of known failures.
//!
//! ```
//! use std::path::Path;
//! use hq_conformance::known_failures::list::List;
//!
//! let list = List::parse(
//!     r#"
//!     [[failure]]
//!     check = "tokens/*@form-export.csv"
//!     reason = "Tokens are not kept yet."
//!     link = "https://example.org/issues/7"
//!     "#,
//!     Path::new("expected-failures.toml"),
//! )?;
//! assert!(list.of("tokens/clean@form-export.csv").is_some());
//! assert!(list.of("tokens/clean@form-export.json").is_none());
//! # Ok::<(), hq_conformance::user_file::BadFile>(())
//! ```

use std::path::Path;

use globset::{Glob, GlobMatcher};
use serde::Deserialize;

use crate::{
    catalogue::selection,
    judge::verdict::Status,
    report::model::{Entry, Known, Stale},
    user_file::{self, BadFile},
};

/// Known failures, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct List {
    failures: Vec<Failure>,
}

/// One known failure, or several of one kind.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Id of a check or of a result, or a glob on either.
    pub check: String,
    /// Why it is not mended yet.
    pub known: Known,
    glob: GlobMatcher,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    failure: Vec<toml::Spanned<FailureTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FailureTable {
    check: String,
    reason: String,
    link: Option<String>,
}

impl List {
    /// Reads a list.
    ///
    /// # Errors
    /// The file cannot be read or is no list.
    pub fn load(path: &Path) -> Result<Self, BadFile> {
        Self::parse(&user_file::text(path)?, path)
    }

    /// Understands the text of a list; `path` names it in errors.
    ///
    /// # Errors
    /// An unknown key, no reason, a glob that is none, or the same check twice, with its line.
    pub fn parse(text: &str, path: &Path) -> Result<Self, BadFile> {
        let invalid = |line, message: String| BadFile::invalid(path, line, message);
        let file: File = user_file::understood(text, path)?;
        let mut failures: Vec<Failure> = Vec::new();
        for table in file.failure {
            let start = table.span().start;
            let line = 1 + text.get(..start).unwrap_or_default().matches('\n').count();
            let FailureTable {
                check,
                reason,
                link,
            } = table.into_inner();
            if reason.trim().is_empty() {
                let message = format!("`{check}` has no reason; say why it is not mended yet");
                return Err(invalid(line, message));
            }
            if failures.iter().any(|earlier| earlier.check == check) {
                return Err(invalid(line, format!("`{check}` is listed twice")));
            }
            let glob = Glob::new(&check).map_err(|error| invalid(line, error.to_string()))?;
            failures.push(Failure {
                glob: glob.compile_matcher(),
                check,
                known: Known { reason, link },
            });
        }
        Ok(Self { failures })
    }

    /// The first failure that takes a result.
    #[must_use]
    pub fn of(&self, result: &str) -> Option<&Failure> {
        self.failures.iter().find(|failure| failure.takes(result))
    }

    /// Those that take none of these results: slips of the pen, or checks that are gone.
    pub fn idle<'l>(&'l self, results: &'l [String]) -> impl Iterator<Item = &'l str> {
        let idle = |failure: &&Failure| !results.iter().any(|result| failure.takes(result));
        let idle = self.failures.iter().filter(idle);
        idle.map(|failure| failure.check.as_str())
    }

    /// Marks what is known among the results, and says which of the list pass now: those that take
    /// a pass and nothing broken. What was skipped decides nothing.
    pub fn mark(&self, results: &mut [Entry]) -> Vec<Stale> {
        for entry in results.iter_mut() {
            if broken(entry.status) {
                entry.known = self.of(&entry.id).map(|failure| failure.known.clone());
            }
        }
        let stale = |failure: &Failure| failure.stale(results);
        self.failures.iter().filter_map(stale).collect()
    }
}

fn broken(status: Status) -> bool {
    matches!(status, Status::Fail | Status::Warn)
}

impl Failure {
    /// Whether it is about this result.
    #[must_use]
    pub fn takes(&self, result: &str) -> bool {
        selection::matches(&self.glob, result)
    }

    fn stale(&self, results: &[Entry]) -> Option<Stale> {
        let mut passed = Vec::new();
        for entry in results.iter().filter(|entry| self.takes(&entry.id)) {
            match entry.status {
                Status::Fail | Status::Warn => return None,
                Status::Pass => passed.push(entry.id.clone()),
                Status::Skip | Status::Error => {}
            }
        }
        (!passed.is_empty()).then(|| Stale {
            check: self.check.clone(),
            reason: self.known.reason.clone(),
            passed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        List::parse(text, Path::new("list.toml"))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn what_makes_no_sense_is_named_with_its_line() {
        for (text, wanted) in [
            (
                "[[failure]]\ncheck = \"a/b\"\n",
                "list.toml:1: missing key `reason`",
            ),
            (
                "\n\n[[failure]]\ncheck = \"a/b\"\nreason = \" \"\n",
                "list.toml:3: `a/b` has no reason",
            ),
            (
                "[[failure]]\ncheck = \"a/[\"\nreason = \"x\"\n",
                "list.toml:1: error parsing glob 'a/['",
            ),
            (
                "[[failure]]\ncheck = \"a/b\"\nreason = \"x\"\n\
                 [[failure]]\ncheck = \"a/b\"\nreason = \"y\"\n",
                "list.toml:4: `a/b` is listed twice",
            ),
            (
                "[[failure]]\ncheck = \"a/b\"\nreson = \"x\"\n",
                "list.toml:3: unknown key `reson`",
            ),
        ] {
            let said = refused(text);
            assert!(said.contains(wanted), "{said}");
        }
    }

    #[test]
    fn one_that_takes_nothing_is_found() {
        let text = "[[failure]]\ncheck = \"a/*\"\nreason = \"x\"\n";
        let list = List::parse(text, Path::new("list.toml")).unwrap();
        let idle = |result: &str| list.idle(&[result.to_owned()]).count();
        assert_eq!(idle("b/c@form-export.csv"), 1);
        assert_eq!(idle("a/c@form-export.csv"), 0);
    }
}
