//! The whole assessment of one session: quality, shift, what else explains it, verdict, hold.

use vagal_core::response::{
    Explanation, Grade, LevelCurve, PhaseSummary, Quality, SessionResponse, Shift, Swc, SwcSource,
    Verdict,
};
use vagal_core::session::{Circumstances, Phase, PhaseName};
use vagal_core::{BreathingRate, BreathingTrack, Hz, NnSeries, Rhythm, Sensor, Unfit, Window};

use crate::contrast::Contrast;
use crate::level::Reading;
use crate::rivals::Rivals;
use crate::{Settings, breathing, curve, quality, readings, shift};

/// One session on one time axis, as the line delivers it.
#[derive(Clone, Debug)]
pub struct Session<'a> {
    /// Intervals of the whole session.
    pub nn: &'a NnSeries,
    /// What the rhythm gate says of the uncorrected beats.
    pub rhythm: &'a Rhythm,
    /// Before, after and, where recorded, during; in order of time.
    pub phases: &'a [Phase],
    /// Breathing over the session.
    pub breathing: Option<&'a BreathingTrack>,
    /// The sensor.
    pub sensor: Sensor,
    /// True if breathing itself is the input, so that only natural breathing may be compared.
    pub breathing_is_input: bool,
    /// Circumstances.
    pub circumstances: &'a Circumstances,
    /// Standard deviation of the person's lnRMSSD over session-free days, and how many days.
    pub own_days: Option<(f64, usize)>,
}

impl Session<'_> {
    pub(crate) fn window(&self, name: PhaseName) -> Option<Window> {
        self.phases.iter().find(|p| p.name == name).map(|p| p.window)
    }

    /// The before phase, or the part of it spent in one posture.
    fn quiet_before(&self) -> Option<Window> {
        let before = self.window(PhaseName::Before)?;
        Some(self.circumstances.still_before.map_or(before, |still| within(before, still)))
    }

    /// The after phase up to the first movement or change of posture.
    pub(crate) fn quiet_after(&self) -> Option<Window> {
        let mut after = self.window(PhaseName::After)?;
        if let Some(still) = self.circumstances.still_after {
            after = within(after, still);
        }
        if let Some(moved_at_s) = self.circumstances.moved_at_s {
            after.end_s = after.end_s.min(moved_at_s.max(after.start_s));
        }
        Some(after)
    }

    /// The compared windows: the end of the before phase and the first minutes after.
    fn compared(&self, settings: &Settings) -> Option<(Window, Window)> {
        let before = self.quiet_before()?;
        let after = self.quiet_after()?;
        let start_s = before.start_s.max(before.end_s - settings.before_s);
        let end_s = after.end_s.min(after.start_s + settings.after_s);
        Some((Window { start_s, ..before }, Window { end_s, ..after }))
    }

    pub(crate) fn swc(&self, settings: &Settings) -> Swc {
        match self.own_days {
            Some((sd, days)) if days >= settings.swc_own_days && sd > 0.0 => {
                Swc { ln_rmssd: 0.5 * sd, source: SwcSource::OwnDays { days } }
            }
            _ => Swc { ln_rmssd: settings.swc_house, source: SwcSource::HouseChoice },
        }
    }
}

/// The part of a phase that lies in a stretch; of no length where they do not meet.
fn within(phase: Window, stretch: Window) -> Window {
    let start_s = phase.start_s.max(stretch.start_s).min(phase.end_s);
    Window { start_s, end_s: phase.end_s.min(stretch.end_s).max(start_s) }
}

/// The decision without its surroundings: what a study of error rates needs of a session.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The answer.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub reason: String,
    /// The grade.
    pub quality: Quality,
    /// The change of lnRMSSD; `None` if unusable.
    pub shift: Option<Shift>,
    /// What else could explain it.
    pub explanations: Vec<Explanation>,
}

/// Decides on a session: grade, rival explanations, shift, verdict.
pub fn judge(session: &Session<'_>, settings: &Settings) -> Judgement {
    let swc = session.swc(settings).ln_rmssd;
    let compared = session.compared(settings);
    let rivals = compared.map(|(before, after)| Rivals::look(session, before, after, settings));
    let quality = quality::grade(&facts(session, compared, rivals.as_ref()));
    let mut judgement = Judgement {
        verdict: Verdict::Unusable,
        reason: String::new(),
        quality,
        shift: None,
        explanations: rivals.as_ref().map_or_else(Vec::new, |r| r.explanations(session, settings)),
    };
    let Some((before, after)) = compared else {
        judgement.reason =
            "A shift is the difference between before and after; one of them is not recorded."
                .into();
        return judgement;
    };
    if judgement.quality.grade == Grade::D && !explained_by_what_is_known(&judgement) {
        judgement.reason = unusable_reason(&judgement.quality);
        return judgement;
    }
    let contrast = Contrast { session, before, after, settings };
    let Some((posterior, slope)) = contrast.ln_rmssd() else {
        judgement.reason = "Too few readable half-minutes before or after to compare.".into();
        return judgement;
    };
    let shift = shift::describe(&posterior, slope.as_ref(), swc);
    let verdict = shift::verdict(&shift, settings);
    let effect = rivals.as_ref().map_or(0.0, |r| r.breathing_effect(settings));
    if verdict.is_shift() && effect * shift.ln_rmssd.estimate > 0.0 {
        let unadjusted = contrast.without_breathing();
        let beyond = unadjusted.is_some_and(|d| shift::survives(&d, swc, effect.abs(), settings));
        if let (false, Some(breathing)) =
            (beyond, judgement.explanations.iter_mut().find(|e| e.id == "breathing"))
        {
            breathing.decisive = true;
            breathing.text = format!(
                "{} Such a change alone can move lnRMSSD by {effect:+.2}, and this shift is not surely \
                 larger.",
                breathing.text
            );
        }
    }
    let decisive = judgement.explanations.iter().find(|e| e.decisive);
    (judgement.verdict, judgement.reason) = match decisive {
        Some(explanation) => (Verdict::ExplainedOtherwise, explanation.text.clone()),
        None => (verdict, verdict_reason(verdict, &shift, swc)),
    };
    judgement.shift = Some(shift);
    judgement
}

/// True if a session that lost its grade to points alone has its explanation: a posture or a movement that
/// is known without the signal, and known the better the less the signal is worth. Nothing is claimed from
/// such a session, so weak data cannot make the claim wrong; a veto still says that there are no data.
fn explained_by_what_is_known(judgement: &Judgement) -> bool {
    let known = |e: &Explanation| e.decisive && ["posture", "movement"].contains(&e.id);
    judgement.explanations.iter().any(known) && !judgement.quality.items.iter().any(|i| i.veto)
}

/// Assesses a session. Never fails: what cannot be answered is `unusable` or `cannot_tell`, with the reason.
pub fn assess(session: &Session<'_>, settings: &Settings) -> SessionResponse {
    let swc = session.swc(settings);
    let Judgement { verdict, reason, quality, shift, explanations } = judge(session, settings);
    let mut response = SessionResponse {
        verdict,
        reason,
        quality,
        heart_rate: None,
        swc,
        detectable_80: shift.as_ref().map(|s| shift::detectable_80(s.sd, swc.ln_rmssd)),
        no_shift_attainable: shift.as_ref().map(|s| shift::no_shift_attainable(s.sd, swc.ln_rmssd)),
        hold: None,
        phases: summaries(session, session.phases),
        compared: Vec::new(),
        level: level_curve(session, settings),
        sensitivity: Vec::new(),
        explanations,
        breathing_source: session.breathing.map(|b| b.source),
        shift,
    };
    let compared = session.compared(settings);
    if let Some((before, after)) = compared {
        let phase = |name, window| Phase { name, window };
        let parts = [phase(PhaseName::Before, before), phase(PhaseName::After, after)];
        response.compared = summaries(session, &parts);
        response.explanations.extend(low_frequency(&response));
    }
    if let (Some(shift), Some((before, after))) = (&response.shift, compared) {
        let contrast = Contrast { session, before, after, settings };
        response.heart_rate = contrast.heart_rate().map(|m| shift::estimate(&m));
        response.sensitivity = contrast.sensitivity(shift.breathing_slope.is_some());
        if verdict == Verdict::ShiftedUp {
            response.hold = contrast.hold(swc.ln_rmssd);
        }
    }
    response
}

/// What the grade is computed from; a phase that is not recorded has no seconds.
fn facts<'a>(
    session: &'a Session<'_>,
    compared: Option<(Window, Window)>,
    rivals: Option<&Rivals>,
) -> quality::Facts<'a> {
    let covered_s = |w: Window| session.nn.window(w.start_s, w.end_s).covered_s();
    let worst = |w: Window| worst_corrected_pct(session.nn, w);
    quality::Facts {
        before_s: compared.map_or(0.0, |(before, _)| covered_s(before)),
        after_s: compared.map_or(0.0, |(_, after)| covered_s(after)),
        worst_corrected_pct: compared.map_or(0.0, |(b, a)| worst(b).max(worst(a))),
        breathing: rivals
            .filter(|r| r.breathing_is_measured())
            .and(session.breathing.map(|b| b.source)),
        breathing_shift_uncorrected: rivals
            .is_some_and(|r| r.breathing_changed() && !r.breathing_is_measured()),
        rhythm: session.rhythm,
        sensor: session.sensor,
        circumstances: session.circumstances,
    }
}

fn summaries(session: &Session<'_>, phases: &[Phase]) -> Vec<PhaseSummary> {
    phases
        .iter()
        .map(|phase| {
            let breathing = phase_breathing(session.breathing, phase.window);
            let rhythm = session.rhythm.refusal();
            let summary = vagal_signal::summarize(session.nn, phase.window, breathing, rhythm);
            // A run of n intervals has n + 1 beats.
            let inside = session.nn.window(phase.window.start_s, phase.window.end_s);
            let n_beats = inside.len() + inside.runs().count();
            PhaseSummary { phase: *phase, n_beats, summary }
        })
        .collect()
}

/// A rise of LF power is read as breathing before it is read as anything else.
fn low_frequency(response: &SessionResponse) -> Option<Explanation> {
    let part = |name| response.compared.iter().find(|p| p.phase.name == name);
    let (before, after) = (part(PhaseName::Before)?, part(PhaseName::After)?);
    let power = |p: &PhaseSummary| Some(p.summary.index("lf")?.as_ref().ok()?.number());
    let (low, high) = (power(before)?, power(after)?);
    // A fifth more than before: less is within what one five-minute spectrum varies (house choice).
    if high < 1.2 * low {
        return None;
    }
    let rate = |p: &PhaseSummary| Some(p.summary.breathing.as_ref().ok()?.rate.as_hz() * 60.0);
    let why = match (rate(before), rate(after)) {
        (_, Some(rate)) if rate < 9.0 => {
            format!("breathing at {rate:.1} a minute lies in that band and makes such waves by itself")
        }
        (Some(_), Some(rate)) => format!(
            "breathing at {rate:.1} a minute lies above that band, but single slow breaths and sighs \
             raise it too"
        ),
        _ => "breathing slower than 9 a minute makes such waves by itself, and breathing is not known \
              in both phases"
            .into(),
    };
    Some(Explanation {
        id: "low_frequency",
        text: format!("LF power (0.04 to 0.15 Hz) rose from {low:.0} to {high:.0} ms²: {why}."),
        decisive: false,
    })
}

fn phase_breathing(track: Option<&BreathingTrack>, window: Window) -> Result<BreathingRate, Unfit> {
    let track = track.ok_or(Unfit::BreathingUnknown)?;
    let spread = breathing::spread(track, window, 0.0)
        .filter(|s| s.is_measured())
        .ok_or(Unfit::BreathingUnknown)?;
    let rate = Hz::new(spread.median / 60.0).ok_or(Unfit::BreathingUnknown)?;
    Ok(BreathingRate { rate, source: track.source })
}

/// The largest share of corrected intervals in five minutes, the last stretch included.
fn worst_corrected_pct(nn: &NnSeries, window: Window) -> f64 {
    let pieces = (window.length_s() / 300.0).floor().max(1.0);
    let length_s = window.length_s() / pieces;
    (0..pieces as usize)
        .map(|i| {
            let start_s = window.start_s + i as f64 * length_s;
            nn.window(start_s, start_s + length_s).corrected_pct()
        })
        .fold(0.0, f64::max)
}

fn level_curve(session: &Session<'_>, settings: &Settings) -> LevelCurve {
    // More readings than this make no visible difference and cost their cube.
    const MAX_READINGS: f64 = 160.0;
    let total_s: f64 = session.phases.iter().map(|p| p.window.length_s()).sum();
    let reading_s = settings.reading_s.max(total_s / MAX_READINGS);
    let phases: Vec<Vec<Reading>> = session
        .phases
        .iter()
        .map(|p| {
            let stretch = readings::Stretch { window: p.window, reading_s };
            readings::ln_rmssd(session.nn, &[stretch], settings)
        })
        .collect();
    curve::curve(&phases, &settings.level)
}

fn unusable_reason(quality: &Quality) -> String {
    let vetoes: Vec<&str> =
        quality.items.iter().filter(|i| i.veto).map(|i| i.text.as_str()).collect();
    if vetoes.is_empty() {
        format!(
            "Quality {} of 100 points: too much is missing to read a shift from it.",
            quality.score
        )
    } else {
        format!("The recording cannot bear an answer: {}.", vetoes.join("; "))
    }
}

fn verdict_reason(verdict: Verdict, shift: &Shift, swc: f64) -> String {
    let p = if verdict == Verdict::NoShift { shift.p_within_swc } else { shift.p_above_swc };
    let than = format!("the smallest worthwhile change of {swc:.2}");
    match verdict {
        Verdict::ShiftedUp => format!("The rise is larger than {than} with probability {p:.2}."),
        Verdict::ShiftedDown => format!("The fall is larger than {than} with probability {p:.2}."),
        Verdict::NoShift => format!("The change is smaller than {than} with probability {p:.2}."),
        _ => format!(
            "Neither a change beyond {than} (probability {:.2}) nor its absence ({:.2}) is certain enough.",
            shift.p_above_swc, shift.p_within_swc
        ),
    }
}
