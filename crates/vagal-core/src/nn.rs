//! NN intervals: between two normal beats, kept or corrected and marked, and the ledger of every change.

/// How an NN interval came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// As found.
    Kept,
    /// Its length was changed or made by the correction; the ledger says how.
    Corrected,
}

/// One NN interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NnInterval {
    /// Time of the beat that ends it, seconds from the start of the recording.
    pub end_s: f64,
    /// Its length in milliseconds, > 0.
    pub ms: f64,
    /// Kept or corrected.
    pub origin: Origin,
    /// True if the interval before is not its neighbour: a gap, or the start of the series.
    pub after_gap: bool,
}

impl NnInterval {
    /// Time of the beat that starts it, seconds.
    pub fn start_s(&self) -> f64 {
        self.end_s - self.ms / 1000.0
    }
}

/// NN intervals in order of time, in runs without gaps: the only thing an index is computed from.
///
/// ```
/// use vagal_core::NnSeries;
/// let nn = NnSeries::from_ms(&[800.0, 810.0, 790.0]).unwrap();
/// assert_eq!(nn.successive_differences().collect::<Vec<_>>(), [10.0, -20.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NnSeries {
    intervals: Vec<NnInterval>,
}

impl NnSeries {
    /// Takes intervals with finite, non-decreasing end times and finite positive lengths; `None` otherwise.
    pub fn new(mut intervals: Vec<NnInterval>) -> Option<Self> {
        let sound = intervals.iter().all(|i| i.end_s.is_finite() && i.ms.is_finite() && i.ms > 0.0);
        let ordered = intervals.windows(2).all(|w| w[0].end_s <= w[1].end_s);
        if let Some(first) = intervals.first_mut() {
            first.after_gap = true;
        }
        (sound && ordered).then_some(Self { intervals })
    }

    /// One run of kept intervals laid end to end from time 0; `None` if one is not positive and finite.
    pub fn from_ms(ms: &[f64]) -> Option<Self> {
        let mut end_s = 0.0;
        let intervals = ms
            .iter()
            .map(|&ms| {
                end_s += ms / 1000.0;
                NnInterval { end_s, ms, origin: Origin::Kept, after_gap: false }
            })
            .collect();
        Self::new(intervals)
    }

    /// The intervals.
    pub fn as_slice(&self) -> &[NnInterval] {
        &self.intervals
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.intervals.len()
    }

    /// True without a single interval.
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }

    /// The runs between gaps, each with at least one interval.
    pub fn runs(&self) -> impl Iterator<Item = &[NnInterval]> {
        self.intervals.chunk_by(|_, next| !next.after_gap)
    }

    /// Lengths in milliseconds, in order.
    pub fn lengths_ms(&self) -> impl Iterator<Item = f64> + '_ {
        self.intervals.iter().map(|i| i.ms)
    }

    /// `NN[i+1] − NN[i]` in milliseconds, within runs only: never across a gap.
    pub fn successive_differences(&self) -> impl Iterator<Item = f64> + '_ {
        self.intervals.windows(2).filter(|w| !w[1].after_gap).map(|w| w[1].ms - w[0].ms)
    }

    /// Seconds covered by intervals; gaps do not count.
    pub fn covered_s(&self) -> f64 {
        self.lengths_ms().sum::<f64>() / 1000.0
    }

    /// Mean length in milliseconds; `None` if empty.
    pub fn mean_ms(&self) -> Option<f64> {
        (!self.is_empty()).then(|| self.lengths_ms().sum::<f64>() / self.len() as f64)
    }

    /// Share of the intervals that the correction changed or made, per cent; 0 if empty.
    pub fn corrected_pct(&self) -> f64 {
        if self.is_empty() {
            return 0.0;
        }
        let corrected = self.intervals.iter().filter(|i| i.origin == Origin::Corrected).count();
        100.0 * corrected as f64 / self.len() as f64
    }

    /// The part whose intervals lie wholly inside `start_s..=end_s`.
    pub fn window(&self, start_s: f64, end_s: f64) -> Self {
        let first = self.intervals.partition_point(|i| i.start_s() < start_s - 1e-9);
        let last = self.intervals.partition_point(|i| i.end_s <= end_s + 1e-9);
        let mut intervals = self.intervals[first..last.max(first)].to_vec();
        if let Some(head) = intervals.first_mut() {
            head.after_gap = true;
        }
        Self { intervals }
    }

    /// The part whose intervals end inside `start_s..end_s`: windows laid end to end share none and lose none.
    pub fn ending_in(&self, start_s: f64, end_s: f64) -> Self {
        let first = self.intervals.partition_point(|i| i.end_s < start_s);
        let last = self.intervals.partition_point(|i| i.end_s < end_s);
        let mut intervals = self.intervals[first..last.max(first)].to_vec();
        if let Some(head) = intervals.first_mut() {
            head.after_gap = true;
        }
        Self { intervals }
    }

    /// The same series with every corrected interval taken out and a gap left in its place.
    pub fn without_corrected(&self) -> Self {
        let mut kept = Vec::with_capacity(self.len());
        let mut gap = false;
        for interval in &self.intervals {
            gap |= interval.after_gap;
            match interval.origin {
                Origin::Corrected => gap = true,
                Origin::Kept => {
                    kept.push(NnInterval { after_gap: gap, ..*interval });
                    gap = false;
                }
            }
        }
        if let Some(head) = kept.first_mut() {
            head.after_gap = true;
        }
        Self { intervals: kept }
    }
}

/// What was wrong with an interval or beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionKind {
    /// A real beat not from the sinus node: by its label, or by an early-late pair.
    Ectopic,
    /// A beat was not detected: one interval in place of two.
    Missed,
    /// Something that is no beat was detected: two intervals in place of one.
    Extra,
    /// An interval too long or too short for its neighbourhood, without a pattern that explains it.
    LongShort,
    /// Nothing could be made of it: left out, and a gap kept in its place.
    Removed,
}

impl CorrectionKind {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ectopic => "ectopic",
            Self::Missed => "missed",
            Self::Extra => "extra",
            Self::LongShort => "long_short",
            Self::Removed => "removed",
        }
    }
}

/// One change made by the correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// Time of the beat concerned, seconds from the start of the recording.
    pub time_s: f64,
    /// What was wrong.
    pub kind: CorrectionKind,
    /// Lengths before, ms.
    pub before_ms: Vec<f64>,
    /// Lengths after, ms; empty if removed.
    pub after_ms: Vec<f64>,
}

/// Every change between the RR and the NN series, in order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The changes.
    pub corrections: Vec<Correction>,
    /// RR intervals that went in.
    pub rr_count: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(end_s: f64, ms: f64, origin: Origin, after_gap: bool) -> NnInterval {
        NnInterval { end_s, ms, origin, after_gap }
    }

    #[test]
    fn no_difference_crosses_a_gap() {
        let nn = NnSeries::new(vec![
            interval(0.8, 800.0, Origin::Kept, true),
            interval(1.61, 810.0, Origin::Kept, false),
            interval(2.4, 790.0, Origin::Kept, false),
            interval(9.0, 940.0, Origin::Kept, true),
            interval(9.935, 935.0, Origin::Kept, false),
        ])
        .unwrap();
        assert_eq!(nn.successive_differences().collect::<Vec<_>>(), [10.0, -20.0, -5.0]);
        assert_eq!(nn.runs().map(<[_]>::len).collect::<Vec<_>>(), [3, 2]);
    }

    #[test]
    fn a_corrected_interval_taken_out_leaves_a_gap() {
        let nn = NnSeries::new(vec![
            interval(0.8, 800.0, Origin::Kept, true),
            interval(1.6, 800.0, Origin::Corrected, false),
            interval(2.5, 900.0, Origin::Kept, false),
        ])
        .unwrap();
        let kept = nn.without_corrected();
        assert_eq!(kept.len(), 2);
        assert_eq!(kept.successive_differences().count(), 0);
    }

    #[test]
    fn a_window_holds_whole_intervals_only() {
        let nn = NnSeries::from_ms(&[1000.0; 10]).unwrap();
        assert_eq!(nn.window(0.5, 4.5).len(), 3);
        assert_eq!(nn.window(0.0, 10.0).len(), 10);
        assert!(nn.window(20.0, 30.0).is_empty());
        assert!(nn.window(4.0, 1.0).is_empty());
    }
}
