//! The words a command line may hold in braces, and the same values as environment variables.
//!
//! In an argument, `{url}` is replaced by the value as it is; nothing is split, quoted or escaped.
//! `{{url}}` stands for the literal text `{url}`, and braces around anything but one lower-case
//! word (`{}`, `{"a": 1}`, `{{.Name}}`) are left alone.
//!
//! In a shell line a value never becomes part of the shell's code: the word is replaced by an
//! expansion of the variable of the same meaning, quoted as the place needs it.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    os::unix::ffi::{OsStrExt, OsStringExt},
};

use fakehq::input::nearest::nearest;

/// A value the kit hands to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placeholder {
    /// Exactly the address the listing page offers to copy for the export of this step.
    Url,
    /// The addresses of all exports of this step; an argument that is nothing else becomes one
    /// argument for each.
    Urls,
    /// Scheme, host and port of the server, without a slash at the end.
    BaseUrl,
    /// The project space.
    Domain,
    /// The web user's name.
    Username,
    /// The web user's password.
    Password,
    /// The xmlns of the form, without quotes.
    Xmlns,
    /// The id of the custom export.
    ExportId,
    /// The export format: one of the page's six words.
    Format,
    /// The token to send, for a client that is told its token; empty before the first.
    Token,
    /// An empty folder for what the client produces, fresh in each step.
    Out,
    /// A folder that survives from step to step.
    State,
    /// The manifest's folder, or the start folder for a bare command.
    Here,
    /// The downloaded file to read, for the operation `read-file`.
    File,
    /// The length of headers to ask for, in the steps that want one.
    Size,
    /// The program of the kit itself.
    Kit,
}

impl Placeholder {
    /// All of them, in the order they are listed to a user.
    pub const ALL: [Self; 16] = [
        Self::Url,
        Self::Urls,
        Self::BaseUrl,
        Self::Domain,
        Self::Username,
        Self::Password,
        Self::Xmlns,
        Self::ExportId,
        Self::Format,
        Self::Token,
        Self::Out,
        Self::State,
        Self::Here,
        Self::File,
        Self::Size,
        Self::Kit,
    ];

    /// The word between the braces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.names().0
    }

    /// The environment variable with the same value.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        self.names().1
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Url => ("url", "HQ_URL"),
            Self::Urls => ("urls", "HQ_URLS"),
            Self::BaseUrl => ("base_url", "HQ_BASE_URL"),
            Self::Domain => ("domain", "HQ_DOMAIN"),
            Self::Username => ("username", "HQ_USERNAME"),
            Self::Password => ("password", "HQ_PASSWORD"),
            Self::Xmlns => ("xmlns", "HQ_XMLNS"),
            Self::ExportId => ("export_id", "HQ_EXPORT_ID"),
            Self::Format => ("format", "HQ_FORMAT"),
            Self::Token => ("token", "HQ_TOKEN"),
            Self::Out => ("out", "HQ_OUT"),
            Self::State => ("state", "HQ_STATE"),
            Self::Here => ("here", "HQ_HERE"),
            Self::File => ("file", "HQ_FILE"),
            Self::Size => ("size", "HQ_SIZE"),
            Self::Kit => ("kit", "HQ_KIT"),
        }
    }

    fn of(word: &[u8]) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|placeholder| placeholder.word().as_bytes() == word)
    }
}

/// What a command line asks for and cannot have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceholderError {
    /// A word in braces that means nothing to the kit.
    #[error(
        "unknown placeholder {{{word}}} in `{argument}`{}; known are {}; write {{{{{word}}}}} if the braces are meant as they stand",
        hint(word),
        known()
    )]
    Unknown {
        /// The word between the braces.
        word: String,
        /// The whole argument.
        argument: String,
    },
    /// A known word that has no value in this step, such as `{export_id}` in a form export.
    #[error("`{argument}` asks for {{{}}}, which has no value in this step", .placeholder.word())]
    NoValue {
        /// What was asked for.
        placeholder: Placeholder,
        /// The whole argument.
        argument: String,
    },
}

fn hint(word: &str) -> String {
    nearest(word, Placeholder::ALL.map(Placeholder::word))
        .map(|known| format!(", did you mean {{{known}}}?"))
        .unwrap_or_default()
}

fn known() -> String {
    Placeholder::ALL
        .map(|placeholder| format!("{{{}}}", placeholder.word()))
        .join(" ")
}

/// The values of one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<Placeholder, OsString>);

impl Values {
    /// No value yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets one value, replacing an earlier one.
    pub fn set(&mut self, placeholder: Placeholder, value: impl Into<OsString>) -> &mut Self {
        self.0.insert(placeholder, value.into());
        self
    }

    /// Sets the addresses of all exports. As a variable, and inside an argument, they are one text
    /// with blanks between; no address holds a blank.
    pub fn set_urls(&mut self, urls: &[String]) -> &mut Self {
        self.set(Placeholder::Urls, urls.join(" "))
    }

    /// The arguments that one argument of a command becomes: itself with its values, and only
    /// `{urls}` more or less than one.
    ///
    /// # Errors
    /// As [`expand`](Self::expand).
    pub fn arguments(&self, argument: &OsStr) -> Result<Vec<OsString>, PlaceholderError> {
        let value = self.expand(argument)?;
        if argument != "{urls}" {
            return Ok(vec![value]);
        }
        let urls = value.as_bytes().split(|byte| *byte == b' ');
        let urls = urls.filter(|url| !url.is_empty());
        Ok(urls.map(|url| OsString::from_vec(url.to_vec())).collect())
    }

    /// The value, if this step has one.
    #[must_use]
    pub fn get(&self, placeholder: Placeholder) -> Option<&OsStr> {
        self.0.get(&placeholder).map(OsString::as_os_str)
    }

    /// The environment variables of this step.
    pub fn environment(&self) -> impl Iterator<Item = (&'static str, &OsStr)> {
        self.0
            .iter()
            .map(|(placeholder, value)| (placeholder.variable(), value.as_os_str()))
    }

    /// Puts the values into one argument.
    ///
    /// # Errors
    /// An unknown word, or a known one without a value here. Before the first token `{token}` is
    /// the empty text.
    pub fn expand(&self, argument: &OsStr) -> Result<OsString, PlaceholderError> {
        let mut expanded = Vec::with_capacity(argument.len());
        for piece in pieces(argument)? {
            match piece {
                Piece::Text(text) => expanded.extend_from_slice(text),
                Piece::Value(Placeholder::Token) if self.get(Placeholder::Token).is_none() => {}
                Piece::Value(placeholder) => {
                    let value = self
                        .get(placeholder)
                        .ok_or_else(|| PlaceholderError::NoValue {
                            placeholder,
                            argument: argument.to_string_lossy().into_owned(),
                        })?;
                    expanded.extend_from_slice(value.as_bytes());
                }
            }
        }
        Ok(OsString::from_vec(expanded))
    }
}

/// Finds out whether all words of an argument are known.
///
/// # Errors
/// The first unknown word.
pub fn check(argument: &OsStr) -> Result<(), PlaceholderError> {
    pieces(argument).map(drop)
}

/// A part of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text that stays as it is.
    Text(&'a [u8]),
    /// A value to be put in.
    Value(Placeholder),
}

/// Cuts an argument at its placeholders.
pub(super) fn pieces(argument: &OsStr) -> Result<Vec<Piece<'_>>, PlaceholderError> {
    let bytes = argument.as_bytes();
    let mut pieces = Vec::new();
    let mut text_from = 0;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let Some((word, doubled)) = braced(rest) else {
            at += 1;
            continue;
        };
        let end = at + word.len() + if doubled { 4 } else { 2 };
        if doubled {
            // `{{word}}` loses its outer braces.
            pieces.push(Piece::Text(&bytes[text_from..at]));
            pieces.push(Piece::Text(&bytes[at + 1..end - 1]));
        } else {
            let placeholder = Placeholder::of(word).ok_or_else(|| PlaceholderError::Unknown {
                word: String::from_utf8_lossy(word).into_owned(),
                argument: argument.to_string_lossy().into_owned(),
            })?;
            pieces.push(Piece::Text(&bytes[text_from..at]));
            pieces.push(Piece::Value(placeholder));
        }
        at = end;
        text_from = end;
    }
    pieces.push(Piece::Text(&bytes[text_from..]));
    pieces.retain(|piece| *piece != Piece::Text(b""));
    Ok(pieces)
}

/// The word in the braces `bytes` begins with, and whether the braces are doubled.
fn braced(bytes: &[u8]) -> Option<(&[u8], bool)> {
    let inner = bytes.strip_prefix(b"{")?;
    let (inner, doubled) = match inner.strip_prefix(b"{") {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let length = inner
        .iter()
        .take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || **byte == b'_')
        .count();
    let (word, after) = inner.split_at(length);
    let closed = after.starts_with(if doubled { b"}}" } else { b"}" });
    (closed && word.first().is_some_and(u8::is_ascii_lowercase)).then_some((word, doubled))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values() -> Values {
        let mut values = Values::new();
        values
            .set(Placeholder::Url, "http://h/a/d/?export_tag=%22x%22&app_id=")
            .set(Placeholder::Out, "/tmp/a b");
        values
    }

    fn expand(argument: &str) -> String {
        values()
            .expand(OsStr::new(argument))
            .expect(argument)
            .into_string()
            .expect("text in, text out")
    }

    #[test]
    fn values_stand_where_their_words_stood() {
        assert_eq!(expand("{url}"), "http://h/a/d/?export_tag=%22x%22&app_id=");
        assert_eq!(expand("--to={out}/data.zip"), "--to=/tmp/a b/data.zip");
        assert_eq!(expand("{out}{out}"), "/tmp/a b/tmp/a b");
        assert_eq!(expand("[{token}]"), "[]");
    }

    #[test]
    fn other_braces_are_left_alone() {
        for plain in [
            "{}",
            "{ url }",
            "{\"url\": 1}",
            "{{.Name}}",
            "{URL}",
            "{url",
            "url}",
            "{0}",
            "{a,b}",
        ] {
            assert_eq!(expand(plain), plain);
        }
        assert_eq!(expand("{{url}}"), "{url}");
        assert_eq!(expand("{{print}}"), "{print}");
    }

    #[test]
    fn an_unknown_word_lists_the_known_ones() {
        let error = check(OsStr::new("x={ur}")).expect_err("no such word");
        assert_eq!(
            error.to_string(),
            "unknown placeholder {ur} in `x={ur}`, did you mean {url}?; known are {url} {urls} \
             {base_url} {domain} {username} {password} {xmlns} {export_id} {format} {token} {out} \
             {state} {here} {file} {size} {kit}; write {{ur}} if the braces are meant as they stand"
        );
    }

    #[test]
    fn a_word_without_a_value_is_named() {
        let error = values()
            .expand(OsStr::new("{export_id}"))
            .expect_err("not set");
        assert_eq!(
            error.to_string(),
            "`{export_id}` asks for {export_id}, which has no value in this step"
        );
    }

    #[test]
    fn a_value_is_not_read_for_words_again() {
        let mut values = Values::new();
        values.set(Placeholder::Password, "{url}{{x}}");
        assert_eq!(
            values.expand(OsStr::new("{password}")),
            Ok("{url}{{x}}".into())
        );
    }

    #[test]
    fn every_variable_is_the_word_in_capitals() {
        for placeholder in Placeholder::ALL {
            let expected = format!("HQ_{}", placeholder.word().to_uppercase());
            assert_eq!(placeholder.variable(), expected);
        }
    }

    proptest! {
        #[test]
        fn bytes_that_are_no_placeholder_come_through(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let argument = OsString::from_vec(bytes.clone());
            if !bytes.contains(&b'{') {
                prop_assert_eq!(Values::new().expand(&argument), Ok(argument));
            } else {
                let _ = Values::new().expand(&argument);
            }
        }
    }
}
