//! Documents become the rows of a layout (facts E.2, E.4).
//!
//! Each table is one pass over the documents. Cells borrow their texts from the documents, so that
//! a row costs no allocation; subtrees of other tables are stepped over.

use std::{io, sync::Arc};

use super::{
    keyed::Keyed,
    layout::{Layout, Plan, Step, TableLayout},
    schema::is_nothing,
    table::{Cell, Tables},
};
use crate::world::document::{Document, Node, Object};

/// Something that holds a document.
pub trait Stored {
    /// The document it holds.
    fn document(&self) -> &Document;
}

impl Stored for Document {
    fn document(&self) -> &Document {
        self
    }
}

impl<T: Stored + ?Sized> Stored for &T {
    fn document(&self) -> &Document {
        T::document(self)
    }
}

impl<T: Stored + ?Sized> Stored for Arc<T> {
    fn document(&self) -> &Document {
        T::document(self)
    }
}

impl<T: Stored + ?Sized> Stored for Box<T> {
    fn document(&self) -> &Document {
        T::document(self)
    }
}

/// The tables of some documents under a layout.
///
/// The documents stand in row order; the first is row 0. A value that the layout has no place for
/// is left out (see [`Schema::fits`](super::schema::Schema::fits)).
#[derive(Debug)]
pub struct Flattened<D> {
    layout: Arc<Layout>,
    documents: Vec<D>,
}

impl<D: Stored> Flattened<D> {
    /// Puts documents under a layout.
    #[must_use]
    pub fn new(layout: Arc<Layout>, documents: Vec<D>) -> Self {
        Self { layout, documents }
    }
}

impl<D: Stored> Tables for Flattened<D> {
    fn count(&self) -> usize {
        self.layout.tables.len()
    }

    fn name(&self, table: usize) -> &str {
        &self.layout.tables[table].name
    }

    fn headers(&self, table: usize) -> &[String] {
        &self.layout.tables[table].headers
    }

    fn rows(
        &self,
        table: usize,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        let table = &self.layout.tables[table];
        let mut rows = Rows {
            table,
            separator: &self.layout.separator,
            indices: Vec::new(),
            id: String::new(),
            cells: Vec::new(),
            each,
        };
        for (index, stored) in self.documents.iter().enumerate() {
            let root = Node::Object(stored.document().root());
            rows.numbered(index, root, &table.path)?;
        }
        Ok(())
    }
}

/// The walk for one table.
struct Rows<'a, 'e> {
    table: &'a TableLayout,
    separator: &'a str,
    /// The position in each list on the way, the document's first.
    indices: Vec<i64>,
    /// The same joined by the separator.
    id: String,
    /// The room of the row before; always empty.
    cells: Vec<Cell<'static>>,
    each: &'e mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
}

impl Rows<'_, '_> {
    /// Walks on below the element of this index.
    fn numbered(&mut self, index: usize, node: Node<'_>, path: &[Step]) -> io::Result<()> {
        let parent = self.id.len();
        if !self.indices.is_empty() {
            self.id.push_str(self.separator);
        }
        push_number(&mut self.id, index);
        self.indices.push(i64::try_from(index).unwrap_or(i64::MAX));
        self.walk(node, path)?;
        self.indices.pop();
        self.id.truncate(parent);
        Ok(())
    }

    fn walk(&mut self, node: Node<'_>, path: &[Step]) -> io::Result<()> {
        let Some((step, path)) = path.split_first() else {
            return self.row(node);
        };
        match (step, node) {
            (_, node) if is_nothing(node) => Ok(()),
            (Step::Each, Node::List(list)) => {
                for (index, node) in list.enumerate() {
                    self.numbered(index, node, path)?;
                }
                Ok(())
            }
            // Where others have a list, a single value is a list of one.
            (Step::Each, node) => self.numbered(0, node, path),
            (Step::Key(key), Node::Object(object)) => match object.get(key) {
                Some(node) => self.walk(node, path),
                None => Ok(()),
            },
            (Step::Key(_), Node::List(_)) => Ok(()),
            // Where others have an object, a text is its member of empty name.
            (Step::Key(key), text) if key.is_empty() => self.walk(text, path),
            (Step::Key(_), _) => Ok(()),
        }
    }

    fn row(&mut self, node: Node<'_>) -> io::Result<()> {
        let mut cells = reuse(std::mem::take(&mut self.cells));
        cells.push(Cell::Text(&self.id));
        if self.indices.len() > 1 {
            cells.extend(self.indices.iter().map(|index| Cell::Int(*index)));
        }
        cells.resize(self.table.headers.len(), Cell::Missing);
        fill(&self.table.row, node, &mut cells[self.table.id_columns..]);
        (self.each)(&cells)?;
        self.cells = reuse(cells);
        Ok(())
    }
}

/// The same allocation, empty, for cells of another lifetime.
fn reuse<'b>(mut cells: Vec<Cell<'_>>) -> Vec<Cell<'b>> {
    cells.clear();
    cells.into_iter().map(|_| Cell::Missing).collect()
}

fn fill<'d>(plan: &Plan, node: Node<'d>, cells: &mut [Cell<'d>]) {
    match plan {
        Plan::Skip => {}
        Plan::Cell { column, null } => {
            cells[*column] = if *null { Cell::Null } else { text_cell(node) };
        }
        Plan::Members(members) => match node {
            Node::Object(object) => fill_members(members, object, cells),
            node if is_nothing(node) => {}
            Node::List(_) => {}
            text => {
                if let Some(plan) = members.get("") {
                    fill(plan, text, cells);
                }
            }
        },
    }
}

fn fill_members<'d>(members: &Keyed<Plan>, object: Object<'d>, cells: &mut [Cell<'d>]) {
    let mut expected = 0;
    for (key, node) in object {
        if let Some(at) = members.find(key, expected) {
            expected = at + 1;
            match (members.at(at), node) {
                // What nearly every member is, without the call.
                (
                    Plan::Cell {
                        column,
                        null: false,
                    },
                    Node::Text(text),
                ) => {
                    cells[*column] = Cell::Text(text);
                }
                (plan, node) => fill(plan, node, cells),
            }
        }
    }
}

/// A value where some document has a text. What the original's language holds to be false is empty.
fn text_cell(node: Node<'_>) -> Cell<'_> {
    Cell::Text(match node {
        Node::Text(text) => text,
        node if is_nothing(node) => "",
        Node::Number(text) => text,
        Node::Bool(_) => "True",
        // No absorbed document has one of these here.
        Node::Null | Node::Object(_) | Node::List(_) => "",
    })
}

/// Appends a decimal number; formatting machinery would cost more than the row.
fn push_number(text: &mut String, mut number: usize) {
    let mut digits = [b'0'; 20];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.extend(digits[from..].iter().map(|digit| char::from(*digit)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_numbers() {
        for number in [0, 7, 10, 999, 1000, usize::MAX] {
            let mut text = "x".to_owned();
            push_number(&mut text, number);
            assert_eq!(text, format!("x{number}"));
        }
    }

    #[test]
    fn the_row_buffer_is_really_reused() {
        let mut cells = Vec::with_capacity(40);
        cells.push(Cell::Text("x"));
        let before = cells.as_ptr() as usize;
        let after: Vec<Cell<'_>> = reuse(cells);
        assert_eq!(
            (after.as_ptr() as usize, after.capacity(), after.len()),
            (before, 40, 0)
        );
    }
}
