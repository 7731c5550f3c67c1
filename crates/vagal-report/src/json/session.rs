//! `vagal.session/1`: how one session was answered.

use std::collections::BTreeMap;

use serde::Serialize;
use vagal_core::response::{
    Estimate, Hold, LevelCurve, PhaseSummary, Quality, Shift, SwcSource, Verdict,
};

use super::beats::LedgerJson;
use super::common::{Indices, InputFileJson, InputJson, NoteJson, RhythmJson, tidy, tidy_all};
use super::known::{ClaimJson, ErrorRatesJson, MethodJson, TruthJson};
use crate::page::SessionPage;
use crate::words;

/// One subtraction from the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QualityItemJson {
    /// Stable identifier.
    pub id: &'static str,
    /// Points subtracted.
    pub minus: u32,
    /// Best grade it leaves, if it limits it.
    pub cap: Option<&'static str>,
    /// True if it alone makes the session unusable.
    pub veto: bool,
    /// What was found.
    pub text: String,
}

/// The quality of a session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QualityJson {
    /// `A` to `D`.
    pub grade: &'static str,
    /// Points left of 100.
    pub score: u32,
    /// The subtractions.
    pub items: Vec<QualityItemJson>,
}

impl QualityJson {
    fn new(quality: &Quality) -> Self {
        let letter = words::grade_letter;
        let items = quality
            .items
            .iter()
            .map(|i| QualityItemJson {
                id: i.id,
                minus: i.minus,
                cap: i.cap.map(letter),
                veto: i.veto,
                text: i.text.clone(),
            })
            .collect();
        Self { grade: letter(quality.grade), score: quality.score, items }
    }
}

/// An estimate with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EstimateJson {
    /// Posterior mean.
    pub estimate: f64,
    /// 2.5% point.
    pub lo: f64,
    /// 97.5% point.
    pub hi: f64,
}

impl EstimateJson {
    /// `None` if one of the numbers is not finite.
    fn new(e: &Estimate) -> Option<Self> {
        Some(Self { estimate: tidy(e.estimate)?, lo: tidy(e.lo)?, hi: tidy(e.hi)? })
    }
}

/// The change of lnRMSSD.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShiftLnRmssdJson {
    /// Posterior mean of d, ln units.
    pub estimate: f64,
    /// 2.5% point.
    pub lo: f64,
    /// 97.5% point.
    pub hi: f64,
    /// Pr(|d| > SWC in the direction of the estimate).
    pub p_above_swc: f64,
    /// Pr(|d| < SWC).
    pub p_within_swc: f64,
    /// Posterior standard deviation.
    pub sd: Option<f64>,
    /// The 1%, 3%, …, 99% points.
    pub quantiles: Vec<f64>,
}

/// The change, by quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShiftJson {
    /// lnRMSSD, the primary index.
    pub ln_rmssd: ShiftLnRmssdJson,
    /// Heart rate, beats a minute.
    pub hr_bpm: Option<EstimateJson>,
    /// Slope of lnRMSSD on breathing, ln units for one breath a minute more.
    pub breathing_slope: Option<EstimateJson>,
}

impl ShiftJson {
    fn new(shift: &Shift, heart_rate: Option<&Estimate>) -> Option<Self> {
        let d = EstimateJson::new(&shift.ln_rmssd)?;
        Some(Self {
            ln_rmssd: ShiftLnRmssdJson {
                estimate: d.estimate,
                lo: d.lo,
                hi: d.hi,
                p_above_swc: tidy(shift.p_above_swc)?,
                p_within_swc: tidy(shift.p_within_swc)?,
                sd: tidy(shift.sd),
                quantiles: tidy_all(shift.quantiles.iter().copied()),
            },
            hr_bpm: heart_rate.and_then(EstimateJson::new),
            breathing_slope: shift.breathing_slope.as_ref().and_then(EstimateJson::new),
        })
    }
}

/// In-session hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HoldJson {
    /// Posterior median, minutes.
    pub minutes: f64,
    /// 2.5% point, minutes.
    pub lo: f64,
    /// 97.5% point, minutes.
    pub hi: f64,
    /// True if the recording ended first.
    pub censored: bool,
    /// Share of the posterior still above at the end.
    pub p_still_above: Option<f64>,
}

impl HoldJson {
    fn new(hold: &Hold) -> Option<Self> {
        Some(Self {
            minutes: tidy(hold.minutes)?,
            lo: tidy(hold.lo)?,
            hi: tidy(hold.hi)?,
            censored: hold.censored,
            p_still_above: tidy(hold.p_still_above),
        })
    }
}

/// One phase.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhaseJson {
    /// `before`, `during` or `after`.
    pub name: &'static str,
    /// First second on the session's axis.
    pub start_s: Option<f64>,
    /// Last second.
    pub end_s: Option<f64>,
    /// Beats in it.
    pub n_beats: usize,
    /// Share of the intervals corrected, per cent.
    pub corrected_pct: Option<f64>,
    /// Breaths a minute, where known.
    pub resp_per_min: Option<f64>,
    /// How breathing is known.
    pub resp_source: Option<&'static str>,
    /// False if the level or the spread drifts within the phase.
    pub stationary: Option<bool>,
    /// Its indices.
    pub indices: Indices,
}

impl PhaseJson {
    fn new(phase: &PhaseSummary) -> Self {
        let breathing = phase.summary.breathing.as_ref().ok();
        Self {
            name: phase.phase.name.id(),
            start_s: tidy(phase.phase.window.start_s),
            end_s: tidy(phase.phase.window.end_s),
            n_beats: phase.n_beats,
            corrected_pct: tidy(phase.summary.corrected_pct),
            resp_per_min: breathing.and_then(|b| tidy(b.rate.as_hz() * 60.0)),
            resp_source: breathing.map(|b| b.source.id()),
            stationary: phase.summary.stationary,
            indices: Indices::new(&phase.summary),
        }
    }
}

/// What else could explain the change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExplanationJson {
    /// Stable identifier.
    pub id: &'static str,
    /// What was found.
    pub text: String,
    /// True if it alone forbids a verdict on the input.
    pub decisive: bool,
}

/// Another reading of the same session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SensitivityJson {
    /// Stable identifier.
    pub id: &'static str,
    /// What was done differently.
    pub text: String,
    /// d under it, ln units; `null` if unfit.
    pub ln_rmssd: Option<EstimateJson>,
    /// Why not, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unfit: Option<String>,
}

/// The level of lnRMSSD over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LevelJson {
    /// Seconds on the session's axis.
    pub time_s: Vec<f64>,
    /// Posterior mean, ln ms.
    pub mean: Vec<f64>,
    /// Posterior standard deviation, ln ms.
    pub sd: Vec<f64>,
    /// The readings the model saw: `[centre_s, ln_rmssd, sampling_sd]`.
    pub readings: Vec<[f64; 3]>,
}

impl LevelJson {
    fn new(level: &LevelCurve) -> Self {
        let mut out = Self::default();
        for ((t, m), s) in level.time_s.iter().zip(&level.mean).zip(&level.sd) {
            // Points stay aligned: one that is not finite goes from all three lists.
            if let (Some(t), Some(m), Some(s)) = (tidy(*t), tidy(*m), tidy(*s)) {
                out.time_s.push(t);
                out.mean.push(m);
                out.sd.push(s);
            }
        }
        out.readings = level
            .readings
            .iter()
            .filter_map(|(t, v, s)| Some([tidy(*t)?, tidy(*v)?, tidy(*s)?]))
            .collect();
        out
    }
}

/// The whole answer of `vagal session`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionJson {
    /// `vagal.session/1`.
    pub schema: &'static str,
    /// Version of `vagal`.
    pub version: String,
    /// What was done.
    pub input: Option<InputJson>,
    /// When, in words.
    pub when: Option<String>,
    /// The verdict's identifier.
    pub verdict: &'static str,
    /// Why, in one sentence.
    pub reason: String,
    /// Answer, doubt and advice as the page says them.
    pub answer: Vec<String>,
    /// How good the recording and its protocol are.
    pub quality: QualityJson,
    /// The change; `null` when unusable.
    pub shift: Option<ShiftJson>,
    /// The smallest worthwhile change, ln units.
    pub swc: Option<f64>,
    /// `own_days` or `house_choice`.
    pub swc_source: &'static str,
    /// Own days behind it.
    pub swc_days: Option<usize>,
    /// The change that would have been found with 80% power, ln units.
    pub detectable_80: Option<f64>,
    /// True if `no_shift` could have been reached at all.
    pub no_shift_attainable: Option<bool>,
    /// In-session hold, only after `shifted_up`.
    pub hold: Option<HoldJson>,
    /// The phases.
    pub phases: Vec<PhaseJson>,
    /// The compared parts of the phases before and after.
    pub compared: Vec<PhaseJson>,
    /// What else could explain it.
    pub explanations: Vec<ExplanationJson>,
    /// Other readings of the same session.
    pub sensitivity: Vec<SensitivityJson>,
    /// What picked the beats up; with `ppg` every index is PRV.
    pub sensor: &'static str,
    /// How breathing is known.
    pub breathing_source: Option<&'static str>,
    /// What the beats say about the rhythm.
    pub rhythm: RhythmJson,
    /// Every change on the way to NN.
    pub ledger: Vec<LedgerJson>,
    /// The level over time.
    pub level: LevelJson,
    /// What is known elsewhere.
    pub literature: Vec<ClaimJson>,
    /// How often verdicts like this one are wrong.
    pub error_rates: Option<ErrorRatesJson>,
    /// The files.
    pub files: Vec<InputFileJson>,
    /// Remarks of the readers.
    pub notes: Vec<NoteJson>,
    /// Settings that decide numbers.
    pub settings: BTreeMap<String, String>,
    /// How it was made.
    pub method: MethodJson,
    /// What the simulator knows; left out for a real recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truth: Option<TruthJson>,
}

impl SessionJson {
    /// The wire form of a page.
    pub fn new(page: &SessionPage) -> Self {
        let response = &page.response;
        let answer = words::answer(page);
        let (swc_source, swc_days) = match response.swc.source {
            SwcSource::OwnDays { days } => ("own_days", Some(days)),
            SwcSource::HouseChoice => ("house_choice", None),
        };
        let shift = response.shift.as_ref();
        Self {
            schema: "vagal.session/1",
            version: page.method.version.clone(),
            input: page.input.as_ref().map(InputJson::new),
            when: page.when.as_ref().map(words::clock),
            verdict: response.verdict.id(),
            reason: response.reason.clone(),
            answer: [vec![answer.answer], answer.doubt, answer.next].concat(),
            quality: QualityJson::new(&response.quality),
            shift: shift
                .filter(|_| response.verdict != Verdict::Unusable)
                .and_then(|s| ShiftJson::new(s, response.heart_rate.as_ref())),
            swc: tidy(response.swc.ln_rmssd),
            swc_source,
            swc_days,
            detectable_80: response.detectable_80.and_then(tidy),
            no_shift_attainable: response.no_shift_attainable,
            hold: response.hold.as_ref().and_then(HoldJson::new),
            phases: response.phases.iter().map(PhaseJson::new).collect(),
            compared: response.compared.iter().map(PhaseJson::new).collect(),
            explanations: response
                .explanations
                .iter()
                .map(|e| ExplanationJson { id: e.id, text: e.text.clone(), decisive: e.decisive })
                .collect(),
            sensitivity: response
                .sensitivity
                .iter()
                .map(|s| SensitivityJson {
                    id: s.id,
                    text: s.text.clone(),
                    ln_rmssd: s.ln_rmssd.as_ref().ok().and_then(EstimateJson::new),
                    unfit: s.ln_rmssd.as_ref().err().map(ToString::to_string),
                })
                .collect(),
            sensor: page.sensor.id(),
            breathing_source: response.breathing_source.map(|s| s.id()),
            rhythm: RhythmJson::new(&page.rhythm),
            ledger: LedgerJson::all(&page.tachogram.ledger),
            level: LevelJson::new(&response.level),
            literature: page.literature.iter().map(ClaimJson::new).collect(),
            error_rates: page.error_rates.as_ref().and_then(ErrorRatesJson::new),
            files: page.sources.iter().map(InputFileJson::new).collect(),
            notes: page.notes.iter().map(|n| NoteJson::new(&n.file, &n.note)).collect(),
            settings: page.method.settings.iter().cloned().collect(),
            method: MethodJson::new(&page.method),
            truth: page.truth.as_ref().map(TruthJson::new),
        }
    }
}
