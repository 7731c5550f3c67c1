//! Fuzzes the reader `apple_watch_ecg`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("apple_watch_ecg", "a.csv", bytes));
