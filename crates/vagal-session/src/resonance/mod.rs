//! Which paced breathing rate makes the heart swing most, with its uncertainty, or that it cannot be told.
//!
//! ```text
//! NN, paced stretches → swing of each (swing.rs) → a curve over the rates and its crest (peak.rs, shape.rs) → verdict
//! ```
//!
//! Paced stretches show mostly the breathing itself: a larger swing is mechanics and reflex together, and says nothing about
//! vagal outflow.

mod peak;
mod shape;
mod swing;

pub use peak::{FEWEST_RATES, MARGIN_PER_MIN, judge};
pub use swing::{SETTLING_S, swing};

use vagal_core::{NnSeries, PacedStretch, RateTrial, Resonance, Unfit};

/// Reads every stretch and judges them together; `rhythm` is why the rhythm gate refuses them, if it does.
pub fn search(nn: &NnSeries, stretches: &[PacedStretch], rhythm: Option<&Unfit>) -> Resonance {
    let read = |paced: &PacedStretch| RateTrial {
        paced: *paced,
        swing: swing(nn, paced, rhythm.cloned()),
    };
    judge(stretches.iter().map(read).collect())
}
