//! Studies of the model of a person: calibration, error rates of its verdicts, and what it tells apart.

pub mod bands;
pub mod change;
pub mod paths;
pub mod plans;
pub mod pools;
pub mod rates;
pub mod sbc;
pub mod teach;

use vagal::person::{Input, Model, Terms};

/// Place of massage, the input in question.
pub(crate) const MASSAGE: usize = 0;
/// Place of rest, which it is compared with.
pub(crate) const REST: usize = 1;

/// Massage and rest, each an input of its own, with these terms.
pub fn of_terms(terms: Terms) -> Model {
    let inputs = vec![Input::massage("massage"), Input::brief("rest")];
    Model::of_columns(inputs, terms).expect("invariant: two inputs are few enough")
}

/// The model that a diary of 16 weeks with ratings of tension and stress brings by itself.
pub fn with_rest() -> Model {
    of_terms(Terms { direct: true, lasting: true, ..Terms::default() })
}

/// Every term there is.
pub fn every_term() -> Model {
    of_terms(Terms { dose: true, habit: true, direct: true, booking: true, lasting: true })
}
