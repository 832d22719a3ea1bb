//! Who waits for which export: one that is being made stops when the last of them has gone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::key::Makings;

/// Says whether somebody has gone.
type Gone = Arc<dyn Fn() -> bool + Send + Sync>;

/// All who wait, each for one export; as many as there are requests for exports under way.
#[derive(Default)]
pub struct Awaited(Mutex<Vec<Waiting>>);

struct Waiting {
    number: u64,
    export: Arc<Makings>,
    gone: Gone,
}

impl std::fmt::Debug for Awaited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Awaited({})", self.all().len())
    }
}

/// Somebody waits for an export until this is dropped.
pub struct Wait {
    all: Arc<Awaited>,
    number: u64,
    export: Arc<Makings>,
}

impl Awaited {
    /// Somebody waits for an export until the answer is dropped, or `gone` says so.
    pub fn wait(
        self: &Arc<Self>,
        makings: Makings,
        gone: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Wait {
        let mut all = self.all();
        // Whoever waits for the same shares its name, so that the names need be compared but once.
        let same = all.iter().find(|waiting| *waiting.export == makings);
        let export = same.map(|waiting| Arc::clone(&waiting.export));
        let export = export.unwrap_or_else(|| Arc::new(makings));
        let number = all.last().map_or(0, |last| last.number + 1);
        all.push(Waiting {
            number,
            export: Arc::clone(&export),
            gone: Arc::new(gone),
        });
        Wait {
            all: Arc::clone(self),
            number,
            export,
        }
    }

    fn all(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wait {
    /// The export that is waited for.
    #[must_use]
    pub fn export(&self) -> &Arc<Makings> {
        &self.export
    }

    /// Says whether anybody waits for the same export, however long ago this was dropped.
    pub fn somebody_waits(&self) -> impl Fn() -> bool + Send + 'static {
        let (all, export) = (Arc::clone(&self.all), Arc::clone(&self.export));
        move || {
            let all = all.all();
            let mut same = all.iter().filter(|one| Arc::ptr_eq(&one.export, &export));
            same.any(|one| !(one.gone)())
        }
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.all
            .all()
            .retain(|waiting| waiting.number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::{document::Document, quirks::Choices, world::form::StoredForm};

    fn export() -> impl Fn() -> Makings {
        let document = Document::from_json(&serde_json::json!({ "_id": "a" })).unwrap();
        let forms = [Arc::new(StoredForm::new(document, None))];
        move || Makings::of_raw(&forms, &Choices::default())
    }

    #[test]
    fn an_export_is_wanted_until_the_last_who_waits_for_it_has_gone() {
        let (one, other) = (export(), export());
        let awaited = Arc::new(Awaited::default());
        let left = Arc::new(AtomicBool::new(false));
        let saw = Arc::clone(&left);
        let first = awaited.wait(one(), move || saw.load(Ordering::Relaxed));
        let somebody_waits = first.somebody_waits();
        let stranger = awaited.wait(other(), || false);
        let second = awaited.wait(one(), || false);
        assert!(Arc::ptr_eq(first.export(), second.export()));
        assert!(somebody_waits());
        left.store(true, Ordering::Relaxed);
        assert!(somebody_waits(), "the second waits for the same");
        drop(second);
        assert!(!somebody_waits(), "the third waits for something else");
        left.store(false, Ordering::Relaxed);
        assert!(somebody_waits());
        drop((first, stranger));
        assert!(!somebody_waits());
        assert_eq!(awaited.all().len(), 0);
    }
}
