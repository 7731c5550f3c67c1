//! From sampled signals to indices.
//!
//! ```text
//! Channel → detect → Beats → intervals → RrSeries → correct → NnSeries + Ledger → summarize → Summary
//!                                           └─ rhythm::judge, on uncorrected, labelled beats
//! ```

pub mod breathing;
pub mod correct;
pub mod detect;
mod intervals;
pub mod metrics;
pub mod quality;
pub mod rhythm;
pub mod spectrum;
mod summarize;

pub use intervals::intervals;
pub use summarize::{summarize, windows};
