//! Headers cut to a size and made distinct (page: `max_column_size`; facts E.3).

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

/// The size used where none is given (page: `max_column_size`).
pub const DEFAULT_SIZE: i64 = 2000;

/// Cuts names to their last `size` characters and numbers those that then meet an earlier one:
/// the first clash gets 1, and the name is cut further so that name and number have the size.
///
/// Size 0 means [`DEFAULT_SIZE`]; a negative size -n drops the first n characters of every name.
///
/// ```
/// use fakehq::tables::headers::cut;
///
/// let headers = ["form|weight", "visit|weight", "age"].map(str::to_owned);
/// assert_eq!(cut(headers, 6), ["weight", "eight1", "age"]);
/// ```
#[must_use]
pub fn cut(names: impl IntoIterator<Item = String>, size: i64) -> Vec<String> {
    let size = if size == 0 { DEFAULT_SIZE } else { size };
    cut_by(names, size, last_chars, |name| Cow::Borrowed(name))
}

/// Cuts and numbers: `last` keeps the end of a name, `fold` gives what must be distinct.
pub(super) fn cut_by(
    names: impl IntoIterator<Item = String>,
    size: i64,
    last: fn(&str, i64) -> &str,
    fold: fn(&str) -> Cow<'_, str>,
) -> Vec<String> {
    let mut taken = HashSet::new();
    // Numbers below these are taken for good, so that many equal names cost no search.
    let mut next_numbers: HashMap<String, u64> = HashMap::new();
    names
        .into_iter()
        .map(|name| {
            let base = match usize::try_from(size) {
                // Not longer in bytes, so not longer in any unit.
                Ok(size) if name.len() <= size => name,
                _ => last(&name, size).to_owned(),
            };
            if taken.insert(fold(&base).into_owned()) {
                return base;
            }
            let number = next_numbers.entry(fold(&base).into_owned()).or_insert(1);
            loop {
                let digits = number.to_string();
                *number += 1;
                let room = size.saturating_sub_unsigned(digits.len() as u64);
                let numbered = last(&base, room).to_owned() + &digits;
                if taken.insert(fold(&numbered).into_owned()) {
                    return numbered;
                }
            }
        })
        .collect()
}

/// The last `size` characters; all of them for 0; all but the first n for -n.
pub(super) fn last_chars(name: &str, size: i64) -> &str {
    let count = || name.chars().count() as u64;
    let skip = match size {
        0 => 0,
        1.. => count().saturating_sub(size.unsigned_abs()),
        _ => size.unsigned_abs(),
    };
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    name.char_indices()
        .nth(skip)
        .map_or("", |(start, _)| &name[start..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rule word by word, numbering from 1 each time.
    fn slow(names: &[String], size: i64) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for name in names {
            let length = |text: &str| text.chars().count() as i64;
            let base = if length(name) > size {
                last_chars(name, size).to_owned()
            } else {
                name.clone()
            };
            let mut candidate = base.clone();
            let mut number = 0;
            while out.contains(&candidate) {
                number += 1;
                candidate = format!("{base}{number}");
                if length(&candidate) > size {
                    let room = size - number.to_string().len() as i64;
                    candidate = format!("{}{number}", last_chars(&base, room));
                }
            }
            out.push(candidate);
        }
        out
    }

    proptest! {
        #[test]
        fn as_the_rule_says(names in prop::collection::vec("[ab1é]{0,4}", 0..40), size in -3..6i64) {
            let size = if size == 0 { 7 } else { size };
            prop_assert_eq!(cut(names.clone(), size), slow(&names, size));
        }

        #[test]
        fn distinct_and_short_where_there_is_room(
            names in prop::collection::vec("[a|é]{0,9}", 0..120),
            size in 4..12i64,
        ) {
            let cut = cut(names, size);
            prop_assert!(cut.iter().all(|name| name.chars().count() as i64 <= size));
            let distinct: HashSet<&String> = cut.iter().collect();
            prop_assert_eq!(distinct.len(), cut.len());
        }
    }

    #[test]
    fn hundreds_of_thousands_of_clashes_take_no_time() {
        let cut = cut((0..300_000).map(|_| "question".to_owned()), 8);
        assert_eq!(cut.last().map(String::as_str), Some("on299999"));
    }
}
