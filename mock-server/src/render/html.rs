//! The html format: one page with all tables (facts E.5).

use super::{
    RenderError,
    cell_text::{NullAs, text_of},
    eights::any_byte,
    rows::each_row,
};
use crate::tables::table::Tables;

/// The document type a page begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doctype {
    /// HTML 4.01 Transitional, until 2014-02-19.
    #[default]
    Html401Transitional,
    /// HTML5, from then on.
    Html5,
}

impl Doctype {
    const fn declaration(self) -> &'static str {
        match self {
            Self::Html401Transitional => {
                "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \
                 \"http://www.w3.org/TR/html4/loose.dtd\">\n"
            }
            Self::Html5 => "<!DOCTYPE HTML>\n",
        }
    }
}

/// How the page looks; the default is the page of 2013 with null as an empty cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HtmlOptions {
    /// The first line.
    pub doctype: Doctype,
    /// Whether the page names its character set, as it does from 2015-03-05.
    pub charset_meta: bool,
    /// How a cell without any value is printed.
    pub null: NullAs,
}

/// Renders tables as one UTF-8 page: per table an `h2` with its full name, uncut and uncleaned,
/// and a `table` whose `thead` holds one row of `th` and whose `tbody` the rows of `td`.
///
/// Texts are escaped and otherwise left alone, line feeds and control characters included.
///
/// # Errors
/// Only what [`Tables::rows`] returns.
pub fn render(tables: &dyn Tables, options: &HtmlOptions) -> Result<Vec<u8>, RenderError> {
    let mut page = String::new();
    page.push_str(options.doctype.declaration());
    page.push_str("<html>\n  <head>\n");
    if options.charset_meta {
        page.push_str(
            "    <meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n",
        );
    }
    page.push_str("  </head>\n  <body>\n");
    let mut scratch = String::new();
    for table in 0..tables.count() {
        page.push_str("    <h2>");
        push_escaped(&mut page, tables.name(table));
        page.push_str("</h2>\n    <table>\n      <thead>\n        <tr>\n");
        for header in tables.headers(table) {
            page.push_str("          <th>");
            push_escaped(&mut page, header);
            page.push_str("</th>\n");
        }
        page.push_str("        </tr>\n      </thead>\n      <tbody>\n");
        each_row(tables, table, |row| {
            page.push_str("        <tr>\n");
            for cell in row {
                page.push_str("          <td>");
                push_escaped(&mut page, text_of(*cell, options.null, &mut scratch));
                page.push_str("</td>\n");
            }
            page.push_str("        </tr>\n");
            Ok(())
        })?;
        page.push_str("      </tbody>\n    </table>\n");
    }
    page.push_str("  </body>\n</html>\n");
    Ok(page.into_bytes())
}

/// Appends a text with the five special characters escaped as Django escapes them.
fn push_escaped(out: &mut String, text: &str) {
    if !any_byte(text.as_bytes(), |eight| {
        eight.is(b'&') | eight.is(b'<') | eight.is(b'>') | eight.is(b'"') | eight.is(b'\'')
    }) {
        out.push_str(text);
        return;
    }
    let mut copied = 0;
    for (index, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[copied..index]);
        out.push_str(escape);
        copied = index + 1;
    }
    out.push_str(&text[copied..]);
}
