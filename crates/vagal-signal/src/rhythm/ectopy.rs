//! RC-02: many ectopic beats, or three or more in a row, by label or by the pattern of intervals.

use super::survey::{LONGEST_COUPLING_MS, Shape, Survey};
use vagal_core::{RhythmFinding, RhythmKind};

/// Share of beats above which ectopy is frequent, per cent: `redflags`, RC-02.
const MAX_ECTOPIC_PCT: f64 = 5.0;

/// Ectopic beats an hour from which ectopy is frequent: `redflags`, RC-02.
const MAX_PER_HOUR: f64 = 30.0;

/// Ectopic beats needed before a rate an hour is spoken of: half an hour's worth. House choice, so that
/// one premature beat in two minutes is not "30 an hour".
const MIN_FOR_RATE: usize = 15;

/// Ectopic beats needed before a share is spoken of: 5% of the 120 beats of the shortest recording.
const MIN_FOR_SHARE: usize = 6;

/// Beats in a row that make a run: `redflags`, RC-02.
const RUN_BEATS: usize = 3;

/// An early interval is at most this share of its local median and of the interval before: the usual
/// rule of 20% prematurity.
const EARLY: f64 = 0.80;

/// Below this share of the local median it is no beat but a second detection of the same. House choice.
const TOO_EARLY: f64 = 0.30;

/// The interval after an early one is at least this share of the local median (a premature beat from
/// the atria resets the sinus node, so there need not be a pause) …
const LATE: f64 = 0.90;

/// … and at least this much longer than the early one. House choice.
const REBOUND: f64 = 1.25;

/// Sparse ectopy: an early interval stands out from its neighbourhood by this multiple of the distance
/// from the median within which seven tenths of it lie, for which at most every seventh beat may be
/// ectopic. The trough of a sine stands out by 1/sin(0.35π) = 1.1, one of varying depth by about 2, and
/// at three beats to a breath or two still less than a third are troughs. House choice.
const SPARSE_STANDS_OUT: f64 = 4.0;
const SPARSE_QUIET_SHARE: f64 = 0.70;

/// Dense ectopy, as in trigeminy, leaves only a third of the intervals in place. Three beats a breath
/// do the same, so that here the beat has to be earlier and the pause longer than breathing makes
/// them. House choice.
const DENSE_STANDS_OUT: f64 = 5.0;
const DENSE_QUIET_SHARE: f64 = 0.25;
const DENSE_EARLY: f64 = 0.70;
const DENSE_LATE: f64 = 1.10;

/// Intervals on each side that make the neighbourhood: 31 in all, like the local median.
const NEIGHBOURHOOD: usize = 15;

/// The interval after an unlabelled run is at least this share of the local median: there is a pause.
const RUN_PAUSE: f64 = 1.05;

/// Intervals within an unlabelled run do not add up to a whole number of local medians within this:
/// that is what a second detection in each of two or more beats does. House choice.
const RUN_WHOLE: f64 = 0.10;

/// Intervals within an unlabelled run are at most this share of the local median, start as suddenly, …
/// House choice: sighs and arousals shorten three to five intervals to 0.7, one after the other.
const RUN_EARLY: f64 = 0.65;

/// … at least this long (220 beats a minute), alike within this factor, and no more than half the
/// neighbourhood, which gives the local median. House choices against bursts of noise.
const RUN_SHORTEST_MS: f64 = 270.0;
const RUN_ALIKE: f64 = 1.2;
const RUN_LONGEST: usize = NEIGHBOURHOOD - 1;

/// What RC-02 found.
pub(super) struct Ectopy {
    pub(super) findings: Vec<RhythmFinding>,
    pub(super) ectopic_pct: f64,
}

/// Ectopic beats as `(index of the interval that ends with it, beats in a row so far)`.
type Events = Vec<(usize, usize)>;

pub(super) fn judge(survey: &Survey) -> Ectopy {
    let is_labelled = survey.intervals.iter().any(|i| i.end_label.is_ectopic());
    let events = if is_labelled { by_label(survey) } else { by_pattern(survey) };
    let beats = survey.intervals.len().max(1);
    let hours = survey.covered_s() / 3600.0;
    let ectopic_pct = 100.0 * events.len() as f64 / beats as f64;
    let per_hour = events.len() as f64 / hours.max(f64::MIN_POSITIVE);
    let longest_run = events.iter().map(|(_, run)| *run).max().unwrap_or(0);
    let share = ectopic_pct > MAX_ECTOPIC_PCT && events.len() >= MIN_FOR_SHARE;
    let rate = per_hour >= MAX_PER_HOUR && events.len() >= MIN_FOR_RATE;
    let run = longest_run >= RUN_BEATS;
    let mut findings = Vec::new();
    if (share || rate || run)
        && let (Some(first), Some(last)) = (events.first(), events.last())
    {
        let how = if is_labelled { "by label" } else { "by early and late intervals" };
        let row = if run { format!(", up to {longest_run} in a row") } else { String::new() };
        findings.push(RhythmFinding {
            kind: RhythmKind::FrequentEctopy,
            start_s: survey.intervals[first.0].start_s(),
            end_s: survey.intervals[last.0].end_s,
            numbers: format!(
                "{} ectopic beats {how} ({ectopic_pct:.1}% of beats, {per_hour:.0} an hour){row}",
                events.len()
            ),
        });
    }
    Ectopy { findings, ectopic_pct }
}

/// Labels count where at least one beat is labelled ectopic: somebody has looked. Where all beats
/// are labelled normal, often a detector wrote the label, and the intervals have the word.
fn by_label(survey: &Survey) -> Events {
    let mut events: Events = Vec::new();
    for (index, interval) in survey.intervals.iter().enumerate() {
        if interval.end_label.is_ectopic() {
            let previous = events.last().filter(|(i, _)| survey.neighbour(index, -1) == Some(*i));
            events.push((index, previous.map_or(1, |(_, run)| run + 1)));
        }
    }
    events
}

fn by_pattern(survey: &Survey) -> Events {
    let mut events: Events = Vec::new();
    let mut index = 0;
    while index < survey.intervals.len() {
        if let Some(length) = run_length(survey, index) {
            events.extend((0..length).map(|step| (index + step, step + 1)));
            index += length;
        } else {
            if is_early_late(survey, index) {
                events.push((index, 1));
            }
            index += 1;
        }
    }
    events
}

/// True for an isolated early-late pair: the intervals on both sides of it are steady.
fn is_early_late(survey: &Survey, index: usize) -> bool {
    let ratio = survey.ratio(index);
    if !(TOO_EARLY..=EARLY).contains(&ratio) || survey.shape[index] != Shape::Beat {
        return false;
    }
    let (Some(before), Some(after)) = (survey.neighbour(index, -1), survey.neighbour(index, 1))
    else {
        return false;
    };
    let [before_ms, ms, after_ms] = [before, index, after].map(|i| survey.intervals[i].ms);
    ms <= EARLY * before_ms
        && survey.ratio(after) >= LATE
        && after_ms >= REBOUND * ms
        && steady(survey, before, [0])
        && steady(survey, after, [1])
        && stands_out(survey, index, survey.ratio(after))
}

/// True if an early interval is more than the trough of a breath, sparse or dense.
fn stands_out(survey: &Survey, index: usize, ratio_after: f64) -> bool {
    let first = index.saturating_sub(NEIGHBOURHOOD);
    let last = (index + NEIGHBOURHOOD).min(survey.intervals.len() - 1);
    let centre_ms = survey.local_ms[index];
    let mut away: Vec<f64> =
        survey.intervals[first..=last].iter().map(|i| (i.ms / centre_ms - 1.0).abs()).collect();
    let ratio = survey.ratio(index);
    let sparse = super::quantile(&mut away, SPARSE_QUIET_SHARE);
    let dense = super::quantile(&mut away, DENSE_QUIET_SHARE);
    1.0 - ratio >= SPARSE_STANDS_OUT * sparse
        || (1.0 - ratio >= DENSE_STANDS_OUT * dense
            && ratio <= DENSE_EARLY
            && survey.intervals[index].ms <= LONGEST_COUPLING_MS
            && ratio_after >= DENSE_LATE)
}

/// Length of a run of early beats that starts here amid steady intervals; `None` if there is none.
fn run_length(survey: &Survey, start: usize) -> Option<usize> {
    let is_fast = |i: usize| {
        survey.ratio(i) <= RUN_EARLY
            && survey.intervals[i].ms >= RUN_SHORTEST_MS
            && survey.shape[i] == Shape::Beat
    };
    let before = survey.neighbour(start, -1)?;
    let is_sudden = survey.intervals[start].ms <= RUN_EARLY * survey.intervals[before].ms;
    if !is_fast(start) || !is_sudden || !steady(survey, start, [-1, -2]) {
        return None;
    }
    let end = (start..survey.intervals.len().min(start + RUN_LONGEST + 1))
        .find(|i| survey.run[*i] != survey.run[start] || !is_fast(*i))?;
    let length = end - start;
    let lengths = survey.intervals[start..end].iter().map(|i| i.ms);
    let (shortest, longest) =
        lengths.fold((f64::INFINITY, 0.0_f64), |(low, high), ms| (low.min(ms), high.max(ms)));
    let ends_late = survey.run[end] == survey.run[start] && survey.ratio(end) >= RUN_PAUSE;
    let beats: f64 = (start..end).map(|i| survey.ratio(i)).sum();
    let is_doubled = (beats - beats.round()).abs() <= RUN_WHOLE;
    (length >= RUN_BEATS
        && !is_doubled
        && longest <= RUN_ALIKE * shortest
        && ends_late
        && steady(survey, end, [1, 2]))
    .then_some(length)
}

/// True if the intervals at these offsets are there and steady.
fn steady<const N: usize>(survey: &Survey, index: usize, offsets: [isize; N]) -> bool {
    offsets
        .into_iter()
        .all(|offset| survey.neighbour(index, offset).is_some_and(|i| survey.is_steady(i)))
}
