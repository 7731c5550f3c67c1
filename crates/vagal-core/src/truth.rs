//! `PersonTruth`: what a simulator knows of the person it made up, to stand beside what the model found.

/// What one input truly does.
#[derive(Clone, Debug, PartialEq)]
pub struct InputTruth {
    /// Its identifier.
    pub id: String,
    /// Change of lnRMSSD on the next morning, less that of the comparator.
    pub effect: f64,
    /// Days until what is left of the shift is less than the SWC.
    pub hold_hrv_days: f64,
    /// Days until tension has come back half of the way.
    pub hold_tension_days: f64,
    /// Shift of the state over the days after a session: days, ln units.
    pub state: Vec<(f64, f64)>,
    /// Fall of tension over the same days: days, points; empty without readings of tension.
    pub tension: Vec<(f64, f64)>,
}

/// Everything that is known of a simulated person, in the terms of the answers.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonTruth {
    /// Inputs in the order of the model.
    pub inputs: Vec<InputTruth>,
    /// Ceiling under the load of the last day, ln units.
    pub ceiling_today: f64,
    /// Factor on the hold, per unit of load.
    pub hold_factor: f64,
    /// Factor on the ceiling, per unit of load.
    pub ceiling_factor: f64,
    /// Factor on the ceiling, per standard deviation of steady habits; `None` for a model without them.
    pub habit_factor: Option<f64>,
}

impl PersonTruth {
    /// What is known of an input.
    pub fn input(&self, id: &str) -> Option<&InputTruth> {
        self.inputs.iter().find(|input| input.id == id)
    }
}
