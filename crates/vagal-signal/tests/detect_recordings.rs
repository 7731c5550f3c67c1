//! The detector on real recordings without annotations, held against other programs.

mod detect_support;

use detect_support::{ecg, shared};
use vagal_core::Unfit;
use vagal_signal::detect::{Detection, detect};

/// XQRS learns on the first beats and may lose one at either end; so may we.
const ENDS: usize = 3;

#[track_caller]
fn expect_count(found: &Detection, other: usize) {
    let have = found.beats.len();
    assert!(have.abs_diff(other) <= ENDS, "{have} beats, the other program {other}");
}

/// The only signal of an EDF file without annotations: samples in its physical unit, and their rate.
fn edf(bytes: &[u8]) -> (Vec<f32>, f64) {
    let number = |at: usize, width: usize| -> f64 {
        let text = std::str::from_utf8(&bytes[at..at + width]).expect("ASCII header");
        text.trim().parse().expect("a number in the header")
    };
    assert_eq!(number(252, 4), 1.0, "one signal");
    let record_s = number(244, 8);
    let [low, high, digital_low, digital_high] = [360, 368, 376, 384].map(|at| number(at, 8));
    let per_record = number(256 + 216, 8);
    let gain = (high - low) / (digital_high - digital_low);
    let physical = |b: &[u8]| {
        let raw = f64::from(i16::from_le_bytes([b[0], b[1]]));
        ((raw - digital_low) * gain + low) as f32
    };
    (bytes[512..].chunks_exact(2).map(physical).collect(), per_record / record_s)
}

fn eegmat(name: &str) -> Option<Result<Detection, Unfit>> {
    let bytes = shared(&format!("data/intervention/eegmat_ecg/{name}_ecg.edf"))?;
    let (samples, rate_hz) = edf(&bytes);
    assert_eq!(rate_hz, 500.0);
    Some(detect(&ecg(samples, rate_hz)))
}

// Counts: wfdb 4.3.1, `q = processing.XQRS(sig=x, fs=500); q.detect(); len(q.qrs_inds)`, x from pyedflib 0.1.42.

#[test]
fn t_waves_as_tall_as_the_r_wave() {
    for (name, xqrs) in
        [("Subject31_1", 82), ("Subject28_1", 194), ("Subject24_1", 185), ("Subject21_1", 218)]
    {
        let Some(found) = eegmat(name) else { return };
        let found = found.expect("beats");
        // NeuroKit2 0.2.13 finds 200 in Subject28_1, five of them beyond the last that XQRS finds.
        let other = if name == "Subject28_1" { 200 } else { xqrs };
        expect_count(&found, other);
    }
}

#[test]
fn inverted_leads_are_timed_at_the_trough() {
    for (name, xqrs) in [("Subject27_1", 169), ("Subject16_1", 262), ("Subject10_1", 180)] {
        let Some(found) = eegmat(name) else { return };
        let found = found.expect("beats");
        assert!(found.inverted, "{name}");
        expect_count(&found, xqrs);
    }
}

#[test]
fn a_recording_without_a_visible_beat_is_refused() {
    // XQRS finds nothing either.
    let Some(found) = eegmat("Subject13_1") else { return };
    assert!(matches!(found, Err(Unfit::SignalTooPoor { .. })));
}

#[test]
fn ptb_at_1000_hz_on_four_leads() {
    // `len(nk.ecg_findpeaks(nk.ecg_clean(x, 1000), 1000)["ECG_R_Peaks"])` of NeuroKit2 0.2.13: 52 on each lead.
    const NEUROKIT: usize = 52;
    let Some(bytes) = shared("data/ecg/ptbdb/s0010_re.dat") else { return };
    for lead in [0, 1, 6, 8] {
        let sample = |frame: &[u8]| {
            f32::from(i16::from_le_bytes([frame[2 * lead], frame[2 * lead + 1]])) / 2000.0
        };
        let found = detect(&ecg(bytes.chunks_exact(24).map(sample).collect(), 1000.0));
        assert_eq!(found.expect("beats").beats.len(), NEUROKIT, "lead {lead}");
    }
}
