//! From the settled pieces of a run to NN intervals on the recording's time axis, and the ledger.

use super::piece::Piece;
use vagal_core::{Correction, CorrectionKind, NnInterval, Origin, RrInterval};

/// Appends a run's NN intervals and corrections; what no piece stands for was removed.
pub(super) fn write(
    run: &[RrInterval],
    segments: &[Vec<Piece>],
    intervals: &mut Vec<NnInterval>,
    corrections: &mut Vec<Correction>,
) {
    let mut next = 0;
    for segment in segments {
        let from = segment.first().map_or(next, |p| p.first);
        remove(run, next, from, corrections);
        next = segment.last().map_or(next, |p| p.last);
        let mut after_gap = true;
        for place in segment.chunk_by(Piece::shares_place) {
            write_place(run, place, after_gap, intervals, corrections);
            after_gap = false;
        }
    }
    remove(run, next, run.len(), corrections);
}

fn write_place(
    run: &[RrInterval],
    place: &[Piece],
    after_gap: bool,
    intervals: &mut Vec<NnInterval>,
    corrections: &mut Vec<Correction>,
) {
    let (first, last) = (place[0].first, place[0].last);
    let Some(kind) = place[0].kind else {
        let found = run[first];
        intervals.push(NnInterval {
            end_s: found.end_s,
            ms: found.ms,
            origin: Origin::Kept,
            after_gap,
        });
        return;
    };
    let end_s = run[last - 1].end_s;
    let mut left_ms: f64 = place.iter().map(|p| p.ms).sum();
    for (k, piece) in place.iter().enumerate() {
        left_ms -= piece.ms;
        // Counted back from the beat that stays, and not before the one that was written last.
        let end_s = if k + 1 == place.len() { end_s } else { end_s - left_ms / 1000.0 };
        let end_s = intervals.last().map_or(end_s, |i| end_s.max(i.end_s));
        let after_gap = after_gap && k == 0;
        intervals.push(NnInterval { end_s, ms: piece.ms, origin: Origin::Corrected, after_gap });
    }
    // A missed beat is the one put in; any other ends the first of the intervals concerned.
    let time_s = match kind {
        CorrectionKind::Missed => intervals[intervals.len() - place.len()].end_s,
        _ => run[first].end_s,
    };
    corrections.push(Correction {
        time_s,
        kind,
        before_ms: run[first..last].iter().map(|i| i.ms).collect(),
        after_ms: place.iter().map(|p| p.ms).collect(),
    });
}

fn remove(run: &[RrInterval], from: usize, to: usize, corrections: &mut Vec<Correction>) {
    if from < to {
        corrections.push(Correction {
            time_s: run[from].end_s,
            kind: CorrectionKind::Removed,
            before_ms: run[from..to].iter().map(|i| i.ms).collect(),
            after_ms: Vec::new(),
        });
    }
}
