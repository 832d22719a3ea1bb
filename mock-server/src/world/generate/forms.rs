//! The content of one form: questions answered, repeats filled, versions honoured.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::answers::{self, Setting};
use super::dice::Dice;
use super::names::Script;
use super::people::Submitter;
use super::question::{Kind, Question};
use super::shape::FormShape;
use super::witness::{Place, Witnesses};
use crate::world::xml::moment;

/// Everything that decides what one form contains.
#[derive(Debug)]
pub struct Content<'a> {
    /// The form.
    pub shape: &'a FormShape,
    /// Which version of it the phone had, from 1.
    pub version: u32,
    /// Scripts to write in.
    pub scripts: &'a [Script],
    /// Who filled it in.
    pub submitter: &'a Submitter,
    /// Its instance id.
    pub instance_id: &'a str,
    /// When it was finished on the phone.
    pub finished: Timestamp,
    /// In a witness world, the witnesses and the number of this content.
    pub witness: Option<(&'a Witnesses, u32)>,
}

impl Content<'_> {
    /// The `form` object without a case block.
    pub fn fill(&self, dice: &mut Dice) -> Map<String, Value> {
        let mut form = Map::new();
        form.insert("#type".to_owned(), json!("data"));
        form.insert("@xmlns".to_owned(), json!(self.shape.xmlns));
        form.insert("@name".to_owned(), json!(self.shape.name));
        form.insert("@uiVersion".to_owned(), json!("1"));
        form.insert("@version".to_owned(), json!(self.version.to_string()));
        let minutes = dice.between(1, 40);
        let mut filler = Filler {
            content: self,
            dice,
            setting: Setting {
                scripts: self.scripts,
                now: self.finished,
            },
            rows: 0,
        };
        filler.questions(&self.shape.questions, Spot { row: 0, column: 0 }, &mut form);
        form.insert("meta".to_owned(), self.meta(minutes));
        form
    }

    fn meta(&self, minutes: i64) -> Value {
        let begun = self
            .finished
            .checked_sub(SignedDuration::from_mins(minutes));
        json!({
            "@xmlns": "http://openrosa.org/jr/xforms",
            "deviceID": format!("35{:0>13}", self.submitter.username.len() * 7_919),
            "timeStart": moment::seconds(begun.unwrap_or(self.finished)),
            "timeEnd": moment::seconds(self.finished),
            "username": self.submitter.username,
            "userID": self.submitter.user_id,
            "instanceID": self.instance_id,
            "appVersion": {
                "@xmlns": "http://commcarehq.org/xforms",
                "#text": format!("Fake phone 1.{}", self.version),
            },
        })
    }
}

/// Where in the tables an answer stands.
#[derive(Clone, Copy)]
struct Spot {
    row: u32,
    column: u32,
}

struct Filler<'a> {
    content: &'a Content<'a>,
    dice: &'a mut Dice,
    setting: Setting<'a>,
    /// Repetitions so far.
    rows: u32,
}

impl Filler<'_> {
    fn questions(&mut self, questions: &[Question], mut spot: Spot, into: &mut Map<String, Value>) {
        for question in questions {
            if question.is_in(self.content.version)
                && let Some(value) = self.question(question, spot)
            {
                into.insert(question.name.clone(), value);
            }
            spot.column += question.columns();
        }
    }

    /// What stands under a question's name; `None` if the key is absent.
    fn question(&mut self, question: &Question, spot: Spot) -> Option<Value> {
        let always = self.content.witness.is_some();
        if !always && !self.dice.percent(question.asked) {
            return None;
        }
        let Some([fewest, most]) = question.repetitions() else {
            return Some(self.once(question, spot));
        };
        let times = self.dice.between(i64::from(fewest), i64::from(most));
        let mut several: Vec<Value> = (0..times)
            .map(|_| {
                self.rows += 1;
                let row = self.rows;
                self.once(question, Spot { row, ..spot })
            })
            .collect();
        // As XML has it: none leaves no key, one stands alone, several are a list.
        match several.len() {
            0 | 1 => several.pop(),
            _ => Some(Value::Array(several)),
        }
    }

    fn once(&mut self, question: &Question, spot: Spot) -> Value {
        if matches!(question.kind, Kind::Group | Kind::Repeat) {
            let mut members = Map::new();
            self.questions(&question.questions, spot, &mut members);
            // A group without any answer is an empty element, and that is an empty text.
            return if members.is_empty() {
                json!("")
            } else {
                Value::Object(members)
            };
        }
        if let Some((witnesses, document)) = self.content.witness {
            let Spot { row, column } = spot;
            let text = witnesses.at(Place {
                document,
                row,
                column,
            });
            return json!(text.unwrap_or_default());
        }
        if !self.dice.percent(question.answered) {
            return json!("");
        }
        json!(answers::answer(question, self.setting, self.dice))
    }
}
