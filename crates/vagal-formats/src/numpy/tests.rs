//! Hand-made arrays and archives: types, shapes, damage, names.

use vagal_core::{Entry, Station};

use super::array::{Problem, parse};
use crate::{NoCompanions, ReadError, ReadOptions};

fn npy(kind: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let mut header =
        format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}").into_bytes();
    header.resize(117, b' ');
    header.push(b'\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header);
    bytes.extend(data);
    bytes
}

/// A ZIP archive of stored members, without the checks that a reader may skip.
fn npz(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, content) in members {
        let (mut entry, config) = writer.new_file(format!("{name}.npy")).start().unwrap();
        let mut data = config.wrap(&mut entry);
        std::io::Write::write_all(&mut data, content).unwrap();
        let (_, descriptor) = data.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    writer.finish().unwrap();
    out
}

fn doubles(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

fn read(bytes: &[u8], name: &str, rate_hz: Option<f64>) -> Result<Entry, ReadError> {
    let options = ReadOptions { rate_hz, ..ReadOptions::default() };
    crate::read(bytes, name, &NoCompanions, &options)
}

#[test]
fn types_and_byte_orders() {
    for (kind, data) in [
        ("<i2", vec![0xFF, 0xFF, 2, 0]),
        (">i4", vec![0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 2]),
        ("|i1", vec![0xFF, 2]),
        ("<f4", [-1.0_f32, 2.0].iter().flat_map(|v| v.to_le_bytes()).collect()),
        (">f8", [-1.0_f64, 2.0].iter().flat_map(|v| v.to_be_bytes()).collect()),
    ] {
        let array = parse(&npy(kind, "2,", &data)).unwrap();
        assert_eq!((array.values, array.missing), (vec![-1.0, 2.0], 0), "{kind}");
    }
}

#[test]
fn what_is_no_row_of_numbers() {
    for kind in ["|O", "<c16", "|S4", "<f2"] {
        assert!(
            matches!(parse(&npy(kind, "2,", &[0; 32])), Err(Problem::Unsupported(_))),
            "{kind}"
        );
    }
    assert!(matches!(parse(b"\x93NUMPY\x01\x00\xFF\xFF"), Err(Problem::Damaged(_))));
    let huge = format!("{},{}", usize::MAX, usize::MAX);
    assert!(matches!(parse(&npy("<f8", &huge, &[])), Err(Problem::Damaged(_))));
    let array = parse(&npy("<f8", "3,", &doubles(&[1.0, 2.0]))).unwrap();
    assert_eq!((array.values.len(), array.missing), (2, 1));
    let table = npy("<f8", "2, 2", &doubles(&[1.0, 2.0, 3.0, 4.0]));
    let error = read(&table, "x.npy", None).unwrap_err();
    assert!(error.to_string().contains("no row of numbers"), "{error}");
}

#[test]
fn intervals_by_their_values() {
    let bytes = npy("<f8", "1, 4", &doubles(&[800.0, 810.0, 790.0, 805.0]));
    let entry = read(&bytes, "rest.npy", None).unwrap();
    let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
    assert_eq!(series.len(), 4);
    assert_eq!(entry.format, "numpy");
    let entry = read(&npz(&[("rr", bytes)]), "rest.npz", None).unwrap();
    assert!(matches!(entry.station, Station::Rr(_)));
}

#[test]
fn a_signal_needs_its_rate() {
    let ecg = npy("<f8", "3,", &doubles(&[0.0, 1.0, f64::INFINITY]));
    let alone = npz(&[("ecg", ecg.clone())]);
    assert!(matches!(read(&alone, "x.npz", None), Err(ReadError::NeedsRate { .. })));
    assert!(matches!(read(&ecg, "my_ecg.npy", None), Err(ReadError::NeedsRate { .. })));
    for (bytes, rate_hz, expected_hz) in [
        (alone, Some(250.0), 250.0),
        (npz(&[("fs", npy("<i8", "", &[100, 0, 0, 0, 0, 0, 0, 0])), ("ecg", ecg)]), None, 100.0),
    ] {
        let entry = read(&bytes, "x.npz", rate_hz).unwrap();
        let Station::Recording(recording) = &entry.station else { panic!("{entry:?}") };
        let channel = &recording.channels[0];
        assert_eq!((channel.sampling_hz, channel.samples.len()), (expected_hz, 3));
        assert!(channel.samples[2].is_nan());
    }
}

#[test]
fn a_damaged_archive_keeps_what_is_sound() {
    let ecg = npy("<f8", "3,", &doubles(&[0.0, 1.0, 2.0]));
    let mut bytes = npz(&[("ecg", ecg)]);
    // The last byte of the data: the value 2 becomes another, and the checksum does not match.
    let at = bytes.windows(8).position(|w| w == 2.0_f64.to_le_bytes()).unwrap();
    bytes[at] = 1;
    let entry = read(&bytes, "x.npz", Some(100.0)).unwrap();
    assert!(entry.notes.iter().any(|n| n.text.starts_with("damaged")), "{:?}", entry.notes);
    let cut = &bytes[..bytes.len() / 2];
    assert!(matches!(read(cut, "x.npz", Some(100.0)), Err(ReadError::Damaged { .. })));
}
