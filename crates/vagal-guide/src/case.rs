//! Case: one person's diary as it stood on a day, with the answers and the limits in force.

use vagal_core::{Diary, Episode, Moment, Reading};

use crate::limits::Limits;
use crate::safety::Answers;

/// What a quantity is computed from. Nothing in it is later than the moment asked about.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// Everything on file up to the moment.
    pub diary: Diary,
    /// The moment asked about.
    pub at: Moment,
    /// Its local day.
    pub today: i64,
    /// What the person answered.
    pub answers: &'a Answers,
    /// Seed of the shuffled maps.
    pub seed: u64,
    limits: &'a Limits,
}

/// The input that all rules are about.
pub const MASSAGE: &str = "massage";
/// The input that it is compared with.
pub const REST: &str = "rest";
/// Days of a week.
pub(crate) const WEEK: i64 = 7;

impl<'a> Case<'a> {
    /// The case of a diary on a day; what came later is left out.
    pub fn new(
        diary: &Diary,
        answers: &'a Answers,
        at: Moment,
        limits: &'a Limits,
        seed: u64,
    ) -> Self {
        let inputs = diary.inputs().iter().filter(|i| i.start <= at).cloned().collect();
        let readings = diary.readings().iter().filter(|r| r.moment <= at).cloned().collect();
        let known = |e: &&Episode| e.onset <= at;
        let episodes = diary.episodes().iter().filter(known).map(|episode| {
            let mut known = episode.clone();
            known.end = episode.end.filter(|end| *end <= at);
            known
        });
        let corrections = diary.corrections().iter().filter(|c| c.moment <= at).cloned().collect();
        let diary =
            Diary::new(diary.person.clone(), inputs, readings, episodes.collect(), corrections);
        Self { diary, at, today: at.local_day(), answers, seed, limits }
    }

    /// A threshold in force.
    pub(crate) fn limit(&self, id: &'static str) -> f64 {
        self.limits.of(id)
    }

    /// The same as a whole number, at least 1.
    pub(crate) fn count(&self, id: &'static str) -> usize {
        (self.limits.of(id).ceil() as usize).max(1)
    }

    /// The same in whole days.
    pub(crate) fn days(&self, id: &'static str) -> i64 {
        self.limits.of(id).round() as i64
    }

    /// First day of anything on file.
    pub(crate) fn first_day(&self) -> Option<i64> {
        self.diary.span().map(|(first, _)| first.local_day())
    }

    /// Readings of a kind on the local days `from` to `to`, both included.
    pub(crate) fn readings(
        &self,
        kind: &'static str,
        from: i64,
        to: i64,
    ) -> impl Iterator<Item = &Reading> {
        let on = move |r: &&Reading| (from..=to).contains(&r.moment.local_day());
        self.diary.readings_of(kind).filter(on)
    }
}
