//! VREF: baroreflex arc, sinus node, windkessel and respiratory gate, as one system stepped by Euler.
//!
//! ```text
//! lung      h  = V − VT/2          va' = (h − va)/tad          g = Vs·tanh((h − va)/Vs)
//! afferent  Pt' = (Pa + tauz·Pa' − Pt)/taup,  Pa = P + 0.5·neck      fcs = (fmin + fmax·e)/(1 + e),  e = exp((Pt − Pn)/ka)
//! efferent  fes = fesinf + (fes0 − fesinf)·exp(−kes·fcs)            fev = (fev0 + fevinf·E)/(1 + E),  E = exp((fcs − fcs0)/kev)
//!           fv  = [(fev + u_v + e^gk·n_v)·(1 − e^gk·kg·g)]+
//!           fsh = [fes − krs·g + u_sh + n_S]+                       fsp = [fes − krs·g + u_sp + n_S]+
//! effectors tTs·dTs' = GTs·s(fsh(t − DTs)) − dTs                    tTv·dTv' = GTv·fv(t − DTv) − dTv
//!           tR·xR'   = s(fsp(t − DR)) − xR                          tE·xs'   = s(fsh(t − DTs)) − xs
//!           s(f) = ln(f − fesmin + 1) above fesmin, else 0          R = (Rsp0 + GRsp·xR ∥ Rep0 + GRep·xR)·(1 + n_R)
//! sinus     phi' = 1/T,  T = max(0.28, T0 + dTs + dTv);  a beat when phi reaches 1
//! heart     SV = max(10, SV0·fill(RR)/fill(RR0)·(1 + kE(xs − 1.11) − (C·Aresp/SV0)·g/0.25)),  fill(r) = 1 − exp(−(r − toff)/tfill)
//! vessels   C·P' = q − (P − Pv)/R,   q = SV·π/(2·Tej)·sin(π·τ/Tej) for Tej seconds after a beat
//! ```
//!
//! The reflex arc is published (Ursino 1998); the one-compartment plant, the gate, the noise and the way they are put
//! together are ours. Veins, CO2 and resetting are options, see [`super::vref_options`]. Each parameter
//! with its source is in [`crate::parameters::PARAMETERS`].

use rand_chacha::ChaCha8Rng;

use super::vref_options::{Carbon, Options, Resetting, Veins};
use super::{Step, System};
use crate::breathing::Breather;
use crate::delay::Delay;
use crate::noise::{OrnsteinUhlenbeck, Stream, stream};
use crate::parameters::Parameters;
use crate::scenario::Second;

/// No sinus node fires faster than this, s.
const SHORTEST_PERIOD_S: f64 = 0.28;
/// Smallest stroke volume, mL.
const SMALLEST_STROKE_ML: f64 = 10.0;
/// Sympathetic drive of contractility and vessels at rest, to which the contractility term refers.
const RESTING_DRIVE: f64 = 1.11;
/// Amplitude of the gate in quiet breathing, L, to which `Aresp` refers.
const QUIET_GATE_L: f64 = 0.25;
/// Share of the pressure around the neck that reaches the carotid wall.
const NECK_TRANSMISSION: f64 = 0.5;

/// Nervous parts of the sinus period at the start, s.
const SINUS_SYMPATHETIC_S: f64 = -0.144;
const SINUS_VAGAL_S: f64 = 0.4275;

/// The state of the system.
#[derive(Clone, Debug)]
pub(crate) struct Vref {
    p: Parameters,
    dt_s: f64,
    on_grid: bool,
    steps: u64,
    breather: Breather,
    noise: Option<Noise>,
    stretch: f64,
    pressure: f64,
    pressure_slope: f64,
    neck: f64,
    sensed: f64,
    to_sinus_sympathetic: Delay,
    to_sinus_vagal: Delay,
    to_vessels: Delay,
    sinus_sympathetic: f64,
    sinus_vagal: f64,
    contractility: f64,
    vessel_tone: f64,
    phase: f64,
    period_s: f64,
    last_beat_s: Option<f64>,
    since_beat_s: f64,
    stroke_ml: f64,
    resetting: Option<Resetting>,
    carbon: Option<Carbon>,
    veins: Option<Veins>,
}

#[derive(Clone, Debug)]
struct Noise {
    rng: ChaCha8Rng,
    vagal: OrnsteinUhlenbeck,
    vessels: OrnsteinUhlenbeck,
    sympathetic: OrnsteinUhlenbeck,
}

impl Vref {
    pub(crate) fn new(
        p: &Parameters,
        options: Options,
        dt_s: f64,
        on_grid: bool,
        noise: bool,
        seed: u64,
    ) -> Self {
        let effect = |hz| effector(p, hz);
        Self {
            dt_s,
            on_grid,
            steps: 0,
            breather: Breather::new(seed),
            noise: noise.then(|| Noise {
                rng: stream(seed, Stream::Physiology),
                vagal: OrnsteinUhlenbeck::new(p.vagal_noise_hz, p.vagal_noise_lag_s, dt_s),
                vessels: OrnsteinUhlenbeck::new(p.vessel_noise, p.vessel_noise_lag_s, dt_s),
                sympathetic: OrnsteinUhlenbeck::new(
                    p.sympathetic_noise_hz,
                    p.sympathetic_noise_lag_s,
                    dt_s,
                ),
            }),
            stretch: 0.0,
            pressure: 90.0,
            pressure_slope: 0.0,
            neck: 0.0,
            sensed: 90.0,
            // The lines carry what the effectors answer to, so the logarithm is taken once a step.
            to_sinus_sympathetic: Delay::new(p.sinus_sympathetic_delay_s, dt_s, effect(4.7)),
            to_sinus_vagal: Delay::new(p.sinus_vagal_delay_s, dt_s, 4.75),
            to_vessels: Delay::new(p.vessel_delay_s, dt_s, effect(4.7)),
            sinus_sympathetic: SINUS_SYMPATHETIC_S,
            sinus_vagal: SINUS_VAGAL_S,
            contractility: RESTING_DRIVE,
            vessel_tone: RESTING_DRIVE,
            phase: 0.0,
            period_s: p.intrinsic_period_s + SINUS_SYMPATHETIC_S + SINUS_VAGAL_S,
            last_beat_s: None,
            since_beat_s: -dt_s,
            stroke_ml: p.stroke_volume_ml,
            resetting: options.resetting.then(|| Resetting::new(p)),
            carbon: options.chemoreflex.then_some(Carbon::USUAL),
            veins: options.venous.then(|| Veins::new(p, dt_s, RESTING_DRIVE, effect(4.7))),
            p: p.clone(),
        }
    }

    /// Moves the sinus node on and, if it fires, sets the stroke of the next cycle.
    fn advance(&mut self, now_s: f64, period_s: f64, gate: f64) -> Option<f64> {
        let before = self.phase;
        self.phase += self.dt_s / period_s;
        self.since_beat_s += self.dt_s;
        if self.phase < 1.0 {
            return None;
        }
        self.phase -= 1.0;
        let late_s = if self.on_grid { 0.0 } else { (1.0 - before) * period_s };
        let beat_s = now_s + late_s;
        let p = &self.p;
        let filling = |rr_s: f64| 1.0 - (-(rr_s - p.filling_offset_s) / p.filling_lag_s).exp();
        let rr_s = self.last_beat_s.map_or(p.reference_rr_s, |last| beat_s - last);
        let breath = p.compliance_ml_per_mmhg * p.mechanical_breath_mmhg / p.stroke_volume_ml;
        let strength = 1.0 + p.contractility_gain * (self.contractility - RESTING_DRIVE)
            - breath * gate / QUIET_GATE_L;
        let mut stroke_ml =
            p.stroke_volume_ml * filling(rr_s) / filling(p.reference_rr_s) * strength;
        if let Some(veins) = &self.veins {
            stroke_ml *= veins.filling(p);
        }
        self.stroke_ml = stroke_ml.max(SMALLEST_STROKE_ML);
        self.last_beat_s = Some(beat_s);
        self.since_beat_s = -late_s;
        Some(beat_s)
    }

    /// Flow into the arteries, mL/s: a half sine after each beat.
    ///
    /// On the grid it is taken at the start of the step, as in the reference; else as the exact mean over the step,
    /// so that every beat ejects its whole stroke wherever in the step it falls.
    fn ejection_ml_per_s(&self) -> f64 {
        use std::f64::consts::PI;
        let (ejection_s, from_s) = (self.p.ejection_s, self.since_beat_s);
        if self.on_grid {
            if !(0.0..ejection_s).contains(&from_s) {
                return 0.0;
            }
            return self.stroke_ml * PI / (2.0 * ejection_s) * (PI * from_s / ejection_s).sin();
        }
        let to_s = from_s + self.dt_s;
        if to_s <= 0.0 || from_s >= ejection_s {
            return 0.0;
        }
        let angle = |time_s: f64| PI * time_s.clamp(0.0, ejection_s) / ejection_s;
        0.5 * self.stroke_ml * (angle(from_s).cos() - angle(to_s).cos()) / self.dt_s
    }
}

impl System for Vref {
    /// One Euler step, in the order respiration, noise, afferent, efferent, effectors, beat, ejection, pressure.
    fn step(&mut self, second: &Second) -> Step {
        let Second { drive, breath, gate_factor } = second;
        let gate_factor = *gate_factor;
        let (p, dt) = (&self.p, self.dt_s);
        let now_s = self.steps as f64 * dt;
        self.steps += 1;

        let lung_l = self.breather.step(breath, dt);
        self.stretch += dt * (lung_l - self.stretch) / p.gate_adaptation_s;
        let gate = p.gate_saturation_l * ((lung_l - self.stretch) / p.gate_saturation_l).tanh();

        let (vagal_noise, vessel_noise, sympathetic_noise) =
            self.noise.as_mut().map_or((0.0, 0.0, 0.0), Noise::step);

        let neck_step = NECK_TRANSMISSION * (drive.neck_mmhg - self.neck);
        self.neck = drive.neck_mmhg;
        let sensed_input = self.pressure
            + NECK_TRANSMISSION * self.neck
            + p.afferent_lead_s * (self.pressure_slope + neck_step / dt);
        self.sensed += dt * (sensed_input - self.sensed) / p.afferent_lag_s;
        let mut distance_mmhg = self.sensed - p.set_point_mmhg;
        if let Some(resetting) = &mut self.resetting {
            distance_mmhg -= resetting.step(distance_mmhg, dt);
        }
        let e = (distance_mmhg / p.afferent_width_mmhg).exp();
        let afferent_hz = p.afferent_max_hz + (p.afferent_min_hz - p.afferent_max_hz) / (1.0 + e);

        let sympathetic_hz = p.sympathetic_floor_hz
            + (p.sympathetic_top_hz - p.sympathetic_floor_hz)
                * (-p.sympathetic_slope_s * afferent_hz).exp();
        let e = ((afferent_hz - p.vagal_middle_hz) / p.vagal_width_hz).exp();
        let vagal_hz = p.vagal_high_hz + (p.vagal_low_hz - p.vagal_high_hz) / (1.0 + e);
        let vagal_hz = ((vagal_hz + drive.vagal_hz + gate_factor * vagal_noise)
            * (1.0 - gate_factor * p.vagal_gate_per_l * gate))
            .max(0.0);
        let mut gated = sympathetic_hz - p.sympathetic_gate_hz_per_l * gate + sympathetic_noise;
        if let Some(carbon) = &mut self.carbon {
            gated += carbon.step(p, breath.rate_per_min, breath.tidal_l, dt);
        }
        let to_heart_hz = (gated + drive.sympathetic_heart_hz).max(0.0);
        let to_vessels_hz = (gated + drive.sympathetic_vessels_hz).max(0.0);
        let to_heart = effector(p, to_heart_hz);
        let to_vessels = if drive.sympathetic_heart_hz == drive.sympathetic_vessels_hz {
            to_heart
        } else {
            effector(p, to_vessels_hz)
        };

        let at_heart = (1.0 - drive.beta_block) * self.to_sinus_sympathetic.pass(to_heart);
        let at_sinus = (1.0 - drive.vagal_block) * self.to_sinus_vagal.pass(vagal_hz);
        let at_vessels = self.to_vessels.pass(to_vessels);
        self.sinus_sympathetic += dt
            * (p.sinus_sympathetic_gain_s * at_heart - self.sinus_sympathetic)
            / p.sinus_sympathetic_lag_s;
        self.sinus_vagal +=
            dt * (p.sinus_vagal_gain_s_per_hz * at_sinus - self.sinus_vagal) / p.sinus_vagal_lag_s;
        self.vessel_tone += dt * (at_vessels - self.vessel_tone) / p.vessel_lag_s;
        self.contractility += dt * (at_heart - self.contractility) / p.contractility_lag_s;
        let splanchnic = p.splanchnic_resistance + p.splanchnic_gain * self.vessel_tone;
        let other = p.peripheral_resistance + p.peripheral_gain * self.vessel_tone;
        let resistance = splanchnic * other / (splanchnic + other) * (1.0 + vessel_noise);

        let period_s = (p.intrinsic_period_s + self.sinus_sympathetic + self.sinus_vagal)
            .max(SHORTEST_PERIOD_S);
        let over_step_s = if self.on_grid { period_s } else { 0.5 * (period_s + self.period_s) };
        self.period_s = period_s;
        let beat_s = self.advance(now_s, over_step_s, gate);

        let ejected = self.ejection_ml_per_s();
        let p = &self.p;
        let venous_mmhg = self.veins.as_ref().map_or(p.venous_pressure_mmhg, |v| v.pressure_mmhg);
        let returning = (self.pressure - venous_mmhg) / resistance;
        self.pressure_slope = (ejected - returning) / p.compliance_ml_per_mmhg;
        if let Some(veins) = &mut self.veins {
            veins.step(p, to_vessels, RESTING_DRIVE, drive.pooled_ml, returning - ejected, dt);
        }
        self.pressure += dt * self.pressure_slope;

        Step {
            lung_l,
            afferent_hz,
            vagal_hz,
            sympathetic_hz: to_heart_hz,
            to_vessels_hz,
            resistance,
            pressure_mmhg: self.pressure,
            beat_s,
        }
    }

    fn is_finite(&self) -> bool {
        self.pressure.is_finite() && self.phase.is_finite() && self.sensed.is_finite()
    }
}

impl Noise {
    fn step(&mut self) -> (f64, f64, f64) {
        let rng = &mut self.rng;
        (self.vagal.step(rng), self.vessels.step(rng), self.sympathetic.step(rng))
    }
}

/// What an effector makes of sympathetic firing: `ln(f − fesmin + 1)` above the threshold, else 0.
fn effector(p: &Parameters, hz: f64) -> f64 {
    if hz >= p.sympathetic_threshold_hz { (hz - p.sympathetic_threshold_hz).ln_1p() } else { 0.0 }
}
