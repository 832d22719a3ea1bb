//! What joins names and ids in a file: `|` in the plain export, `.` in custom ones (facts E.2).

use super::table::Table;

/// The separator of some tables, as far as they show it.
///
/// The ids of child rows say it exactly: `0|1` beside `0` and `1`. Otherwise what stands behind a
/// first segment that exports have.
pub(super) fn guess(tables: &[Table]) -> String {
    let of_ids = tables.iter().find_map(of_ids);
    let used = |separator: &str| {
        let header = |header: &String| {
            ["form", "auth_context", "openrosa_headers"]
                .iter()
                .any(|first| {
                    header
                        .strip_prefix(first)
                        .is_some_and(|rest| rest.starts_with(separator))
                })
        };
        tables.iter().any(|table| {
            table.name.starts_with(&format!("#{separator}")) || table.headers.iter().any(header)
        })
    };
    of_ids.unwrap_or_else(|| if !used("|") && used(".") { "." } else { "|" }.to_owned())
}

/// From a row of the first level: id `0|1`, id__0 `0`, id__1 `1`.
fn of_ids(table: &Table) -> Option<String> {
    let named = |column: usize, name: &str| table.headers.get(column).is_some_and(|h| h == name);
    if !named(1, "id__0") || !named(2, "id__1") || named(3, "id__2") {
        return None;
    }
    let row = table.rows.first()?;
    let between = row[0].text().strip_prefix(row[1].text())?;
    let between = between.strip_suffix(row[2].text())?;
    (!between.is_empty()).then(|| between.to_owned())
}
