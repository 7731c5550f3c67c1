//! What is put in the place of what stands out, with the time it took kept to the millisecond.
//!
//! Every change replaces some neighbouring intervals by others of the same sum, so the beats around stay where
//! they are. A change is made only if the new intervals fit their neighbours; what cannot be made to fit is
//! left to removal.

use super::classify::{Finding, LONGEST_MS, SHORTEST_MS};
use super::threshold::{FLOOR, Thresholds};
use vagal_core::CorrectionKind;

/// How far a made interval may lie from its neighbours, as a share of them, whatever the thresholds say.
/// House choice: a sinus rhythm rarely changes more from beat to beat.
const FIT_AT_MOST: f64 = 0.25;
/// Beats that are put into one interval at most. House choice: longer, and the rhythm is guessed.
const MOST_MISSED: usize = 2;

/// Intervals `first..last` become `after`, of the same sum; removed if `after` is empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) kind: CorrectionKind,
    pub(super) after: Vec<f64>,
}

impl Change {
    pub(super) fn removal(first: usize, last: usize) -> Self {
        Self { first, last, kind: CorrectionKind::Removed, after: Vec::new() }
    }
}

/// The change that mends a finding at interval `i`, if one fits.
pub(super) fn mend(
    ms: &[f64],
    thresholds: &Thresholds<'_>,
    i: usize,
    finding: Finding,
) -> Option<Change> {
    use CorrectionKind::{Ectopic, Extra, LongShort, Missed};
    let try_at = |first: isize, count: usize, into: usize, kind: CorrectionKind| {
        let first = usize::try_from(first).ok()?;
        replace(ms, thresholds, first, first + count, into, kind)
    };
    let at = i as isize;
    let moved = |kind| [try_at(at - 1, 2, 2, kind), try_at(at, 2, 2, kind)];
    let merged = [
        try_at(at, 2, 1, Extra),
        try_at(at - 1, 2, 1, Extra),
        try_at(at, 3, 1, Extra),
        try_at(at - 1, 3, 1, Extra),
    ];
    let options: Vec<Fit> = match finding {
        Finding::Ectopic => [try_at(at - 1, 2, 2, Ectopic)].into_iter().flatten().collect(),
        Finding::Short => merged.into_iter().chain(moved(LongShort)).flatten().collect(),
        Finding::Long => (1..=MOST_MISSED)
            .map(|missed| try_at(at, 1, 1 + missed, Missed))
            .chain(moved(LongShort))
            .flatten()
            .collect(),
    };
    options.into_iter().min_by(|a, b| a.misfit.total_cmp(&b.misfit)).map(|fit| fit.change)
}

/// The change that takes out an ectopic run of beats between intervals `first..last`, if one fits.
pub(super) fn mend_labelled(
    ms: &[f64],
    thresholds: &Thresholds<'_>,
    first: usize,
    last: usize,
) -> Option<Change> {
    let same = replace(ms, thresholds, first, last, last - first, CorrectionKind::Ectopic);
    // An interpolated beat stands in addition: the rhythm is whole without it.
    let without = replace(ms, thresholds, first, last, last - first - 1, CorrectionKind::Ectopic);
    let fits = [same, without].into_iter().flatten();
    fits.min_by(|a, b| a.misfit.total_cmp(&b.misfit)).map(|fit| fit.change)
}

struct Fit {
    change: Change,
    /// Largest step to a neighbour, as a share of what is borne.
    misfit: f64,
}

/// Puts `into` intervals in place of `first..last` on the line between the two neighbours, scaled to the same
/// sum; `None` if they would stand out again.
fn replace(
    ms: &[f64],
    thresholds: &Thresholds<'_>,
    first: usize,
    last: usize,
    into: usize,
    kind: CorrectionKind,
) -> Option<Fit> {
    if into == 0 || first >= last || last > ms.len() {
        return None;
    }
    let before = first.checked_sub(1).map(|i| ms[i]);
    let next = ms.get(last).copied();
    let (left, right) = match (before, next) {
        (Some(l), Some(r)) => (l, r),
        (Some(one), None) | (None, Some(one)) => (one, one),
        (None, None) => return None,
    };
    let weight = |k: usize| left + (right - left) * (k + 1) as f64 / (into + 1) as f64;
    let total_ms: f64 = ms[first..last].iter().sum();
    let scale = total_ms / (0..into).map(weight).sum::<f64>();
    let after: Vec<f64> = (0..into).map(|k| weight(k) * scale).collect();
    if after.iter().any(|x| !(SHORTEST_MS..=LONGEST_MS).contains(x)) {
        return None;
    }
    let usual = thresholds.median_ms(first);
    let borne = thresholds.difference_ms(first).clamp(FLOOR * usual, FIT_AT_MOST * usual);
    let step = |a: f64, b: f64| (a - b).abs() / borne;
    let into_it = before.map_or(0.0, |b| step(after[0], b));
    let out_of_it = next.map_or(0.0, |n| step(after[into - 1], n));
    let misfit = into_it.max(out_of_it);
    (misfit <= 1.0).then_some(Fit { change: Change { first, last, kind, after }, misfit })
}
