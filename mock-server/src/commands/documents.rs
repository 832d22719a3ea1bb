//! Files of documents that a person names on the command line: JSON, JSON lines, or the XML of a
//! form.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use fakehq::world::{form::DocType, space::ProjectSpace, submit::SubmitError};
use serde_json::Value;

use super::Failure;

/// The name of a file, as errors say it.
pub(super) fn shown(file: &Path) -> String {
    if file == Path::new("-") {
        return "standard input".to_owned();
    }
    file.display().to_string()
}

/// The content of a file, or of standard input for `-`.
pub(super) fn content(file: &Path) -> Result<Vec<u8>, Failure> {
    let read = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    read.map_err(|error| Failure::Usage(format!("cannot read {}: {error}", shown(file))))
}

/// Stores the documents of files. A document with a `doc_type` is stored as it is; any other is
/// taken as a submission, and what it lacks is filled in.
pub(super) fn store(space: &mut ProjectSpace, files: &[PathBuf]) -> Result<(), Failure> {
    for file in files {
        let content = content(file)?;
        let start = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&content);
        match start.trim_ascii_start().first() {
            Some(b'<') => {
                space
                    .submit_xml(&Bytes::from(content))
                    .map_err(|error| wrong(file, None, &error))?;
            }
            Some(b'{' | b'[') => store_json(space, file, start)?,
            first => {
                let what = match first {
                    None => "the file is empty",
                    Some(_) => "this is neither a JSON object nor XML",
                };
                return Err(Failure::Usage(format!(
                    "{}: {what}; give stored documents as JSON or JSON lines, or the XML of a form",
                    shown(file)
                )));
            }
        }
    }
    Ok(())
}

fn store_json(space: &mut ProjectSpace, file: &Path, json: &[u8]) -> Result<(), Failure> {
    let mut number = 0;
    for value in serde_json::Deserializer::from_slice(json).into_iter() {
        let documents = match value {
            Ok(Value::Array(documents)) => documents,
            Ok(document) => vec![document],
            Err(error) => {
                return Err(Failure::Usage(format!(
                    "{}: document {}: this is no JSON object: {error}",
                    shown(file),
                    number + 1
                )));
            }
        };
        for document in documents {
            number += 1;
            store_one(space, document).map_err(|error| wrong(file, Some(number), &error))?;
        }
    }
    Ok(())
}

fn store_one(space: &mut ProjectSpace, document: Value) -> Result<(), SubmitError> {
    let doc_type = document.get("doc_type").and_then(Value::as_str);
    match doc_type.map(DocType::of) {
        None => space.submit_json(document)?,
        Some(DocType::SubmissionErrorLog) => space.store_verbatim(&document)?,
        Some(_) => {
            let xmlns = [document.get("xmlns"), document.pointer("/form/@xmlns")];
            let named = |value: &Value| value.as_str().is_some_and(|xmlns| !xmlns.is_empty());
            if !xmlns.into_iter().flatten().any(named) {
                return Err(SubmitError::NoXmlns);
            }
            space.store_verbatim(&document)?
        }
    };
    Ok(())
}

fn wrong(file: &Path, number: Option<usize>, error: &SubmitError) -> Failure {
    let document = number.map_or(String::new(), |number| format!("document {number}: "));
    Failure::Usage(format!("{}: {document}{error}", shown(file)))
}
