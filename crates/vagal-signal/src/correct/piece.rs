//! A run under correction: its intervals, each knowing which of the found ones it stands for.

use super::mend::Change;
use super::threshold::{HALF_MEDIAN, HALF_WINDOW};
use vagal_core::CorrectionKind;

/// Intervals to each side whose thresholds depend on an interval, and some for what is merged.
const REACH: usize = HALF_WINDOW + HALF_MEDIAN + 5;

/// One interval of a run under correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) ms: f64,
    /// The found intervals `first..last` whose place it takes, together with its neighbours of the same place.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Why it was changed; `None` while it is as found.
    pub(super) kind: Option<CorrectionKind>,
    /// How often it was changed.
    pub(super) changes: u8,
    /// True until a pass has found nothing in its neighbourhood.
    pub(super) open: bool,
}

impl Piece {
    pub(super) fn kept(index: usize, ms: f64) -> Self {
        Self { ms, first: index, last: index + 1, kind: None, changes: 0, open: true }
    }

    /// True if both stand for the same found intervals.
    pub(super) fn shares_place(&self, other: &Self) -> bool {
        (self.first, self.last) == (other.first, other.last)
    }
}

/// Makes changes that are in order and do not overlap; a removal parts the run in two.
///
/// Pieces whose thresholds a change can reach are opened.
pub(super) fn apply(mut pieces: Vec<Piece>, changes: &[Change]) -> Vec<Vec<Piece>> {
    for change in changes {
        let from = change.first.saturating_sub(REACH);
        let to = (change.last + REACH).min(pieces.len());
        pieces[from..to].iter_mut().for_each(|p| p.open = true);
    }
    let mut parts = vec![Vec::with_capacity(pieces.len() + changes.len())];
    let mut next = 0;
    for change in changes {
        let (mut first, mut last) = (change.first, change.last);
        // A piece goes together with those that share its place, or the ledger could not be written.
        while first > 0 && pieces[first - 1].shares_place(&pieces[first]) {
            first -= 1;
        }
        while last < pieces.len() && pieces[last].shares_place(&pieces[last - 1]) {
            last += 1;
        }
        if first < next {
            continue; // Overlaps the change before by way of a shared place: left to the next pass.
        }
        let current = parts.last_mut().expect("invariant: never empty");
        current.extend_from_slice(&pieces[next..first]);
        next = last;
        if change.after.is_empty() {
            parts.push(Vec::new());
            continue;
        }
        let place = (pieces[first].first, pieces[last - 1].last);
        let kind = pieces[first..last].iter().find_map(|p| p.kind).unwrap_or(change.kind);
        let count = pieces[first..last].iter().map(|p| p.changes).max().unwrap_or(0);
        let beside = |p: &Piece| p.ms;
        let lengths = pieces[first..change.first].iter().map(beside);
        let lengths = lengths.chain(change.after.iter().copied());
        let lengths = lengths.chain(pieces[change.last..last].iter().map(beside));
        current.extend(lengths.map(|ms| Piece {
            ms,
            first: place.0,
            last: place.1,
            kind: Some(kind),
            changes: count.saturating_add(1),
            open: true,
        }));
    }
    parts.last_mut().expect("invariant: never empty").extend_from_slice(&pieces[next..]);
    parts.retain(|p| !p.is_empty());
    parts
}
