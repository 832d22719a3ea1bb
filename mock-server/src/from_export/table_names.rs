//! Table names become the way to their rows again.

use super::{
    columns::{self, DEEPEST},
    read::Problem,
    table::Table,
    unknown::Unknown,
};

/// The segment that stands for a list, and names the root.
const EACH: &str = "#";

/// The longest sheet name, in UTF-16 units.
const SHEET_UNITS: usize = 31;

/// Where the rows of a table come from: for each list on the way the keys that lead to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Way(pub(super) Vec<Vec<String>>);

impl Way {
    /// The lists a row lies in, the export itself included.
    pub(super) fn levels(&self) -> usize {
        self.0.len() + 1
    }

    /// The tables around it.
    pub(super) fn parents(&self) -> impl Iterator<Item = Self> {
        (0..self.0.len()).map(|lists| Self(self.0[..lists].to_vec()))
    }

    /// The full name of the table.
    pub(super) fn name(&self, separator: &str) -> String {
        let mut segments = vec![EACH];
        for keys in &self.0 {
            segments.extend(keys.iter().map(String::as_str));
            segments.push(EACH);
        }
        segments.join(separator)
    }

    /// The way of a full name.
    fn of(name: &str, separator: &str) -> Option<Self> {
        Self::after(name, separator, 0)
    }

    /// The way of a full name whose first `keys` segments that look like lists are keys.
    fn after(name: &str, separator: &str, keys: usize) -> Option<Self> {
        let mut segments = name.split(separator);
        if segments.next() != Some(EACH) {
            return None;
        }
        let mut skipped = keys;
        let mut lists = Vec::new();
        let mut keys = Vec::new();
        for segment in segments {
            if segment == EACH && skipped == 0 {
                lists.push(std::mem::take(&mut keys));
            } else {
                skipped -= usize::from(segment == EACH);
                keys.push(segment.to_owned());
            }
        }
        keys.is_empty().then_some(Self(lists))
    }
}

/// The ways of all tables, guessing where a sheet's name was cut.
///
/// # Errors
/// When a name nests deeper than any document.
pub(super) fn ways(
    tables: &[Table],
    separator: &str,
    unknowns: &mut Vec<Unknown>,
) -> Result<Vec<Way>, Problem> {
    let deep = |table: &&Table| table.name.split(separator).count() > DEEPEST;
    if let Some(table) = tables.iter().find(deep) {
        let start: String = table.name.chars().take(40).collect();
        return Err(Problem::damaged(
            format!("table `{start}...`"),
            format!("its name has more than {DEEPEST} parts, deeper than any form nests"),
        ));
    }
    let known: Vec<Option<Way>> = tables
        .iter()
        .map(|table| {
            // A clash was numbered: `#|x-y|#1`.
            let name = table.name.trim_end_matches(|c: char| c.is_ascii_digit());
            Way::of(name, separator).filter(|way| {
                columns::levels(table, separator).is_none_or(|levels| levels == way.levels())
            })
        })
        .collect();
    let groups = groups(tables, &known, separator);
    Ok(tables
        .iter()
        .zip(&known)
        .map(|(table, known)| {
            if let Some(way) = known {
                if table.name.contains('-') || !table.name.ends_with(EACH) {
                    unknowns.push(Unknown::Cleaned(table.name.clone()));
                }
                return way.clone();
            }
            let way = guessed(table, &groups, separator);
            unknowns.push(Unknown::CutName {
                cut: table.name.clone(),
                guess: way.name(separator),
            });
            way
        })
        .collect())
}

/// Every place that headers and names show to hold something: `#|form`, `#|form|child|#|dose`.
fn groups(tables: &[Table], known: &[Option<Way>], separator: &str) -> Vec<String> {
    let mut groups = Vec::new();
    for (table, way) in tables.iter().zip(known) {
        let Some(way) = way else { continue };
        let name = way.name(separator);
        for header in &table.headers {
            for (at, _) in header.match_indices(separator).take(DEEPEST) {
                groups.push(format!("{name}{separator}{}", &header[..at]));
            }
        }
        groups.push(name);
    }
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// The longest overlap of a known place with the beginning of the name that has the right number of
/// levels; without any, whatever makes the levels right: a workbook shows only the end of the name.
fn guessed(table: &Table, groups: &[String], separator: &str) -> Way {
    let name = table.name.trim_end_matches(|c: char| c.is_ascii_digit());
    let levels = columns::levels(table, separator);
    let right = |way: &Way| levels.is_none_or(|levels| way.levels() == levels);
    let is_cut = name.encode_utf16().count() + 3 >= SHEET_UNITS;
    if is_cut {
        let rest_begins = name.match_indices(separator).map(|(at, _)| at);
        // From the longest overlap to the shortest.
        for at in rest_begins.collect::<Vec<_>>().into_iter().rev() {
            let (tail, rest) = name.split_at(at);
            let ways = groups
                .iter()
                .filter(|group| group.ends_with(tail))
                .filter_map(|group| Way::of(&format!("{group}{rest}"), separator));
            if let Some(way) = ways.into_iter().find(right) {
                return way;
            }
        }
    }
    let shown = name
        .split(separator)
        .filter(|segment| *segment == EACH)
        .count();
    // More lists than the ids have numbers: some are keys that look so.
    if let Some(keys) = levels.and_then(|levels| shown.checked_sub(levels))
        && let Some(way) = Way::after(name, separator, keys)
    {
        return way;
    }
    let missing = levels.unwrap_or(2).saturating_sub(shown + 1).min(40);
    let unseen = format!("{separator}unknown{separator}{EACH}").repeat(missing);
    let name = name.strip_prefix(separator).unwrap_or(name);
    Way::of(&format!("{EACH}{unseen}{separator}{name}"), separator).unwrap_or_else(|| {
        Way(vec![
            vec![name.to_owned()];
            levels.unwrap_or(2).clamp(2, 40) - 1
        ])
    })
}
