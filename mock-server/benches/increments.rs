//! What an increment costs, in time of the processor: ten new submissions behind many or few.
//!
//! `cargo bench -p fakehq --bench increments`
#![allow(clippy::print_stdout)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "support/forms.rs"]
mod forms;
#[path = "support/processor_time.rs"]
mod processor_time;

use std::{hint::black_box, sync::Arc};

use fakehq::{
    file_format::Format,
    form_download::download,
    quirks::{Choices, Profile},
    selection::form::{Ask, Outcome, Tag},
    tables::layout::Style,
    world::{
        clock::Pace,
        plan::Plan,
        space::{ProjectSpace, SpaceSettings},
    },
};
use processor_time::processor_time;

const XMLNS: &str = "http://openrosa.org/formdesigner/EXAMPLE-1";
const NEW: usize = 10;
const ROUNDS: usize = 40;

fn space(profile: Profile) -> ProjectSpace {
    ProjectSpace::new(SpaceSettings {
        name: "demo".to_owned(),
        seed: 0,
        choices: Choices::of(profile),
        plan: Plan::Standard,
        start: "2014-01-01T00:00:00Z".parse().unwrap(),
        pace: Pace::Frozen,
    })
}

/// Submissions arrive with the clock, one a second.
fn arrive(space: &mut ProjectSpace, from: usize, to: usize) {
    let (paths, mut answers) = (Arc::default(), forms::Answers(from as u64));
    for index in from..to {
        let received_on = space.clock.arrival();
        let mut document = forms::form(&paths, index, &mut answers).to_json();
        document["received_on"] = received_on.to_string().into();
        space.store_verbatim(&document).unwrap();
    }
}

fn main() {
    println!("csv of {NEW} new submissions");
    for profile in [Profile::Documented, Profile::Hq2013] {
        for stored in [1_000, 10_000, 100_000] {
            let mut space = space(profile);
            let mut ask = Ask {
                tag: Tag::Form(XMLNS.to_owned()),
                previous_export: None,
                include_errors: false,
                // Of whoever sent them.
                user_types: (0..4).map(|kind| kind.to_string()).collect(),
            };
            arrive(&mut space, 0, stored);
            let Outcome::Data(all) = space.export_forms(&ask) else {
                panic!("nothing was stored");
            };
            ask.previous_export = Some(all.token.clone());
            let style = Style::default();
            drop(download(all, &style, Format::Csv, &space.choices));
            space.clock.arrival();
            arrive(&mut space, stored, stored + NEW);
            let mut fastest = f64::MAX;
            for _ in 0..ROUNDS {
                let start = processor_time();
                let Outcome::Data(new) = space.export_forms(&ask) else {
                    panic!("nothing is new");
                };
                assert!((NEW..=NEW + 2).contains(&new.forms.len()));
                black_box(download(new, &style, Format::Csv, &space.choices).unwrap());
                fastest = fastest.min(processor_time() - start);
            }
            println!("{profile}: behind {stored:6} stored, {fastest:.3} ms");
        }
    }
}
