//! The exact Kalman filter of the model, and its gradient by a hand-written adjoint.
//!
//! ```text
//! state   f_1 … f_J  fast effects      s  durable pool      b  baseline      m  muscles
//! event   predict over the gap → (booking) → session → reading
//! ```
//!
//! Only b and m start with variance, that of their stationary law Σ. The filter carries the *excess* D = P − Σ, which
//! starts at 0. Since Σ = A Σ A' + Q, process noise drops out of the prediction: D⁺ = A D A'. A session leaves Σ as it is,
//! because it moves f and s only. So Q, with its cancellations at short gaps and near equal rates, is never formed.

// Sums over indices read like the formulas they are.
#![allow(clippy::needless_range_loop)]

mod jump;
mod observe;
mod predict;
mod regime;
mod tape;
mod tilt;

pub(crate) use regime::Prepared;
pub(crate) use tape::{Innovation, kick, seen};

use crate::model::{Layout, MAX_INPUTS};
use tape::Tape;

/// The hidden state at one event: f_1 … f_J, s, b, m.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Smoothed {
    /// Mean.
    pub(crate) mean: Vec<f64>,
    /// Covariance.
    pub(crate) covariance: Vec<Vec<f64>>,
}

impl Smoothed {
    /// Mean and variance of a sum of entries.
    pub(crate) fn sum(&self, entries: std::ops::Range<usize>) -> (f64, f64) {
        let mean = self.mean[entries.clone()].iter().sum();
        let rows = &self.covariance[entries.clone()];
        let variance: f64 = rows.iter().flat_map(|row| &row[entries.clone()]).sum();
        (mean, variance.max(0.0))
    }
}

/// A filter of the right size, with the room it needs: a pass allocates nothing.
pub(crate) trait Pass: Send {
    /// Log marginal likelihood at natural values; −∞ or NaN where the filter breaks down.
    fn value(&mut self, theta: &[f64], layout: &Layout, diary: &Prepared) -> f64;

    /// The same with its gradient with respect to the natural values.
    fn gradient(
        &mut self,
        theta: &[f64],
        layout: &Layout,
        diary: &Prepared,
        gradient: &mut [f64],
    ) -> f64;

    /// The state after each of the events `rows` (ascending) given all readings; `None` where the filter breaks down.
    fn smooth(
        &mut self,
        theta: &[f64],
        layout: &Layout,
        diary: &Prepared,
        rows: &[usize],
    ) -> Option<Vec<Smoothed>>;

    /// One-step predictions of the readings, of the last pass.
    fn innovations(&self) -> Vec<Innovation>;
}

/// The filter for a number of inputs; `None` beyond [`MAX_INPUTS`].
pub(crate) fn filter(inputs: usize, diary: &Prepared) -> Option<Box<dyn Pass>> {
    // One size a number of inputs: loops of known length are unrolled, which is most of the speed.
    const _: () = assert!(MAX_INPUTS == 8);
    Some(match inputs {
        0 => Box::new(Tape::<3>::new(diary)),
        1 => Box::new(Tape::<4>::new(diary)),
        2 => Box::new(Tape::<5>::new(diary)),
        3 => Box::new(Tape::<6>::new(diary)),
        4 => Box::new(Tape::<7>::new(diary)),
        5 => Box::new(Tape::<8>::new(diary)),
        6 => Box::new(Tape::<9>::new(diary)),
        7 => Box::new(Tape::<10>::new(diary)),
        8 => Box::new(Tape::<11>::new(diary)),
        _ => return None,
    })
}
