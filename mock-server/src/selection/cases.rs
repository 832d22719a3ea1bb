//! What one case export holds: which cases, which users, in which order (facts F).

use std::sync::Arc;

use super::users::{AskedUsers, NoSuchGroup, SelectedUsers};
use crate::{
    quirks::UserFilter,
    world::{
        cases::book::Case,
        people::{MobileWorker, People},
        space::ProjectSpace,
    },
};

/// What is asked of a case export, the format aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseAsk {
    /// Closed cases too.
    pub include_closed: bool,
    /// Whose cases, where the server looks at users at all.
    pub users: AskedUsers,
}

/// One answer of the case export.
#[derive(Clone, Debug)]
pub struct CaseExport {
    /// The project space.
    pub domain: String,
    /// The cases, in row order.
    pub cases: Vec<Arc<Case>>,
    /// Every property any case of the space ever had, sorted; closed cases and those left out by a
    /// filter count too.
    pub property_names: Vec<String>,
    /// The mobile workers to list, in row order.
    pub users: Vec<MobileWorker>,
    /// Everyone, to put names to ids.
    pub people: People,
}

impl ProjectSpace {
    /// Cuts one answer of the case export.
    ///
    /// # Errors
    /// When a group is asked for that does not exist.
    pub fn export_cases(&self, ask: &CaseAsk) -> Result<CaseExport, NoSuchGroup> {
        let selected = SelectedUsers::of(self.choices.user_filter, &self.people, &ask.users)?;
        let filter = CaseFilter::new(self, &selected, &ask.users);
        let mut cases: Vec<_> = self
            .cases
            .cases()
            .iter()
            .filter(|case| ask.include_closed || !case.is_closed())
            .filter(|case| filter.keeps(case))
            .cloned()
            .collect();
        sort(&mut cases, ask.include_closed);
        let workers = self.people.mobile_workers.iter();
        let mut users: Vec<_> = workers
            .filter(|worker| selected.holds(Some(&worker.id)))
            .cloned()
            .collect();
        // Those that have submitted something first.
        users.sort_by_key(|worker| !self.forms.has_submitted(&worker.id));
        let property_names = self.cases.property_names().iter().cloned().collect();
        Ok(CaseExport {
            domain: self.name.clone(),
            cases,
            property_names,
            users,
            people: self.people.clone(),
        })
    }
}

/// By type and name in lower case; open cases by owner before that. The id decides between equals.
fn sort(cases: &mut [Arc<Case>], include_closed: bool) {
    cases.sort_by_cached_key(|case| {
        let owner = if include_closed { "" } else { &case.owner_id };
        let kind = format!("{}{}", case.case_type, case.name).to_lowercase();
        (owner.to_owned(), kind, case.case_id.clone())
    });
}

/// Which cases are kept for the users selected.
pub(crate) struct CaseFilter<'a> {
    rule: UserFilter,
    selected: &'a SelectedUsers<'a>,
    people: &'a People,
    group: Option<&'a str>,
}

impl<'a> CaseFilter<'a> {
    pub(crate) fn new(
        space: &'a ProjectSpace,
        selected: &'a SelectedUsers<'a>,
        asked: &'a AskedUsers,
    ) -> Self {
        Self {
            rule: space.choices.user_filter,
            selected,
            people: &space.people,
            group: asked.group.as_deref(),
        }
    }

    pub(crate) fn keeps(&self, case: &Case) -> bool {
        if self.rule == UserFilter::Everyone {
            return true;
        }
        let owned = || self.selected.holds(Some(&case.owner_id));
        // A case that names no user is never found by the old server.
        !case.user_id.is_empty()
            && (self.selected.is_nobody()
                || owned()
                || match self.rule {
                    UserFilter::MobileWorkersEver => self.is_shared(&case.owner_id),
                    _ => self.selected.holds(Some(&case.user_id)),
                })
    }

    /// Whether the owner is a group that shares cases; the one asked for, where one is.
    fn is_shared(&self, owner_id: &str) -> bool {
        match self.group {
            Some(group) => group == owner_id,
            None => {
                let mut groups = self.people.groups.iter();
                groups.any(|group| group.case_sharing && group.id == owner_id)
            }
        }
    }
}
