//! Power: the whole design lived through many times, with its looks, missing outcomes and what is not known of the noise.
//!
//! Each simulated experiment draws its own spread from what is known of it, a day-to-day autoregression, an order of the inputs in
//! every block and the outcomes that go missing, and is judged as the real one will be. What it cannot know: carry-over,
//! heavy tails and readings that go missing for a reason; the page on error rates has those.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use rand_distr::{ChiSquared, Distribution, StandardNormal};
use vagal_core::experiment::{ExperimentVerdict, Noise, PowerCell, Spending};

use super::flips::Flips;
use super::judge::{Boundaries, conclude};
use super::trial::{Session, Trial};

/// Classes drawn for a simulated experiment; enough for the level, and quick.
const DRAWN: usize = 999;

/// A design to be simulated.
#[derive(Clone, Debug)]
pub struct Sizing {
    /// Session days by block.
    pub days: Vec<Vec<i64>>,
    /// Days from session to outcome.
    pub lag_days: i64,
    /// What is known of the noise.
    pub noise: Noise,
    /// Blocks after which there is a look, the last all of them.
    pub looks: Vec<usize>,
    /// How false alarms are spread.
    pub spending: Spending,
    /// SWC, level, and level of no difference.
    pub rule: (f64, f64, f64),
    /// Share of outcomes that go missing.
    pub missing: f64,
}

/// Simulates a design at a true difference.
pub fn power(sizing: &Sizing, effect: f64, experiments: usize, seed: u64) -> PowerCell {
    let blocks = sizing.days.len();
    let flips = Flips::new(blocks, DRAWN, seed);
    let rule = Boundaries::new(&sizing.looks, blocks, sizing.spending, sizing.rule);
    let (mut found, mut none, mut used) = (0_usize, 0_usize, 0_usize);
    for i in 0..experiments as u64 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(i));
        let sessions = sizing.sessions(effect, &mut rng);
        let trial = Trial::new(&sessions, &sizing.looks, &flips);
        let (said, look) = conclude(&trial, &rule, 0);
        used += sizing.looks[look];
        none += usize::from(said == ExperimentVerdict::NoDifference);
        found += usize::from(match said {
            ExperimentVerdict::MoreThan => effect >= 0.0,
            ExperimentVerdict::LessThan => effect <= 0.0,
            _ => false,
        });
    }
    let share = |n: usize| n as f64 / experiments.max(1) as f64;
    let ends =
        sizing.days.first().and_then(|b| b.first()).zip(sizing.days.last().and_then(|b| b.last()));
    let weeks = ends.map_or(0.0, |(a, b)| (b - a + 1 + sizing.lag_days) as f64 / 7.0);
    PowerCell {
        sessions_per_arm: blocks,
        weeks,
        effect,
        experiments,
        found: share(found),
        no_difference: share(none),
        sessions_used: share(used),
    }
}

impl Sizing {
    /// The sessions of the two arms of the question in one simulated experiment.
    fn sessions(&self, effect: f64, rng: &mut ChaCha20Rng) -> Vec<Session> {
        let Noise { sd, freedom, correlation, .. } = self.noise;
        let squares = ChiSquared::new(freedom).map_or(freedom, |d| d.sample(rng));
        let sd = sd * (freedom / squares.max(1e-9)).sqrt();
        let all = || self.days.iter().flatten().copied();
        let (Some(first), Some(last)) = (all().min(), all().max()) else { return Vec::new() };
        let mut x: f64 = rng.sample::<f64, _>(StandardNormal);
        let step = (1.0 - correlation * correlation).sqrt();
        let daily: Vec<f64> = (first..=last + self.lag_days)
            .map(|_| {
                x = correlation * x + step * rng.sample::<f64, _>(StandardNormal);
                sd * x
            })
            .collect();
        let mut sessions = Vec::new();
        for (block, days) in self.days.iter().enumerate() {
            let mut arms: Vec<usize> = (0..days.len()).collect();
            arms.shuffle(rng);
            for (day, arm) in days.iter().zip(arms).filter(|(_, arm)| *arm < 2) {
                let at = |day: i64| daily.get((day - first) as usize).copied();
                let seen = rng.random::<f64>() >= self.missing;
                let added = if arm == 0 { effect } else { 0.0 };
                let before = if self.lag_days > 0 { at(*day) } else { None };
                sessions.push(Session {
                    block,
                    day: *day as f64,
                    first: arm == 0,
                    outcome: at(*day + self.lag_days).filter(|_| seen).map(|y| y + added),
                    before,
                });
            }
        }
        sessions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizing(blocks: usize) -> Sizing {
        let day = |i: usize| 3 * i as i64;
        Sizing {
            days: (0..blocks).map(|b| vec![day(2 * b), day(2 * b + 1)]).collect(),
            lag_days: 1,
            // Of so many degrees of freedom that it is known.
            noise: Noise { sd: 0.2, freedom: 1e6, correlation: 0.0, readings: 0 },
            looks: vec![blocks],
            spending: Spending::OBrienFleming,
            rule: (0.1, 0.05, 0.05),
            missing: 0.0,
        }
    }

    #[test]
    fn power_without_looks_is_that_of_a_paired_t_test() {
        // Noncentral t by numerical integration: 15 degrees of freedom, ncp 4 / √2, t(.975) = 2.13145 give .7530.
        // Time and the reading before take two of the degrees of freedom, the flips a little more: within .06.
        let cell = power(&sizing(16), 0.2, 600, 5);
        assert!((cell.found - 0.7530).abs() < 0.06, "{cell:?}");
        assert_eq!((cell.sessions_per_arm, cell.sessions_used), (16, 16.0));
    }

    #[test]
    fn without_a_difference_few_find_one() {
        let cell = power(&Sizing { looks: vec![8, 12, 16], ..sizing(16) }, 0.0, 800, 6);
        // .05 and three standard errors of 800.
        assert!(cell.found < 0.05 + 3.0 * (0.05 * 0.95 / 800.0_f64).sqrt(), "{cell:?}");
        // An SWC of four standard errors of the difference, .2 √(2/16) each, is told from zero nearly always.
        let wide = Sizing { rule: (0.28, 0.05, 0.05), ..sizing(16) };
        assert!(power(&wide, 0.0, 200, 6).no_difference > 0.9);
    }

    #[test]
    fn a_large_difference_ends_it_early() {
        let cell = power(&Sizing { looks: vec![8, 12, 16], ..sizing(16) }, 0.6, 100, 6);
        assert!(cell.found > 0.95 && cell.sessions_used < 13.0, "{cell:?}");
    }
}
