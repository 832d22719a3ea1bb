//! The exports kept, the least recently used go first.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;

use super::key::Makings;

/// Finished exports within a number of bytes. Beside them, those that are being sent: whoever asks for one
/// of these is given the same bytes, however large they are.
#[derive(Debug)]
pub struct Finished {
    most: AtomicUsize,
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    exports: HashMap<Arc<Makings>, Kept>,
    /// Who was used when: the first is the least recently used.
    by_use: BTreeMap<u64, Arc<Makings>>,
    /// What is not kept, but held by answers under way.
    under_way: HashMap<Arc<Makings>, Weak<Vec<u8>>>,
    uses: u64,
    usage: Usage,
}

#[derive(Debug)]
struct Kept {
    body: Bytes,
    used: u64,
}

/// What is kept, and how it went so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Usage {
    /// How many exports are kept.
    pub exports: usize,
    /// How many bytes they take, bookkeeping included.
    pub bytes: usize,
    /// How many exports were found.
    pub found: u64,
    /// How many were looked for in vain.
    pub missed: u64,
}

impl Finished {
    /// How many bytes are kept unless said otherwise.
    pub const DEFAULT_MOST: usize = 64 << 20;

    /// Keeps at most so many bytes; 0 keeps nothing.
    #[must_use]
    pub fn within(most: usize) -> Self {
        Self {
            most: AtomicUsize::new(most),
            shelf: Mutex::default(),
        }
    }

    /// Keeps at most so many bytes from now on.
    pub fn keep_within(&self, most: usize) {
        self.most.store(most, Ordering::Relaxed);
        self.shelf().shrink(most);
    }

    /// The bytes of an export, if they are kept.
    #[must_use]
    pub fn find(&self, makings: &Makings) -> Option<Bytes> {
        self.shelf().find(makings)
    }

    /// Keeps an export for later, and drops others where it would be too much. One that alone is too
    /// much is kept only as long as somebody holds the bytes that are given back.
    pub fn keep(&self, makings: Arc<Makings>, body: Vec<u8>) -> Bytes {
        let most = self.most.load(Ordering::Relaxed);
        let mut shelf = self.shelf();
        if makings.size() + body.len() > most {
            return shelf.lend(makings, body);
        }
        let body = Bytes::from(body);
        shelf.add(makings, body.clone());
        shelf.shrink(most);
        body
    }

    /// What is kept, and how it went so far.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.shelf().usage
    }

    // Every change below is complete or not begun.
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes that many hold; the last one lets them go.
fn shared(body: Arc<Vec<u8>>) -> Bytes {
    struct Held(Arc<Vec<u8>>);
    impl AsRef<[u8]> for Held {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    Bytes::from_owner(Held(body))
}

fn size(makings: &Makings, body: &Bytes) -> usize {
    makings.size() + body.len()
}

impl Shelf {
    fn find(&mut self, makings: &Makings) -> Option<Bytes> {
        let Some(kept) = self.exports.get_mut(makings) else {
            let lent = self.lent(makings);
            match lent {
                Some(_) => self.usage.found += 1,
                None => self.usage.missed += 1,
            }
            return lent;
        };
        self.uses += 1;
        let before = std::mem::replace(&mut kept.used, self.uses);
        let body = kept.body.clone();
        if let Some(makings) = self.by_use.remove(&before) {
            self.by_use.insert(self.uses, makings);
        }
        self.usage.found += 1;
        Some(body)
    }

    /// The bytes that an answer under way holds.
    fn lent(&self, makings: &Makings) -> Option<Bytes> {
        self.under_way.get(makings)?.upgrade().map(shared)
    }

    /// Gives bytes to an answer, or those of the same export that others hold already.
    fn lend(&mut self, makings: Arc<Makings>, body: Vec<u8>) -> Bytes {
        self.under_way.retain(|_, body| body.strong_count() > 0);
        self.lent(&makings).unwrap_or_else(|| {
            let body = Arc::new(body);
            self.under_way.insert(makings, Arc::downgrade(&body));
            shared(body)
        })
    }

    fn add(&mut self, makings: Arc<Makings>, body: Bytes) {
        self.remove(&makings);
        self.uses += 1;
        self.usage.bytes += size(&makings, &body);
        self.usage.exports += 1;
        self.by_use.insert(self.uses, Arc::clone(&makings));
        let used = self.uses;
        self.exports.insert(makings, Kept { body, used });
    }

    fn remove(&mut self, makings: &Makings) {
        if let Some(kept) = self.exports.remove(makings) {
            self.by_use.remove(&kept.used);
            self.usage.bytes -= size(makings, &kept.body);
            self.usage.exports -= 1;
        }
    }

    fn shrink(&mut self, most: usize) {
        while self.usage.bytes > most
            && let Some((_, oldest)) = self.by_use.first_key_value()
        {
            let oldest = Arc::clone(oldest);
            self.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Document, quirks::Choices, world::form::StoredForm};

    fn forms(count: usize) -> Vec<Arc<StoredForm>> {
        let document = Document::from_json(&serde_json::json!({ "_id": "a" })).unwrap();
        (0..count)
            .map(|_| Arc::new(StoredForm::new(document.clone(), None)))
            .collect()
    }

    fn raw(forms: &[Arc<StoredForm>]) -> Makings {
        Makings::of_raw(forms, &Choices::default())
    }

    #[test]
    fn equal_contents_are_no_equal_documents() {
        let all = forms(3);
        assert_eq!(raw(&all), raw(&all));
        assert_ne!(raw(&all), raw(&forms(3)));
        assert_ne!(raw(&all), raw(&all[..2]));
        assert_ne!(raw(&all[..2]), raw(&[all[1].clone(), all[0].clone()]));
        let mut choices = Choices::default();
        choices.set("csv-bom", "utf-8").unwrap();
        assert_ne!(raw(&all), Makings::of_raw(&all, &choices));
    }

    #[test]
    fn a_place_is_not_taken_by_another_document_while_it_is_remembered() {
        let finished = Finished::within(1 << 20);
        for number in 0..1_000_u32 {
            let fresh = forms(1);
            assert_eq!(finished.find(&raw(&fresh)), None, "document {number}");
            finished.keep(Arc::new(raw(&fresh)), number.to_string().into());
        }
    }

    #[test]
    fn the_least_recently_used_goes_first() {
        let all = forms(4);
        let one = |number: usize| raw(&all[number..=number]);
        let body = vec![b'x'; 1_000];
        let most = 3 * (one(0).size() + 1_000);
        let finished = Finished::within(most);
        for number in [0, 1, 2] {
            finished.keep(Arc::new(one(number)), body.clone());
        }
        assert_eq!(finished.usage().bytes, most);
        assert!(finished.find(&one(0)).is_some());
        finished.keep(Arc::new(one(3)), body);
        let kept = [0, 1, 2, 3].map(|number| finished.find(&one(number)).is_some());
        assert_eq!(kept, [true, false, true, true]);
        assert_eq!(finished.usage().exports, 3);
        finished.keep_within(0);
        assert_eq!((finished.usage().exports, finished.usage().bytes), (0, 0));
    }

    #[test]
    fn too_much_alone_drops_nothing_else() {
        let all = forms(2);
        let finished = Finished::within(2_000);
        finished.keep(Arc::new(raw(&all[..1])), b"x".to_vec());
        finished.keep(Arc::new(raw(&all[1..])), vec![b'x'; 2_000]);
        assert_eq!(finished.usage().exports, 1);
        assert!(finished.find(&raw(&all[..1])).is_some());
        finished.keep(Arc::new(raw(&all[..1])), b"y".to_vec());
        assert_eq!(finished.usage().exports, 1, "kept again is kept once");
    }

    #[test]
    fn readers_of_one_export_share_its_bytes_however_large_it_is() {
        let all = forms(2);
        for most in [0, 1 << 20] {
            let finished = Finished::within(most);
            let first = finished.keep(Arc::new(raw(&all)), vec![b'x'; 100_000]);
            let readers: Vec<_> = (0..64)
                .map(|_| finished.find(&raw(&all)).unwrap())
                .collect();
            assert!(readers.iter().all(|body| body.as_ptr() == first.as_ptr()));
            if most == 0 {
                // Two who made it at the same time hold one of the two.
                let second = finished.keep(Arc::new(raw(&all)), vec![b'x'; 100_000]);
                assert_eq!(second.as_ptr(), first.as_ptr());
                drop((first, second, readers));
                assert_eq!(finished.find(&raw(&all)), None, "nobody holds it any more");
            }
        }
    }
}
