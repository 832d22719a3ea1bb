//! A stored document, kept compact: two allocations, whatever its size.
//!
//! HQ stores every form, case and user as one JSON document, and the export walks the whole of it.
//! A tree of maps and strings would cost several times the text; here the texts stand one behind
//! the other in a single string, and a list of words says how they nest. Reading goes strictly
//! forward, which is what flattening does.

mod maker;

use maker::{Maker, kind_of};
use serde_json::Value;

/// How deep lists and objects may nest. Real forms stay below twenty.
pub const MAX_DEPTH: usize = 128;

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
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// Tags and lengths, in reading order. See [`word`].
    words: Box<[u32]>,
    /// Keys and scalar texts, in reading order, without separators.
    text: Box<str>,
}

/// How a value is described, together with the key before it (empty in a list).
///
/// From the low bits up: 3 bits of tag, 9 bits for the bytes of the key, 20 bits for the bytes of a
/// text or number. Where a length does not fit, all its bits are set and it has a word of its own
/// behind, the key's first. Lists and objects always have such a word, the number of words within,
/// and behind that the number of bytes of text within.
mod word {
    pub(super) const NULL: u32 = 0;
    pub(super) const FALSE: u32 = 1;
    pub(super) const TRUE: u32 = 2;
    pub(super) const NUMBER: u32 = 3;
    pub(super) const TEXT: u32 = 4;
    pub(super) const LIST: u32 = 5;
    pub(super) const OBJECT: u32 = 6;

    pub(super) const TAG: u32 = 7;
    pub(super) const KEY_SHIFT: u32 = 3;
    pub(super) const LONG_KEY: u32 = (1 << 9) - 1;
    pub(super) const LENGTH_SHIFT: u32 = 12;
    pub(super) const LONG: u32 = (1 << 20) - 1;
}

/// Where a member of an object of some document stands. See [`Document::member_at`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Words and bytes of text from there to the end.
    words: u32,
    text: u32,
}

/// A value inside a [`Document`].
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
pub struct List<'a>(Cursor<'a>);

/// The members of an object, in stored order.
#[derive(Clone, Copy)]
pub struct Object<'a>(Cursor<'a>);

/// A place in a document, and where the list or object around it ends.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    /// All words from here to the end of the document.
    words: &'a [u32],
    /// All text from here to the end of the document.
    text: &'a str,
    /// How many words are left at the end of the list or object.
    end: usize,
}

impl Document {
    /// Stores a JSON object.
    ///
    /// # Errors
    /// When `value` is no object, nests deeper than [`MAX_DEPTH`] or is too large.
    pub fn from_json(value: &Value) -> Result<Self, DocumentError> {
        if !value.is_object() {
            return Err(DocumentError::NotAnObject(kind_of(value)));
        }
        let mut maker = Maker::default();
        maker.value("", value, 0)?;
        Ok(Self {
            words: maker.words.into_boxed_slice(),
            text: maker.text.into_boxed_str(),
        })
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

    /// The value of the member that stands at a place, which [`Object::place`] told of this very
    /// document. A place of another document gives none, or some part of this one.
    #[must_use]
    pub fn member_at(&self, place: Place) -> Option<Node<'_>> {
        let words = self.words.len().checked_sub(place.words as usize)?;
        let text = self.text.len().checked_sub(place.text as usize)?;
        let mut cursor = Cursor {
            words: self.words.get(words..)?,
            text: self.text.get(text..)?,
            end: 0,
        };
        Some(cursor.take()?.1)
    }

    /// Bytes this document holds in memory.
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

impl<'a> Node<'a> {
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
        let Cursor { words, text, end } = self.0;
        let (mut at, mut offset) = (0, 0);
        // Members are stepped over by their lengths, without a look at their texts.
        while at + end < words.len() {
            let start = at;
            let word = *words.get(at)?;
            let mut own = |short: u32, long: u32| {
                if short < long {
                    return Some(short as usize);
                }
                at += 1;
                words.get(at).map(|length| *length as usize)
            };
            let key_length = own(word >> word::KEY_SHIFT & word::LONG_KEY, word::LONG_KEY)?;
            let length = own(word >> word::LENGTH_SHIFT, word::LONG)?;
            let key_end = offset + key_length;
            if key_length == key.len() && text.get(offset..key_end) == Some(key) {
                let mut cursor = Cursor {
                    words: words.get(start..)?,
                    text: text.get(offset..)?,
                    end,
                };
                return Some(cursor.take()?.1);
            }
            (at, offset) = if word & word::TAG < word::LIST {
                (at + 1, key_end + length)
            } else {
                (at + 2 + length, key_end + *words.get(at + 1)? as usize)
            };
        }
        None
    }

    /// Whether there is no (further) member.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_at_end()
    }

    /// Where the next member stands, to come back to it by [`Document::member_at`].
    #[must_use]
    #[inline]
    pub fn place(self) -> Place {
        // Lengths of documents fit by construction.
        Place {
            words: self.0.words.len() as u32,
            text: self.0.text.len() as u32,
        }
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
        self.0.take()
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
    fn is_at_end(self) -> bool {
        self.words.len() <= self.end
    }

    /// Reads one key and value and steps behind them.
    #[inline(always)]
    fn take(&mut self) -> Option<(&'a str, Node<'a>)> {
        let word = self.take_word()?;
        let mut length = word >> word::KEY_SHIFT & word::LONG_KEY;
        if length == word::LONG_KEY {
            length = self.take_word()?;
        }
        let key = self.take_text(length)?;
        length = word >> word::LENGTH_SHIFT;
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
        Some((key, node))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(|n| json!(n)),
            any::<f64>().prop_map(|n| json!(n)),
            ".{0,12}".prop_map(Value::String),
        ];
        leaf.prop_recursive(5, 60, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
                prop::collection::vec((".{0,6}", inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(members in prop::collection::vec((".{0,6}", any_json()), 0..6)) {
            let value = Value::Object(members.into_iter().collect());
            prop_assert_eq!(Document::from_json(&value).unwrap().to_json(), value);
        }
    }

    #[test]
    fn finds_every_member_behind_any_other() {
        let value = json!({
            "": null, "a": {"b": [1, {"c": "ü"}], "": "x"}, "b": "text", "ab": 12, "c": true,
            "é": [], "d": {}, "e": false, "f": ""
        });
        let doc = Document::from_json(&value).unwrap();
        for (key, member) in value.as_object().unwrap() {
            assert_eq!(&doc.root().get(key).unwrap().to_json(), member, "{key}");
        }
        assert!(doc.root().get("x").is_none());
    }

    #[test]
    fn lengths_that_need_a_word_of_their_own() {
        let around = |limit: u32| [limit - 1, limit, limit + 1].map(|length| length as usize);
        for key in around(word::LONG_KEY) {
            for text in around(word::LONG) {
                let (key, text) = ("k".repeat(key), "t".repeat(text));
                let value = json!({"a": [&text, {&key: &text}], &key: {&key: [1]}, "z": &text});
                let doc = Document::from_json(&value).unwrap();
                assert_eq!(doc.to_json(), value);
                assert_eq!(doc.text_at(&["z"]), Some(text.as_str()));
                assert!(matches!(doc.at(&[&key, &key]), Some(Node::List(_))));
            }
        }
    }

    #[test]
    fn a_member_is_found_again_at_its_place() {
        let value = json!({"a": {"b": [1, {"c": "ü"}], "": true}, "d": null, "e": [], "f": "x"});
        let doc = Document::from_json(&value).unwrap();
        let mut open = vec![doc.root()];
        let mut seen = 0;
        while let Some(mut object) = open.pop() {
            loop {
                let place = object.place();
                let Some((_, node)) = object.next() else {
                    break;
                };
                let again = doc.member_at(place).unwrap();
                assert_eq!(again.to_json(), node.to_json());
                if let Node::Object(inner) = again {
                    open.push(inner);
                }
                seen += 1;
            }
        }
        assert_eq!(seen, 6);
    }

    #[test]
    fn a_place_of_another_document_is_no_harm() {
        let large = Document::from_json(&json!({"a": ["é", {"b": "text"}], "c": 1})).unwrap();
        let small = Document::from_json(&json!({"ü": "é"})).unwrap();
        for words in 0..20 {
            for text in 0..20 {
                let place = Place { words, text };
                for doc in [&large, &small] {
                    let _ = doc.member_at(place).map(Node::to_json);
                }
            }
        }
    }

    #[test]
    fn reads_by_path() {
        let doc =
            Document::from_json(&json!({"form": {"meta": {"userID": "u1"}, "n": 3}})).unwrap();
        assert_eq!(doc.text_at(&["form", "meta", "userID"]), Some("u1"));
        assert_eq!(doc.text_at(&["form", "n"]), None);
        assert!(doc.at(&["form", "meta", "userID", "deeper"]).is_none());
    }

    #[test]
    fn only_objects_are_documents() {
        let refused = Document::from_json(&json!([1]));
        assert_eq!(refused, Err(DocumentError::NotAnObject("a list")));
    }

    #[test]
    fn nesting_is_limited() {
        let mut value = json!("x");
        for _ in 0..MAX_DEPTH + 1 {
            value = json!([value]);
        }
        let refused = Document::from_json(&json!({ "a": value }));
        assert_eq!(refused, Err(DocumentError::TooDeep));
    }
}
