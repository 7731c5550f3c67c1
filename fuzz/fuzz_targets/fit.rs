//! Fuzzes the reader `fit`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("fit", "a.fit", bytes));
