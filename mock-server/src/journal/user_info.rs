//! Passwords in addresses: `http://jane:secret@host/`.

use std::ops::Range;

use super::redact::STRUCK;

/// Strikes out the passwords of all addresses in a text: behind two slashes, encoded or not, and in what looks
/// like an address without them.
pub(super) fn user_infos(text: &str) -> String {
    let text = behind(text, "//", ends_address);
    let text = behind(&text, "%2F%2F", ends_encoded);
    let text = behind(&text, "%2f%2f", ends_encoded);
    text.split_inclusive(|c: char| c.is_whitespace() || "/?#\"'<>,;&=(".contains(c))
        .map(user_info)
        .collect()
}

/// Strikes out the password of an address without a scheme, with which a text begins.
pub(super) fn user_info(text: &str) -> String {
    match password(text, ends_address) {
        Some(password) => format!(
            "{}{STRUCK}{}",
            &text[..password.start],
            &text[password.end..]
        ),
        None => text.to_owned(),
    }
}

fn behind(text: &str, slashes: &str, ends: fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut done, mut from) = (0, 0);
    while let Some(at) = text[from..].find(slashes) {
        from += at + slashes.len();
        if let Some(password) = password(&text[from..], ends) {
            kept.push_str(&text[done..from + password.start]);
            kept.push_str(STRUCK);
            done = from + password.end;
            from = done;
        }
    }
    kept + &text[done..]
}

/// Where the password of the address stands with which a text begins; none where it is struck out.
fn password(text: &str, ends: fn(&str) -> bool) -> Option<Range<usize>> {
    let end = text.char_indices().find(|(at, _)| ends(&text[*at..]));
    let address = &text[..end.map_or(text.len(), |(at, _)| at)];
    let at_sign = address.rfind('@').or_else(|| address.rfind("%40"))?;
    let user_info = address[..at_sign].to_ascii_lowercase();
    let colons = [":", "%3a"].map(|colon| user_info.find(colon).map(|at| at + colon.len()));
    let colon = colons.into_iter().flatten().min()?;
    (!address[colon..].starts_with(STRUCK)).then_some(colon..at_sign)
}

fn ends_address(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_whitespace() || "/?#\"<>".contains(c))
}

/// Inside of a parameter.
fn ends_encoded(rest: &str) -> bool {
    ends_address(rest)
        || rest.starts_with('&')
        || ["%2f", "%3f", "%23", "%22", "%20"].iter().any(|mark| {
            rest.get(..3)
                .is_some_and(|it| it.eq_ignore_ascii_case(mark))
        })
}
