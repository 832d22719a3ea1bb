//! The virtual clock of a project space. Nothing in a space ever reads the real one.
//!
//! Time begins at a moment the world names, so that the same world tells the same times in every
//! run. A running clock then advances with real time; a frozen one only when it is moved, and by one
//! second with each submission, so that time never stands still under data.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Whether a clock advances by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// Only when it is moved.
    #[default]
    Frozen,
    /// With real time.
    #[serde(rename = "run")]
    Running,
}

/// The clock of one project space.
#[derive(Clone, Debug)]
pub struct Clock {
    /// What the clock showed when `since` was taken.
    shown: Timestamp,
    /// Set while the clock runs.
    since: Option<Instant>,
}

/// The clock would have left the years it can show.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the clock cannot show that moment: it is beyond the years -9999 to 9999")]
pub struct OutOfRange;

impl Clock {
    /// A clock that shows `start` now.
    #[must_use]
    pub fn starting_at(start: Timestamp, pace: Pace) -> Self {
        Self {
            shown: start,
            since: (pace == Pace::Running).then(Instant::now),
        }
    }

    /// This clock as it was when it was made, moved or last told to run or stand still.
    #[must_use]
    pub fn restarted(&self) -> Self {
        Self::starting_at(self.shown, self.pace())
    }

    /// The moment it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let elapsed = self.since.map_or(Duration::ZERO, |since| since.elapsed());
        SignedDuration::try_from(elapsed)
            .ok()
            .and_then(|elapsed| self.shown.checked_add(elapsed).ok())
            .unwrap_or(Timestamp::MAX)
    }

    /// Moves it, forwards or backwards.
    ///
    /// # Errors
    /// When the new moment cannot be shown; the clock is then unchanged.
    pub fn advance(&mut self, by: SignedDuration) -> Result<Timestamp, OutOfRange> {
        self.set(self.now().checked_add(by).map_err(|_| OutOfRange)?);
        Ok(self.shown)
    }

    /// Sets it to a moment; a running clock runs on from there.
    pub fn set(&mut self, moment: Timestamp) {
        self.shown = moment;
        if self.since.is_some() {
            self.since = Some(Instant::now());
        }
    }

    /// Freezes it where it is, or lets it run from where it is.
    pub fn set_pace(&mut self, pace: Pace) {
        *self = Self::starting_at(self.now(), pace);
    }

    /// Whether it runs.
    #[must_use]
    pub fn pace(&self) -> Pace {
        match self.since {
            Some(_) => Pace::Running,
            None => Pace::Frozen,
        }
    }

    /// The moment at which a submission without a time of its own arrives: a frozen clock first
    /// moves on by one second.
    pub fn arrival(&mut self) -> Timestamp {
        if self.since.is_none() {
            // At the end of time submissions share the last moment.
            let _ = self.advance(SignedDuration::from_secs(1));
        }
        self.now()
    }
}

/// A moment as stored documents carry it: whole seconds, `2014-01-05T09:10:00Z` (facts E.1).
#[must_use]
pub fn stored_time(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A moment as the old server compares it with stored times: `2014-01-05T09:10:30`, no zone letter,
/// so that every moment of that second sorts behind it (facts D).
#[must_use]
pub fn whole_second(moment: Timestamp) -> String {
    let mut text = stored_time(moment);
    text.pop();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        "2014-01-05T09:10:00Z".parse().unwrap()
    }

    #[test]
    fn a_frozen_clock_moves_only_with_arrivals_and_when_told() {
        let mut clock = Clock::starting_at(start(), Pace::Frozen);
        assert_eq!(clock.now(), start());
        assert_eq!(stored_time(clock.arrival()), "2014-01-05T09:10:01Z");
        clock.advance(SignedDuration::from_mins(-10)).unwrap();
        assert_eq!(stored_time(clock.now()), "2014-01-05T09:00:01Z");
    }

    #[test]
    fn a_clock_that_cannot_go_on_stays() {
        let mut clock = Clock::starting_at(start(), Pace::Frozen);
        assert_eq!(clock.advance(SignedDuration::MAX), Err(OutOfRange));
        assert_eq!(clock.now(), start());
    }

    #[test]
    fn a_running_clock_never_goes_back() {
        let clock = Clock::starting_at(start(), Pace::Running);
        assert!(clock.now() >= start());
    }
}
