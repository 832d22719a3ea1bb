//! The XML a phone would have sent for a form.
//!
//! The inverse of [`read`](super::read) for every form that came from XML. What JSON can hold and XML
//! cannot comes back changed: numbers, booleans and null as text, a list of one as its element, an
//! empty list not at all, an empty object as an empty text, members in another order (attributes
//! first), a blank `#text` not at all, `@xmlns` equal to that of the element around not at all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::chars::{is_name, is_xml_char};
use super::read::MAX_ELEMENT_DEPTH;

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// Why a form cannot be written as XML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("form{path}: {reason}")]
pub struct WriteError {
    /// Where, as `/visit/child[1]/age`; empty for the form itself.
    pub path: String,
    /// What XML cannot express.
    pub reason: Inexpressible,
}

/// What XML cannot express.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Inexpressible {
    /// The form is no object.
    #[error("a form must be a JSON object")]
    NotAnObject,
    /// A key that is no XML name.
    #[error("the key `{0}` is no XML name; rename it")]
    Name(String),
    /// A character XML forbids.
    #[error("XML cannot hold the character U+{0:04X}; remove it")]
    Character(u32),
    /// A list directly in a list.
    #[error("a list stands directly in a list; name the inner one")]
    ListInList,
    /// An attribute or `#text` that is no scalar.
    #[error("`{0}` must be a text, not a list or an object")]
    NotScalar(String),
    /// Deeper than a form may be.
    #[error("nests deeper than {MAX_ELEMENT_DEPTH} levels")]
    TooDeep,
}

/// Writes the `form` object of a document as the XML a phone would have sent.
///
/// ```
/// use fakehq::world::xml::{read::read_form, write::write_form};
/// let form = serde_json::json!({"#type": "data", "@xmlns": "http://example.org/v", "n": ["1", "2"]});
/// let xml = write_form(&form)?;
/// assert!(xml.ends_with("<data xmlns=\"http://example.org/v\"><n>1</n><n>2</n></data>"));
/// assert_eq!(read_form(xml.as_bytes()).unwrap().form, form);
/// # Ok::<(), fakehq::world::xml::write::WriteError>(())
/// ```
///
/// # Errors
/// When a key is no XML name, a text holds a character XML forbids, or lists stand directly in lists.
pub fn write_form(form: &Value) -> Result<String, WriteError> {
    let mut writer = Writer {
        out: String::from("<?xml version='1.0' ?>"),
        path: Vec::new(),
    };
    let written = match form {
        Value::Object(members) => match members.get("#type") {
            None => writer.element("data", form, None),
            Some(Value::String(name)) => writer.element(name, form, None),
            Some(_) => Err(Inexpressible::NotScalar("#type".to_owned())),
        },
        _ => Err(Inexpressible::NotAnObject),
    };
    match written {
        Ok(()) => Ok(writer.out),
        Err(reason) => Err(WriteError {
            path: writer.path.concat(),
            reason,
        }),
    }
}

struct Writer {
    out: String,
    /// Where we are; left as it is when an error stops the walk.
    path: Vec<String>,
}

impl Writer {
    fn element(
        &mut self,
        name: &str,
        value: &Value,
        around: Option<&str>,
    ) -> Result<(), Inexpressible> {
        if !is_name(name) {
            return Err(Inexpressible::Name(name.to_owned()));
        }
        if self.path.len() >= MAX_ELEMENT_DEPTH {
            return Err(Inexpressible::TooDeep);
        }
        self.out.push('<');
        self.out.push_str(name);
        let before = self.out.len();
        match value {
            Value::Array(_) => return Err(Inexpressible::ListInList),
            Value::Object(members) => {
                let own = self.namespace(members, around)?;
                self.attributes(members)?;
                self.out.push('>');
                if let Some(text) = members.get("#text") {
                    self.scalar("#text", text, Place::Text)?;
                }
                self.children(members, own)?;
            }
            scalar => {
                self.out.push('>');
                self.scalar(name, scalar, Place::Text)?;
            }
        }
        if self.out.len() == before + 1 {
            self.out.truncate(before);
            self.out.push_str("/>");
        } else {
            let _ = write!(self.out, "</{name}>");
        }
        Ok(())
    }

    /// Declares a namespace where it changes; returns the one in force.
    fn namespace<'a>(
        &mut self,
        members: &'a Map<String, Value>,
        around: Option<&'a str>,
    ) -> Result<Option<&'a str>, Inexpressible> {
        match members.get("@xmlns") {
            None => Ok(around),
            Some(Value::String(own)) if Some(own.as_str()) == around => Ok(around),
            Some(own @ Value::String(text)) => {
                self.attribute("xmlns", own)?;
                Ok(Some(text))
            }
            Some(_) => Err(Inexpressible::NotScalar("@xmlns".to_owned())),
        }
    }

    fn attributes(&mut self, members: &Map<String, Value>) -> Result<(), Inexpressible> {
        let mut prefixes: BTreeMap<&str, String> = BTreeMap::new();
        for (key, value) in members {
            let Some(name) = key.strip_prefix('@').filter(|name| *name != "xmlns") else {
                continue;
            };
            let Some((namespace, local)) = name
                .strip_prefix('{')
                .and_then(|name| name.rsplit_once('}'))
            else {
                self.attribute(checked(name, key)?, value)?;
                continue;
            };
            checked(local, key)?;
            if namespace == XML_NAMESPACE {
                self.attribute(&format!("xml:{local}"), value)?;
                continue;
            }
            let next = format!("a{}", prefixes.len());
            let prefix = match prefixes.get(namespace) {
                Some(prefix) => prefix.clone(),
                None => {
                    self.attribute(
                        &format!("xmlns:{next}"),
                        &Value::String(namespace.to_owned()),
                    )?;
                    prefixes.insert(namespace, next.clone());
                    next
                }
            };
            self.attribute(&format!("{prefix}:{local}"), value)?;
        }
        Ok(())
    }

    fn attribute(&mut self, name: &str, value: &Value) -> Result<(), Inexpressible> {
        let _ = write!(self.out, " {name}=\"");
        self.scalar(name, value, Place::Attribute)?;
        self.out.push('"');
        Ok(())
    }

    fn children(
        &mut self,
        members: &Map<String, Value>,
        own: Option<&str>,
    ) -> Result<(), Inexpressible> {
        for (key, value) in members {
            if key.starts_with('@') || key == "#text" || (key == "#type" && self.path.is_empty()) {
                continue;
            }
            let several = match value {
                Value::Array(several) => several.as_slice(),
                one => std::slice::from_ref(one),
            };
            for (index, one) in several.iter().enumerate() {
                self.path.push(match value {
                    Value::Array(_) => format!("/{key}[{index}]"),
                    _ => format!("/{key}"),
                });
                self.element(key, one, own)?;
                self.path.pop();
            }
        }
        Ok(())
    }

    fn scalar(&mut self, name: &str, value: &Value, place: Place) -> Result<(), Inexpressible> {
        match value {
            Value::String(text) => self.escaped(text, place),
            Value::Null => Ok(()),
            Value::Bool(_) | Value::Number(_) => {
                let _ = write!(self.out, "{value}");
                Ok(())
            }
            Value::Array(_) | Value::Object(_) => Err(Inexpressible::NotScalar(name.to_owned())),
        }
    }

    fn escaped(&mut self, text: &str, place: Place) -> Result<(), Inexpressible> {
        for c in text.chars() {
            match (c, place) {
                ('&', _) => self.out.push_str("&amp;"),
                ('<', _) => self.out.push_str("&lt;"),
                // Bare, it could end a `]]>`.
                ('>', _) => self.out.push_str("&gt;"),
                // A bare carriage return would come back as a line feed.
                ('\r', _) => self.out.push_str("&#13;"),
                ('"', Place::Attribute) => self.out.push_str("&quot;"),
                ('\t', Place::Attribute) => self.out.push_str("&#9;"),
                ('\n', Place::Attribute) => self.out.push_str("&#10;"),
                _ if is_xml_char(c) => self.out.push(c),
                _ => return Err(Inexpressible::Character(c.into())),
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Place {
    Text,
    Attribute,
}

fn checked<'a>(name: &'a str, key: &str) -> Result<&'a str, Inexpressible> {
    if is_name(name) {
        Ok(name)
    } else {
        Err(Inexpressible::Name(key.to_owned()))
    }
}
