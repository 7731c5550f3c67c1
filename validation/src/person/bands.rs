//! Are ranks uniform: the largest departure of a rank's distribution, and how rare it is if they are.
//!
//! For every limit the number of ranks at or below it is binomial. The smallest two-sided probability over all limits is
//! compared with what it is for uniform ranks (Säilynoja, Bürkner and Vehtari 2022, doi 10.1007/s11222-022-10090-6).

/// Sets of uniform ranks that the smallest probability is compared with.
const SIMULATED: usize = 6_000;
/// Seed of those.
const SEED: u64 = 0x5bc;

/// Tables for one number of ranks.
pub struct Bands {
    limits: usize,
    /// ln of two-sided probability by limit and count.
    table: Vec<Vec<f64>>,
    /// Smallest probabilities of uniform ranks, ascending.
    null: Vec<f64>,
}

impl Bands {
    /// Bands for `count` ranks, each from 0 to `highest`.
    pub fn new(count: usize, highest: usize) -> Self {
        let table: Vec<Vec<f64>> = (0..highest)
            .map(|limit| two_sided(count, (limit + 1) as f64 / (highest + 1) as f64))
            .collect();
        let mut bands = Self { limits: highest, table, null: Vec::new() };
        let mut state = SEED;
        let mut null: Vec<f64> = (0..SIMULATED)
            .map(|_| {
                let ranks: Vec<usize> =
                    (0..count).map(|_| uniform(&mut state, highest + 1)).collect();
                bands.smallest(&ranks)
            })
            .collect();
        null.sort_by(f64::total_cmp);
        bands.null = null;
        bands
    }

    /// Smallest two-sided probability over all limits.
    fn smallest(&self, ranks: &[usize]) -> f64 {
        let mut counts = vec![0_usize; self.limits + 1];
        for &rank in ranks {
            counts[rank.min(self.limits)] += 1;
        }
        let mut below = 0;
        let mut smallest = 1.0_f64;
        for (count, table) in counts.iter().zip(&self.table) {
            below += count;
            smallest = smallest.min(table[below]);
        }
        smallest
    }

    /// Probability that uniform ranks depart as far as these somewhere.
    pub fn p_value(&self, ranks: &[usize]) -> f64 {
        let found = self.smallest(ranks);
        let as_far = self.null.partition_point(|p| *p <= found);
        (as_far as f64 + 1.0) / (SIMULATED as f64 + 1.0)
    }
}

/// Two-sided probabilities of a binomial, by count.
fn two_sided(count: usize, p: f64) -> Vec<f64> {
    let n = count as f64;
    let mut ln_term = n * (1.0 - p).ln();
    let mut mass = vec![ln_term.exp()];
    for k in 1..=count {
        ln_term += ((n - k as f64 + 1.0) / k as f64).ln() + (p / (1.0 - p)).ln();
        mass.push(ln_term.exp());
    }
    let total: f64 = mass.iter().sum();
    let mut below = 0.0;
    mass.iter()
        .map(|m| {
            below += m;
            let above = total - below + m;
            (2.0 * below.min(above) / total).min(1.0)
        })
        .collect()
}

/// A whole number below `bound` (SplitMix64).
fn uniform(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) % bound as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_ranks_pass_and_shifted_or_narrow_ones_do_not() {
        let bands = Bands::new(200, 63);
        let mut state = 7;
        let even: Vec<usize> = (0..200).map(|_| uniform(&mut state, 64)).collect();
        assert!(bands.p_value(&even) > 0.01, "{}", bands.p_value(&even));
        // Ranks of draws that are off by a third of a standard deviation, and of draws half as wide as they should be.
        let shifted: Vec<usize> = (0..200).map(|i| (i * 64 / 200 * 3 / 4) + 16).collect();
        let narrow: Vec<usize> =
            (0..200).map(|i| if i % 2 == 0 { i * 8 / 200 } else { 63 - i * 8 / 200 }).collect();
        assert!(bands.p_value(&shifted) < 1e-3 && bands.p_value(&narrow) < 1e-3);
    }

    /// Half of a fair coin's ten throws or fewer: 0.623046875 (algebra: 638/1024).
    #[test]
    fn the_binomial_is_that_of_algebra() {
        let table = two_sided(10, 0.5);
        assert!((table[5] - 1.0).abs() < 1e-12);
        assert!((table[0] - 2.0 / 1024.0).abs() < 1e-12);
        assert!((table[2] - 2.0 * 56.0 / 1024.0).abs() < 1e-12, "{}", table[2]);
    }
}
