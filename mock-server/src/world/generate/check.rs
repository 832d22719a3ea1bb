//! Whether a shape makes sense, and what to change if not.

use std::collections::HashSet;

use jiff::Timestamp;

use super::question::{Kind, Question};
use super::shape::{CaseAction, CaseShape, FormShape, Shape};
use super::witness;
use crate::world::xml::chars::{is_name, is_xml_char};
use crate::world::xml::read::MAX_ELEMENT_DEPTH;

/// Why no world can be made of a shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// Not TOML, or not the keys of a world file.
    #[error("{0}")]
    Toml(String),
    /// The project space's name cannot stand in an address.
    #[error("project_space `{0}`: use letters, digits and any of _ . : -")]
    ProjectSpace(String),
    /// A time span that leaves the calendar.
    #[error(
        "days = {0}: the world would not lie between 1970 and the year 5000; use fewer days or another ending"
    )]
    Days(u32),
    /// No script to write in.
    #[error("scripts is empty; name at least one of latin, devanagari, ethiopic, arabic, han")]
    NoScript,
    /// Somebody shall send forms, but nobody is there.
    #[error("submitters: {0} have a share, but people has none of them")]
    NoSubmitter(&'static str),
    /// Forms, but nobody sends them.
    #[error("submitters: every share is 0; give one of them at least 1")]
    NoSubmitters,
    /// Something about a form.
    #[error("form `{form}`: {problem}")]
    Form {
        /// Name of the form.
        form: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// More documents than witnesses can be told apart for.
    #[error("{0} documents are too many; a world holds up to {max}", max = witness::MAX_DOCUMENTS)]
    TooManyDocuments(u64),
}

/// Most repetitions of one question.
const MAX_TIMES: u32 = 10_000;

impl Shape {
    /// Checks everything the types do not say.
    ///
    /// # Errors
    /// The first thing found that cannot be, and what to do about it.
    pub fn check(&self) -> Result<(), ShapeError> {
        let fits_address = |c: char| c.is_alphanumeric() || "_.:-".contains(c);
        if self.project_space.is_empty() || !self.project_space.chars().all(fits_address) {
            return Err(ShapeError::ProjectSpace(self.project_space.clone()));
        }
        let span = i64::from(self.days) * 86_400;
        if self.ending.as_second() - span < 0
            || self.ending > Timestamp::constant(99_999_999_999, 0)
        {
            return Err(ShapeError::Days(self.days));
        }
        if self.scripts.is_empty() {
            return Err(ShapeError::NoScript);
        }
        if self.documents() > witness::MAX_DOCUMENTS {
            return Err(ShapeError::TooManyDocuments(self.documents()));
        }
        self.check_submitters()?;
        let mut seen = HashSet::new();
        for form in &self.forms {
            let wrong = |problem| ShapeError::Form {
                form: form.name.clone(),
                problem,
            };
            check_form(form).map_err(wrong)?;
            if !seen.insert(&form.xmlns) {
                return Err(wrong(format!(
                    "xmlns {} is taken by another form",
                    form.xmlns
                )));
            }
        }
        Ok(())
    }

    fn check_submitters(&self) -> Result<(), ShapeError> {
        let (share, people) = (&self.submitters, &self.people);
        for (who, share, there) in [
            (
                "mobile workers",
                share.mobile_worker,
                people.mobile_workers > 0,
            ),
            (
                "inactive workers",
                share.inactive_worker,
                people.inactive_workers > 0,
            ),
            ("web users", share.web_user, !people.web_users.is_empty()),
        ] {
            if share > 0 && !there && !self.forms.is_empty() {
                return Err(ShapeError::NoSubmitter(who));
            }
        }
        if share.total() == 0 && !self.forms.is_empty() {
            return Err(ShapeError::NoSubmitters);
        }
        Ok(())
    }
}

fn check_form(form: &FormShape) -> Result<(), String> {
    if form.xmlns.is_empty() {
        return Err(
            "xmlns is empty; it is the form's identity, such as http://example.org/visit"
                .to_owned(),
        );
    }
    for (key, text) in [("name", &form.name), ("xmlns", &form.xmlns)] {
        if !text.chars().all(is_xml_char) {
            return Err(format!("{key} holds a control character; remove it"));
        }
    }
    if form.versions == 0 || form.versions > form.count.max(1) {
        return Err(format!(
            "versions = {}: use a number from 1 to count ({})",
            form.versions, form.count
        ));
    }
    if form.edited > form.count {
        return Err(format!(
            "edited = {}: at most count ({}) can have been edited",
            form.edited, form.count
        ));
    }
    if form.duplicates > form.count {
        return Err(format!(
            "duplicates = {}: at most count ({}), each of another submission",
            form.duplicates, form.count
        ));
    }
    if form.columns() > witness::MAX_COLUMNS {
        return Err(format!(
            "{} questions; at most {}",
            form.columns(),
            witness::MAX_COLUMNS
        ));
    }
    // Two levels stand around the questions: the form and, in a case block, its parts.
    check_questions(&form.questions, "", 2)?;
    let rows = most_rows(&form.questions);
    if rows >= witness::MAX_ROWS {
        return Err(format!(
            "one submission could have {rows} rows; lower `times` so that it stays below {}",
            witness::MAX_ROWS
        ));
    }
    form.case
        .as_ref()
        .map_or(Ok(()), |case| check_case(case, &form.questions))
}

fn check_questions(questions: &[Question], path: &str, depth: usize) -> Result<(), String> {
    if depth >= MAX_ELEMENT_DEPTH {
        return Err(format!(
            "question {path} nests deeper than {MAX_ELEMENT_DEPTH} levels"
        ));
    }
    for (place, question) in questions.iter().enumerate() {
        let path = format!("{path}/{}", question.name);
        check_question(question, &path)?;
        let taken = depth == 2 && ["meta", "case"].contains(&question.name.as_str());
        if taken {
            return Err(format!(
                "question {path}: the name is taken by HQ; choose another"
            ));
        }
        let clash = |other: &&Question| {
            other.name == question.name
                && other.since <= question.until.unwrap_or(u32::MAX)
                && question.since <= other.until.unwrap_or(u32::MAX)
        };
        if questions[..place].iter().any(|other| clash(&other)) {
            return Err(format!(
                "question {path} stands twice in one version; rename one, or part them by since and until"
            ));
        }
        check_questions(&question.questions, &path, depth + 1)?;
    }
    Ok(())
}

fn check_question(question: &Question, path: &str) -> Result<(), String> {
    let nests = matches!(question.kind, Kind::Group | Kind::Repeat);
    if !is_name(&question.name) {
        return Err(format!(
            "question {path}: `{}` is no XML name",
            question.name
        ));
    }
    if nests == question.questions.is_empty() {
        return Err(format!(
            "question {path}: a group or repeat has questions within, and nothing else has"
        ));
    }
    if question.kind == Kind::Group && question.times.is_some() {
        return Err(format!(
            "question {path}: a group comes once; for `times` use kind = \"repeat\""
        ));
    }
    if let Some([low, high]) = question.times
        && (low > high || high > MAX_TIMES)
    {
        return Err(format!(
            "question {path}: times = [{low}, {high}]; fewest first, at most {MAX_TIMES}"
        ));
    }
    if let Some([low, high]) = question.range
        && low > high
    {
        return Err(format!(
            "question {path}: range = [{low}, {high}]; the smaller one first"
        ));
    }
    if question.since == 0 || question.until.is_some_and(|until| until < question.since) {
        return Err(format!(
            "question {path}: versions count from 1, and `until` is not before `since`"
        ));
    }
    if question.asked > 100 || question.answered > 100 {
        return Err(format!(
            "question {path}: asked and answered are parts of 100"
        ));
    }
    let fit = |choice: &String| {
        !choice.is_empty() && !choice.contains(' ') && choice.chars().all(is_xml_char)
    };
    if !question.choices.iter().all(fit) {
        return Err(format!(
            "question {path}: a choice is a word without blanks"
        ));
    }
    Ok(())
}

/// Rows one submission fills at most, in all tables, without the first.
fn most_rows(questions: &[Question]) -> u64 {
    questions.iter().fold(0, |rows: u64, question| {
        let within = most_rows(&question.questions);
        rows.saturating_add(match question.repetitions() {
            None => within,
            Some([_, most]) => u64::from(most).saturating_mul(within.saturating_add(1)),
        })
    })
}

fn check_case(case: &CaseShape, questions: &[Question]) -> Result<(), String> {
    if !matches!(case.version, 1 | 2) {
        return Err(format!(
            "case version {} does not exist; use 1 or 2",
            case.version
        ));
    }
    if case.referrals > 100 || (case.referrals > 0 && case.version != 1) {
        return Err("referrals are parts of 100, and only case version 1 knows them".to_owned());
    }
    if case.name.is_none() && case.action == CaseAction::Open {
        return Err("case: `name` must say which question holds the new case's name".to_owned());
    }
    for path in case.name.iter().chain(&case.properties) {
        if !has_question(questions, path) {
            return Err(format!(
                "case: there is no question {path} that comes once; write it as group/question"
            ));
        }
    }
    Ok(())
}

fn has_question(questions: &[Question], path: &str) -> bool {
    let (first, rest) = match path.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    questions
        .iter()
        .filter(|question| question.name == first && question.repetitions().is_none())
        .any(|question| match rest {
            None => question.kind != Kind::Group,
            Some(rest) => has_question(&question.questions, rest),
        })
}
