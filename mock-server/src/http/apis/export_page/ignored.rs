//! Parameters that an export does not look at, in plain words: without them a misspelt name is hard to
//! find.

use super::unpublished;
use crate::{
    http::call::query::Query,
    input::nearest::nearest,
    quirks::{Choices, UnpublishedParameters, UserFilter},
};

/// The parameters of the page.
const PUBLISHED: [&str; 5] = [
    "export_tag",
    "format",
    "previous_export",
    "include_errors",
    "max_column_size",
];

/// What the old server's own links carry, or other exports take, and this one never looks at.
const WITHOUT_EFFECT: [&str; 9] = [
    "group",
    "individual",
    "filename",
    "type",
    "app_id",
    "limit",
    "async",
    "deid",
    "include_closed",
];

/// Explained at most; a query can hold thousands of names.
const EXPLAINED: usize = 10;

/// Plain words on the parameters that a form export ignores.
#[must_use]
pub fn ignored(query: &Query, choices: &Choices) -> Vec<String> {
    explained(query, |name| !is_heeded(name, choices))
}

/// Plain words on the parameters that no export knows.
#[must_use]
pub fn unknown(query: &Query) -> Vec<String> {
    explained(query, |name| !is_known(name))
}

/// The first parameter that no export knows.
#[must_use]
pub fn first_unknown(query: &Query) -> Option<&str> {
    query.names().find(|name| !is_known(name))
}

fn is_known(name: &str) -> bool {
    known().any(|known| known == name)
}

fn explained(query: &Query, is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in query.names().filter(|name| is_meant(name)) {
        if names.len() > EXPLAINED {
            break;
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len() > EXPLAINED;
    names.truncate(EXPLAINED);
    let mut notes: Vec<_> = names.into_iter().map(why_ignored).collect();
    if more {
        notes.push("further parameters are ignored".to_owned());
    }
    notes
}

fn is_heeded(name: &str, choices: &Choices) -> bool {
    PUBLISHED.contains(&name)
        || (name == "ufilter" && choices.user_filter != UserFilter::Everyone)
        || (unpublished::NAMES.contains(&name)
            && choices.unpublished_parameters == UnpublishedParameters::Heeded)
}

fn why_ignored(name: &str) -> String {
    let shown: String = name.chars().take(60).collect();
    if name == "ufilter" || unpublished::NAMES.contains(&name) {
        return format!(
            "the parameter `{shown}` is ignored: the page does not name it, though the old server \
             took it"
        );
    }
    if WITHOUT_EFFECT.contains(&name) {
        return format!("the parameter `{shown}` has no effect on a form export");
    }
    match meant(name) {
        Some(meant) => format!("the parameter `{shown}` is ignored; `{meant}` was meant?"),
        None => format!("the parameter `{shown}` is unknown and ignored"),
    }
}

/// The known name that differs only in letter case, punctuation or a slip of the hand.
fn meant(name: &str) -> Option<&'static str> {
    let name: String = name
        .chars()
        .map(|c| {
            if c == '-' {
                '_'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    nearest(&name, known())
}

/// Every name that means something to some export.
fn known() -> impl Iterator<Item = &'static str> {
    let form = PUBLISHED.into_iter().chain(unpublished::NAMES);
    form.chain(WITHOUT_EFFECT).chain(["ufilter"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_ignored_is_explained_once_and_a_misspelt_name_recognised() {
        let query =
            Query::of(b"previous-export=x&Format=csv&exporttag=y&foo=1&foo=2&format=a&next=/");
        let notes = ignored(&query, &Choices::default());
        assert_eq!(
            notes,
            [
                "the parameter `previous-export` is ignored; `previous_export` was meant?",
                "the parameter `Format` is ignored; `format` was meant?",
                "the parameter `exporttag` is ignored; `export_tag` was meant?",
                "the parameter `foo` is unknown and ignored",
                "the parameter `next` is ignored: the page does not name it, though the old server \
                 took it",
            ]
        );
        let old = Choices::of(crate::quirks::Profile::Hq2013);
        assert_eq!(
            ignored(&Query::of(b"next=/&ufilter=1&separator=."), &old),
            [""; 0]
        );
    }

    #[test]
    fn thousands_of_names_are_not_explained_one_by_one() {
        let names: String = (0..5_000).map(|n| format!("n{n}&")).collect();
        let notes = ignored(&Query::of(names.as_bytes()), &Choices::default());
        assert_eq!(notes.len(), EXPLAINED + 1);
        assert_eq!(notes[EXPLAINED], "further parameters are ignored");
    }

    #[test]
    fn the_first_name_that_no_export_knows() {
        let first = |query: &'static str| {
            let query = Query::of(query.as_bytes());
            first_unknown(&query).map(str::to_owned)
        };
        assert_eq!(first("format=csv&ufilter=0&app_id=1&use_cache=x"), None);
        assert_eq!(first("Format=csv&y").as_deref(), Some("Format"));
    }

    proptest! {
        #[test]
        fn any_query_can_be_explained(raw in any::<Vec<u8>>()) {
            let query = Query::of(&raw);
            let notes = ignored(&query, &Choices::default());
            prop_assert!(notes.len() <= EXPLAINED + 1);
        }
    }
}
