//! A run under correction: its intervals, each knowing which of the found ones it stands for.

use super::mend::Change;
use vagal_core::CorrectionKind;

/// One interval of a run under correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) ms: f64,
    /// The found intervals `first..last` whose place it takes, together with its neighbours of the same place.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Why it was changed; `None` while it is as found.
    pub(super) kind: Option<CorrectionKind>,
}

impl Piece {
    pub(super) fn kept(index: usize, ms: f64) -> Self {
        Self { ms, first: index, last: index + 1, kind: None }
    }

    /// True if both stand for the same found intervals.
    pub(super) fn shares_place(&self, other: &Self) -> bool {
        (self.first, self.last) == (other.first, other.last)
    }
}

/// Makes changes that are in order and do not overlap; a removal parts the run in two.
pub(super) fn apply(pieces: Vec<Piece>, changes: &[Change]) -> Vec<Vec<Piece>> {
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
        let beside = |p: &Piece| p.ms;
        let lengths = pieces[first..change.first].iter().map(beside);
        let lengths = lengths.chain(change.after.iter().copied());
        let lengths = lengths.chain(pieces[change.last..last].iter().map(beside));
        current.extend(lengths.map(|ms| Piece {
            ms,
            first: place.0,
            last: place.1,
            kind: Some(kind),
        }));
    }
    parts.last_mut().expect("invariant: never empty").extend_from_slice(&pieces[next..]);
    parts.retain(|p| !p.is_empty());
    parts
}
