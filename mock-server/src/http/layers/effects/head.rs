//! Other fields in the head.

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{CONTENT_TYPE, WWW_AUTHENTICATE},
};

use super::garbage;
use crate::faults::Effect;

/// Changes the fields of an answer, if the effect is of that kind.
pub(crate) fn change(effect: &Effect, headers: &mut HeaderMap) {
    match effect {
        Effect::Charset { value } => rewrite(headers, &CONTENT_TYPE, |kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim_end();
            format!("{kind}; charset={value}")
        }),
        Effect::ShuffledChallenge { seed } => rewrite(headers, &WWW_AUTHENTICATE, |challenge| {
            in_other_order(challenge, *seed)
        }),
        _ => {}
    }
}

fn rewrite(headers: &mut HeaderMap, name: &HeaderName, change: impl FnOnce(&str) -> String) {
    let changed = headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| HeaderValue::from_str(&change(value)).ok());
    if let (Some(changed), Some(value)) = (changed, headers.get_mut(name)) {
        *value = changed;
    }
}

/// A challenge of ours: no value of its fields holds a comma with a blank behind it.
fn in_other_order(challenge: &str, seed: u64) -> String {
    let Some((scheme, fields)) = challenge.split_once(' ') else {
        return challenge.to_owned();
    };
    let fields: Vec<_> = fields.split(", ").collect();
    format!("{scheme} {}", garbage::shuffled(seed, &fields).join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(effect: &Effect, name: HeaderName, value: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(name.clone(), HeaderValue::from_static(value));
        change(effect, &mut headers);
        headers[name].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_charset_comes_behind_the_type_in_the_place_of_another() {
        let effect = Effect::Charset {
            value: "latin-1".to_owned(),
        };
        for (before, after) in [
            ("application/zip", "application/zip; charset=latin-1"),
            ("text/html; charset=utf-8", "text/html; charset=latin-1"),
        ] {
            assert_eq!(changed(&effect, CONTENT_TYPE, before), after);
        }
    }

    #[test]
    fn a_shuffled_challenge_has_the_same_fields() {
        let before = r#"Digest nonce="1.0:A:b", realm="DJANGO", qop="auth""#;
        let after = changed(
            &Effect::ShuffledChallenge { seed: 0 },
            WWW_AUTHENTICATE,
            before,
        );
        assert_ne!(after, before);
        let fields = |text: &str| {
            let mut fields: Vec<_> = text["Digest ".len()..]
                .split(", ")
                .map(str::to_owned)
                .collect();
            fields.sort();
            fields
        };
        assert_eq!(fields(&after), fields(before));
    }
}
