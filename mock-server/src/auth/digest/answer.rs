//! Reading an `Authorization` header, byte by byte.
//!
//! Header values are bytes: one client sends names in UTF-8, another in Latin-1. And they are not
//! always quoted by the rules: curl escapes `"` and `\` inside quotes, others send them as they
//! are. So a quoted value keeps its raw bytes, and has a second reading where a backslash hides one.

use std::borrow::Cow;

use memchr::memchr2;

/// A header, cut into scheme and the rest.
///
/// ```
/// use fakehq::auth::digest::answer::scheme;
/// assert_eq!(scheme(b" Basic  abc "), (&b"Basic"[..], &b"abc"[..]));
/// ```
#[must_use]
pub fn scheme(header: &[u8]) -> (&[u8], &[u8]) {
    let header = header.trim_ascii();
    let end = header
        .iter()
        .position(u8::is_ascii_whitespace)
        .unwrap_or(header.len());
    (&header[..end], header[end..].trim_ascii())
}

/// The fields of digest credentials, as far as they could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// What was read, in the order sent.
    pub fields: Vec<Field<'a>>,
    /// Where reading ended early, if it did.
    pub trouble: Option<Trouble<'a>>,
}

/// One field: `name="value"` or `name=value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The name as sent; letter case has no meaning.
    pub name: &'a [u8],
    /// What stands behind the equals sign.
    pub value: Value<'a>,
}

/// A value, quoted or bare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a> {
    /// The bytes as sent, between the quotes if there are some.
    pub raw: &'a [u8],
    /// Whether there are quotes.
    pub quoted: bool,
}

/// What could not be read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble<'a> {
    /// What is wrong there.
    pub problem: Problem,
    /// The name of the field it happened in; empty where no name could be read.
    pub field: &'a [u8],
    /// What follows, unread.
    pub rest: &'a [u8],
}

/// What makes a header unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Neither a name nor the end of the header.
    NoName,
    /// A name without `=`.
    NoEquals,
    /// `name=` and nothing.
    NoValue,
    /// A quote is opened and never closed.
    QuoteNotClosed,
    /// Something other than a comma follows the closing quote: most likely a raw `"` in the value.
    TextAfterQuote,
    /// A bare value with a quote or a blank in it.
    TextAfterBareValue,
}

impl<'a> Value<'a> {
    /// The value with each backslash taken as hiding the byte behind it, as the standard has it.
    #[must_use]
    pub fn unescaped(&self) -> Cow<'a, [u8]> {
        if !self.quoted || !self.raw.contains(&b'\\') {
            return Cow::Borrowed(self.raw);
        }
        let mut plain = Vec::with_capacity(self.raw.len());
        let mut bytes = self.raw.iter();
        while let Some(&byte) = bytes.next() {
            match byte {
                b'\\' => plain.extend(bytes.next()),
                _ => plain.push(byte),
            }
        }
        Cow::Owned(plain)
    }

    /// All readings of the value: unescaped, and raw where that differs.
    #[must_use]
    pub fn readings(&self) -> Vec<Cow<'a, [u8]>> {
        let mut readings = vec![self.unescaped()];
        if readings[0] != self.raw {
            readings.push(Cow::Borrowed(self.raw));
        }
        readings
    }
}

impl<'a> Answer<'a> {
    /// Reads what follows the scheme `Digest`. Any bytes are welcome.
    ///
    /// ```
    /// use fakehq::auth::digest::answer::Answer;
    /// let answer = Answer::read(br#"username="DOM\\jane", nc=00000001, uri="/a?x=1,2""#);
    /// assert_eq!(answer.value("username").unwrap().unescaped(), &br"DOM\jane"[..]);
    /// assert_eq!(answer.value("nc").unwrap().raw, b"00000001");
    /// assert_eq!(answer.value("uri").unwrap().raw, b"/a?x=1,2");
    /// assert_eq!(answer.trouble, None);
    /// ```
    #[must_use]
    pub fn read(fields: &'a [u8]) -> Self {
        let mut reader = Reader { rest: fields };
        let mut answer = Self {
            fields: Vec::with_capacity(10),
            trouble: None,
        };
        loop {
            match reader.field() {
                Ok(Some(field)) => answer.fields.push(field),
                Ok(None) => break,
                Err(trouble) => {
                    answer.trouble = Some(trouble);
                    break;
                }
            }
        }
        answer
    }

    /// The value of a field, named in lower case; the last one if it stands there twice.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Value<'a>> {
        self.fields
            .iter()
            .rev()
            .find(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))
            .map(|field| field.value)
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The next field; nothing at the end.
    fn field(&mut self) -> Result<Option<Field<'a>>, Trouble<'a>> {
        self.skip(|byte| byte == b',' || byte.is_ascii_whitespace());
        if self.rest.is_empty() {
            return Ok(None);
        }
        let name = self.take(|byte| !b"=,\"".contains(&byte) && !byte.is_ascii_whitespace());
        if name.is_empty() {
            return Err(self.trouble(Problem::NoName, name));
        }
        self.skip(|byte| byte.is_ascii_whitespace());
        let Some(rest) = self.rest.strip_prefix(b"=") else {
            return Err(self.trouble(Problem::NoEquals, name));
        };
        self.rest = rest;
        self.skip(|byte| byte.is_ascii_whitespace());
        let value = self.value(name)?;
        self.skip(|byte| byte.is_ascii_whitespace());
        match self.rest.first() {
            None | Some(b',') => Ok(Some(Field { name, value })),
            Some(_) if value.quoted => Err(self.trouble(Problem::TextAfterQuote, name)),
            Some(_) => Err(self.trouble(Problem::TextAfterBareValue, name)),
        }
    }

    fn value(&mut self, name: &'a [u8]) -> Result<Value<'a>, Trouble<'a>> {
        let Some(inner) = self.rest.strip_prefix(b"\"") else {
            let raw = self.take(|byte| !b",\"".contains(&byte) && !byte.is_ascii_whitespace());
            if raw.is_empty() {
                return Err(self.trouble(Problem::NoValue, name));
            }
            return Ok(Value { raw, quoted: false });
        };
        let mut end = 0;
        loop {
            let rest = inner.get(end..).unwrap_or_default();
            match memchr2(b'"', b'\\', rest) {
                Some(at) if rest[at] == b'"' => {
                    end += at;
                    break;
                }
                // A backslash hides the byte behind it.
                Some(at) => end += at + 2,
                None => return Err(self.trouble(Problem::QuoteNotClosed, name)),
            }
        }
        self.rest = &inner[end + 1..];
        Ok(Value {
            raw: &inner[..end],
            quoted: true,
        })
    }

    fn take(&mut self, belongs: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self
            .rest
            .iter()
            .position(|&byte| !belongs(byte))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn skip(&mut self, belongs: impl Fn(u8) -> bool) {
        self.take(belongs);
    }

    fn trouble(&self, problem: Problem, field: &'a [u8]) -> Trouble<'a> {
        Trouble {
            problem,
            field,
            rest: self.rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn trouble(header: &str) -> (Problem, &str) {
        let answer = Answer::read(header.as_bytes());
        let trouble = answer.trouble.unwrap();
        (trouble.problem, std::str::from_utf8(trouble.field).unwrap())
    }

    #[test]
    fn quoted_and_bare_values_with_blanks_and_empty_places() {
        let answer = Answer::read(b" , a = \"1\" ,, B=2\t,c=\"\",");
        assert_eq!(answer.trouble, None);
        let read: Vec<_> = answer
            .fields
            .iter()
            .map(|f| (f.name, f.value.raw))
            .collect();
        assert_eq!(read, [(&b"a"[..], &b"1"[..]), (b"B", b"2"), (b"c", b"")]);
        assert_eq!(answer.value("b").unwrap().raw, b"2");
    }

    #[test]
    fn a_backslash_has_two_readings_in_quotes_and_one_in_a_bare_value() {
        let answer = Answer::read(br#"a="DOM\jane", b=x\y, c="\\", d="a\"b""#);
        let readings = |name| -> Vec<Vec<u8>> {
            let value = answer.value(name).unwrap();
            value.readings().into_iter().map(Cow::into_owned).collect()
        };
        assert_eq!(readings("a"), [b"DOMjane".to_vec(), br"DOM\jane".to_vec()]);
        assert_eq!(readings("b"), [br"x\y".to_vec()]);
        assert_eq!(readings("c"), [br"\".to_vec(), br"\\".to_vec()]);
        assert_eq!(readings("d"), [br#"a"b"#.to_vec(), br#"a\"b"#.to_vec()]);
    }

    #[test]
    fn every_trouble_has_its_name_and_its_field() {
        assert_eq!(trouble("a=\"1\", =2"), (Problem::NoName, ""));
        assert_eq!(trouble("\"a\"=2"), (Problem::NoName, ""));
        assert_eq!(trouble("a"), (Problem::NoEquals, "a"));
        assert_eq!(trouble("a b=1"), (Problem::NoEquals, "a"));
        assert_eq!(trouble("opaque=, b=1"), (Problem::NoValue, "opaque"));
        assert_eq!(trouble("a=\"1"), (Problem::QuoteNotClosed, "a"));
        assert_eq!(trouble("a=\"1\\\""), (Problem::QuoteNotClosed, "a"));
        assert_eq!(trouble("a=1\"2\""), (Problem::TextAfterBareValue, "a"));
        assert_eq!(trouble("a=1 2"), (Problem::TextAfterBareValue, "a"));
        assert_eq!(
            trouble("username=\"jane\", uri=\"/x?tag=\"http://y\"\", nc=1"),
            (Problem::TextAfterQuote, "uri")
        );
    }

    #[test]
    fn what_stood_before_a_trouble_is_kept() {
        let answer = Answer::read(b"username=\"jane\", uri=\"/x\"y\"");
        assert_eq!(answer.value("username").unwrap().raw, b"jane");
        assert_eq!(answer.value("uri"), None);
        assert_eq!(answer.trouble.unwrap().rest, b"y\"");
    }

    fn written(fields: &[(String, Vec<u8>, bool)]) -> Vec<u8> {
        let mut header = Vec::new();
        for (name, value, comma_first) in fields {
            header.extend_from_slice(if *comma_first { b", " } else { b" ,\t" });
            header.extend_from_slice(name.as_bytes());
            header.extend_from_slice(b"=\"");
            for &byte in value {
                if byte == b'"' || byte == b'\\' {
                    header.push(b'\\');
                }
                header.push(byte);
            }
            header.push(b'"');
        }
        header
    }

    proptest! {
        #[test]
        fn what_is_written_by_the_rules_is_read_back(
            fields in prop::collection::vec(
                ("[a-z]{1,8}", prop::collection::vec(any::<u8>(), 0..20), any::<bool>()), 0..8),
        ) {
            let header = written(&fields);
            let answer = Answer::read(&header);
            prop_assert_eq!(answer.trouble, None);
            prop_assert_eq!(answer.fields.len(), fields.len());
            for (read, (name, value, _)) in answer.fields.iter().zip(&fields) {
                prop_assert_eq!(read.name, name.as_bytes());
                prop_assert_eq!(&read.value.unescaped().into_owned(), value);
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(header in prop::collection::vec(any::<u8>(), 0..200)) {
            let (_, rest) = scheme(&header);
            let answer = Answer::read(rest);
            for field in &answer.fields {
                prop_assert!(!field.name.is_empty());
                prop_assert!(!field.value.readings().is_empty());
            }
        }

        #[test]
        fn bytes_that_look_like_a_header_are_read_without_panic(
            header in r#"[ ,="\\a-cé\t]{0,60}"#,
        ) {
            let answer = Answer::read(header.as_bytes());
            for field in &answer.fields {
                prop_assert!(!field.value.readings().is_empty());
            }
        }
    }
}
