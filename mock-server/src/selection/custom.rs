//! What one download of a custom export holds, and the token that acknowledges it (facts B.3; quirks
//! `custom-export-token`, `custom-export-window`).

use std::sync::Arc;

use super::days::{AskedDays, Days};
use crate::{
    document::schema::Schema,
    quirks::{CustomExportToken, CustomExportWindow, EmptyExport, SchemaMemory, UnknownToken},
    selection::{
        cases::CaseFilter,
        form::{Window, is_of, put_in_row_order},
        users::{AskedUsers, NoSuchGroup, SelectedUsers},
    },
    world::{
        cases::book::Case,
        custom_export::{
            definition::{CustomExport, Subject},
            rows::{CustomData, CustomRows},
        },
        space::ProjectSpace,
        token::Checkpoint,
    },
};

/// What is asked of a custom export, the format aside.
#[derive(Clone, Debug, Default)]
pub struct CustomAsk {
    /// The token of an earlier answer.
    pub previous_export: Option<String>,
    /// Duplicates and errors too; `None` leaves it to the export.
    pub include_errors: Option<bool>,
    /// Whose data, where the server looks at users at all.
    pub users: AskedUsers,
    /// Which days, where the server looks at them.
    pub days: AskedDays,
    /// The application; empty asks for forms of none.
    pub app_id: Option<String>,
    /// How many documents there may be at most.
    pub most: Option<usize>,
}

/// What a custom export is answered with.
#[derive(Debug)]
pub enum CustomOutcome {
    /// The token was never issued, or is forgotten.
    UnknownToken(String),
    /// The token belongs to another export.
    ForeignToken {
        /// What it was issued for.
        issued_for: Option<String>,
    },
    /// A group was asked for that does not exist.
    NoSuchGroup(NoSuchGroup),
    /// Nothing to export, nothing since the token.
    NothingNew,
    /// Rows, or at least header rows.
    Data(CustomData),
}

/// What a request leaves of the documents that arrived.
struct Cut {
    rows: CustomRows,
    /// How many documents the token left, before any filter.
    matched: usize,
    /// How far the answer reaches, in arrivals or changes.
    arrived: usize,
}

impl ProjectSpace {
    /// The custom export of an id.
    #[must_use]
    pub fn custom_export(&self, id: &str) -> Option<&CustomExport> {
        self.custom_exports.iter().find(|export| export.id == id)
    }

    /// Cuts one answer of a custom export, and issues its token if there is something to answer.
    /// Without `acknowledged` no token is issued, whatever the server is.
    pub fn cut_custom_export(
        &mut self,
        export: &CustomExport,
        ask: &CustomAsk,
        acknowledged: bool,
    ) -> CustomOutcome {
        let honoured = self.choices.custom_export_token == CustomExportToken::AsFormExport;
        let since = if honoured {
            match self.custom_checkpoint(export, ask) {
                Ok(since) => since,
                Err(refused) => return refused,
            }
        } else {
            None
        };
        // Opening a custom export refreshes the columns the form is known by (facts B.3).
        let now = self.clock.now();
        let columns = match &export.subject {
            Subject::Form { xmlns } => self.forms.columns(Some(xmlns), now),
            Subject::Case { .. } => None,
        };
        let mut cut = match self.cut(export, ask, since.as_ref(), honoured, columns) {
            Ok(cut) => cut,
            Err(no_such_group) => return CustomOutcome::NoSuchGroup(no_such_group),
        };
        if let Some(most) = ask.most {
            cut.rows.truncate(most);
        }
        let nothing = match self.choices.empty_export {
            _ if !honoured => false,
            EmptyExport::Redirect => cut.rows.is_empty(),
            EmptyExport::RedirectUnlessFiltered | EmptyExport::NotFound => cut.matched == 0,
        };
        if nothing {
            return CustomOutcome::NothingNew;
        }
        let xmlns = match &export.subject {
            Subject::Form { xmlns } => Some(xmlns.clone()),
            Subject::Case { .. } => None,
        };
        let checkpoint = Checkpoint {
            xmlns,
            custom_export: Some(export.id.clone()),
            arrived: cut.arrived,
            at: self.clock.now(),
        };
        let token = (honoured && acknowledged).then(|| {
            self.use_up(ask.previous_export.as_deref());
            self.tokens.issue(checkpoint)
        });
        let fits = match &cut.rows {
            CustomRows::Forms { schema, forms } => {
                self.choices.schema_memory == SchemaMemory::Everything
                    || forms.iter().all(|form| schema.fits(&form.document))
            }
            CustomRows::Cases { .. } => true,
        };
        CustomOutcome::Data(CustomData {
            rows: cut.rows,
            token,
            fits,
        })
    }

    /// The checkpoint behind the token of a request, if it gave one.
    fn custom_checkpoint(
        &self,
        export: &CustomExport,
        ask: &CustomAsk,
    ) -> Result<Option<Checkpoint>, CustomOutcome> {
        let Some(token) = &ask.previous_export else {
            return Ok(None);
        };
        let Some(checkpoint) = self.tokens.find(token) else {
            if self.choices.unknown_token == UnknownToken::Everything {
                return Ok(None);
            }
            return Err(CustomOutcome::UnknownToken(token.clone()));
        };
        // Arrivals of one form are no measure for another, nor for cases: never taken on trust.
        if checkpoint.custom_export.as_ref() != Some(&export.id) {
            return Err(CustomOutcome::ForeignToken {
                issued_for: checkpoint.issued_for(),
            });
        }
        Ok(Some(checkpoint.clone()))
    }

    fn cut(
        &self,
        export: &CustomExport,
        ask: &CustomAsk,
        since: Option<&Checkpoint>,
        honoured: bool,
        columns: Option<Arc<Schema>>,
    ) -> Result<Cut, NoSuchGroup> {
        let selected = SelectedUsers::of(self.choices.user_filter, &self.people, &ask.users)?;
        let include_errors = match ask.include_errors {
            Some(asked) if honoured => asked,
            _ => export.include_errors,
        };
        Ok(match &export.subject {
            Subject::Form { xmlns } => {
                let columns = columns
                    .unwrap_or_else(|| Arc::new(Schema::new(self.choices.text_before_object)));
                self.cut_forms(xmlns, columns, ask, since, include_errors, &selected)
            }
            Subject::Case { case_type } => {
                let filter = CaseFilter::new(self, &selected, &ask.users);
                self.cut_cases(case_type.as_deref(), since, &filter)
            }
        })
    }

    fn cut_forms(
        &self,
        xmlns: &str,
        schema: Arc<Schema>,
        ask: &CustomAsk,
        since: Option<&Checkpoint>,
        include_errors: bool,
        selected: &SelectedUsers<'_>,
    ) -> Cut {
        let Some(index) = self.forms.of_form(Some(xmlns)) else {
            return Cut {
                rows: CustomRows::Forms {
                    schema,
                    forms: Vec::new(),
                },
                matched: 0,
                arrived: 0,
            };
        };
        let rule = self.choices.custom_export_window;
        let days = Days::of(rule, ask.days, self.clock.now());
        let app_id = (ask.app_id.as_deref()).filter(|_| rule != CustomExportWindow::AllData);
        let window = Window::new(since, &self.choices);
        let mut matched = 0;
        let mut forms: Vec<_> = window
            .of(index)
            .inspect(|_| matched += 1)
            .filter(|form| form.doc_type.is_exported(include_errors))
            .filter(|form| is_of(form, selected))
            .filter(|form| days.hold(&form.received_on))
            .filter(|form| {
                app_id.is_none_or(|wanted| {
                    form.document.text_at(&["app_id"]).unwrap_or_default() == wanted
                })
            })
            .cloned()
            .collect();
        put_in_row_order(&mut forms, self.choices.row_order);
        Cut {
            rows: CustomRows::Forms { schema, forms },
            matched,
            arrived: index.arrivals.len(),
        }
    }

    fn cut_cases(
        &self,
        case_type: Option<&str>,
        since: Option<&Checkpoint>,
        filter: &CaseFilter<'_>,
    ) -> Cut {
        let of_type = |case: &&Arc<Case>| case_type.is_none_or(|wanted| case.case_type == wanted);
        let all: Vec<_> = self.cases.cases().iter().filter(of_type).cloned().collect();
        let changes = since.map_or(0, |since| since.arrived);
        let mut matched = 0;
        let mut cases: Vec<_> = self
            .cases
            .changed_since(changes)
            .filter(of_type)
            .inspect(|_| matched += 1)
            .filter(|case| filter.keeps(case))
            .cloned()
            .collect();
        cases.sort_by(|a, b| (a.opened_on, &a.case_id).cmp(&(b.opened_on, &b.case_id)));
        Cut {
            rows: CustomRows::Cases { all, cases },
            matched,
            arrived: self.cases.changes(),
        }
    }
}
