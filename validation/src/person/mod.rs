//! Studies of the model of a person: calibration, error rates of its verdicts, and what it tells apart.

pub mod bands;
pub mod paths;
pub mod plans;
pub mod pools;
pub mod rates;
pub mod sbc;
pub mod teach;

use vagal::person::{Input, Model, Terms};

/// The model of the studies: the reference's two inputs.
pub fn two_inputs() -> Model {
    Model::reference()
}

/// Massage and rest, each an input of its own.
pub fn with_rest() -> Model {
    let inputs = vec![Input::massage("massage"), Input::brief("rest")];
    Model::of_columns(inputs, Terms::default()).expect("invariant: two inputs are few enough")
}
