//! Rhythm: what uncorrected, labelled beats say before any index is computed. Never a diagnosis.

use crate::Unfit;

/// What was noticed. Identifiers follow the recording predicates RC-01 to RC-06.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RhythmKind {
    /// RC-01: irregular in an irregular way, in at least two windows.
    IrregularlyIrregular,
    /// RC-02: many early-late pairs, or a run of early beats.
    FrequentEctopy,
    /// RC-03: an interval of 3 s or more, confirmed, that is not a missed beat.
    Pause,
    /// RC-04: slower than 40 beats a minute over five minutes.
    Slow,
    /// RC-05: faster than 120 beats a minute over five minutes, if at rest.
    Fast,
    /// RC-06: a fixed alternating pattern of short and long.
    FixedPattern,
    /// RC-06: hardly any variation at a fixed rate, or beats labelled as paced.
    Paced,
}

impl RhythmKind {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::IrregularlyIrregular => "irregularly_irregular",
            Self::FrequentEctopy => "frequent_ectopy",
            Self::Pause => "pause",
            Self::Slow => "slow",
            Self::Fast => "fast",
            Self::FixedPattern => "fixed_pattern",
            Self::Paced => "paced",
        }
    }

    /// The recording predicate it belongs to.
    pub fn predicate(self) -> &'static str {
        match self {
            Self::IrregularlyIrregular => "RC-01",
            Self::FrequentEctopy => "RC-02",
            Self::Pause => "RC-03",
            Self::Slow => "RC-04",
            Self::Fast => "RC-05",
            Self::FixedPattern | Self::Paced => "RC-06",
        }
    }

    /// True if indices of variability mean nothing under it, so that a session is unusable.
    pub fn is_veto(self) -> bool {
        matches!(
            self,
            Self::IrregularlyIrregular | Self::FrequentEctopy | Self::FixedPattern | Self::Paced
        )
    }
}

/// One thing noticed, with the numbers behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct RhythmFinding {
    /// What.
    pub kind: RhythmKind,
    /// First second of the stretch concerned.
    pub start_s: f64,
    /// Last second of the stretch concerned.
    pub end_s: f64,
    /// The numbers, in words.
    pub numbers: String,
}

/// What the beats say about the rhythm.
#[derive(Clone, Debug, PartialEq)]
pub struct Rhythm {
    /// Everything noticed; empty if nothing was.
    pub findings: Vec<RhythmFinding>,
    /// Windows of beats that were judged.
    pub judged_windows: usize,
    /// Of these, windows that looked irregularly irregular.
    pub irregular_windows: usize,
    /// Share of beats that are ectopic by label or by an early-late pair, per cent.
    pub ectopic_pct: f64,
    /// Why nothing was judged, if so: RC-08, the signal comes first.
    pub not_judged: Option<Unfit>,
}

impl Rhythm {
    /// True if a finding makes indices of variability meaningless.
    pub fn has_veto(&self) -> bool {
        self.findings.iter().any(|f| f.kind.is_veto())
    }
}
