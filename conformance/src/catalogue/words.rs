//! Words of case files that other rooms know.

use std::str::FromStr;

use fakehq::{file_format::Format, quirks::Profile, world::plan::Plan};
use serde::{Deserialize, Deserializer, de::Error as _};

pub(super) fn profile<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Profile, D::Error> {
    parsed(deserializer)
}

pub(super) fn plan<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Plan, D::Error> {
    parsed(deserializer)
}

pub(super) fn format<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Format>, D::Error> {
    parsed(deserializer).map(Some)
}

pub(super) fn formats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Format>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    let parse = |word: &String| word.parse().map_err(D::Error::custom);
    words.iter().map(parse).collect()
}

fn parsed<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    String::deserialize(deserializer)?
        .parse()
        .map_err(D::Error::custom)
}
