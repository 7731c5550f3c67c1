//! Fuzzes the reader `rr_text`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("rr_text", "a.txt", bytes));
