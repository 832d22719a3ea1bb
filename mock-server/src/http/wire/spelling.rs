//! Names of header fields, spelt as the published server spelt them.

use http::HeaderName;

/// How header names are written.
///
/// The routes know names in lower case only; real clients look for the published spelling, letter
/// by letter (facts C.3). Put into a response's extensions, it rules that response.
///
/// ```
/// use fakehq::http::wire::Spelling;
/// use http::HeaderName;
///
/// let token = HeaderName::from_static("x-commcarehq-export-token");
/// assert_eq!(Spelling::Published.spell(&token), "X-CommCareHQ-Export-Token");
/// assert_eq!(Spelling::Title.spell(&token), "X-Commcarehq-Export-Token");
/// assert_eq!(Spelling::Lower.spell(&token), "x-commcarehq-export-token");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// As published; names nobody published have a capital after each hyphen.
    #[default]
    Published,
    /// All in lower case, as servers built on HTTP/2 libraries write.
    Lower,
    /// A capital at the start and after each hyphen, the published spelling ignored.
    Title,
}

/// Names whose published spelling is not the title case of the lower-case name.
const PUBLISHED: [&str; 9] = [
    "ETag",
    "HTTP_X_OPENROSA_VERSION",
    "WWW-Authenticate",
    "X-CommCareHQ-Export-Token",
    "X-FakeHQ-Explanation",
    "X-OpenRosa-Accept-Content-Length",
    "X-OpenRosa-Version",
    "X-UA-Compatible",
    "X-XSS-Protection",
];

impl Spelling {
    /// The name as it goes over the wire.
    #[must_use]
    pub fn spell(self, name: &HeaderName) -> String {
        let mut out = Vec::with_capacity(name.as_str().len());
        self.write(name, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    /// Appends the name as it goes over the wire.
    pub(crate) fn write(self, name: &HeaderName, out: &mut Vec<u8>) {
        let lower = name.as_str();
        match self {
            Self::Lower => out.extend_from_slice(lower.as_bytes()),
            Self::Title => title(lower, out),
            Self::Published => match published(lower) {
                Some(known) => out.extend_from_slice(known.as_bytes()),
                None => title(lower, out),
            },
        }
    }
}

fn published(lower: &str) -> Option<&'static str> {
    PUBLISHED
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(lower))
}

fn title(lower: &str, out: &mut Vec<u8>) {
    let mut capital = true;
    for byte in lower.bytes() {
        out.push(if capital {
            byte.to_ascii_uppercase()
        } else {
            byte
        });
        capital = byte == b'-';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(spelling: Spelling, lower: &'static str) -> String {
        spelling.spell(&HeaderName::from_static(lower))
    }

    #[test]
    fn published_names_keep_their_odd_capitals() {
        for name in PUBLISHED {
            let lower = HeaderName::from_bytes(name.as_bytes()).unwrap();
            assert_eq!(Spelling::Published.spell(&lower), name);
        }
    }

    #[test]
    fn other_names_have_a_capital_after_each_hyphen() {
        for (lower, written) in [
            ("content-type", "Content-Type"),
            ("vary", "Vary"),
            ("set-cookie", "Set-Cookie"),
            ("x--a", "X--A"),
        ] {
            assert_eq!(spelt(Spelling::Published, lower), written);
            assert_eq!(spelt(Spelling::Title, lower), written);
        }
    }

    #[test]
    fn title_case_ignores_the_published_spelling() {
        assert_eq!(
            spelt(Spelling::Title, "www-authenticate"),
            "Www-Authenticate"
        );
        assert_eq!(
            spelt(Spelling::Title, "http_x_openrosa_version"),
            "Http_x_openrosa_version"
        );
    }
}
