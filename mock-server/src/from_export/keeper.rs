//! Columns that no row fills, as an increment has them: the schema of a form only ever grows (facts D).
//! One more document, which is never exported, keeps them.

use serde_json::Value;

use super::{
    rebuild::{Kind, Part},
    table::Cell,
    tree,
};

/// What a column is filled with that was filled once.
const FILLED: &str = "yes";

/// A document that has every column of the tables. It calls itself a submission that could not be
/// read, which takes part in the schema and is never a row (facts H); without the columns that say
/// so there can be no such document. `xmlns` is its form where no row says it.
pub(super) fn keeper(parts: &[Part<'_>], xmlns: &str) -> Option<Value> {
    let root = parts.iter().find(|part| part.way.0.is_empty())?;
    let paths = root.columns.paths.as_deref()?;
    let path = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    let column = |keys: &[&str]| paths.iter().position(|path| path == keys);
    let place = [&["xmlns"][..], &["form", "@xmlns"]]
        .into_iter()
        .find_map(|keys| Some((path(keys), column(keys)? + root.columns.ids)));
    let (place, at) = place?;
    let mut of_rows = root.table.rows.iter().filter_map(|row| row.get(at));
    let of_rows = of_rows.find(|cell| cell.is_filled());
    column(&["doc_type"])?;

    let mut documents = Value::Array(Vec::new());
    for part in parts {
        part.keep(&mut documents)?;
    }
    let mut keeper = documents.get_mut(0)?.take();
    let mut set = |keys: &[String], value: &str| tree::set(&mut keeper, keys, value.into());
    set(&path(&["doc_type"]), "SubmissionErrorLog");
    set(&place, of_rows.map_or(xmlns, Cell::text));
    if column(&["_id"]).is_some() {
        set(&path(&["_id"]), "columns");
    }
    if column(&["received_on"]).is_some() {
        // Before any token, so that no increment counts it as data.
        set(&path(&["received_on"]), "");
    }
    Some(keeper)
}

impl Part<'_> {
    /// Puts every column of this table into the first document.
    fn keep(&self, documents: &mut Value) -> Option<()> {
        let value = |kind: Kind| match kind {
            // Null changes no schema but for the key itself: the rows say the rest.
            Kind::Null | Kind::Filled => Value::Null,
            Kind::OnceFilled => FILLED.into(),
        };
        let firsts = vec![0; self.way.levels()];
        let node = tree::descend(documents, &self.way.0, &firsts, &mut 0)?;
        match &self.columns.paths {
            None => *node = self.kinds.first().map_or(Value::Null, |kind| value(*kind)),
            Some(paths) => {
                for (path, kind) in paths.iter().zip(&self.kinds) {
                    tree::set(node, path, value(*kind));
                }
            }
        }
        Some(())
    }
}
