//! Stationarity flag: do mean or variance differ between the thirds of a window?

use vagal_core::NnSeries;

/// Blocks in a window; their means and variances are the readings that are compared.
const BLOCKS: usize = 12;
/// Fewest intervals in a block.
const MIN_IN_BLOCK: usize = 5;
/// Shortest window that is judged, seconds: blocks of 10 s hold a breath or two.
const MIN_WINDOW_S: f64 = 120.0;
/// F(2, 9) that is passed with probability 0.005: `scipy.stats.f.isf(0.005, 2, 9)`.
const F_LIMIT: f64 = 10.106_7;

/// False if the mean or the variance of the intervals differs between the thirds of the window by more than its own
/// scatter between blocks explains; `None` if the window is shorter than 2 minutes or too thin.
///
/// The window is cut into twelve blocks of equal time. Block means, and logarithms of block variances, go into a one-way
/// analysis of variance over thirds, each at 0.5%: together 1% false alarms where blocks are independent. Slow waves tie
/// neighbouring blocks together and raise that: 5 min of AR(1) noise are flagged in 0.9% (memory 0.5 a beat), 1.4% (0.8) and 5%
/// (0.95) of windows. A level that drifts by twice the standard deviation is seen in 70% (`tests/indices_stationary.rs`).
/// House choice.
pub fn is_stationary(nn: &NnSeries) -> Option<bool> {
    let intervals = nn.as_slice();
    let (start_s, end_s) = (intervals.first()?.start_s(), intervals.last()?.end_s);
    let block_s = (end_s - start_s) / BLOCKS as f64;
    if !(end_s - start_s).is_finite() || nn.covered_s() < MIN_WINDOW_S {
        return None;
    }
    let (mut means, mut spreads) = ([0.0; BLOCKS], [0.0; BLOCKS]);
    let mut rest = intervals;
    for block in 0..BLOCKS {
        let edge_s = start_s + (block + 1) as f64 * block_s;
        let inside = if block + 1 == BLOCKS {
            rest.len()
        } else {
            rest.partition_point(|i| i.end_s <= edge_s)
        };
        let (here, later) = rest.split_at(inside);
        rest = later;
        if here.len() < MIN_IN_BLOCK {
            return None;
        }
        let n = here.len() as f64;
        let mean = here.iter().map(|i| i.ms).sum::<f64>() / n;
        let variance = here.iter().map(|i| (i.ms - mean).powi(2)).sum::<f64>() / (n - 1.0);
        means[block] = mean;
        // A quantised, quiet block can have no variance at all; a thousandth of a ms² stands for "none".
        spreads[block] = variance.max(1e-3).ln();
    }
    Some(f_of_thirds(&means) <= F_LIMIT && f_of_thirds(&spreads) <= F_LIMIT)
}

/// The F ratio of the thirds: variance between their means over variance within.
fn f_of_thirds(readings: &[f64; BLOCKS]) -> f64 {
    let third = BLOCKS / 3;
    let grand = readings.iter().sum::<f64>() / BLOCKS as f64;
    let (mut between, mut within) = (0.0, 0.0);
    for group in readings.chunks(third) {
        let mean = group.iter().sum::<f64>() / third as f64;
        between += third as f64 * (mean - grand).powi(2);
        within += group.iter().map(|r| (r - mean).powi(2)).sum::<f64>();
    }
    if between <= 1e-12 * grand * grand {
        return 0.0;
    }
    (between / 2.0) / (within / (BLOCKS - 3) as f64)
}
