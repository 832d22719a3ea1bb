//! `fakehq quirks` and `fakehq explain ID`: the list of quirks speaks for itself.

use std::fmt::Write as _;

use fakehq::{
    input::nearest::nearest,
    quirks::{Choices, Profile},
};

use super::Failure;

/// Every quirk with the choice of each profile.
pub(super) fn table() -> String {
    let cards = Choices::cards();
    let names = Profile::ALL.map(|profile| Choices::of(profile).names());
    let longest = |of: &mut dyn Iterator<Item = &'static str>| of.map(str::len).max().unwrap_or(0);
    let first = longest(&mut cards.iter().map(|card| card.id));
    let other = longest(&mut names.iter().flatten().copied());
    let mut text = format!(
        "{:<first$} {:<other$} {:<other$} {}\n",
        "quirk", "documented", "hq-2013", "hq-2015"
    );
    let [documented, hq_2013, hq_2015] = names;
    for (index, card) in cards.iter().enumerate() {
        let _ = writeln!(
            text,
            "{:<first$} {:<other$} {:<other$} {}",
            card.id, documented[index], hq_2013[index], hq_2015[index]
        );
    }
    text
}

/// Everything about every quirk, as the page `docs/quirks.md`.
pub(super) fn page() -> String {
    let mut text = String::from(
        "# Quirks and profiles\n\n\
         Each edge behaviour of HQ is one quirk with a few choices; a profile is a set of choices, and any single one \
         can be changed\nwith `--quirk ID=CHOICE` or in a world file. This page is made by `fakehq quirks --page`.\n\n\
         | profile | meaning |\n|---|---|\n\
         | `documented` | every promise of the published page, strictly; where it is silent, as observed, but never losing data |\n\
         | `hq-2013` | the server as it was on 2013-12-31 |\n\
         | `hq-2015` | the server as it was on 2016-01-01 |\n",
    );
    for (index, card) in Choices::cards().iter().enumerate() {
        let _ = write!(
            text,
            "\n## `{}`: {}\n\n{}\n\nWhy clients break on it: {}\n\n| choice | effect | profiles |\n|---|---|---|\n",
            card.id, card.title, card.rule, card.why
        );
        for (choice, meaning) in card.choices {
            let of = profiles_choosing(index, choice).join(", ");
            let _ = writeln!(text, "| `{choice}` | {meaning} | {of} |");
        }
        let _ = writeln!(text, "\nSource: {}", card.source);
    }
    text
}

/// The profiles whose choice this is, for the quirk of that number.
fn profiles_choosing(index: usize, choice: &str) -> Vec<&'static str> {
    Profile::ALL
        .into_iter()
        .filter(|profile| Choices::of(*profile).names()[index] == choice)
        .map(Profile::name)
        .collect()
}

/// All about one quirk.
pub(super) fn explained(id: &str) -> Result<String, Failure> {
    let cards = Choices::cards();
    let Some(index) = cards.iter().position(|card| card.id == id) else {
        let hint = nearest(id, cards.iter().map(|card| card.id))
            .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(Failure::Usage(format!(
            "there is no quirk `{id}`{hint} `fakehq quirks` lists them"
        )));
    };
    let card = cards[index];
    let mut text = format!("{}: {}\n\n{}\n\n", card.id, card.title, card.rule);
    for (choice, meaning) in card.choices {
        let of = profiles_choosing(index, choice);
        let of = if of.is_empty() {
            String::new()
        } else {
            format!("  [{}]", of.join(", "))
        };
        let _ = writeln!(text, "  {choice}{of}\n      {meaning}");
    }
    let _ = write!(
        text,
        "\nWhy clients break on it: {}\nSource: {}\n",
        card.why, card.source
    );
    Ok(text)
}
