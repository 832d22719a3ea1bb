//! A stored document, kept compact: two allocations, whatever its size.
//!
//! HQ stores every form, case and user as one JSON document, and the export walks the whole of it.
//! A tree of maps and strings would cost several times the text; here the texts stand one behind
//! the other in a single string, and a list of words says where each belongs and how they nest. Keys
//! stand apart, shared by all documents of a form. Reading goes strictly forward, which is what
//! flattening does.
//!
//! - [`Paths`]: keys and how they nest, shared by many documents; each path has a number
//! - [`Node`], [`Object`], [`List`], [`Walk`]: reading
//! - `word`: how a value is described; `maker`: how a document is made

mod growing;
mod maker;
mod paths;
mod read;
pub mod stored;
mod word;

use std::sync::Arc;

use maker::{Maker, kind_of};
use read::Cursor;
use serde_json::Value;

pub use paths::Paths;
pub use read::{List, Node, Object, Place, Walk};

/// How deep lists and objects may nest. Real forms stay below twenty.
pub const MAX_DEPTH: usize = 128;

/// No document has as many bytes, words or paths.
const MOST: usize = 1 << 29;

/// Why a JSON value could not be stored as a document.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DocumentError {
    /// A document is an object; this was something else.
    #[error("a document must be a JSON object, this is {0}")]
    NotAnObject(&'static str),
    /// Lists and objects nest too deeply.
    #[error("the document nests deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// More than the compact form can address.
    #[error("the document is larger than 512 MiB")]
    TooLarge,
}

/// One stored JSON document; its root is always an object.
#[derive(Clone)]
pub struct Document {
    /// The keys, and how they nest.
    paths: Arc<Paths>,
    /// Tags, paths and lengths, in reading order. See [`word`].
    words: Box<[u32]>,
    /// Scalar texts, in reading order, without separators.
    text: Box<str>,
}

impl Document {
    /// Stores a JSON object, with paths of its own.
    ///
    /// # Errors
    /// When `value` is no object, nests deeper than [`MAX_DEPTH`] or is too large.
    pub fn from_json(value: &Value) -> Result<Self, DocumentError> {
        Self::among(&Arc::default(), value)
    }

    /// Stores a JSON object that shares its keys with others: less memory, and the tables of many such
    /// documents are made faster.
    ///
    /// # Errors
    /// As [`Self::from_json`].
    ///
    /// ```
    /// use std::sync::Arc;
    /// use fakehq::document::{Document, Paths};
    /// use serde_json::json;
    ///
    /// let paths = Arc::new(Paths::default());
    /// let first = Document::among(&paths, &json!({"form": {"name": "Asha"}}))?;
    /// let second = Document::among(&paths, &json!({"form": {"name": "Mina"}}))?;
    /// assert!(Arc::ptr_eq(first.paths(), second.paths()));
    /// assert_eq!(second.text_at(&["form", "name"]), Some("Mina"));
    /// # Ok::<(), fakehq::document::DocumentError>(())
    /// ```
    pub fn among(paths: &Arc<Paths>, value: &Value) -> Result<Self, DocumentError> {
        if !value.is_object() {
            return Err(DocumentError::NotAnObject(kind_of(value)));
        }
        let mut maker = Maker::new(paths.numbering());
        maker.root(value)?;
        Ok(Self::made(maker, paths))
    }

    /// Makes a document share its keys with others; see [`Self::among`]. Where these have more paths than
    /// can be numbered, it keeps its own.
    pub fn move_among(&mut self, paths: &Arc<Paths>) {
        if Arc::ptr_eq(&self.paths, paths) {
            return;
        }
        let mut maker = Maker::new(paths.numbering());
        if maker.copied_root(Node::Object(self.root())).is_ok() {
            *self = Self::made(maker, paths);
        }
    }

    fn made(maker: Maker<'_>, paths: &Arc<Paths>) -> Self {
        Self {
            paths: Arc::clone(paths),
            words: maker.words.into_boxed_slice(),
            text: maker.text.into_boxed_str(),
        }
    }

    /// The keys and how they nest, of this document and those it shares them with.
    #[must_use]
    pub fn paths(&self) -> &Arc<Paths> {
        &self.paths
    }

    /// The document as JSON, keys in stored order.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Node::Object(self.root()).to_json()
    }

    /// The outermost object.
    #[must_use]
    pub fn root(&self) -> Object<'_> {
        // The root is an object by construction: its tag and its two lengths come first.
        Object(Cursor {
            paths: &self.paths,
            words: &self.words[3..],
            text: &self.text,
            end: 0,
        })
    }

    /// The text at a path of keys, if there is one: `doc.text_at(&["form", "meta", "userID"])`.
    #[must_use]
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        match self.at(path)? {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value at a path of keys.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<Node<'_>> {
        let mut node = Node::Object(self.root());
        for key in path {
            match node {
                Node::Object(object) => node = object.get(key)?,
                _ => return None,
            }
        }
        Some(node)
    }

    /// The value that stands at a place, which [`Walk::place`] told of this very document. A place of
    /// another document gives none, or some part of this one.
    #[must_use]
    pub fn value_at(&self, place: Place) -> Option<Node<'_>> {
        let words = self.words.len().checked_sub(place.words as usize)?;
        let text = self.text.len().checked_sub(place.text as usize)?;
        let mut cursor = Cursor {
            paths: &self.paths,
            words: self.words.get(words..)?,
            text: self.text.get(text..)?,
            end: 0,
        };
        Some(cursor.take()?.1)
    }

    /// Bytes this document holds in memory, its share of the keys aside.
    #[must_use]
    pub fn size(&self) -> usize {
        self.words.len() * 4 + self.text.len()
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.to_json().fmt(f)
    }
}

/// Documents are equal if they say the same, whatever they share.
impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.to_json() == other.to_json()
    }
}

impl Eq for Document {}

pub(crate) mod ordered_map;
pub mod schema;
#[cfg(test)]
mod tests;
