//! Fuzzes the reader `edf`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("edf", "a.edf", bytes));
