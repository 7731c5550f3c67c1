//! One body for every fuzz target: read the bytes as one format, then as whatever they look like.

use std::collections::BTreeMap;

use vagal_formats::diary::{DIARY_FORMATS, DiaryInput, read_diary};
use vagal_formats::{NoCompanions, ReadOptions, read};

/// Reads `bytes` under `name`, forced to the format `id` and sniffed. Must never panic or hang.
pub fn read_as(id: &str, name: &str, bytes: &[u8]) {
    let sniffed = ReadOptions::default();
    let _ = read(bytes, name, &NoCompanions, &sniffed);
    for rate_hz in [None, Some(250.0)] {
        let forced = ReadOptions { format: Some(id.into()), rate_hz, ..ReadOptions::default() };
        if let Err(error) = read(bytes, name, &NoCompanions, &forced) {
            let _ = (error.to_string(), error.hint());
        }
    }
}

/// Reads `bytes` under `name` as the diary `id`, with the same bytes beside it, and sniffed. Must never panic or hang.
pub fn read_as_diary(id: &str, name: &str, bytes: &[u8]) {
    let beside = BTreeMap::from([(name.replace("_hr", "_sleep-state"), bytes.to_vec())]);
    let _ = read_diary(bytes, name, &beside);
    for format in DIARY_FORMATS.iter().filter(|format| format.id == id) {
        if let Err(error) = (format.read)(&DiaryInput { bytes, name, companions: &beside }) {
            let _ = (error.to_string(), error.hint());
        }
    }
}
