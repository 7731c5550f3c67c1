//! Person: what differs between people and between days of one person.

use crate::noise::{Stream, normal, stream};
use crate::parameters::Parameters;
use crate::stimulus::{add, load_drive};
use crate::vref::Drive;

/// What differs between people. All ranges are own calibration (mark CAL).
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

    /// The parameters of this person.
    pub(crate) fn apply(&self, parameters: &Parameters) -> Parameters {
        let mut own = parameters.clone();
        own.sinus_vagal_gain_s_per_hz *= self.vagal_gain;
        own.intrinsic_period_s *= self.intrinsic_period;
        own.stroke_volume_ml *= self.stroke_volume;
        own.reference_rr_s *= self.usual_rr_s / Self::REFERENCE.usual_rr_s;
        own.set_point_mmhg += self.set_point_mmhg;
        own
    }

    /// What acts on this person all day.
    pub(crate) fn standing_drive(&self) -> Drive {
        add(load_drive(self.load), Drive { gate_gain: self.gate_gain, ..Drive::default() })
    }
}

const DAY_GATE_SD: f64 = 0.12;
const DAY_SET_POINT_MMHG: f64 = 3.0;

impl Default for Person {
    fn default() -> Self {
        Self::REFERENCE
    }
}
