//! Time-varying thresholds: how large a change is usual around this beat.

/// The paper's factor. Times the quartile deviation of normal values it makes 3.5 sd: 99.95% lie within.
const ALPHA: f64 = 5.2;
/// Intervals of the window of the thresholds, half of 91 to each side.
pub(super) const HALF_WINDOW: usize = 45;
/// Intervals of the running median, half of 11 to each side.
pub(super) const HALF_MEDIAN: usize = 5;
/// No threshold falls below this share of the usual interval: neither a metronomic rhythm nor the rounding
/// of a slow sampling rate is an artifact. House choice.
pub(super) const FLOOR: f64 = 0.05;
/// The floor where fewer than `FEW` changes are at hand to learn from. House choice.
const FLOOR_OF_FEW: f64 = 0.15;
const FEW: usize = 20;

/// Thresholds of one run.
pub(super) struct Thresholds<'a> {
    ms: &'a [f64],
    /// For the difference that leads to each interval, ms.
    difference_ms: Vec<f64>,
}

impl<'a> Thresholds<'a> {
    /// Thresholds for the intervals marked in `wanted`; the others have none and are not to be asked for.
    pub(super) fn of(ms: &'a [f64], wanted: &[bool]) -> Self {
        let usual = |i: usize| median_around(ms, i);
        let differences: Vec<f64> =
            (0..ms.len()).map(|i| if i == 0 { 0.0 } else { ms[i] - ms[i - 1] }).collect();
        let mut difference_ms = vec![f64::NAN; ms.len()];
        let mut start = 0;
        for stretch in wanted.chunk_by(|a, b| a == b) {
            let range = start..start + stretch.len();
            start = range.end;
            if stretch[0] {
                rolling_quartile_deviation(&differences, range, &mut difference_ms);
            }
        }
        let mut level = 0.0;
        for (i, threshold) in difference_ms.iter_mut().enumerate().filter(|(i, _)| wanted[*i]) {
            // The median moves slowly: every fourth is enough for a floor.
            if i % 4 == 0 || level == 0.0 {
                level = usual(i);
            }
            *threshold = (ALPHA * *threshold).max(level * floor(ms.len(), i));
        }
        Self { ms, difference_ms }
    }

    /// Threshold of the difference that leads to interval `i`, ms (Th1 of the paper).
    pub(super) fn difference_ms(&self, i: usize) -> f64 {
        self.difference_ms[i]
    }

    /// The running median at interval `i`, ms.
    pub(super) fn median_ms(&self, i: usize) -> f64 {
        median_around(self.ms, i)
    }

    /// Threshold of the distance from the running median, ms (Th2 of the paper).
    ///
    /// Computed where asked for: few intervals get so far.
    pub(super) fn distance_ms(&self, i: usize) -> f64 {
        let (from, to) = around(self.ms.len(), i, HALF_WINDOW);
        let mut distances: Vec<f64> =
            (from..to).map(|j| doubled_below(self.ms[j] - median_around(self.ms, j))).collect();
        distances.sort_unstable_by(f64::total_cmp);
        let floor_ms = median_around(self.ms, i) * floor(self.ms.len(), i);
        (ALPHA * quartile_deviation(&distances)).max(floor_ms)
    }
}

/// A short interval lies nearer to the median than a long one of the same cause: doubled, as in the paper.
pub(super) fn doubled_below(distance_ms: f64) -> f64 {
    if distance_ms < 0.0 { 2.0 * distance_ms } else { distance_ms }
}

fn floor(length: usize, i: usize) -> f64 {
    let (from, to) = around(length, i, HALF_WINDOW);
    if to - from < FEW { FLOOR_OF_FEW } else { FLOOR }
}

/// Indices within `half` of `i`, cut at the ends of the run.
fn around(length: usize, i: usize, half: usize) -> (usize, usize) {
    (i.saturating_sub(half), (i + half + 1).min(length))
}

fn median_around(ms: &[f64], i: usize) -> f64 {
    let (from, to) = around(ms.len(), i, HALF_MEDIAN);
    let mut window = [0.0; 2 * HALF_MEDIAN + 1];
    let window = &mut window[..to - from];
    window.copy_from_slice(&ms[from..to]);
    window.sort_unstable_by(f64::total_cmp);
    quantile(window, 0.5)
}

/// Quartile deviation of the signed values in the window around each index of a range.
fn rolling_quartile_deviation(x: &[f64], range: std::ops::Range<usize>, out: &mut [f64]) {
    let (from, to) = around(x.len(), range.start, HALF_WINDOW);
    let mut sorted = x[from..to].to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    for i in range.clone() {
        if i > range.start {
            match (x.get(i + HALF_WINDOW), i.checked_sub(HALF_WINDOW + 1)) {
                (Some(&enter), Some(leave)) => exchange(&mut sorted, x[leave], enter),
                (Some(&enter), None) => {
                    let at = place(&sorted, enter);
                    sorted.insert(at, enter);
                }
                (None, Some(leave)) => {
                    let at = place(&sorted, x[leave]);
                    sorted.remove(at);
                }
                (None, None) => {}
            }
        }
        out[i] = quartile_deviation(&sorted);
    }
}

fn place(sorted: &[f64], value: f64) -> usize {
    sorted.partition_point(|s| *s < value)
}

/// Takes one value out and puts another in: only what lies between the two moves.
fn exchange(sorted: &mut [f64], leave: f64, enter: f64) {
    let (from, to) = (place(sorted, leave), place(sorted, enter));
    if to > from {
        sorted.copy_within(from + 1..to, from);
        sorted[to - 1] = enter;
    } else {
        sorted.copy_within(to..from, to + 1);
        sorted[to] = enter;
    }
}

fn quartile_deviation(sorted: &[f64]) -> f64 {
    0.5 * (quantile(sorted, 0.75) - quantile(sorted, 0.25))
}

/// Quantile with linear interpolation (Hyndman & Fan 1996, type 7); 0 if empty.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let position = p * last as f64;
    let below = position as usize;
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounding of sums of a few numbers below 1000.
    const ROUNDING: f64 = 1e-9;

    #[test]
    fn threshold_of_a_uniform_spread_follows_from_algebra() {
        // Differences 0, ±1 … ±45 in a scrambled order: quartiles ±22.5, so 5.2 · 22.5 = 117 at the middle.
        let mut ms = vec![1000.0];
        for k in 0..91_i64 {
            ms.push(ms[ms.len() - 1] + ((k * 37) % 91 - 45) as f64);
        }
        let thresholds = Thresholds::of(&ms, &[true; 92]);
        assert!((thresholds.difference_ms(46) - 117.0).abs() < ROUNDING);
    }

    #[test]
    fn a_constant_rhythm_has_the_floor() {
        let ms = [800.0; 100];
        assert!((Thresholds::of(&ms, &[true; 100]).difference_ms(50) - 40.0).abs() < ROUNDING);
        assert!((Thresholds::of(&ms[..10], &[true; 10]).difference_ms(5) - 120.0).abs() < ROUNDING);
    }

    #[test]
    fn quantiles_are_those_of_numpy() {
        // numpy.quantile([1, 2, 4, 8], [.25, .5, .75]) -> 1.75, 3.0, 5.0
        let x = [1.0, 2.0, 4.0, 8.0];
        assert_eq!([0.25, 0.5, 0.75].map(|p| quantile(&x, p)), [1.75, 3.0, 5.0]);
    }
}
