//! What all documents of a form have looked like so far (facts D and E).
//!
//! A schema only ever grows: columns and tables never disappear, whatever a single export selects.
//! Documents are absorbed one at a time in arrival order, also those that the export will filter
//! out. Where documents disagree about a key, at any level:
//!
//! | one has | another has | the schema says |
//! |---|---|---|
//! | nothing, null or an empty text | anything | that thing |
//! | a text, number or truth value | an object | an object, and a member of empty name for the text |
//! | anything but a list | a list | a list of that thing |

use std::{mem, sync::Arc};

use super::ordered_map::Keyed;
use crate::{
    document::{Document, Node},
    quirks::TextBeforeObject,
};

/// How deep a schema may nest; what lies deeper has no column. One document nests at most
/// [`MAX_DEPTH`](crate::document::MAX_DEPTH) levels, but documents that disagree on purpose
/// could pile their levels up.
const DEEPEST: usize = 512;

/// Root keys that never reach an export (facts E.1).
const DROPPED: [&str; 2] = ["_attachments", "computed_"];

/// The cumulative schema of one form. Share it as `Arc<Schema>`: a snapshot is a clone of the `Arc`.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    text_before_object: TextBeforeObject,
    pub(crate) root: Keyed<Shape>,
}

/// What is known about one place of the documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Shape {
    /// Nobody ever gave a value.
    #[default]
    Null,
    /// A text, a number, a truth value.
    Text,
    Object(Keyed<Shape>),
    List(Box<Shape>),
}

impl Schema {
    /// The schema of no document at all.
    #[must_use]
    pub fn new(text_before_object: TextBeforeObject) -> Self {
        Self {
            text_before_object,
            root: Keyed::default(),
        }
    }

    /// Takes a document into the schema; says whether it brought anything new.
    ///
    /// A document that brings nothing new costs one walk over it and no allocation. Otherwise the
    /// schema is copied first if somebody else holds it.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use fakehq::{quirks::TextBeforeObject, document::{schema::Schema, Document}};
    ///
    /// let form = Document::from_json(&serde_json::json!({"form": {"name": "Asha"}}))?;
    /// let mut schema = Arc::new(Schema::new(TextBeforeObject::Kept));
    /// assert!(Schema::absorb(&mut schema, &form));
    /// assert!(!Schema::absorb(&mut schema, &form));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn absorb(this: &mut Arc<Self>, document: &Document) -> bool {
        if this.knows(document) {
            return false;
        }
        let schema = Arc::make_mut(this);
        let mut last = None;
        for (key, node) in exported(document) {
            let at = schema.root.find_or_add(key, last);
            last = Some(at);
            let shape = schema.root.at_mut(at);
            shape.extend(node, 1, schema.text_before_object);
        }
        true
    }

    /// Whether absorbing a document would change nothing.
    fn knows(&self, document: &Document) -> bool {
        let mut last = None;
        exported(document).all(|(key, node)| match self.root.find(key, last) {
            Some(at) => {
                last = Some(at);
                self.root.at(at).knows(node, 1)
            }
            None => false,
        })
    }

    /// Whether every value of a document has a cell in the tables of this schema.
    ///
    /// Not so for a document that was never absorbed and has a key of its own. The original engine
    /// then fails with a schema mismatch (facts B.2, 13); here the value is left out.
    #[must_use]
    pub fn fits(&self, document: &Document) -> bool {
        exported(document)
            .all(|(key, node)| self.root.get(key).is_some_and(|shape| shape.takes(node)))
    }
}

/// The members of a document that exports know of.
fn exported(document: &Document) -> impl Iterator<Item = (&str, Node<'_>)> {
    document.root().filter(|(key, _)| !DROPPED.contains(key))
}

/// Whether a value counts as no answer where a group or a list of answers stands elsewhere: the
/// original prints what its language holds to be false as if it were not there (facts E.4).
#[inline]
pub(crate) fn is_nothing(node: Node<'_>) -> bool {
    match node {
        Node::Null | Node::Bool(false) | Node::Text("") => true,
        Node::Number(digits) => is_zero(digits),
        Node::Object(object) => object.is_empty(),
        Node::List(list) => list.is_empty(),
        Node::Bool(true) | Node::Text(_) => false,
    }
}

fn is_zero(number: &str) -> bool {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    !mantissa.bytes().any(|digit| matches!(digit, b'1'..=b'9'))
}

impl Shape {
    /// Whether absorbing this value would change nothing. Must agree with [`Self::extend`].
    fn knows(&self, node: Node<'_>, depth: usize) -> bool {
        match (self, node) {
            (_, Node::Null | Node::Text("")) => true,
            (Self::List(item), Node::List(mut list)) => {
                list.all(|node| item.knows(node, depth + 1))
            }
            (Self::List(item), node) => item.knows(node, depth + 1),
            (_, Node::List(_)) => !self.may_become_list(depth),
            (_, Node::Object(_)) if depth >= DEEPEST => true,
            (Self::Object(members), Node::Object(mut object)) => {
                let mut last = None;
                object.all(|(key, node)| match members.find(key, last) {
                    Some(at) => {
                        last = Some(at);
                        members.at(at).knows(node, depth + 1)
                    }
                    None => false,
                })
            }
            (_, Node::Object(_)) => false,
            (Self::Object(members), text) => members
                .get("")
                .is_some_and(|shape| shape.knows(text, depth + 1)),
            (Self::Text, _) => true,
            (Self::Null, _) => false,
        }
    }

    /// Grows so that this value has its place.
    fn extend(&mut self, node: Node<'_>, depth: usize, rule: TextBeforeObject) {
        if let Node::List(list) = node {
            if !matches!(self, Self::List(_)) {
                if !self.may_become_list(depth) {
                    return;
                }
                *self = Self::List(Box::new(mem::take(self)));
            }
            if let Self::List(item) = self {
                for node in list {
                    item.extend(node, depth + 1, rule);
                }
            }
            return;
        }
        match (&mut *self, node) {
            (_, Node::Null | Node::Text("")) => {}
            (Self::List(item), node) => item.extend(node, depth + 1, rule),
            (_, Node::Object(_)) if depth >= DEEPEST => {}
            (Self::Object(members), Node::Object(object)) => {
                let mut last = None;
                for (key, node) in object {
                    let at = members.find_or_add(key, last);
                    last = Some(at);
                    members.at_mut(at).extend(node, depth + 1, rule);
                }
            }
            (Self::Null | Self::Text, Node::Object(_)) => {
                let mut members = Keyed::default();
                if *self == Self::Text {
                    let at = members.find_or_add("", None);
                    *members.at_mut(at) = match rule {
                        TextBeforeObject::Kept => Self::Text,
                        TextBeforeObject::Lost => Self::Null,
                    };
                }
                *self = Self::Object(members);
                self.extend(node, depth, rule);
            }
            (Self::Object(members), text) => {
                let at = members.find_or_add("", None);
                members.at_mut(at).extend(text, depth + 1, rule);
            }
            (Self::Null | Self::Text, _) => *self = Self::Text,
        }
    }

    /// Whether flattening has a cell for every value below this one.
    fn takes(&self, node: Node<'_>) -> bool {
        match (self, node) {
            (Self::Null, _) => true,
            (_, node) if is_nothing(node) => true,
            (Self::List(item), Node::List(mut list)) => list.all(|node| item.takes(node)),
            (Self::List(item), node) => item.takes(node),
            (_, Node::List(_)) => false,
            (Self::Object(members), Node::Object(mut object)) => {
                object.all(|(key, node)| members.get(key).is_some_and(|shape| shape.takes(node)))
            }
            (Self::Object(members), text) => members.get("").is_some_and(|shape| shape.takes(text)),
            (Self::Text, node) => !matches!(node, Node::Object(_)),
        }
    }

    /// Whether a level can be put above this place without going deeper than [`DEEPEST`].
    fn may_become_list(&self, depth: usize) -> bool {
        depth + 1 + self.height() <= DEEPEST
    }

    fn height(&self) -> usize {
        match self {
            Self::Null | Self::Text => 0,
            Self::Object(members) => 1 + members.values().map(Self::height).max().unwrap_or(0),
            Self::List(item) => 1 + item.height(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn schema_of(rule: TextBeforeObject, documents: &[Value]) -> Arc<Schema> {
        let mut schema = Arc::new(Schema::new(rule));
        for document in documents {
            Schema::absorb(&mut schema, &Document::from_json(document).unwrap());
        }
        schema
    }

    #[test]
    fn a_snapshot_does_not_change_when_more_is_absorbed() {
        let mut schema = schema_of(TextBeforeObject::Kept, &[json!({"a": "x"})]);
        let snapshot = schema.clone();
        let more = Document::from_json(&json!({"a": "x", "b": ["y"]})).unwrap();
        assert!(Schema::absorb(&mut schema, &more));
        assert_eq!(
            snapshot,
            schema_of(TextBeforeObject::Kept, &[json!({"a": "x"})])
        );
        assert!(schema.fits(&more));
        assert!(!snapshot.fits(&more));
    }

    #[test]
    fn nothing_new_leaves_the_shared_schema_where_it_is() {
        let document = json!({"a": {"b": ["x", {"c": 1}]}, "_attachments": {"form.xml": {}}});
        let mut schema = schema_of(
            TextBeforeObject::Lost,
            &[document.clone(), document.clone()],
        );
        let snapshot = schema.clone();
        let document = Document::from_json(&document).unwrap();
        assert!(!Schema::absorb(&mut schema, &document));
        assert!(Arc::ptr_eq(&schema, &snapshot));
    }

    #[test]
    fn a_lost_text_is_repaired_by_absorbing_it_once_more() {
        let text = json!({"g": "t"});
        let object = json!({"g": {"p": "1"}});
        let lost = schema_of(TextBeforeObject::Lost, &[text.clone(), object.clone()]);
        let again = schema_of(
            TextBeforeObject::Lost,
            &[text.clone(), object.clone(), text.clone()],
        );
        let kept = schema_of(TextBeforeObject::Kept, &[text, object]);
        assert_ne!(lost.root, kept.root);
        assert_eq!(again.root, kept.root);
    }

    #[test]
    fn dropped_keys_are_dropped_at_the_root_only() {
        let schema = schema_of(
            TextBeforeObject::Kept,
            &[json!({"_attachments": {"x": "1"}, "computed_": "2", "form": {"computed_": "3"}})],
        );
        let inner = schema_of(
            TextBeforeObject::Kept,
            &[json!({"form": {"computed_": "3"}})],
        );
        assert_eq!(schema, inner);
    }

    #[test]
    fn levels_cannot_be_piled_up_without_end() {
        let chain = |levels: usize, mut inner: Value| {
            for _ in 0..levels {
                inner = json!({ "a": inner });
            }
            inner
        };
        let mut lists = json!("x");
        for _ in 0..20 {
            lists = json!([lists]);
        }
        let documents: Vec<Value> = (1..100)
            .rev()
            .map(|levels| chain(levels, lists.clone()))
            .collect();
        let schema = schema_of(TextBeforeObject::Kept, &documents);
        let height = schema.root.values().map(Shape::height).max();
        assert!(height.is_some_and(|height| (200..=DEEPEST).contains(&height)));
        let mut again = schema.clone();
        for document in documents {
            Schema::absorb(&mut again, &Document::from_json(&document).unwrap());
        }
        assert_eq!(again, schema);
    }

    #[test]
    fn zero_in_all_its_spellings() {
        for zero in ["0", "-0", "0.0", "-0.0", "0e5", "0.00E-3"] {
            assert!(is_zero(zero), "{zero}");
        }
        for number in ["1", "-0.1", "10", "1e0", "0.001"] {
            assert!(!is_zero(number), "{number}");
        }
    }
}
