//! Hand-made WFDB records: frames, skew, offsets, damage, companions.

use std::collections::BTreeMap;

use vagal_core::{Entry, NoteKind, Recording, Station};

use crate::{ReadError, ReadOptions};

fn record(files: &[(&str, &[u8])]) -> Result<Entry, ReadError> {
    let map: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let (name, bytes) = files[0];
    crate::read(bytes, name, &map, &ReadOptions::default())
}

fn signals(entry: &Entry) -> &Recording {
    let Station::Recording(recording) = &entry.station else { panic!("{entry:?}") };
    recording
}

fn format_16(values: &[i16]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

#[test]
fn frames_of_several_samples_and_physical_units() {
    let header =
        b"r 2 100 3\nr.dat 16x2 10(100)/mV 16 0 100 621 0 ECG\nr.dat 16 0 16 5 7 24 0 RESP\n";
    let data = format_16(&[100, 110, 7, 120, 130, 8, 90, 71, 9]);
    let entry = record(&[("r.hea", header), ("r.dat", &data)]).unwrap();
    let channels = &signals(&entry).channels;
    assert_eq!(channels[0].sampling_hz, 200.0);
    assert_eq!(channels[0].samples, [0.0, 1.0, 2.0, 3.0, -1.0, -2.9]);
    // No gain: 200 a mV by the format, the baseline is the ADC zero.
    assert_eq!(channels[1].samples, [0.01, 0.015, 0.02]);
    assert_eq!(entry.notes.len(), 1, "{:?}", entry.notes);
    assert!(entry.notes[0].text.contains("no gain"));
}

#[test]
fn skew_and_byte_offset() {
    let header = b"r 2 100 4\nr.dat 16+4 1 16 0 1 10 0 a\nr.dat 16:1+4 1 16 0 0 60 0 b\n";
    let mut data = vec![9, 9, 9, 9];
    data.extend(format_16(&[1, 0, 2, 10, 3, 20, 4, 30]));
    let entry = record(&[("r.hea", header), ("r.dat", &data)]).unwrap();
    let channels = &signals(&entry).channels;
    assert_eq!(channels[0].samples, [1.0, 2.0, 3.0, 4.0]);
    // The second signal lags by a frame: moved forward, its last sample is unknown.
    assert_eq!(channels[1].samples[..3], [10.0, 20.0, 30.0]);
    assert!(channels[1].samples[3].is_nan());
    assert!(entry.notes.is_empty(), "{:?}", entry.notes);
}

#[test]
fn a_wrong_checksum_and_first_sample_and_a_cut_file_are_noted() {
    let header = b"r 1 100 4\nr.dat 16 1 16 0 5 11 0 a\n";
    let data = format_16(&[1, 2, 3, 4]);
    let entry = record(&[("r.hea", header), ("r.dat", &data)]).unwrap();
    let texts: Vec<&str> = entry.notes.iter().map(|n| n.text.as_str()).collect();
    assert!(texts[0].contains("first sample is 1, the header says 5"), "{texts:?}");
    assert!(texts[1].contains("checksum is 10, the header says 11"), "{texts:?}");
    let entry = record(&[("r.hea", header), ("r.dat", &data[..5])]).unwrap();
    assert!(entry.notes[0].text.contains("2 of 4 samples"), "{:?}", entry.notes);
    assert!(entry.notes.iter().all(|n| n.kind == NoteKind::Salvaged));
}

#[test]
fn what_cannot_be_read_says_why() {
    let missing = record(&[("r.hea", b"r 1 100 4\nr.dat 16 1\n")]);
    assert!(
        matches!(missing, Err(ReadError::MissingCompanion { companion, .. }) if companion == "r.dat")
    );
    let alone = record(&[("r.dat", &[0xFF, 0x00, 0x01, 0x02])]);
    assert!(
        matches!(alone, Err(ReadError::MissingCompanion { companion, .. }) if companion == "r.hea")
    );
    let pieces = record(&[("r.hea", b"r/2 1 100 8\na 4\nb 4\n")]);
    assert!(matches!(pieces, Err(ReadError::Unsupported { .. })));
    let flac = record(&[("r.hea", b"r 1 100 4\nr.dat 516 1\n"), ("r.dat", b"fLaC")]);
    assert!(matches!(flac, Err(ReadError::Unsupported { .. })));
    let mixed = record(&[
        ("r.hea", b"r 2 100 4\nr.dat 16 1\nr.dat 212 1\n"),
        ("r.dat", &[0, 0, 0, 0, 0, 0]),
    ]);
    assert!(matches!(mixed, Err(ReadError::Damaged { .. })));
    let short = record(&[("r.hea", b"r 3 100 4\nr.dat 16 1\n"), ("r.dat", &[0, 0])]);
    assert!(matches!(short, Err(ReadError::Damaged { .. })));
    let empty = record(&[("r.hea", b"r 0 100 0\n")]);
    assert!(matches!(empty, Err(ReadError::NoBeats { .. })));
}

/// Two normal beats 100 samples apart and the end mark.
const BEATS: [u8; 6] = [10, 4, 100, 4, 0, 0];

#[test]
fn the_first_annotation_of_the_stated_order_gives_the_beats() {
    let later = [10, 4, 100, 4, 100, 4, 0, 0];
    let entry = record(&[("r.hea", b"r 0 100 0\n"), ("r.qrs", &later), ("r.atr", &BEATS)]).unwrap();
    let Station::Beats(beats) = &entry.station else { panic!("{entry:?}") };
    assert_eq!(beats.len(), 2);
    assert_eq!(beats.as_slice()[1].time_s, 1.1);
    assert!(entry.notes.iter().any(|n| n.text.contains("beats of r.atr")));
}

#[test]
fn a_record_may_not_name_a_file_elsewhere() {
    let folder = crate::Folder::of(std::path::Path::new(file!()));
    assert!(crate::Companions::get(&folder, "../Cargo.toml").is_none());
    assert!(crate::Companions::get(&folder, "/etc/hostname").is_none());
}

#[test]
fn annotations_without_a_header_need_a_plausible_rate() {
    // 100 samples at 250 Hz would be 150 beats a minute: read, with a note.
    let entry = record(&[("r.atr", &BEATS)]).unwrap();
    assert!(entry.notes.iter().any(|n| n.text.contains("250 Hz, the WFDB default")));
    // 1000 samples would be 15 a minute: refused.
    let slow = [10, 4, 0xE8, 7, 0, 0];
    assert!(matches!(record(&[("r.atr", &slow)]), Err(ReadError::NeedsRate { .. })));
}
