//! How the values of a manifest are written.

use std::{ffi::OsString, time::Duration};

use fakehq::file_format::Format;
use globset::Glob;
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{
    catalogue::form::Question,
    client::{duration, placeholders},
};

pub(super) fn checked_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<OsString>, D::Error> {
    let text = OsString::from(String::deserialize(deserializer)?);
    placeholders::check(&text).map_err(D::Error::custom)?;
    Ok(Some(text))
}

pub(super) fn arguments<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<OsString>>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let texts: Vec<_> = texts.into_iter().map(OsString::from).collect();
    for text in &texts {
        placeholders::check(text).map_err(D::Error::custom)?;
    }
    Ok(Some(texts))
}

pub(super) fn questions<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<String>, D::Error> {
    let paths = Vec::<String>::deserialize(deserializer)?;
    for path in &paths {
        Question::new(path).map_err(D::Error::custom)?;
    }
    Ok(paths)
}

pub(super) fn duration_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Duration, D::Error> {
    duration::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

pub(super) fn failure_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    match i32::deserialize(deserializer)? {
        0 => Err(D::Error::custom(
            "0 means success; choose a code from 1 to 255",
        )),
        code => exit_code(code).map_err(D::Error::custom),
    }
}

pub(super) fn exit_codes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i32>, D::Error> {
    Vec::<i32>::deserialize(deserializer)?
        .into_iter()
        .map(|code| exit_code(code).map_err(D::Error::custom))
        .collect()
}

fn exit_code(code: i32) -> Result<i32, String> {
    if (0..=255).contains(&code) {
        Ok(code)
    } else {
        Err(format!("{code} is no exit code; they go from 0 to 255"))
    }
}

pub(super) fn formats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Format>, D::Error> {
    let mut formats = Vec::new();
    for word in Vec::<String>::deserialize(deserializer)? {
        let format = word.parse().map_err(|_| {
            let known = Format::ALL.map(Format::name).join(", ");
            D::Error::custom(format!("unknown format `{word}`; known are {known}"))
        })?;
        if formats.contains(&format) {
            return Err(D::Error::custom(format!(
                "the format `{word}` stands twice"
            )));
        }
        formats.push(format);
    }
    Ok(formats)
}

pub(super) fn globs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Glob>, D::Error> {
    Vec::<String>::deserialize(deserializer)?
        .iter()
        .map(|glob| Glob::new(glob).map_err(D::Error::custom))
        .collect()
}
