//! The part of `vagal.person/1` that is set side by side: felt and measured, worked and not worked, before and after.

use serde::Serialize;
use vagal_core::comparison::{
    CarriedAnswer, Comparisons, Estimate, FeltAnswer, NotCompared, OutputChange, RegionAnswer,
    RegionContrast, RegionHold,
};

use super::common::tidy;

/// An estimate with its interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EstimateJson {
    /// The estimate.
    pub estimate: Option<f64>,
    /// Lower end.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
}

impl EstimateJson {
    pub(super) fn new(e: &Estimate) -> Self {
        Self { estimate: tidy(e.middle), lo: tidy(e.lo), hi: tidy(e.hi) }
    }
}

/// Why there is no comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotComparedJson {
    /// `too_few`, `too_few_of_rest` or `alike`.
    pub status: &'static str,
    /// Sessions at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub have: Option<usize>,
    /// Sessions needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<usize>,
}

impl NotComparedJson {
    fn new(not: NotCompared) -> Self {
        let (have, need) = match not {
            NotCompared::TooFew { have, need } | NotCompared::TooFewOfRest { have, need } => {
                (Some(have), Some(need))
            }
            NotCompared::Alike => (None, None),
        };
        Self { status: not.id(), have, need }
    }
}

/// A comparison or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Compared<T> {
    /// The comparison.
    Found(T),
    /// The reason.
    Not(NotComparedJson),
}

fn compared<T, J>(found: &Result<T, NotCompared>, wire: impl Fn(&T) -> J) -> Compared<J> {
    match found {
        Ok(found) => Compared::Found(wire(found)),
        Err(not) => Compared::Not(NotComparedJson::new(*not)),
    }
}

/// Felt release against one measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeltJson {
    /// Input.
    pub input: String,
    /// `around_session`, `next_morning` or `tension_fall`.
    pub measured: &'static str,
    /// Sessions with both.
    pub pairs: usize,
    /// Rank correlation and verdict.
    pub found: Compared<FeltFoundJson>,
}

/// A rank correlation with its 90% interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeltFoundJson {
    /// Spearman's, 90% interval.
    pub rank_correlation: EstimateJson,
    /// Share of the variance that the model takes for noise.
    pub noise_share: Option<f64>,
    /// `larger_part`, `along_weakly`, `along`, `weakly_at_most`, `against` or `cannot_tell`.
    pub verdict: &'static str,
}

/// Whether a measure carries the felt difference from rest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CarriedJson {
    /// Input.
    pub input: String,
    /// As of the felt part.
    pub measured: &'static str,
    /// Sessions of the input.
    pub sessions: usize,
    /// Sessions of rest.
    pub rest_sessions: usize,
    /// Points of 10, 90% intervals.
    pub found: Compared<CarriedFoundJson>,
}

/// The felt difference from rest and what of it runs along.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CarriedFoundJson {
    /// The whole difference.
    pub total: EstimateJson,
    /// The part along the measure.
    pub carried: EstimateJson,
    /// `carried`, `no_part`, `not_carried` or `cannot_tell`.
    pub verdict: &'static str,
}

/// Worked against unworked regions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionsJson {
    /// Input.
    pub input: String,
    /// Within three hours.
    pub soon: Compared<RegionContrastJson>,
    /// From twelve to thirty-six hours.
    pub next_day: Compared<RegionContrastJson>,
}

/// Falls of tension, points, 90% intervals.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionContrastJson {
    /// Sessions with regions of both kinds.
    pub sessions: usize,
    /// Where hands worked.
    pub worked: EstimateJson,
    /// Elsewhere.
    pub unworked: EstimateJson,
    /// The first less the second.
    pub difference: EstimateJson,
    /// `more_where_worked`, `more_elsewhere`, `alike` or `cannot_tell`.
    pub verdict: &'static str,
}

impl RegionContrastJson {
    fn new(c: &RegionContrast) -> Self {
        Self {
            sessions: c.sessions,
            worked: EstimateJson::new(&c.worked),
            unworked: EstimateJson::new(&c.unworked),
            difference: EstimateJson::new(&c.difference),
            verdict: c.verdict.id(),
        }
    }
}

/// How long tension stays down in a region.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionHoldJson {
    /// Region.
    pub region: String,
    /// Sessions with a fall that counts.
    pub falls: usize,
    /// Of these without a return that was seen.
    pub unseen: usize,
    /// Bounds of the median, 90%.
    pub median_hours: Compared<BoundsJson>,
}

/// Two bounds; the upper is `null` where the end was not seen often enough.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoundsJson {
    /// Lower.
    pub lo: Option<f64>,
    /// Upper.
    pub hi: Option<f64>,
}

/// Readings around sessions, 95% intervals.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutputJson {
    /// Kind of reading.
    pub kind: String,
    /// True if changes are of the logarithm.
    pub logarithm: bool,
    /// Input.
    pub input: String,
    /// Sessions with readings before and after.
    pub sessions: usize,
    /// Sessions of rest with the same.
    pub rest_sessions: usize,
    /// After less before.
    pub change: Compared<EstimateJson>,
    /// The same less that of rest.
    pub against_rest: Compared<EstimateJson>,
    /// `lower`, `higher` or `cannot_tell`.
    pub verdict: &'static str,
}

/// Everything that was set side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparisonsJson {
    /// Felt against measured.
    pub felt: Vec<FeltJson>,
    /// What carries the feeling.
    pub carried: Vec<CarriedJson>,
    /// Worked against unworked regions.
    pub regions: Vec<RegionsJson>,
    /// Hold of tension by region.
    pub region_holds: Vec<RegionHoldJson>,
    /// Readings around sessions.
    pub outputs: Vec<OutputJson>,
}

impl ComparisonsJson {
    pub(super) fn new(c: &Comparisons) -> Self {
        Self {
            felt: c.felt.iter().map(felt).collect(),
            carried: c.carried.iter().map(carried).collect(),
            regions: c.regions.iter().map(regions).collect(),
            region_holds: c.region_holds.iter().map(hold).collect(),
            outputs: c.outputs.iter().map(output).collect(),
        }
    }
}

fn felt(a: &FeltAnswer) -> FeltJson {
    FeltJson {
        input: a.input.clone(),
        measured: a.measured.id(),
        pairs: a.pairs,
        found: compared(&a.found, |f| FeltFoundJson {
            rank_correlation: EstimateJson::new(&f.rank_correlation),
            noise_share: f.noise_share.and_then(tidy),
            verdict: f.verdict.id(),
        }),
    }
}

fn carried(a: &CarriedAnswer) -> CarriedJson {
    CarriedJson {
        input: a.input.clone(),
        measured: a.measured.id(),
        sessions: a.sessions,
        rest_sessions: a.rest_sessions,
        found: compared(&a.found, |f| CarriedFoundJson {
            total: EstimateJson::new(&f.total),
            carried: EstimateJson::new(&f.carried),
            verdict: f.verdict.id(),
        }),
    }
}

fn regions(a: &RegionAnswer) -> RegionsJson {
    RegionsJson {
        input: a.input.clone(),
        soon: compared(&a.soon, RegionContrastJson::new),
        next_day: compared(&a.next_day, RegionContrastJson::new),
    }
}

fn hold(h: &RegionHold) -> RegionHoldJson {
    RegionHoldJson {
        region: h.region.clone(),
        falls: h.falls,
        unseen: h.unseen,
        median_hours: compared(&h.median_hours, |(lo, hi)| BoundsJson {
            lo: tidy(*lo),
            hi: tidy(*hi),
        }),
    }
}

fn output(o: &OutputChange) -> OutputJson {
    OutputJson {
        kind: o.kind.clone(),
        logarithm: o.logarithm,
        input: o.input.clone(),
        sessions: o.sessions,
        rest_sessions: o.rest_sessions,
        change: compared(&o.change, EstimateJson::new),
        against_rest: compared(&o.against_rest, EstimateJson::new),
        verdict: o.verdict.id(),
    }
}
