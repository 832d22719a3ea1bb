//! Table names as archive entries and as sheets (facts E.5).

use std::borrow::Cow;

use super::{
    headers::{cut_by, last_chars},
    table::Tables,
};

/// Longest entry name of an archive and longest key of a JSON answer, in characters.
const ENTRY_SIZE: i64 = 500;

/// Longest name of a sheet: a limit of the workbooks themselves.
const SHEET_SIZE: i64 = 31;

/// How table names are fitted to a format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Naming {
    /// Cleaned, cut, and then made distinct, also for programs that ignore case.
    #[default]
    Distinct,
    /// As the original: cut, made distinct, and then cleaned, so that two tables may share a name.
    Original,
}

/// The names of the tables as entries of an archive, without extension, and as keys of a JSON
/// answer: the last 500 characters.
#[must_use]
pub fn entry_names(tables: &dyn Tables, naming: Naming) -> Vec<String> {
    fit(tables, naming, ENTRY_SIZE)
}

/// The names of the tables as sheets of a workbook: the last 31 characters.
#[must_use]
pub fn sheet_names(tables: &dyn Tables, naming: Naming) -> Vec<String> {
    fit(tables, naming, SHEET_SIZE)
}

fn fit(tables: &dyn Tables, naming: Naming, size: i64) -> Vec<String> {
    let names = (0..tables.count()).map(|table| tables.name(table));
    match naming {
        Naming::Original => cut_by(names.map(str::to_owned), size, last_chars, |name| {
            Cow::Borrowed(name)
        })
        .iter()
        .map(|name| name.chars().map(cleaned).collect())
        .collect(),
        Naming::Distinct => cut_by(names.map(strictly_cleaned), size, last_units, |name| {
            Cow::Owned(name.to_lowercase())
        }),
    }
}

/// Seven characters that sheet names may not hold become a hyphen.
fn cleaned(c: char) -> char {
    match c {
        '[' | ']' | '\\' | '?' | '*' | '/' | ':' => '-',
        c => c,
    }
}

/// Also without what no file system or workbook takes: control characters, apostrophes (a sheet
/// name may not begin or end with one), nothing at all.
fn strictly_cleaned(name: &str) -> String {
    if name.is_empty() {
        return "-".to_owned();
    }
    name.chars()
        .map(|c| match cleaned(c) {
            '\'' => '-',
            c if c.is_control() => '-',
            c => c,
        })
        .collect()
}

/// The end of a name, at most `size` UTF-16 units of it: what workbooks count.
fn last_units(name: &str, size: i64) -> &str {
    let mut room = usize::try_from(size).unwrap_or(0);
    let mut start = name.len();
    for (at, c) in name.char_indices().rev() {
        match room.checked_sub(c.len_utf16()) {
            Some(rest) => room = rest,
            None => break,
        }
        start = at;
    }
    &name[start..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::listed::Listed;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn named(names: &[String]) -> Listed {
        names.iter().map(|name| (name.clone(), vec![])).collect()
    }

    #[test]
    fn names_that_meet_after_cleaning_are_told_apart() {
        let tables = named(&["#|x:y|#", "#|x-y|#", "#|X-Y|#"].map(str::to_owned));
        assert_eq!(
            entry_names(&tables, Naming::Distinct),
            ["#|x-y|#", "#|x-y|#1", "#|X-Y|#2"]
        );
        assert_eq!(
            entry_names(&tables, Naming::Original),
            ["#|x-y|#", "#|x-y|#", "#|X-Y|#"]
        );
    }

    proptest! {
        #[test]
        fn distinct_names_of_entries_are_distinct_everywhere(
            names in prop::collection::vec("[aA/:\u{1}'😀#|]{0,4}", 0..60), tail in 0..600usize
        ) {
            let long = |name: &String| format!("{name}{}", "é".repeat(tail));
            let names: Vec<String> = names.iter().map(long).collect();
            let entries = entry_names(&named(&names), Naming::Distinct);
            let folded: HashSet<String> = entries.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(folded.len(), names.len());
            prop_assert!(entries.iter().all(|name| name.encode_utf16().count() <= 500));
            let refused = |name: &String| name.is_empty() || name.contains(['/', ':', '\u{1}']);
            prop_assert!(!entries.iter().any(refused));
        }

        #[test]
        fn distinct_names_fit_a_workbook(names in prop::collection::vec("[aA/:\u{1}'😀#|]{0,40}", 0..60)) {
            let sheets = sheet_names(&named(&names), Naming::Distinct);
            let folded: HashSet<String> = sheets.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(folded.len(), names.len());
            for name in sheets {
                prop_assert!(!name.is_empty());
                prop_assert!(name.encode_utf16().count() <= 31, "{}", name);
                prop_assert!(!name.contains(['/', ':', '\u{1}', '\'']), "{}", name);
            }
        }
    }
}
