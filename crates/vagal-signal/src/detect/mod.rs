//! R peaks in an ECG: where the beats are, between samples.
