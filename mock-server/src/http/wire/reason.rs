//! Reason phrases in capitals, as the old server wrote them.

use http::StatusCode;

/// The words after the status number, `UNKNOWN STATUS CODE` for a number without words.
///
/// ```
/// use fakehq::http::wire::reason::phrase;
/// use http::StatusCode;
///
/// assert_eq!(phrase(StatusCode::FOUND), "FOUND");
/// assert_eq!(phrase(StatusCode::METHOD_NOT_ALLOWED), "METHOD NOT ALLOWED");
/// ```
#[must_use]
pub fn phrase(status: StatusCode) -> String {
    words(status).to_ascii_uppercase()
}

/// Appends `HTTP/1.1 200 OK` and the line end.
pub(crate) fn write_status_line(status: StatusCode, out: &mut Vec<u8>) {
    out.extend_from_slice(b"HTTP/1.1 ");
    out.extend_from_slice(status.as_str().as_bytes());
    out.push(b' ');
    out.extend(words(status).bytes().map(|byte| byte.to_ascii_uppercase()));
    out.extend_from_slice(b"\r\n");
}

fn words(status: StatusCode) -> &'static str {
    match status.as_u16() {
        // The phrases of 2013 were those of RFC 2616; the registry has renamed these since.
        413 => "request entity too large",
        414 => "request-uri too long",
        416 => "requested range not satisfiable",
        _ => status.canonical_reason().unwrap_or("unknown status code"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_line_has_number_and_phrase() {
        for code in 100..1000 {
            let Ok(status) = StatusCode::from_u16(code) else {
                continue;
            };
            let mut line = Vec::new();
            write_status_line(status, &mut line);
            let expected = format!("HTTP/1.1 {code} {}\r\n", phrase(status));
            assert_eq!(String::from_utf8(line).unwrap(), expected);
        }
    }

    #[test]
    fn phrases_are_in_capitals() {
        for (code, words) in [
            (200, "OK"),
            (302, "FOUND"),
            (401, "UNAUTHORIZED"),
            (404, "NOT FOUND"),
            (500, "INTERNAL SERVER ERROR"),
            (502, "BAD GATEWAY"),
            (799, "UNKNOWN STATUS CODE"),
        ] {
            assert_eq!(phrase(StatusCode::from_u16(code).unwrap()), words);
        }
    }
}
