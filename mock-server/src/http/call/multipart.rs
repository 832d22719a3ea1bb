//! Bodies in several parts, `multipart/form-data` (RFC 7578): one of them, found by its name.

/// A body that is not what its `Content-Type` says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMultipart {
    /// The type names no boundary.
    #[error("its Content-Type has no `boundary`; a multipart body needs one")]
    NoBoundary,
    /// The body does not begin with the boundary.
    #[error("it does not begin with its boundary --{0}")]
    NotBegun(String),
    /// The body ends within a part.
    #[error("it ends before the boundary --{0}-- that closes it")]
    NotEnded(String),
    /// A part has no end of its head.
    #[error("a part has no blank line between its fields and its content")]
    NoBlankLine,
}

/// Whether a `Content-Type` is that of a form in parts.
#[must_use]
pub fn is_multipart(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// The content of the first part of a name.
///
/// ```
/// use fakehq::http::call::multipart::part;
///
/// let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";
/// let found = part("multipart/form-data; boundary=x", body, "a");
/// assert_eq!(found, Ok(Some(&b"1"[..])));
/// ```
///
/// # Errors
/// When the body has not the form of RFC 2046, 5.1. All of it is read, so that nothing is taken of a
/// body that was cut off.
pub fn part<'b>(
    content_type: &str,
    body: &'b [u8],
    name: &str,
) -> Result<Option<&'b [u8]>, BadMultipart> {
    let boundary = parameter(content_type, "boundary")
        .filter(|boundary| !boundary.is_empty())
        .ok_or(BadMultipart::NoBoundary)?;
    let delimiter = [b"\r\n--", boundary.as_bytes()].concat();
    // What stands before the first boundary does not count.
    let mut rest = match body.strip_prefix(&delimiter[2..]) {
        Some(rest) => rest,
        None => {
            let (_, rest) =
                split(body, &delimiter).ok_or_else(|| BadMultipart::NotBegun(boundary.clone()))?;
            rest
        }
    };
    let mut found = None;
    while !rest.starts_with(b"--") {
        let (inside, after) =
            split(rest, &delimiter).ok_or_else(|| BadMultipart::NotEnded(boundary.clone()))?;
        let (head, content) = match inside.strip_prefix(b"\r\n\r\n") {
            // A part without fields.
            Some(content) => (&b""[..], content),
            None => split(inside, b"\r\n\r\n").ok_or(BadMultipart::NoBlankLine)?,
        };
        if found.is_none() && name_of(head).as_deref() == Some(name) {
            found = Some(content);
        }
        rest = after;
    }
    Ok(found)
}

/// What stands before and behind the first `at`.
fn split<'b>(bytes: &'b [u8], at: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let found = bytes.windows(at.len()).position(|window| window == at)?;
    Some((&bytes[..found], &bytes[found + at.len()..]))
}

/// The `name` of a part.
fn name_of(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let disposition = head.lines().find_map(|line| {
        let (field, value) = line.split_once(':')?;
        let is_it = field.trim().eq_ignore_ascii_case("content-disposition");
        is_it.then_some(value)
    })?;
    parameter(disposition, "name")
}

/// A parameter behind the first `;` of a field: `a; name="value"`.
fn parameter(field: &str, name: &str) -> Option<String> {
    let mut rest = field.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let (value, after) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => quoted_value(quoted),
            None => {
                let (value, after) = after.split_once(';').unwrap_or((after, ""));
                (value.trim().to_owned(), after)
            }
        };
        if key
            .trim_matches([';', ' ', '\t'])
            .eq_ignore_ascii_case(name)
        {
            return Some(value);
        }
        rest = after;
    }
}

/// A value up to its closing quote, and what follows.
fn quoted_value(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, &text[at + 1..]),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            c => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=\"a b\"";

    #[test]
    fn a_part_is_found_among_others() {
        let body = b"preamble\r\n--a b\r\nContent-Type: x\r\n\
            content-disposition: form-data; filename=\"name=x;\"; name=\"q\\\"\"\r\n\r\none\r\n--a b \r\n\
            Content-Disposition: form-data; name=two; filename=f\r\n\r\n\r\ntwo\r\n\r\n--a b--\r\nepilogue";
        assert_eq!(part(TYPE, body, "q\""), Ok(Some(&b"one"[..])));
        assert_eq!(part(TYPE, body, "two"), Ok(Some(&b"\r\ntwo\r\n"[..])));
        assert_eq!(part(TYPE, body, "three"), Ok(None));
    }

    #[test]
    fn what_is_none_is_explained() {
        let boundary = || "a b".to_owned();
        for (content_type, body, problem) in [
            ("multipart/form-data", &b"x"[..], BadMultipart::NoBoundary),
            (
                "multipart/form-data; boundary=",
                b"x",
                BadMultipart::NoBoundary,
            ),
            (TYPE, b"x", BadMultipart::NotBegun(boundary())),
            (TYPE, b"--a b\r\n\r\nx", BadMultipart::NotEnded(boundary())),
            (TYPE, b"--a b\r\nx: y\r\n--a b--", BadMultipart::NoBlankLine),
        ] {
            assert_eq!(part(content_type, body, "x"), Err(problem));
        }
    }

    proptest! {
        #[test]
        fn any_content_comes_out_as_it_went_in(
            content in prop::collection::vec(any::<u8>(), 0..200), name in "[a-z]{1,8}", others in 0_usize..3,
        ) {
            let mut body = Vec::new();
            for number in 0..others {
                body.extend(format!("--0xb\r\nContent-Disposition: form-data; name=\"{number}\"\r\n\r\nx\r\n").bytes());
            }
            body.extend(format!("--0xb\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").bytes());
            body.extend(&content);
            body.extend(b"\r\n--0xb--\r\n");
            prop_assume!(split(&content, b"\r\n--0xb").is_none());
            let found = part("multipart/form-data; boundary=0xb", &body, &name);
            prop_assert_eq!(found, Ok(Some(&content[..])));
        }

        #[test]
        fn any_bytes_are_read_without_panic(
            content_type in ".{0,40}", body in prop::collection::vec(any::<u8>(), 0..100),
        ) {
            let _ = part(&content_type, &body, "x");
            let _ = part("multipart/form-data; boundary=-", &body, "x");
        }
    }
}
