//! What one download of a form holds, and the token that acknowledges it (facts B.4, C.1, D).

use std::sync::Arc;

use md5::{Digest, Md5};

use super::users::{AskedUsers, SelectedUsers};
use crate::{
    document::schema::Schema,
    quirks::{
        Choices, EmptyExport, ForeignToken, LateDocument, MissingTag, RawScope, RowIds, RowOrder,
        SchemaMemory, TokenReuse, TokenWindow, UnknownToken,
    },
    world::{
        clock::whole_second, form::StoredForm, form_store::FormIndex, space::ProjectSpace,
        token::Checkpoint,
    },
};

/// What the `export_tag` of a request names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A form, by xmlns.
    Form(String),
    /// No tag: submissions that belong to no form.
    Missing,
    /// A JSON value under which no form is ever filed: a number, a list, ...
    NoForm(String),
}

/// What is asked of a form export, the format aside.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which form.
    pub tag: Tag,
    /// The token of an earlier answer.
    pub previous_export: Option<String>,
    /// Duplicates and errors too.
    pub include_errors: bool,
    /// The values of all `ufilter` parameters; none means the default, others than the known digits
    /// choose nobody.
    pub user_types: Vec<String>,
}

impl Ask {
    fn users(&self) -> AskedUsers {
        AskedUsers {
            types: self.user_types.clone(),
            ..AskedUsers::default()
        }
    }
}

/// What a form export is answered with.
#[derive(Debug)]
pub enum Outcome {
    /// The token was never issued, or is forgotten.
    UnknownToken(String),
    /// The token belongs to another form.
    ForeignToken {
        /// The form it was issued for.
        issued_for: Option<String>,
    },
    /// Nothing to export, nothing since the token.
    NothingNew,
    /// Rows, or at least header rows.
    Data(FormExport),
}

/// One answer: documents and token are cut at the same moment.
#[derive(Clone, Debug)]
pub struct FormExport {
    /// Every column the form ever had.
    pub schema: Arc<Schema>,
    /// The submissions to export, in row order.
    pub forms: Vec<Arc<StoredForm>>,
    /// The number of the first row.
    pub first_row: usize,
    /// The token that stands for this answer.
    pub token: String,
    /// Whether the columns have a place for every answer; not so where a token brings the
    /// submissions of one form to the columns of another, or one arrived late with a question of its
    /// own.
    pub fits: bool,
    /// Whether the submissions are of another form than the columns, by a token of that form.
    pub foreign: bool,
}

impl ProjectSpace {
    /// Cuts one answer of the plain form export, and issues its token if there is something to
    /// answer.
    pub fn export_forms(&mut self, ask: &Ask) -> Outcome {
        let since = match self.checkpoint(ask) {
            Ok(since) => since,
            Err(refused) => return refused,
        };
        let xmlns = match (&since, &ask.tag) {
            (Some(checkpoint), _) => checkpoint.xmlns.as_deref(),
            (None, Tag::Form(xmlns)) => Some(xmlns.as_str()),
            (None, Tag::Missing) if self.choices.missing_tag == MissingTag::NoData => {
                return Outcome::NothingNew;
            }
            (None, Tag::Missing) => None,
            (None, Tag::NoForm(_)) => return Outcome::NothingNew,
        };
        let Some(index) = self.forms.of_form(xmlns).cloned() else {
            return Outcome::NothingNew;
        };
        let window = Window::new(since.as_ref(), &self.choices);
        let asked = ask.users();
        // This export knows no groups, so no group can be missing.
        let Ok(users) = SelectedUsers::of(self.choices.user_filter, &self.people, &asked) else {
            return Outcome::NothingNew;
        };
        let mut matched = 0;
        let mut forms: Vec<_> = window
            .of(&index)
            .inspect(|_| matched += 1)
            .filter(|form| form.doc_type.is_exported(ask.include_errors))
            .filter(|form| is_of(form, &users))
            .cloned()
            .collect();
        let nothing = match self.choices.empty_export {
            EmptyExport::Redirect => forms.is_empty(),
            EmptyExport::RedirectUnlessFiltered | EmptyExport::NotFound => matched == 0,
        };
        if nothing {
            return Outcome::NothingNew;
        }
        put_in_row_order(&mut forms, self.choices.row_order);
        // The columns are those of the tag, whatever the token brings (facts D).
        let now = self.clock.now();
        let tag = match &ask.tag {
            Tag::Form(xmlns) => Some(xmlns.as_str()),
            Tag::Missing | Tag::NoForm(_) => None,
        };
        let columns = self.forms.columns(tag, now);
        let fits = columns.as_ref().is_some_and(|columns| {
            let all_absorbed =
                tag == xmlns && self.choices.schema_memory == SchemaMemory::Everything;
            all_absorbed || forms.iter().all(|form| columns.fits(&form.document))
        });
        let schema = columns.unwrap_or(index.schema);
        let first_row = match (&since, self.choices.row_ids) {
            (Some(since), RowIds::CountOn) => since.arrived,
            _ => 0,
        };
        self.use_up(ask.previous_export.as_deref());
        let token = self.tokens.issue(Checkpoint {
            xmlns: xmlns.map(str::to_owned),
            custom_export: None,
            arrived: index.arrivals.len(),
            at: now,
        });
        Outcome::Data(FormExport {
            schema,
            forms,
            first_row,
            token,
            fits,
            foreign: tag != xmlns,
        })
    }

    /// The submissions of a raw download, which knows no tokens (page: Form Data Export; facts E.5).
    #[must_use]
    pub fn raw_forms(&self, ask: &Ask) -> Vec<Arc<StoredForm>> {
        let xmlns = match &ask.tag {
            Tag::Form(xmlns) => Some(xmlns.as_str()),
            Tag::Missing if self.choices.missing_tag == MissingTag::NoData => return Vec::new(),
            Tag::Missing => None,
            Tag::NoForm(_) => return Vec::new(),
        };
        let Some(index) = self.forms.of_form(xmlns) else {
            return Vec::new();
        };
        let mut forms = index.arrivals.to_vec();
        if self.choices.raw_scope == RawScope::AsTables {
            let asked = ask.users();
            // This export knows no groups, so no group can be missing.
            if let Ok(users) = SelectedUsers::of(self.choices.user_filter, &self.people, &asked) {
                forms.retain(|form| {
                    form.doc_type.is_exported(ask.include_errors) && is_of(form, &users)
                });
            }
        }
        put_in_row_order(&mut forms, self.choices.row_order);
        forms
    }

    /// Forgets a token that brought an answer, where it is good for one only.
    pub(crate) fn use_up(&mut self, token: Option<&str>) {
        if token.is_some() && self.choices.token_reuse == TokenReuse::Once {
            self.tokens.forget(token);
        }
    }

    /// The checkpoint behind the token of a request, if it gave one.
    fn checkpoint(&self, ask: &Ask) -> Result<Option<Checkpoint>, Outcome> {
        let Some(token) = &ask.previous_export else {
            return Ok(None);
        };
        let Some(checkpoint) = self.tokens.find(token) else {
            if self.choices.unknown_token == UnknownToken::Everything {
                return Ok(None);
            }
            return Err(Outcome::UnknownToken(token.clone()));
        };
        let same_form = match &ask.tag {
            Tag::Form(xmlns) => checkpoint.xmlns.as_ref() == Some(xmlns),
            Tag::Missing => checkpoint.xmlns.is_none(),
            Tag::NoForm(_) => false,
        };
        let same_form = same_form && checkpoint.custom_export.is_none();
        if !same_form && self.choices.foreign_token == ForeignToken::Refused {
            return Err(Outcome::ForeignToken {
                issued_for: checkpoint.issued_for(),
            });
        }
        Ok(Some(checkpoint.clone()))
    }
}

/// The submissions a token leaves, before any filter.
#[derive(Default)]
pub(crate) struct Window {
    /// How many had arrived when the token was issued.
    arrived: usize,
    /// The second of its issue, as `received_on` has it, where a time is looked at.
    second: String,
    /// Whether those come again that had arrived, and were received in that second or later.
    again: bool,
    /// Whether those come that arrived since, and were received before it.
    late: bool,
}

impl Window {
    pub(crate) fn new(since: Option<&Checkpoint>, choices: &Choices) -> Self {
        let Some(since) = since else {
            // Everything comes.
            return Self {
                late: true,
                ..Self::default()
            };
        };
        let again = choices.token_window == TokenWindow::ReceivedOn;
        let late = choices.late_document == LateDocument::Comes;
        // Where all that is new comes and nothing else, no time is looked at.
        let second = match (again, late) {
            (false, true) => String::new(),
            _ => whole_second(since.at),
        };
        Self {
            arrived: since.arrived,
            second,
            again,
            late,
        }
    }

    /// Those of all submissions of a form, in order of arrival.
    pub(crate) fn of<'a>(
        &'a self,
        index: &'a FormIndex,
    ) -> impl Iterator<Item = &'a Arc<StoredForm>> {
        let first = if self.again {
            self.arrived.min(index.received_since(&self.second))
        } else {
            self.arrived
        };
        let from = index.arrivals.get(first..).unwrap_or_default().iter();
        from.zip(first..).filter_map(|(form, number)| {
            let is_new = number >= self.arrived;
            // A look at the text of each is most of what a download of thousands costs here.
            let is_in_time = || *form.received_on >= *self.second;
            let comes = match is_new {
                true => self.late || is_in_time(),
                false => self.again && is_in_time(),
            };
            comes.then_some(form)
        })
    }
}

/// Puts submissions in the order of their rows.
pub(crate) fn put_in_row_order(forms: &mut [Arc<StoredForm>], order: RowOrder) {
    match order {
        RowOrder::ReceivedOn => forms.sort_by(|a, b| a.row_order(b)),
        RowOrder::Shuffled => forms.sort_by_cached_key(|form| Md5::digest(form.id.as_bytes())),
    }
}

/// Whether a form's sender is among the selected; one that says nothing of its sender never passes a
/// filter (facts B.4).
pub(crate) fn is_of(form: &StoredForm, users: &SelectedUsers<'_>) -> bool {
    if let Some(user) = &form.user_id {
        return users.holds(Some(user));
    }
    match form.document.at(&["form", "meta", "userID"]) {
        Some(_) => users.holds_null(),
        None => users.holds(None),
    }
}
