//! Fuzzes the reader of diaries `diary_csv`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as_diary("diary_csv", "own.csv", bytes));
