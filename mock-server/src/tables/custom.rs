//! The tables of a custom export: chosen columns of other tables, in their order, under their titles.

use std::{io, sync::Arc};

use super::{
    flatten::Flattened,
    headers,
    layout::{Layout, Style},
    mask::Mask,
    table::{Cell, Tables},
};
use crate::{
    document::{Document, DocumentError, schema::Schema, stored::Stored},
    quirks::TextBeforeObject,
    world::{
        cases::book::Case,
        custom_export::{
            case_document::case_document,
            definition::{CustomExport, CustomTable, DeIdentify, Subject},
            rows::CustomRows,
        },
        space::ProjectSpace,
    },
};

/// What joins path segments in a custom export (facts E.2).
pub const SEPARATOR: &str = ".";

/// The tables of one answer of a custom export of the space `domain`. `max_column_size` is the
/// longest header, in characters; see [`headers::cut`].
///
/// # Errors
/// When a case is too large for a document.
pub fn custom_tables(
    export: &CustomExport,
    rows: CustomRows,
    domain: &str,
    max_column_size: i64,
    mask: Mask,
) -> Result<Box<dyn Tables>, DocumentError> {
    Ok(match rows {
        CustomRows::Forms { schema, forms } => {
            let from = uncut(&schema, forms);
            Box::new(Chosen::new(from, &export.tables, max_column_size, mask))
        }
        CustomRows::Cases { all, cases } => {
            // Case documents are made by us: no property is a text here and an object there.
            let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
            let paths = Arc::default();
            for case in &all {
                Schema::absorb(&mut schema, &case_document(case, domain, &paths)?);
            }
            let documents = cases.iter().map(|case| case_document(case, domain, &paths));
            let from = uncut(&schema, documents.collect::<Result<Vec<_>, _>>()?);
            Box::new(Chosen::new(from, &export.tables, max_column_size, mask))
        }
    })
}

/// The tables that an export of forms or cases can choose from: the path of each, and its columns.
#[must_use]
pub fn columns_to_choose(space: &ProjectSpace, subject: &Subject) -> Vec<(String, Vec<String>)> {
    let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
    match subject {
        Subject::Form { xmlns } => {
            let index = space.forms.of_form(Some(xmlns));
            for form in index.into_iter().flat_map(|index| &*index.arrivals) {
                Schema::absorb(&mut schema, &form.document);
            }
        }
        Subject::Case { case_type } => {
            let paths = Arc::default();
            let cases = space.cases.cases().iter();
            let of_type = |case: &&Arc<Case>| {
                case_type
                    .as_ref()
                    .is_none_or(|case_type| *case_type == case.case_type)
            };
            for case in cases.filter(of_type) {
                if let Ok(document) = case_document(case, &space.name, &paths) {
                    Schema::absorb(&mut schema, &document);
                }
            }
        }
    }
    let tables = uncut(&schema, Vec::<Document>::new());
    (0..tables.count())
        .map(|at| (tables.name(at).to_owned(), tables.headers(at).to_vec()))
        .collect()
}

fn uncut<D: Stored>(schema: &Schema, documents: Vec<D>) -> Flattened<D> {
    let style = Style {
        separator: SEPARATOR.to_owned(),
        max_column_size: i64::MAX,
    };
    Flattened::new(Arc::new(Layout::of(schema, &style)), documents)
}

/// Chosen columns of tables whose names and headers are joined by [`SEPARATOR`] and uncut.
///
/// A table or column that those do not have is there all the same: without rows, or `---` in each.
#[derive(Debug)]
pub struct Chosen<T> {
    from: T,
    tables: Vec<ChosenTable>,
    mask: Mask,
}

#[derive(Debug)]
struct ChosenTable {
    name: String,
    headers: Vec<String>,
    /// The table it is chosen from, if that exists.
    source: Option<usize>,
    columns: Vec<ChosenColumn>,
}

#[derive(Debug)]
struct ChosenColumn {
    source: Option<usize>,
    hidden: Option<DeIdentify>,
}

impl ChosenColumn {
    fn cell<'a>(&self, row: &[Cell<'a>]) -> Cell<'a> {
        self.source.map_or(Cell::Missing, |at| row[at])
    }
}

impl<T: Tables> Chosen<T> {
    /// Chooses from tables. `max_column_size` is the longest header, in characters; see
    /// [`headers::cut`].
    #[must_use]
    pub fn new(from: T, chosen: &[CustomTable], max_column_size: i64, mask: Mask) -> Self {
        let tables = chosen
            .iter()
            .map(|table| {
                let source = (0..from.count()).find(|at| from.name(*at) == table.path);
                let known = source.map_or(&[][..], |at| from.headers(at));
                let columns = table.columns.iter().map(|column| ChosenColumn {
                    // The last one: a question called `id` stands behind the row number.
                    source: known.iter().rposition(|header| *header == column.path),
                    hidden: column.de_identify,
                });
                let titles = table.columns.iter().map(|column| column.title.clone());
                ChosenTable {
                    name: table.title.as_ref().unwrap_or(&table.path).clone(),
                    columns: columns.collect(),
                    headers: headers::cut(titles, max_column_size),
                    source,
                }
            })
            .collect();
        Self { from, tables, mask }
    }
}

impl<T: Tables> Tables for Chosen<T> {
    fn count(&self) -> usize {
        self.tables.len()
    }

    fn name(&self, table: usize) -> &str {
        &self.tables[table].name
    }

    fn headers(&self, table: usize) -> &[String] {
        &self.tables[table].headers
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        let table = &self.tables[table];
        let Some(source) = table.source else {
            return Ok(());
        };
        self.from.rows(source, &mut |row| {
            // Masked texts first, so that the cells can borrow them; nothing where nothing is hidden.
            let masked: Vec<Option<String>> = table
                .columns
                .iter()
                .filter_map(|column| Some(self.mask.text(column.cell(row), column.hidden?)))
                .collect();
            let mut masked = masked.iter();
            let cells: Vec<Cell<'_>> = table
                .columns
                .iter()
                .map(|column| {
                    let masked = column.hidden.and_then(|_| masked.next());
                    match masked {
                        Some(Some(text)) => Cell::Text(text),
                        _ => column.cell(row),
                    }
                })
                .collect();
            each(&cells)
        })
    }
}
