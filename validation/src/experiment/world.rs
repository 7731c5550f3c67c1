//! World: mornings of a simulated person that the analysis does not know the shape of.
//!
//! ```text
//! morning = .7 · fast wander (correlation .5 a day) + .5 · slow wander (correlation .93 a day) + .5 · noise of the reading
//!           + trend + day of the week + what every session so far has left behind + days of illness
//! ```
//!
//! All of it times the person's spread. The noise of the reading has heavy tails where asked for.

use rand::Rng;
use rand_chacha::ChaCha20Rng;
use rand_distr::{Distribution, StandardNormal, StudentT};

/// What differs from the process that experiments are planned with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct World {
    /// Spread of the mornings, ln units.
    pub sd: f64,
    /// One autoregression with a correlation of .4 and nothing else: what is planned with.
    pub plain: bool,
    /// Change over a hundred days, spreads.
    pub trend: f64,
    /// Half of the swing over the week, spreads.
    pub week: f64,
    /// Three degrees of freedom of the noise of the reading, and three days of 2.5 spreads below every fortieth day on average.
    pub heavy: bool,
    /// Days in which what a session did fades by half; `None`: it is gone after the next morning.
    pub half_life_days: Option<f64>,
    /// Probability that an outcome goes missing, after the first and after the second input.
    pub missing: (f64, f64),
    /// True if, after the first input, only mornings below the usual go missing, twice as often.
    pub missing_when_low: bool,
}

impl World {
    /// As planned.
    pub const PLAIN: Self = Self {
        sd: 0.2,
        plain: true,
        trend: 0.0,
        week: 0.0,
        heavy: false,
        half_life_days: None,
        missing: (0.1, 0.1),
        missing_when_low: false,
    };

    /// With everything that a real diary may hold, but for carry-over and outcomes that go missing by input.
    pub const REAL: Self = Self { plain: false, trend: 1.0, week: 0.4, heavy: true, ..Self::PLAIN };

    /// Mornings of days 0 to `days` − 1 without any session, ln units around 0.
    pub fn mornings(&self, days: usize, rng: &mut ChaCha20Rng) -> Vec<f64> {
        let mut normal = || -> f64 { StandardNormal.sample(rng) };
        let (mut fast, mut slow) = (normal(), normal());
        let tails = StudentT::new(3.0).expect("invariant: three is positive");
        let mut ill = 0;
        (0..days)
            .map(|day| {
                let correlation: f64 = if self.plain { 0.4 } else { 0.5 };
                let draw = |rng: &mut ChaCha20Rng| -> f64 { StandardNormal.sample(rng) };
                fast = correlation * fast + (1.0 - correlation * correlation).sqrt() * draw(rng);
                if self.plain {
                    return self.sd * fast;
                }
                slow = 0.93 * slow + (1.0_f64 - 0.93 * 0.93).sqrt() * draw(rng);
                // A t of three degrees of freedom has a variance of 3.
                let noise: f64 =
                    if self.heavy { tails.sample(rng) / 3.0_f64.sqrt() } else { draw(rng) };
                if self.heavy && rng.random::<f64>() < 1.0 / 40.0 {
                    ill = 3;
                }
                let illness = if ill > 0 { -2.5 } else { 0.0 };
                ill -= i32::from(ill > 0);
                let day = day as f64;
                let week = self.week * (std::f64::consts::TAU * day / 7.0).sin();
                let trend = self.trend * day / 100.0;
                self.sd * (0.7 * fast + 0.5 * slow + 0.5 * noise + week + trend + illness)
            })
            .collect()
    }

    /// What a session has left after so many days, as a share of what it does to the next morning.
    pub fn left(&self, days: i64) -> f64 {
        match (self.half_life_days, days) {
            (_, ..=0) => 0.0,
            (None, 1) => 1.0,
            (None, _) => 0.0,
            (Some(half_life), days) => 0.5_f64.powf((days - 1) as f64 / half_life),
        }
    }

    /// True if the outcome of a morning is missing.
    pub fn is_missing(&self, first: bool, value: f64, rng: &mut ChaCha20Rng) -> bool {
        let p = if first { self.missing.0 } else { self.missing.1 };
        let draw = rng.random::<f64>();
        match (self.missing_when_low, first) {
            (true, true) => value < 0.0 && draw < 2.0 * p,
            _ => draw < p,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn the_spread_is_the_one_asked_for() {
        let mut rng = ChaCha20Rng::seed_from_u64(3);
        for world in [World::PLAIN, World { plain: false, ..World::PLAIN }] {
            let values = world.mornings(40_000, &mut rng);
            let squares: f64 = values.iter().map(|v| v * v).sum::<f64>() / values.len() as f64;
            // .49 + .25 + .25 is .99; the slow wander leaves some 1400 independent days.
            assert!((squares.sqrt() - 0.2).abs() < 0.01, "{}", squares.sqrt());
        }
    }

    #[test]
    fn a_session_fades_by_half_in_its_half_life() {
        let world = World { half_life_days: Some(1.5), ..World::PLAIN };
        assert_eq!([0, 1, 4].map(|d| world.left(d)), [0.0, 1.0, 0.25]);
        assert_eq!([1, 2].map(|d| World::PLAIN.left(d)), [1.0, 0.0]);
    }
}
