//! RC-06: a fixed alternation of short and long, and a paced rhythm.

use super::irregular::WINDOW_BEATS;
use super::survey::{LONGEST_COUPLING_MS, Shape, Survey};
use vagal_core::{BeatLabel, RhythmFinding, RhythmKind};

/// Alternating intervals in a row that make a fixed pattern. Breathing at half the heart rate
/// alternates too, but breaths of differing length lose step within a few. House choice.
const MIN_ALTERNATING: usize = 30;

/// Neighbours differ by at least this share of their mean: bigeminy does by 0.3 and more. House choice.
const MIN_CHANGE: f64 = 0.15;

/// Intervals two apart differ by at most this share of the change between neighbours. House choice.
const MAX_DRIFT: f64 = 0.25;

/// Standard deviation below which a rhythm is paced, if its rate is round: `redflags`, RC-06.
const PACED_SD_MS: f64 = 5.0;

/// Pacemakers are set in steps of 5 beats a minute; how near counts as round. House choice.
const ROUND_BPM: f64 = 5.0;
const ROUND_WITHIN_BPM: f64 = 0.5;

/// Windows needed. House choice, as for RC-01.
const MIN_PACED_WINDOWS: usize = 2;

/// Share of beats labelled as paced that makes the rhythm paced, per cent. House choice, like RC-02.
const MIN_PACED_PCT: f64 = 5.0;

pub(super) fn judge(survey: &Survey) -> Vec<RhythmFinding> {
    let paced = paced_by_label(survey).or_else(|| paced_by_rate(survey));
    alternation(survey).into_iter().chain(paced).collect()
}

fn alternation(survey: &Survey) -> Option<RhythmFinding> {
    let mut found: Option<(usize, usize, usize)> = None;
    let mut length = 0;
    for index in 0..survey.intervals.len() {
        length = if continues(survey, index) { length + 1 } else { 0 };
        // The two intervals before the first continuation belong to the pattern.
        if length + 2 >= MIN_ALTERNATING {
            let (first, longest) = found.map_or((index - length - 1, 0), |f| (f.0, f.2));
            found = Some((first, index, longest.max(length + 2)));
        }
    }
    found.map(|(first, last, longest)| RhythmFinding {
        kind: RhythmKind::FixedPattern,
        start_s: survey.intervals[first].start_s(),
        end_s: survey.intervals[last].end_s,
        numbers: format!("short and long intervals alternate, up to {longest} in a row"),
    })
}

/// True if the interval repeats the one before the last and differs from the last.
fn continues(survey: &Survey, index: usize) -> bool {
    let (Some(twin), Some(other)) = (survey.neighbour(index, -2), survey.neighbour(index, -1))
    else {
        return false;
    };
    let [twin, other, here] = [twin, other, index].map(|i| survey.intervals[i].ms);
    let change = (here - other).abs().min((twin - other).abs());
    let same_side = (here > other) == (twin > other);
    same_side
        && here.min(other) <= LONGEST_COUPLING_MS
        && change >= MIN_CHANGE * f64::midpoint(here, other)
        && (here - twin).abs() <= MAX_DRIFT * change
}

fn paced_by_label(survey: &Survey) -> Option<RhythmFinding> {
    let is_paced = |i: &&vagal_core::RrInterval| i.end_label == BeatLabel::Paced;
    let first = survey.intervals.iter().find(is_paced)?;
    let last = survey.intervals.iter().rfind(is_paced)?;
    let paced = survey.intervals.iter().filter(is_paced).count();
    let paced_pct = 100.0 * paced as f64 / survey.intervals.len() as f64;
    (paced_pct >= MIN_PACED_PCT).then(|| RhythmFinding {
        kind: RhythmKind::Paced,
        start_s: first.start_s(),
        end_s: last.end_s,
        numbers: format!("{paced_pct:.0}% of the beats are labelled as paced"),
    })
}

/// Windows that hardly vary, all at the same round rate.
fn paced_by_rate(survey: &Survey) -> Option<RhythmFinding> {
    let windows: Vec<(usize, f64)> = (0..survey.intervals.len() / WINDOW_BEATS)
        .map(|window| window * WINDOW_BEATS)
        .filter_map(|start| Some((start, fixed_rate(survey, start)?)))
        .collect();
    let (first, rate_bpm) = *windows.first()?;
    let same: Vec<usize> =
        windows.iter().filter(|(_, bpm)| *bpm == rate_bpm).map(|(start, _)| *start).collect();
    let last = *same.last()?;
    (same.len() >= MIN_PACED_WINDOWS).then(|| RhythmFinding {
        kind: RhythmKind::Paced,
        start_s: survey.intervals[first].start_s(),
        end_s: survey.intervals[last + WINDOW_BEATS - 1].end_s,
        numbers: format!(
            "{} windows of {WINDOW_BEATS} beats at {rate_bpm:.0} a minute with SDNN below 5 ms",
            same.len()
        ),
    })
}

/// The round rate of a window that hardly varies.
fn fixed_rate(survey: &Survey, start: usize) -> Option<f64> {
    let range = start..start + WINDOW_BEATS;
    if survey.shape[range.clone()].iter().any(|s| *s != Shape::Beat) {
        return None;
    }
    let intervals = &survey.intervals[range];
    let n = intervals.len() as f64;
    let mean_ms = intervals.iter().map(|i| i.ms).sum::<f64>() / n;
    let variance = intervals.iter().map(|i| (i.ms - mean_ms).powi(2)).sum::<f64>() / (n - 1.0);
    let bpm = 60_000.0 / mean_ms;
    let round_bpm = (bpm / ROUND_BPM).round() * ROUND_BPM;
    (variance.sqrt() < PACED_SD_MS && (bpm - round_bpm).abs() <= ROUND_WITHIN_BPM)
        .then_some(round_bpm)
}
