//! Correction of RR intervals to NN intervals, with a ledger of every change.
//!
//! Follows Lipponen & Tarvainen 2019 (doi 10.1080/03091902.2019.1640306): differences and distances from a
//! running median are held against thresholds that follow the person's own variability, and patterns of
//! three differences tell an ectopic beat from a missed, an extra and a merely long or short one.
//!
//! Done otherwise, on purpose:
//!
//! - **Thresholds** are 5.2 quartile deviations of the *signed* differences, which is 3.5 sd: the 99.95% the
//!   paper means. The same factor on magnitudes, as some programs have it, is 2.2 sd and touches 3 beats in 100.
//! - **Time is kept**: whatever is put in takes as long as what it replaces. The paper interpolates lengths.
//! - **What does not fit is removed** and leaves a gap; nothing is invented to fill it.
//! - **A step** to a new level, which returns to nothing, is left alone.

mod classify;
mod ledger;
mod mend;
mod piece;
mod threshold;

use mend::Change;
use piece::Piece;
use threshold::Thresholds;
use vagal_core::{CorrectionKind, Ledger, NnSeries, RrInterval, RrSeries};

/// Passes over a run until nothing stands out. Each takes something out, so few are needed; the limit is
/// there for the proof that it ends.
const MOST_PASSES: usize = 40;
/// Passes that mend; later ones remove. A clean recording needs two, an irregular rhythm never settles.
const MENDING_PASSES: usize = 6;
/// What was mended so often and still stands out cannot be mended.
const MOST_CHANGES: u8 = 2;
/// Labelled ectopic beats in a row that are bridged at most. House choice: more is a run, and a gap.
const MOST_ECTOPIC: usize = 2;

/// NN intervals and how they came from RR intervals.
#[derive(Clone, Debug, PartialEq)]
pub struct Corrected {
    /// The intervals, kept or corrected and marked.
    pub nn: NnSeries,
    /// Every difference between RR and NN.
    pub ledger: Ledger,
}

/// Corrects RR intervals; runs between gaps apart, so nothing crosses a gap.
///
/// - a **missed** beat (at most two in a row) is put in, on the line between its neighbours;
/// - an **extra** one is taken out, the two or three intervals become one;
/// - an **ectopic** one, found by its early-late or late-early pair or by its label, is moved so that the two
///   intervals lie on the line between their neighbours and keep their sum (an interpolated one is taken out);
/// - a **long or short** interval is mended with a neighbour the same way;
/// - what then still stands out, lasts above 3 s or below 250 ms, or follows more than two labelled ectopic
///   beats in a row, is **removed**, and a gap kept.
///
/// Intervals that are not mentioned in the ledger come back with the very same length and end.
///
/// ```
/// use vagal_core::{CorrectionKind, RrSeries, Sensor};
/// let mut ms = vec![800.0; 40];
/// ms[20] = 1600.0; // a missed beat
/// let rr = RrSeries::from_ms(&ms, Sensor::ChestStrap).unwrap();
/// let corrected = vagal_signal::correct::correct(&rr);
/// assert_eq!(corrected.nn.len(), 41);
/// assert_eq!(corrected.ledger.corrections[0].kind, CorrectionKind::Missed);
/// assert_eq!(corrected.ledger.corrections[0].after_ms, [800.0, 800.0]);
/// ```
pub fn correct(rr: &RrSeries) -> Corrected {
    let mut intervals = Vec::with_capacity(rr.len());
    let mut corrections = Vec::new();
    for run in rr.runs() {
        let segments = settle(run);
        ledger::write(run, &segments, &mut intervals, &mut corrections);
    }
    let nn = NnSeries::new(intervals).expect("invariant: NN intervals end where RR intervals do");
    Corrected { nn, ledger: Ledger { corrections, rr_count: rr.len() } }
}

/// The stretches of a run that remain, in order, each without anything that stands out.
fn settle(run: &[RrInterval]) -> Vec<Vec<Piece>> {
    let pieces = (0..run.len()).map(|i| Piece::kept(i, run[i].ms)).collect();
    let mut open: Vec<(Vec<Piece>, usize)> =
        relabel(run, pieces).into_iter().map(|p| (p, 0)).collect();
    open.reverse();
    let mut done = Vec::new();
    while let Some((mut pieces, passes)) = open.pop() {
        let changes = if passes < MOST_PASSES {
            pass(&mut pieces, passes < MENDING_PASSES)
        } else {
            Vec::new()
        };
        if changes.is_empty() {
            done.push(pieces);
            continue;
        }
        let parts = piece::apply(pieces, &changes);
        open.extend(parts.into_iter().rev().map(|p| (p, passes + 1)));
    }
    done
}

/// The changes of one pass, in order, not touching each other: mending first, removal only where nothing mends.
fn pass(pieces: &mut [Piece], may_mend: bool) -> Vec<Change> {
    let ms: Vec<f64> = pieces.iter().map(|p| p.ms).collect();
    let open: Vec<bool> = pieces.iter().map(|p| p.open).collect();
    let thresholds = Thresholds::of(&ms, &classify::with_context(&open));
    let findings = classify::findings(&ms, &thresholds, &open);
    // What stands out stays open; a change opens its surroundings again.
    pieces.iter_mut().for_each(|p| p.open = false);
    findings.iter().for_each(|(i, _)| pieces[*i].open = true);
    let changeable = |p: &Piece| may_mend && p.changes < MOST_CHANGES;
    let may_change = |c: &Change| pieces[c.first..c.last].iter().all(changeable);
    let mends = findings.iter().filter_map(|&(i, f)| mend::mend(&ms, &thresholds, i, f));
    let mends = apart(mends.filter(may_change).collect());
    if !mends.is_empty() {
        return mends;
    }
    let removal = |&(i, finding): &(usize, classify::Finding)| match finding {
        classify::Finding::Ectopic => Change::removal(i - 1, i + 1),
        classify::Finding::Long | classify::Finding::Short => Change::removal(i, i + 1),
    };
    apart(findings.iter().map(removal).collect())
}

/// Drops a change that touches the one before: the next pass looks at it again.
fn apart(mut changes: Vec<Change>) -> Vec<Change> {
    // Of two readings of the same place the more telling one stands.
    let rank = |c: &Change| usize::from(c.kind != CorrectionKind::Ectopic);
    changes.sort_by_key(|c| (c.first, c.last, rank(c)));
    let mut free_from = 0;
    changes.retain(|c| {
        let free = c.first >= free_from;
        if free {
            free_from = c.last + 1;
        }
        free
    });
    changes
}

/// Deals with the beats that are labelled as ectopic, whatever their intervals look like.
fn relabel(run: &[RrInterval], pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let touched = |i: usize| run[i].start_label.is_ectopic() || run[i].end_label.is_ectopic();
    if !(0..run.len()).any(touched) {
        return vec![pieces];
    }
    let ms: Vec<f64> = pieces.iter().map(|p| p.ms).collect();
    let thresholds = Thresholds::of(&ms, &vec![true; ms.len()]);
    let mut changes = Vec::new();
    let mut first = 0;
    while first < run.len() {
        if !touched(first) {
            first += 1;
            continue;
        }
        let last = (first..run.len()).find(|&i| !touched(i)).unwrap_or(run.len());
        let whole = !run[first].start_label.is_ectopic() && !run[last - 1].end_label.is_ectopic();
        let few = last - first <= MOST_ECTOPIC + 1;
        let mended = (whole && few).then(|| mend::mend_labelled(&ms, &thresholds, first, last));
        changes.push(mended.flatten().unwrap_or_else(|| Change::removal(first, last)));
        first = last;
    }
    piece::apply(pieces, &changes)
}
