//! Simulated people: slow hearts with strong breathing arrhythmia, and fibrillation.

use crate::numbers::Random;
use std::f64::consts::TAU;
use vagal_core::{RrSeries, Sensor};

/// How breathing moves the heart.
#[derive(Clone, Copy, Debug)]
pub enum Modulation {
    /// Each interval is read off a sine at its start.
    Sine,
    /// Integral pulse frequency modulation: the rate is integrated to the next beat.
    Integrated,
    /// Like the sine, with a fast rise and a slow fall.
    Skewed,
}

/// A slow heart under strong breathing arrhythmia.
#[derive(Clone, Copy, Debug)]
pub struct SlowBreather {
    pub mean_ms: f64,
    pub amplitude_ms: f64,
    pub breaths_per_minute: f64,
    pub breath_sd: f64,
    pub amplitude_sd: f64,
    pub wander_ms: f64,
    pub modulation: Modulation,
}

impl SlowBreather {
    /// One person of the range that the gate must bear.
    pub fn draw(random: &mut Random) -> Self {
        let kinds = [Modulation::Sine, Modulation::Integrated, Modulation::Skewed];
        Self {
            mean_ms: random.uniform(1300.0, 1700.0),
            amplitude_ms: random.uniform(50.0, 350.0),
            breaths_per_minute: random.uniform(8.0, 18.0),
            breath_sd: random.uniform(0.05, 0.15),
            amplitude_sd: random.uniform(0.1, 0.4),
            wander_ms: random.uniform(10.0, 60.0),
            modulation: kinds[random.uniform(0.0, 3.0) as usize],
        }
    }

    /// Her intervals over about `minutes`.
    pub fn intervals(&self, minutes: f64, random: &mut Random) -> RrSeries {
        let seconds = 60.0 * minutes;
        let mut breaths: Vec<(f64, f64)> = vec![(0.0, self.amplitude_ms)];
        let mut at_s = 0.0;
        while at_s < seconds + 60.0 {
            let relative = (1.0 + self.breath_sd * random.normal()).max(0.3);
            at_s += 60.0 / self.breaths_per_minute * relative;
            let amplitude =
                self.amplitude_ms * (1.0 + self.amplitude_sd * random.normal()).max(0.1);
            breaths.push((at_s, amplitude));
        }
        let wander = pink(random);
        let length_ms = |t: f64| {
            let breath = breaths.partition_point(|b| b.0 <= t) - 1;
            let (start, amplitude) = breaths[breath];
            let phase = (t - start) / (breaths[breath + 1].0 - start);
            let phase = match self.modulation {
                Modulation::Skewed => phase.powf(0.7),
                Modulation::Sine | Modulation::Integrated => phase,
            };
            let sway: f64 = wander.iter().map(|(hz, at)| (TAU * (hz * t + at)).sin()).sum();
            let sway = sway * self.wander_ms / (wander.len() as f64 / 2.0).sqrt();
            (self.mean_ms + amplitude * (TAU * phase).sin() + sway).max(400.0)
        };
        let (mut t, mut ms) = (0.0, Vec::new());
        while t < seconds {
            let length = match self.modulation {
                Modulation::Integrated => integrate(t, length_ms),
                Modulation::Sine | Modulation::Skewed => length_ms(t),
            };
            ms.push(length + 3.0 * random.normal());
            t += length / 1000.0;
        }
        RrSeries::from_ms(&ms, Sensor::ChestStrap).expect("lengths are bounded")
    }
}

/// Milliseconds from `t` until the integral of the rate reaches one beat.
fn integrate(t: f64, length_ms: impl Fn(f64) -> f64) -> f64 {
    const STEP_S: f64 = 0.01;
    let (mut beat, mut s) = (0.0, 0.0);
    loop {
        let step = STEP_S * 1000.0 / length_ms(t + s);
        if beat + step >= 1.0 {
            return 1000.0 * (s + STEP_S * (1.0 - beat) / step);
        }
        beat += step;
        s += STEP_S;
    }
}

/// Sixteen waves of 0.002 to 0.08 Hz, spaced by octave fractions: equal power an octave, 1/f.
fn pink(random: &mut Random) -> Vec<(f64, f64)> {
    (0..16).map(|k| (0.002 * 2.0_f64.powf(f64::from(k) / 3.0), random.uniform(0.0, 1.0))).collect()
}

/// Fibrillation as the ventricle sees it: hardly correlated, skewed, never below a refractory time.
#[derive(Clone, Copy, Debug)]
pub struct Fibrillation {
    pub mean_ms: f64,
    pub variation: f64,
    pub refractory: f64,
    pub correlation: f64,
}

impl Fibrillation {
    /// One person at this mean rate; coefficient of variation .15 to .28 (Tateno & Glass 2001 have
    /// .24 on average), correlation of neighbours -.1 to .15.
    pub fn draw(rate_bpm: f64, random: &mut Random) -> Self {
        Self {
            mean_ms: 60_000.0 / rate_bpm,
            variation: random.uniform(0.15, 0.28),
            refractory: random.uniform(0.45, 0.6),
            correlation: random.uniform(-0.1, 0.15),
        }
    }

    /// Her intervals: log-normal above the refractory time, over `minutes`.
    pub fn intervals(&self, minutes: f64, random: &mut Random) -> RrSeries {
        let refractory_ms = self.refractory * self.mean_ms;
        let above_ms = self.mean_ms - refractory_ms;
        let spread = self.variation * self.mean_ms / above_ms;
        let sigma = (1.0 + spread * spread).ln().sqrt();
        let (mut t, mut z, mut ms) = (0.0, random.normal(), Vec::new());
        while t < 60.0 * minutes {
            let fresh = (1.0 - self.correlation * self.correlation).sqrt();
            z = self.correlation * z + fresh * random.normal();
            let length = refractory_ms + above_ms * (sigma * z - sigma * sigma / 2.0).exp();
            ms.push(length);
            t += length / 1000.0;
        }
        RrSeries::from_ms(&ms, Sensor::ChestStrap).expect("lengths are bounded")
    }
}
