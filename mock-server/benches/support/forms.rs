//! Forms as they are in the field: 20 questions, some left out, and two repeats each.

use std::sync::Arc;

use fakehq::document::{Document, Paths};
use serde_json::{Map, Value, json as value};

const QUESTIONS: usize = 20;
const REPEATS: usize = 2;

/// Answers of a small vocabulary and some numbers, always the same.
pub(crate) struct Answers(pub(crate) u64);

impl Answers {
    fn number(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn answer(&mut self) -> String {
        const WORDS: [&str; 12] = [
            "yes",
            "no",
            "Asha",
            "Kano, North",
            "ok",
            "referred to clinic",
            "naïve",
            "2014-01-05",
            "मीना",
            "none",
            "other",
            "follow-up visit planned",
        ];
        match self.number(3) {
            0 => self.number(100_000).to_string(),
            _ => WORDS[self.number(12) as usize].to_owned(),
        }
    }
}

/// A form that shares its keys with others, as stored ones do.
pub(crate) fn form(paths: &Arc<Paths>, index: usize, answers: &mut Answers) -> Document {
    let id = format!("{index:08x}{:024x}", answers.number(u64::MAX));
    let mut questions = Map::new();
    for key in ["#type", "@name", "@uiVersion", "@version", "@xmlns"] {
        questions.insert(key.to_owned(), "data".into());
    }
    for question in 0..QUESTIONS {
        if answers.number(10) > 0 {
            questions.insert(format!("question_{question}"), answers.answer().into());
        }
    }
    let children: Vec<Value> = (0..REPEATS)
        .map(|_| value!({"name": answers.answer(), "age": answers.answer(), "sex": answers.answer()}))
        .collect();
    questions.insert("child".to_owned(), children.into());
    questions.insert(
        "meta".to_owned(),
        value!({
            "@xmlns": "http://openrosa.org/jr/xforms",
            "deviceID": "A00000245D6F33",
            "instanceID": &id,
            "timeEnd": "2014-01-05T09:14:11Z",
            "timeStart": "2014-01-05T09:10:48Z",
            "userID": format!("{:032x}", answers.number(30)),
            "username": "nurse",
        }),
    );
    let document = value!({
        "_id": &id,
        "_rev": "1-a9d7f0ed22c1d1c6b0a1d4f9a3c6d0aa",
        "doc_type": "XFormInstance",
        "domain": "demo",
        "app_id": "8f0a4b7a3f7c4fcd8a0e3c1d2b4e5f60",
        "xmlns": "http://openrosa.org/formdesigner/EXAMPLE-1",
        "received_on": format!("2014-01-05T{:02}:{:02}:{:02}Z", index / 3600, index / 60 % 60, index % 60),
        "partial_submission": false,
        "history": [],
        "auth_context": {"doc_type": "AuthContext", "authenticated": false, "domain": "demo", "user_id": null},
        "submit_ip": "127.0.0.1",
        "path": "/a/demo/receiver/",
        "openrosa_headers": {"HTTP_X_OPENROSA_VERSION": "1.0"},
        "#export_tag": ["domain", "xmlns"],
        "form": questions,
    });
    Document::among(paths, &document).unwrap()
}
