//! All submissions of a space, filed by form, in order of arrival.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use jiff::Timestamp;
use serde_json::Value;

use super::{
    clock::{stored_time, whole_second},
    form::StoredForm,
};
use crate::{
    document::{Document, DocumentError, Paths, schema::Schema},
    quirks::{Choices, SchemaMemory, TextBeforeObject},
};

/// The submissions of one form, and the columns they ever had.
///
/// Cheap to copy: a download takes a copy under the space's lock and works on it outside.
#[derive(Clone, Debug)]
pub struct FormIndex {
    /// In order of arrival. A place never changes hands but for the old version of an edited form,
    /// which stays where it was under a new id.
    pub arrivals: Arc<Vec<Arc<StoredForm>>>,
    /// For each arrival, which one of it and all before was received last by its own account.
    latest: Arc<Vec<u32>>,
    /// The columns the form ever had (facts D).
    pub schema: Arc<Schema>,
    /// The keys that its documents share.
    paths: Arc<Paths>,
    /// When columns were last added up, where that is done only with a checkpoint.
    remembered: Option<Timestamp>,
}

/// The submissions of a space.
#[derive(Clone, Debug)]
pub struct FormStore {
    text_before_object: TextBeforeObject,
    memory: SchemaMemory,
    by_form: BTreeMap<Option<Box<str>>, FormIndex>,
    places: HashMap<Box<str>, Place>,
    submitters: HashSet<Box<str>>,
}

/// Where a document stands: its form and its number of arrival.
type Place = (Option<Box<str>>, usize);

impl FormStore {
    /// An empty store.
    #[must_use]
    pub fn new(choices: &Choices) -> Self {
        Self {
            text_before_object: choices.text_before_object,
            memory: choices.schema_memory,
            by_form: BTreeMap::new(),
            places: HashMap::new(),
            submitters: HashSet::new(),
        }
    }

    /// Makes a document that shares its keys with others of its form.
    ///
    /// # Errors
    /// As [`Document::from_json`].
    pub fn document(&self, value: &Value) -> Result<Document, DocumentError> {
        let xmlns = value.get("xmlns").and_then(Value::as_str);
        match self.of_form(xmlns) {
            Some(index) => Document::among(&index.paths, value),
            None => Document::from_json(value),
        }
    }

    /// Files a submission as the newest of its form. A document of the same id is no longer found by
    /// that id, but stays where it is: see [`Self::replace`].
    pub fn add(&mut self, form: StoredForm) -> Arc<StoredForm> {
        self.add_shared(Arc::new(form))
    }

    /// As [`Self::add`]. The keys of a form that others hold as well stay its own.
    pub fn add_shared(&mut self, mut form: Arc<StoredForm>) -> Arc<StoredForm> {
        if let Some(index) = self.by_form.get(&form.xmlns)
            && let Some(form) = Arc::get_mut(&mut form)
        {
            form.document.move_among(&index.paths);
        }
        let index = self
            .by_form
            .entry(form.xmlns.clone())
            .or_insert_with(|| FormIndex {
                arrivals: Arc::default(),
                latest: Arc::default(),
                schema: Arc::new(Schema::new(self.text_before_object)),
                paths: Arc::clone(form.document.paths()),
                remembered: None,
            });
        let place = (form.xmlns.clone(), index.arrivals.len());
        if self.memory == SchemaMemory::Everything {
            Schema::absorb(&mut index.schema, &form.document);
        }
        index.push(Arc::clone(&form));
        self.places.insert(form.id.clone(), place);
        if let Some(user) = &form.user_id
            && !self.submitters.contains(user)
        {
            self.submitters.insert(user.clone());
        }
        form
    }

    /// Works out columns by other choices from now on, and those of what is stored anew.
    pub fn choose(&mut self, choices: &Choices) {
        let (text, memory) = (choices.text_before_object, choices.schema_memory);
        if (self.text_before_object, self.memory) == (text, memory) {
            return;
        }
        (self.text_before_object, self.memory) = (text, memory);
        for index in self.by_form.values_mut() {
            index.remembered = None;
            index.schema = Arc::new(Schema::new(text));
            if memory == SchemaMemory::Everything {
                for form in &*index.arrivals {
                    Schema::absorb(&mut index.schema, &form.document);
                }
            }
        }
    }

    /// Whether anything was ever submitted under this user id.
    #[must_use]
    pub fn has_submitted(&self, user_id: &str) -> bool {
        self.submitters.contains(user_id)
    }

    /// Puts another document in the place of one, keeping its number of arrival.
    pub fn replace(&mut self, id: &str, mut form: StoredForm) {
        let Some((xmlns, number)) = self.places.remove(id) else {
            return;
        };
        if let Some(index) = self.by_form.get_mut(&xmlns) {
            if self.memory == SchemaMemory::Everything {
                Schema::absorb(&mut index.schema, &form.document);
            }
            form.document.move_among(&index.paths);
            self.places.insert(form.id.clone(), (xmlns, number));
            Arc::make_mut(&mut index.arrivals)[number] = Arc::new(form);
            index.find_latest(number, number);
        }
    }

    /// Lets two documents of one form change places in the order of arrival.
    pub fn swap(&mut self, one: &str, other: &str) {
        let (Some(a), Some(b)) = (self.places.get(one), self.places.get(other)) else {
            return;
        };
        let ((xmlns, a), (other_xmlns, b)) = (a.clone(), b.clone());
        if xmlns != other_xmlns {
            return;
        }
        if let Some(index) = self.by_form.get_mut(&xmlns) {
            Arc::make_mut(&mut index.arrivals).swap(a, b);
            index.find_latest(a.min(b), a.max(b));
            self.places.insert(one.into(), (xmlns.clone(), b));
            self.places.insert(other.into(), (xmlns, a));
        }
    }

    /// The document of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Arc<StoredForm>> {
        let (xmlns, number) = self.places.get(id)?;
        self.by_form.get(xmlns)?.arrivals.get(*number)
    }

    /// The submissions of a form; `None` asks for those without one.
    #[must_use]
    pub fn of_form(&self, xmlns: Option<&str>) -> Option<&FormIndex> {
        self.by_form.get(&xmlns.map(Box::from))
    }

    /// The columns of a form for an answer with a token, given now.
    pub fn columns(&mut self, xmlns: Option<&str>, now: Timestamp) -> Option<Arc<Schema>> {
        let index = self.by_form.get_mut(&xmlns.map(Box::from))?;
        Some(match self.memory {
            SchemaMemory::Everything => Arc::clone(&index.schema),
            SchemaMemory::Checkpoints | SchemaMemory::CheckpointsOrRefused => index.remember(now),
        })
    }

    /// Every form that ever had a submission: xmlns and index, by xmlns.
    pub fn forms(&self) -> impl Iterator<Item = (&str, &FormIndex)> {
        self.by_form
            .iter()
            .filter_map(|(xmlns, index)| Some((xmlns.as_deref()?, index)))
    }

    /// All documents, form by form, in order of arrival.
    pub fn all(&self) -> impl Iterator<Item = &Arc<StoredForm>> {
        self.by_form.values().flat_map(|index| &*index.arrivals)
    }

    /// When the columns of each form were last added up, where that is done only with checkpoints.
    #[must_use]
    pub fn remembered(&self) -> BTreeMap<String, Timestamp> {
        let forms = self.by_form.iter();
        forms
            .filter_map(|(xmlns, index)| {
                Some((
                    xmlns.as_deref().unwrap_or_default().to_owned(),
                    index.remembered?,
                ))
            })
            .collect()
    }

    /// Adds up columns as of these moments, as [`Self::remembered`] told them.
    pub fn remember(&mut self, moments: &BTreeMap<String, Timestamp>) {
        for (xmlns, index) in &mut self.by_form {
            if let Some(&moment) = moments.get(xmlns.as_deref().unwrap_or_default()) {
                index.remember_as_of(moment);
            }
        }
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_form
            .values()
            .map(|index| index.arrivals.len())
            .sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_form.is_empty()
    }
}

impl FormIndex {
    fn push(&mut self, form: Arc<StoredForm>) {
        Arc::make_mut(&mut self.arrivals).push(form);
        let last = self.arrivals.len() - 1;
        Arc::make_mut(&mut self.latest).push(last as u32);
        self.find_latest(last, last);
    }

    /// Works out `latest` anew where arrivals between these two are others now.
    fn find_latest(&mut self, first: usize, last: usize) {
        let received_on = |number: u32| &self.arrivals[number as usize].received_on;
        let latest = Arc::make_mut(&mut self.latest);
        for number in first..latest.len() {
            let before = number.checked_sub(1).map(|before| latest[before]);
            let now = match before {
                Some(before) if received_on(before) > received_on(number as u32) => before,
                _ => number as u32,
            };
            // As before, and received when it was: so is all that follows.
            let changed = (first..=last).contains(&(now as usize));
            if number > last && latest[number] == now && !changed {
                return;
            }
            latest[number] = now;
        }
    }

    /// The number of the first arrival that may have been received at a moment or later by its own
    /// account; none before it was. As long as submissions arrive in order, it is the first that was.
    #[must_use]
    pub fn received_since(&self, moment: &str) -> usize {
        self.latest.partition_point(|latest| {
            let latest = self.arrivals.get(*latest as usize);
            latest.is_some_and(|latest| *latest.received_on < *moment)
        })
    }

    /// Adds up the columns as the old server did: what was received in the second of the newest
    /// checkpoint or later, some of it for the second time, which repairs lost texts (facts D, E.4).
    fn remember(&mut self, now: Timestamp) -> Arc<Schema> {
        let from = self.remembered.map(whole_second).unwrap_or_default();
        let mut unseen: Vec<_> = self.arrivals[self.received_since(&from)..]
            .iter()
            .filter(|form| *form.received_on >= *from)
            .collect();
        unseen.sort_by(|a, b| a.row_order(b));
        let mut schema = Arc::clone(&self.schema);
        for form in unseen {
            Schema::absorb(&mut schema, &form.document);
        }
        if self.remembered.is_none_or(|newest| now > newest) {
            self.remembered = Some(now);
            self.schema = Arc::clone(&schema);
        }
        schema
    }

    /// The columns of what had been received by a moment.
    fn remember_as_of(&mut self, moment: Timestamp) {
        let until = stored_time(moment);
        for form in self
            .arrivals
            .iter()
            .filter(|form| *form.received_on <= *until)
        {
            Schema::absorb(&mut self.schema, &form.document);
        }
        self.remembered = Some(moment);
    }

    /// The application of the newest submission that names one.
    #[must_use]
    pub fn app_id(&self) -> Option<&str> {
        self.arrivals
            .iter()
            .rev()
            .find_map(|form| form.document.text_at(&["app_id"]))
            .filter(|app_id| !app_id.is_empty())
    }

    /// The newest submission that names its form, for a readable title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.arrivals
            .iter()
            .rev()
            .find_map(|form| form.document.text_at(&["form", "@name"]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn form(id: &str, second: u32) -> StoredForm {
        let received_on = format!("2014-01-01T00:00:{second:02}Z");
        let document = json!({"_id": id, "xmlns": "x", "received_on": received_on});
        StoredForm::new(Document::from_json(&document).unwrap(), None)
    }

    #[test]
    fn an_edit_that_came_earlier_hides_nothing_behind_it() {
        let mut store = FormStore::new(&Choices::default());
        for (id, second) in [("a", 33), ("b", 0), ("c", 29)] {
            store.add(form(id, second));
        }
        store.replace("a", form("a", 20));
        let index = store.of_form(Some("x")).unwrap();
        assert_eq!(index.received_since("2014-01-01T00:00:24"), 2);
        assert_eq!(index.received_since("2014-01-01T00:00:30"), 3);
    }

    proptest! {
        #[test]
        fn nothing_received_since_a_moment_is_missed(
            seconds in prop::collection::vec(0..40u32, 1..30),
            since in 0..42u32,
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0..40u32), 0..4),
            swaps in prop::collection::vec(any::<[prop::sample::Index; 2]>(), 0..3),
        ) {
            let mut store = FormStore::new(&Choices::default());
            for (number, second) in seconds.iter().enumerate() {
                store.add(form(&number.to_string(), *second));
            }
            for (number, second) in &edits {
                let id = number.index(seconds.len()).to_string();
                store.replace(&id, form(&id, *second));
            }
            for [one, other] in &swaps {
                let id = |number: &prop::sample::Index| number.index(seconds.len()).to_string();
                store.swap(&id(one), &id(other));
            }
            let index = store.of_form(Some("x")).unwrap();
            let moment = format!("2014-01-01T00:00:{since:02}");
            let (before, since) = index.arrivals.split_at(index.received_since(&moment));
            prop_assert!(before.iter().all(|form| *form.received_on < *moment));
            // In order, nothing is looked at in vain.
            if index.arrivals.is_sorted_by_key(|form| &form.received_on) {
                prop_assert!(since.iter().all(|form| *form.received_on >= *moment));
            }
        }
    }
}
