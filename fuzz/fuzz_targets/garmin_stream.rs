//! Fuzzes the reader `garmin_stream`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("garmin_stream", "a.csv", bytes));
