//! Experiments on simulated people: false alarms, power, coverage and how long they take, where the noise is not the planned one.

pub mod rates;
pub mod world;
