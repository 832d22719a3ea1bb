//! What one download of a form holds, and the token that acknowledges it (facts B.4, C.1, D).

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    clock::stored_time,
    form::{DocType, StoredForm},
    people::People,
    space::ProjectSpace,
    token::Checkpoint,
};
use crate::{
    quirks::{EmptyExport, ForeignToken, TokenWindow, UserFilter},
    tables::schema::Schema,
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
    /// The user types asked for with `ufilter`, as digits; none means the default.
    pub user_types: Vec<char>,
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
    /// The token that stands for this answer.
    pub token: String,
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
            (None, Tag::Missing) => None,
            (None, Tag::NoForm(_)) => return Outcome::NothingNew,
        };
        let Some(index) = self.forms.of_form(xmlns).cloned() else {
            return Outcome::NothingNew;
        };
        let window = Window::new(since.as_ref(), self.choices.token_window);
        let passes = Filter {
            include_errors: ask.include_errors,
            users: self.choices.user_filter,
            user_types: &ask.user_types,
            people: &self.people,
        };
        let mut matched = 0;
        let mut forms: Vec<_> = window
            .slice(&index.arrivals)
            .iter()
            .filter(|form| window.holds(form))
            .inspect(|_| matched += 1)
            .filter(|form| passes.keeps(form))
            .cloned()
            .collect();
        let nothing = match self.choices.empty_export {
            EmptyExport::Redirect => forms.is_empty(),
            EmptyExport::RedirectUnlessFiltered | EmptyExport::NotFound => matched == 0,
        };
        if nothing {
            return Outcome::NothingNew;
        }
        forms.sort_by(|a, b| (&a.received_on, &a.id).cmp(&(&b.received_on, &b.id)));
        let schema = match &ask.tag {
            Tag::Form(tag) if Some(tag.as_str()) != xmlns => self.forms.of_form(Some(tag)),
            _ => None,
        };
        let schema = Arc::clone(schema.map_or(&index.schema, |index| &index.schema));
        let token = self.tokens.issue(Checkpoint {
            xmlns: xmlns.map(str::to_owned),
            custom_export: None,
            arrived: index.arrivals.len(),
            at: self.clock.now(),
        });
        Outcome::Data(FormExport {
            schema,
            forms,
            token,
        })
    }

    /// The checkpoint behind the token of a request, if it gave one.
    fn checkpoint(&self, ask: &Ask) -> Result<Option<Checkpoint>, Outcome> {
        let Some(token) = &ask.previous_export else {
            return Ok(None);
        };
        let Some(checkpoint) = self.tokens.find(token) else {
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
pub(super) struct Window {
    /// The number of arrival they begin at.
    first: usize,
    /// The text their `received_on` must not sort before.
    from: String,
}

impl Window {
    pub(super) fn new(since: Option<&Checkpoint>, rule: TokenWindow) -> Self {
        match (since, rule) {
            (None, _) => Self::default(),
            (Some(since), TokenWindow::Arrival) => Self {
                first: since.arrived,
                ..Self::default()
            },
            (Some(since), TokenWindow::ReceivedOn) => Self {
                from: whole_second(since.at),
                ..Self::default()
            },
        }
    }

    pub(super) fn slice<'a>(&self, all: &'a [Arc<StoredForm>]) -> &'a [Arc<StoredForm>] {
        all.get(self.first..).unwrap_or_default()
    }

    pub(super) fn holds(&self, form: &StoredForm) -> bool {
        *form.received_on >= *self.from
    }
}

/// A token's time as the old server compares it: `2014-01-05T09:10:30`, no zone letter, so that
/// every moment of that second sorts behind it (facts D).
fn whole_second(at: Timestamp) -> String {
    let mut text = stored_time(at);
    text.pop();
    text
}

struct Filter<'a> {
    include_errors: bool,
    users: UserFilter,
    user_types: &'a [char],
    people: &'a People,
}

impl Filter<'_> {
    fn keeps(&self, form: &StoredForm) -> bool {
        let wanted = match form.doc_type {
            DocType::Instance => true,
            // Never a row: it has no form to show (facts H).
            DocType::SubmissionErrorLog => false,
            _ => self.include_errors,
        };
        wanted && (self.users == UserFilter::Everyone || self.keeps_user(form))
    }

    /// The user types of facts B.4; without any, registered mobile workers.
    fn keeps_user(&self, form: &StoredForm) -> bool {
        let Some(user) = form.user_id.as_deref() else {
            return false;
        };
        let worker = self.people.mobile_workers.iter().find(|w| w.id == user);
        let active = |inactive_too: bool| worker.is_some_and(|w| w.active || inactive_too);
        let inactive_too = self.users == UserFilter::MobileWorkersEver;
        if self.user_types.is_empty() {
            return active(inactive_too);
        }
        self.user_types.iter().any(|kind| match kind {
            '0' => active(inactive_too),
            '1' => user == "demo_user",
            '2' => user == "admin",
            '3' => worker.is_none() && user != "demo_user" && user != "admin",
            _ => false,
        })
    }
}
