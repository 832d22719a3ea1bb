//! How many scenarios are played at once.

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::catalogue::{scenario::Scenario, world::ClockPace};

/// Scenarios that mostly wait, for each one that mostly works.
const WAITING: usize = 4;

/// How many scenarios of a client are played at once.
#[derive(Debug)]
pub(super) struct Seats {
    working: Arc<Semaphore>,
    /// Where the clock runs, a client that does well waits for seconds and needs no core for it:
    /// such scenarios have seats of their own, so that others need not wait for them.
    waiting: Arc<Semaphore>,
}

impl Seats {
    /// Seats for so many scenarios that work. One is one: then nothing else is played beside it.
    pub(super) fn new(jobs: usize) -> Self {
        let working = Arc::new(Semaphore::new(jobs));
        let waiting = match jobs {
            0 | 1 => Arc::clone(&working),
            jobs => Arc::new(Semaphore::new(jobs.saturating_mul(WAITING))),
        };
        Self { working, waiting }
    }

    /// Waits for a seat for a scenario; it is free again when the permit is dropped.
    pub(super) async fn take(&self, scenario: &Scenario) -> Option<SemaphorePermit<'_>> {
        let seats = match scenario.world.clock {
            ClockPace::Run => &self.waiting,
            ClockPace::Frozen => &self.working,
        };
        // Never closed, so there is always a permit to come.
        seats.acquire().await.ok()
    }
}
