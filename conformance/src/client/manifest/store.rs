//! What of all that a client keeps is its store: `store = ["{state}/forms.db#form", "{out}/*.csv"]`.

use globset::{Glob, GlobBuilder, GlobMatcher};
use serde::{Deserialize, Deserializer, de::Error as _};

/// The folders a place may begin with, as they are written, and as reports name them.
const FOLDERS: [(&str, &str); 4] = [
    ("{state}", "state"),
    ("{out}", "out"),
    ("{cwd}", "cwd"),
    ("{dump}", "dump"),
];

/// Globs on the places of containers: a file, or with `#` a table in it, with `!` an entry of it.
#[derive(Clone, Debug, Default)]
pub struct StorePlaces(Vec<(String, GlobMatcher)>);

impl StorePlaces {
    /// Whether the manifest says nothing of a store.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the store holds a place: it is named, or the file or table is that it is part of.
    #[must_use]
    pub fn holds(&self, place: &str) -> bool {
        let ends = place.match_indices(['#', '!']).map(|(at, _)| at);
        let mut parts = ends.chain([place.len()]).map(|end| &place[..end]);
        // An entry lies in its archive as a file lies in its folder.
        parts.any(|part| {
            let part = part.replace('!', "/");
            self.0.iter().any(|(_, glob)| glob.is_match(&part))
        })
    }

    /// The store as it is written.
    #[must_use]
    pub fn written(&self) -> String {
        let written = self.0.iter().map(|(written, _)| written.as_str());
        written.collect::<Vec<_>>().join(", ")
    }

    /// A place as it is written in a manifest: `state/forms.db#form` is `{state}/forms.db#form`.
    #[must_use]
    pub fn naming(place: &str) -> Option<String> {
        let in_folder = |(written, folder): &(&str, &str)| {
            let rest = place.strip_prefix(folder)?;
            rest.starts_with('/')
                .then(|| format!("{written}{}", globset::escape(rest)))
        };
        FOLDERS.iter().find_map(in_folder)
    }
}

impl PartialEq for StorePlaces {
    fn eq(&self, other: &Self) -> bool {
        let written = |places: &Self| {
            places
                .0
                .iter()
                .map(|(text, _)| text.clone())
                .collect::<Vec<_>>()
        };
        written(self) == written(other)
    }
}

impl Eq for StorePlaces {}

impl<'de> Deserialize<'de> for StorePlaces {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let places = texts.into_iter().map(|text| {
            let glob = FOLDERS.iter().find_map(|(written, folder)| {
                let rest = text.strip_prefix(written)?;
                (rest.len() > 1 && rest.starts_with('/')).then(|| format!("{folder}{rest}"))
            });
            let Some(glob) = glob else {
                let folders = FOLDERS.map(|(written, _)| written).join(", ");
                return Err(D::Error::custom(format!(
                    "`{text}` names no store: write a folder, a file in it and, where it holds several, the \
                     table, as in \"{{state}}/forms.db#form\"; the folders are {folders}"
                )));
            };
            let glob = glob_of(&glob).map_err(D::Error::custom)?;
            Ok((text, glob.compile_matcher()))
        });
        places.collect::<Result<_, _>>().map(Self)
    }
}

/// A `*` stays in its folder, as for a shell, and in its archive.
fn glob_of(text: &str) -> Result<Glob, globset::Error> {
    let mut glob = String::new();
    for letter in text.chars() {
        let is_entry = letter == '!' && !glob.ends_with('[');
        glob.push(if is_entry { '/' } else { letter });
    }
    GlobBuilder::new(&glob).literal_separator(true).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(list: &str) -> Result<StorePlaces, String> {
        #[derive(Deserialize)]
        struct Rules {
            store: StorePlaces,
        }
        let rules = toml::from_str::<Rules>(&format!("store = {list}"));
        rules
            .map(|rules| rules.store)
            .map_err(|error| error.message().to_owned())
    }

    #[test]
    fn a_file_and_all_in_it_or_one_table_of_it() {
        let places =
            store(r##"["{state}/forms.db#form", "{out}/*.csv", "{out}/*.zip!*.txt"]"##).unwrap();
        for held in [
            "state/forms.db#form",
            "state/forms.db#form!answers 3",
            "out/#.csv",
        ] {
            assert!(places.holds(held), "{held}");
        }
        for beside in [
            "state/forms.db#versions",
            "state/forms.db",
            "out/data.zip!x.csv",
            "out/a/#.csv",
            "state/a.csv",
        ] {
            assert!(!places.holds(beside), "{beside}");
        }
        assert!(!places.is_unknown() && StorePlaces::default().is_unknown());
    }

    #[test]
    fn what_is_found_can_be_written() {
        let written = StorePlaces::naming("state/forms.db#form").unwrap();
        assert_eq!(written, "{state}/forms.db#form");
        assert!(
            store(&format!("[{written:?}]"))
                .unwrap()
                .holds("state/forms.db#form")
        );
        let odd = StorePlaces::naming("state/#|a[*]|#.csv").unwrap();
        assert!(
            store(&format!("[{odd:?}]"))
                .unwrap()
                .holds("state/#|a[*]|#.csv")
        );
        assert_eq!(StorePlaces::naming("stdout"), None);
    }

    #[test]
    fn what_names_no_store_is_refused_with_the_way_out() {
        for wrong in [
            "forms.db",
            "{state}",
            "{state}/",
            "{states}/x",
            "/tmp/forms.db",
        ] {
            let refused = store(&format!("[{wrong:?}]")).unwrap_err();
            assert!(
                refused.contains("the folders are {state}, {out}, {cwd}, {dump}"),
                "{refused}"
            );
        }
    }
}
