//! Fuzzes the reader `hrv_logger`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("hrv_logger", "a.csv", bytes));
