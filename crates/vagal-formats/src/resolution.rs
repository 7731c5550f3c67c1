//! The step in which a device stored its intervals, found from the values.

/// Sampling rates that devices and databases use, coarsest step first.
const RATES_HZ: [f64; 9] = [64.0, 100.0, 128.0, 200.0, 250.0, 256.0, 500.0, 512.0, 1000.0];

/// Largest distance from the grid, ms: half of the last digit of a file in seconds with 5 decimals.
const ON_GRID_MS: f64 = 0.006;

/// Values looked at. House choice: enough to leave no room for chance.
const SAMPLED: usize = 2000;

/// Fewer values can lie on a grid by chance.
const FEWEST: usize = 20;

/// The coarsest known step of which all values are whole multiples, ms.
pub(crate) fn resolution_ms(values_ms: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values_ms.take(SAMPLED).collect();
    if values.len() < FEWEST {
        return None;
    }
    RATES_HZ.iter().map(|hz| 1000.0 / hz).find(|step_ms| {
        values.iter().all(|ms| (ms - (ms / step_ms).round() * step_ms).abs() <= ON_GRID_MS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids() {
        let on_128: Vec<f64> = (80..140).map(|n| f64::from(n) * 7.8125).collect();
        assert_eq!(resolution_ms(on_128.into_iter()), Some(7.8125));
        let whole: Vec<f64> = (0..60).map(|n| 801.0 + f64::from(n * 7)).collect();
        assert_eq!(resolution_ms(whole.into_iter()), Some(1.0));
        let free: Vec<f64> = (0..60).map(|n| 801.0 + f64::from(n) * 1.234).collect();
        assert_eq!(resolution_ms(free.into_iter()), None);
    }
}
