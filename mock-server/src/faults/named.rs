//! One rule for everything that is chosen by name: `"cut"` is short for `{ "cut": {} }`, what is not
//! said having its default.

use std::{fmt, iter, marker::PhantomData};

use serde::{
    Deserializer,
    de::{
        Error, MapAccess, Visitor,
        value::{MapAccessDeserializer, MapDeserializer},
    },
};

/// An enum whose every variant is a table of keys.
pub(super) trait Named: Sized {
    /// What is chosen: `an effect`.
    const WHAT: &'static str;

    /// Reads it from a table with the name as its only key.
    fn of_table<'de, D: Deserializer<'de>>(table: D) -> Result<Self, D::Error>;
}

/// Reads what is chosen by name, from a table or from the bare name.
pub(super) fn named<'de, D: Deserializer<'de>, T: Named>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Named> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: a name, or a table with that one name as its key",
            T::WHAT
        )
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<T, E> {
        let nothing = MapDeserializer::new(iter::empty::<(&str, &str)>());
        let table = MapDeserializer::new(iter::once((name, nothing)));
        T::of_table(MapAccessDeserializer::new(table))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<T, A::Error> {
        let chosen = T::of_table(MapAccessDeserializer::new(&mut table))?;
        match table.next_key::<String>()? {
            None => Ok(chosen),
            Some(second) => {
                let what = T::WHAT;
                let words = format!("`{second}` is one name too many: {what} has one name");
                Err(A::Error::custom(words))
            }
        }
    }
}
