//! Beats to RR intervals: neighbours only, never across a gap.

use vagal_core::{Beats, RrInterval, RrSeries};

/// The intervals between neighbouring beats, as found; an interval that a gap touches is left out
/// and the next one is marked `after_gap`.
///
/// ```
/// use vagal_core::{Beat, BeatLabel, Beats, Gap, Sensor};
/// let beat = |time_s| Beat { time_s, label: BeatLabel::Normal };
/// let gap = Gap { start_s: 1.9, end_s: 4.9, reason: "lost contact".into() };
/// let beats = Beats::new([0.0, 0.8, 1.6, 5.0, 5.8].map(beat).into(), vec![gap], None, Sensor::Ecg);
/// let rr = vagal_signal::intervals(&beats.unwrap());
/// assert_eq!(rr.runs().map(<[_]>::len).collect::<Vec<_>>(), [2, 1]);
/// ```
pub fn intervals(beats: &Beats) -> RrSeries {
    let mut intervals = Vec::with_capacity(beats.len().saturating_sub(1));
    let mut after_gap = true;
    let mut gaps = beats.gaps.iter().peekable();
    for pair in beats.as_slice().windows(2) {
        let [start, end] = [pair[0], pair[1]];
        while gaps.next_if(|g| g.end_s <= start.time_s).is_some() {}
        if gaps.peek().is_some_and(|g| g.start_s < end.time_s) {
            after_gap = true;
            continue;
        }
        intervals.push(RrInterval {
            end_s: end.time_s,
            ms: (end.time_s - start.time_s) * 1000.0,
            start_label: start.label,
            end_label: end.label,
            after_gap,
        });
        after_gap = false;
    }
    let resolution_ms = beats.sampling_hz.map(|hz| 1000.0 / hz);
    RrSeries::new(intervals, resolution_ms, beats.sensor)
        .expect("invariant: beats increase strictly in time")
}
