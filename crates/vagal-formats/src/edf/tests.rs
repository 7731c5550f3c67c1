//! Hand-made EDF files: scaling, EDF+D holes, annotations, damage.

use vagal_core::{ChannelKind, ClockTime, Entry, NoteKind, Station};

use crate::{NoCompanions, ReadError, ReadOptions};

/// An EDF+ file with one ECG of 2 samples a record of 1 s, ±5 mV on ±32767.
fn file(kind: &str, stated_records: &str, onsets: &[f64]) -> Vec<u8> {
    let mut head = format!(
        "{:<8}{:<80}{:<80}{:<8}{:<8}{:<8}{kind:<44}{stated_records:<8}{:<8}{:<4}",
        "0", "X X X X", "Startdate 02-MAR-2009 X X Faros_180", "02.03.09", "10.00.00", 768, 1, 2
    );
    for (width, values) in [
        (16, ["ECG II", "EDF Annotations"]),
        (80, ["", ""]),
        (8, ["mV", ""]),
        (8, ["-5", "-1"]),
        (8, ["5", "1"]),
        (8, ["-32767", "-32768"]),
        (8, ["32767", "32767"]),
        (80, ["", ""]),
        (8, ["2", "20"]),
        (32, ["", ""]),
    ] {
        for value in values {
            head.push_str(&format!("{value:<width$}"));
        }
    }
    let mut bytes = head.into_bytes();
    for (number, onset) in onsets.iter().enumerate() {
        bytes.extend_from_slice(&32_767_i16.to_le_bytes());
        bytes.extend_from_slice(&(number as i16).to_le_bytes());
        let mut lists = format!("+{onset}\u{14}\u{14}\0").into_bytes();
        if number == 1 {
            lists.extend_from_slice(format!("+{onset}\u{15}2.5\u{14}massage\u{14}\0").as_bytes());
        }
        lists.resize(40, 0);
        bytes.extend_from_slice(&lists);
    }
    bytes
}

fn read(bytes: &[u8]) -> Result<Entry, ReadError> {
    crate::read(bytes, "x.edf", &NoCompanions, &ReadOptions::default())
}

fn samples(entry: &Entry) -> Vec<f32> {
    let Station::Recording(recording) = &entry.station else { panic!("{entry:?}") };
    assert_eq!(recording.channels.len(), 1);
    assert_eq!(recording.channels[0].kind, ChannelKind::Ecg);
    assert_eq!(recording.channels[0].sampling_hz, 2.0);
    recording.channels[0].samples.clone()
}

#[test]
fn scaling_annotations_start_and_equipment() {
    let entry = read(&file("EDF+C", "3", &[0.0, 1.0, 2.0])).unwrap();
    let samples = samples(&entry);
    assert_eq!(samples.len(), 6);
    assert_eq!(samples[0], 5.0);
    // 5 mV / 32767 a step.
    assert!((samples[3] - 5.0 / 32_767.0).abs() < 1e-9);
    assert_eq!(entry.marks.len(), 1);
    assert_eq!((entry.marks[0].time_s, entry.marks[0].duration_s), (1.0, Some(2.5)));
    assert_eq!(entry.marks[0].text, "massage");
    let start = ClockTime::Civil { date: Some((2009, 3, 2)), second_of_day: 36_000.0 };
    assert_eq!(entry.start, Some(start));
    assert_eq!(entry.device.as_deref(), Some("Faros 180"));
    assert!(entry.notes.is_empty(), "{:?}", entry.notes);
}

#[test]
fn holes_of_edf_plus_d_are_missing_samples() {
    let entry = read(&file("EDF+D", "3", &[0.5, 1.5, 4.5])).unwrap();
    let samples = samples(&entry);
    // Two records, a hole of 2 s at 2 Hz, one record.
    assert_eq!(samples.len(), 10);
    assert!(samples[4..8].iter().all(|s| s.is_nan()));
    assert_eq!(samples[8], 5.0);
    assert_eq!(entry.marks[0].time_s, 1.0);
    let start = ClockTime::Civil { date: Some((2009, 3, 2)), second_of_day: 36_000.5 };
    assert_eq!(entry.start, Some(start));
    assert!(entry.notes[0].text.contains("1 hole between records, 2.0 s in all"));
}

#[test]
fn a_hole_without_end_and_a_clock_that_runs_back_are_salvaged() {
    for onsets in [[0.0, 1.0, 1e12], [0.0, 1.0, 0.5]] {
        let entry = read(&file("EDF+D", "3", &onsets)).unwrap();
        assert_eq!(samples(&entry).len(), 4, "{onsets:?}");
        assert!(entry.notes.iter().any(|n| n.kind == NoteKind::Salvaged), "{onsets:?}");
    }
}

#[test]
fn wrong_numbers_of_records() {
    let whole = [0.0, 1.0, 2.0];
    for (stated, length, text) in
        [("5", 6, "3 of 5 data records"), ("2", 4, "1 record after"), ("-1", 6, "not stated")]
    {
        let entry = read(&file("EDF+C", stated, &whole)).unwrap();
        assert_eq!(samples(&entry).len(), length, "{stated}");
        assert!(entry.notes.iter().any(|n| n.text.contains(text)), "{stated}: {:?}", entry.notes);
    }
    let mut cut = file("EDF+C", "3", &whole);
    cut.truncate(cut.len() - 10);
    let entry = read(&cut).unwrap();
    assert_eq!(samples(&entry).len(), 4);
    assert_eq!(entry.notes.len(), 2, "{:?}", entry.notes);
}

#[test]
fn damaged_headers_name_the_byte() {
    let whole = file("EDF+C", "3", &[0.0, 1.0, 2.0]);
    for (at, value) in [(244, "x"), (252, "0"), (184, "?")] {
        let mut bytes = whole.clone();
        bytes[at..at + value.len()].copy_from_slice(value.as_bytes());
        let options = ReadOptions { format: Some("edf".into()), ..ReadOptions::default() };
        let read = crate::read(&bytes, "x.edf", &NoCompanions, &options);
        if at == 184 {
            // The header says twice how long it is; the number of signals is the surer.
            assert!(read.is_ok());
        } else {
            let place = format!("byte {at}");
            assert!(matches!(read, Err(ReadError::Damaged { place: p, .. }) if p == place));
        }
    }
    assert!(matches!(read(&whole[..600]), Err(ReadError::Damaged { .. })));
}

#[test]
fn one_channel_by_name() {
    let bytes = file("EDF+C", "3", &[0.0, 1.0, 2.0]);
    let with =
        |channel: &str| ReadOptions { channel: Some(channel.into()), ..ReadOptions::default() };
    assert!(crate::read(&bytes, "x.edf", &NoCompanions, &with("ecg ii")).is_ok());
    let wrong = crate::read(&bytes, "x.edf", &NoCompanions, &with("V5"));
    assert!(wrong.unwrap_err().hint().unwrap().contains("ECG II"));
}
