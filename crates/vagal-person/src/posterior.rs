//! The log posterior of a diary: log marginal likelihood plus the prior, in whitened coordinates.

use crate::event::{Event, EventError, check};
use crate::filter::{Innovation, Pass, Prepared, Smoothed, filter};
use crate::model::Model;

/// Log posterior with its gradient, for one diary and one model.
///
/// ```text
/// log posterior(z) = log p(readings | theta(z)) − Σ z²/2
/// ```
pub struct LogPosterior<'a> {
    model: &'a Model,
    diary: Prepared,
    pass: Box<dyn Pass>,
    theta: Vec<f64>,
    slopes: Vec<f64>,
}

impl<'a> LogPosterior<'a> {
    /// Checks the events and makes room for the passes; evaluating allocates nothing.
    ///
    /// # Errors
    ///
    /// [`EventError`] for a number out of range or an input or channel that the model does not have.
    pub fn new(model: &'a Model, events: &[Event]) -> Result<Self, EventError> {
        check(events, model.inputs().len(), model.channels().len())?;
        let diary = Prepared::new(events.to_vec());
        let pass = filter(model.inputs().len(), &diary).ok_or(EventError::TooManyInputs {
            have: model.inputs().len(),
            most: crate::model::MAX_INPUTS,
        })?;
        let count = model.parameters().len();
        Ok(Self { model, diary, pass, theta: vec![0.0; count], slopes: vec![0.0; count] })
    }

    /// The same where events from `first` on are imagined: nobody booked them by how they felt.
    pub(crate) fn imagined_from(mut self, first: usize) -> Self {
        self.diary.booked_until = first;
        self
    }

    /// The model.
    pub fn model(&self) -> &'a Model {
        self.model
    }

    /// The events.
    pub fn events(&self) -> &[Event] {
        &self.diary.events
    }

    /// Number of coordinates.
    pub fn dimension(&self) -> usize {
        self.theta.len()
    }

    fn set(&mut self, z: &[f64]) -> f64 {
        let mut square = 0.0;
        for ((theta, parameter), &z) in self.theta.iter_mut().zip(self.model.parameters()).zip(z) {
            *theta = parameter.value(z);
            square += z * z;
        }
        square
    }

    /// Log posterior at `z`; −∞ where it cannot be computed.
    pub fn value(&mut self, z: &[f64]) -> f64 {
        let square = self.set(z);
        let value = self.pass.value(&self.theta, &self.model.layout, &self.diary) - 0.5 * square;
        if value.is_nan() { f64::NEG_INFINITY } else { value }
    }

    /// Log posterior at `z`, with its gradient with respect to `z`; −∞ where either cannot be computed.
    pub fn gradient(&mut self, z: &[f64], gradient: &mut [f64]) -> f64 {
        let square = self.set(z);
        let value =
            self.pass.gradient(&self.theta, &self.model.layout, &self.diary, &mut self.slopes);
        if !value.is_finite() {
            return f64::NEG_INFINITY;
        }
        let mut finite = true;
        for (i, parameter) in self.model.parameters().iter().enumerate() {
            let stretch = parameter.prior_sd * parameter.transform.slope_at(self.theta[i]);
            gradient[i] = self.slopes[i] * stretch - z[i];
            finite &= gradient[i].is_finite();
        }
        if finite { value - 0.5 * square } else { f64::NEG_INFINITY }
    }

    /// Log marginal likelihood at `z`, without the prior.
    pub fn log_likelihood(&mut self, z: &[f64]) -> f64 {
        self.set(z);
        self.pass.value(&self.theta, &self.model.layout, &self.diary)
    }

    /// The hidden state after each of the events `rows` (ascending), given all readings, at `z`.
    pub(crate) fn smooth(&mut self, z: &[f64], rows: &[usize]) -> Option<Vec<Smoothed>> {
        self.set(z);
        self.pass.smooth(&self.theta, &self.model.layout, &self.diary, rows)
    }

    /// One-step predictions of all readings at `z`.
    pub(crate) fn innovations(&mut self, z: &[f64]) -> Vec<Innovation> {
        self.set(z);
        self.pass.value(&self.theta, &self.model.layout, &self.diary);
        self.pass.innovations()
    }
}
