//! Why XML was refused, and where.

use super::read::{MAX_BYTES, MAX_ELEMENT_DEPTH, MAX_NODES};

/// Why a submission could not be read as a form.
///
/// ```
/// let refused = fakehq::world::xml::read::read_form(b"<data>\n  <a>1</b>\n</data>").unwrap_err();
/// assert_eq!((refused.line, refused.column), (2, 7));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct XmlError {
    /// Line of the trouble, the first is 1.
    pub line: usize,
    /// Column of the trouble in characters, the first is 1.
    pub column: usize,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with the XML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Larger than [`MAX_BYTES`].
    #[error(
        "the form is larger than {} MiB; send photos and sound as attachments, not inside the XML",
        MAX_BYTES >> 20
    )]
    TooLarge,
    /// More than [`MAX_NODES`].
    #[error(
        "the form has more than {MAX_NODES} elements and attributes; real forms have a few thousand"
    )]
    TooManyNodes,
    /// Its namespaces add up to more than a form may.
    #[error(
        "the names of the form's namespaces, counted at each element, make up more than {} MiB; \
         use shorter ones",
        MAX_BYTES >> 20
    )]
    LongNamespaces,
    /// Not UTF-8, by its bytes or by its own declaration.
    #[error("the form is not UTF-8 ({0}); save it as UTF-8 and declare no other encoding")]
    NotUtf8(String),
    /// Nothing but white space.
    #[error("there is no element here; send the form instance, such as <data xmlns=\"...\">")]
    Nothing,
    /// More than one root element, or text beside it.
    #[error(
        "{0} stands outside the root element; a form has one root element and nothing beside it"
    )]
    OutsideRoot(String),
    /// Not well-formed.
    #[error("this is not well-formed XML: {0}")]
    Malformed(String),
    /// A document type declaration, the vehicle of entity bombs.
    #[error("a document type (<!DOCTYPE) is not accepted; remove it and write its entities out")]
    Doctype,
    /// An entity other than the five of XML.
    #[error(
        "the entity &{0}; is unknown; only &amp; &lt; &gt; &quot; &apos; and numbers exist here"
    )]
    UnknownEntity(String),
    /// Nested deeper than [`MAX_ELEMENT_DEPTH`].
    #[error("elements nest deeper than {MAX_ELEMENT_DEPTH} levels; real forms stay below twenty")]
    TooDeep,
    /// A prefix without a declaration.
    #[error(
        "the prefix {0}: is not declared; add xmlns:{0}=\"...\" to this element or one around it"
    )]
    UnknownPrefix(String),
    /// A character XML cannot hold.
    #[error("the character U+{0:04X} is not allowed in XML, not even as a number; leave it out")]
    IllegalCharacter(u32),
    /// Not a name.
    #[error("`{0}` is no XML name; names begin with a letter or _ and hold letters, digits, - _ .")]
    IllegalName(String),
    /// An attribute given twice.
    #[error("the attribute {0} is given twice; keep one")]
    RepeatedAttribute(String),
}

impl Reason {
    /// Whether it is a matter of size, so that a smaller one would have been taken.
    #[must_use]
    pub const fn is_size(&self) -> bool {
        matches!(
            self,
            Self::TooLarge | Self::TooManyNodes | Self::LongNamespaces
        )
    }
}

impl XmlError {
    /// The error at a byte of the text.
    pub(super) fn at(text: &str, byte: usize, reason: Reason) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.bytes().filter(|&b| b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            reason,
        }
    }
}
