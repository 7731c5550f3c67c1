//! The line over one hour of ECG at 250 Hz, stage by stage and whole: `cargo bench -p vagal --bench line`.
//!
//! The bar is 0.15 s for reading, detection, correction and indices together.

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;

use divan::{Bencher, black_box};
use vagal::core::{
    Beats, BreathingRate, BreathingSource, Channel, ChannelKind, Entry, Hz, NnSeries, RrSeries,
    Station,
};
use vagal::formats::{NoCompanions, ReadOptions, read, read_path};
use vagal::signal::{
    correct::correct, detect::detect, intervals, metrics::METRICS, summarize, windows,
};
use vagal::sim::StatisticalSession;

fn main() {
    divan::main();
}

/// One hour of a simulated ECG as an EDF file: 900,000 samples of 16 bits.
fn hour() -> Vec<u8> {
    let [ecg, _] = support::signals(&StatisticalSession::null(30.0, 30.0, 1));
    support::edf(&ecg, &[])
}

fn read_bytes(bytes: &[u8]) -> Entry {
    read(bytes, "hour.edf", &NoCompanions, &ReadOptions::default()).expect("an EDF file")
}

fn ecg(entry: Entry) -> Channel {
    let Station::Recording(recording) = entry.station else { panic!("a recording") };
    recording.channel(ChannelKind::Ecg).expect("an ECG").clone()
}

fn beats_of(channel: &Channel) -> Beats {
    detect(channel).expect("beats").beats
}

fn rr() -> RrSeries {
    intervals(&beats_of(&ecg(read_bytes(&hour()))))
}

/// The indices of twelve windows of five minutes, breathing known, so that none is refused for want of it.
fn indices(nn: &NnSeries) -> usize {
    let rate = Hz::new(0.25).expect("a rate");
    let breathing = || Ok(BreathingRate { rate, source: BreathingSource::Stated });
    let all =
        windows(0.0, 3600.0, 300.0, 300.0).into_iter().map(|w| summarize(nn, w, breathing(), None));
    // A refused index costs nothing: the time would be that of a smaller job.
    all.map(|s| s.indices.iter().filter(|i| i.value.is_ok()).count()).sum()
}

#[divan::bench]
fn stage_1_read(bencher: Bencher) {
    let bytes = hour();
    bencher.bench(|| read_bytes(black_box(&bytes)));
}

#[divan::bench]
fn stage_2_detect(bencher: Bencher) {
    let channel = ecg(read_bytes(&hour()));
    bencher.bench(|| detect(black_box(&channel)));
}

#[divan::bench]
fn stage_3_correct(bencher: Bencher) {
    let rr = rr();
    bencher.bench(|| correct(black_box(&rr)));
}

#[divan::bench]
fn stage_4_indices(bencher: Bencher) {
    let nn = correct(&rr()).nn;
    assert_eq!(indices(&nn), 12 * METRICS.len(), "an index was refused");
    bencher.bench(|| indices(black_box(&nn)));
}

/// From the file on the disk to the indices.
#[divan::bench]
fn whole_line(bencher: Bencher) {
    let file = HourFile::new("whole");
    bencher.bench(|| {
        let entry = read_path(black_box(&file.0), &ReadOptions::default()).expect("an EDF file");
        indices(&correct(&intervals(&beats_of(&ecg(entry)))).nn)
    });
}

/// What `vagal hrv --window 300` does: the same with the rhythm gate, and breathing read in each window.
#[divan::bench]
fn whole_line_with_rhythm_and_breathing(bencher: Bencher) {
    let file = HourFile::new("breathing");
    bencher.bench(|| {
        let entry = read_path(black_box(&file.0), &ReadOptions::default()).expect("an EDF file");
        let measured = vagal::pipeline::measure(entry).expect("beats");
        let rhythm = measured.rhythm.refusal();
        windows(0.0, 3600.0, 300.0, 300.0)
            .into_iter()
            .map(|w| summarize(&measured.nn, w, measured.breathing(w), rhythm.clone()))
            .map(|summary| summary.indices.len())
            .sum::<usize>()
    });
}

/// The hour on the disk, removed afterwards.
struct HourFile(PathBuf);

impl HourFile {
    fn new(name: &str) -> Self {
        let name = format!("vagal-bench-{name}-{}.edf", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, hour()).expect("a file");
        Self(path)
    }
}

impl Drop for HourFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
