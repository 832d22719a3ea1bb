//! What an increment of ten forms costs, whatever is stored.

use std::time::Instant;

use fakehq::{
    form_download,
    render::format::Format,
    tables::layout::Style,
    world::{
        export::{Ask, FormExport, Outcome, Tag},
        file::{Overrides, World},
        space::ProjectSpace,
    },
};
use serde_json::json;

use crate::turns;

const XMLNS: &str = "http://example.org/visit";
const NEW: usize = 10;

pub(crate) fn run(rounds: usize) {
    let contestants = vec![
        ("1,000 forms stored", contestant(1_000)),
        ("10,000 forms stored", contestant(10_000)),
        ("100,000 forms stored", contestant(100_000)),
    ];
    let title = format!("{NEW} new forms as csv, cut and rendered");
    turns::play(&title, "ms", rounds, contestants);
}

fn contestant(stored: usize) -> Box<dyn FnMut() -> f64> {
    let mut space = space(stored);
    let mut token = export(&mut space, None).token;
    Box::new(move || {
        for number in 0..NEW {
            let form = json!({ "village": format!("V{number}") });
            space
                .submit_json(json!({ "xmlns": XMLNS, "form": form }))
                .unwrap();
        }
        let start = Instant::now();
        let data = export(&mut space, Some(token.clone()));
        token.clone_from(&data.token);
        assert_eq!(data.forms.len(), NEW);
        let (style, choices) = (Style::default(), space.choices);
        form_download::download(data, &style, Format::Csv, &choices).unwrap();
        start.elapsed().as_secs_f64() * 1e3
    })
}

fn export(space: &mut ProjectSpace, token: Option<String>) -> FormExport {
    let ask = Ask {
        tag: Tag::Form(XMLNS.to_owned()),
        previous_export: token,
        include_errors: false,
        user_types: Vec::new(),
    };
    match space.export_forms(&ask) {
        Outcome::Data(data) => data,
        other => panic!("{other:?}"),
    }
}

fn space(stored: usize) -> ProjectSpace {
    let text = format!(
        r#"
        [[space]]
        [space.invent]
        [[space.invent.form]]
        name = "Visit"
        xmlns = "{XMLNS}"
        count = {stored}
        questions = [{{ name = "village", kind = "village" }}, {{ name = "name", kind = "person-name" }}]
        "#
    );
    let world = World::parse(&text, "the bench", &Overrides::default());
    world.unwrap().spaces.remove(0)
}
