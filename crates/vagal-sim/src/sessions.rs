//! Statistical sessions: RR intervals whose level of lnRMSSD is known exactly, for studies of error rates.
//!
//! ```text
//! RR(t)   = mean + w(t) + exp(b + L(t) + slope·(f(t) − f_before))·u(t)
//! u(t)    = √s·a·sin(φ(t))/(√2·sin(π·f·mean)) + √((1 − s)/2)·N(0,1)        RMSSD of u is 1
//! L(t)    = process(t) + shift(t)
//! ```
//!
//! w is a wander of the mean below 0.02 Hz (it adds under 0.5% to RMSSD), s the share of breathing in the squared
//! differences, φ the phase of breathing with irregular breaths, a a log-normal depth per breath whose mean square is 1, f the
//! breathing rate. In expectation the squared successive difference at t is therefore `exp(2(b + L + …))`; lnRMSSD of
//! a window lies below that by a constant that depends on its number of beats only, and cancels in a contrast.
//!
//! There is no physiology in it: that is the point, the truth is exact.

use vagal_core::session::{Phase, PhaseName};
use vagal_core::{Beat, BeatLabel, Beats, Channel, ChannelKind, Sensor, Window};

use crate::noise::{Stream, normal, stationary_path, stream};

/// How the level moves without any input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LevelProcess {
    /// Not at all.
    Steady,
    /// A stationary Ornstein-Uhlenbeck process.
    OrnsteinUhlenbeck {
        /// Standard deviation, ln units.
        sd: f64,
        /// Timescale: the autocorrelation is `exp(−lag/timescale)`, s.
        timescale_s: f64,
    },
    /// A straight line through 0 in the middle of the session.
    Ramp {
        /// Change from start to end, ln units. `±sd·√12` gives the sd of an OU process.
        rise: f64,
    },
}

/// Breathing of a statistical session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionBreathing {
    /// Mean rate before, breaths a minute.
    pub before_per_min: f64,
    /// Mean rate from the start of the input on, breaths a minute.
    pub after_per_min: f64,
    /// Slow wander of the rate around its mean, sd, breaths a minute.
    pub wander_sd_per_min: f64,
    /// Timescale of that wander, s.
    pub wander_s: f64,
    /// Effect on lnRMSSD per breath a minute (negative: slower breathing raises it).
    pub slope_per_breath: f64,
    /// Irregularity of the breath period, sd of its logarithm.
    pub period_sd: f64,
    /// Irregularity of the depth, sd of its logarithm.
    pub depth_sd: f64,
}

impl SessionBreathing {
    /// 14 a minute throughout, natural irregularity, no effect on the level. House choice.
    pub const UNCHANGED: Self = Self {
        before_per_min: 14.0,
        after_per_min: 14.0,
        wander_sd_per_min: 1.0,
        wander_s: 60.0,
        slope_per_breath: 0.0,
        period_sd: 0.08,
        depth_sd: 0.15,
    };
}

/// A session to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct StatisticalSession {
    /// Baseline, minutes.
    pub minutes_before: f64,
    /// The input, minutes; 0 for none between the phases.
    pub minutes_during: f64,
    /// After the input, minutes.
    pub minutes_after: f64,
    /// Movement of the level without input.
    pub level: LevelProcess,
    /// True effect d: a step of the level at the end of the before phase, ln units.
    pub shift: f64,
    /// Half-life with which the step fades once the input ended, minutes; `None`: it stays.
    pub half_life_min: Option<f64>,
    /// Breathing.
    pub breathing: SessionBreathing,
    /// Mean RR, ms.
    pub mean_rr_ms: f64,
    /// Level of lnRMSSD that everything else is added to, ln ms.
    pub mean_ln_rmssd: f64,
    /// Share of breathing in the squared successive differences, 0 to 1.
    pub respiratory_share: f64,
    /// Seed.
    pub seed: u64,
}

impl StatisticalSession {
    /// Two phases of equal length, no effect, level of sd .2 with a timescale of 90 s, RMSSD near 37 ms.
    pub fn null(minutes_before: f64, minutes_after: f64, seed: u64) -> Self {
        Self {
            minutes_before,
            minutes_during: 0.0,
            minutes_after,
            level: LevelProcess::OrnsteinUhlenbeck { sd: 0.2, timescale_s: 90.0 },
            shift: 0.0,
            half_life_min: None,
            breathing: SessionBreathing::UNCHANGED,
            mean_rr_ms: 900.0,
            mean_ln_rmssd: 3.6,
            respiratory_share: 0.6,
            seed,
        }
    }
}

/// The hidden truth of a statistical session.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenLevel {
    /// L at each whole second from 0: process and shift, without the effect of breathing, ln units.
    pub level: Vec<f64>,
    /// Breathing rate at each whole second, breaths a minute.
    pub breathing_per_min: Vec<f64>,
    /// Effect of breathing on lnRMSSD at each whole second, ln units.
    pub breathing_effect: Vec<f64>,
    /// The step that was put in.
    pub nominal_shift: f64,
    /// End of the before phase, s.
    pub before_end_s: f64,
    /// Start of the after phase, s.
    pub after_start_s: f64,
}

impl HiddenLevel {
    /// Realised contrast: mean of L over the first `minutes_after` of the after phase less its mean before.
    ///
    /// This is what a session can show. [`HiddenLevel::nominal_shift`] is what was done; the two differ by the slow
    /// movement of the level, which no single session can tell from an effect.
    pub fn realised_shift(&self, minutes_after: f64) -> f64 {
        let before_end = (self.before_end_s as usize).min(self.level.len());
        let after = (self.after_start_s as usize).min(self.level.len());
        let end =
            ((self.after_start_s + 60.0 * minutes_after) as usize).clamp(after, self.level.len());
        mean(&self.level[after..end]) - mean(&self.level[..before_end])
    }

    /// Minutes from the end of the input until L first falls below its mean before plus `threshold`; `None` if it
    /// stays above to the end.
    pub fn first_passage_min(&self, threshold: f64) -> Option<f64> {
        let before_end = (self.before_end_s as usize).min(self.level.len());
        let after = (self.after_start_s as usize).min(self.level.len());
        let limit = mean(&self.level[..before_end]) + threshold;
        let seconds = self.level[after..].iter().position(|&level| level < limit)?;
        Some(seconds as f64 / 60.0)
    }
}

/// A drawn session: what an instrument would see, and what it cannot.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnSession {
    /// The beats.
    pub beats: Beats,
    /// The phases; `During` only if it has a length.
    pub phases: Vec<Phase>,
    /// Breathing, as a belt would show it, arbitrary units.
    pub respiration: Channel,
    /// The truth.
    pub truth: HiddenLevel,
}

/// Windowed readings drawn directly, without beats.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowedSession {
    /// Centres of the windows, s.
    pub time_s: Vec<f64>,
    /// lnRMSSD read in each.
    pub ln_rmssd: Vec<f64>,
    /// Breathing rate in each, breaths a minute.
    pub breathing_per_min: Vec<f64>,
    /// The truth.
    pub truth: HiddenLevel,
}

/// Samples per second on which breathing is laid out.
const BREATH_HZ: f64 = 10.0;
/// No heart of a statistical session beats faster than this, ms.
const SHORTEST_RR_MS: f64 = 300.0;
/// Frequencies of the wander of mean RR, Hz, and its total sd, ms (house choice).
const WANDER_HZ: [f64; 3] = [0.004, 0.009, 0.017];
const WANDER_SD_MS: f64 = 15.0;

impl StatisticalSession {
    fn before_end_s(&self) -> f64 {
        seconds(self.minutes_before)
    }

    fn after_start_s(&self) -> f64 {
        self.before_end_s() + seconds(self.minutes_during)
    }

    fn end_s(&self) -> f64 {
        self.after_start_s() + seconds(self.minutes_after)
    }

    /// The phases of the session.
    pub fn phases(&self) -> Vec<Phase> {
        let edges = [
            (PhaseName::Before, 0.0, self.before_end_s()),
            (PhaseName::During, self.before_end_s(), self.after_start_s()),
            (PhaseName::After, self.after_start_s(), self.end_s()),
        ];
        edges
            .into_iter()
            .filter(|(_, start_s, end_s)| end_s > start_s)
            .map(|(name, start_s, end_s)| Phase { name, window: Window { start_s, end_s } })
            .collect()
    }

    /// The hidden level, drawn from the seed.
    pub fn hidden(&self) -> HiddenLevel {
        let seconds = self.end_s().ceil() as usize + 1;
        let mut rng = stream(self.seed, Stream::Level);
        let process = match self.level {
            LevelProcess::Steady => vec![0.0; seconds],
            LevelProcess::OrnsteinUhlenbeck { sd, timescale_s } => {
                stationary_path(sd, timescale_s, 1.0, seconds, &mut rng)
            }
            LevelProcess::Ramp { rise } => {
                (0..seconds).map(|t| rise * (t as f64 / self.end_s() - 0.5)).collect()
            }
        };
        let level = process.iter().enumerate().map(|(t, own)| own + self.step_at(t as f64));
        let breathing = &self.breathing;
        let mut rng = stream(self.seed, Stream::Breathing);
        let wander = stationary_path(
            breathing.wander_sd_per_min,
            breathing.wander_s,
            1.0,
            seconds,
            &mut rng,
        );
        let rates: Vec<f64> = wander
            .iter()
            .enumerate()
            .map(|(t, off)| {
                let before = (t as f64) < self.before_end_s();
                let mean = if before { breathing.before_per_min } else { breathing.after_per_min };
                (mean + off).clamp(3.0, 40.0)
            })
            .collect();
        let effect = rates
            .iter()
            .map(|rate| breathing.slope_per_breath * (rate - breathing.before_per_min))
            .collect();
        HiddenLevel {
            level: level.collect(),
            breathing_per_min: rates,
            breathing_effect: effect,
            nominal_shift: self.shift,
            before_end_s: self.before_end_s(),
            after_start_s: self.after_start_s(),
        }
    }

    fn step_at(&self, time_s: f64) -> f64 {
        if time_s < self.before_end_s() {
            return 0.0;
        }
        let faded_for_min = (time_s - self.after_start_s()).max(0.0) / 60.0;
        self.shift * self.half_life_min.map_or(1.0, |half| 0.5_f64.powf(faded_for_min / half))
    }

    /// Draws the session as beats.
    pub fn draw(&self) -> DrawnSession {
        let truth = self.hidden();
        let breaths = BreathPath::new(self, &truth);
        let mut rng = stream(self.seed, Stream::Beats);
        let phases = WANDER_HZ.map(|_| std::f64::consts::TAU * normal(&mut rng));
        let wander_ms = |time_s: f64| -> f64 {
            let unit = (2.0 / WANDER_HZ.len() as f64).sqrt() * WANDER_SD_MS;
            let waves = WANDER_HZ.iter().zip(phases);
            waves.map(|(hz, at)| unit * (std::f64::consts::TAU * hz * time_s + at).sin()).sum()
        };
        let broadband = ((1.0 - self.respiratory_share) / 2.0).max(0.0).sqrt();
        let mut beats = vec![Beat { time_s: 0.0, label: BeatLabel::Normal }];
        let mut time_s = 0.0;
        loop {
            let level =
                at_second(&truth.level, time_s) + at_second(&truth.breathing_effect, time_s);
            let respiratory = breaths.unit_rmssd(time_s, self.mean_rr_ms / 1000.0);
            let unit = self.respiratory_share.sqrt() * respiratory + broadband * normal(&mut rng);
            let rr_ms =
                self.mean_rr_ms + wander_ms(time_s) + (self.mean_ln_rmssd + level).exp() * unit;
            time_s += rr_ms.max(SHORTEST_RR_MS) / 1000.0;
            if time_s > self.end_s() || !time_s.is_finite() {
                break;
            }
            beats.push(Beat { time_s, label: BeatLabel::Normal });
        }
        let beats = Beats::new(beats, Vec::new(), None, Sensor::Ecg)
            .expect("invariant: every interval is positive and finite");
        DrawnSession { beats, phases: self.phases(), respiration: breaths.channel(), truth }
    }

    /// Draws readings of lnRMSSD in neighbouring windows without making beats: the mean of level and breathing effect
    /// over the window, plus normal sampling noise of sd `sampling_sd`. A window never spans two phases.
    pub fn draw_windows(&self, window_s: f64, sampling_sd: f64) -> WindowedSession {
        let truth = self.hidden();
        let mut rng = stream(self.seed, Stream::Beats);
        let mut session = WindowedSession {
            time_s: Vec::new(),
            ln_rmssd: Vec::new(),
            breathing_per_min: Vec::new(),
            truth,
        };
        let window_s = window_s.max(1.0);
        for phase in self.phases() {
            let count = (phase.window.length_s() / window_s + 1e-9).floor() as usize;
            for index in 0..count {
                let start_s = phase.window.start_s + index as f64 * window_s;
                let seconds = start_s as usize..(start_s + window_s) as usize;
                let truth = &session.truth;
                let reading = self.mean_ln_rmssd
                    + mean(&truth.level[seconds.clone()])
                    + mean(&truth.breathing_effect[seconds.clone()])
                    + sampling_sd * normal(&mut rng);
                let rate = mean(&truth.breathing_per_min[seconds]);
                session.time_s.push(start_s + window_s / 2.0);
                session.ln_rmssd.push(reading);
                session.breathing_per_min.push(rate);
            }
        }
        session
    }
}

/// Breathing laid out on a fine grid: phase, rate and depth.
struct BreathPath {
    cycles: Vec<f64>,
    hz: Vec<f64>,
    depth: Vec<f64>,
}

impl BreathPath {
    fn new(session: &StatisticalSession, truth: &HiddenLevel) -> Self {
        let SessionBreathing { period_sd, depth_sd, .. } = session.breathing;
        let mut rng = stream(session.seed, Stream::BreathShape);
        let count = (session.end_s() * BREATH_HZ).ceil() as usize + 2;
        let mut path = Self {
            cycles: Vec::with_capacity(count),
            hz: Vec::with_capacity(count),
            depth: Vec::with_capacity(count),
        };
        let (mut cycles, mut factor, mut depth) = (0.0_f64, 1.0_f64, 1.0_f64);
        for index in 0..count {
            let hz = at_second(&truth.breathing_per_min, index as f64 / BREATH_HZ) / 60.0 / factor;
            path.cycles.push(cycles);
            path.hz.push(hz);
            path.depth.push(depth);
            let breath = cycles.floor();
            cycles += hz / BREATH_HZ;
            if cycles.floor() > breath {
                factor = (period_sd * normal(&mut rng)).exp();
                // The mean of the square is 1.
                depth = (depth_sd * normal(&mut rng) - depth_sd * depth_sd).exp();
            }
        }
        path
    }

    /// The oscillation of RR by breathing, scaled so that its RMSSD over beats at `mean_rr_s` is 1.
    fn unit_rmssd(&self, time_s: f64, mean_rr_s: f64) -> f64 {
        use std::f64::consts::{PI, SQRT_2, TAU};
        let place = (time_s * BREATH_HZ).min(self.cycles.len() as f64 - 2.0);
        let (index, share) = (place as usize, place.fract());
        let cycles = self.cycles[index] + share * (self.cycles[index + 1] - self.cycles[index]);
        let scale = SQRT_2 * (PI * self.hz[index] * mean_rr_s).sin().abs().max(0.1);
        self.depth[index] * (TAU * cycles).sin() / scale
    }

    fn channel(&self) -> Channel {
        let waves = self.cycles.iter().zip(&self.depth);
        Channel {
            label: "breathing".to_owned(),
            kind: ChannelKind::Respiration,
            sampling_hz: BREATH_HZ,
            unit: String::new(),
            samples: waves
                .map(|(cycles, depth)| (depth * (std::f64::consts::TAU * cycles).sin()) as f32)
                .collect(),
        }
    }
}

/// No phase is longer than a day; anything that is no length counts as 0.
fn seconds(minutes: f64) -> f64 {
    if minutes.is_finite() { 60.0 * minutes.clamp(0.0, 1440.0) } else { 0.0 }
}

fn at_second(path: &[f64], time_s: f64) -> f64 {
    path[(time_s as usize).min(path.len() - 1)]
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}
