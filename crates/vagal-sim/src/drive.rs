//! Drive: what acts on the arc from outside during one second.

use std::ops::Add;

/// What acts on a model during one second. Drives of several stimuli add; blocks combine as shares of what is left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Drive {
    /// Added to vagal firing, Hz.
    pub vagal_hz: f64,
    /// Added to sympathetic firing to the heart, Hz.
    pub sympathetic_heart_hz: f64,
    /// Added to sympathetic firing to the vessels, Hz.
    pub sympathetic_vessels_hz: f64,
    /// Natural logarithm of the factor on the respiratory gate of vagal firing.
    pub gate_gain: f64,
    /// Suction around the neck, mmHg.
    pub neck_mmhg: f64,
    /// Share of the vagal effect on the sinus node that is blocked, 0 to 1.
    pub vagal_block: f64,
    /// Share of the sympathetic effect on the heart that is blocked, 0 to 1.
    pub beta_block: f64,
    /// Blood held in the legs, mL; acts through the venous compartment only.
    pub pooled_ml: f64,
}

impl Drive {
    /// The same drive at a share of its strength; blocks too.
    pub fn scaled(self, share: f64) -> Self {
        Self {
            vagal_hz: share * self.vagal_hz,
            sympathetic_heart_hz: share * self.sympathetic_heart_hz,
            sympathetic_vessels_hz: share * self.sympathetic_vessels_hz,
            gate_gain: share * self.gate_gain,
            neck_mmhg: share * self.neck_mmhg,
            vagal_block: share * self.vagal_block,
            beta_block: share * self.beta_block,
            pooled_ml: share * self.pooled_ml,
        }
    }
}

impl Add for Drive {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let blocked = |a: f64, b: f64| 1.0 - (1.0 - a) * (1.0 - b);
        Self {
            vagal_hz: self.vagal_hz + other.vagal_hz,
            sympathetic_heart_hz: self.sympathetic_heart_hz + other.sympathetic_heart_hz,
            sympathetic_vessels_hz: self.sympathetic_vessels_hz + other.sympathetic_vessels_hz,
            gate_gain: self.gate_gain + other.gate_gain,
            neck_mmhg: self.neck_mmhg + other.neck_mmhg,
            vagal_block: blocked(self.vagal_block, other.vagal_block),
            beta_block: blocked(self.beta_block, other.beta_block),
            pooled_ml: self.pooled_ml + other.pooled_ml,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drives_add_and_blocks_combine() {
        let a = Drive { vagal_hz: 1.0, vagal_block: 0.5, ..Drive::default() };
        let sum = a + a.scaled(0.5);
        assert_eq!((sum.vagal_hz, sum.vagal_block), (1.5, 0.625));
        assert_eq!(a + Drive::default(), a);
    }
}
