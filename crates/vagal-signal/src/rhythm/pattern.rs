//! RC-06 and RC-10: a fixed alternation of short and long, a paced rhythm, and no variation at all.

use super::irregular::WINDOW_BEATS;
use super::survey::{LONGEST_COUPLING_MS, Shape, Survey};
use vagal_core::{BeatLabel, RhythmFinding, RhythmKind, RrInterval};

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

/// Lengths nearer than this are the same number: what is left of it after seconds are added up.
const SAME_MS: f64 = 1e-3;

/// The coarsest step in which intervals are stored: a wrist sensor of 64 Hz, 15.6 ms.
const COARSEST_MS: f64 = 16.0;

pub(super) fn judge(survey: &Survey) -> Vec<RhythmFinding> {
    let fixed =
        paced_by_label(survey).or_else(|| constant(survey)).or_else(|| paced_by_rate(survey));
    alternation(survey).into_iter().chain(fixed).collect()
}

/// RC-10: intervals that do not vary at the resolution at which they were stored.
fn constant(survey: &Survey) -> Option<RhythmFinding> {
    let window_beats = WINDOW_BEATS.min(survey.intervals.len());
    let step_ms = resolution_ms(survey);
    let windows: Vec<_> = survey.intervals.chunks_exact(window_beats.max(1)).collect();
    let is_constant = |window: &&&[RrInterval]| {
        let shortest = window.iter().map(|i| i.ms).fold(f64::MAX, f64::min);
        let longest = window.iter().map(|i| i.ms).fold(f64::MIN, f64::max);
        longest - shortest <= step_ms + SAME_MS
    };
    let constant: Vec<_> = windows.iter().filter(is_constant).collect();
    let (first, last) = (constant.first()?, constant.last()?);
    (2 * constant.len() >= windows.len()).then(|| RhythmFinding {
        kind: RhythmKind::NoVariation,
        start_s: first[0].start_s(),
        end_s: last[window_beats - 1].end_s,
        numbers: format!(
            "{} of {} windows of {window_beats} beats; {}",
            constant.len(),
            windows.len(),
            if step_ms > 0.0 {
                format!("intervals are stored in steps of {step_ms:.1} ms and vary by no more")
            } else {
                format!("all intervals are {:.0} ms long", first[0].ms)
            }
        ),
    })
}

/// The smallest difference between two lengths in the file: the step in which they were stored. 0 where all
/// are the same or differ by more than any device rounds.
fn resolution_ms(survey: &Survey) -> f64 {
    let mut lengths: Vec<f64> = survey.intervals.iter().map(|i| i.ms).collect();
    lengths.sort_by(f64::total_cmp);
    let steps = lengths.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| *step > SAME_MS);
    let step_ms = steps.fold(f64::INFINITY, f64::min);
    if step_ms <= COARSEST_MS { step_ms } else { 0.0 }
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
