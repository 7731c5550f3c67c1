//! Rhythm: what uncorrected, labelled beats say before any index is computed. Never a diagnosis.

use crate::Unfit;

/// What was noticed. Identifiers follow the recording predicates RC-01 to RC-06 and RC-10.
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
    /// RC-10: no variation from beat to beat at the resolution of the file.
    NoVariation,
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
            Self::NoVariation => "no_variation",
        }
    }

    /// What was noticed, in words that name no disease.
    pub fn words(self) -> &'static str {
        match self {
            Self::IrregularlyIrregular => "irregular in an irregular way",
            Self::FrequentEctopy => "many early beats",
            Self::Pause => "a pause",
            Self::Slow => "slow",
            Self::Fast => "fast",
            Self::FixedPattern => "short and long intervals in fixed alternation",
            Self::Paced => "paced, or nearly fixed at a round rate",
            Self::NoVariation => "no variation from beat to beat at the resolution of the file",
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
            Self::NoVariation => "RC-10",
        }
    }

    /// True if indices of variability mean nothing under it, so that a session is unusable.
    pub fn is_veto(self) -> bool {
        self.refusal().is_some()
    }

    /// Why indices of variability are refused under it; `None` if they are not.
    pub fn refusal(self) -> Option<Unfit> {
        match self {
            Self::IrregularlyIrregular | Self::FrequentEctopy => Some(Unfit::IrregularRhythm),
            Self::FixedPattern | Self::Paced => Some(Unfit::FixedRhythm),
            Self::NoVariation => Some(Unfit::NoVariation),
            Self::Pause | Self::Slow | Self::Fast => None,
        }
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
        self.refusal().is_some()
    }

    /// Why indices of variability are refused, by the first finding that does; `None` if none does.
    pub fn refusal(&self) -> Option<Unfit> {
        self.findings.iter().find_map(|f| f.kind.refusal())
    }
}
