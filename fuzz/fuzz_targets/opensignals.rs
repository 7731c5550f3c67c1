//! Fuzzes the reader `opensignals`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("opensignals", "a.txt", bytes));
