//! Which interval is no NN interval, and what it looks like: the decision rules of the paper.

use super::threshold::{Thresholds, doubled_below};

/// Line between an ectopic pair and a normal swing: `S12 < −C1·dRR − C2`.
const C1: f64 = 0.13;
const C2: f64 = 0.17;
/// Distance from the running median, in thresholds, from which an interval is long or short by itself.
const FAR: f64 = 3.0;
/// No sinus interval is shorter, whatever the neighbourhood. House choice: 240 a minute.
pub(super) const SHORTEST_MS: f64 = 250.0;
/// No interval longer than this is kept as normal. RC-03 of the rules calls it a pause.
pub(super) const LONGEST_MS: f64 = 3000.0;

/// Intervals to each side that a rule or its mending looks at.
const SEEN: usize = 4;

/// What an interval looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// The beat that starts it came early or late: the interval before is off to the other side.
    Ectopic,
    /// Long against its neighbours.
    Long,
    /// Short against its neighbours.
    Short,
}

/// Everything that stands out where `wanted`, in order: index of the interval and what it looks like.
pub(super) fn findings(
    ms: &[f64],
    thresholds: &Thresholds<'_>,
    wanted: &[bool],
) -> Vec<(usize, Finding)> {
    let looked_at = (0..ms.len()).filter(|&i| wanted[i]);
    looked_at.filter_map(|i| finding(ms, thresholds, i).map(|f| (i, f))).collect()
}

/// The intervals whose thresholds are needed to look at those that are open: a rule sees two to each side.
pub(super) fn with_context(open: &[bool]) -> Vec<bool> {
    (0..open.len())
        .map(|i| open[i.saturating_sub(SEEN)..(i + SEEN + 1).min(open.len())].contains(&true))
        .collect()
}

fn finding(ms: &[f64], thresholds: &Thresholds<'_>, i: usize) -> Option<Finding> {
    let here = scaled(ms, thresholds, i);
    let impossible = || match ms[i] {
        x if x < SHORTEST_MS => Some(Finding::Short),
        x if x > LONGEST_MS => Some(Finding::Long),
        _ => None,
    };
    if here.abs() <= 1.0 {
        return impossible().or_else(|| first_of_run(ms, thresholds, i));
    }
    let before = if i > 1 { scaled(ms, thresholds, i - 1) } else { 0.0 };
    let next = scaled(ms, thresholds, i + 1);
    let second = scaled(ms, thresholds, i + 2);
    // S12: the neighbouring difference that swings back the least.
    let is_ectopic = if here > 0.0 {
        before.max(next) < -C1 * here - C2
    } else {
        before.min(next) > -C1 * here + C2
    };
    if is_ectopic {
        return Some(Finding::Ectopic);
    }
    // S22: the swing back within the next two.
    if here > 1.0 && next.min(second) < -1.0 {
        return Some(Finding::Long);
    }
    if here < -1.0 && next.max(second) > 1.0 {
        return Some(Finding::Short);
    }
    let distance = doubled_below(ms[i] - thresholds.median_ms(i)) / thresholds.distance_ms(i);
    match distance {
        d if d > FAR => Some(Finding::Long),
        d if d < -FAR => Some(Finding::Short),
        _ => impossible(),
    }
}

/// The first interval of a run has no difference before it: judged by the one after, and by its distance.
fn first_of_run(ms: &[f64], thresholds: &Thresholds<'_>, i: usize) -> Option<Finding> {
    if i != 0 || ms.len() < 3 || scaled(ms, thresholds, 1).abs() <= 1.0 {
        return None;
    }
    // Off alone: the second interval lies where the median does.
    let distance = |j: usize| (ms[j] - thresholds.median_ms(j)).abs();
    if distance(0) <= thresholds.difference_ms(1) || distance(1) > distance(0) {
        return None;
    }
    Some(if ms[0] > thresholds.median_ms(0) { Finding::Long } else { Finding::Short })
}

/// The difference that leads to interval `i`, in thresholds; 0 beyond the ends of the run.
fn scaled(ms: &[f64], thresholds: &Thresholds<'_>, i: usize) -> f64 {
    if i == 0 || i >= ms.len() {
        return 0.0;
    }
    (ms[i] - ms[i - 1]) / thresholds.difference_ms(i)
}
