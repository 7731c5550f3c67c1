//! Fuzzes the reader `hrm`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("hrm", "a.hrm", bytes));
