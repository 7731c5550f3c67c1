//! No input makes a reader panic: arbitrary bytes, and files that were sound before a few changes.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use proptest::prelude::*;
use vagal_core::diary::READING_KINDS;
use vagal_core::{Entry, Station};
use vagal_formats::diary::{DIARY_FORMATS, DiaryInput, DiaryItem, read_diary, sniff_diary};
use vagal_formats::{FORMATS, NoCompanions, ReadOptions, read, sniff};

/// What a reader promises whatever it was given.
fn check(entry: &Entry) {
    assert!(FORMATS.iter().any(|f| f.id == entry.format));
    match &entry.station {
        Station::Rr(series) => assert!(!series.is_empty()),
        Station::Beats(beats) => assert!(!beats.is_empty()),
        Station::Recording(recording) => {
            for channel in &recording.channels {
                assert!(
                    channel.sampling_hz.is_finite() && channel.sampling_hz > 0.0,
                    "{}",
                    channel.label
                );
            }
        }
        _ => {}
    }
}

fn read_as_everything(bytes: &[u8], name: &str, rate_hz: Option<f64>) {
    let _ = sniff(bytes, name);
    let mut options = ReadOptions { rate_hz, ..ReadOptions::default() };
    if let Ok(entry) = read(bytes, name, &NoCompanions, &options) {
        check(&entry);
    }
    for format in FORMATS {
        options.format = Some(format.id.into());
        match read(bytes, name, &NoCompanions, &options) {
            Ok(entry) => check(&entry),
            Err(error) => {
                assert!(!error.to_string().is_empty());
                let _ = error.hint();
            }
        }
    }
}

/// Diaries: sniffed, and forced to each format. Whatever comes out can be in a diary.
fn read_as_every_diary(bytes: &[u8], name: &str) {
    let _ = sniff_diary(bytes, name);
    let beside = std::collections::BTreeMap::from([
        ("raw_sleep-monitor_hr.csv".to_owned(), bytes.to_vec()),
        ("raw_sleep-monitor_sleep-state.csv".to_owned(), bytes.to_vec()),
    ]);
    let forced =
        DIARY_FORMATS.iter().map(|f| (f.read)(&DiaryInput { bytes, name, companions: &beside }));
    for file in forced.chain([read_diary(bytes, name, &NoCompanions)]) {
        match file {
            Ok(file) => {
                for row in &file.rows {
                    if let DiaryItem::Value(value) = &row.item {
                        let kind = READING_KINDS.iter().find(|k| k.id == value.kind).unwrap();
                        assert!((kind.range.0..=kind.range.1).contains(&value.value), "{row:?}");
                    }
                }
            }
            Err(error) => assert!(!error.to_string().is_empty() && error.hint().is_some()),
        }
    }
}

/// Small sound diaries, one a format and file.
const DIARIES: [(&str, &str); 7] = [
    (
        "own.csv",
        "date,tension,neck,rmssd,input,minutes\n2026-11-14 07:05,6,7,38,massage,60\n2026-11-15,4,,,,\n",
    ),
    (
        "hrv_measurements.csv",
        "user_code,rr_code,measurement_datetime,time_of_day,tags,rr_data\nann,a,2020-01-06 15:17:00,day,After; Massage,\"800,810,790\"\n",
    ),
    (
        "blood_pressure.csv",
        "user_code,measurement_datetime,diastolic,systolic,robinson_index\nann,2020-04-30  09:16:38,95,140,141.4\nann,2020-04-30  12:16:38,95,140,\n",
    ),
    (
        "sleep.csv",
        "user_code,day,sleep_begin,sleep_end,sleep_duration,pulse_average\nann,2020-01-02,2020-01-02 02:00:00,2020-01-02 06:00:00,14400.0,60\n",
    ),
    ("wearables.csv", "user_code,day,resting_pulse\nann,2020-01-02,57\n"),
    (
        "raw_sleep-monitor_hr.csv",
        "start,duration,value\n2020-10-23T22:03:00+02:00,\"[60,60]\",\"[66,65]\"\n",
    ),
    (
        "hrv4t.csv",
        "date, HR, SDNN, rMSSD, HRV4T_Recovery_Points, sleep_time\n2024-01-05, 52, 96, 61.5, 8.2, 7.5\n",
    ),
];

#[test]
fn the_diaries_are_sound() {
    let mut read_as = std::collections::BTreeSet::new();
    for (name, text) in DIARIES {
        read_as_every_diary(text.as_bytes(), name);
        read_as.extend(sniff_diary(text.as_bytes(), name).map(|f| f.id));
    }
    let all: std::collections::BTreeSet<_> = DIARY_FORMATS.iter().map(|f| f.id).collect();
    assert_eq!(read_as, all, "a diary without a seed");
}

/// Small sound files, one a format.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let mut edf = format!(
        "{:<8}{:<80}{:<80}01.01.0110.00.00{:<8}{:<44}{:<8}{:<8}{:<4}",
        "0", "X X X X", "Startdate 01-JAN-2001 X X X", 768, "EDF+D", 2, 1, 2
    );
    for (width, values) in [
        (16, ["ECG", "EDF Annotations"]),
        (80, ["", ""]),
        (8, ["mV", ""]),
        (8, ["-5", "-1"]),
        (8, ["5", "1"]),
        (8, ["-32768", "-32768"]),
        (8, ["32767", "32767"]),
        (80, ["", ""]),
        (8, ["4", "12"]),
        (32, ["", ""]),
    ] {
        for value in values {
            edf.push_str(&format!("{value:<width$}"));
        }
    }
    let mut edf = edf.into_bytes();
    for onset in ["+0", "+5"] {
        edf.extend_from_slice(&[0, 0, 1, 0, 2, 0, 3, 0]);
        let mut list = format!("{onset}\u{14}\u{14}\0{onset}\u{14}x\u{14}\0").into_bytes();
        list.resize(24, 0);
        edf.extend_from_slice(&list);
    }
    // Header, one definition of `hrv` with one field of two values, two messages.
    let mut fit = vec![14, 16, 0, 0, 19, 0, 0, 0, b'.', b'F', b'I', b'T', 0, 0];
    fit.extend_from_slice(&[0x40, 0, 0, 78, 0, 1, 0, 4, 0x84]);
    fit.extend_from_slice(&[0, 0x20, 3, 0x2A, 3, 0, 0x16, 3, 0xFF, 0xFF, 0, 0]);
    // Two leads at 200 Hz, samples from byte 522.
    let mut ishne = vec![0; 530];
    ishne[..8].copy_from_slice(b"ISHNE1.0");
    for (at, value) in [(14, 2), (22, 10), (23, 2), (156, 2), (206, 100), (208, 100), (272, 200)] {
        ishne[at] = value;
    }
    // Four intervals in 16 bits.
    let mut npy = b"\x93NUMPY\x01\x00\x36\x00".to_vec();
    npy.extend_from_slice(b"{'descr': '<i2', 'fortran_order': False, 'shape': (4,)}");
    npy[8] = (npy.len() - 10) as u8;
    npy.extend_from_slice(&[32, 3, 42, 3, 22, 3, 37, 3]);
    vec![
        ("a.txt", b"800\n810\n790\n@\n805\n0\n812\n9000\n801\n".to_vec()),
        ("b.csv", b"time,rr\n0.8,800\n1.61,810\n2.4,790\n3.2,800\n".to_vec()),
        ("c.txt", b"0.8 75\n1.6 75\n2.4 75\n3.2 75\n".to_vec()),
        ("d.csv", b"timestamp, rr, since_start \n1675889367255,894,34096\n1675889367305,930,35026\n".to_vec()),
        ("IBI.csv", b"1560279825.000000, IBI\n83.5,0.6\n84.4,0.9\n".to_vec()),
        ("e.csv", b"2019-10-16T12:08:58.8+02:00;HEART_RATE_VARIABILITY;800.0\n".to_vec()),
        ("f.hrm", b"[Params]\nInterval=238\nDate=20080208\nStartTime=08:50:31.0\n[HRData]\n800\n810\n".to_vec()),
        ("g.hea", b"g 2 360/5(1) 3 10:00:00 01/02/1990\ng.hea 212x2:1+4 200(5)/mV 11 1024 995 -22131 0 MLII\ng.hea 212 200\n".to_vec()),
        ("h.atr", vec![18, 112, 2, 252, 40, 78, 59, 4, 0, 236, 0, 0, 131, 7, 0, 20, 100, 56, 255, 244, 10, 4, 0, 0]),
        ("i.edf", edf),
        ("j.fit", fit),
        ("l.ecg", ishne),
        ("m.txt", b"# OpenSignals Text File Format\n# {\"20:16\": {\"sensor\": [\"ECG\"], \"column\": [\"nSeq\", \"A2\"], \"time\": \"7:3:47.5\", \"date\": \"2016-6-11\", \"device\": \"bitalino\", \"sampling rate\": 100, \"label\": [\"A2\"], \"resolution\": [4, 10]}}\n# EndOfHeader\n14\t512\t\n15\t513\t\n2\t514\t\n".to_vec()),
        ("n.npy", npy),
        ("k.csv", b"Recorded Date,2021-12-17 12:58:58 +0800\nSample Rate,513.6 hertz\nUnit,uV\n\n27.6\n26.0\n".to_vec()),
    ]
}

#[test]
fn the_seeds_are_sound() {
    let mut read_as = std::collections::BTreeSet::new();
    for (name, bytes) in seeds() {
        match read(&bytes, name, &NoCompanions, &ReadOptions::default()) {
            Ok(entry) => {
                check(&entry);
                read_as.insert(entry.format);
            }
            Err(error) => assert!(name == "h.atr", "{name}: {error}"),
        }
    }
    // `h.atr` needs a rate: its three beats are seconds apart.
    let options = ReadOptions { rate_hz: Some(1000.0), ..ReadOptions::default() };
    let (name, bytes) = &seeds()[8];
    read_as.insert(read(bytes, name, &NoCompanions, &options).unwrap().format);
    let all: std::collections::BTreeSet<_> = FORMATS.iter().map(|f| f.id).collect();
    assert_eq!(read_as, all, "a format without a seed");
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_as_everything(&bytes, "x.bin", None);
        read_as_everything(&bytes, "x.dat", Some(250.0));
        read_as_every_diary(&bytes, "x.csv");
    }

    #[test]
    fn arbitrary_text(text in "[-0-9.,;:@ \t\nrRtimes/+#x]{0,300}") {
        read_as_everything(text.as_bytes(), "x.txt", None);
        read_as_everything(text.as_bytes(), "x.hea", Some(250.0));
    }

    #[test]
    fn changed_diaries(
        which in 0_usize..DIARIES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        line in "[-0-9.,;:\"\\[\\]T+ a-z]{0,60}",
    ) {
        let (name, text) = DIARIES[which];
        let mut bytes = text.as_bytes().to_vec();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.extend_from_slice(line.as_bytes());
        read_as_every_diary(&bytes, name);
    }

    #[test]
    fn changed_files(
        which in 0_usize..15,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        keep in any::<bool>(),
        rate_hz in prop::option::of(0.5_f64..2000.0),
    ) {
        let (name, mut bytes) = seeds().swap_remove(which);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if !keep {
            bytes.truncate(cut.index(bytes.len()));
        }
        read_as_everything(&bytes, name, rate_hz);
    }
}

/// Real recordings in which a fault lies deep: damage to one must not cost more than itself.
const REAL: [&str; 12] = [
    "formats/fit/Activity.fit",
    "formats/fit/MonitoringFile.fit",
    "formats/fit/activity-filecrc.fit",
    "formats/fit/activity-unexpected-eof.fit",
    "formats/fit/event_timestamp.fit",
    "formats/fit/garmin-edge-820-bike.fit",
    "formats/fit/garmin-fenix-5-run.fit",
    "formats/fit/hrv-activity.fit",
    "formats/opensignals/ecg_sample.txt",
    "ecg/pyhrv_SampleECG.txt",
    "ecg/systole_task1_resp_6min_100hz.npz",
    "rr/pyhrv_SampleNNISeriesLong.npy",
];

#[test]
fn changed_recordings() {
    let Some(root) = common::data() else { return };
    let files: Vec<_> = REAL.iter().map(|n| (*n, std::fs::read(root.join(n)).unwrap())).collect();
    let change = (any::<prop::sample::Index>(), any::<u8>());
    let change =
        (0..files.len(), prop::collection::vec(change, 1..8), any::<prop::sample::Index>());
    proptest!(|((which, changes, cut) in change)| {
        let (name, mut bytes) = files[which].clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        for bytes in [&bytes[..], &bytes[..cut.index(bytes.len())]] {
            if let Ok(entry) = read(bytes, name, &NoCompanions, &ReadOptions::default()) {
                check(&entry);
            }
        }
    });
}
