//! Options of VREF, off unless a scenario asks: resetting of the baroreceptors, CO2, veins.
//!
//! ```text
//! resetting   Pn' = ln 2/t_reset·(Pt − Pn − usual), usual = mean of Pt − Pn over the first ten minutes
//! CO2         SCO2·p' = VCO2 − VA·p/0.863,  VA = rate·(VT − VD)               u_s = kc·(p − 40) to heart and vessels
//! veins       V' = (P − Pv)/R − q,  Pv = (V − dVu − pooled)/CV                SV·= Pv/Pv0
//!             dVu = (GVusv + GVuev)(xV − rest),  tV·xV' = s(fsp(t − DV)) − xV
//! ```

use crate::delay::Delay;
use crate::parameters::Parameters;

/// Which options are on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The set-point of the baroreceptors follows the pressure they sense, half way in `t_reset`.
    pub resetting: bool,
    /// CO2 in the blood drives sympathetic outflow.
    pub chemoreflex: bool,
    /// Veins hold blood and decide how far the heart fills; needed for a tilt, which switches them on.
    pub venous: bool,
}

/// Time over which the usual distance is learnt before resetting begins, s.
const LEARN_S: f64 = 600.0;

/// The set-point on its way to the pressure that is sensed.
///
/// What the person's usual distance between sensed pressure and set-point is, is learnt over the first ten minutes; from
/// then on the set-point moves so as to come back to that distance.
#[derive(Clone, Debug)]
pub(crate) struct Resetting {
    shift_mmhg: f64,
    usual_mmhg: f64,
    learnt_s: f64,
    rate_per_s: f64,
}

impl Resetting {
    pub(crate) fn new(p: &Parameters) -> Self {
        let half_time_s = 3600.0 * p.resetting_half_time_h.max(1e-3);
        Self {
            shift_mmhg: 0.0,
            usual_mmhg: 0.0,
            learnt_s: 0.0,
            rate_per_s: std::f64::consts::LN_2 / half_time_s,
        }
    }

    /// The shift of the set-point after one more step at this distance of sensed pressure from the fixed set-point.
    pub(crate) fn step(&mut self, distance_mmhg: f64, dt_s: f64) -> f64 {
        if self.learnt_s < LEARN_S {
            self.learnt_s += dt_s;
            self.usual_mmhg += dt_s / self.learnt_s * (distance_mmhg - self.usual_mmhg);
        } else {
            let away_mmhg = distance_mmhg - self.usual_mmhg - self.shift_mmhg;
            self.shift_mmhg += dt_s * self.rate_per_s * away_mmhg;
        }
        self.shift_mmhg
    }
}

/// Arterial CO2 of quiet breathing, mmHg.
pub(crate) const USUAL_CO2_MMHG: f64 = 40.0;
/// mmHg·L/mL: turns a flow of CO2 over a ventilation into a partial pressure (gas law, 37 °C and saturated).
const GAS: f64 = 0.863;

/// CO2 in the blood.
#[derive(Clone, Debug)]
pub(crate) struct Carbon {
    pub(crate) mmhg: f64,
}

impl Carbon {
    pub(crate) const USUAL: Self = Self { mmhg: USUAL_CO2_MMHG };

    /// The sympathetic drive that CO2 asks for after one more step, Hz.
    pub(crate) fn step(
        &mut self,
        p: &Parameters,
        rate_per_min: f64,
        tidal_l: f64,
        dt_s: f64,
    ) -> f64 {
        let ventilation_l_per_min = rate_per_min * (tidal_l - p.dead_space_l).max(0.0);
        let washed_out = ventilation_l_per_min * self.mmhg / GAS;
        self.mmhg +=
            dt_s / 60.0 * (p.carbon_dioxide_ml_per_min - washed_out) / p.carbon_store_ml_per_mmhg;
        p.carbon_gain_hz_per_mmhg * (self.mmhg - USUAL_CO2_MMHG)
    }
}

/// The venous compartment.
#[derive(Clone, Debug)]
pub(crate) struct Veins {
    /// Volume above the unstressed one at rest, mL.
    stressed_ml: f64,
    tone: f64,
    line: Delay,
    pub(crate) pressure_mmhg: f64,
}

/// Venous pressure below which the veins collapse, mmHg.
const COLLAPSED_MMHG: f64 = 0.2;
/// Fullest heart, as a factor on the stroke volume.
const FULLEST: f64 = 2.0;

impl Veins {
    pub(crate) fn new(p: &Parameters, dt_s: f64, resting_tone: f64, initial: f64) -> Self {
        Self {
            stressed_ml: p.venous_compliance_ml_per_mmhg * p.venous_pressure_mmhg,
            tone: resting_tone,
            line: Delay::new(p.vein_delay_s, dt_s, initial),
            pressure_mmhg: p.venous_pressure_mmhg,
        }
    }

    /// Moves on by one step.
    pub(crate) fn step(
        &mut self,
        p: &Parameters,
        to_vessels: f64,
        resting_tone: f64,
        pooled_ml: f64,
        inflow_ml_per_s: f64,
        dt_s: f64,
    ) {
        let past = self.line.pass(to_vessels);
        self.tone += dt_s * (past - self.tone) / p.vein_lag_s;
        self.stressed_ml += dt_s * inflow_ml_per_s;
        let squeezed_ml = (p.splanchnic_volume_gain_ml + p.peripheral_volume_gain_ml)
            * (self.tone - resting_tone);
        let mmhg = (self.stressed_ml - squeezed_ml - pooled_ml) / p.venous_compliance_ml_per_mmhg;
        self.pressure_mmhg = mmhg.max(COLLAPSED_MMHG);
    }

    /// Factor on the stroke volume.
    pub(crate) fn filling(&self, p: &Parameters) -> f64 {
        (self.pressure_mmhg / p.venous_pressure_mmhg).min(FULLEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_point_goes_half_way_in_its_half_time() {
        let p = Parameters::default();
        let mut resetting = Resetting::new(&p);
        let dt_s = 1.0;
        for _ in 0..LEARN_S as usize {
            resetting.step(-2.0, dt_s);
        }
        let mut shift = 0.0;
        for _ in 0..(16 * 3600) {
            shift = resetting.step(8.0, dt_s);
        }
        // Algebra: 10 mmHg away, half of it after one half-time; Euler at 1 s errs by less than 1e-4.
        assert!((shift - 5.0).abs() < 1e-3, "{shift}");
    }

    #[test]
    fn co2_settles_where_what_is_made_is_washed_out() {
        let p = Parameters::default();
        let mut carbon = Carbon::USUAL;
        for _ in 0..36_000 {
            carbon.step(&p, 6.0, 2.0, 0.1);
        }
        // Algebra: 0.863·243/(6·1.85) mmHg.
        assert!((carbon.mmhg - 0.863 * 243.0 / (6.0 * 1.85)).abs() < 0.01, "{}", carbon.mmhg);
        // Held breath: 243/20 mmHg in a minute.
        let mut held = Carbon::USUAL;
        for _ in 0..600 {
            held.step(&p, 15.0, 0.0, 0.1);
        }
        assert!((held.mmhg - 40.0 - 12.15).abs() < 0.01, "{}", held.mmhg);
    }
}
