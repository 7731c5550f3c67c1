//! Measures, models and explains how the autonomic nervous system answers to inputs.
