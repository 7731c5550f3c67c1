//! Beat annotations and interval lists of `../shared/data`, by a reader of forty lines.

use std::path::PathBuf;
use vagal_core::{Beat, BeatLabel, Beats, RrInterval, RrSeries, Sensor};

/// One recording of one person.
pub struct Recording {
    pub name: String,
    pub rr: RrSeries,
}

/// The folder, or `None` with a remark where it is absent; a failure under `VAGAL_REQUIRE=all`.
pub fn data() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var("VAGAL_REQUIRE").as_deref() != Ok("all"), "needs ../shared/data");
    eprintln!("skipped: needs ../shared/data");
    None
}

/// Beats of a WFDB annotation file.
pub fn annotated(name: &str, file: PathBuf, sampling_hz: f64) -> Recording {
    let bytes = std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let word = |at: usize| u32::from(bytes[at]) | u32::from(bytes[at + 1]) << 8;
    let (mut at, mut sample) = (0, 0_u32);
    let mut beats: Vec<Beat> = Vec::new();
    while at + 1 < bytes.len() && word(at) != 0 {
        let (code, step) = (word(at) >> 10, word(at) & 1023);
        at += 2;
        let label = match code {
            59 => {
                sample = sample.wrapping_add((word(at) << 16) | word(at + 2));
                at += 4;
                continue;
            }
            60..=62 => continue,
            63 => {
                at += (step + step % 2) as usize;
                continue;
            }
            1..=3 | 10 | 11 | 25 | 34 => BeatLabel::Normal,
            4 | 7..=9 => BeatLabel::Supraventricular,
            5 => BeatLabel::Ventricular,
            6 => BeatLabel::Fusion,
            12 | 38 => BeatLabel::Paced,
            13 => BeatLabel::Unclassifiable,
            _ => {
                sample += step;
                continue;
            }
        };
        sample += step;
        beats.push(Beat { time_s: f64::from(sample) / sampling_hz, label });
    }
    beats.dedup_by(|b, a| b.time_s <= a.time_s);
    let beats = Beats::new(beats, Vec::new(), Some(sampling_hz), Sensor::Ecg).unwrap();
    Recording { name: name.into(), rr: vagal_signal::intervals(&beats) }
}

/// Intervals of a text file in units of `unit_ms`, from this field of each line; what is no number
/// leaves a gap.
pub fn listed(name: &str, file: PathBuf, field: usize, unit_ms: f64) -> Recording {
    let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let (mut end_s, mut after_gap) = (0.0, true);
    let mut intervals = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let number = line.split(',').nth(field).and_then(|v| v.trim().parse::<f64>().ok());
        let Some(ms) = number.map(|v| v * unit_ms).filter(|ms| *ms > 0.0) else {
            after_gap = true;
            continue;
        };
        end_s += ms / 1000.0;
        // The first value of the nsr2db and chf2db lists is the time before the first beat.
        if intervals.is_empty() && ms > 2500.0 {
            continue;
        }
        intervals.push(unlabelled(end_s, ms, after_gap));
        after_gap = false;
    }
    Recording { name: name.into(), rr: RrSeries::new(intervals, None, Sensor::Ecg).unwrap() }
}

/// Beats of a pulse wave as `seconds,length` after a header; where they do not touch there is a gap.
pub fn pulse(name: &str, file: PathBuf) -> Recording {
    const TOUCH_S: f64 = 0.02;
    let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let mut intervals: Vec<RrInterval> = Vec::new();
    for line in text.lines().skip(1) {
        let (end, length) = line.split_once(',').unwrap();
        let (end_s, length_s): (f64, f64) = (end.parse().unwrap(), length.trim().parse().unwrap());
        let touches = |i: &RrInterval| (end_s - length_s - i.end_s).abs() < TOUCH_S;
        let after_gap = !intervals.last().is_some_and(touches);
        intervals.push(unlabelled(end_s, length_s * 1000.0, after_gap));
    }
    Recording { name: name.into(), rr: RrSeries::new(intervals, None, Sensor::Ppg).unwrap() }
}

fn unlabelled(end_s: f64, ms: f64, after_gap: bool) -> RrInterval {
    let [start_label, end_label] = [BeatLabel::Unlabelled; 2];
    RrInterval { end_s, ms, start_label, end_label, after_gap }
}

/// Consecutive excerpts of this length; a shorter rest is left out unless it is all there is.
pub fn excerpts(rr: &RrSeries, length_s: f64) -> Vec<RrSeries> {
    let intervals = rr.as_slice();
    let mut excerpts = Vec::new();
    let mut first = 0;
    while first < intervals.len() {
        let start_s = intervals[first].start_s();
        let last = intervals.partition_point(|i| i.end_s <= start_s + length_s).max(first + 1);
        let is_whole = last < intervals.len() || excerpts.is_empty();
        if is_whole {
            let part = intervals[first..last].to_vec();
            excerpts.push(RrSeries::new(part, rr.resolution_ms, rr.sensor).unwrap());
        }
        first = last;
    }
    excerpts
}
