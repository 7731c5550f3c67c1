//! The model of Seidel and Herzel: baroreceptors, two outflows, transmitters, a sinus node with AV conduction, a windkessel.
//!
//! ```text
//! baroreceptors b0 = P − p0 + kb·P'      b1 = a(1 + tanh((b0 − a)/a)), a = inflection − p0      b = b1 * G
//!               G(t) = chi²(t/sigma; 1 + eta/(2 sigma))/sigma over 0.1 s
//! breathing     r = (1 − sin 2π(phi_r + shift/T_r))/2,  phi_r' = 1/T_r
//! outflow       sym = [50 − (1 + .38 r)·b + 30 r]+       para = [10 + (1 + .38 r)·b + 30 r]+
//! transmitters  tau·c' = −c + tanh(k_ex·sym(t − D))·(1 − tanh(k_in·para(t − D')))    for sNe, vNe, rNe
//!               tau·sAc' = −sAc + tanh(k_ex·para(t − D))
//! sinus         phi' = (1 + k_sNe·sNe − k_sAc·sAc·F(phi)/mean F)/T0,   F = phi^1.3(phi − .45)/((.2/(1 − phi))³ + 1)
//! AV node       a signal outside the refractory period contracts after T_avc = T_avc0 + k·exp(−passed/tau); escape after T_av
//! systole       P' = (S/compliance)/tau_sys·(1 − x)·e^(1 − x),  S = S0 + k_S·vNe·(1 − (1 − min(1, T/T_hat))²)
//! diastole      P' = −(P − p_wind0)/(tau_wind0 + k_wind·rNe)
//! ```
//!
//! Published as a whole (Seidel 1997; Seidel & Herzel 1998). Delay lines are empty at the start, as in the reference series.

use rand_chacha::ChaCha8Rng;

use super::{Step, System};
use crate::delay::Delay;
use crate::noise::{Stream, normal, stream};
use crate::parameters::SeidelParameters;
use crate::scenario::Second;

/// Spacing of the taps of the broadening, s.
const TAP_S: f64 = 0.001;
/// State at the start.
const PRESSURE_MMHG: f64 = 100.0;
const NOREPINEPHRINE: f64 = 0.12;
const ACETYLCHOLINE: f64 = 0.5;
/// The first cycle began this long before the start, s.
const FIRST_CYCLE_S: f64 = 1.0;
/// Share of the pressure around the neck that reaches the carotid wall, as in VREF.
const NECK_TRANSMISSION: f64 = 0.5;
/// A time that has been reached to within rounding has been reached.
const ROUNDING_S: f64 = 1e-9;

/// A transmitter that is released by one outflow and held back by another.
#[derive(Clone, Debug)]
struct Transmitter {
    level: f64,
    lag_s: f64,
    excitation: f64,
    inhibition: f64,
    excited: Delay,
    inhibited: Delay,
}

impl Transmitter {
    fn step(&mut self, excitation: f64, inhibition: f64, dt_s: f64) {
        let released = (self.excitation * self.excited.pass(excitation)).tanh();
        let let_through = 1.0 - (self.inhibition * self.inhibited.pass(inhibition)).tanh();
        self.level += dt_s * (released * let_through - self.level) / self.lag_s;
    }
}

/// The state of the system.
#[derive(Clone, Debug)]
pub(crate) struct Seidel {
    p: SeidelParameters,
    dt_s: f64,
    steps: u64,
    noise: Option<ChaCha8Rng>,
    breath_phase: f64,
    breath_noise_s: [f64; 2],
    period_noise_s: f64,
    pressure: f64,
    pressure_slope: f64,
    neck: f64,
    /// Newest first in time, as a ring.
    recent: Vec<f64>,
    next: usize,
    /// Steps back and weight of each tap.
    taps: Vec<(usize, f64)>,
    sinus_ne: Transmitter,
    ventricle_ne: Transmitter,
    vessel_ne: Transmitter,
    acetylcholine: Transmitter,
    phase: f64,
    mean_effect: f64,
    last_beat_s: f64,
    signal_s: Option<f64>,
    conduction_s: f64,
    stroke: f64,
}

impl Seidel {
    pub(crate) fn new(p: &SeidelParameters, dt_s: f64, noise: bool, seed: u64) -> Self {
        let line = |delay_s: f64| Delay::new(delay_s, dt_s, 0.0);
        let transmitter =
            |level, lag_s, excitation, inhibition, excited_s, inhibited_s| Transmitter {
                level,
                lag_s,
                excitation,
                inhibition,
                excited: line(excited_s),
                inhibited: line(inhibited_s),
            };
        let taps = taps(p, dt_s);
        let length = taps.iter().map(|tap| tap.0).max().unwrap_or(0) + 1;
        Self {
            dt_s,
            steps: 0,
            noise: noise.then(|| stream(seed, Stream::Physiology)),
            breath_phase: 0.0,
            breath_noise_s: [0.0; 2],
            period_noise_s: 0.0,
            pressure: PRESSURE_MMHG,
            pressure_slope: 0.0,
            neck: 0.0,
            recent: vec![0.0; length],
            next: 0,
            taps,
            sinus_ne: transmitter(
                NOREPINEPHRINE,
                p.sinus_ne_lag_s,
                p.sinus_ne_excitation,
                p.sinus_ne_inhibition,
                p.sinus_ne_delay_s,
                p.sinus_ne_vagal_delay_s,
            ),
            ventricle_ne: transmitter(
                NOREPINEPHRINE,
                p.ventricle_ne_lag_s,
                p.ventricle_ne_excitation,
                p.ventricle_ne_inhibition,
                p.ventricle_ne_delay_s,
                p.ventricle_ne_vagal_delay_s,
            ),
            vessel_ne: transmitter(
                NOREPINEPHRINE,
                p.vessel_ne_lag_s,
                p.vessel_ne_excitation,
                p.vessel_ne_inhibition,
                p.vessel_ne_delay_s,
                p.vessel_ne_vagal_delay_s,
            ),
            acetylcholine: transmitter(
                ACETYLCHOLINE,
                p.acetylcholine_lag_s,
                p.acetylcholine_excitation,
                0.0,
                p.acetylcholine_delay_s,
                0.0,
            ),
            phase: 0.0,
            mean_effect: (0..=100).map(|k| phase_effect(f64::from(k) / 100.0)).sum::<f64>() / 101.0,
            last_beat_s: -FIRST_CYCLE_S,
            signal_s: None,
            conduction_s: 0.0,
            stroke: 0.0,
            p: p.clone(),
        }
    }

    /// The baroreceptor signal, broadened in time.
    fn broadened(&mut self, signal: f64) -> f64 {
        let length = self.recent.len();
        self.recent[self.next] = signal;
        let newest = self.next;
        self.next = if newest + 1 == length { 0 } else { newest + 1 };
        let at = |back: usize| {
            let place = if newest >= back { newest - back } else { newest + length - back };
            self.recent[place]
        };
        TAP_S * self.taps.iter().map(|(back, weight)| weight * at(*back)).sum::<f64>()
    }

    /// Breathing period of this breath, s.
    fn breath_s(&self, rate_per_min: f64) -> f64 {
        (60.0 / rate_per_min + self.breath_noise_s[0]).max(0.5)
    }

    fn move_breath(&mut self, breath_s: f64) {
        self.breath_phase += self.dt_s / breath_s;
        if self.breath_phase >= 1.0 {
            self.breath_phase -= 1.0;
            if let Some(rng) = &mut self.noise {
                let [last, before] = self.breath_noise_s;
                let (p, fresh) = (&self.p, normal(rng));
                let next = p.breath_memory_1 * last
                    + p.breath_memory_2 * before
                    + p.breath_noise_s * fresh;
                self.breath_noise_s = [next, last];
            }
        }
    }

    /// Moves the sinus node on; true if the ventricles contract in this step.
    fn contracts(&mut self, now_s: f64, vagal_left: f64, sympathetic_left: f64) -> bool {
        let p = &self.p;
        let speed = 1.0 + sympathetic_left * p.sinus_sympathetic * self.sinus_ne.level
            - vagal_left * p.sinus_vagal * self.acetylcholine.level * phase_effect(self.phase)
                / self.mean_effect;
        let period_s = (p.intrinsic_period_s + self.period_noise_s).max(0.2);
        self.phase += self.dt_s * speed / period_s;
        if self.phase >= 1.0 {
            self.phase = 0.0;
            let passed_s = now_s - self.last_beat_s;
            if self.signal_s.is_none() && passed_s > p.refractory_s {
                self.conduction_s =
                    p.conduction_s + p.conduction_gain_s * (-passed_s / p.conduction_lag_s).exp();
                self.signal_s = Some(now_s);
            }
            if let Some(rng) = &mut self.noise {
                self.period_noise_s =
                    p.period_memory * self.period_noise_s + p.period_noise_s * normal(rng);
            }
        }
        let conducted = self.signal_s.is_some_and(|at| now_s - at >= self.conduction_s);
        conducted || now_s - self.last_beat_s >= p.escape_s - ROUNDING_S
    }
}

impl System for Seidel {
    /// One Euler step, in the order breathing, baroreceptors, outflow, transmitters, sinus node, beat, pressure.
    fn step(&mut self, second: &Second) -> Step {
        use std::f64::consts::TAU;
        let (dt, drive) = (self.dt_s, &second.drive);
        let now_s = self.steps as f64 * dt;
        self.steps += 1;

        let breath_s = self.breath_s(second.breath.rate_per_min);
        let shift = self.p.respiration_shift_s / breath_s;
        let respiration = 0.5 * (1.0 - (TAU * (self.breath_phase + shift)).sin());
        self.move_breath(breath_s);

        let p = &self.p;
        let neck_step = NECK_TRANSMISSION * (drive.neck_mmhg - self.neck);
        self.neck = drive.neck_mmhg;
        let sensed = self.pressure + NECK_TRANSMISSION * self.neck - p.threshold_mmhg
            + p.slope_weight_s * (self.pressure_slope + neck_step / dt);
        let half = p.inflection_mmhg - p.threshold_mmhg;
        let baroreceptor = self.broadened(half * (1.0 + ((sensed - half) / half).tanh()));

        let p = &self.p;
        let g = second.gate_factor;
        let sympathetic = p.sympathetic_base
            - (1.0 + p.sympathetic_gate * respiration) * baroreceptor
            + p.sympathetic_breath * respiration;
        let vagal = (p.vagal_base
            + (1.0 + g * p.vagal_gate * respiration) * baroreceptor
            + g * p.vagal_breath * respiration
            + p.vagal_per_hz * drive.vagal_hz)
            .max(0.0);
        let to_heart = (sympathetic + p.sympathetic_per_hz * drive.sympathetic_heart_hz).max(0.0);
        let to_vessels =
            (sympathetic + p.sympathetic_per_hz * drive.sympathetic_vessels_hz).max(0.0);

        self.sinus_ne.step(to_heart, vagal, dt);
        self.ventricle_ne.step(to_heart, vagal, dt);
        self.vessel_ne.step(to_vessels, vagal, dt);
        self.acetylcholine.step(vagal, 0.0, dt);

        let (vagal_left, beta_left) = (1.0 - drive.vagal_block, 1.0 - drive.beta_block);
        let beat_s = self.contracts(now_s, vagal_left, beta_left).then(|| {
            let p = &self.p;
            let short = 1.0 - (now_s - self.last_beat_s).min(p.full_filling_s) / p.full_filling_s;
            self.stroke = p.contractility
                + beta_left
                    * p.contractility_gain
                    * self.ventricle_ne.level
                    * (1.0 - short * short);
            self.last_beat_s = now_s;
            self.signal_s = None;
            now_s
        });

        let p = &self.p;
        let progress = (now_s - self.last_beat_s) / p.systole_s;
        let windkessel_s = p.windkessel_s + p.windkessel_gain_s * self.vessel_ne.level;
        self.pressure_slope = if progress < 1.0 {
            self.stroke / p.compliance_ml_per_mmhg / p.systole_s
                * (1.0 - progress)
                * (1.0 - progress).exp()
        } else {
            -(self.pressure - p.rest_mmhg) / windkessel_s
        };
        self.pressure += dt * self.pressure_slope;
        Step {
            lung_l: respiration - 0.5,
            afferent_hz: baroreceptor,
            vagal_hz: vagal,
            sympathetic_hz: to_heart,
            to_vessels_hz: to_vessels,
            resistance: windkessel_s,
            pressure_mmhg: self.pressure,
            beat_s,
        }
    }

    fn is_finite(&self) -> bool {
        self.pressure.is_finite() && self.phase.is_finite()
    }
}

/// How strongly the vagus acts at a phase of the cycle; negative early in it.
fn phase_effect(phase: f64) -> f64 {
    if phase >= 1.0 {
        return 0.0;
    }
    phase.powf(1.3) * (phase - 0.45) / ((0.2 / (1.0 - phase)).powi(3) + 1.0)
}

/// The taps of the broadening: steps back in time, and the density of chi-squared there.
fn taps(p: &SeidelParameters, dt_s: f64) -> Vec<(usize, f64)> {
    let half = 0.5 * (1.0 + 0.5 * p.broadening_eta_s / p.broadening_sigma_s);
    let scale = half * std::f64::consts::LN_2 + ln_gamma(half);
    let count = (p.broadening_s / TAP_S).ceil().clamp(1.0, 10_000.0) as usize;
    (0..count)
        .map(|k| {
            let time_s = k as f64 * TAP_S;
            let x = time_s / p.broadening_sigma_s;
            let density =
                if k == 0 { 0.0 } else { ((half - 1.0) * x.ln() - 0.5 * x - scale).exp() };
            ((time_s / dt_s).round() as usize, density / p.broadening_sigma_s)
        })
        .collect()
}

/// Logarithm of the gamma function for x > 0: Stirling's series above 10, carried down by Γ(x + 1) = xΓ(x).
fn ln_gamma(x: f64) -> f64 {
    if x < 10.0 {
        return ln_gamma(x + 1.0) - x.ln();
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series =
        inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gamma_function_at_known_places() {
        // Γ(5) = 24, Γ(1/2) = √π.
        assert!((ln_gamma(5.0) - 24.0_f64.ln()).abs() < 1e-12);
        assert!((ln_gamma(0.5) - 0.5 * std::f64::consts::PI.ln()).abs() < 1e-12);
    }

    #[test]
    fn the_broadening_keeps_the_size_of_a_signal_at_every_step() {
        // A density has area 1; the sum over 1 ms misses 0.6% of it.
        let p = SeidelParameters::default();
        for dt_s in [0.0005, 0.001, 0.002, 0.005] {
            let area: f64 = taps(&p, dt_s).iter().map(|tap| TAP_S * tap.1).sum();
            assert!((area - 1.0).abs() < 0.01, "{area}");
        }
    }
}
