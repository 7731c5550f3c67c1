//! What the heart does at each of several paced breathing rates, and whether one rate stands out.

use crate::{Unfit, Window};

/// A stretch of a recording in which breathing followed a pacer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PacedStretch {
    /// Breaths a minute of the pacer.
    pub rate_per_min: f64,
    /// From the first paced breath to the last, seconds on the axis of the recording.
    pub window: Window,
}

/// How far the NN intervals swing with the breath.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// From crest to trough of the sinusoid at the paced frequency, ms, > 0.
    pub ms: f64,
    /// Standard error of its natural logarithm, from leaving out one breath after the other.
    pub ln_standard_error: f64,
    /// Whole breaths it was fitted to.
    pub breaths: usize,
    /// Mean heart rate of these breaths, beats a minute.
    pub heart_rate_bpm: f64,
}

/// One paced stretch with what was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct RateTrial {
    /// Rate and place.
    pub paced: PacedStretch,
    /// The swing, or why it cannot be read there.
    pub swing: Result<Swing, Unfit>,
}

/// Whether one rate stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResonanceVerdict {
    /// The swing is largest at a rate inside the range that was tried.
    Found,
    /// The rates differ less than their noise, or the largest swing does not lie inside the range.
    CannotTell,
    /// Too few stretches could be read.
    Unusable,
}

impl ResonanceVerdict {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::CannotTell => "cannot_tell",
            Self::Unusable => "unusable",
        }
    }
}

/// Why no rate stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPeak {
    /// A crest is no more than noise about a straight line would give.
    WithinNoise,
    /// The curve is no straight line, but its crest lies at the slowest rate tried or below.
    AtSlowest,
    /// The curve is no straight line, but its crest lies at the fastest rate tried or above.
    AtFastest,
    /// There is a crest, and it may lie far outside of what was tried.
    TooWide,
}

impl NoPeak {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::WithinNoise => "within_noise",
            Self::AtSlowest => "at_slowest",
            Self::AtFastest => "at_fastest",
            Self::TooWide => "too_wide",
        }
    }
}

/// Which curve was drawn through the swings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveShape {
    /// A parabola in ln swing over the rate.
    Parabola,
    /// The response of an oscillator of second order on a straight line, in ln swing over the rate.
    Resonance,
}

impl CurveShape {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Parabola => "parabola",
            Self::Resonance => "resonance",
        }
    }
}

/// The curve through the swings.
#[derive(Clone, Debug, PartialEq)]
pub struct SwingCurve {
    /// Its shape.
    pub shape: CurveShape,
    /// Breaths a minute and ms, in equal steps over the rates tried.
    pub points: Vec<(f64, f64)>,
    /// Standard deviation of one trial about the curve, ln units: the larger of the scatter and of the trials' own errors.
    pub noise: f64,
    /// Degrees of freedom of the scatter.
    pub freedom: usize,
    /// Probability of so good a crest where there is only a straight line.
    pub p_crest: f64,
}

impl SwingCurve {
    /// Swing of the curve at a rate, ms, on the straight line between its points; that of the nearest end outside.
    pub fn at_ms(&self, rate_per_min: f64) -> f64 {
        let after = self.points.partition_point(|p| p.0 < rate_per_min);
        match (after.checked_sub(1).and_then(|i| self.points.get(i)), self.points.get(after)) {
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (rate_per_min - a.0) / (b.0 - a.0),
            (Some(end), None) | (None, Some(end)) => end.1,
            (None, None) => f64::NAN,
        }
    }
}

/// The rate of the largest swing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResonancePeak {
    /// Breaths a minute.
    pub rate_per_min: f64,
    /// Lower end of its 90% interval.
    pub lo_per_min: f64,
    /// Upper end.
    pub hi_per_min: f64,
}

/// What a search over paced rates came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Resonance {
    /// Every stretch, in the order it was breathed.
    pub trials: Vec<RateTrial>,
    /// The verdict.
    pub verdict: ResonanceVerdict,
    /// The curve; `None` where too few stretches could be read.
    pub curve: Option<SwingCurve>,
    /// The rate, where one was found.
    pub peak: Option<ResonancePeak>,
    /// Why none was, where the curve could be drawn.
    pub no_peak: Option<NoPeak>,
}

impl Resonance {
    /// How often the rate that was breathed most was breathed.
    pub fn rounds(&self) -> usize {
        let times = |rate: f64| {
            self.trials.iter().filter(|t| t.paced.rate_per_min.to_bits() == rate.to_bits()).count()
        };
        self.trials.iter().map(|t| times(t.paced.rate_per_min)).max().unwrap_or(0)
    }

    /// The trials that could be read, with their swing.
    pub fn read(&self) -> impl Iterator<Item = (f64, Swing)> + '_ {
        self.trials.iter().filter_map(|t| Some((t.paced.rate_per_min, *t.swing.as_ref().ok()?)))
    }
}
