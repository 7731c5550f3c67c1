//! The models to choose from: one file each, the same fixed step and the same delay lines under all of them.

pub(crate) mod deboer;
pub(crate) mod seidel;
pub(crate) mod vref;
pub(crate) mod vref_options;

use crate::parameters::{DeBoerParameters, ParameterLine, Parameters, SeidelParameters};

/// A model with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// VREF: the whole arc.
    Vref(Parameters),
    /// Seidel and Herzel: beats with AV conduction, transmitters, a windkessel.
    Seidel(SeidelParameters),
    /// DeBoer: difference equations from beat to beat.
    DeBoer(DeBoerParameters),
}

/// One line of the list of models.
pub struct ModelDef {
    /// Identifier in a scenario file.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    /// What it cannot do.
    pub limits: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Step that its reference series were made with, s.
    pub dt_s: f64,
    /// Breaths a minute of its reference condition.
    pub breaths_per_min: f64,
    /// The model with its published numbers.
    pub model: fn() -> Model,
}

/// Every model.
pub const MODELS: &[ModelDef] = &[
    ModelDef {
        id: "vref",
        name: "VREF",
        what: "reflex arc of Ursino, windkessel, sinus node as an integrator, respiratory gate: pressure, both outflows and every beat",
        limits: "heart rate under vagal block is at the upper edge of what is published; veins, CO2 and resetting are options",
        source: "reflex arc: Ursino 1998; plant, gate and noise: own calibration",
        dt_s: 0.005,
        breaths_per_min: 15.0,
        model: || Model::Vref(Parameters::default()),
    },
    ModelDef {
        id: "seidel",
        name: "Seidel-Herzel",
        what: "event-driven delay equations with transmitters, AV conduction and a windkessel, every number published",
        limits: "no spontaneous wave near 0.1 Hz; vagal block raises heart rate to about 70 only; systolic pressure near 140",
        source: "Seidel 1997, as coded in SHM @65e23ea",
        dt_s: 0.001,
        breaths_per_min: 15.0,
        model: || Model::Seidel(SeidelParameters::default()),
    },
    ModelDef {
        id: "deboer",
        name: "DeBoer",
        what: "difference equations from beat to beat between systolic and diastolic pressure, interval and arterial time constant",
        limits: "no course within a beat, no outflow as such, unstable without its vagal gain",
        source: "DeBoer 1987, as coded in CardioModels.jl @50d96ad",
        dt_s: 0.005,
        breaths_per_min: 18.0,
        model: || Model::DeBoer(DeBoerParameters::default()),
    },
];

impl Model {
    /// Its line in [`MODELS`].
    pub fn def(&self) -> &'static ModelDef {
        let place = match self {
            Self::Vref(_) => 0,
            Self::Seidel(_) => 1,
            Self::DeBoer(_) => 2,
        };
        &MODELS[place]
    }

    /// The value under a symbol of the model's table.
    pub fn get(&self, symbol: &str) -> Option<f64> {
        match self {
            Self::Vref(p) => p.get(symbol),
            Self::Seidel(p) => p.get(SeidelParameters::full_symbol(symbol)),
            Self::DeBoer(p) => p.get(symbol),
        }
    }

    /// Sets the value under a symbol; `None`, and nothing changed, for an unknown symbol or a value that is not finite.
    pub fn set(&mut self, symbol: &str, value: f64) -> Option<()> {
        match self {
            Self::Vref(p) => p.set(symbol, value),
            Self::Seidel(p) => p.set(SeidelParameters::full_symbol(symbol), value),
            Self::DeBoer(p) => p.set(symbol, value),
        }
    }

    /// The table of parameters with the values that are set.
    pub fn parameters(&self) -> Vec<ParameterLine> {
        match self {
            Self::Vref(p) => p.lines(),
            Self::Seidel(p) => p.lines(),
            Self::DeBoer(p) => p.lines(),
        }
    }
}

impl Default for Model {
    fn default() -> Self {
        Self::Vref(Parameters::default())
    }
}

/// One step as seen from outside.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Step {
    /// Lung volume around its middle, L; activity of the respiratory neurons in Seidel-Herzel.
    pub(crate) lung_l: f64,
    /// Baroreceptor firing, Hz.
    pub(crate) afferent_hz: f64,
    pub(crate) vagal_hz: f64,
    pub(crate) sympathetic_hz: f64,
    pub(crate) to_vessels_hz: f64,
    /// Resistance of the vessels, mmHg·s/mL; the arterial time constant, s, in the other models.
    pub(crate) resistance: f64,
    pub(crate) pressure_mmhg: f64,
    /// Time of a beat in this step, s.
    pub(crate) beat_s: Option<f64>,
}

/// A system that moves on by one fixed step.
pub(crate) trait System {
    /// Moves on by one step under what acts in this second.
    fn step(&mut self, second: &crate::scenario::Second) -> Step;

    /// False once the system has left the numbers.
    fn is_finite(&self) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_finds_its_own_line() {
        for def in MODELS {
            assert_eq!((def.model)().def().id, def.id);
            assert!(!(def.model)().parameters().is_empty());
        }
        let mut model = (MODELS[1].model)();
        model.set("T0", 0.8).unwrap();
        assert_eq!(model.get("sinus_T_0"), Some(0.8));
    }
}
