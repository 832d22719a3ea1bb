//! One word or several.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor, value::StrDeserializer},
};

use super::which::On;

/// What requests are for: `"form-export"`, or `["form-export", "case-export"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words(pub(super) Vec<On>);

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self.0 {
            [only] => only.serialize(serializer),
            _ => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Words;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word such as \"form-export\", or a list of such words")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Words, E> {
        On::deserialize(StrDeserializer::new(word)).map(|on| Words(vec![on]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<Words, A::Error> {
        let mut all = Vec::new();
        while let Some(on) = words.next_element()? {
            all.push(on);
        }
        Ok(Words(all))
    }
}
