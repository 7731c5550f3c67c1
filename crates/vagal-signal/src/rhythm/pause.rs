//! RC-03: intervals of three seconds or more that are not missed beats, at least two of them.

use super::survey::{Shape, Survey, is_missed_multiple};
use vagal_core::{RhythmFinding, RhythmKind};

/// Length of a pause: `redflags`, RC-03.
const PAUSE_MS: f64 = 3000.0;

/// A pause needs another ("confirmed twice": same source) within this time. House choice: a session
/// holds both, while the losses of contact of a night, which are hours apart, confirm nothing.
const CONFIRMED_WITHIN_S: f64 = 3600.0;

/// Intervals on each side that must be beats of one unbroken stretch: where contact is poor, an
/// interval without beats says nothing. House choice.
const CLEAN_NEIGHBOURS: isize = 5;

pub(super) fn judge(survey: &Survey) -> Option<RhythmFinding> {
    let long: Vec<usize> = (0..survey.intervals.len()).filter(|i| is_pause(survey, *i)).collect();
    let at_s = |place: usize| survey.intervals[long[place]].end_s;
    let is_confirmed = |place: &usize| {
        let before = *place > 0 && at_s(*place) - at_s(*place - 1) <= CONFIRMED_WITHIN_S;
        let after =
            *place + 1 < long.len() && at_s(*place + 1) - at_s(*place) <= CONFIRMED_WITHIN_S;
        before || after
    };
    let pauses: Vec<usize> =
        (0..long.len()).filter(is_confirmed).map(|place| long[place]).collect();
    // Where beats are missed for as long, more often than not, the signal comes first (RC-08).
    let losses = (0..survey.intervals.len()).filter(|i| is_long_loss(survey, *i)).count();
    if losses >= pauses.len() {
        return None;
    }
    let (first, last) = (*pauses.first()?, *pauses.last()?);
    let longest_ms = pauses.iter().map(|i| survey.intervals[*i].ms).fold(0.0, f64::max);
    Some(RhythmFinding {
        kind: RhythmKind::Pause,
        start_s: survey.intervals[first].start_s(),
        end_s: survey.intervals[last].end_s,
        numbers: format!(
            "{} intervals of 3 s or more, the longest {:.1} s",
            pauses.len(),
            longest_ms / 1000.0
        ),
    })
}

fn is_pause(survey: &Survey, index: usize) -> bool {
    survey.intervals[index].ms >= PAUSE_MS
        && survey.shape[index] == Shape::Beat
        && !is_missed_multiple(survey.ratio(index))
        && [-1, 1].into_iter().all(|side| {
            (1..=CLEAN_NEIGHBOURS).all(|step| {
                survey.neighbour(index, side * step).is_some_and(|i| survey.shape[i] == Shape::Beat)
            })
        })
}

/// True for a stretch as long as a pause in which beats were missed or contact was lost.
fn is_long_loss(survey: &Survey, index: usize) -> bool {
    survey.intervals[index].ms >= PAUSE_MS
        && (survey.shape[index] != Shape::Beat || is_missed_multiple(survey.ratio(index)))
}
