//! Flips: the allocations that the draw could have made, and how extreme each would have been.
//!
//! In every block the two inputs of the question stand in one order or the other with equal chance. Turning a block around changes
//! the sign of its contribution and nothing else, so an allocation is a set of signs, one a block. A set and its mirror image are
//! equally far from zero and are counted as one class.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// Up to so many blocks every class is looked at: 2^12 of them.
const ENUMERATED: usize = 13;
/// Most blocks of an experiment: a class is a bit a block.
pub const MOST_BLOCKS: usize = 60;
/// Classes drawn where there are more than can be looked at. The one that happened is added to them (Phipson and Smyth 2010).
pub const DRAWN: usize = 9_999;
/// Sizes are compared as multiples of this share of the largest there could be, so that rounding cannot break a tie.
const GRAIN: f64 = 1e-10;

/// Classes of allocations over all blocks of an experiment. The first is the one that happened.
#[derive(Clone, Debug)]
pub struct Flips {
    masks: Vec<u64>,
}

impl Flips {
    /// Every class of so many blocks, or `drawn` of them by chance.
    pub fn new(blocks: usize, drawn: usize, seed: u64) -> Self {
        let blocks = blocks.clamp(1, MOST_BLOCKS);
        if blocks <= ENUMERATED && (1 << (blocks - 1)) <= drawn + 1 {
            return Self { masks: (0..1_u64 << (blocks - 1)).map(|m| m << 1).collect() };
        }
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let all = (1_u64 << blocks) - 1;
        // The first block is never turned: it stands for the class and its mirror image.
        let draws = (0..drawn).map(|_| rng.random::<u64>() & all & !1);
        Self { masks: std::iter::once(0).chain(draws).collect() }
    }

    /// Number of classes.
    pub fn len(&self) -> usize {
        self.masks.len()
    }

    /// True of no classes, which cannot be.
    pub fn is_empty(&self) -> bool {
        self.masks.is_empty()
    }

    /// How far from zero the sum of the contributions is in each class, as a whole number.
    fn sizes(&self, contributions: &[f64]) -> Vec<i64> {
        let most: f64 = contributions.iter().map(|h| h.abs()).sum();
        if most <= 0.0 {
            return vec![0; self.masks.len()];
        }
        let tables: Vec<[f64; 256]> = contributions.chunks(8).map(table).collect();
        let size = |mask: &u64| {
            let bytes = mask.to_le_bytes();
            let sum: f64 = tables.iter().zip(bytes).map(|(t, byte)| t[usize::from(byte)]).sum();
            (sum.abs() / (most * GRAIN)).round() as i64
        };
        self.masks.iter().map(size).collect()
    }

    /// The first look at which the allocation that happened lies among the extremes, given the contributions of the blocks at each
    /// look and what may be spent up to it; `None` if it never does.
    ///
    /// At a look the most extreme of the classes that are left are taken out, no more than the level allows; a tie is taken out
    /// as a whole or not at all. Under the hypothesis every class was equally likely, so the share taken out bounds the
    /// probability of a false alarm over all looks, whatever the distribution of the readings.
    pub fn rejected_at(&self, looks: &[Vec<f64>], spent: &[f64]) -> Option<usize> {
        let all = self.masks.len();
        let mut left: Vec<usize> = (0..all).collect();
        for (look, (contributions, spent)) in looks.iter().zip(spent).enumerate() {
            let may = (spent * all as f64 + 1e-9).floor() as usize;
            let allowed = may.saturating_sub(all - left.len());
            if allowed == 0 {
                continue;
            }
            let sizes = self.sizes(contributions);
            let mut sorted: Vec<i64> = left.iter().map(|i| sizes[*i]).collect();
            let kth = allowed.min(sorted.len()) - 1;
            let (_, &mut limit, _) = sorted.select_nth_unstable_by(kth, |a, b| b.cmp(a));
            let reached = left.iter().filter(|i| sizes[**i] >= limit).count();
            let limit = if reached <= allowed { limit } else { limit + 1 };
            // The one that happened is never taken out without an answer, so it is the first of those left.
            if sizes[0] >= limit {
                return Some(look);
            }
            left.retain(|i| sizes[*i] < limit);
        }
        None
    }

    /// Share of the classes at least as far from zero as the one that happened.
    pub fn share_as_extreme(&self, contributions: &[f64]) -> f64 {
        let sizes = self.sizes(contributions);
        sizes.iter().filter(|s| **s >= sizes[0]).count() as f64 / sizes.len() as f64
    }
}

/// Sums of up to eight contributions under every set of signs.
fn table(part: &[f64]) -> [f64; 256] {
    let mut sums = [0.0; 256];
    for (signs, sum) in sums.iter_mut().enumerate() {
        let signed = |(i, h): (usize, &f64)| if signs >> i & 1 == 1 { -h } else { *h };
        *sum = part.iter().enumerate().map(signed).sum();
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sign-flip test of Fisher's book on Darwin's maize: 15 pairs, in eighths of an inch.
    /// Fisher 1935, The Design of Experiments, §21: 863 of 2^15 sets of signs give a sum at least as large, one-sided, so
    /// 1726 of 32768 = 5.267% two-sided.
    #[test]
    fn darwins_maize_as_fisher_counted_it() {
        let differences =
            [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48].map(f64::from);
        let masks = (0..1_u64 << 14).map(|m| m << 1).collect();
        let share = Flips { masks }.share_as_extreme(&differences);
        assert_eq!(share, 1726.0 / 32768.0);
        // The same from draws, within three standard errors of so many.
        let drawn = Flips::new(15, DRAWN, 7).share_as_extreme(&differences);
        let error = 3.0 * (0.0527 * 0.9473 / DRAWN as f64).sqrt();
        assert!((drawn - 0.05267).abs() < error, "{drawn}");
    }

    #[test]
    fn looks_spend_no_more_than_they_may_and_ties_stay_together() {
        // Six blocks: 32 classes. Each class stands in turn for what happened.
        let contributions = [3.0, 1.0, 2.0, 5.0, 4.0, 1.5];
        let mut rejected = 0;
        for turned in 0..32_u64 {
            let happened: Vec<f64> = contributions
                .iter()
                .enumerate()
                .map(|(i, h)| if (turned << 1) >> i & 1 == 1 { -h } else { *h })
                .collect();
            let looks = vec![happened[..4].to_vec(), happened];
            rejected +=
                usize::from(Flips::new(6, DRAWN, 1).rejected_at(&looks, &[0.13, 0.2]).is_some());
        }
        // .2 · 32 = 6.4, so at most 6 of 32; of 8 classes of the first look one, .125, may go, which is 4 of 32.
        assert_eq!(rejected, 6);
        let equal = vec![vec![1.0; 6]];
        assert_eq!(Flips::new(6, DRAWN, 1).rejected_at(&equal, &[1.0 / 32.0]), Some(0));
        assert_eq!(Flips::new(6, DRAWN, 1).rejected_at(&equal, &[0.03]), None);
        assert_eq!(Flips::new(6, DRAWN, 1).rejected_at(&[vec![0.0; 6]], &[0.05]), None);
    }
}
