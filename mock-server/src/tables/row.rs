//! The cells of one row (facts E.4): which value goes where.

use super::{
    destinations::{Destination, Found},
    layout::{Column, Owner},
    table::Cell,
};
use crate::document::{Node, Object, Place, Walk, schema::is_nothing};

/// The cells of a row behind its ids.
pub(super) struct Row<'r, 'd> {
    /// Whose columns count.
    pub(super) owner: Owner,
    /// Where each path of the document leads.
    pub(super) destinations: &'r [Destination],
    /// The cells.
    pub(super) cells: &'r mut [Cell<'d>],
}

impl<'d> Row<'_, 'd> {
    /// Fills in the members of an object and all below them. `on_list` is told the number and the place
    /// of each list that holds something.
    #[inline]
    pub(super) fn fill(&mut self, object: Object<'d>, mut on_list: impl FnMut(usize, Place)) {
        let mut walk: Walk<'d> = object.walk();
        loop {
            let place = walk.place();
            let Some((path, node)) = walk.next() else {
                return;
            };
            let destination = match self.destinations.get(path as usize) {
                Some(destination) => *destination,
                None => Destination::default(),
            };
            match node {
                // What nearly every value is.
                Node::Text(text) => {
                    if let Some(at) = destination.text_column(self.owner) {
                        self.cells[at] = Cell::Text(text);
                        continue;
                    }
                }
                // Its members come next.
                Node::Object(object) => walk.enter(object),
                _ => {}
            }
            match destination.find(node, self.owner) {
                Found::Nothing => {}
                Found::Cell(column) => self.put(column, node),
                Found::List(list) => on_list(list, place),
            }
        }
    }

    /// Puts a value into a column.
    #[inline]
    pub(super) fn put(&mut self, column: Column, node: Node<'d>) {
        self.cells[column.at] = if column.null {
            Cell::Null
        } else {
            text_cell(node)
        };
    }
}

/// A value where some document has a text. What the original's language holds to be false is empty.
#[inline]
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
