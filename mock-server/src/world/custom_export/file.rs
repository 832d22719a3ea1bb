//! Custom exports as a world file says them: `[[space.custom-export]]`. Unknown keys are refused.

use std::collections::HashSet;

use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};

use super::definition::{CustomColumn, CustomExport, CustomTable, DeIdentify, Subject};
use crate::{file_format::Format, input::hex::hex};

/// The root table.
pub(super) const ROOT: &str = "#";

/// The most columns an xls workbook may have in the old server's judgement, which is asked when the
/// export is defined (facts E.5).
const XLS_COLUMNS: usize = 255;

/// A custom export as written.
///
/// ```
/// use fakehq::world::custom_export::file::CustomExportTable;
///
/// let written: CustomExportTable = toml::from_str(
///     r##"
///     name = "Children"
///     xmlns = "http://example.org/visit"
///     format = "csv"
///     columns = [
///         { path = "form.village", title = "Village" },
///         { path = "form.born", title = "Born about", de-identify = "date" },
///     ]
///
///     [[table]]
///     path = "#.form.child.#"
///     columns = [{ path = "id" }, { path = "name", title = "Child" }]
///     "##,
/// )?;
/// let export = written.build(1, "demo")?;
/// assert_eq!(export.tables[1].columns[0].title, "id");
/// assert_eq!(export.id.len(), 32);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CustomExportTable {
    /// What people call it.
    pub(super) name: String,
    /// What its address carries; made of the seed without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// `form` or `case`.
    #[serde(default, rename = "type")]
    pub(super) kind: Kind,
    /// Which form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) xmlns: Option<String>,
    /// Which type of case; any without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) case_type: Option<String>,
    /// The format of a request that names none; xlsx without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) format: Option<String>,
    /// Whether duplicates and errors are rows.
    #[serde(default)]
    pub(super) include_errors: bool,
    /// Whether it may be downloaded as a de-identified export.
    #[serde(default)]
    pub(super) safe_for_deid: bool,
    /// The columns of the root table.
    #[serde(default)]
    pub(super) columns: Vec<ColumnTable>,
    /// The own name of the root table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// Tables of repeats.
    #[serde(default)]
    pub(super) table: Vec<RepeatTable>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    #[default]
    Form,
    Case,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RepeatTable {
    pub(super) path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    pub(super) columns: Vec<ColumnTable>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ColumnTable {
    pub(super) path: String,
    /// The path without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) de_identify: Option<Hidden>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Hidden {
    Date,
    Id,
}

/// A custom export that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("custom export {name:?}: {problem}")]
pub struct NoCustomExport {
    /// Its name as written.
    pub name: String,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl CustomExportTable {
    /// The export; seed and space make its id where it has none.
    ///
    /// # Errors
    /// When it says something that makes no sense.
    pub fn build(self, seed: u64, space: &str) -> Result<CustomExport, NoCustomExport> {
        let name = self.name.clone();
        self.checked(seed, space)
            .map_err(|problem| NoCustomExport { name, problem })
    }

    fn checked(self, seed: u64, space: &str) -> Result<CustomExport, String> {
        if self.name.is_empty() || self.name.contains(char::is_control) {
            return Err("`name` must not be empty or hold control characters".to_owned());
        }
        let id = match self.id {
            Some(id) if is_id(&id) => id,
            Some(id) => {
                return Err(format!(
                    "`id` {id:?} cannot stand in an address; take letters, digits, `_` and `-`"
                ));
            }
            None => id_of(seed, space, &self.name),
        };
        let subject = match (self.kind, self.xmlns, self.case_type) {
            (Kind::Form, Some(xmlns), None) if !xmlns.is_empty() => Subject::Form { xmlns },
            (Kind::Form, _, None) => {
                return Err(
                    "an export of forms needs `xmlns`; for cases say `type = \"case\"`".to_owned(),
                );
            }
            (Kind::Form, _, Some(_)) => {
                return Err(
                    "`case-type` belongs to an export of cases: say `type = \"case\"`".to_owned(),
                );
            }
            (Kind::Case, None, case_type) => Subject::Case { case_type },
            (Kind::Case, Some(_), _) => {
                return Err(
                    "`xmlns` belongs to an export of forms; cases have a `case-type`".to_owned(),
                );
            }
        };
        let default_format = match self.format.as_deref().map(str::parse) {
            None => Format::Xlsx,
            Some(Ok(Format::Raw)) | Some(Err(_)) => {
                return Err(format!(
                    "`format` {:?} is none of csv, xlsx, xls, html, json",
                    self.format.unwrap_or_default()
                ));
            }
            Some(Ok(format)) => format,
        };
        let mut tables = Vec::new();
        if !self.columns.is_empty() {
            tables.push(table(ROOT, self.title, self.columns));
        } else if self.title.is_some() {
            return Err("`title` names the root table, which has no `columns`".to_owned());
        }
        for repeat in self.table {
            if repeat.path == ROOT {
                return Err(
                    "the columns of the root table are the `columns` of the export itself"
                        .to_owned(),
                );
            }
            if repeat.columns.is_empty() {
                return Err(format!("the table {:?} has no `columns`", repeat.path));
            }
            tables.push(table(&repeat.path, repeat.title, repeat.columns));
        }
        check(&tables, default_format)?;
        Ok(CustomExport {
            id,
            name: self.name,
            subject,
            tables,
            default_format,
            include_errors: self.include_errors,
            safe_for_deid: self.safe_for_deid,
        })
    }
}

fn check(tables: &[CustomTable], format: Format) -> Result<(), String> {
    if tables.is_empty() {
        return Err("it has no column; give `columns`, each `{ path = \"form.name\" }`".to_owned());
    }
    let mut paths = HashSet::new();
    for table in tables {
        let path = &table.path;
        if !paths.insert(path) {
            return Err(format!("the table {path:?} is there twice"));
        }
        if !(path == ROOT || path.starts_with("#.") && path.ends_with(".#")) {
            return Err(format!(
                "{path:?} is no table of a repeat; they are called like `#.form.child.#`"
            ));
        }
        if format == Format::Xls && table.columns.len() > XLS_COLUMNS {
            return Err(format!(
                "the table {path:?} has {} columns; an xls has room for {XLS_COLUMNS}, take xlsx",
                table.columns.len()
            ));
        }
    }
    Ok(())
}

fn table(path: &str, title: Option<String>, columns: Vec<ColumnTable>) -> CustomTable {
    let columns = columns.into_iter().map(|column| CustomColumn {
        title: column.title.unwrap_or_else(|| column.path.clone()),
        path: column.path,
        de_identify: column.de_identify.map(|hidden| match hidden {
            Hidden::Date => DeIdentify::Date,
            Hidden::Id => DeIdentify::Id,
        }),
    });
    CustomTable {
        path: path.to_owned(),
        title,
        columns: columns.collect(),
    }
}

/// Whether a text can be an id (facts A).
fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// 32 hex digits, the same in every run.
fn id_of(seed: u64, space: &str, name: &str) -> String {
    let mut hash = Md5::new();
    hash.update(b"custom export");
    hash.update(seed.to_le_bytes());
    hash.update((space.len() as u64).to_le_bytes());
    hash.update(space);
    hash.update(name);
    hex(&hash.finalize())
}

/// Builds all exports of a space; no two may have one id.
///
/// # Errors
/// When one makes no sense or has the id of another.
pub fn build_all(
    written: Vec<CustomExportTable>,
    seed: u64,
    space: &str,
) -> Result<Vec<CustomExport>, NoCustomExport> {
    let mut ids = HashSet::new();
    written
        .into_iter()
        .map(|one| {
            let export = one.build(seed, space)?;
            if ids.insert(export.id.clone()) {
                return Ok(export);
            }
            Err(NoCustomExport {
                problem: format!(
                    "another one has the id {} as well; give each an `id` or a name of its own",
                    export.id
                ),
                name: export.name,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        let written: CustomExportTable = toml::from_str(text).unwrap();
        written.build(1, "demo").unwrap_err().problem
    }

    #[test]
    fn what_cannot_be_is_refused_with_a_remedy() {
        let columns = "columns = [{ path = \"form.a\" }]";
        for (text, remedy) in [
            ("name = ''", "must not be empty"),
            ("name = 'n'\nid = 'a b'", "take letters"),
            ("name = 'n'", "needs `xmlns`"),
            ("name = 'n'\nxmlns = ''", "needs `xmlns`"),
            (
                "name = 'n'\nxmlns = 'x'\ncase-type = 't'",
                "say `type = \"case\"`",
            ),
            (
                "name = 'n'\ntype = 'case'\nxmlns = 'x'",
                "belongs to an export of forms",
            ),
            (
                "name = 'n'\nxmlns = 'x'\nformat = 'raw'",
                "\"raw\" is none of",
            ),
            (
                "name = 'n'\nxmlns = 'x'\nformat = 'CSV'",
                "\"CSV\" is none of",
            ),
            ("name = 'n'\nxmlns = 'x'", "it has no column"),
            (
                "name = 'n'\nxmlns = 'x'\ntitle = 't'",
                "the root table, which has no",
            ),
            (
                "name = 'n'\nxmlns = 'x'\ntable = [{ path = '#', columns = [] }]",
                "of the export itself",
            ),
            (
                "name = 'n'\nxmlns = 'x'\ntable = [{ path = '#.a.#', columns = [] }]",
                "has no `columns`",
            ),
            (
                "name = 'n'\nxmlns = 'x'\ntable = [{ path = 'form.child', columns = [{ path = 'a' }] }]",
                "#.form.child.#",
            ),
            (
                "name = 'n'\nxmlns = 'x'\ntable = [{ path = '#.a.#', columns = [{ path = 'a' }] }, { path = '#.a.#', columns = [{ path = 'b' }] }]",
                "there twice",
            ),
        ] {
            let problem = problem(text);
            assert!(problem.contains(remedy), "{text}: {problem}");
        }
        let wide = format!("[{}]", "{ path = 'a' },".repeat(256));
        let wide = format!("name = 'n'\nxmlns = 'x'\nformat = 'xls'\ncolumns = {wide}");
        assert!(problem(&wide).contains("256 columns"));
        let misspelt = toml::from_str::<CustomExportTable>(&format!("nam = 'n'\n{columns}"));
        assert!(misspelt.unwrap_err().to_string().contains("nam"));
    }

    #[test]
    fn ids_are_the_same_in_every_run_and_different_in_each_space() {
        let written = |id: &str| -> CustomExportTable {
            toml::from_str(&format!(
                "name = 'n'\ntype = 'case'\n{id}\ncolumns = [{{ path = 'name' }}]"
            ))
            .unwrap()
        };
        let id = |seed, space| written("").build(seed, space).unwrap().id;
        assert_eq!(id(1, "demo"), id(1, "demo"));
        assert_ne!(id(1, "demo"), id(2, "demo"));
        assert_ne!(id(1, "demo"), id(1, "other"));
        let twice = build_all(
            vec![written("id = 'a-B_1'"), written("id = 'a-B_1'")],
            1,
            "demo",
        );
        assert!(twice.unwrap_err().to_string().contains("a-B_1"));
        let two = build_all(vec![written("id = 'a'"), written("id = 'b'")], 1, "demo").unwrap();
        assert_eq!(two.len(), 2);
    }
}
