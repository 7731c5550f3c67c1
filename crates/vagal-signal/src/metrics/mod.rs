//! The registry of indices: one file a metric, one line in `METRICS`.
