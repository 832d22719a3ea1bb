//! The ring: the newest entries, bounded in number and in bytes.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::{
    bounds::Bounds,
    entry::{Entry, Sent},
    kept::Kept,
};

/// The journal of one project space.
#[derive(Default)]
pub struct Journal {
    bounds: Bounds,
    ring: Mutex<Ring>,
    /// Told whenever an answer is over.
    over: Notify,
}

#[derive(Default)]
struct Ring {
    entries: VecDeque<Kept>,
    bytes: usize,
    last: u64,
    /// Answers that are not over yet.
    under_way: usize,
}

/// What a journal holds at one moment.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Page {
    /// How many older entries were dropped.
    pub dropped: u64,
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
}

impl Journal {
    /// An empty journal.
    #[must_use]
    pub fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            ring: Mutex::default(),
            over: Notify::new(),
        }
    }

    /// A request has come: until its [`Self::ends`] the journal is not settled.
    pub fn begins(&self) {
        self.lock().under_way += 1;
    }

    /// The answer to a request is over, whole or not, and all there is to say of it is noted.
    pub fn ends(&self) {
        let mut ring = self.lock();
        ring.under_way = ring.under_way.saturating_sub(1);
        drop(ring);
        self.over.notify_waiters();
    }

    /// Adds an entry, numbers it, and drops the oldest where there are too many.
    pub fn add(&self, mut entry: Kept) -> u64 {
        let mut ring = self.lock();
        ring.last += 1;
        entry.number = ring.last;
        ring.bytes += entry.size();
        ring.entries.push_back(entry);
        ring.shrink(self.bounds);
        ring.last
    }

    /// Notes the head of an answer as it went out and how far the answer got, if its entry is still there.
    pub fn sent(&self, number: u64, head: &[u8], sent: Sent) {
        let mut ring = self.lock();
        let place = ring.place(number);
        if let Some(entry) = place.and_then(|place| ring.entries.get_mut(place)) {
            let before = entry.size();
            entry.answer = Some((head.into(), sent));
            let grown = entry.size().saturating_sub(before);
            ring.bytes += grown;
            ring.shrink(self.bounds);
        }
    }

    /// The entry of a number, if it is still there.
    #[must_use]
    pub fn entry(&self, number: u64) -> Option<Entry> {
        let kept = {
            let ring = self.lock();
            ring.entries.get(ring.place(number)?)?.clone()
        };
        Some(kept.entry())
    }

    /// Waits until every answer is over: a client that has ended may be faster than the note of what
    /// it was sent.
    pub async fn settled(&self) {
        loop {
            let over = self.over.notified();
            if self.lock().under_way == 0 {
                return;
            }
            over.await;
        }
    }

    /// Waits until so many requests have come in all.
    pub async fn reaches(&self, number: u64) {
        loop {
            let over = self.over.notified();
            if self.lock().last >= number {
                return;
            }
            over.await;
        }
    }

    /// The entries that are numbered above `after`, oldest first.
    #[must_use]
    pub fn since(&self, after: u64) -> Page {
        self.newest(after, usize::MAX)
    }

    /// As [`Self::since`], but no more than the newest `limit` entries.
    #[must_use]
    pub fn newest(&self, after: u64, limit: usize) -> Page {
        let (dropped, kept) = {
            let ring = self.lock();
            let dropped = ring.last - ring.entries.len() as u64;
            let known = usize::try_from(after.saturating_sub(dropped)).unwrap_or(usize::MAX);
            let first = known.max(ring.entries.len().saturating_sub(limit));
            let kept: Vec<_> = ring.entries.iter().skip(first).cloned().collect();
            (dropped, kept)
        };
        // Not under the lock: whoever reads much holds up nobody who asks.
        let entries = kept.into_iter().map(Kept::entry).collect();
        Page { dropped, entries }
    }

    /// Drops all entries; the answer is how many. Numbers go on.
    pub fn clear(&self) -> usize {
        let mut ring = self.lock();
        ring.bytes = 0;
        std::mem::take(&mut ring.entries).len()
    }

    /// The number of the newest entry; 0 when there never was one.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.lock().last
    }

    // A panic elsewhere leaves the ring whole: every change above is complete or not begun.
    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    /// Where the entry of a number stands.
    fn place(&self, number: u64) -> Option<usize> {
        let dropped = self.last - self.entries.len() as u64;
        Some(number.checked_sub(dropped + 1)? as usize)
    }

    /// Drops the oldest entries beyond the bounds; the newest always stays.
    fn shrink(&mut self, bounds: Bounds) {
        while self.entries.len() > bounds.entries
            || (self.bytes > bounds.bytes && self.entries.len() > 1)
        {
            if let Some(oldest) = self.entries.pop_front() {
                self.bytes = self.bytes.saturating_sub(oldest.size());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::wire::head::read_head;

    fn entry(target: &str) -> Kept {
        let head = format!("GET {target} HTTP/1.1\r\n\r\n");
        let head = read_head(head.into(), 0).unwrap();
        Kept::new(jiff::Timestamp::UNIX_EPOCH, head.raw, 200)
    }

    #[test]
    fn keeps_the_newest_and_counts_what_it_dropped() {
        let journal = Journal::new(Bounds {
            entries: 2,
            bytes: 1 << 20,
        });
        for target in ["/a", "/b", "/c"] {
            journal.add(entry(target));
        }
        let page = journal.since(0);
        assert_eq!(page.dropped, 1);
        let targets: Vec<_> = page
            .entries
            .iter()
            .map(|e| (e.number, &*e.target))
            .collect();
        assert_eq!(targets, [(2, "/b"), (3, "/c")]);
        assert_eq!(journal.since(2).entries.len(), 1);
    }

    #[test]
    fn is_bounded_in_bytes_but_always_keeps_the_newest() {
        let journal = Journal::new(Bounds {
            entries: 100,
            bytes: 10_000,
        });
        for _ in 0..50 {
            journal.add(entry(&format!("/{}", "x".repeat(3_000))));
        }
        assert_eq!(journal.since(0).entries.len(), 2);
        journal.add(entry(&format!("/{}", "x".repeat(30_000))));
        assert_eq!(journal.since(0).entries.len(), 1);
    }

    #[test]
    fn long_heads_of_answers_count_as_well() {
        let journal = Journal::new(Bounds {
            entries: 100,
            bytes: 10_000,
        });
        let sent = Sent::default();
        for _ in 0..50 {
            let number = journal.add(entry("/a"));
            journal.sent(number, &[b'x'; 3_000], sent);
        }
        assert_eq!(journal.since(0).entries.len(), 2);
    }

    #[test]
    fn what_was_sent_finds_its_entry_or_nothing() {
        let journal = Journal::new(Bounds {
            entries: 1,
            bytes: 1 << 20,
        });
        let sent = Sent {
            body_bytes: 3,
            announced: Some(3),
            whole: true,
        };
        let first = journal.add(entry("/a"));
        let second = journal.add(entry("/b"));
        journal.sent(first, b"", sent);
        assert_eq!(journal.since(0).entries[0].sent, None);
        journal.sent(second, b"", sent);
        assert_eq!(journal.since(0).entries[0].sent, Some(sent));
    }

    #[tokio::test]
    async fn is_settled_when_every_answer_is_over() {
        use std::future::Future;
        let journal = Journal::default();
        journal.begins();
        let number = journal.add(entry("/a"));
        let mut settled = std::pin::pin!(journal.settled());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(settled.as_mut().poll(&mut context).is_pending());
        let sent = Sent {
            body_bytes: 0,
            announced: None,
            whole: false,
        };
        journal.sent(number, b"", sent);
        assert!(settled.as_mut().poll(&mut context).is_pending());
        journal.ends();
        settled.await;
    }
}
