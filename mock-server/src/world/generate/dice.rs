//! Chance with a seed: the same throws for ever, on every machine.
//!
//! ChaCha8 is a published function, and the way from its words to numbers stands here, so that no
//! update of a dependency can change a world.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a set of dice is thrown for. Each purpose has throws of its own, so that one more throw for
/// one thing moves nothing else.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub enum Purpose {
    /// Answers of one form.
    Answers = 1,
    /// Id of a stored form.
    FormId = 2,
    /// Everything about a person.
    Person = 3,
    /// Id of a case.
    CaseId = 4,
    /// Everything around a form: submitter, times, case worked on.
    Submission = 5,
    /// Groups of users.
    Group = 6,
    /// The key that hides the counter within witnesses.
    Witness = 7,
    /// Id of a referral.
    ReferralId = 8,
}

/// A set of dice.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice for one purpose, and within it for one place, such as the role and number of a form.
    #[must_use]
    pub fn new(seed: u64, purpose: Purpose, place: [u64; 2]) -> Self {
        let mut key = [0; 32];
        for (bytes, word) in key
            .chunks_exact_mut(8)
            .zip([seed, purpose as u64, place[0], place[1]])
        {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// 64 bits.
    pub fn word(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number below `bound`; 0 if `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The high half of the product. Favours some numbers by less than bound/2^64.
        let product = u128::from(self.word()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included; `low` if they are the wrong way round.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        if high < low {
            return low;
        }
        low.wrapping_add_unsigned(self.below(high.abs_diff(low).saturating_add(1)))
    }

    /// True in `percent` of a hundred throws.
    pub fn percent(&mut self, percent: u8) -> bool {
        self.below(100) < u64::from(percent)
    }

    /// One of some things.
    pub fn pick<'a, T: ?Sized>(&mut self, things: &[&'a T]) -> Option<&'a T> {
        let index = self.below(things.len() as u64);
        things.get(usize::try_from(index).ok()?).copied()
    }

    /// 32 hex digits, as HQ's ids of users and documents.
    pub fn hex_id(&mut self) -> String {
        format!("{:016x}{:016x}", self.word(), self.word())
    }

    /// A random UUID, as phones make for forms and cases.
    pub fn uuid(&mut self) -> String {
        let high = self.word() & 0xffff_ffff_ffff_0fff | 0x4000;
        let low = self.word() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first throws of one set of dice, written down. If this fails, every world has changed.
    #[test]
    fn throws_never_change() {
        let mut dice = Dice::new(1, Purpose::Answers, [2, 3]);
        let throws: Vec<u64> = (0..4).map(|_| dice.below(1000)).collect();
        assert_eq!(throws, [785, 761, 382, 876]);
        assert_eq!(dice.uuid(), "71948ae9-3074-493d-a1b9-0b9a52d0005f");
        assert_eq!(dice.hex_id(), "049d13bc7160d8ed6b6725112af3fef0");
    }

    #[test]
    fn ranges_hold_their_ends() {
        let mut dice = Dice::new(7, Purpose::Person, [0, 0]);
        let throws: Vec<i64> = (0..500).map(|_| dice.between(-1, 1)).collect();
        assert_eq!(throws.iter().min(), Some(&-1));
        assert_eq!(throws.iter().max(), Some(&1));
        assert_eq!(dice.between(5, 4), 5);
        assert_eq!(dice.below(0), 0);
        let extremes = dice.between(i64::MIN, i64::MAX);
        assert_ne!(extremes, dice.between(i64::MIN, i64::MAX));
    }
}
