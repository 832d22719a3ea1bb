//! One variation of a project space, as the name of a space says it: `demo--empty--hq-2013`.

use super::{clock::Pace, plan::Plan};
use crate::{
    input::nearest::nearest,
    quirks::{Choices, Profile},
};

/// What stands between the parts of a name that describes a space.
pub const BETWEEN: &str = "--";

/// How a space differs from the one it is named after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variation {
    /// `empty`: the same people and custom exports, and no form.
    Empty,
    /// `seed42`: invented from another seed.
    Seed(u64),
    /// `hq-2013`: another profile.
    Profile(Profile),
    /// `community`: another software plan.
    Plan(Plan),
    /// `frozen`, `run`: whether the clock runs.
    Pace(Pace),
    /// `empty-export.not-found`: one quirk.
    Quirk {
        /// Its id.
        id: String,
        /// What was chosen.
        choice: String,
    },
    /// `copy-LABEL`: nothing differs; the space is another one all the same.
    Copy(String),
}

/// A word that is no variation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct UnknownVariation {
    /// What is wrong with it, and what to write.
    pub problem: String,
}

impl Variation {
    /// The variation of one word of a name.
    ///
    /// ```
    /// use fakehq::{quirks::Profile, world::variation::Variation};
    ///
    /// assert_eq!(Variation::named("hq-2013"), Ok(Variation::Profile(Profile::Hq2013)));
    /// assert_eq!(Variation::named("seed42"), Ok(Variation::Seed(42)));
    /// let unknown = Variation::named("emty").unwrap_err();
    /// assert!(unknown.problem.contains("did you mean `empty`?"));
    /// ```
    ///
    /// # Errors
    /// When it is none; the error names the nearest one, or all.
    pub fn named(word: &str) -> Result<Self, UnknownVariation> {
        if let Some((id, choice)) = word.split_once('.') {
            return match Choices::default().set(id, choice) {
                Ok(()) => Ok(Self::Quirk {
                    id: id.to_owned(),
                    choice: choice.to_owned(),
                }),
                Err(unknown) => Err(UnknownVariation {
                    problem: format!("`{word}` is no variation of a space: {unknown}"),
                }),
            };
        }
        if let Some(label) = word.strip_prefix("copy-").filter(|label| !label.is_empty()) {
            return Ok(Self::Copy(label.to_owned()));
        }
        if let Some(seed) = word.strip_prefix("seed").and_then(|seed| seed.parse().ok()) {
            return Ok(Self::Seed(seed));
        }
        let known = Self::words();
        let found = known.iter().find(|(known, _)| *known == word);
        match found {
            Some((_, variation)) => Ok(variation.clone()),
            None => Err(Self::unknown(word, &known)),
        }
    }

    /// The words that say one variation each, without the open ones: seeds, quirks, copies.
    fn words() -> Vec<(&'static str, Self)> {
        let mut words = vec![
            ("empty", Self::Empty),
            ("frozen", Self::Pace(Pace::Frozen)),
            ("run", Self::Pace(Pace::Running)),
        ];
        words.extend(Profile::ALL.map(|profile| (profile.name(), Self::Profile(profile))));
        words.extend(Plan::ALL.map(|plan| (plan.name(), Self::Plan(plan))));
        words
    }

    fn unknown(word: &str, known: &[(&'static str, Self)]) -> UnknownVariation {
        let words = || known.iter().map(|(word, _)| *word);
        let problem = match nearest(word, words()) {
            Some(near) => {
                format!("`{word}` is no variation of a space; did you mean `{near}`?")
            }
            None => format!(
                "`{word}` is no variation of a space; there is {}, a seed such as seed42, a quirk \
                 such as empty-export.not-found, and copy-LABEL for a space of one's own",
                words().collect::<Vec<_>>().join(", ")
            ),
        };
        UnknownVariation { problem }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_word_of_the_list_is_a_variation_and_every_choice_too() {
        for (word, variation) in Variation::words() {
            assert_eq!(Variation::named(word), Ok(variation));
        }
        for card in Choices::cards() {
            for (choice, _) in card.choices {
                let word = format!("{}.{choice}", card.id);
                assert!(crate::world::space::is_space_name(&word), "{word}");
                let known = Variation::named(&word);
                assert!(matches!(known, Ok(Variation::Quirk { .. })), "{word}");
            }
        }
        assert_eq!(
            Variation::named("copy-a"),
            Ok(Variation::Copy("a".to_owned()))
        );
    }

    #[test]
    fn other_words_are_answered_with_the_right_ones() {
        for (word, remedy) in [
            ("hq-2014", "did you mean `hq-2013`?"),
            ("seedling", "seed42"),
            ("seed", "seed42"),
            ("copy-", "copy-LABEL"),
            ("empty-export.gone", "not-found"),
            ("emty.not-found", "empty-export"),
        ] {
            let problem = Variation::named(word).unwrap_err().problem;
            assert!(problem.contains(remedy), "{word}: {problem}");
        }
    }

    proptest! {
        #[test]
        fn any_word_is_a_variation_or_explained(word in "[a-z0-9.:_-]{0,12}") {
            if let Err(unknown) = Variation::named(&word) {
                prop_assert!(unknown.problem.contains(&word));
            }
        }
    }
}
