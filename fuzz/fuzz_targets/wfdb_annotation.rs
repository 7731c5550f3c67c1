//! Fuzzes the reader `wfdb_annotation`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("wfdb_annotation", "a.atr", bytes));
