//! A stored document, kept compact: two allocations, whatever its size.
//!
//! HQ stores every form, case and user as one JSON document, and the export walks the whole of it.
//! A tree of maps and strings would cost several times the text; here the texts stand one behind
//! the other in a single string, and a list of words says how they nest. Reading goes strictly
//! forward, which is what flattening does.

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
    /// Tags and lengths, in reading order. See [`Tag`].
    words: Box<[u32]>,
    /// Keys and scalar texts, in reading order, without separators.
    text: Box<str>,
}

/// The low three bits of a word; the upper 29 hold a length.
///
/// `TEXT` and `NUMBER`: bytes of text. `LIST` and `OBJECT`: number of words that follow, and the next
/// word is the number of bytes of text within. A key is a bare length without a tag.
mod tag {
    pub(super) const NULL: u32 = 0;
    pub(super) const FALSE: u32 = 1;
    pub(super) const TRUE: u32 = 2;
    pub(super) const NUMBER: u32 = 3;
    pub(super) const TEXT: u32 = 4;
    pub(super) const LIST: u32 = 5;
    pub(super) const OBJECT: u32 = 6;
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

#[derive(Clone, Copy)]
struct Cursor<'a> {
    words: &'a [u32],
    text: &'a str,
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
        maker.value(value, 0)?;
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
        // The root is an object by construction: word 0 is its tag, word 1 its text length.
        Object(Cursor {
            words: &self.words[2..],
            text: &self.text,
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
    /// The value of a key; the last one where a key was given twice.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        let Cursor { words, text } = self.0;
        let (mut at, mut offset, mut found) = (0, 0, None);
        // Values are stepped over by their lengths, without a look at their texts.
        while let Some(&key_length) = words.get(at) {
            let end = offset + key_length as usize;
            if key_length as usize == key.len() && text.get(offset..end) == Some(key) {
                found = Some((at + 1, end));
            }
            let word = *words.get(at + 1)?;
            let length = (word >> 3) as usize;
            (at, offset) = if word & 7 < tag::LIST {
                (at + 2, end + length)
            } else {
                (at + 3 + length, end + *words.get(at + 2)? as usize)
            };
        }
        let (at, offset) = found?;
        Cursor {
            words: words.get(at..)?,
            text: text.get(offset..)?,
        }
        .take()
    }

    /// Whether there is no member at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.words.is_empty()
    }
}

impl List<'_> {
    /// Whether there is no element at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.words.is_empty()
    }
}

impl<'a> Iterator for Object<'a> {
    type Item = (&'a str, Node<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (&key_length, rest) = self.0.words.split_first()?;
        let (key, text) = self.0.text.split_at(key_length as usize);
        self.0 = Cursor { words: rest, text };
        let node = self.0.take()?;
        Some((key, node))
    }
}

impl<'a> Iterator for List<'a> {
    type Item = Node<'a>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
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
    /// Reads one value and steps behind it.
    #[inline]
    fn take(&mut self) -> Option<Node<'a>> {
        let (&word, rest) = self.words.split_first()?;
        let length = (word >> 3) as usize;
        self.words = rest;
        Some(match word & 7 {
            tag::NULL => Node::Null,
            tag::FALSE => Node::Bool(false),
            tag::TRUE => Node::Bool(true),
            tag::NUMBER => Node::Number(self.take_text(length)),
            tag::TEXT => Node::Text(self.take_text(length)),
            kind => {
                let (&text_length, rest) = self.words.split_first()?;
                let (inner, rest) = rest.split_at(length);
                self.words = rest;
                let text = self.take_text(text_length as usize);
                let cursor = Cursor { words: inner, text };
                if kind == tag::LIST {
                    Node::List(List(cursor))
                } else {
                    Node::Object(Object(cursor))
                }
            }
        })
    }

    #[inline]
    fn take_text(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.text.split_at(length);
        self.text = rest;
        taken
    }
}

#[derive(Default)]
struct Maker {
    words: Vec<u32>,
    text: String,
}

impl Maker {
    fn value(&mut self, value: &Value, depth: usize) -> Result<(), DocumentError> {
        if depth > MAX_DEPTH {
            return Err(DocumentError::TooDeep);
        }
        match value {
            Value::Null => self.words.push(tag::NULL),
            Value::Bool(false) => self.words.push(tag::FALSE),
            Value::Bool(true) => self.words.push(tag::TRUE),
            Value::Number(number) => {
                let word = self.push_text(&number.to_string())?;
                self.words.push(word << 3 | tag::NUMBER);
            }
            Value::String(text) => {
                let word = self.push_text(text)?;
                self.words.push(word << 3 | tag::TEXT);
            }
            Value::Array(list) => self.nested(tag::LIST, |maker| {
                list.iter()
                    .try_for_each(|item| maker.value(item, depth + 1))
            })?,
            Value::Object(members) => self.nested(tag::OBJECT, |maker| {
                members.iter().try_for_each(|(key, item)| {
                    let length = maker.push_text(key)?;
                    maker.words.push(length);
                    maker.value(item, depth + 1)
                })
            })?,
        }
        Ok(())
    }

    fn nested(
        &mut self,
        kind: u32,
        fill: impl FnOnce(&mut Self) -> Result<(), DocumentError>,
    ) -> Result<(), DocumentError> {
        let head = self.words.len();
        let text_before = self.text.len();
        self.words.extend([0, 0]);
        fill(self)?;
        self.words[head] = length_word(self.words.len() - head - 2)? << 3 | kind;
        self.words[head + 1] = length_word(self.text.len() - text_before)?;
        Ok(())
    }

    fn push_text(&mut self, text: &str) -> Result<u32, DocumentError> {
        self.text.push_str(text);
        length_word(self.text.len())?;
        length_word(text.len())
    }
}

/// A length that still leaves three bits for the tag.
fn length_word(length: usize) -> Result<u32, DocumentError> {
    u32::try_from(length)
        .ok()
        .filter(|length| length >> 29 == 0)
        .ok_or(DocumentError::TooLarge)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
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
