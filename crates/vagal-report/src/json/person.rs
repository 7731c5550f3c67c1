//! `vagal.person/1`: what weeks of a diary say about one person.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use vagal_core::Moment;
use vagal_core::posterior::{
    InputAnswer, Learned, MediationAnswer, NextBest, ParameterAnswer, PersonSwcSource,
};

use super::common::{tidy, tidy_all};
use super::person_adds::{HabitsJson, HoldByLoadJson, LastingJson, PoolJson, TogetherJson};
use super::person_checks::{
    CheckJson, ForecastJson, RatesJson, RobustnessJson, SamplingJson, UnknownChangeJson,
};
use super::person_side::ComparisonsJson;
use crate::page::{Days, PersonPage};

/// An object whose keys stand in the order they were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// A number with its 90% interval and what the data did to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LearnedJson {
    /// Posterior median; `null` where it lies beyond the 120 days that are followed.
    pub median: Option<f64>,
    /// 5% point.
    pub lo: Option<f64>,
    /// 95% point; `null` where it lies beyond 120 days.
    pub hi: Option<f64>,
    /// 1 − Var(posterior)/Var(prior).
    pub contraction: Option<f64>,
    /// `learned`, `mostly_prior`, `lent`, or what else keeps the number from being stated.
    pub status: &'static str,
    /// 5%, 50% and 95% points of the prior.
    pub prior: [Option<f64>; 3],
    /// 2.5, 10, 25, 50, 75, 90 and 97.5% points of the posterior; `null` beyond 120 days.
    pub points: [Option<f64>; 7],
}

impl LearnedJson {
    pub(super) fn new(learned: &Learned) -> Self {
        Self {
            median: tidy(learned.median),
            lo: tidy(learned.lo),
            hi: tidy(learned.hi),
            contraction: tidy(learned.contraction),
            status: learned.standing.id(),
            prior: learned.prior.map(tidy),
            points: learned.points.map(tidy),
        }
    }

    /// Why there is no number.
    fn absent(status: &'static str) -> Self {
        Self {
            median: None,
            lo: None,
            hi: None,
            contraction: None,
            status,
            prior: [None; 3],
            points: [None; 7],
        }
    }

    fn with_status(learned: &Learned, status: &'static str) -> Self {
        Self { status, ..Self::new(learned) }
    }
}

/// What is left of a shift over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurveJson {
    /// Days after the session.
    pub days: Vec<f64>,
    /// Medians.
    pub median: Vec<Option<f64>>,
    /// 5% points.
    pub lo: Vec<Option<f64>>,
    /// 95% points.
    pub hi: Vec<Option<f64>>,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonInputJson {
    /// Sessions in the diary.
    pub sessions: usize,
    /// Dose the answers hold for.
    pub dose: Option<f64>,
    /// Days from the session to the morning reading.
    pub morning_after_days: Option<f64>,
    /// Change of lnRMSSD on the next morning, less that of the comparator.
    pub effect: LearnedJson,
    /// The same without taking the comparator off.
    pub effect_alone: LearnedJson,
    /// `rest`, `no_session` or `itself`.
    pub compared_with: &'static str,
    /// Pr(effect > SWC).
    pub p_works: Option<f64>,
    /// Pr(|effect| < SWC).
    pub p_negligible: Option<f64>,
    /// Pr(effect < −SWC).
    pub p_harm: Option<f64>,
    /// `works`, `negligible`, `harm` or `not_enough_data`.
    pub verdict: &'static str,
    /// Days until the shift falls below the SWC.
    pub hold_hrv_days: LearnedJson,
    /// Days until tension has come back half of the way; `no_readings` where none was rated.
    pub hold_tension_days: LearnedJson,
    /// Days until half of the shift is gone.
    pub half_life_days: LearnedJson,
    /// Steady mean of the durable part under the diary's schedule.
    pub cumulative: LearnedJson,
    /// What is left of the shift over time.
    pub decay: CurveJson,
}

impl PersonInputJson {
    fn new(a: &InputAnswer) -> Self {
        let half_life = if a.half_life_stated {
            LearnedJson::new(&a.half_life_days)
        } else {
            // Both conditions are needed: contraction, and an interval within a factor of two.
            LearnedJson::with_status(&a.half_life_days, "mostly_prior")
        };
        Self {
            sessions: a.sessions,
            dose: tidy(a.dose),
            morning_after_days: tidy(a.morning_after_days),
            effect: LearnedJson::new(&a.effect),
            effect_alone: LearnedJson::new(&a.effect_alone),
            compared_with: a.comparator.id(),
            p_works: tidy(a.p_works),
            p_negligible: tidy(a.p_negligible),
            p_harm: tidy(a.p_harm),
            verdict: a.verdict.id(),
            hold_hrv_days: LearnedJson::new(&a.hold_hrv_days),
            hold_tension_days: a
                .hold_tension_days
                .as_ref()
                .map_or_else(|| LearnedJson::absent("no_readings"), LearnedJson::new),
            half_life_days: half_life,
            cumulative: LearnedJson::new(&a.cumulative),
            decay: CurveJson {
                days: a.decay.iter().map(|p| p.days).collect(),
                median: a.decay.iter().map(|p| tidy(p.median)).collect(),
                lo: a.decay.iter().map(|p| tidy(p.lo)).collect(),
                hi: a.decay.iter().map(|p| tidy(p.hi)).collect(),
            },
        }
    }
}

/// The price of load.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterferenceJson {
    /// Mean load of the diary.
    pub mean_load: Option<f64>,
    /// Its standard deviation.
    pub load_sd: Option<f64>,
    /// Change of lnRMSSD at once, per unit of load.
    pub at_once: LearnedJson,
    /// Factor on the hold, per unit of load.
    pub hold_factor: LearnedJson,
    /// Factor on the ceiling, per unit of load.
    pub ceiling_factor: LearnedJson,
    /// Pr(load shortens the hold).
    pub p_shortens: Option<f64>,
    /// Pr(load lowers the ceiling).
    pub p_lowers: Option<f64>,
    /// The same of load that has lasted; the numbers above are then of load that passes.
    pub lasting: Part<LastingJson>,
}

/// The level at which effects saturate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CeilingJson {
    /// Without load, ln units above baseline.
    #[serde(flatten)]
    pub unloaded: LearnedJson,
    /// Under the mean load of the diary.
    pub at_mean_load: LearnedJson,
    /// Under the load of the last day.
    pub today: LearnedJson,
    /// The load of the last day.
    pub load_today: Option<f64>,
    /// The highest morning above the mean level: an observed high, not a ceiling.
    pub observed_high: Option<f64>,
}

/// What came after a correction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CorrectionJson {
    /// Factor on the hold.
    #[serde(flatten)]
    pub hold_factor: LearnedJson,
    /// Pr(the hold is longer after it).
    pub p_longer: Option<f64>,
    /// Chance that a hold 1.8 times as long would be called longer in a diary like this.
    pub power_for_1_8_times: Option<f64>,
}

/// Why a part is not answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotAnsweredJson {
    /// Stable identifier of the reason.
    pub status: &'static str,
    /// In words.
    pub reason: &'static str,
}

/// A part with its answer or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Part<T> {
    /// The answer.
    Answered(T),
    /// The reason.
    Not(NotAnsweredJson),
}

/// The paths to tension of one input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MediationJson {
    /// Mean fall of tension over two days by way of the state, points.
    pub by_state: LearnedJson,
    /// The same by the direct path.
    pub direct: LearnedJson,
    /// Share of the state's path.
    pub mediated_share: LearnedJson,
    /// `autonomic_only`, `tissue_only`, `both`, `neither` or `cannot_tell`.
    pub verdict: &'static str,
    /// Pr(the direct part outlasts the part by the state).
    pub p_direct_lasts_longer: Option<f64>,
    /// True where a fit of its own by the preview made it.
    pub preview: bool,
}

impl MediationJson {
    fn new(m: &MediationAnswer) -> Self {
        Self {
            by_state: LearnedJson::new(&m.by_state),
            direct: LearnedJson::new(&m.direct),
            mediated_share: LearnedJson::new(&m.mediated_share),
            verdict: m.verdict.id(),
            p_direct_lasts_longer: tidy(m.p_direct_lasts_longer),
            preview: m.preview,
        }
    }
}

/// Mean and standard deviation in units of the prior.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhitenedJson {
    /// Mean.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Monte Carlo standard error of the mean.
    pub mc_error: Option<f64>,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterJson {
    /// What it is.
    pub meaning: String,
    /// Posterior mean.
    pub mean: Option<f64>,
    /// Posterior standard deviation.
    pub sd: Option<f64>,
    /// 5% point.
    pub q05: Option<f64>,
    /// 95% point.
    pub q95: Option<f64>,
    /// Effective sample size of the bulk; `null` for a preview.
    pub ess: Option<f64>,
    /// Effective sample size of the tails.
    pub ess_tail: Option<f64>,
    /// Rank-normalised split R-hat.
    pub rhat: Option<f64>,
    /// In units of the prior.
    pub whitened: WhitenedJson,
    /// 1 − Var(posterior)/Var(prior).
    pub contraction: Option<f64>,
}

impl ParameterJson {
    fn new(p: &ParameterAnswer) -> Self {
        let some = |v: Option<f64>| v.and_then(tidy);
        Self {
            meaning: p.meaning.clone(),
            mean: tidy(p.mean),
            sd: tidy(p.sd),
            q05: tidy(p.q05),
            q95: tidy(p.q95),
            ess: some(p.ess),
            ess_tail: some(p.ess_tail),
            rhat: some(p.r_hat),
            whitened: WhitenedJson {
                mean: tidy(p.whitened_mean),
                sd: tidy(p.whitened_sd),
                mc_error: some(p.whitened_error),
            },
            contraction: tidy(p.contraction),
        }
    }
}

/// One thing that could be done next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NextReadingJson {
    /// Input of the sessions, if any; the usual readings go on.
    pub session: Option<String>,
    /// Days from the last event to the first of them.
    pub in_days: Option<f64>,
    /// Its date; `null` for events without dates.
    pub date: Option<String>,
    /// Sessions.
    pub times: usize,
    /// Days between them.
    pub every_days: Option<f64>,
    /// Channel of the reading after them that tells most by itself.
    pub reading: String,
    /// Days from the last session to it.
    pub after_days: Option<f64>,
    /// Expected share of the question's variance that all readings of these days take away.
    pub variance_share: Option<f64>,
}

/// What would teach most.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NextBestJson {
    /// The input whose effect is in question.
    pub question: String,
    /// Length of the days that every candidate is judged over.
    pub horizon_days: Option<f64>,
    /// The last event; `null` for events without dates.
    pub last_entry: Option<String>,
    /// Whole days by which dates are put off, because the first of them had passed.
    pub put_off_days: i64,
    /// Candidates, the most telling first. How many a verdict takes is in `vagal.plan/1`, `sessions_needed`.
    pub candidates: Vec<NextReadingJson>,
}

impl NextBestJson {
    fn new(next: &NextBest, days: Option<&Days>) -> Self {
        let candidates = next
            .candidates
            .iter()
            .map(|c| NextReadingJson {
                session: c.session.clone(),
                in_days: tidy(c.in_days),
                date: c.session.as_ref().and_then(|_| Some(date(days?.at(c.in_days)?))),
                times: c.times,
                every_days: tidy(c.every_days),
                reading: c.channel.clone(),
                after_days: tidy(c.after_days),
                variance_share: tidy(c.variance_share),
            })
            .collect();
        Self {
            question: next.question.clone(),
            horizon_days: tidy(next.horizon_days),
            last_entry: days.map(|days| days.last().to_string()),
            put_off_days: days.map_or(0, Days::late_days),
            candidates,
        }
    }
}

/// `2026-11-28`
fn date(moment: Moment) -> String {
    let (year, month, day) = moment.local_date();
    format!("{year:04}-{month:02}-{day:02}")
}

/// The smallest worthwhile change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonSwcJson {
    /// ln units.
    pub ln_rmssd: Option<f64>,
    /// `free_days`, `all_days` or `house_choice`.
    pub source: &'static str,
    /// Mornings behind it.
    pub mornings: usize,
}

/// The whole answer of `vagal person`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonJson {
    /// `vagal.person/1`.
    pub schema: &'static str,
    /// The diary's file or the person's name.
    pub source: String,
    /// Events.
    pub events: usize,
    /// Readings.
    pub readings: usize,
    /// Days from first to last.
    pub days: Option<f64>,
    /// Smallest worthwhile change.
    pub swc: PersonSwcJson,
    /// Inputs by identifier.
    pub inputs: Ordered<PersonInputJson>,
    /// The price of load.
    pub interference: Part<InterferenceJson>,
    /// The ceiling.
    pub ceiling: CeilingJson,
    /// What came after a correction.
    pub correction: Part<CorrectionJson>,
    /// Paths to tension, by input; by the preview.
    pub mediation: Part<Ordered<MediationJson>>,
    /// Parameters by name.
    pub parameters: Ordered<ParameterJson>,
    /// What would teach most.
    pub next_best: Part<NextBestJson>,
    /// One-step errors by channel.
    pub checks: Ordered<CheckJson>,
    /// Sensitivity to outlying readings.
    pub robustness: Option<RobustnessJson>,
    /// Inputs, interference and output as the first page has them; only for a diary of a store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub framework: Option<super::framework::FrameworkJson>,
    /// A change of the hold at an unknown date.
    pub unknown_change: Part<UnknownChangeJson>,
    /// Forecasts against simpler models.
    pub forecast: Part<ForecastJson>,
    /// What other diaries of the store lent; absent where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolJson>,
    /// Steady habits and the ceiling.
    pub habits: Part<HabitsJson>,
    /// All inputs together.
    pub together: Part<TogetherJson>,
    /// Hold of HRV under little and much load, by input.
    pub hold_by_load: Ordered<HoldByLoadJson>,
    /// What was set side by side, outside of the model.
    pub comparisons: ComparisonsJson,
    /// Error rates of the verdicts on inputs, by simulation.
    pub error_rates: Option<RatesJson>,
    /// How the draws were made.
    pub sampling: SamplingJson,
}

fn not<T>(status: &'static str, reason: &'static str) -> Part<T> {
    Part::Not(NotAnsweredJson { status, reason })
}

fn not_told_apart() -> Part<LastingJson> {
    not(
        "not_told_apart",
        "it takes eight weeks in which load came and stayed for weeks, or went after weeks",
    )
}

impl PersonJson {
    /// The wire form of a page.
    pub fn new(page: &PersonPage) -> Self {
        let p = &page.posterior;
        let (source, mornings) = match p.swc_source {
            PersonSwcSource::FreeDays(days) => ("free_days", days),
            PersonSwcSource::AllDays(days) => ("all_days", days),
            PersonSwcSource::HouseChoice => ("house_choice", 0),
        };
        Self {
            schema: "vagal.person/1",
            source: page.source.clone(),
            events: page.events,
            readings: page.readings,
            days: tidy(p.days),
            swc: PersonSwcJson { ln_rmssd: tidy(p.swc), source, mornings },
            inputs: Ordered(
                p.inputs.iter().map(|a| (a.id.clone(), PersonInputJson::new(a))).collect(),
            ),
            interference: p.interference.as_ref().map_or_else(
                || not("no_load", "the load never varied in this diary"),
                |i| {
                    Part::Answered(InterferenceJson {
                        mean_load: tidy(i.mean_load),
                        load_sd: tidy(i.load_sd),
                        at_once: LearnedJson::new(&i.at_once),
                        hold_factor: LearnedJson::new(&i.hold_factor),
                        ceiling_factor: LearnedJson::new(&i.ceiling_factor),
                        p_shortens: tidy(i.p_shortens),
                        p_lowers: tidy(i.p_lowers),
                        lasting: i.lasting.as_ref().map_or_else(not_told_apart, |l| {
                            Part::Answered(LastingJson::new(l))
                        }),
                    })
                },
            ),
            ceiling: CeilingJson {
                unloaded: LearnedJson::new(&p.ceiling.unloaded),
                at_mean_load: LearnedJson::new(&p.ceiling.at_mean_load),
                today: LearnedJson::new(&p.ceiling.today),
                load_today: tidy(p.ceiling.load_today),
                observed_high: p.ceiling.observed_high.and_then(tidy),
            },
            correction: p.correction.as_ref().map_or_else(
                || not("no_correction", "no correction with days before and after it"),
                |c| {
                    Part::Answered(CorrectionJson {
                        hold_factor: LearnedJson::new(&c.hold_factor),
                        p_longer: tidy(c.p_longer),
                        power_for_1_8_times: tidy(c.power),
                    })
                },
            ),
            mediation: if p.mediation.is_empty() {
                not("no_tension", "no readings of tension after a session")
            } else {
                let all = p.mediation.iter();
                Part::Answered(Ordered(
                    all.map(|m| (m.input.clone(), MediationJson::new(m))).collect(),
                ))
            },
            parameters: Ordered(
                p.parameters.iter().map(|a| (a.name.clone(), ParameterJson::new(a))).collect(),
            ),
            next_best: p.next_best.as_ref().map_or_else(
                || not("no_question", crate::words::person::nothing_to_teach(p)),
                |n| Part::Answered(NextBestJson::new(n, page.days.as_ref())),
            ),
            checks: Ordered(
                p.checks.iter().map(|c| (c.channel.clone(), CheckJson::new(c))).collect(),
            ),
            robustness: p.robustness.as_ref().map(RobustnessJson::new),
            framework: page
                .framework
                .as_ref()
                .map(|framework| super::framework::FrameworkJson::new(page, framework)),
            unknown_change: p.unknown_change.as_ref().map_or_else(
                || not("not_looked_for", "a correction is on file, or the diary is too short"),
                |c| {
                    Part::Answered(UnknownChangeJson {
                        p_none: tidy(c.p_none),
                        effective_draws: tidy(c.effective_draws),
                        days: tidy_all(c.days.iter().copied()),
                        probabilities: tidy_all(c.probabilities.iter().copied()),
                    })
                },
            ),
            forecast: p.forecast.as_ref().map_or_else(
                || not("too_short", "fewer than 14 daily readings after the first four weeks"),
                |f| Part::Answered(ForecastJson::new(f)),
            ),
            pool: p.pool.as_ref().map(PoolJson::new),
            habits: p.habits.as_ref().map_or_else(
                || not("too_few", "fewer than eight weeks with entries of sleep, training or diet on half of the days"),
                |h| Part::Answered(HabitsJson::new(h)),
            ),
            together: p.together.as_ref().map_or_else(
                || not("no_session", "no session in this diary"),
                |t| Part::Answered(TogetherJson::new(t)),
            ),
            hold_by_load: Ordered(
                p.hold_by_load.iter().map(|h| (h.input.clone(), HoldByLoadJson::new(h))).collect(),
            ),
            comparisons: ComparisonsJson::new(&p.comparisons),
            error_rates: page.rates.as_ref().map(RatesJson::new),
            sampling: SamplingJson::new(&p.sampling),
        }
    }
}
