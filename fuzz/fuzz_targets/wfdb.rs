//! Fuzzes the reader `wfdb`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("wfdb", "a.hea", bytes));
