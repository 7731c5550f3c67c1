//! Counting breaths in a breathing signal: where breaths differ in length their spectrum blurs, but they can be counted.

/// A breath must swing this far to either side of the middle, as a share of the usual swing.
const TRIGGER: f64 = 0.3;
/// Fewest whole breaths.
const MIN_BREATHS: usize = 4;
/// Largest coefficient of variation of breath lengths. Breaths at rest vary by 0.1 to 0.3; noise of the same bandwidth
/// gives 0.35 and more.
const MAX_VARIATION: f64 = 0.3;
/// Least share of the stretch that lies between the first and the last counted breath.
const MIN_COVER: f64 = 0.7;

/// Breaths per second in a signal without trend, sampled at `sampling_hz`; `None` if they cannot be counted safely.
///
/// A breath is counted at each upward pass through the upper trigger level that follows a pass through the lower one, so
/// that ripples on a breath do not count.
pub(super) fn breaths_per_second(values: &[f64], sampling_hz: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let quantile = |q: f64| sorted.get((q * sorted.len() as f64) as usize).copied();
    let (low, middle, high) = (quantile(0.1)?, quantile(0.5)?, quantile(0.9)?);
    let (upper, lower) = (middle + TRIGGER * (high - middle), middle - TRIGGER * (middle - low));
    if upper <= lower {
        return None;
    }
    let mut armed = false;
    let mut starts_s = Vec::new();
    for (k, &v) in values.iter().enumerate() {
        if v < lower {
            armed = true;
        } else if armed && v > upper {
            armed = false;
            starts_s.push(k as f64 / sampling_hz);
        }
    }
    let breaths = starts_s.len().checked_sub(1).filter(|&n| n >= MIN_BREATHS)?;
    let counted_s = starts_s[breaths] - starts_s[0];
    let mean_s = counted_s / breaths as f64;
    let scatter = starts_s.windows(2).map(|w| (w[1] - w[0] - mean_s).powi(2)).sum::<f64>();
    let variation = (scatter / (breaths - 1) as f64).sqrt() / mean_s;
    let covered = counted_s >= MIN_COVER * values.len() as f64 / sampling_hz;
    (variation <= MAX_VARIATION && covered).then(|| 1.0 / mean_s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uneven_breaths_are_counted() {
        // 12 breaths of 4, 5 and 6 s in turn: 60 s, so 0.2 Hz.
        let mut values = Vec::new();
        for breath in 0..13 {
            let samples = 4 * (4 + breath % 3);
            values.extend(
                (0..samples)
                    .map(|k| -(f64::from(k) / f64::from(samples) * std::f64::consts::TAU).sin()),
            );
        }
        let rate_hz = breaths_per_second(&values, 4.0).unwrap();
        assert!((rate_hz - 0.2).abs() < 0.004, "{rate_hz}");
    }

    #[test]
    fn ripples_and_flat_lines_are_not_breaths() {
        assert_eq!(breaths_per_second(&[1.0; 400], 4.0), None);
        assert_eq!(breaths_per_second(&[], 4.0), None);
        let one_step: Vec<f64> = (0..400).map(|k| f64::from(u8::from(k > 200))).collect();
        assert_eq!(breaths_per_second(&one_step, 4.0), None);
    }
}
