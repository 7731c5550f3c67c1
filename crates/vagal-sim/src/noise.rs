//! Noise: Ornstein-Uhlenbeck processes, and the random streams of a scenario.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// What a random stream is for. Streams of one seed are independent, so that a stimulus changes none of them and the
/// twin without the stimulus sees the same noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Physiology = 1,
    Breathing = 2,
    Day = 3,
    Level = 4,
    Beats = 5,
    Signal = 6,
    BreathShape = 7,
    Person = 8,
}

/// The random stream of a seed.
pub(crate) fn stream(seed: u64, stream: Stream) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream as u64);
    rng
}

/// One standard normal number.
pub(crate) fn normal(rng: &mut ChaCha8Rng) -> f64 {
    rng.sample(StandardNormal)
}

/// Ornstein-Uhlenbeck noise by Euler steps: `x += −x·dt/τ + σ·√(2·dt/τ)·N(0,1)`.
#[derive(Clone, Debug)]
pub(crate) struct OrnsteinUhlenbeck {
    value: f64,
    decay: f64,
    kick: f64,
}

impl OrnsteinUhlenbeck {
    pub(crate) fn new(sd: f64, lag_s: f64, dt_s: f64) -> Self {
        Self { value: 0.0, decay: dt_s / lag_s, kick: sd * (2.0 * dt_s / lag_s).sqrt() }
    }

    pub(crate) fn step(&mut self, rng: &mut ChaCha8Rng) -> f64 {
        self.value += self.kick * normal(rng) - self.decay * self.value;
        self.value
    }
}

/// A stationary Ornstein-Uhlenbeck path sampled exactly every `step_s`, starting from its stationary distribution.
pub(crate) fn stationary_path(
    sd: f64,
    lag_s: f64,
    step_s: f64,
    len: usize,
    rng: &mut ChaCha8Rng,
) -> Vec<f64> {
    let keep = (-step_s / lag_s).exp();
    let kick = sd * (1.0 - keep * keep).sqrt();
    let mut value = sd * normal(rng);
    (0..len)
        .map(|_| {
            let now = value;
            value = keep * value + kick * normal(rng);
            now
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stationary_path_has_the_sd_and_memory_it_was_asked_for() {
        let path = stationary_path(0.2, 90.0, 1.0, 400_000, &mut stream(5, Stream::Level));
        let n = path.len() as f64;
        let variance = path.iter().map(|x| x * x).sum::<f64>() / n;
        let lagged = path.iter().zip(&path[90..]).map(|(a, b)| a * b).sum::<f64>() / (n - 90.0);
        // About 400000/180 independent stretches: relative standard error of the variance near 3%.
        assert!((variance.sqrt() - 0.2).abs() < 0.01, "sd {}", variance.sqrt());
        assert!((lagged / variance - (-1.0_f64).exp()).abs() < 0.06, "{}", lagged / variance);
    }
}
