//! Person: what differs between people and between days of one person.

use crate::drive::Drive;
use crate::models::Model;
use crate::noise::{Stream, normal, stream};
use crate::stimulus::load_drive;

/// What differs between people. Ranges are own calibration (mark CAL) except where a field names a source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Factor on the vagal gain of the sinus node, 0 to 3; 1 is the reference.
    pub vagal_gain: f64,
    /// Factor on the intrinsic sinus period, 0.5 to 2; 1 is the reference (0.58 s).
    pub intrinsic_period: f64,
    /// Factor on the stroke volume at rest, 0.3 to 3.
    pub stroke_volume: f64,
    /// RR interval around which that stroke volume holds, s, 0.4 to 2.
    pub usual_rr_s: f64,
    /// Added to the set-point of the baroreceptors, mmHg, −30 to 60.
    pub set_point_mmhg: f64,
    /// Natural logarithm of the factor on the respiratory gate, −1 to 1: moves RMSSD at the same heart rate.
    pub gate_gain: f64,
    /// Chronic load, 0 none to 1 heavy: standing sympathetic drive and faster decay (hypotheses).
    pub load: f64,
}

/// Age at which the reference period of 0.58 s is the intrinsic one, years: `118.1 − 0.57·age` beats a minute.
const REFERENCE_AGE_YEARS: f64 = 25.7;
/// Fall of the logarithm of the gate in a decade of age. House choice, of the size recalled for RMSSD.
const GATE_PER_DECADE: f64 = 0.10;

impl Person {
    /// The person of the reference parameters: about 71 beats a minute, RMSSD near 36 ms.
    pub const REFERENCE: Self = Self {
        vagal_gain: 1.0,
        intrinsic_period: 1.0,
        stroke_volume: 1.0,
        usual_rr_s: 0.85,
        set_point_mmhg: 0.0,
        gate_gain: 0.0,
        load: 0.0,
    };

    /// An endurance athlete near 42 beats a minute with strong breathing arrhythmia: longer intrinsic period, higher
    /// vagal gain and gate, larger stroke.
    pub const ENDURANCE_ATHLETE: Self = Self {
        vagal_gain: 2.0,
        intrinsic_period: 1.3,
        stroke_volume: 1.6,
        usual_rr_s: 1.45,
        gate_gain: 0.3,
        ..Self::REFERENCE
    };

    /// The same person at an age, 18 to 90 years.
    ///
    /// Intrinsic heart rate is `118.1 − 0.57·age` beats a minute (Jose 1966, recalled); the gate weakens by 0.10 in its
    /// logarithm for each decade, so that RMSSD falls with age (house choice).
    pub fn aged(self, years: f64) -> Self {
        let rate = |years: f64| 118.1 - 0.57 * years;
        let decades = (years - REFERENCE_AGE_YEARS) / 10.0;
        Self {
            intrinsic_period: self.intrinsic_period * rate(REFERENCE_AGE_YEARS) / rate(years),
            gate_gain: (self.gate_gain - GATE_PER_DECADE * decades).clamp(-1.0, 1.0),
            ..self
        }
    }

    /// The same person with a share of what an endurance athlete has, 0 to 1 (house choice: linear between the two).
    pub fn fit(self, share: f64) -> Self {
        let (from, to) = (Self::REFERENCE, Self::ENDURANCE_ATHLETE);
        let factor = |from: f64, to: f64| 1.0 + share * (to / from - 1.0);
        Self {
            vagal_gain: self.vagal_gain * factor(from.vagal_gain, to.vagal_gain),
            intrinsic_period: self.intrinsic_period
                * factor(from.intrinsic_period, to.intrinsic_period),
            stroke_volume: self.stroke_volume * factor(from.stroke_volume, to.stroke_volume),
            usual_rr_s: self.usual_rr_s * factor(from.usual_rr_s, to.usual_rr_s),
            gate_gain: self.gate_gain + share * to.gate_gain,
            ..self
        }
    }

    /// The same person on another day: gate and set-point differ by a random amount.
    ///
    /// The reference model repeats a five-minute reading with an sd of only 0.025 in lnRMSSD, where people differ by
    /// 0.1 to 0.3 from day to day (recalled). House choice: sd 0.12 of the gate, 3 mmHg of the set-point.
    pub fn on_day(self, seed: u64) -> Self {
        let mut rng = stream(seed, Stream::Day);
        Self {
            gate_gain: (self.gate_gain + DAY_GATE_SD * normal(&mut rng)).clamp(-1.0, 1.0),
            set_point_mmhg: (self.set_point_mmhg + DAY_SET_POINT_MMHG * normal(&mut rng))
                .clamp(-30.0, 60.0),
            ..self
        }
    }

    /// Somebody else of the same population: vagal gain, intrinsic period, set-point and gate differ.
    ///
    /// House choice of spreads: 20% of the vagal gain, 7% of the intrinsic period (about 7 beats a minute), 6 mmHg of the
    /// set-point, 0.25 of the gate; together with the day they spread lnRMSSD by about 0.4, as recalled for adults.
    pub fn drawn(self, seed: u64) -> Self {
        let mut rng = stream(seed, Stream::Person);
        let mut z = || normal(&mut rng);
        Self {
            vagal_gain: (self.vagal_gain * (0.20 * z()).exp()).clamp(0.3, 3.0),
            intrinsic_period: (self.intrinsic_period * (0.07 * z()).exp()).clamp(0.6, 1.8),
            set_point_mmhg: (self.set_point_mmhg + 6.0 * z()).clamp(-20.0, 40.0),
            gate_gain: (self.gate_gain + 0.25 * z()).clamp(-1.0, 1.0),
            ..self
        }
    }

    /// The model with the parameters of this person; DeBoer's has no person in it.
    pub(crate) fn apply(&self, model: &Model) -> Model {
        let mut own = model.clone();
        match &mut own {
            Model::Vref(p) => {
                p.sinus_vagal_gain_s_per_hz *= self.vagal_gain;
                p.intrinsic_period_s *= self.intrinsic_period;
                p.stroke_volume_ml *= self.stroke_volume;
                p.reference_rr_s *= self.usual_rr_s / Self::REFERENCE.usual_rr_s;
                p.set_point_mmhg += self.set_point_mmhg;
            }
            Model::Seidel(p) => {
                p.sinus_vagal *= self.vagal_gain;
                p.intrinsic_period_s *= self.intrinsic_period;
                p.contractility *= self.stroke_volume;
                p.full_filling_s *= self.usual_rr_s / Self::REFERENCE.usual_rr_s;
                p.threshold_mmhg += self.set_point_mmhg;
                p.inflection_mmhg += self.set_point_mmhg;
            }
            Model::DeBoer(_) => {}
        }
        own
    }

    /// What acts on this person all day.
    pub(crate) fn standing_drive(&self) -> Drive {
        load_drive(self.load) + Drive { gate_gain: self.gate_gain, ..Drive::default() }
    }
}

const DAY_GATE_SD: f64 = 0.12;
const DAY_SET_POINT_MMHG: f64 = 3.0;

impl Default for Person {
    fn default() -> Self {
        Self::REFERENCE
    }
}
