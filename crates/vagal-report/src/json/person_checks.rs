//! The parts of `vagal.person/1` that say how far to trust the rest: checks, sensitivity, forecasts, sampling.

use std::collections::BTreeMap;

use serde::Serialize;
use vagal_core::posterior::{
    ChannelCheck, Forecast, ForecastScore, Robustness, Sampling, VerdictRates,
};

use super::common::{tidy, tidy_all};
use super::person::Ordered;

/// One-step errors of a channel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckJson {
    /// Readings.
    pub readings: usize,
    /// Mean square of the standardised errors; 1 if variances are right.
    pub mean_square: Option<f64>,
    /// Share beyond two standard deviations; .046 if tails are normal.
    pub beyond_two: Option<f64>,
    /// Correlation of neighbours; 0 if nothing is left over.
    pub lag_one: Option<f64>,
    /// Posterior predictive p of the three, two-sided.
    pub p: BTreeMap<&'static str, Option<f64>>,
}

impl CheckJson {
    pub(super) fn new(c: &ChannelCheck) -> Self {
        let names = ["mean_square", "beyond_two", "lag_one"];
        Self {
            readings: c.readings,
            mean_square: tidy(c.mean_square),
            beyond_two: tidy(c.beyond_two),
            lag_one: tidy(c.lag_one),
            p: names.into_iter().zip(c.p_values.map(tidy)).collect(),
        }
    }
}

/// An effect with all readings and without those that fit worst.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RobustEffectJson {
    /// With all readings.
    pub all: Option<f64>,
    /// Without the worst.
    pub without: Option<f64>,
}

/// Sensitivity to outlying readings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RobustnessJson {
    /// Readings left out.
    pub dropped: usize,
    /// Effects by input, both by the preview.
    pub effects: Ordered<RobustEffectJson>,
}

impl RobustnessJson {
    pub(super) fn new(r: &Robustness) -> Self {
        let effect = |(id, all, without): &(String, f64, f64)| {
            (id.clone(), RobustEffectJson { all: tidy(*all), without: tidy(*without) })
        };
        Self { dropped: r.dropped, effects: Ordered(r.effects.iter().map(effect).collect()) }
    }
}

/// Whether the hold changed at a date nobody wrote down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnknownChangeJson {
    /// Pr(it did not); .5 before the data.
    pub p_none: Option<f64>,
    /// Effective number of draws behind the probabilities.
    pub effective_draws: Option<f64>,
    /// Candidate dates, days from the first event.
    pub days: Vec<f64>,
    /// Pr(it changed at that date).
    pub probabilities: Vec<f64>,
}

/// Scores of one model's one-step forecasts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForecastScoreJson {
    /// Mean log predictive density.
    pub log_score: Option<f64>,
    /// Mean continuous ranked probability score.
    pub crps: Option<f64>,
    /// Share of readings inside the 90% interval.
    pub within_90: Option<f64>,
    /// Probability below each reading.
    pub pit: Vec<f64>,
}

/// Whether the model foresees, and whether sessions help it to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForecastJson {
    /// Readings that were forecast.
    pub readings: usize,
    /// Scores by model.
    pub models: Ordered<ForecastScoreJson>,
    /// Mean gain in log score by sessions.
    pub gain_by_sessions: Option<f64>,
    /// Its standard error.
    pub gain_error: Option<f64>,
    /// True if the gain is more than chance would give.
    pub sessions_add: bool,
}

impl ForecastJson {
    pub(super) fn new(f: &Forecast) -> Self {
        let score = |s: &ForecastScore| {
            let json = ForecastScoreJson {
                log_score: tidy(s.log_score),
                crps: tidy(s.crps),
                within_90: tidy(s.within_90),
                pit: tidy_all(s.places.iter().copied()),
            };
            (s.model.clone(), json)
        };
        Self {
            readings: f.readings,
            models: Ordered(f.scores.iter().map(score).collect()),
            gain_by_sessions: tidy(f.gain),
            gain_error: tidy(f.gain_error),
            sessions_add: f.sessions_add,
        }
    }
}

/// How the draws were made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SamplingJson {
    /// `nuts`, or `laplace` for the preview.
    pub method: &'static str,
    /// Chains.
    pub chains: usize,
    /// Draws in all.
    pub draws: usize,
    /// Steps that diverged.
    pub divergences: usize,
    /// Seed.
    pub seed: u64,
    /// Largest R-hat of a parameter; `null` for a preview.
    pub rhat: Option<f64>,
}

impl SamplingJson {
    pub(super) fn new(s: &Sampling) -> Self {
        Self {
            method: if s.preview { "laplace" } else { "nuts" },
            chains: s.chains,
            draws: s.draws,
            divergences: s.divergences,
            seed: s.seed,
            rhat: s.r_hat.and_then(tidy),
        }
    }
}

/// How often a verdict on an input falls in simulated diaries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatesJson {
    /// Kinds of diary without an effect.
    pub kinds: usize,
    /// Diaries of each.
    pub diaries: usize,
    /// `works` in the worst of them.
    pub false_works: usize,
    /// Upper 95% limit of its share.
    pub false_works_upper: Option<f64>,
    /// `harm` in the worst of them.
    pub false_harm: usize,
    /// Upper 95% limit of its share.
    pub false_harm_upper: Option<f64>,
    /// Least and largest share in which an effect of .35 a session was found.
    pub found: [Option<f64>; 2],
}

impl RatesJson {
    pub(super) fn new(r: &VerdictRates) -> Self {
        Self {
            kinds: r.kinds,
            diaries: r.diaries,
            false_works: r.false_works,
            false_works_upper: tidy(r.false_works_upper),
            false_harm: r.false_harm,
            false_harm_upper: tidy(r.false_harm_upper),
            found: [tidy(r.found.0), tidy(r.found.1)],
        }
    }
}
