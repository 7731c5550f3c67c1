//! Rhythm gate: is this a rhythm that indices of variability are defined for?
