//! `Comparisons`: what a diary says when things are set side by side: felt and measured, worked and not worked, before and after.
//!
//! None of these comes from the model of a person; each is a small estimate with an interval of its own, or a refusal.

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub middle: f64,
    /// Lower end.
    pub lo: f64,
    /// Upper end; infinite where the end was never seen.
    pub hi: f64,
}

/// Why two things could not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCompared {
    /// Too few sessions on which both are on file.
    TooFew {
        /// Sessions at hand.
        have: usize,
        /// Sessions needed.
        need: usize,
    },
    /// Too few sessions of rest to compare with.
    TooFewOfRest {
        /// Sessions at hand.
        have: usize,
        /// Sessions needed.
        need: usize,
    },
    /// One of the two never varied.
    Alike,
}

impl NotCompared {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::TooFew { .. } => "too_few",
            Self::TooFewOfRest { .. } => "too_few_of_rest",
            Self::Alike => "alike",
        }
    }
}

/// What was measured of a session, to set beside how it felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// lnRMSSD after the session less lnRMSSD before it, by spot readings.
    AroundSession,
    /// lnRMSSD of the next morning less what the model foresaw without the session.
    NextMorning,
    /// Tension before the session less tension after it.
    TensionFall,
}

impl Measured {
    /// Every measure.
    pub const ALL: [Self; 3] = [Self::AroundSession, Self::NextMorning, Self::TensionFall];

    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::AroundSession => "around_session",
            Self::NextMorning => "next_morning",
            Self::TensionFall => "tension_fall",
        }
    }
}

/// How felt release goes along with what was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeltVerdict {
    /// The lower end of the interval lies above .7: the two share more than half of their ranks' variance.
    LargerPart,
    /// They go along, and share less than half.
    AlongWeakly,
    /// They go along; how closely cannot be told.
    Along,
    /// They share less than half; whether they go along at all cannot be told.
    WeaklyAtMost,
    /// The more release was felt, the less was measured.
    Against,
    /// None of these can be said.
    CannotTell,
}

impl FeltVerdict {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::LargerPart => "larger_part",
            Self::AlongWeakly => "along_weakly",
            Self::Along => "along",
            Self::WeaklyAtMost => "weakly_at_most",
            Self::Against => "against",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// Felt release against one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct FeltFound {
    /// Spearman's rank correlation with its 90% interval.
    pub rank_correlation: Estimate,
    /// Share of the variance of the measured changes that the model takes for noise; `None` where it has no say.
    pub noise_share: Option<f64>,
    /// The verdict.
    pub verdict: FeltVerdict,
}

/// Felt release of the sessions of one input against one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct FeltAnswer {
    /// The input.
    pub input: String,
    /// The measure.
    pub measured: Measured,
    /// Sessions with both.
    pub pairs: usize,
    /// What was found.
    pub found: Result<FeltFound, NotCompared>,
}

/// Whether the measured change carries the feeling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarriedVerdict {
    /// A part of the felt difference from rest runs along the measured change: both intervals lie on the same side of 0.
    Carried,
    /// Something runs along it that is no part of the difference: it points the other way, or no difference was shown.
    NoPart,
    /// What runs along it is smaller than a point of 10.
    NotCarried,
    /// Neither can be said.
    CannotTell,
}

impl CarriedVerdict {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::NoPart => "no_part",
            Self::NotCarried => "not_carried",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// The felt difference from rest, and what of it runs along the measured change, points of 10.
#[derive(Clone, Debug, PartialEq)]
pub struct CarriedFound {
    /// Felt release after the input less felt release after rest.
    pub total: Estimate,
    /// The part along the measured change.
    pub carried: Estimate,
    /// The verdict.
    pub verdict: CarriedVerdict,
}

/// Whether one measure carries the felt difference between an input and rest.
#[derive(Clone, Debug, PartialEq)]
pub struct CarriedAnswer {
    /// The input.
    pub input: String,
    /// The measure.
    pub measured: Measured,
    /// Sessions of the input with both.
    pub sessions: usize,
    /// Sessions of rest with both.
    pub rest_sessions: usize,
    /// What was found.
    pub found: Result<CarriedFound, NotCompared>,
}

/// Where tension fell more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionVerdict {
    /// Where hands worked.
    MoreWhereWorked,
    /// Where they did not.
    MoreElsewhere,
    /// The difference is smaller than a point of 10.
    Alike,
    /// None of these can be said.
    CannotTell,
}

impl RegionVerdict {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::MoreWhereWorked => "more_where_worked",
            Self::MoreElsewhere => "more_elsewhere",
            Self::Alike => "alike",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// Falls of tension after the same sessions, in regions that were worked on and in those that were not.
///
/// Falls are those from a region's usual level: a region that was tense by chance before a session returns by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionContrast {
    /// Sessions with regions of both kinds.
    pub sessions: usize,
    /// Fall where hands worked, points, 90% interval.
    pub worked: Estimate,
    /// Fall elsewhere.
    pub unworked: Estimate,
    /// The first less the second.
    pub difference: Estimate,
    /// The verdict.
    pub verdict: RegionVerdict,
}

/// Worked against unworked regions for one input.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionAnswer {
    /// The input.
    pub input: String,
    /// Within three hours after the session.
    pub soon: Result<RegionContrast, NotCompared>,
    /// From twelve to thirty-six hours after it.
    pub next_day: Result<RegionContrast, NotCompared>,
}

/// How long the fall of tension in one region lasts, by its ratings.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionHold {
    /// The region.
    pub region: String,
    /// Sessions after which tension there had fallen by 2 points or 30%.
    pub falls: usize,
    /// Of these, how often the return was not seen before the next session or the end.
    pub unseen: usize,
    /// Median hours until half of the fall is back, only as a 90% interval; its middle is that of the interval's ends.
    pub median_hours: Result<(f64, f64), NotCompared>,
}

/// Which way something went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The interval lies below 0.
    Lower,
    /// The interval lies above 0.
    Higher,
    /// It holds 0.
    CannotTell,
}

impl Direction {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Higher => "higher",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// Readings of one kind around the sessions of an input, and the same around sessions of rest.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputChange {
    /// Identifier of the kind of reading.
    pub kind: String,
    /// True if the change is one of a logarithm, so that it is a ratio.
    pub logarithm: bool,
    /// The input.
    pub input: String,
    /// Sessions with readings before and after.
    pub sessions: usize,
    /// Sessions of rest with the same.
    pub rest_sessions: usize,
    /// After less before, 95% interval.
    pub change: Result<Estimate, NotCompared>,
    /// The same less that of rest, 95% interval.
    pub against_rest: Result<Estimate, NotCompared>,
    /// The verdict, on the difference from rest.
    pub verdict: Direction,
}

/// Everything that was set side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparisons {
    /// Felt against measured; empty where no release was rated.
    pub felt: Vec<FeltAnswer>,
    /// What carries the feeling; empty where no release was rated.
    pub carried: Vec<CarriedAnswer>,
    /// Worked against unworked regions; empty where no session names its regions.
    pub regions: Vec<RegionAnswer>,
    /// Hold of tension by region; empty without ratings by region.
    pub region_holds: Vec<RegionHold>,
    /// Readings around sessions.
    pub outputs: Vec<OutputChange>,
}
