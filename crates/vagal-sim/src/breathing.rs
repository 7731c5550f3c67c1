//! Breathing: lung volume as it rises and falls, breath by breath.

use rand_chacha::ChaCha8Rng;

use crate::noise::{Stream, normal, stream};

/// How somebody breathes when nothing else is asked of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breathing {
    /// Breaths per minute, 2 to 60.
    pub rate_per_min: f64,
    /// Share of the breath spent breathing in, 0.1 to 0.9.
    pub inhale_share: f64,
    /// Litres per breath, 0 to 5; `None` for constant alveolar ventilation, see [`tidal_volume_l`].
    pub tidal_l: Option<f64>,
    /// How irregular the breaths are.
    pub irregularity: Irregularity,
}

/// Breath-to-breath irregularity: period and depth vary log-normally, each breath remembering the one before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Irregularity {
    /// Standard deviation of the logarithm of the breath period, 0 to 0.5.
    pub period_sd: f64,
    /// Standard deviation of the logarithm of the depth, 0 to 0.5.
    pub depth_sd: f64,
    /// Correlation of a breath with the one before, 0 to 0.95.
    pub memory: f64,
}

impl Irregularity {
    /// A metronome.
    pub const NONE: Self = Self { period_sd: 0.0, depth_sd: 0.0, memory: 0.0 };

    /// Quiet natural breathing. House choice, of the size recalled for healthy adults at rest (period 10 to 20%,
    /// depth 15 to 30% from breath to breath); not checked against a source.
    pub const NATURAL: Self = Self { period_sd: 0.12, depth_sd: 0.18, memory: 0.4 };
}

impl Breathing {
    /// 15 regular breaths a minute, 40% of each breathing in: the reference condition of VREF.
    pub const REFERENCE: Self = Self {
        rate_per_min: 15.0,
        inhale_share: 0.4,
        tidal_l: None,
        irregularity: Irregularity::NONE,
    };

    /// 14 natural, irregular breaths a minute.
    pub const NATURAL: Self =
        Self { rate_per_min: 14.0, irregularity: Irregularity::NATURAL, ..Self::REFERENCE };
}

/// Litres per breath that keep alveolar ventilation constant: `0.15 + 5.25/rate` (own calibration).
pub fn tidal_volume_l(rate_per_min: f64) -> f64 {
    0.15 + 5.25 / rate_per_min
}

/// The breathing of one second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BreathSecond {
    pub(crate) rate_per_min: f64,
    pub(crate) inhale_share: f64,
    pub(crate) tidal_l: f64,
    pub(crate) irregularity: Irregularity,
}

/// Carries the phase of the breath from step to step.
#[derive(Clone, Debug)]
pub(crate) struct Breather {
    phase: f64,
    period_deviation: f64,
    depth_deviation: f64,
    period_factor: f64,
    depth_factor: f64,
    rng: ChaCha8Rng,
}

impl Breather {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            phase: 0.0,
            period_deviation: 0.0,
            depth_deviation: 0.0,
            period_factor: 1.0,
            depth_factor: 1.0,
            rng: stream(seed, Stream::Breathing),
        }
    }

    /// Moves on by one step and gives the lung volume around its middle, L.
    pub(crate) fn step(&mut self, breath: &BreathSecond, dt_s: f64) -> f64 {
        use std::f64::consts::PI;
        self.phase += dt_s * breath.rate_per_min / 60.0 / self.period_factor;
        if self.phase >= 1.0 {
            self.phase -= 1.0;
            self.next_breath(&breath.irregularity);
        }
        let inhale = breath.inhale_share;
        let angle = if self.phase < inhale {
            -(PI * self.phase / inhale).cos()
        } else {
            (PI * (self.phase - inhale) / (1.0 - inhale)).cos()
        };
        0.5 * breath.tidal_l * self.depth_factor * angle
    }

    fn next_breath(&mut self, irregularity: &Irregularity) {
        // Drawn even for regular breathing: the stream then stays aligned with that of the twin.
        let (for_period, for_depth) = (normal(&mut self.rng), normal(&mut self.rng));
        let keep = irregularity.memory;
        let fresh = (1.0 - keep * keep).sqrt();
        self.period_deviation = keep * self.period_deviation + fresh * for_period;
        self.depth_deviation = keep * self.depth_deviation + fresh * for_depth;
        self.period_factor = (irregularity.period_sd * self.period_deviation).exp();
        self.depth_factor = (irregularity.depth_sd * self.depth_deviation).exp();
    }
}
