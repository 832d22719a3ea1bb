//! One call for every format that is made of tables, with the options a server's choices give it.

use std::{collections::HashSet, iter::once};

use super::{
    RenderError,
    cell_text::NullAs,
    csv_zip::CsvZip,
    html::{self, Doctype, HtmlOptions},
    json,
    sparse::Watched,
    unzipped_csv,
    wanted::Asking,
    xls,
    xlsx::{self, XlsxCells, XlsxOptions},
    zipped_html,
};
use crate::{
    file_format::Format,
    quirks::{
        Choices, ClashingNames, CsvBom, HtmlCharset, NeverFilled, TableOrder,
        XlsxCells as CellKinds,
    },
    tables::{
        names::{Naming, sheet_names},
        shuffled::Shuffled,
        table::Tables,
    },
};

/// Renders tables in a format.
///
/// # Errors
/// When the format cannot hold the tables, or is [`Format::Raw`], which is no matter of tables.
pub fn render(
    tables: &dyn Tables,
    format: Format,
    choices: &Choices,
) -> Result<Vec<u8>, RenderError> {
    let tables = &Watched::new(tables);
    match Asking::of(tables) {
        Some(asking) => written(&asking, format, choices),
        None => written(tables, format, choices),
    }
}

fn written(tables: &dyn Tables, format: Format, choices: &Choices) -> Result<Vec<u8>, RenderError> {
    if choices.table_order == TableOrder::Shuffled && format != Format::UnzippedCsv {
        let choices = Choices {
            table_order: TableOrder::MainFirst,
            ..*choices
        };
        return written(&Shuffled::new(tables), format, &choices);
    }
    let naming = match choices.clashing_names {
        ClashingNames::Distinct => Naming::Distinct,
        ClashingNames::AsTheyFall => Naming::Original,
    };
    let null = match (choices.never_filled, format) {
        (NeverFilled::Empty, _) | (NeverFilled::EmptyInXlsx, Format::Xlsx) => NullAs::Empty,
        (NeverFilled::Word | NeverFilled::EmptyInXlsx, _) => NullAs::Word,
    };
    let utf8_mark = choices.csv_bom == CsvBom::Utf8;
    match format {
        Format::Csv => CsvZip { naming, utf8_mark }.render(tables),
        Format::UnzippedCsv => unzipped_csv::render(tables, utf8_mark),
        Format::Json => json::json(tables, naming),
        Format::Html => html::render(tables, &html_options(choices, null)),
        Format::ZippedHtml => zipped_html::render(tables, naming, &html_options(choices, null)),
        Format::Xlsx => {
            let options = XlsxOptions {
                cells: match choices.xlsx_cells {
                    CellKinds::Text => XlsxCells::Text,
                    CellKinds::Formulas => XlsxCells::Formulas,
                    CellKinds::Typed => XlsxCells::Typed,
                },
                null,
                temp_folder: None,
            };
            let names = renamed_on_saving(sheet_names(tables, naming));
            xlsx::render(tables, &names, &options)
        }
        Format::Xls => xls::render(tables, &sheet_names(tables, naming), null),
        Format::Raw => Err(RenderError::NoTables(format)),
    }
}

/// Sheet names as the original's xlsx library saves them: one that is taken gets a number behind it
/// (facts E.5). Unlike that library, names that differ in letter case alone count as taken, because
/// programs refuse such workbooks.
fn renamed_on_saving(names: Vec<String>) -> Vec<String> {
    let mut taken = HashSet::new();
    names
        .into_iter()
        .map(|name| {
            let numbered = (1..).map(|number| format!("{name}{number}"));
            let free = once(name.clone())
                .chain(numbered)
                .find(|name| taken.insert(name.to_lowercase()));
            // There is always a next number.
            free.unwrap_or(name)
        })
        .collect()
}

fn html_options(choices: &Choices, null: NullAs) -> HtmlOptions {
    let utf8 = choices.html_charset == HtmlCharset::Utf8;
    HtmlOptions {
        doctype: if utf8 {
            Doctype::Html5
        } else {
            Doctype::Html401Transitional
        },
        charset_meta: utf8,
        null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let names = ["#", "x-y", "x-y", "X-Y", "x-y1"].map(str::to_owned);
        assert_eq!(
            renamed_on_saving(names.to_vec()),
            ["#", "x-y", "x-y1", "X-Y2", "x-y11"]
        );
    }
}
