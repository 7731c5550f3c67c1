//! Touch: what a massage asks of the nervous system, second by second.
//!
//! ```text
//! sg(x) = 1/(1 + e^−x)      c = exp(−(log10(v/3)/.55)²/2)              rate = 1/(1 + (v/12)⁴)
//! painful = sg((p − .8)/.05)   deep = sg((p − .35)/.05)(1 − painful)      light = sg((.32 − p)/.04)·sg((p − .02)/.01)
//! good = deep(.5 + .5 c)·rate    bad = painful + .35 light(1 − .5 c) + .3(1 − rate)[p > .02]
//! x' = (good(.6 + .4 e^(−t/1800)) − x)/60     z' = (bad − z)/60     s' = (good − s)/1200 while on, −s/tau_off after
//! u_v = .55x + .45s − .35z      u_s = −.45x − .35s + .8z      gk = .20x + .12s − .30z     tau_off = 3600(1 − .6 load)
//! ```
//!
//! Every constant is our own calibration (mark CAL); only its signs and the band of stroke speeds are published. It is
//! a hypothesis about massage, written so that it can be tested, not evidence for it.

use crate::drive::Drive;
use crate::hypotheses::Hypotheses;

/// Which part of the body is worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// The back.
    #[default]
    Back,
    /// Shoulders and the back of the neck.
    Shoulders,
    /// The head and the muscles below its back.
    Head,
    /// Arms and hands.
    Arms,
    /// Legs and feet.
    Legs,
}

impl Region {
    /// Every region with its identifier. Which one is worked decides which muscle eases; no data tell the autonomic
    /// response of one region from that of another.
    pub const ALL: &[(&str, Self)] = &[
        ("back", Self::Back),
        ("shoulders", Self::Shoulders),
        ("head", Self::Head),
        ("arms", Self::Arms),
        ("legs", Self::Legs),
    ];

    /// Its identifier.
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(_, region)| *region == self).map_or("", |(id, _)| id)
    }
}

/// How somebody is touched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Massage {
    /// 0 to 1 without unit: 0.2 light, 0.5 moderate, 0.7 deep, 1 painful. No source gives a pressure in N/cm².
    pub pressure: f64,
    /// Speed of the strokes, cm/s, 0.1 to 100.
    pub stroke_cm_per_s: f64,
    /// What is worked.
    pub region: Region,
}

impl Massage {
    /// Moderate pressure at 3 cm/s.
    pub const MODERATE_SLOW: Self =
        Self { pressure: 0.5, stroke_cm_per_s: 3.0, region: Region::Back };
    /// Light, at the speed to which C-tactile afferents answer most.
    pub const LIGHT_SLOW: Self = Self { pressure: 0.2, stroke_cm_per_s: 3.0, region: Region::Back };
    /// Light and fast.
    pub const LIGHT_FAST: Self =
        Self { pressure: 0.2, stroke_cm_per_s: 30.0, region: Region::Back };
    /// Painful.
    pub const PAINFUL: Self = Self { pressure: 1.0, stroke_cm_per_s: 3.0, region: Region::Back };
}

/// Words for pressures, usable in a scenario file.
pub const PRESSURES: &[(&str, f64)] =
    &[("light", 0.2), ("moderate", 0.5), ("deep", 0.7), ("painful", 1.0)];

/// What touch does in one second: the first two stations of the arc.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TouchSecond {
    /// Pressure on the skin, 0 to 1; the strongest of several.
    pub pressure: f64,
    /// Response of C-tactile afferents to the strokes, 0 to 1.
    pub c_tactile: f64,
    /// Engaged response: fast and carried over, 0 to about 2.
    pub engaged: f64,
    /// Aversion, 0 to about 1.5.
    pub aversion: f64,
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
fn appraisal(massage: &Massage, assumed: &Hypotheses) -> (f64, f64) {
    let (pressure, speed) = (massage.pressure, massage.stroke_cm_per_s);
    let slow_matters = assumed.slower_is_surer;
    let c = if slow_matters { c_tactile(speed) } else { 1.0 };
    let painful = logistic((pressure - 0.8) / 0.05);
    let deep = logistic((pressure - 0.35) / 0.05) * (1.0 - painful);
    let light = logistic((0.32 - pressure) / 0.04) * logistic((pressure - 0.02) / 0.01);
    let calm = if slow_matters { 1.0 / (1.0 + (speed / 12.0).powi(4)) } else { 1.0 };
    let hurried = if pressure > 0.02 { 0.3 * (1.0 - calm) } else { 0.0 };
    let (engaging, unpleasant) =
        if assumed.light_touch_suffices { (deep + light, 0.0) } else { (deep, light) };
    let wanted = engaging * (0.5 + 0.5 * c) * calm;
    let unwanted = painful + 0.35 * unpleasant * (1.0 - 0.5 * c) + hurried;
    (wanted, unwanted)
}

/// Two-process response to one massage: a fast part of a minute, a slow part that carries over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touch {
    fast: f64,
    slow: f64,
    aversion: f64,
    /// Easing of the worked muscle, 0 to 1, behind which the response lags if it is driven by tissue.
    eased: f64,
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
/// Time in which a worked muscle eases, s (CAL; the same as that of its tone).
const EASING_S: f64 = 60.0;

impl Touch {
    /// Moves on by one second and gives the drive of that second.
    pub(crate) fn second(
        &mut self,
        massage: &Massage,
        on_for_s: Option<f64>,
        load: f64,
        assumed: &Hypotheses,
    ) -> Drive {
        let (mut wanted, unwanted) = match on_for_s {
            Some(_) => appraisal(massage, assumed),
            None => (0.0, 0.0),
        };
        self.eased += (f64::from(u8::from(on_for_s.is_some())) - self.eased) / EASING_S;
        if assumed.tissue_drives_autonomic {
            wanted *= self.eased;
        }
        let adapted = (-on_for_s.unwrap_or(0.0) / ADAPTATION_S).exp();
        self.fast += (wanted * (0.6 + 0.4 * adapted) - self.fast) / FAST_S;
        self.aversion += (unwanted - self.aversion) / FAST_S;
        let fading = if assumed.load_speeds_decay { LOAD_SPEEDS_DECAY * load } else { 0.0 };
        // What a quarter of an hour builds up of the slow part.
        let quarter_hour = 1.0 - (-900.0 / CARRY_OVER_ON_S).exp();
        self.slow += match on_for_s {
            Some(_) if assumed.longer_is_more_durable => (wanted - self.slow) / CARRY_OVER_ON_S,
            Some(_) => (quarter_hour * wanted - self.slow) / FAST_S,
            None => -self.slow / (CARRY_OVER_OFF_S * (1.0 - fading)),
        };
        let sympathetic_hz = -0.45 * self.fast - 0.35 * self.slow + 0.8 * self.aversion;
        Drive {
            vagal_hz: 0.55 * self.fast + 0.45 * self.slow - 0.35 * self.aversion,
            sympathetic_heart_hz: sympathetic_hz,
            sympathetic_vessels_hz: sympathetic_hz,
            gate_gain: 0.20 * self.fast + 0.12 * self.slow - 0.30 * self.aversion,
            ..Drive::default()
        }
    }

    /// Adds what is felt of this touch to a second.
    pub(crate) fn show(&self, massage: &Massage, on: bool, second: &mut TouchSecond) {
        if on {
            second.pressure = second.pressure.max(massage.pressure);
            second.c_tactile = second.c_tactile.max(c_tactile(massage.stroke_cm_per_s));
        }
        second.engaged += self.fast + self.slow;
        second.aversion += self.aversion;
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
        let assumed = Hypotheses::default();
        let (wanted, unwanted) = appraisal(&Massage::MODERATE_SLOW, &assumed);
        assert!(wanted > 0.9 && unwanted < 0.05, "{wanted} {unwanted}");
        let (wanted, unwanted) = appraisal(&Massage::PAINFUL, &assumed);
        assert!(wanted < 0.1 && unwanted > 0.9, "{wanted} {unwanted}");
    }

    #[test]
    fn the_course_of_a_held_response_is_algebra() {
        // x' = (g − x)/60 by whole seconds: x_n = g(1 − (1 − 1/60)^n), without adaptation in the first second.
        let mut touch = Touch::default();
        let assumed = Hypotheses::default();
        let (wanted, _) = appraisal(&Massage::MODERATE_SLOW, &assumed);
        touch.second(&Massage::MODERATE_SLOW, Some(0.0), 0.0, &assumed);
        assert!((touch.fast - wanted / 60.0).abs() < 1e-15);
        assert!((touch.slow - wanted / 1200.0).abs() < 1e-15);
    }
}
