//! A parameter: its name, the scale it lives on, its prior.
//!
//! The sampler works on whitened coordinates z, in which every prior is a standard normal:
//! `theta = transform(prior_mean + prior_sd · z)`.

/// From the whole line to the range of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    /// Any real number.
    Identity,
    /// A positive number, normal on the log scale.
    Log,
    /// A share between 0 and 1, normal on the logit scale.
    Logit,
}

impl Transform {
    /// The value that belongs to a point of the whole line.
    pub fn apply(self, unconstrained: f64) -> f64 {
        match self {
            Self::Identity => unconstrained,
            Self::Log => unconstrained.exp(),
            Self::Logit => 1.0 / (1.0 + (-unconstrained).exp()),
        }
    }

    /// The point of the whole line that belongs to a value.
    pub fn invert(self, value: f64) -> f64 {
        match self {
            Self::Identity => value,
            Self::Log => value.ln(),
            Self::Logit => (value / (1.0 - value)).ln(),
        }
    }

    /// Derivative of [`Transform::apply`], written in terms of its result.
    pub(crate) fn slope_at(self, value: f64) -> f64 {
        match self {
            Self::Identity => 1.0,
            Self::Log => value,
            Self::Logit => value * (1.0 - value),
        }
    }
}

/// One number the model does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Stable name, as in the specification: `hl1`, `C0`.
    pub name: String,
    /// What it is, with its unit.
    pub meaning: String,
    /// The scale on which its prior is normal.
    pub transform: Transform,
    /// Mean of the prior on that scale.
    pub prior_mean: f64,
    /// Standard deviation of the prior on that scale, > 0.
    pub prior_sd: f64,
}

impl Parameter {
    /// The value at a whitened coordinate.
    pub fn value(&self, z: f64) -> f64 {
        self.transform.apply(self.prior_mean + self.prior_sd * z)
    }

    /// The whitened coordinate of a value.
    pub fn whiten(&self, value: f64) -> f64 {
        (self.transform.invert(value) - self.prior_mean) / self.prior_sd
    }
}
