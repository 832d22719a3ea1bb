//! A JSON value, or a document of other paths, becomes the words and the text of a document.

use serde_json::Value;

use super::{
    DocumentError, MAX_DEPTH, MOST, Node,
    paths::{Numbering, ROOT},
    word,
};

/// Makes one document.
pub(crate) struct Maker<'a> {
    numbering: Numbering<'a>,
    pub(crate) words: Vec<u32>,
    pub(crate) text: String,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(numbering: Numbering<'a>) -> Self {
        Self {
            numbering,
            words: Vec::new(),
            text: String::new(),
        }
    }

    /// The root object.
    pub(crate) fn root(&mut self, value: &Value) -> Result<(), DocumentError> {
        self.value(ROOT, value, 0)
    }

    fn value(&mut self, path: u32, value: &Value, depth: usize) -> Result<(), DocumentError> {
        if depth > MAX_DEPTH {
            return Err(DocumentError::TooDeep);
        }
        match value {
            Value::Null => self.scalar(word::NULL, path, ""),
            Value::Bool(false) => self.scalar(word::FALSE, path, ""),
            Value::Bool(true) => self.scalar(word::TRUE, path, ""),
            Value::Number(number) => self.scalar(word::NUMBER, path, &number.to_string()),
            Value::String(text) => self.scalar(word::TEXT, path, text),
            Value::Array(list) => self.nested(word::LIST, path, |maker| {
                for item in list {
                    let element = maker.numbering.number(path, None)?;
                    maker.value(element, item, depth + 1)?;
                }
                Ok(())
            }),
            Value::Object(members) => self.nested(word::OBJECT, path, |maker| {
                for (key, item) in members {
                    let member = maker.numbering.number(path, Some(key))?;
                    maker.value(member, item, depth + 1)?;
                }
                Ok(())
            }),
        }
    }

    /// The root object as another document has it.
    pub(crate) fn copied_root(&mut self, node: Node<'_>) -> Result<(), DocumentError> {
        self.copied(ROOT, node)
    }

    fn copied(&mut self, path: u32, node: Node<'_>) -> Result<(), DocumentError> {
        match node {
            Node::Null => self.scalar(word::NULL, path, ""),
            Node::Bool(false) => self.scalar(word::FALSE, path, ""),
            Node::Bool(true) => self.scalar(word::TRUE, path, ""),
            Node::Number(text) => self.scalar(word::NUMBER, path, text),
            Node::Text(text) => self.scalar(word::TEXT, path, text),
            Node::List(mut list) => self.nested(word::LIST, path, |maker| {
                list.try_for_each(|item| {
                    let element = maker.numbering.number(path, None)?;
                    maker.copied(element, item)
                })
            }),
            Node::Object(mut object) => self.nested(word::OBJECT, path, |maker| {
                object.try_for_each(|(key, item)| {
                    let member = maker.numbering.number(path, Some(key))?;
                    maker.copied(member, item)
                })
            }),
        }
    }

    fn scalar(&mut self, tag: u32, path: u32, text: &str) -> Result<(), DocumentError> {
        let length = length_word(text.len())?;
        self.head(tag, path, length.min(word::LONG));
        if length >= word::LONG {
            self.words.push(length);
        }
        self.text.push_str(text);
        length_word(self.text.len()).map(|_| ())
    }

    fn nested(
        &mut self,
        tag: u32,
        path: u32,
        fill: impl FnOnce(&mut Self) -> Result<(), DocumentError>,
    ) -> Result<(), DocumentError> {
        self.head(tag, path, word::LONG);
        let lengths = self.words.len();
        let text_before = self.text.len();
        self.words.extend([0, 0]);
        fill(self)?;
        self.words[lengths] = length_word(self.words.len() - lengths - 2)?;
        self.words[lengths + 1] = length_word(self.text.len() - text_before)?;
        Ok(())
    }

    fn head(&mut self, tag: u32, path: u32, length: u32) {
        let short = path.min(word::LONG_PATH);
        self.words
            .push(length << word::LENGTH_SHIFT | short << word::PATH_SHIFT | tag);
        if path >= word::LONG_PATH {
            self.words.push(path);
        }
    }
}

/// A length no document exceeds; in words as well as in bytes.
fn length_word(length: usize) -> Result<u32, DocumentError> {
    u32::try_from(length)
        .ok()
        .filter(|_| length < MOST)
        .ok_or(DocumentError::TooLarge)
}

pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
