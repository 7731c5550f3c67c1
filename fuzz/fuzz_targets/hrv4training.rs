//! Fuzzes the reader of diaries `hrv4training`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as_diary("hrv4training", "hrv4t.csv", bytes));
