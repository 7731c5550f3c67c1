//! Time-varying thresholds: how large a change is usual around this beat.

/// The paper's factor. Times the quartile deviation of normal values it makes 3.5 sd: 99.95% lie within.
const ALPHA: f64 = 5.2;
/// Intervals of the window of the thresholds, half of 91 to each side.
const HALF_WINDOW: usize = 45;
/// Intervals of the running median, half of 11 to each side.
const HALF_MEDIAN: usize = 5;
/// No threshold falls below this share of the usual interval: a metronomic rhythm is no artifact, and
/// nor is the rounding of a slow sampling rate. House choice.
const FLOOR: f64 = 0.05;
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
    pub(super) fn of(ms: &'a [f64]) -> Self {
        let usual = |i: usize| median_around(ms, i);
        let differences: Vec<f64> =
            (0..ms.len()).map(|i| if i == 0 { 0.0 } else { ms[i] - ms[i - 1] }).collect();
        let mut difference_ms = rolling_quartile_deviation(&differences);
        let mut level = 0.0;
        for (i, threshold) in difference_ms.iter_mut().enumerate() {
            // The median moves slowly: every fourth is enough for a floor.
            if i % 4 == 0 {
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

/// Quartile deviation of the signed values in the window around each index.
fn rolling_quartile_deviation(x: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = Vec::with_capacity(2 * HALF_WINDOW + 2);
    let mut out = Vec::with_capacity(x.len());
    let place = |sorted: &[f64], v: f64| sorted.partition_point(|s| *s < v);
    for &v in &x[..HALF_WINDOW.min(x.len())] {
        sorted.insert(place(&sorted, v), v);
    }
    for i in 0..x.len() {
        if let Some(&enter) = x.get(i + HALF_WINDOW) {
            sorted.insert(place(&sorted, enter), enter);
        }
        if let Some(leave) = i.checked_sub(HALF_WINDOW + 1) {
            sorted.remove(place(&sorted, x[leave]));
        }
        out.push(quartile_deviation(&sorted));
    }
    out
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
        let thresholds = Thresholds::of(&ms);
        assert!((thresholds.difference_ms(46) - 117.0).abs() < ROUNDING);
    }

    #[test]
    fn a_constant_rhythm_has_the_floor() {
        let ms = [800.0; 100];
        assert!((Thresholds::of(&ms).difference_ms(50) - 40.0).abs() < ROUNDING);
        assert!((Thresholds::of(&ms[..10]).difference_ms(5) - 120.0).abs() < ROUNDING);
    }

    #[test]
    fn quantiles_are_those_of_numpy() {
        // numpy.quantile([1, 2, 4, 8], [.25, .5, .75]) -> 1.75, 3.0, 5.0
        let x = [1.0, 2.0, 4.0, 8.0];
        assert_eq!([0.25, 0.5, 0.75].map(|p| quantile(&x, p)), [1.75, 3.0, 5.0]);
    }
}
