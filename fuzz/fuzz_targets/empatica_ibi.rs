//! Fuzzes the reader `empatica_ibi`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vagal_fuzz::read_as("empatica_ibi", "IBI.csv", bytes));
