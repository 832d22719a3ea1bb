//! Where the values of documents go, by the numbers of their paths: a layout seen from the documents.
//!
//! Worked out once for all documents that share their paths, so that what happens to each value is one
//! look into a list.

use super::layout::{Column, Layout, Owner, Plan};
use crate::document::{Node, Paths, schema::is_nothing};

/// What becomes of a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Destination {
    /// Whether an object stands here elsewhere: its members have destinations of their own, and a text
    /// is its member of empty name.
    group: bool,
    then: Then,
}

#[derive(Clone, Copy, Debug, Default)]
enum Then {
    #[default]
    Nothing,
    Cell(Column),
    List(usize),
}

/// What becomes of a value in the row of a certain table.
pub(super) enum Found {
    Nothing,
    /// It is the cell of this column.
    Cell(Column),
    /// It is what the list of this number holds.
    List(usize),
}

/// The destinations of all paths.
pub(super) fn destinations(layout: &Layout, paths: &Paths) -> Box<[Destination]> {
    let mut plans: Vec<Option<&Plan>> = Vec::with_capacity(paths.len());
    for (number, (parent, step)) in paths.iter().enumerate() {
        let plan = if number == 0 {
            Some(&layout.root)
        } else {
            let parent = plans.get(parent as usize).copied().flatten();
            parent.and_then(|plan| below(layout, plan, step))
        };
        plans.push(plan);
    }
    plans
        .into_iter()
        .map(|plan| plan.map_or_else(Destination::default, Destination::of))
        .collect()
}

/// The plan of a member, or of the elements of a list.
fn below<'l>(layout: &'l Layout, plan: &'l Plan, step: Option<&str>) -> Option<&'l Plan> {
    let Some(key) = step else {
        return match plan {
            Plan::List(list) => layout.elements.get(*list),
            _ => None,
        };
    };
    let mut plan = plan;
    // Where others have a list, a single object is a list of one.
    while let Plan::List(list) = plan {
        plan = layout.elements.get(*list)?;
    }
    match plan {
        Plan::Members(members) => members.get(key),
        _ => None,
    }
}

impl Destination {
    /// The destination of a value by its plan.
    pub(super) fn of(plan: &Plan) -> Self {
        let mut group = false;
        let mut plan = Some(plan);
        while let Some(Plan::Members(members)) = plan {
            group = true;
            plan = members.get("");
        }
        let then = match plan {
            Some(Plan::Cell(column)) => Then::Cell(*column),
            Some(Plan::List(list)) => Then::List(*list),
            _ => Then::Nothing,
        };
        Self { group, then }
    }

    /// The column of a text in the rows of `owner`, where nothing else has to be looked at.
    #[inline(always)]
    pub(super) fn text_column(self, owner: Owner) -> Option<usize> {
        match self.then {
            Then::Cell(column) if !self.group && !column.null && column.of == owner => {
                Some(column.at)
            }
            _ => None,
        }
    }

    /// What becomes of a value in the row of one of `owner`. Whatever a group's members become is
    /// theirs to say.
    pub(super) fn find(self, node: Node<'_>, owner: Owner) -> Found {
        if self.group && (matches!(node, Node::Object(_) | Node::List(_)) || is_nothing(node)) {
            return Found::Nothing;
        }
        match self.then {
            Then::Cell(column) if column.of == owner => Found::Cell(column),
            Then::List(list) if !is_nothing(node) => Found::List(list),
            _ => Found::Nothing,
        }
    }
}
