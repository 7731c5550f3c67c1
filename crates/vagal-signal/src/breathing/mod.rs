//! Breathing rate from a sensor, from the ECG, or from the RR intervals.
