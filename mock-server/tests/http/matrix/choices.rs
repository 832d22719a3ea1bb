//! Every choice of every quirk changes something that a test sees.

use fakehq::quirks::{Choices, Profile};

use super::{
    data::{choices, chosen, elsewhere, of_profile, request},
    replay::answered,
};

#[tokio::test]
async fn every_choice_that_no_profile_makes_does_what_its_line_says() {
    let mut wrong = Vec::new();
    for line in choices() {
        let profile: Profile = line.profile.parse().unwrap();
        let request = request(&line.request);
        let mut with = Choices::of(profile);
        with.set(&line.quirk, &line.choice).unwrap();
        let seen = answered(&request, with).await;
        let what = format!(
            "{}={}, {profile}, {}",
            line.quirk, line.choice, line.request
        );
        if seen != line.answer {
            wrong.push(format!(
                "{what}\n  wanted {:?}\n  seen   {seen:?}",
                line.answer
            ));
        }
        let without = answered(&request, Choices::of(profile)).await;
        assert_ne!(seen, without, "{what} makes no difference");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A choice is seen where a line names it; the one of 2013 where a line names its quirk at all.
#[test]
fn every_choice_has_a_line_or_a_test_elsewhere() {
    let mut named: Vec<(String, String)> = Vec::new();
    for profile in Profile::ALL {
        for quirk in of_profile(profile).into_iter().flat_map(|line| line.quirks) {
            named.push((quirk.clone(), chosen(profile, &quirk).to_owned()));
            named.push((quirk.clone(), chosen(Profile::Hq2013, &quirk).to_owned()));
        }
    }
    for line in choices() {
        let usual = chosen(line.profile.parse().unwrap(), &line.quirk);
        named.push((line.quirk.clone(), usual.to_owned()));
        named.push((line.quirk, line.choice));
    }
    let elsewhere = elsewhere();
    let mut unseen = Vec::new();
    for card in Choices::cards() {
        for (choice, _) in card.choices {
            let named = named
                .iter()
                .any(|(q, c)| (&**q, &**c) == (card.id, *choice));
            let tested = elsewhere.iter().any(|shown| {
                shown.quirk == card.id && shown.choice.as_deref().is_none_or(|c| c == *choice)
            });
            if !named && !tested {
                unseen.push(format!("{}={choice}", card.id));
            }
        }
    }
    assert!(unseen.is_empty(), "no test shows {}", unseen.join(", "));
}

#[test]
fn the_tests_named_elsewhere_are_there() {
    for shown in elsewhere() {
        let file = format!("{}/../{}", env!("CARGO_MANIFEST_DIR"), shown.file);
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let (test, quirk) = (&shown.test, &shown.quirk);
        assert!(
            text.contains(&format!("fn {test}(")),
            "{file} has no {test}, for {quirk}"
        );
        let card = Choices::cards().into_iter().find(|card| card.id == *quirk);
        let card = card.unwrap_or_else(|| panic!("there is no quirk {quirk}"));
        if let Some(choice) = &shown.choice {
            assert!(
                card.choices.iter().any(|(known, _)| known == choice),
                "{quirk}={choice}"
            );
        }
    }
}
