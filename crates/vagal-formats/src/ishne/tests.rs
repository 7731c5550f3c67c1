//! Hand-made ISHNE files: fields, damage, refusals.

use vagal_core::{ClockTime, Entry, NoteKind, Station};

use super::header::checksum;
use crate::{NoCompanions, ReadError, ReadOptions};

/// Two leads, aVF at 2000 nV and an unnamed one at 1000 nV, 200 Hz, three samples.
fn file() -> Vec<u8> {
    let mut bytes = vec![0_u8; 522];
    let mut put = |at: usize, value: i16| bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
    put(14, 3);
    put(22, 522);
    for (at, value) in [(138, 9), (140, 8), (142, 2019), (150, 10), (152, 5), (154, 30)] {
        put(at, value);
    }
    for (at, value) in [(156, 2), (158, 10), (160, 1), (182, 1), (184, 3), (272, 200)] {
        put(at, value);
    }
    put(206, 2000);
    put(208, 1000);
    bytes[..8].copy_from_slice(b"ISHNE1.0");
    bytes[232..236].copy_from_slice(b"Box\0");
    seal(&mut bytes);
    for stored in [1_i16, -1, 2, -2, 500, 1000] {
        bytes.extend_from_slice(&stored.to_le_bytes());
    }
    bytes
}

fn seal(bytes: &mut [u8]) {
    let sum = checksum(&bytes[10..522]);
    bytes[8..10].copy_from_slice(&sum.to_le_bytes());
}

fn read(bytes: &[u8]) -> Result<Entry, ReadError> {
    crate::read(bytes, "h.ecg", &NoCompanions, &ReadOptions::default())
}

fn samples(entry: &Entry, at: usize) -> &[f32] {
    let Station::Recording(recording) = &entry.station else { panic!("{entry:?}") };
    &recording.channels[at].samples
}

#[test]
fn checksum_of_the_catalogue() {
    // CRC-16/IBM-3740 (CCITT from 0xFFFF), check value of "123456789" in the catalogue.
    assert_eq!(checksum(b"123456789"), 0x29B1);
}

#[test]
fn leads_units_start_and_remarks() {
    let entry = read(&file()).unwrap();
    let Station::Recording(recording) = &entry.station else { panic!("{entry:?}") };
    let labels: Vec<_> = recording.channels.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["aVF", "lead 2"]);
    assert_eq!(
        (recording.channels[0].sampling_hz, recording.channels[0].unit.as_str()),
        (200.0, "mV")
    );
    // 500 · 2000 nV = 1 mV; 1000 · 1000 nV = 1 mV.
    assert_eq!(samples(&entry, 0), [0.002, 0.004, 1.0]);
    assert_eq!(samples(&entry, 1), [-0.001, -0.002, 1.0]);
    let second_of_day = 10.0 * 3600.0 + 5.0 * 60.0 + 30.0;
    let start = ClockTime::Civil { date: Some((2019, 8, 9)), second_of_day };
    assert_eq!((entry.start, entry.device.as_deref()), (Some(start), Some("Box")));
    assert_eq!(entry.notes.len(), 1, "{:?}", entry.notes);
    assert_eq!(entry.notes[0].text, "the recorder says of lead 2: frequent noise");
}

#[test]
fn damage_is_noted_and_the_rest_kept() {
    let whole = file();
    let entry = read(&whole[..whole.len() - 3]).unwrap();
    assert_eq!(samples(&entry, 0), [0.002, 0.004]);
    let texts: Vec<_> = entry.notes.iter().map(|n| n.text.as_str()).collect();
    assert!(texts.iter().any(|t| t.contains("2 of 3 samples")), "{texts:?}");
    assert!(texts.iter().any(|t| t.contains("1 byte of a broken sample")), "{texts:?}");
    let mut longer = whole.clone();
    longer.extend([0; 4]);
    assert_eq!(samples(&read(&longer).unwrap(), 0).len(), 3);
    let mut wrong = whole;
    wrong[8] ^= 1;
    let entry = read(&wrong).unwrap();
    let note = entry.notes.iter().find(|n| n.kind == NoteKind::Salvaged).unwrap();
    assert!(note.text.contains("checksum"), "{note:?}");
}

#[test]
fn samples_stated_for_all_leads_together() {
    let mut bytes = file();
    bytes[14] = 6;
    seal(&mut bytes);
    let entry = read(&bytes).unwrap();
    assert_eq!(samples(&entry, 0).len(), 3);
    assert!(entry.notes.iter().any(|n| n.text.contains("all 2 leads")), "{:?}", entry.notes);
}

#[test]
fn a_header_that_cannot_be_is_refused_with_its_place() {
    for (at, value, place) in [(156, 0_u8, "byte 156"), (272, 0, "byte 272"), (23, 0x7F, "byte 22")]
    {
        let mut bytes = file();
        bytes[at] = value;
        let error = read(&bytes).unwrap_err().to_string();
        assert!(error.contains(place), "{error}");
    }
    assert!(read(&file()[..300]).is_err());
}
