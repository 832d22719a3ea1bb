//! The matrix of each profile holds, and each difference has its quirk.

use std::collections::BTreeSet;

use fakehq::quirks::{Choices, Profile};

use super::{
    data::{chosen, of_profile, request, requests},
    replay::answered,
};

/// The server the others are compared with.
const BASE: Profile = Profile::Hq2013;

#[tokio::test]
async fn every_line_holds_under_its_profile() {
    for profile in Profile::ALL {
        let mut wrong = Vec::new();
        for line in of_profile(profile) {
            let seen = answered(&request(&line.request), Choices::of(profile)).await;
            if seen != line.answer {
                wrong.push(format!(
                    "{}\n  wanted {:?}\n  seen   {seen:?}",
                    line.request, line.answer
                ));
            }
        }
        assert!(wrong.is_empty(), "{profile}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn every_profile_has_a_line_for_every_request_in_their_order() {
    let names: Vec<_> = requests().into_iter().map(|request| request.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for profile in Profile::ALL {
        let lines = of_profile(profile).into_iter().map(|line| line.request);
        assert_eq!(lines.collect::<Vec<_>>(), names, "{profile}");
    }
}

#[test]
fn a_line_differs_from_2013_if_and_only_if_it_names_a_quirk() {
    let base = of_profile(BASE);
    for profile in Profile::ALL {
        for (line, base) in of_profile(profile).iter().zip(&base) {
            let what = format!("{profile}, {}", line.request);
            assert_eq!(line.answer == base.answer, line.quirks.is_empty(), "{what}");
            for quirk in &line.quirks {
                assert_ne!(
                    chosen(profile, quirk),
                    chosen(BASE, quirk),
                    "{what}: {quirk}"
                );
            }
        }
    }
}

/// The quirks named, put into the server of 2013, make its answer that of the profile; none of them can
/// be left out.
#[tokio::test]
async fn the_quirks_of_a_line_make_the_difference() {
    for profile in Profile::ALL {
        let differing = of_profile(profile).into_iter();
        for line in differing.filter(|line| !line.quirks.is_empty()) {
            let request = request(&line.request);
            let with = |quirks: &[&String]| {
                let mut choices = Choices::of(BASE);
                for quirk in quirks {
                    choices.set(quirk, chosen(profile, quirk)).unwrap();
                }
                answered(&request, choices)
            };
            let all: Vec<_> = line.quirks.iter().collect();
            assert_eq!(with(&all).await, line.answer, "{profile}, {}", line.request);
            for left_out in &line.quirks {
                let rest: Vec<_> = all
                    .iter()
                    .copied()
                    .filter(|quirk| *quirk != left_out)
                    .collect();
                let what = format!("{profile}, {} without {left_out}", line.request);
                assert_ne!(with(&rest).await, line.answer, "{what}");
            }
        }
    }
}
