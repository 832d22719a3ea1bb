//! The form of a world: its name, its questions, and the answers to one version of it.

use serde_json::{Map, Value};

use super::{
    document::KitRow,
    filling::{Answer, Filling, Node, noise, put},
};
use crate::{
    catalogue::{
        form::{FormTable, Question, Xmlns},
        step::Submit,
    },
    client::manifest::BuiltInForm,
};

/// The xmlns of a form as designers make it.
const PLAIN: &str = "http://openrosa.org/formdesigner/5D0E-kit-visit";
/// A name that leads two folders up from where it is written.
const PARENT_FOLDERS: &str = "../../kit-outside";
/// Signs that mean something in an address, a blank, and a letter beyond ASCII.
const SPECIAL: &str = "http://openrosa.org/kit/a&b#c+d%20 e/f\u{e9}";

/// A form: its name and its questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its xmlns.
    pub xmlns: String,
    table: FormTable,
}

/// The answers to one form.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The `form` of the document.
    pub form: Map<String, Value>,
    /// Fields beside it.
    pub beside: Map<String, Value>,
    /// The rows they make.
    pub rows: Vec<KitRow>,
    /// The given answer among them.
    pub text: Option<String>,
}

impl Shape {
    /// The form of a world; of a client with a form built in, that one and the world's questions.
    #[must_use]
    pub fn new(table: &FormTable, built_in: Option<&BuiltInForm>) -> Self {
        let mut table = table.clone();
        let own = built_in.map(|form| form.questions.as_slice());
        for path in own.unwrap_or_default().iter().rev() {
            // A path that makes no sense was refused with the manifest.
            if let Ok(question) = Question::new(path)
                && !table.questions.contains(&question)
            {
                table.questions.insert(0, question);
            }
        }
        let xmlns = match (built_in, table.xmlns) {
            (Some(form), _) => &form.xmlns,
            (None, Xmlns::Plain) => PLAIN,
            (None, Xmlns::ParentFolders) => PARENT_FOLDERS,
            (None, Xmlns::Special) => SPECIAL,
        };
        Self {
            xmlns: xmlns.to_owned(),
            table,
        }
    }

    /// The same questions under another name.
    #[must_use]
    pub fn called(&self, xmlns: &str) -> Self {
        Self {
            xmlns: xmlns.to_owned(),
            ..self.clone()
        }
    }

    /// Its questions, given answers and kinds included, those beside the form too.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        let table = &self.table;
        let text = (!table.texts.is_empty()).then_some(&table.text_question);
        table
            .questions
            .iter()
            .chain(&table.unanswered)
            .chain(table.typed.keys())
            .chain(text)
    }

    /// Fills in a form in the version of a submission. No two forms of a world have the same
    /// `number`; `turn` chooses entries and given answers.
    #[must_use]
    pub fn answers(&self, number: usize, turn: usize, version: &Submit) -> Answers {
        let table = &self.table;
        let mut root = Node::default();
        let mut beside = Node::default();
        let mut add = |question: &Question, answer| {
            if version.without.contains(question) {
                return;
            }
            let tree = if question.is_beside_the_form() {
                &mut beside
            } else {
                &mut root
            };
            tree.add(question, answer);
        };
        for question in table.questions.iter().chain(&version.also) {
            add(question, Answer::Witness);
        }
        for question in &table.unanswered {
            add(question, Answer::None);
        }
        for (question, typed) in &table.typed {
            add(question, Answer::Typed(*typed));
        }
        let entries = version.entries.as_ref().unwrap_or(&table.entries);
        let mut filling = Filling::new(number, entries);
        let mut form = filling.whole(&root, turn);
        let mut beside = filling.whole(&beside, turn);
        let text = (!table.texts.is_empty()).then(|| table.texts[turn % table.texts.len()].text());
        if let Some(text) = &text {
            let answers = if table.text_question.is_beside_the_form() {
                &mut beside
            } else {
                &mut form
            };
            put(answers, &table.text_question, text);
        }
        if table.padding > 0 {
            form.insert(
                "padding".to_owned(),
                noise(number as u64, table.padding).into(),
            );
        }
        Answers {
            form,
            beside,
            rows: filling.rows,
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(form: &str) -> Shape {
        Shape::new(&toml::from_str(form).unwrap(), None)
    }

    fn tables(answers: &Answers) -> Vec<(&str, Option<usize>)> {
        let rows = answers.rows.iter();
        rows.map(|row| (row.table.as_str(), row.parent)).collect()
    }

    #[test]
    fn a_form_holds_its_witnesses_and_its_rows_say_which() {
        let shape = shape("");
        let answers = shape.answers(5, 2, &Submit::default());
        let text = Value::Object(answers.form.clone()).to_string();
        for (_, witness) in answers.rows.iter().flat_map(|row| &row.witnesses) {
            assert!(text.contains(witness), "{text}");
        }
        let child = ("child[]", Some(0));
        assert_eq!(tables(&answers), [("", None), child, child, child]);
        assert_eq!(answers.rows[0].witnesses.len(), 4);
        let none = shape.answers(6, 0, &Submit::default());
        assert!(none.form.get("child").is_none());
    }

    #[test]
    fn repeats_in_repeats_know_their_parents() {
        let shape = shape(
            "questions = ['name', 'visit/child[]/name', 'visit/child[]/dose[]/date']\nentries = [2, 1]",
        );
        let answers = shape.answers(0, 0, &Submit::default());
        let (child, dose) = ("visit/child[]", "visit/child[]/dose[]");
        let expected = [
            ("", None),
            (child, Some(0)),
            (dose, Some(1)),
            (child, Some(0)),
            (dose, Some(3)),
            (dose, Some(3)),
        ];
        assert_eq!(tables(&answers), expected);
        let dates = Value::Object(answers.form);
        assert!(dates.pointer("/visit/child/1/dose/1/date").is_some());
        assert!(dates.pointer("/visit/child/0/dose/date").is_some());
    }

    #[test]
    fn another_version_has_other_questions() {
        let version: Submit =
            toml::from_str("without = ['remark']\nalso = ['remark/detail']").unwrap();
        let answers = shape("").answers(0, 0, &version);
        let remark = answers.form["remark"].as_object();
        assert!(remark.is_some_and(|remark| remark["detail"].is_string()));
    }

    #[test]
    fn given_kinds_and_no_answers() {
        let shape = shape(
            "texts = ['a', {repeat = 'b', times = 3}]\ntext-question = '/zone'\n\
             typed = {born = 'date'}\nunanswered = ['never']\npadding = 100",
        );
        let answers = shape.answers(0, 1, &Submit::default());
        assert_eq!(answers.text.as_deref(), Some("bbb"));
        assert_eq!(answers.beside["zone"], "bbb");
        assert_eq!(answers.form["born"], "2013-01-02");
        assert!(answers.form["never"].is_null());
        assert_eq!(answers.form["padding"].as_str().map(str::len), Some(100));
    }

    #[test]
    fn a_form_built_in_comes_first() {
        let built_in = BuiltInForm {
            xmlns: "http://example.org/reg".to_owned(),
            questions: vec!["age".to_owned(), "child[]/age".to_owned()],
        };
        let shape = Shape::new(&FormTable::default(), Some(&built_in));
        assert_eq!(shape.xmlns, built_in.xmlns);
        let paths: Vec<_> = shape.questions().map(|question| &*question.0).collect();
        assert_eq!(paths[..3], ["age", "child[]/age", "name"]);
    }
}
