//! Fuzzes the reader `numpy`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("numpy", "a.npz", bytes));
