//! Documents become the rows of a layout (facts E.2, E.4).
//!
//! The root table is one pass over the documents, which steps over every list and notes where it
//! stands. All other tables begin from those notes: a document without the list costs them nothing,
//! and a document with it no look at the rest. Cells borrow their texts from the documents, so that a
//! row costs no allocation.

use std::{
    io,
    sync::{Arc, Mutex, OnceLock},
};

use super::{
    destinations::{Destination, Found, destinations},
    layout::{Layout, Owner, Step, TableRows},
    row::Row,
    table::{Cell, Tables},
};
use crate::document::{Document, Node, Paths, Place, schema::is_nothing, stored::Stored};

/// The tables of some documents under a layout.
///
/// The documents stand in row order; the first is row 0. A value that the layout has no place for
/// is left out (see [`Schema::fits`](crate::document::schema::Schema::fits)).
#[derive(Debug)]
pub struct Flattened<D> {
    layout: Arc<Layout>,
    documents: Vec<D>,
    /// The number of the first row of the root table.
    first: usize,
    /// Found by the first pass over the documents; 16 bytes for each list that is not empty.
    lists: OnceLock<Lists>,
    /// Those last worked out: nearly always all tables are made of documents that share their paths.
    destinations: Mutex<Option<Shared>>,
}

/// The destinations of the documents with these paths.
type Shared = (Arc<Paths>, Arc<[Destination]>);

/// For each list outside of any list, the documents that have something in it, in order, and where.
type Lists = Box<[Vec<(usize, Place)>]>;

/// How many lists are looked up at once.
const LOOK_AHEAD: usize = 16;

/// Takes the rows one at a time.
type Each<'e> = &'e mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>;

impl<D: Stored> Flattened<D> {
    /// Puts documents under a layout.
    #[must_use]
    pub fn new(layout: Arc<Layout>, documents: Vec<D>) -> Self {
        Self {
            layout,
            documents,
            first: 0,
            lists: OnceLock::new(),
            destinations: Mutex::new(None),
        }
    }

    /// The destinations of documents with these paths.
    fn destinations(&self, paths: &Arc<Paths>) -> Arc<[Destination]> {
        let mut last = self.destinations.lock();
        let last = last.as_deref_mut().ok();
        match &last {
            Some(Some((of, known))) if Arc::ptr_eq(of, paths) && known.len() == paths.len() => {
                Arc::clone(known)
            }
            _ => {
                let found: Arc<[_]> = destinations(&self.layout, paths).into();
                if let Some(last) = last {
                    *last = Some((Arc::clone(paths), Arc::clone(&found)));
                }
                found
            }
        }
    }

    /// The same, with rows of the root table counted from `first` on (quirk `row-ids`).
    #[must_use]
    pub fn counting_from(self, first: usize) -> Self {
        Self { first, ..self }
    }

    /// The rows of the root table, and the lists on the way.
    fn each_document(&self, width: usize, each: Each<'_>) -> io::Result<Lists> {
        let mut lists: Lists = vec![Vec::new(); self.layout.lists].into();
        let mut known = Known::new(|paths| self.destinations(paths));
        let mut id = String::new();
        let mut room = Vec::new();
        for (index, stored) in self.documents.iter().enumerate() {
            id.clear();
            push_number(&mut id, self.first + index);
            let mut cells = reuse(room);
            cells.push(Cell::Text(&id));
            cells.resize(width, Cell::Missing);
            let document = stored.document();
            let mut row = Row {
                owner: Owner::Documents,
                destinations: known.of(document),
                cells: &mut cells[1..],
            };
            row.fill(document.root(), |list, place| {
                if let Some(found) = lists.get_mut(list) {
                    found.push((index, place));
                }
            });
            each(&cells)?;
            room = reuse(cells);
        }
        Ok(lists)
    }

    /// Where each list stands, by a pass of its own if nobody asked for the root table first.
    fn lists(&self) -> &Lists {
        self.lists.get_or_init(|| {
            let width = match self.layout.tables.first() {
                Some(table) if matches!(table.rows, TableRows::Documents) => table.headers.len(),
                _ => 1,
            };
            // Nothing refuses a row here.
            self.each_document(width, &mut |_| Ok(()))
                .unwrap_or_default()
        })
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
        let width = table.headers.len();
        let (list, outermost, path) = match &table.rows {
            TableRows::Documents => {
                let lists = self.each_document(width, each)?;
                // Another walk may have found the same already.
                let _ = self.lists.set(lists);
                return Ok(());
            }
            TableRows::Elements {
                list,
                outermost,
                path,
            } => (*list, *outermost, path),
        };
        let destinations = |paths: &Arc<Paths>| self.destinations(paths);
        let mut rows = Rows {
            owner: Owner::List(list),
            element: Destination::of(&self.layout.elements[list]),
            known: Known::new(&destinations),
            width,
            id_columns: table.id_columns,
            separator: &self.layout.separator,
            indices: Vec::new(),
            id: String::new(),
            room: Vec::new(),
            each,
        };
        // The first look at a list waits for memory, and waits that have nothing to do with each
        // other overlap.
        let found = self.lists().get(outermost).map_or(&[][..], Vec::as_slice);
        for some in found.chunks(LOOK_AHEAD) {
            let mut nodes = [None; LOOK_AHEAD];
            for (node, (index, place)) in nodes.iter_mut().zip(some) {
                *node = self.documents[*index].document().value_at(*place);
            }
            for (node, (index, _)) in nodes.into_iter().zip(some) {
                if let Some(node) = node {
                    rows.known.of(self.documents[*index].document());
                    rows.numbered(self.first + *index, node, path)?;
                }
            }
        }
        Ok(())
    }
}

/// The destinations of the documents last looked at.
struct Known<'a, F> {
    find: F,
    paths: Option<&'a Arc<Paths>>,
    destinations: Arc<[Destination]>,
}

impl<'a, F: Fn(&Arc<Paths>) -> Arc<[Destination]>> Known<'a, F> {
    fn new(find: F) -> Self {
        Self {
            find,
            paths: None,
            destinations: Arc::default(),
        }
    }

    /// Those of a document. Many share their paths and stand next to each other.
    #[inline]
    fn of(&mut self, document: &'a Document) -> &[Destination] {
        let paths = document.paths();
        if !self.paths.is_some_and(|known| Arc::ptr_eq(known, paths)) {
            self.paths = Some(paths);
            self.destinations = (self.find)(paths);
        }
        &self.destinations
    }
}

/// The walk for the table of a list.
struct Rows<'a, 'e, F> {
    owner: Owner,
    /// That of an element as a whole.
    element: Destination,
    known: Known<'a, F>,
    width: usize,
    id_columns: usize,
    separator: &'a str,
    /// The position in each list on the way, the document's first.
    indices: Vec<i64>,
    /// The same joined by the separator.
    id: String,
    /// The room of the row before; always empty.
    room: Vec<Cell<'static>>,
    each: Each<'e>,
}

impl<F> Rows<'_, '_, F> {
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
        let mut cells = reuse(std::mem::take(&mut self.room));
        cells.push(Cell::Text(&self.id));
        cells.extend(self.indices.iter().map(|index| Cell::Int(*index)));
        cells.resize(self.width, Cell::Missing);
        let mut row = Row {
            owner: self.owner,
            destinations: &self.known.destinations,
            cells: &mut cells[self.id_columns..],
        };
        match self.element.find(node, self.owner) {
            Found::Cell(column) => row.put(column, node),
            // What is in it makes rows of other tables.
            Found::List(_) => {}
            Found::Nothing => {
                if let Node::Object(object) = node {
                    row.fill(object, |_, _| {});
                }
            }
        }
        (self.each)(&cells)?;
        self.room = reuse(cells);
        Ok(())
    }
}

/// The same allocation, empty, for cells of another lifetime.
fn reuse<'b>(mut cells: Vec<Cell<'_>>) -> Vec<Cell<'b>> {
    cells.clear();
    cells.into_iter().map(|_| Cell::Missing).collect()
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
