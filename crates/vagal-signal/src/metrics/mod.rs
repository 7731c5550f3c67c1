//! The registry of indices: one file a metric, one line in `METRICS`.
//!
//! LF/HF is not here and will not be: it is an index of nothing (`claims.tsv`, DESIGN.md section 1).

mod def;
mod hf;
mod hr;
mod lf;
mod ln_rmssd;
mod mean_nn;
mod pnn50;
mod resp;
mod rmssd;
mod sdnn;
mod total_power;
mod vlf;

pub use def::{Context, Domain, MetricDef};
pub use hf::hf;
pub use hr::hr;
pub use lf::lf;
pub use ln_rmssd::ln_rmssd;
pub use mean_nn::mean_nn;
pub use pnn50::pnn50;
pub use resp::resp;
pub use rmssd::rmssd;
pub use sdnn::sdnn;
pub use total_power::total_power;
pub use vlf::vlf;

/// Every index, in the order of tables and columns.
pub static METRICS: &[MetricDef] = &[
    hr::DEF,
    mean_nn::DEF,
    sdnn::DEF,
    rmssd::DEF,
    ln_rmssd::DEF,
    pnn50::DEF,
    total_power::DEF,
    vlf::DEF,
    lf::DEF,
    hf::DEF,
    resp::DEF,
];

/// The index of an identifier.
pub fn find(id: &str) -> Option<&'static MetricDef> {
    METRICS.iter().find(|m| m.id == id)
}
