//! Fuzzes the reader of diaries `withings_sleep`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as_diary("withings_sleep", "raw_sleep-monitor_hr.csv", bytes));
