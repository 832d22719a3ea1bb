//! XML to the `form` object of a stored document, as HQ does it.
//!
//! The rules (facts E.1, and the documents HQ stored):
//! - the name of the root element becomes `#type`;
//! - an element with neither attributes nor children is its text, white space included;
//! - attributes become `@name`, one with a prefix `@{namespace}name`;
//! - an element becomes its local name; where its namespace is not that of the element around it,
//!   the namespace is kept as `@xmlns`;
//! - an element that comes once is a member, one that comes several times a list;
//! - text before the first child becomes `#text` unless blank; text after a child is dropped;
//! - comments and processing instructions vanish.

use std::borrow::Cow;
use std::rc::Rc;

use quick_xml::XmlVersion;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceResolver, ResolveResult};
use quick_xml::reader::NsReader;
use serde_json::{Map, Value};

use super::{
    chars::{is_name, is_xml_char},
    error::{Reason, XmlError},
};
use crate::{
    document::MAX_DEPTH,
    world::cases::block::{CaseBlock, CaseBlockError, case_blocks},
};

/// Largest submission that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// How many elements and attributes a submission may have: what they become takes a hundred times the room
/// of the shortest of them, and is filed while others wait.
pub const MAX_NODES: usize = 100_000;

/// How deep elements may nest, so that the stored document stays within [`MAX_DEPTH`] even if every
/// element repeats.
pub const MAX_ELEMENT_DEPTH: usize = MAX_DEPTH / 2 - 4;

/// Namespace declarations in force at one place; each element is looked up among them.
const MAX_DECLARATIONS: usize = 256;

/// A submission, read.
#[derive(Clone, Debug, PartialEq)]
pub struct FormXml {
    /// The `form` object of the stored document.
    pub form: Value,
    /// Namespace of the root element: the form's identity. `None` where a phone sent none; such a
    /// form belongs to no export.
    pub xmlns: Option<String>,
    /// `meta/instanceID`: a second submission under the same one is a duplicate or an edit.
    pub instance_id: Option<String>,
    /// `meta/userID`
    pub user_id: Option<String>,
    /// `meta/username`
    pub username: Option<String>,
    /// `meta/timeStart`, as sent.
    pub time_start: Option<String>,
    /// `meta/timeEnd`, as sent.
    pub time_end: Option<String>,
}

impl FormXml {
    /// What the form says about cases.
    ///
    /// # Errors
    /// When a case block has no case id. HQ stores such a form as an error.
    pub fn case_blocks(&self) -> Result<Vec<CaseBlock>, CaseBlockError> {
        case_blocks(&self.form)
    }

    /// Looks up what identifies a form that is JSON already.
    #[must_use]
    pub fn from_json(form: Value) -> Self {
        let meta = match form.get("meta") {
            Some(Value::Array(several)) => several.iter().find(|one| one.is_object()),
            meta => meta,
        };
        let of_meta = |key| {
            meta.and_then(|meta| text_of(meta.get(key)?))
                .map(str::to_owned)
        };
        Self {
            xmlns: form.get("@xmlns").and_then(text_of).map(str::to_owned),
            instance_id: of_meta("instanceID"),
            user_id: of_meta("userID"),
            username: of_meta("username"),
            time_start: of_meta("timeStart"),
            time_end: of_meta("timeEnd"),
            form,
        }
    }
}

/// The text of an element: itself, or its `#text`; `None` if empty.
pub(in crate::world) fn text_of(value: &Value) -> Option<&str> {
    let text = match value {
        Value::String(text) => text,
        Value::Object(members) => members.get("#text")?.as_str()?,
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Reads a form as a phone sends it.
///
/// ```
/// use fakehq::world::xml::read::read_form;
/// let form = read_form(
///     br#"<data xmlns="http://example.org/visit" name="Visit">
///           <child><age>3</age></child><child><age>5</age></child>
///         </data>"#,
/// )?;
/// assert_eq!(form.form["child"][1]["age"], "5");
/// assert_eq!(form.form["@name"], "Visit");
/// assert_eq!(form.xmlns.as_deref(), Some("http://example.org/visit"));
/// # Ok::<(), fakehq::world::xml::error::XmlError>(())
/// ```
///
/// # Errors
/// When `xml` is not one well-formed UTF-8 document within the limits. Entities other than the five
/// of XML and document types are refused, never expanded.
pub fn read_form(xml: &[u8]) -> Result<FormXml, XmlError> {
    let text = checked_text(xml)?;
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader
        .resolver_mut()
        .set_max_namespace_bindings(MAX_DECLARATIONS);
    let mut tree = Tree::default();
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let at = |reason| XmlError::at(text, start, reason);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let byte = usize::try_from(reader.error_position()).unwrap_or(start);
                return Err(XmlError::at(text, byte, reason_of(error)));
            }
        };
        match event {
            Event::Start(element) => tree.open(&element, reader.resolver()).map_err(at)?,
            // Empty elements come as a start and an end.
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::End(_) => tree.close(),
            Event::Text(piece) => tree.text(&piece.xml10_content()).map_err(at)?,
            Event::CData(piece) => tree.text(&piece.xml10_content()).map_err(at)?,
            Event::GeneralRef(reference) => {
                let c = resolve(&reference).map_err(at)?;
                tree.text(c.encode_utf8(&mut [0; 4])).map_err(at)?;
            }
            Event::Decl(declaration) => {
                if let Some(Ok(name)) = declaration.encoding()
                    && !name.eq_ignore_ascii_case("utf-8")
                    && !name.eq_ignore_ascii_case("us-ascii")
                {
                    return Err(at(Reason::NotUtf8(format!("it declares {name}"))));
                }
            }
            Event::DocType(_) => return Err(at(Reason::Doctype)),
            Event::Eof => return tree.finish().map(FormXml::from_json).map_err(at),
        }
    }
}

/// The input as text, if all its characters may stand in XML.
fn checked_text(xml: &[u8]) -> Result<&str, XmlError> {
    let nowhere = |reason| XmlError {
        line: 1,
        column: 1,
        reason,
    };
    if xml.len() > MAX_BYTES {
        return Err(nowhere(Reason::TooLarge));
    }
    if xml.starts_with(&[0xFF, 0xFE]) || xml.starts_with(&[0xFE, 0xFF]) {
        return Err(nowhere(Reason::NotUtf8(
            "it begins with a UTF-16 mark".to_owned(),
        )));
    }
    let text = std::str::from_utf8(xml).map_err(|error| {
        let sound = std::str::from_utf8(&xml[..error.valid_up_to()]).unwrap_or_default();
        let byte = xml[error.valid_up_to()];
        XmlError::at(
            sound,
            sound.len(),
            Reason::NotUtf8(format!("byte 0x{byte:02X}")),
        )
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match text.char_indices().find(|&(_, c)| !is_xml_char(c)) {
        Some((at, c)) => Err(XmlError::at(text, at, Reason::IllegalCharacter(c.into()))),
        None => Ok(text),
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<char, Reason> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) if is_xml_char(c) => Ok(c),
        Ok(Some(c)) => Err(Reason::IllegalCharacter(c.into())),
        Err(_) => Err(Reason::Malformed(format!(
            "&{}; is no character",
            &**reference
        ))),
        Ok(None) => Ok(match &**reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => return Err(Reason::UnknownEntity(other.to_owned())),
        }),
    }
}

fn reason_of(error: Error) -> Reason {
    Reason::Malformed(match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("</{found}> closes what <{expected}> opened; write </{expected}>")
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => {
            "a bare & stands here; write &amp;".to_owned()
        }
        Error::Syntax(error) => format!("{error}; perhaps it was cut on the way"),
        other => other.to_string(),
    })
}

/// The part of the document read so far.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Value>,
    spent: Spent,
}

/// What a submission has taken so far. A name of a namespace is written once, and counted at each element,
/// because it is looked at and may be kept there.
#[derive(Default)]
struct Spent {
    nodes: usize,
    namespaces: usize,
}

impl Spent {
    fn node(&mut self) -> Result<(), Reason> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Reason::TooManyNodes);
        }
        Ok(())
    }

    fn namespace(&mut self, name: Namespace<'_>) -> Result<(), Reason> {
        self.namespaces = self.namespaces.saturating_add(name.0.len());
        if self.namespaces > MAX_BYTES {
            return Err(Reason::LongNamespaces);
        }
        Ok(())
    }
}

struct Element {
    name: String,
    namespace: Option<Rc<str>>,
    /// Attributes, then children.
    members: Map<String, Value>,
    /// Text before the first child.
    text: String,
    has_children: bool,
}

impl Tree {
    fn open(&mut self, tag: &BytesStart<'_>, names: &NamespaceResolver) -> Result<(), Reason> {
        if self.root.is_some() {
            return Err(Reason::OutsideRoot(format!("<{}>", tag.name().as_ref())));
        }
        if self.open.len() >= MAX_ELEMENT_DEPTH {
            return Err(Reason::TooDeep);
        }
        self.spent.node()?;
        let around = self.open.last().and_then(|parent| parent.namespace.clone());
        let (namespace, local) = names.resolve_element(tag.name());
        let namespace = match namespace {
            ResolveResult::Unbound => None,
            ResolveResult::Unknown(prefix) => return Err(Reason::UnknownPrefix(prefix)),
            ResolveResult::Bound(name) => {
                self.spent.namespace(name)?;
                let name = unescaped(name)?;
                Some(match &around {
                    Some(around) if **around == *name => Rc::clone(around),
                    _ => Rc::from(name),
                })
            }
        };
        let name = checked_name(local.into_inner())?;
        let mut members = Map::new();
        if self.open.is_empty() {
            members.insert("#type".to_owned(), Value::String(name.clone()));
        }
        if let Some(own) = namespace
            .as_ref()
            .filter(|own| Some(*own) != around.as_ref())
        {
            members.insert("@xmlns".to_owned(), Value::String(own.to_string()));
        }
        read_attributes(tag, names, &mut members, &mut self.spent)?;
        if let Some(parent) = self.open.last_mut() {
            parent.has_children = true;
        }
        self.open.push(Element {
            name,
            namespace,
            members,
            text: String::new(),
            has_children: false,
        });
        Ok(())
    }

    fn text(&mut self, piece: &str) -> Result<(), Reason> {
        match self.open.last_mut() {
            Some(element) if element.has_children => {}
            Some(element) => element.text.push_str(piece),
            None if piece.trim().is_empty() => {}
            None => return Err(Reason::OutsideRoot("text".to_owned())),
        }
        Ok(())
    }

    fn close(&mut self) {
        let Some(mut element) = self.open.pop() else {
            return;
        };
        let value = if element.members.is_empty() {
            Value::String(element.text)
        } else {
            if !element.text.trim().is_empty() {
                element
                    .members
                    .insert("#text".to_owned(), Value::String(element.text));
            }
            Value::Object(element.members)
        };
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(parent) => match parent.members.get_mut(&element.name) {
                None => {
                    parent.members.insert(element.name, value);
                }
                Some(Value::Array(several)) => several.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            },
        }
    }

    fn finish(self) -> Result<Value, Reason> {
        match (self.open.last(), self.root) {
            (Some(element), _) => Err(Reason::Malformed(format!(
                "the form ends before </{}>; it was cut on the way",
                element.name
            ))),
            (None, Some(root)) => Ok(root),
            (None, None) => Err(Reason::Nothing),
        }
    }
}

fn read_attributes(
    tag: &BytesStart<'_>,
    names: &NamespaceResolver,
    members: &mut Map<String, Value>,
    spent: &mut Spent,
) -> Result<(), Reason> {
    // The reader's own check for repeated names is quadratic; the map finds them as well.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| Reason::Malformed(error.to_string()))?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        spent.node()?;
        let (namespace, local) = names.resolve_attribute(attribute.key);
        let local = checked_name(local.into_inner())?;
        let key = match namespace {
            ResolveResult::Unbound => format!("@{local}"),
            ResolveResult::Bound(name) => {
                spent.namespace(name)?;
                format!("@{{{}}}{local}", unescaped(name)?)
            }
            ResolveResult::Unknown(prefix) => return Err(Reason::UnknownPrefix(prefix)),
        };
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(|error| Reason::Malformed(error.to_string()))?;
        if let Some(c) = value.chars().find(|&c| !is_xml_char(c)) {
            return Err(Reason::IllegalCharacter(c.into()));
        }
        if members
            .insert(key, Value::String(value.into_owned()))
            .is_some()
        {
            return Err(Reason::RepeatedAttribute(local));
        }
    }
    Ok(())
}

/// The name of a namespace as it is meant; the reader leaves it as it is written.
fn unescaped(namespace: Namespace<'_>) -> Result<Cow<'_, str>, Reason> {
    let name = unescape(namespace.0).map_err(|error| Reason::Malformed(error.to_string()))?;
    match name.chars().find(|&c| !is_xml_char(c)) {
        Some(c) => Err(Reason::IllegalCharacter(c.into())),
        None => Ok(name),
    }
}

fn checked_name(name: &str) -> Result<String, Reason> {
    if is_name(name) {
        Ok(name.to_owned())
    } else if name.is_empty() {
        Err(Reason::Malformed(
            "a bare < stands here; write &lt;".to_owned(),
        ))
    } else {
        Err(Reason::IllegalName(name.to_owned()))
    }
}
