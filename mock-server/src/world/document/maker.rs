//! A JSON value becomes the words and the text of a document.

use serde_json::Value;

use super::{DocumentError, MAX_DEPTH, word};

#[derive(Default)]
pub(super) struct Maker {
    pub(super) words: Vec<u32>,
    pub(super) text: String,
}

impl Maker {
    pub(super) fn value(
        &mut self,
        key: &str,
        value: &Value,
        depth: usize,
    ) -> Result<(), DocumentError> {
        if depth > MAX_DEPTH {
            return Err(DocumentError::TooDeep);
        }
        match value {
            Value::Null => self.scalar(word::NULL, key, "")?,
            Value::Bool(false) => self.scalar(word::FALSE, key, "")?,
            Value::Bool(true) => self.scalar(word::TRUE, key, "")?,
            Value::Number(number) => self.scalar(word::NUMBER, key, &number.to_string())?,
            Value::String(text) => self.scalar(word::TEXT, key, text)?,
            Value::Array(list) => self.nested(word::LIST, key, |maker| {
                list.iter()
                    .try_for_each(|item| maker.value("", item, depth + 1))
            })?,
            Value::Object(members) => self.nested(word::OBJECT, key, |maker| {
                members
                    .iter()
                    .try_for_each(|(key, item)| maker.value(key, item, depth + 1))
            })?,
        }
        Ok(())
    }

    fn scalar(&mut self, tag: u32, key: &str, text: &str) -> Result<(), DocumentError> {
        let length = length_word(text.len())?;
        self.head(tag, key, length.min(word::LONG))?;
        if length >= word::LONG {
            self.words.push(length);
        }
        self.push_text(text)
    }

    fn nested(
        &mut self,
        tag: u32,
        key: &str,
        fill: impl FnOnce(&mut Self) -> Result<(), DocumentError>,
    ) -> Result<(), DocumentError> {
        self.head(tag, key, word::LONG)?;
        let lengths = self.words.len();
        let text_before = self.text.len();
        self.words.extend([0, 0]);
        fill(self)?;
        self.words[lengths] = length_word(self.words.len() - lengths - 2)?;
        self.words[lengths + 1] = length_word(self.text.len() - text_before)?;
        Ok(())
    }

    fn head(&mut self, tag: u32, key: &str, length: u32) -> Result<(), DocumentError> {
        let key_length = length_word(key.len())?;
        let short = key_length.min(word::LONG_KEY);
        self.words
            .push(length << word::LENGTH_SHIFT | short << word::KEY_SHIFT | tag);
        if key_length >= word::LONG_KEY {
            self.words.push(key_length);
        }
        self.push_text(key)
    }

    fn push_text(&mut self, text: &str) -> Result<(), DocumentError> {
        self.text.push_str(text);
        length_word(self.text.len()).map(|_| ())
    }
}

/// A length no document exceeds; in words as well as in bytes.
fn length_word(length: usize) -> Result<u32, DocumentError> {
    u32::try_from(length)
        .ok()
        .filter(|length| length >> 29 == 0)
        .ok_or(DocumentError::TooLarge)
}

pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
