//! A theme: a folder of checks, and what they have in common.

/// The texts as they were when the kit was built, by theme.
const TEXTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// A theme of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The folder, the first part of the ids.
    pub name: &'static str,
    /// What its checks have in common.
    pub text: &'static str,
}

/// Every theme, by name.
#[must_use]
pub fn all() -> Vec<Theme> {
    TEXTS
        .iter()
        .map(|(name, text)| Theme {
            name,
            text: text.trim_end(),
        })
        .collect()
}
