//! Recordings of the reference folder: where they lie, how they are read, and excerpts of them.

use std::path::{Path, PathBuf};

use vagal::core::{Beat, Beats, Entry, Gap, RrInterval, RrSeries, Station, Window};
use vagal::formats::{ReadOptions, read_path};
use vagal::pipeline::{self, Measured};

/// `../shared/data` beside the repository; `None` where it is absent.
pub fn data() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    folder.is_dir().then_some(folder)
}

/// Reads a recording that the reference folder is known to hold; `None` if it is not readable.
pub fn entry(root: &Path, name: &str) -> Option<Entry> {
    read_path(root.join(name), &ReadOptions::default()).ok()
}

/// Reads a list of sample numbers.
pub fn samples(root: &Path, name: &str, rate_hz: f64) -> Option<Entry> {
    let options = ReadOptions { rate_hz: Some(rate_hz), ..ReadOptions::default() };
    read_path(root.join(name), &options).ok()
}

/// Reads a recording and carries it down the line.
pub fn measured(root: &Path, name: &str) -> Option<Measured> {
    pipeline::measure(entry(root, name)?).ok()
}

/// From the first beat to the last, seconds; `None` for sampled signals or nothing.
pub fn extent(entry: &Entry) -> Option<Window> {
    let (start_s, end_s) = match &entry.station {
        Station::Beats(beats) => {
            (beats.as_slice().first()?.time_s, beats.as_slice().last()?.time_s)
        }
        Station::Rr(rr) => (rr.as_slice().first()?.start_s(), rr.as_slice().last()?.end_s),
        _ => return None,
    };
    Window::new(start_s, end_s)
}

/// A part of a recording of beats or intervals, as if only it had been recorded: its time begins at 0.
///
/// `None` for sampled signals, or where nothing lies inside.
pub fn excerpt(entry: &Entry, window: Window) -> Option<Entry> {
    let inside = |t: f64| window.start_s <= t && t <= window.end_s;
    let station = match &entry.station {
        Station::Beats(all) => {
            let beats: Vec<Beat> = all
                .as_slice()
                .iter()
                .filter(|b| inside(b.time_s))
                .map(|b| Beat { time_s: b.time_s - window.start_s, ..*b })
                .collect();
            let gaps = all
                .gaps
                .iter()
                .filter(|g| g.end_s > window.start_s && g.start_s < window.end_s)
                .map(|g| Gap {
                    start_s: g.start_s - window.start_s,
                    end_s: g.end_s - window.start_s,
                    reason: g.reason.clone(),
                })
                .collect();
            if beats.len() < 2 {
                return None;
            }
            Station::Beats(Beats::new(beats, gaps, all.sampling_hz, all.sensor)?)
        }
        Station::Rr(all) => {
            let part = all.window(window.start_s, window.end_s);
            let intervals: Vec<RrInterval> = part
                .as_slice()
                .iter()
                .map(|i| RrInterval { end_s: i.end_s - window.start_s, ..*i })
                .collect();
            if intervals.is_empty() {
                return None;
            }
            Station::Rr(RrSeries::new(intervals, all.resolution_ms, all.sensor)?)
        }
        _ => return None,
    };
    Some(Entry { station, ..entry.clone() })
}

/// Files under a folder, sorted, as paths relative to `root` with `/`.
pub fn files(root: &Path, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&root.join(folder), &mut found);
    let mut names: Vec<String> = found
        .iter()
        .filter_map(|p| Some(p.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/")))
        .collect();
    names.sort();
    names
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|e| e.path()) {
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}
