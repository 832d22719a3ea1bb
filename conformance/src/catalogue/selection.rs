//! Which results are wanted: `--select GLOB` and `--skip GLOB`.
//!
//! ```
//! use hq_conformance::catalogue::selection::Selection;
//!
//! let selection = Selection::new(&["tokens/*".to_owned()], &["*/clean".to_owned()])?;
//! assert!(selection.takes("tokens/sent-back@form-export.csv"));
//! assert!(!selection.takes("tokens/clean@form-export.csv"));
//! let only_json = Selection::new(&["*.json".to_owned()], &[])?;
//! assert!(only_json.takes("tokens/clean@form-export.json"));
//! # Ok::<(), globset::Error>(())
//! ```

use globset::{Error, Glob, GlobMatcher};

/// Globs on the names of results. Each is held against the id of the check (`tokens/clean`) and the
/// whole name (`tokens/clean@form-export.csv`).
#[derive(Clone, Debug, Default)]
pub struct Selection {
    select: Vec<GlobMatcher>,
    skip: Vec<GlobMatcher>,
}

impl Selection {
    /// What one of `select` takes, or anything if there are none, unless one of `skip` takes it.
    ///
    /// # Errors
    /// A glob that is none; the error names it.
    pub fn new(select: &[String], skip: &[String]) -> Result<Self, Error> {
        Ok(Self {
            select: matchers(select)?,
            skip: matchers(skip)?,
        })
    }

    /// Whether the result of this name is wanted.
    #[must_use]
    pub fn takes(&self, result: &str) -> bool {
        let any = |globs: &[GlobMatcher]| globs.iter().any(|glob| matches(glob, result));
        (self.select.is_empty() || any(&self.select)) && !any(&self.skip)
    }

    /// The first glob that matches none of the names: a slip of the pen, most likely.
    #[must_use]
    pub fn idle<'s>(&'s self, results: &[String]) -> Option<&'s str> {
        let mut globs = self.select.iter().chain(&self.skip);
        let idle = globs.find(|glob| !results.iter().any(|result| matches(glob, result)))?;
        Some(idle.glob().glob())
    }
}

fn matchers(globs: &[String]) -> Result<Vec<GlobMatcher>, Error> {
    let matcher = |glob: &String| Ok(Glob::new(glob)?.compile_matcher());
    globs.iter().map(matcher).collect()
}

/// Whether a glob takes a result, by its whole name or by the id of its check.
pub(crate) fn matches(glob: &GlobMatcher, result: &str) -> bool {
    glob.is_match(result) || glob.is_match(check_of(result))
}

/// The id of a result's check.
///
/// ```
/// use hq_conformance::catalogue::selection::check_of;
///
/// assert_eq!(check_of("tokens/clean@form-export.csv"), "tokens/clean");
/// assert_eq!(check_of("tokens/clean"), "tokens/clean");
/// ```
#[must_use]
pub fn check_of(result: &str) -> &str {
    result.split_once('@').map_or(result, |(check, _)| check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_globs_everything_is_wanted() {
        let all = Selection::new(&[], &[]).unwrap();
        assert!(all.takes("auth/few-tries@form-export.csv"));
        assert_eq!(all.idle(&[]), None);
    }

    #[test]
    fn a_glob_that_matches_nothing_is_found() {
        let results = ["auth/few-tries@form-export.csv".to_owned()];
        let selection = Selection::new(&["auth/*".to_owned()], &["token/*".to_owned()]).unwrap();
        assert_eq!(selection.idle(&results), Some("token/*"));
        assert!(selection.takes(&results[0]));
    }

    #[test]
    fn what_is_no_glob_is_named() {
        let error = Selection::new(&["tokens/[".to_owned()], &[]).unwrap_err();
        assert!(error.to_string().contains("tokens/["), "{error}");
    }
}
