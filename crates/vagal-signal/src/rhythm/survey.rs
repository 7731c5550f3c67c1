//! What every predicate needs first: the local median, the artifacts and the time without beats.

use vagal_core::{RrInterval, RrSeries};

/// Intervals in the centred window of the local median. House choice: long enough to outvote
/// trigeminy and a run of early beats, short enough to follow a change of posture.
const LOCAL_INTERVALS: usize = 31;

/// Shorter cannot be two heartbeats: 300 beats a minute.
const SHORTEST_BEAT_MS: f64 = 200.0;

/// Longer, or longer than this many times the local median, is taken for lost contact. House choice
/// on the fixing half: the unmarked losses of 24-hour recordings (nsr001, N10) last 4.7 s and more and
/// span 7 to 11 beats, while a pause of the sinus node or the conduction lasts 2 to 6.
const LOST_CONTACT_MS: f64 = 10_000.0;
const LOST_CONTACT_RATIO: f64 = 6.0;

/// A missed beat makes 2 or 3 intervals of one, within this share: `redflags`, RC-03.
pub(super) const MULTIPLE_TOLERANCE: f64 = 0.10;

/// A premature beat follows the one before within this time, as coupling intervals of 0.3 to 0.7 s do.
/// House choice: at 40 beats a minute the shortest interval of a deep breath is longer, so that two or
/// three beats to a breath are not taken for bigeminy or trigeminy.
pub(super) const LONGEST_COUPLING_MS: f64 = 800.0;

/// How far a neighbour may lie from the local median, as a share, for the stretch to count as steady.
/// House choice: above the breathing arrhythmia of most people, below the spread of fibrillation.
const STEADY: f64 = 0.15;

/// Steady neighbours looked at on each side of a suspected missed or extra beat.
const STEADY_NEIGHBOURS: usize = 2;

/// What an interval is, judged by its length and its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The time between two heartbeats.
    Beat,
    /// No heartbeat at one of its ends, or one missing within: never evidence of a rhythm.
    Artifact,
    /// So long that contact was lost: time without beats.
    Lost,
}

/// The intervals with what was found out about each.
pub(super) struct Survey<'a> {
    pub(super) intervals: &'a [RrInterval],
    /// Running number of the unbroken stretch each interval belongs to.
    pub(super) run: Vec<usize>,
    /// Median length around each interval, ms.
    pub(super) local_ms: Vec<f64>,
    /// What each interval is.
    pub(super) shape: Vec<Shape>,
}

impl<'a> Survey<'a> {
    pub(super) fn new(rr: &'a RrSeries) -> Self {
        let intervals = rr.as_slice();
        let local_ms = running_median(intervals);
        let mut run = Vec::with_capacity(intervals.len());
        let mut current = 0;
        let mut after_lost = false;
        for (interval, local) in intervals.iter().zip(&local_ms) {
            let lost = is_lost(interval.ms, *local);
            if interval.after_gap || after_lost || lost {
                current += 1;
            }
            after_lost = lost;
            run.push(current);
        }
        let mut survey = Self { intervals, run, local_ms, shape: Vec::new() };
        survey.shape = (0..intervals.len()).map(|i| survey.classify(i)).collect();
        survey.mark_extra_beats();
        survey
    }

    /// The interval at `index + offset`, if it belongs to the same unbroken stretch.
    pub(super) fn neighbour(&self, index: usize, offset: isize) -> Option<usize> {
        let other = index.checked_add_signed(offset)?;
        (self.run.get(other)? == &self.run[index]).then_some(other)
    }

    /// Length over local median.
    pub(super) fn ratio(&self, index: usize) -> f64 {
        self.intervals[index].ms / self.local_ms[index]
    }

    /// True if the interval is within [`STEADY`] of its local median.
    pub(super) fn is_steady(&self, index: usize) -> bool {
        (self.ratio(index) - 1.0).abs() <= STEADY
    }

    /// Seconds of intervals, lost contact left out.
    pub(super) fn covered_s(&self) -> f64 {
        let kept = self.intervals.iter().zip(&self.shape).filter(|(_, s)| **s != Shape::Lost);
        kept.map(|(i, _)| i.ms).sum::<f64>() / 1000.0
    }

    /// Share of the time from first to last beat in which no beats were seen, per cent.
    pub(super) fn lost_pct(&self) -> f64 {
        let (Some(first), Some(last)) = (self.intervals.first(), self.intervals.last()) else {
            return 0.0;
        };
        let span_s = last.end_s - first.start_s();
        if span_s <= 0.0 {
            return 0.0;
        }
        (100.0 * (1.0 - self.covered_s() / span_s)).max(0.0)
    }

    /// Share of the intervals that are artifacts, per cent.
    pub(super) fn artifact_pct(&self) -> f64 {
        if self.shape.is_empty() {
            return 0.0;
        }
        let artifacts = self.shape.iter().filter(|s| **s == Shape::Artifact).count();
        100.0 * artifacts as f64 / self.shape.len() as f64
    }

    fn classify(&self, index: usize) -> Shape {
        let ms = self.intervals[index].ms;
        if is_lost(ms, self.local_ms[index]) {
            return Shape::Lost;
        }
        let missed = is_missed_multiple(self.ratio(index)) && self.steady_around(index, index);
        if ms < SHORTEST_BEAT_MS || missed { Shape::Artifact } else { Shape::Beat }
    }

    /// Two intervals that together make one, amid steady ones: something was taken for a beat.
    fn mark_extra_beats(&mut self) {
        for first in 0..self.intervals.len().saturating_sub(1) {
            let second = first + 1;
            if self.run[first] != self.run[second] {
                continue;
            }
            let together = self.ratio(first) + self.ratio(second);
            let both_short = self.ratio(first).max(self.ratio(second)) < 1.0 - STEADY;
            let one = (together - 1.0).abs() <= MULTIPLE_TOLERANCE;
            if both_short && one && self.steady_around(first, second) {
                self.shape[first] = Shape::Artifact;
                self.shape[second] = Shape::Artifact;
            }
        }
    }

    /// True if the intervals just before `first` and just after `last` are steady.
    fn steady_around(&self, first: usize, last: usize) -> bool {
        (1..=STEADY_NEIGHBOURS as isize).all(|step| {
            [self.neighbour(first, -step), self.neighbour(last, step)]
                .into_iter()
                .flatten()
                .all(|i| self.is_steady(i))
        })
    }
}

/// True for a stretch in which contact was lost without a gap being marked.
fn is_lost(ms: f64, local_ms: f64) -> bool {
    ms > LOST_CONTACT_MS || ms > LOST_CONTACT_RATIO * local_ms
}

/// True for a length near twice or three times the local median.
pub(super) fn is_missed_multiple(ratio: f64) -> bool {
    [2.0, 3.0].iter().any(|n| (ratio / n - 1.0).abs() <= MULTIPLE_TOLERANCE)
}

/// Median length of the [`LOCAL_INTERVALS`] around each interval, gaps not minded: a level outlives
/// a short gap, and a run of three beats has no level of its own.
fn running_median(intervals: &[RrInterval]) -> Vec<f64> {
    let half = LOCAL_INTERVALS / 2;
    let mut sorted: Vec<f64> = Vec::with_capacity(LOCAL_INTERVALS + 1);
    let insert = |sorted: &mut Vec<f64>, ms: f64| {
        let place = sorted.partition_point(|v| *v < ms);
        sorted.insert(place, ms);
    };
    for interval in intervals.iter().take(half) {
        insert(&mut sorted, interval.ms);
    }
    let mut medians = Vec::with_capacity(intervals.len());
    for centre in 0..intervals.len() {
        if let Some(entering) = intervals.get(centre + half) {
            insert(&mut sorted, entering.ms);
        }
        if centre > half {
            let leaving = intervals[centre - half - 1].ms;
            let place = sorted.partition_point(|v| *v < leaving);
            sorted.remove(place);
        }
        medians.push(sorted[sorted.len() / 2]);
    }
    medians
}
