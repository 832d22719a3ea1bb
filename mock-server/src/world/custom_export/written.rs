//! A custom export, written as a world file would say it.

use super::{
    definition::{CustomColumn, CustomExport, DeIdentify, Subject},
    file::{ColumnTable, CustomExportTable, Hidden, Kind, ROOT, RepeatTable},
};

impl CustomExportTable {
    /// The table that [builds](Self::build) this export.
    #[must_use]
    pub fn of(export: &CustomExport) -> Self {
        let (kind, xmlns, case_type) = match &export.subject {
            Subject::Form { xmlns } => (Kind::Form, Some(xmlns.clone()), None),
            Subject::Case { case_type } => (Kind::Case, None, case_type.clone()),
        };
        let root = export.tables.iter().find(|table| table.path == ROOT);
        let repeats = export.tables.iter().filter(|table| table.path != ROOT);
        Self {
            name: export.name.clone(),
            id: Some(export.id.clone()),
            kind,
            xmlns,
            case_type,
            format: Some(export.default_format.to_string()),
            include_errors: export.include_errors,
            safe_for_deid: export.safe_for_deid,
            columns: root
                .map(|table| columns(&table.columns))
                .unwrap_or_default(),
            title: root.and_then(|table| table.title.clone()),
            table: repeats
                .map(|table| RepeatTable {
                    path: table.path.clone(),
                    title: table.title.clone(),
                    columns: columns(&table.columns),
                })
                .collect(),
        }
    }
}

fn columns(columns: &[CustomColumn]) -> Vec<ColumnTable> {
    let written = |column: &CustomColumn| ColumnTable {
        path: column.path.clone(),
        title: Some(column.title.clone()),
        de_identify: column.de_identify.map(|how| match how {
            DeIdentify::Date => Hidden::Date,
            DeIdentify::Id => Hidden::Id,
        }),
    };
    columns.iter().map(written).collect()
}
