//! Headers become paths of keys again.

use std::collections::HashSet;

use super::{table::Table, unknown::Unknown};

/// Names of more segments than this are no paths: a document nests 128 levels at most.
pub(super) const DEEPEST: usize = 60;

/// The columns of a table behind its id columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// How many id columns stand in front.
    pub(super) ids: usize,
    /// The path of each column, relative to what makes a row. None where a row is one single value.
    pub(super) paths: Option<Vec<Vec<String>>>,
}

/// Splits the headers of a table that lies in `levels` lists, the export itself included;
/// `is_parent` says whether there are tables below it, so that its rows are objects.
pub(super) fn split(
    table: &Table,
    levels: usize,
    is_parent: bool,
    separator: &str,
    unknowns: &mut Vec<Unknown>,
) -> Columns {
    let ids = id_columns(&table.headers, levels);
    let headers = &table.headers[ids.min(table.headers.len())..];
    if levels > 1 && !is_parent && headers.len() == 1 && headers[0].is_empty() {
        return Columns { ids, paths: None };
    }
    let mut paths: Vec<Vec<String>> = headers
        .iter()
        .map(|header| {
            let path: Vec<String> = header.split(separator).map(str::to_owned).collect();
            if path.len() > DEEPEST {
                vec![header.clone()]
            } else {
                path
            }
        })
        .collect();
    if !paths.is_sorted() {
        unknowns.push(Unknown::Headers(table.name.clone(), separator.to_owned()));
    }
    // Where one column stands, no other can stand below it.
    let whole: HashSet<Vec<String>> = paths.iter().cloned().collect();
    for (path, header) in paths.iter_mut().zip(headers) {
        if (1..path.len()).any(|length| whole.contains(&path[..length])) {
            *path = vec![header.clone()];
            unknowns.push(Unknown::Unsplit {
                table: table.name.clone(),
                header: header.clone(),
            });
        }
    }
    Columns {
        ids,
        paths: Some(paths),
    }
}

/// `id`, and below the root `id__0`, `id__1`, ... since 2012-12-30 (facts E.2).
fn id_columns(headers: &[String], levels: usize) -> usize {
    let numbered = || {
        headers.len() > levels
            && (0..levels).all(|level| headers[level + 1] == format!("id__{level}"))
    };
    if levels > 1 && numbered() {
        levels + 1
    } else {
        1
    }
}

/// How many lists a table lies in, by its id columns or the ids of its rows.
pub(super) fn levels(table: &Table, separator: &str) -> Option<usize> {
    let numbered = table.headers[1.min(table.headers.len())..]
        .iter()
        .enumerate()
        .take_while(|(level, header)| **header == format!("id__{level}"))
        .count();
    if numbered > 1 {
        return Some(numbered);
    }
    let row = table.rows.first()?;
    Some(row.first()?.text().split(separator).count())
}
