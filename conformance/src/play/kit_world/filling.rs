//! A form being filled in: a tree of questions becomes answers, and the rows that they make.

use serde_json::{Map, Value, json};

use super::{document::KitRow, witness::Witnesses};
use crate::catalogue::form::{Question, Typed};

/// A question or a group on the way to one.
#[derive(Default)]
pub(super) struct Node {
    repeats: bool,
    /// The questions and groups in it, in order.
    inner: Vec<(String, Node)>,
    /// The whole path, of a question.
    question: Option<String>,
    answer: Answer,
}

/// How a question is answered.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Answer {
    /// With a witness.
    #[default]
    Witness,
    /// Not at all.
    None,
    /// With something of a kind.
    Typed(Typed),
}

impl Node {
    /// Puts a question in its place, or answers it otherwise from now on.
    pub(super) fn add(&mut self, question: &Question, answer: Answer) {
        let mut node = self;
        for part in question.parts() {
            let place = node.inner.iter().position(|(name, _)| name == part.name);
            let place = place.unwrap_or_else(|| {
                node.inner.push((part.name.to_owned(), Self::default()));
                node.inner.len() - 1
            });
            node = &mut node.inner[place].1;
            node.repeats |= part.repeats;
        }
        node.question = Some(question.0.clone());
        node.answer = answer;
    }
}

/// A form being filled in.
pub(super) struct Filling<'a> {
    witnesses: Witnesses,
    /// How many entries repeats have, in turn.
    entries: &'a [usize],
    /// The rows made so far, that of the main table first.
    pub(super) rows: Vec<KitRow>,
}

/// Where in a form answers are being filled in.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The path of the groups and repeats around, a slash behind each.
    path: &'a str,
    /// The row the answers belong to.
    row: usize,
    /// Which number of entries a repeat has next.
    turn: usize,
}

impl<'a> Filling<'a> {
    /// Of the form with this number nothing is filled in yet.
    pub(super) fn new(number: usize, entries: &'a [usize]) -> Self {
        Self {
            witnesses: Witnesses::of(number),
            entries,
            rows: vec![KitRow {
                table: String::new(),
                parent: None,
                witnesses: Vec::new(),
            }],
        }
    }

    /// The answers of a whole tree.
    pub(super) fn whole(&mut self, root: &Node, turn: usize) -> Map<String, Value> {
        let place = Place {
            path: "",
            row: 0,
            turn,
        };
        self.fill(root, place)
    }

    /// The answers under a node.
    fn fill(&mut self, node: &Node, place: Place<'_>) -> Map<String, Value> {
        let mut answers = Map::new();
        for (name, inner) in &node.inner {
            if inner.repeats {
                let mut entries = self.repeat(inner, &format!("{}{name}[]", place.path), place);
                match entries.len() {
                    0 => {}
                    // One entry looks like a group (facts E.1).
                    1 => _ = answers.insert(name.clone(), entries.swap_remove(0)),
                    _ => _ = answers.insert(name.clone(), Value::Array(entries)),
                }
            } else if inner.inner.is_empty() {
                answers.insert(name.clone(), self.answer(inner, place));
            } else {
                let path = format!("{}{name}/", place.path);
                let inner = self.fill(
                    inner,
                    Place {
                        path: &path,
                        ..place
                    },
                );
                answers.insert(name.clone(), Value::Object(inner));
            }
        }
        answers
    }

    fn repeat(&mut self, node: &Node, table: &str, place: Place<'_>) -> Vec<Value> {
        let count = match self.entries {
            [] => 0,
            entries => entries[place.turn % entries.len()],
        };
        let path = format!("{table}/");
        let entry = |number| {
            self.rows.push(KitRow {
                table: table.to_owned(),
                parent: Some(place.row),
                witnesses: Vec::new(),
            });
            let place = Place {
                path: &path,
                row: self.rows.len() - 1,
                turn: place.turn + 1 + number,
            };
            Value::Object(self.fill(node, place))
        };
        (0..count).map(entry).collect()
    }

    fn answer(&mut self, node: &Node, place: Place<'_>) -> Value {
        match (node.answer, &node.question) {
            (Answer::None, _) | (_, None) => Value::Null,
            (Answer::Typed(typed), _) => typed_answer(typed, place.turn),
            (Answer::Witness, Some(question)) => {
                let witness = self.witnesses.take();
                let row = &mut self.rows[place.row].witnesses;
                row.push((question.clone(), witness.clone()));
                Value::String(witness)
            }
        }
    }
}

fn typed_answer(typed: Typed, turn: usize) -> Value {
    match typed {
        Typed::Date => json!(format!(
            "2013-{:02}-{:02}",
            1 + turn / 28 % 12,
            1 + turn % 28
        )),
        Typed::Number => json!((40 + turn).to_string()),
        Typed::Truth => json!(["True", "False"][turn % 2]),
    }
}

/// Puts an answer to a question that stands in no repeat.
pub(super) fn put(answers: &mut Map<String, Value>, question: &Question, answer: &str) {
    let names: Vec<_> = question.parts().map(|part| part.name).collect();
    let [groups @ .., name] = names.as_slice() else {
        return;
    };
    let mut answers = answers;
    for group in groups {
        let inner = answers.entry(*group).or_insert_with(|| json!({}));
        let Value::Object(inner) = inner else {
            return;
        };
        answers = inner;
    }
    answers.insert((*name).to_owned(), answer.into());
}

/// Signs that no packing makes much smaller, the same for the same number.
pub(super) fn noise(number: u64, length: usize) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut sign = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(SIGNS[(state >> 32) as usize % SIGNS.len()])
    };
    (0..length).map(|_| sign()).collect()
}
