//! A witness world: every question column of every row has a value found nowhere else.

use std::collections::HashMap;

use fakehq::{
    world::generate::{
        question::{Kind, Question},
        shape::Shape,
        witness::Place,
        world::World,
    },
    world_file::default_world::default_world,
};
use serde_json::Value;

fn witness_world() -> World {
    let mut shape = default_world().unwrap();
    shape.witness = true;
    World::new(shape).unwrap()
}

/// Walks questions and answers side by side and hands over every plain answer with its place.
struct Walk<'a> {
    version: u32,
    document: u32,
    rows: u32,
    found: &'a mut Vec<(Place, String)>,
}

impl Walk<'_> {
    fn questions(&mut self, questions: &[Question], answers: &Value, row: u32, mut column: u32) {
        for question in questions {
            if question.is_in(self.version) {
                self.question(question, answers.get(&question.name), row, column);
            }
            column += question.columns();
        }
    }

    fn question(&mut self, question: &Question, answer: Option<&Value>, row: u32, column: u32) {
        let several: Vec<&Value> = match answer {
            None => vec![],
            Some(Value::Array(several)) => several.iter().collect(),
            Some(one) => vec![one],
        };
        if question.repetitions().is_none() {
            assert_eq!(several.len(), 1, "{} is not answered", question.name);
        }
        for one in several {
            let row = if question.repetitions().is_some() {
                self.rows += 1;
                self.rows
            } else {
                row
            };
            if matches!(question.kind, Kind::Group | Kind::Repeat) {
                self.questions(&question.questions, one, row, column);
            } else {
                let document = self.document;
                let place = Place {
                    document,
                    row,
                    column,
                };
                self.found.push((place, one.as_str().unwrap().to_owned()));
            }
        }
    }
}

fn placed(world: &World) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    for form in world.forms() {
        let (Some(document), true) = (form.content, form.document["doc_type"] != "XFormDuplicate")
        else {
            continue;
        };
        let form = &form.document["form"];
        let shape = world
            .shape()
            .forms
            .iter()
            .find(|shape| form["@xmlns"] == shape.xmlns.as_str());
        let version = form["@version"].as_str().unwrap().parse().unwrap();
        let mut walk = Walk {
            version,
            document,
            rows: 0,
            found: &mut found,
        };
        walk.questions(&shape.unwrap().questions, form, 0, 0);
    }
    found
}

#[test]
fn every_place_has_its_witness() {
    let world = witness_world();
    let witnesses = world.witnesses().unwrap();
    let found = placed(&world);
    assert!(found.len() > 500, "only {} places", found.len());
    for (place, text) in &found {
        assert_eq!(witnesses.at(*place).as_ref(), Some(text));
        assert_eq!(witnesses.place_of(text), Some(*place));
    }
}

#[test]
fn no_witness_stands_in_another_place() {
    let world = witness_world();
    let places: HashMap<String, Place> = placed(&world)
        .into_iter()
        .map(|(place, text)| (text, place))
        .collect();
    assert_eq!(places.len(), placed(&world).len());
    // As plain text, within whole documents: in answers and, as properties, in the case block.
    for form in world
        .forms()
        .filter(|form| form.document["doc_type"] == "XFormInstance")
    {
        let line = form.to_string();
        for (text, place) in &places {
            let here = Some(place.document) == form.content;
            assert_eq!(line.contains(text.as_str()), here, "{text}");
        }
    }
}

#[test]
fn a_duplicate_has_the_witnesses_of_its_original() {
    let world = witness_world();
    let forms: Vec<_> = world.forms().collect();
    let duplicate = forms
        .iter()
        .find(|form| form.document["doc_type"] == "XFormDuplicate")
        .unwrap();
    let same: Vec<_> = forms
        .iter()
        .filter(|form| form.content == duplicate.content)
        .collect();
    assert_eq!(same.len(), 2);
    assert_eq!(same[0].document["form"], same[1].document["form"]);
}

#[test]
fn a_witness_world_asks_and_answers_everything() {
    let text = "witness = true\n[[form]]\nname = 'F'\nxmlns = 'http://e/f'\ncount = 5\nquestions = [\
        { name = 'rare', asked = 0 }, { name = 'blank', kind = 'empty' }, { name = 'shy', answered = 0 }]";
    let world = World::new(Shape::from_toml(text).unwrap()).unwrap();
    assert_eq!(placed(&world).len(), 15);
}
