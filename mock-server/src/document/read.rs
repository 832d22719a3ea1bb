//! Reading a document, strictly forward.

use serde_json::Value;

use super::{paths::Paths, word};

/// A value inside a [`Document`](super::Document).
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as its decimal text.
    Number(&'a str),
    /// A text, possibly empty.
    Text(&'a str),
    /// A list; may be empty.
    List(List<'a>),
    /// An object; may be empty.
    Object(Object<'a>),
}

/// The elements of a list, first to last.
#[derive(Clone, Copy)]
pub struct List<'a>(pub(crate) Cursor<'a>);

/// The members of an object, in stored order.
#[derive(Clone, Copy)]
pub struct Object<'a>(pub(crate) Cursor<'a>);

/// The values of an object in stored order, each by the number of its path among the
/// [`Paths`] of the document. Into an object among them goes only who asks for it.
#[derive(Clone, Copy)]
pub struct Walk<'a>(Cursor<'a>);

/// Where a value of some document stands. See [`Document::value_at`](super::Document::value_at).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Words and bytes of text from there to the end.
    pub(crate) words: u32,
    pub(crate) text: u32,
}

/// A place in a document, and where the list or object around it ends.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(crate) paths: &'a Paths,
    /// All words from here to the end of the document.
    pub(crate) words: &'a [u32],
    /// All text from here to the end of the document.
    pub(crate) text: &'a str,
    /// How many words are left at the end of the list or object.
    pub(crate) end: usize,
}

impl Node<'_> {
    /// This value as JSON.
    #[must_use]
    pub fn to_json(self) -> Value {
        match self {
            Node::Null => Value::Null,
            Node::Bool(b) => Value::Bool(b),
            Node::Number(text) => serde_json::from_str(text).unwrap_or(Value::Null),
            Node::Text(text) => Value::String(text.to_owned()),
            Node::List(list) => Value::Array(list.map(Node::to_json).collect()),
            Node::Object(object) => Value::Object(
                object
                    .map(|(key, node)| (key.to_owned(), node.to_json()))
                    .collect(),
            ),
        }
    }
}

impl<'a> Object<'a> {
    /// The value of a key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        let mut cursor = self.0;
        while !cursor.is_at_end() {
            let (path, node) = cursor.take()?;
            if cursor.paths.key(path) == key {
                return Some(node);
            }
        }
        None
    }

    /// Whether there is no (further) member.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_at_end()
    }

    /// The values of its members, and of theirs where that is asked for.
    #[must_use]
    pub fn walk(self) -> Walk<'a> {
        Walk(self.0)
    }
}

impl List<'_> {
    /// Whether there is no (further) element.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_at_end()
    }
}

// Reading is inlined wherever it is used: a value that went through memory between each two members
// cost more than all the rest of flattening.
impl<'a> Iterator for Object<'a> {
    type Item = (&'a str, Node<'a>);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_at_end() {
            return None;
        }
        let (path, node) = self.0.take()?;
        Some((self.0.paths.key(path), node))
    }
}

impl<'a> Iterator for List<'a> {
    type Item = Node<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_at_end() {
            return None;
        }
        Some(self.0.take()?.1)
    }
}

impl<'a> Walk<'a> {
    /// Where the next value stands, to come back to it by
    /// [`Document::value_at`](super::Document::value_at).
    #[must_use]
    #[inline]
    pub fn place(&self) -> Place {
        // Lengths of documents fit by construction.
        Place {
            words: self.0.words.len() as u32,
            text: self.0.text.len() as u32,
        }
    }

    /// Goes on with the members of the object that came last.
    #[inline(always)]
    pub fn enter(&mut self, object: Object<'a>) {
        self.0.words = object.0.words;
        self.0.text = object.0.text;
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = (u32, Node<'a>);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_at_end() {
            return None;
        }
        self.0.take()
    }
}

impl std::fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(*self).finish()
    }
}

impl std::fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}

impl<'a> Cursor<'a> {
    #[inline(always)]
    fn is_at_end(&self) -> bool {
        self.words.len() <= self.end
    }

    /// Reads the path and the value of one member or element, and steps behind it.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<(u32, Node<'a>)> {
        let word = self.take_word()?;
        let mut path = word >> word::PATH_SHIFT & word::LONG_PATH;
        if path == word::LONG_PATH {
            path = self.take_word()?;
        }
        let mut length = word >> word::LENGTH_SHIFT;
        if length == word::LONG {
            length = self.take_word()?;
        }
        let node = match word & word::TAG {
            word::TEXT => Node::Text(self.take_text(length)?),
            word::NULL => Node::Null,
            word::FALSE => Node::Bool(false),
            word::TRUE => Node::Bool(true),
            word::NUMBER => Node::Number(self.take_text(length)?),
            kind => {
                let text_length = self.take_word()?;
                let (_, behind) = self.words.split_at_checked(length as usize)?;
                let inner = Self {
                    end: behind.len(),
                    ..*self
                };
                self.words = behind;
                self.take_text(text_length)?;
                if kind == word::LIST {
                    Node::List(List(inner))
                } else {
                    Node::Object(Object(inner))
                }
            }
        };
        Some((path, node))
    }

    #[inline(always)]
    fn take_word(&mut self) -> Option<u32> {
        let (word, rest) = self.words.split_first()?;
        self.words = rest;
        Some(*word)
    }

    #[inline(always)]
    fn take_text(&mut self, length: u32) -> Option<&'a str> {
        let (taken, rest) = self.text.split_at_checked(length as usize)?;
        self.text = rest;
        Some(taken)
    }
}
