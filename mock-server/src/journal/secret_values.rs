//! The values of secrets in a text, wherever a name and a value stand next to each other.

use std::ops::Range;

use super::{
    redact::STRUCK,
    secret_names::{decoded, is_secret_name},
};

/// No name of a secret is longer, however often it is encoded.
const LONGEST_NAME: usize = 256;

/// Strikes out the values whose names are those of secrets: behind `=`, encoded or not, and behind the colon
/// of a header line or of JSON.
pub(super) fn secret_values(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut done = 0;
    let mut from = 0;
    while let Some(separator) = next_separator(text, from) {
        from = separator.end;
        if separator.start < done {
            continue;
        }
        let Some(value) = secret_at(text, &separator) else {
            continue;
        };
        kept.push_str(&text[done..value.start]);
        kept.push_str(STRUCK);
        done = value.end;
        from = from.max(done);
    }
    kept + &text[done..]
}

/// The next `=` or `:`, or what an encoded equals sign looks like.
fn next_separator(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find_map(|at| match bytes[at] {
        b'=' | b':' => Some(at..at + 1),
        b'%' => {
            let mut end = at + 1;
            while bytes[end..].starts_with(b"25") {
                end += 2;
            }
            let hex = bytes.get(end..end + 2)?;
            hex.eq_ignore_ascii_case(b"3d").then_some(at..end + 2)
        }
        _ => None,
    })
}

/// Where the secret stands that follows a separator, if one does.
fn secret_at(text: &str, separator: &Range<usize>) -> Option<Range<usize>> {
    let before = text[..separator.start].trim_end_matches([' ', '\t']);
    let quoted_name = before.ends_with(['"', '\'']);
    let name = before.trim_end_matches(['"', '\'', '\\']);
    let near = name.len().saturating_sub(LONGEST_NAME);
    let near = (near..=name.len()).find(|at| name.is_char_boundary(*at))?;
    let start = name[near..]
        .rfind(|c: char| !is_of_name(c))
        .map(|at| near + at)
        .map_or(near, |at| {
            at + name[at..].chars().next().map_or(1, char::len_utf8)
        });
    let name = decoded(&name[start..]);
    let is_inner = |c: char| !(c.is_alphanumeric() || "_-.".contains(c));
    let name = name.rsplit(is_inner).next().unwrap_or_default();
    let is_response = name.eq_ignore_ascii_case("response");
    if !is_response && !is_secret_name(name) {
        return None;
    }
    let is_colon = &text[separator.clone()] == ":";
    if is_colon && !quoted_name && !begins_line(&text[..start]) {
        return None;
    }
    let value = text[separator.end..].trim_start_matches([' ', '\t']);
    let from = text.len() - value.len();
    let mut to = match opening(value) {
        Some((length, quote)) => {
            let inside = from + length;
            return Some(inside..inside + inner_length(&text[inside..], quote))
                .filter(|inside| !inside.is_empty() && !is_struck(&text[inside.clone()]));
        }
        // Whoever answers a challenge puts it into quotes; elsewhere `response` is a word.
        None if is_response => return None,
        None if is_colon => line_length(value),
        None => value_length(value, separator.len() > 1),
    };
    if is_struck(value) {
        to = 0;
    }
    (to > 0).then_some(from..from + to)
}

fn is_struck(value: &str) -> bool {
    value.starts_with(STRUCK)
}

/// What a name may be made of, encoded or not.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || "_-.%".contains(c)
}

/// Whether a header line begins here, also as curl shows it.
fn begins_line(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars().all(|c| "<>*+ \t".contains(c)) && !line.ends_with(['<', '>', '*', '+'])
}

/// The quote that a value begins with, and how long it is.
fn opening(value: &str) -> Option<(usize, char)> {
    let escaped = value.strip_prefix('\\').unwrap_or(value);
    let quote = escaped.chars().next().filter(|c| "\"'".contains(*c))?;
    Some((value.len() - escaped.len() + 1, quote))
}

/// How much of a text stands before the quote that closes it; all of it where none does.
fn inner_length(text: &str, quote: char) -> usize {
    let end = closing(text, quote);
    let quoted = &text[..end];
    quoted.strip_suffix(quote).map_or(end, str::len)
}

/// The position behind the quote that closes a text, or its end; a backslash takes the next one along.
pub(super) fn closing(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return at + quote.len_utf8();
        }
        if c == '\\' {
            chars.next();
        }
    }
    text.len()
}

fn line_length(value: &str) -> usize {
    value.find(['\r', '\n']).unwrap_or(value.len())
}

/// How long a value without quotes is. It ends where the next parameter begins; marks that may stand in a
/// secret as well end it only before a blank or the end.
fn value_length(value: &str, encoded: bool) -> usize {
    let mut at = 0;
    while let Some(c) = value[at..].chars().next() {
        let rest = &value[at..];
        let ends = match c {
            '&' | '#' => true,
            c if c.is_whitespace() || c == '"' => true,
            '%' if encoded => is_encoded_mark(rest),
            '\'' | ';' | ')' | '}' | ']' | '>' => {
                let behind = rest.trim_start_matches(['\'', ';', ')', '}', ']', '>', ',', '.']);
                behind.is_empty() || behind.starts_with(char::is_whitespace)
            }
            _ => false,
        };
        if ends {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// Whether an encoded `&`, `#`, `"`, or blank begins here.
fn is_encoded_mark(text: &str) -> bool {
    let mut digits = &text[1..];
    while let Some(rest) = digits.strip_prefix("25") {
        digits = rest;
    }
    ["26", "23", "22", "20"]
        .iter()
        .any(|mark| digits.starts_with(mark))
}
