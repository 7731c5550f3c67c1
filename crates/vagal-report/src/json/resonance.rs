//! `vagal.resonance/1`: the swing at each paced rate, and the rate of the largest.

use serde::Serialize;
use vagal_core::{RateTrial, Swing};

use super::common::{NoteJson, tidy};
use crate::page::{ResonancePage, SearchRate};
use crate::words;

/// One paced stretch.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateTrialJson {
    /// Breaths a minute of the pacer.
    pub rate_per_min: Option<f64>,
    /// First second on the axis of the file.
    pub start_s: Option<f64>,
    /// Last second.
    pub end_s: Option<f64>,
    /// Crest to trough of the NN intervals at the paced frequency, ms.
    pub swing_ms: Option<f64>,
    /// Lower end of its 90% interval.
    pub lo_ms: Option<f64>,
    /// Upper end.
    pub hi_ms: Option<f64>,
    /// Standard error of ln swing.
    pub ln_standard_error: Option<f64>,
    /// Whole breaths it was fitted to.
    pub breaths: Option<usize>,
    /// Mean heart rate, beats a minute.
    pub hr_bpm: Option<f64>,
    /// Why there is no swing.
    pub unfit: Option<String>,
    /// Stable identifier of the reason.
    pub code: Option<&'static str>,
}

impl RateTrialJson {
    /// The wire form of a trial.
    pub fn new(trial: &RateTrial) -> Self {
        let swing: Option<&Swing> = trial.swing.as_ref().ok();
        let limits = swing.map(words::swing_limits);
        let unfit = trial.swing.as_ref().err();
        Self {
            rate_per_min: tidy(trial.paced.rate_per_min),
            start_s: tidy(trial.paced.window.start_s),
            end_s: tidy(trial.paced.window.end_s),
            swing_ms: swing.and_then(|s| tidy(s.ms)),
            lo_ms: limits.and_then(|l| tidy(l.0)),
            hi_ms: limits.and_then(|l| tidy(l.1)),
            ln_standard_error: swing.and_then(|s| tidy(s.ln_standard_error)),
            breaths: swing.map(|s| s.breaths),
            hr_bpm: swing.and_then(|s| tidy(s.heart_rate_bpm)),
            unfit: unfit.map(ToString::to_string),
            code: unfit.map(|u| u.code()),
        }
    }
}

/// The rate of the largest swing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResonancePeakJson {
    /// Breaths a minute.
    pub rate_per_min: Option<f64>,
    /// Lower end of its interval.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
    /// Coverage of the interval.
    pub level: f64,
}

/// The curve through the swings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SwingCurveJson {
    /// `parabola` or `resonance`.
    pub shape: &'static str,
    /// Breaths a minute and ms.
    pub points: Vec<[Option<f64>; 2]>,
    /// Standard deviation of one trial about it, ln units.
    pub noise: Option<f64>,
    /// Degrees of freedom.
    pub freedom: usize,
    /// Probability of so good a crest where there is only a straight line.
    pub p_crest: Option<f64>,
}

/// How such searches end on simulated people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchRateJson {
    /// What they are like.
    pub people: String,
    /// True if there is a crest to find.
    pub has_crest: bool,
    /// Rounds.
    pub rounds: usize,
    /// Searches.
    pub total: usize,
    /// Searches that named a rate.
    pub named: usize,
    /// Named rates within 0.5 of the true one.
    pub right: usize,
    /// Intervals that hold the true one.
    pub covered: usize,
}

impl SearchRateJson {
    fn new(rate: &SearchRate) -> Self {
        let SearchRate { people, has_crest, rounds, total, named, right, covered, .. } =
            rate.clone();
        Self { people, has_crest, rounds, total, named, right, covered }
    }
}

/// The whole answer of `vagal resonance`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResonanceJson {
    /// `vagal.resonance/1`.
    pub schema: &'static str,
    /// Name of the file.
    pub file: String,
    /// Identifier of the format.
    pub format: String,
    /// What picked the beats up.
    pub sensor: &'static str,
    /// First second of the search on the axis of the file.
    pub start_s: Option<f64>,
    /// `found`, `cannot_tell` or `unusable`.
    pub verdict: &'static str,
    /// The answer in words.
    pub says: String,
    /// The rate, where one was found.
    pub peak: Option<ResonancePeakJson>,
    /// `within_noise`, `at_slowest`, `at_fastest` or `too_wide`, where none was.
    pub no_peak: Option<&'static str>,
    /// The curve.
    pub curve: Option<SwingCurveJson>,
    /// The stretches in the order they were breathed.
    pub trials: Vec<RateTrialJson>,
    /// What was simulated.
    pub error_rates: Vec<SearchRateJson>,
    /// What the answer does not say.
    pub limits: [&'static str; 2],
    /// Remarks.
    pub notes: Vec<NoteJson>,
}

impl ResonanceJson {
    /// The wire form of a page.
    pub fn new(page: &ResonancePage) -> Self {
        let found = &page.resonance;
        Self {
            schema: "vagal.resonance/1",
            file: page.source.name.clone(),
            format: page.source.format.clone(),
            sensor: page.source.sensor.id(),
            start_s: tidy(page.span.start_s),
            verdict: found.verdict.id(),
            says: words::resonance_answer(found),
            peak: found.peak.map(|peak| ResonancePeakJson {
                rate_per_min: tidy(peak.rate_per_min),
                lo: tidy(peak.lo_per_min),
                hi: tidy(peak.hi_per_min),
                level: 0.9,
            }),
            no_peak: found.no_peak.map(|why| why.id()),
            curve: found.curve.as_ref().map(|curve| SwingCurveJson {
                shape: curve.shape.id(),
                points: curve.points.iter().map(|p| [tidy(p.0), tidy(p.1)]).collect(),
                noise: tidy(curve.noise),
                freedom: curve.freedom,
                p_crest: tidy(curve.p_crest),
            }),
            trials: found.trials.iter().map(RateTrialJson::new).collect(),
            error_rates: page.rates.iter().map(SearchRateJson::new).collect(),
            limits: [words::HOLDS_POORLY, words::WHAT_A_SWING_IS],
            notes: page.notes.iter().map(|n| NoteJson::new("", n)).collect(),
        }
    }
}
