//! Fuzzes the reader of scenario files.

#![no_main]

use vagal_sim::ScenarioFile;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Err(error) = ScenarioFile::parse(text)
    {
        let _ = (error.to_string(), error.hint());
    }
});
