//! Stimuli on a timeline, and the touch layer that turns massage into nervous drive.
//!
//! Every constant of the touch layer is our own calibration (mark CAL); only its signs and the band of stroke speeds
//! are published. It is a hypothesis about massage, written so that it can be tested, not evidence for it.

use crate::vref::Drive;

/// How somebody is touched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Massage {
    /// 0 to 1 without unit: 0.2 light, 0.5 moderate, 0.7 deep, 1 painful. No source gives a pressure in N/cm².
    pub pressure: f64,
    /// Speed of the strokes, cm/s, 0.1 to 100.
    pub stroke_cm_per_s: f64,
}

impl Massage {
    /// Moderate pressure at 3 cm/s.
    pub const MODERATE_SLOW: Self = Self { pressure: 0.5, stroke_cm_per_s: 3.0 };
    /// Light, at the speed to which C-tactile afferents answer most.
    pub const LIGHT_SLOW: Self = Self { pressure: 0.2, stroke_cm_per_s: 3.0 };
    /// Light and fast.
    pub const LIGHT_FAST: Self = Self { pressure: 0.2, stroke_cm_per_s: 30.0 };
    /// Painful.
    pub const PAINFUL: Self = Self { pressure: 1.0, stroke_cm_per_s: 3.0 };
}

/// How somebody breathes on purpose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowBreathing {
    /// Breaths per minute, 2 to 60.
    pub rate_per_min: f64,
    /// Share of the breath spent breathing in, 0.1 to 0.9.
    pub inhale_share: f64,
    /// Litres per breath; `None` for constant alveolar ventilation.
    pub tidal_l: Option<f64>,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum StimulusKind {
    /// Nothing: a rest control.
    Rest,
    /// Touch.
    Massage(Massage),
    /// Paced breathing.
    SlowBreathing(SlowBreathing),
    /// Any drive held constant: neck suction, a given outflow.
    Direct(Drive),
}

/// What is done from when to when, seconds from the start of the simulation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stimulus {
    /// First second.
    pub start_s: f64,
    /// End, > `start_s`.
    pub end_s: f64,
    /// What.
    pub kind: StimulusKind,
}

impl Stimulus {
    /// True in the second that starts at `time_s`.
    pub fn is_on(&self, time_s: f64) -> bool {
        (self.start_s..self.end_s).contains(&time_s)
    }
}

/// Sums two drives.
pub(crate) fn add(a: Drive, b: Drive) -> Drive {
    Drive {
        vagal_hz: a.vagal_hz + b.vagal_hz,
        sympathetic_heart_hz: a.sympathetic_heart_hz + b.sympathetic_heart_hz,
        sympathetic_vessels_hz: a.sympathetic_vessels_hz + b.sympathetic_vessels_hz,
        gate_gain: a.gate_gain + b.gate_gain,
        neck_mmhg: a.neck_mmhg + b.neck_mmhg,
    }
}

/// The standing drive of chronic load, 0 none to 1 heavy (CAL).
pub(crate) fn load_drive(load: f64) -> Drive {
    Drive {
        vagal_hz: -0.5 * load,
        sympathetic_heart_hz: load,
        sympathetic_vessels_hz: load,
        gate_gain: -0.15 * load,
        neck_mmhg: 0.0,
    }
}

/// Slope from 0 to 1.
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// How strongly C-tactile afferents answer to a stroke speed: 1 at 3 cm/s, falling to both sides (inverted U of
/// Löken 2009; the width is CAL).
pub(crate) fn c_tactile(stroke_cm_per_s: f64) -> f64 {
    let decades = (stroke_cm_per_s.max(1e-3) / 3.0).log10() / 0.55;
    (-0.5 * decades * decades).exp()
}

/// What a massage asks of the nervous system while it lasts: wanted and unwanted, each 0 to about 1.
fn appraisal(massage: &Massage) -> (f64, f64) {
    let (pressure, speed) = (massage.pressure, massage.stroke_cm_per_s);
    let c = c_tactile(speed);
    let painful = logistic((pressure - 0.8) / 0.05);
    let deep = logistic((pressure - 0.35) / 0.05) * (1.0 - painful);
    let light = logistic((0.32 - pressure) / 0.04) * logistic((pressure - 0.02) / 0.01);
    let calm = 1.0 / (1.0 + (speed / 12.0).powi(4));
    let hurried = if pressure > 0.02 { 0.3 * (1.0 - calm) } else { 0.0 };
    let wanted = deep * (0.5 + 0.5 * c) * calm;
    let unwanted = painful + 0.35 * light * (1.0 - 0.5 * c) + hurried;
    (wanted, unwanted)
}

/// Two-process response to one massage: a fast part of a minute, a slow part that carries over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touch {
    fast: f64,
    slow: f64,
    aversion: f64,
}

/// Time constant of the fast part and of aversion, s (CAL).
const FAST_S: f64 = 60.0;
/// Time in which the slow part builds up, s (CAL).
const CARRY_OVER_ON_S: f64 = 1200.0;
/// Time in which the slow part fades without load, s (CAL; no HRV data).
const CARRY_OVER_OFF_S: f64 = 3600.0;
/// Share of that time which full load takes away (CAL; hypothesis `load-speeds-decay`).
const LOAD_SPEEDS_DECAY: f64 = 0.6;
/// Time in which the answer to an unchanging touch weakens, s (CAL).
const ADAPTATION_S: f64 = 1800.0;

impl Touch {
    /// Moves on by one second and gives the drive of that second.
    pub(crate) fn second(&mut self, massage: &Massage, on_for_s: Option<f64>, load: f64) -> Drive {
        let (wanted, unwanted) = match on_for_s {
            Some(_) => appraisal(massage),
            None => (0.0, 0.0),
        };
        let adapted = (-on_for_s.unwrap_or(0.0) / ADAPTATION_S).exp();
        self.fast += (wanted * (0.6 + 0.4 * adapted) - self.fast) / FAST_S;
        self.aversion += (unwanted - self.aversion) / FAST_S;
        self.slow += match on_for_s {
            Some(_) => (wanted - self.slow) / CARRY_OVER_ON_S,
            None => -self.slow / (CARRY_OVER_OFF_S * (1.0 - LOAD_SPEEDS_DECAY * load)),
        };
        let sympathetic_hz = -0.45 * self.fast - 0.35 * self.slow + 0.8 * self.aversion;
        Drive {
            vagal_hz: 0.55 * self.fast + 0.45 * self.slow - 0.35 * self.aversion,
            sympathetic_heart_hz: sympathetic_hz,
            sympathetic_vessels_hz: sympathetic_hz,
            gate_gain: 0.20 * self.fast + 0.12 * self.slow - 0.30 * self.aversion,
            neck_mmhg: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c_tactile_afferents_prefer_one_to_ten_cm_per_s() {
        // Löken 2009: inverted U, strongest at 1 to 10 cm/s, over 0.1 to 30 cm/s.
        let inside = [1.0, 3.0, 10.0].map(c_tactile);
        let outside = [0.1, 30.0].map(c_tactile);
        assert!(inside.iter().all(|i| outside.iter().all(|o| i > o)), "{inside:?} {outside:?}");
    }

    #[test]
    fn moderate_is_wanted_and_pain_is_not() {
        let (wanted, unwanted) = appraisal(&Massage::MODERATE_SLOW);
        assert!(wanted > 0.9 && unwanted < 0.05, "{wanted} {unwanted}");
        let (wanted, unwanted) = appraisal(&Massage::PAINFUL);
        assert!(wanted < 0.1 && unwanted > 0.9, "{wanted} {unwanted}");
    }
}
