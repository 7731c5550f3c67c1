//! Fuzzes the reader `ishne`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("ishne", "a.ecg", bytes));
