//! Hand-made FIT files: byte order, compressed times, pauses, damage.

use proptest::prelude::*;
use vagal_core::{ClockTime, Entry, Station};

use super::messages::EPOCH_UNIX_S;
use crate::{NoCompanions, ReadError, ReadOptions};

/// CRC-16/ARC, bit by bit.
fn crc(bytes: &[u8]) -> u16 {
    let mut crc = 0_u16;
    for byte in bytes {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xA001 } else { crc >> 1 };
        }
    }
    crc
}

fn file(data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![14, 16, 0, 0];
    bytes.extend_from_slice(&(data.len() as u32).to_le_bytes());
    bytes.extend_from_slice(b".FIT\0\0");
    bytes.extend_from_slice(data);
    let crc = crc(&bytes);
    bytes.extend_from_slice(&crc.to_le_bytes());
    bytes
}

fn read(bytes: &[u8]) -> Result<Entry, ReadError> {
    crate::read(bytes, "x.fit", &NoCompanions, &ReadOptions::default())
}

/// Local type 0: `record` with a timestamp. Local type 1: `hrv` with two intervals.
fn definitions() -> Vec<u8> {
    let mut data = vec![0x40, 0, 0, 20, 0, 1, 253, 4, 0x86];
    data.extend_from_slice(&[0x41, 0, 0, 78, 0, 1, 0, 4, 0x84]);
    data
}

fn record(data: &mut Vec<u8>, time: u32) {
    data.push(0);
    data.extend_from_slice(&time.to_le_bytes());
}

fn hrv(data: &mut Vec<u8>, first: u16, second: u16) {
    data.push(1);
    data.extend_from_slice(&first.to_le_bytes());
    data.extend_from_slice(&second.to_le_bytes());
}

fn lengths_ms(entry: &Entry) -> Vec<f64> {
    let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
    series.as_slice().iter().map(|i| i.ms).collect()
}

#[test]
fn intervals_and_their_start() {
    let mut data = definitions();
    record(&mut data, 1000);
    hrv(&mut data, 800, 810);
    record(&mut data, 1001);
    hrv(&mut data, 790, u16::MAX);
    let entry = read(&file(&data)).unwrap();
    assert_eq!(lengths_ms(&entry), [800.0, 810.0, 790.0]);
    assert_eq!(entry.start, Some(ClockTime::Unix { seconds: EPOCH_UNIX_S + 1000.0 }));
    assert!(entry.notes.is_empty(), "{:?}", entry.notes);
}

#[test]
fn a_pause_is_a_gap() {
    let mut data = definitions();
    record(&mut data, 1000);
    hrv(&mut data, 800, 810);
    record(&mut data, 1002);
    record(&mut data, 1062);
    hrv(&mut data, 790, 800);
    let entry = read(&file(&data)).unwrap();
    let Station::Rr(series) = &entry.station else { panic!() };
    assert_eq!(series.runs().count(), 2);
    // 1.61 s, then 60 s of clock of which the message covers 1.59 s.
    assert!((series.as_slice()[3].end_s - (1.61 + 60.0)).abs() < 1e-9);
}

#[test]
fn big_endian_compressed_times_and_developer_fields() {
    // Local type 0 `record`; local type 1 `hrv`, big endian, with one developer field of 2 bytes.
    let mut data = vec![0x40, 0, 0, 20, 0, 1, 253, 4, 0x86];
    data.extend_from_slice(&[0x61, 0, 1, 0, 78, 1, 0, 2, 0x84, 1, 0, 2, 0]);
    record(&mut data, 1000);
    // 1000 = 31 · 32 + 8; the five bits 5 come after the roll-over: 1029.
    for (bits, ms) in [(10_u8, 800_u16), (5, 810)] {
        data.push(0x80 | 0x20 | bits);
        data.extend_from_slice(&ms.to_be_bytes());
        data.extend_from_slice(&[7, 7]);
    }
    let entry = read(&file(&data)).unwrap();
    assert_eq!(lengths_ms(&entry), [800.0, 810.0]);
    let Station::Rr(series) = &entry.station else { panic!() };
    assert_eq!(series.runs().count(), 2, "27 s between the two messages");
}

#[test]
fn damage_is_noted_and_the_rest_kept() {
    let mut data = definitions();
    record(&mut data, 1000);
    hrv(&mut data, 800, 810);
    hrv(&mut data, 790, 800);
    let whole = file(&data);
    let mut wrong = whole.clone();
    let last = wrong.len() - 1;
    wrong[last] ^= 0xFF;
    let entry = read(&wrong).unwrap();
    assert_eq!(lengths_ms(&entry).len(), 4);
    assert!(entry.notes[0].text.contains("checksum does not match"));
    let entry = read(&whole[..whole.len() - 4]).unwrap();
    assert_eq!(lengths_ms(&entry).len(), 2);
    assert!(entry.notes[0].text.contains("cut within a message"), "{:?}", entry.notes);
    data.push(0x0F);
    let entry = read(&file(&data)).unwrap();
    assert!(entry.notes[0].text.contains("type 15 without a definition"), "{:?}", entry.notes);
    assert!(matches!(read(&whole[..14]), Err(ReadError::Damaged { .. })));
}

#[test]
fn chained_files_are_read_through() {
    let mut data = definitions();
    record(&mut data, 1000);
    hrv(&mut data, 800, 810);
    let mut two = file(&data);
    two.extend(file(&data));
    assert_eq!(lengths_ms(&read(&two).unwrap()).len(), 4);
}

#[test]
fn without_intervals_it_is_refused_with_the_reason() {
    let mut data = definitions();
    record(&mut data, 1000);
    let error = read(&file(&data)).unwrap_err();
    assert!(matches!(error, ReadError::NoBeats { .. }));
    assert!(error.hint().unwrap().contains("Log HRV"));
}

/// Twelve-bit beat times: 117 109 11 are the first three bytes of such a field in a Garmin file;
/// 3445 and 182 by hand, the second after a roll-over of 4096.
#[test]
fn twelve_bit_beat_times() {
    let mut data = vec![0x40, 0, 0, 132, 0, 3, 253, 4, 0x86, 0, 2, 0x84, 9, 4, 0x86];
    data.extend_from_slice(&[0x41, 0, 0, 132, 0, 1, 10, 3, 0x0D]);
    data.push(0);
    data.extend_from_slice(&1000_u32.to_le_bytes());
    data.extend_from_slice(&16_384_u16.to_le_bytes());
    data.extend_from_slice(&(4096_u32 * 7 + 2571).to_le_bytes());
    data.extend_from_slice(&[1, 117, 109, 11]);
    let entry = read(&file(&data)).unwrap();
    let Station::Beats(beats) = &entry.station else { panic!("{entry:?}") };
    let times: Vec<f64> = beats.as_slice().iter().map(|b| b.time_s * 1024.0).collect();
    assert_eq!(times, [0.0, 3445.0 - 2571.0, 4096.0 + 182.0 - 2571.0]);
    // 16384 / 32768 s after the timestamp.
    assert_eq!(entry.start, Some(ClockTime::Unix { seconds: EPOCH_UNIX_S + 1000.5 }));
}

/// Definitions of any shape, developer fields and sizes that contradict their type included, each
/// followed by messages; then as many stray bytes.
fn any_file() -> impl Strategy<Value = Vec<u8>> {
    let messages = prop::sample::select(vec![0_u8, 20, 21, 78, 132, 206, 207]);
    let numbers = prop::sample::select(vec![0_u8, 1, 2, 3, 6, 9, 10, 253, 255]);
    let base_types = prop::sample::select(vec![
        0, 1, 2, 7, 0x0A, 0x0D, 0x83, 0x84, 0x85, 0x86, 0x88, 0x89, 0x8B, 0x8C, 0x8E, 0x8F, 0x90,
        0xFF_u8,
    ]);
    let sizes =
        prop_oneof![Just(1_u8), Just(2), Just(4), Just(8), Just(254), Just(255), any::<u8>()];
    let field = (numbers, sizes, base_types);
    let fields = prop::collection::vec(field, 0..5);
    let developer = prop::collection::vec((0_u8..3, any::<u8>(), 0_u8..2), 0..3);
    let part = (messages, 0_u8..4, any::<bool>(), fields, developer, any::<u8>(), any::<bool>());
    (prop::collection::vec(part, 1..6), prop::collection::vec(any::<u8>(), 0..40)).prop_map(
        |(parts, stray)| {
            let mut data = Vec::new();
            for (global, local, big, fields, developer, fill, compressed) in parts {
                data.extend_from_slice(&[0x60 | local, 0, big.into()]);
                data.extend(if big { [0, global] } else { [global, 0] });
                data.push(fields.len() as u8);
                fields.iter().for_each(|f| data.extend_from_slice(&[f.0, f.1, f.2]));
                data.push(developer.len() as u8);
                developer.iter().for_each(|f| data.extend_from_slice(&[f.0, f.1, f.2]));
                let size = fields.iter().chain(&developer).map(|f| usize::from(f.1)).sum::<usize>();
                data.push(if compressed { 0x80 | local << 5 | fill & 0x1F } else { local });
                data.extend((0..size).map(|at| fill.wrapping_mul(at as u8 | 1)));
            }
            data.extend(stray);
            file(&data)
        },
    )
}

proptest! {
    #[test]
    fn no_message_panics(bytes in any_file(), cut in any::<prop::sample::Index>()) {
        let _ = read(&bytes);
        let _ = read(&bytes[..cut.index(bytes.len())]);
        let mut two = bytes.clone();
        two.extend(&bytes);
        let _ = read(&two);
    }
}

/// A field that contradicts its type, and a developer field that no message describes: `fitparser`
/// by itself prints to stderr and gives up.
#[test]
fn fields_that_fitparser_cannot_bear_cost_nothing() {
    let mut data = vec![0x61, 0, 0, 78, 0, 2, 0, 4, 0x84, 7, 3, 0x86, 1, 9, 5, 0];
    for ms in [800_u16, 810] {
        data.push(1);
        data.extend_from_slice(&ms.to_le_bytes());
        data.extend_from_slice(&u16::MAX.to_le_bytes());
        data.extend_from_slice(&[1, 2, 3]);
        data.extend_from_slice(&[1, 2, 3, 4, 5]);
    }
    let whole = file(&data);
    assert!(fitparser::from_bytes(&whole).is_err());
    let entry = read(&whole).unwrap();
    assert_eq!(lengths_ms(&entry), [800.0, 810.0]);
    assert!(entry.notes.is_empty(), "{:?}", entry.notes);
}
