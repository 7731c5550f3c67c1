//! Fuzzes the reader of diaries `welltory`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as_diary("welltory", "hrv_measurements.csv", bytes));
