//! The whole assessment of one session: quality, shift, what else explains it, verdict, hold.

use vagal_core::response::{
    Explanation, Grade, PhaseSummary, Sensitivity, SessionResponse, Shift, Swc, SwcSource, Verdict,
};
use vagal_core::session::{Circumstances, Phase, PhaseName};
use vagal_core::{BreathingRate, BreathingTrack, Hz, NnSeries, Rhythm, Sensor, Unfit, Window};

use crate::breathing::{self, BreathingSpread};
use crate::level::{Mixture, Reading};
use crate::shift::Comparison;
use crate::{Settings, curve, hold, quality, readings, shift};

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
    fn window(&self, name: PhaseName) -> Option<Window> {
        self.phases.iter().find(|p| p.name == name).map(|p| p.window)
    }

    /// The compared windows: the end of the before phase and the first minutes after.
    fn compared(&self, settings: &Settings) -> Option<(Window, Window)> {
        let before = self.window(PhaseName::Before)?;
        let mut after = self.window(PhaseName::After)?;
        if let Some(moved_at_s) = self.circumstances.moved_at_s {
            after.end_s = after.end_s.min(moved_at_s.max(after.start_s));
        }
        let start_s = before.start_s.max(before.end_s - settings.before_s);
        let end_s = after.end_s.min(after.start_s + settings.after_s);
        Some((Window { start_s, ..before }, Window { end_s, ..after }))
    }

    fn swc(&self, settings: &Settings) -> Swc {
        match self.own_days {
            Some((sd, days)) if days >= settings.swc_own_days && sd > 0.0 => {
                Swc { ln_rmssd: 0.5 * sd, source: SwcSource::OwnDays { days } }
            }
            _ => Swc { ln_rmssd: settings.swc_house, source: SwcSource::HouseChoice },
        }
    }
}

/// Assesses a session. Never fails: what cannot be answered is `unusable` or `cannot_tell`, with the reason.
pub fn assess(session: &Session<'_>, settings: &Settings) -> SessionResponse {
    let swc = session.swc(settings);
    let phases = phase_summaries(session);
    let Some((before, after)) = session.compared(settings) else {
        return no_comparison(session, settings, swc, phases);
    };
    let rivals = Rivals::look(session, before, after, settings);
    let facts = quality::Facts {
        before_s: session.nn.window(before.start_s, before.end_s).covered_s(),
        after_s: session.nn.window(after.start_s, after.end_s).covered_s(),
        worst_corrected_pct: worst_corrected_pct(session.nn, before)
            .max(worst_corrected_pct(session.nn, after)),
        breathing: rivals.spreads.and(session.breathing.map(|b| b.source)),
        breathing_shift_uncorrected: rivals.breathing_changed() && rivals.overlap.is_none(),
        rhythm: session.rhythm,
        sensor: session.sensor,
        circumstances: session.circumstances,
    };
    let quality = quality::grade(&facts);
    let mut response = SessionResponse {
        verdict: Verdict::Unusable,
        reason: String::new(),
        quality,
        shift: None,
        heart_rate: None,
        swc,
        detectable_80: None,
        no_shift_attainable: None,
        hold: None,
        phases,
        level: level_curve(session, settings),
        sensitivity: Vec::new(),
        explanations: rivals.explanations(session, settings),
        breathing_source: session.breathing.map(|b| b.source),
    };
    if response.quality.grade == Grade::D {
        response.reason = unusable_reason(&response);
        return response;
    }
    let contrast = Contrast { session, before, after, settings };
    let Some((posterior, slope)) = contrast.ln_rmssd(session.nn, after, true) else {
        response.reason = "Too few readable half-minutes before or after to compare.".into();
        return response;
    };
    let described = shift::describe(&posterior, slope.as_ref(), swc.ln_rmssd);
    response.heart_rate = contrast.heart_rate().map(|m| shift::estimate(&m));
    response.detectable_80 = Some(shift::detectable_80(described.sd, swc.ln_rmssd));
    response.no_shift_attainable = Some(shift::no_shift_attainable(described.sd, swc.ln_rmssd));
    response.sensitivity = contrast.sensitivity(slope.is_some());
    let decisive = response.explanations.iter().find(|e| e.decisive);
    (response.verdict, response.reason) = match decisive {
        Some(explanation) => (Verdict::ExplainedOtherwise, explanation.text.clone()),
        None => {
            let verdict = shift::verdict(&described, settings);
            (verdict, verdict_reason(verdict, &described, swc.ln_rmssd))
        }
    };
    if response.verdict == Verdict::ShiftedUp {
        response.hold = contrast.hold(swc.ln_rmssd);
    }
    response.shift = Some(described);
    response
}

/// Nothing to compare: the phases are shown, and the verdict says what is missing.
fn no_comparison(
    session: &Session<'_>,
    settings: &Settings,
    swc: Swc,
    phases: Vec<PhaseSummary>,
) -> SessionResponse {
    let covered = |name| {
        session.window(name).map_or(0.0, |w| session.nn.window(w.start_s, w.end_s).covered_s())
    };
    let facts = quality::Facts {
        before_s: covered(PhaseName::Before),
        after_s: covered(PhaseName::After),
        worst_corrected_pct: 0.0,
        breathing: session.breathing.map(|b| b.source),
        breathing_shift_uncorrected: false,
        rhythm: session.rhythm,
        sensor: session.sensor,
        circumstances: session.circumstances,
    };
    SessionResponse {
        verdict: Verdict::Unusable,
        reason: "A shift is the difference between before and after; one of them is not recorded."
            .into(),
        quality: quality::grade(&facts),
        shift: None,
        heart_rate: None,
        swc,
        detectable_80: None,
        no_shift_attainable: None,
        hold: None,
        phases,
        level: level_curve(session, settings),
        sensitivity: Vec::new(),
        explanations: Vec::new(),
        breathing_source: session.breathing.map(|b| b.source),
    }
}

/// What is compared with what, and how.
struct Contrast<'a> {
    session: &'a Session<'a>,
    before: Window,
    after: Window,
    settings: &'a Settings,
}

impl Contrast<'_> {
    /// Posterior of d and of the slope on breathing.
    fn ln_rmssd(
        &self,
        nn: &NnSeries,
        after: Window,
        with_breathing: bool,
    ) -> Option<(Mixture, Option<Mixture>)> {
        let readings = readings::ln_rmssd(nn, &[self.before, after], self.settings);
        self.fit(&readings, with_breathing)
    }

    fn fit(
        &self,
        readings: &[Reading],
        with_breathing: bool,
    ) -> Option<(Mixture, Option<Mixture>)> {
        let breathing_per_min = if with_breathing { self.breathing_of(readings) } else { None };
        let comparison = Comparison {
            readings,
            after_start_s: self.after.start_s,
            breathing_per_min,
            prior: &self.settings.level,
            drift_sd: self.settings.drift_sd,
        };
        let fitted = shift::fit(&comparison, self.settings)?;
        Some((fitted.shift(), fitted.breathing_slope()))
    }

    fn heart_rate(&self) -> Option<Mixture> {
        let readings =
            readings::heart_rate(self.session.nn, &[self.before, self.after], self.settings);
        let comparison = Comparison {
            readings: &readings,
            after_start_s: self.after.start_s,
            breathing_per_min: None,
            prior: &self.settings.heart_rate_level,
            drift_sd: self.settings.heart_rate_drift_sd,
        };
        shift::fit(&comparison, self.settings).map(|fitted| fitted.shift())
    }

    /// Breathing in each reading, the phase's mean where one is unknown; `None` if a phase has too little.
    fn breathing_of(&self, readings: &[Reading]) -> Option<Vec<f64>> {
        let track = self.session.breathing?;
        let resolution = self.settings.breathing_resolution_per_min;
        breathing::spread(track, self.before, resolution)?;
        breathing::spread(track, self.after, resolution)?;
        let (before, after) = (track.mean_in(self.before)?, track.mean_in(self.after)?);
        let rate = |r: &Reading| {
            let fallback = if r.span.centre_s() < self.after.start_s { before } else { after };
            let window = Window { start_s: r.span.start_s, end_s: r.span.end_s };
            track.mean_in(window).unwrap_or(fallback)
        };
        Some(readings.iter().map(rate).collect())
    }

    /// The same session read in other ways.
    fn sensitivity(&self, breathing_in_model: bool) -> Vec<Sensitivity> {
        let whole = self.session.window(PhaseName::After).unwrap_or(self.after);
        let mut rows = Vec::new();
        let mut row = |id, text: &str, d: Option<Mixture>, unfit: Unfit| {
            let ln_rmssd = d.map(|m| shift::estimate(&m)).ok_or(unfit);
            rows.push(Sensitivity { id, text: text.into(), ln_rmssd });
        };
        let parts = [
            ("after_0_5", "minutes 0 to 5 after", 0.0, 300.0),
            ("after_5_10", "minutes 5 to 10 after", 300.0, 600.0),
            ("after_10_15", "minutes 10 to 15 after", 600.0, 900.0),
        ];
        for (id, text, from_s, to_s) in parts {
            let part = shift::part(whole, from_s, to_s);
            let d = part.and_then(|w| self.ln_rmssd(self.session.nn, w, true)).map(|(d, _)| d);
            let have_s = part.map_or(0.0, Window::length_s);
            row(id, text, d, Unfit::WindowTooShort { need_s: 60.0, have_s });
        }
        let windows = [self.before, self.after];
        let per_mean = readings::ln_rmssd_per_mean_nn(self.session.nn, &windows, self.settings);
        let too_few = |n| Unfit::TooFewIntervals { need: 4, have: n };
        row(
            "per_mean_nn",
            "RMSSD divided by the mean NN interval",
            self.fit(&per_mean, true).map(|(d, _)| d),
            too_few(per_mean.len()),
        );
        let kept = self.session.nn.without_corrected();
        row(
            "corrected_deleted",
            "corrected beats deleted instead of interpolated",
            self.ln_rmssd(&kept, self.after, true).map(|(d, _)| d),
            too_few(0),
        );
        if breathing_in_model {
            row(
                "without_breathing",
                "without the term for breathing",
                self.ln_rmssd(self.session.nn, self.after, false).map(|(d, _)| d),
                too_few(0),
            );
        }
        rows
    }

    fn hold(&self, swc: f64) -> Option<vagal_core::response::Hold> {
        let mut whole = self.session.window(PhaseName::After)?;
        if let Some(moved_at_s) = self.session.circumstances.moved_at_s {
            whole.end_s = whole.end_s.min(moved_at_s.max(whole.start_s));
        }
        let before = readings::ln_rmssd(self.session.nn, &[self.before], self.settings);
        let after = readings::ln_rmssd(self.session.nn, &[whole], self.settings);
        hold::hold(&before, &after, whole, swc, self.settings)
    }
}

/// Other things that differ between the compared windows.
struct Rivals {
    spreads: Option<(BreathingSpread, BreathingSpread)>,
    /// `None` where breathing is unknown.
    overlap: Option<f64>,
    corrected_pct: (f64, f64),
}

impl Rivals {
    fn look(session: &Session<'_>, before: Window, after: Window, settings: &Settings) -> Self {
        let spreads = session.breathing.and_then(|track| {
            let of = |w| breathing::spread(track, w, settings.breathing_resolution_per_min);
            Some((of(before)?, of(after)?))
        });
        let corrected = |w: Window| session.nn.window(w.start_s, w.end_s).corrected_pct();
        Self {
            overlap: spreads.map(|(a, b)| breathing::overlap(a, b)),
            spreads,
            corrected_pct: (corrected(before), corrected(after)),
        }
    }

    /// More than 2 breaths a minute or a fifth between the phases.
    fn breathing_changed(&self) -> bool {
        self.spreads.is_some_and(|(before, after)| {
            let change = (after.median - before.median).abs();
            change > 2.0 || change > 0.2 * before.median
        })
    }

    fn explanations(&self, session: &Session<'_>, settings: &Settings) -> Vec<Explanation> {
        let mut found = vec![self.posture(session), movement(session), self.breathing(settings)];
        let (before, after) = self.corrected_pct;
        let differ = (after - before).abs() > settings.flag_corrected_points;
        found.push(Explanation {
            id: "corrections",
            text: format!(
                "Corrected intervals: {before:.1}% before, {after:.1}% after{}.",
                if differ { ", a difference large enough to move RMSSD" } else { "" }
            ),
            decisive: false,
        });
        found
    }

    fn posture(&self, session: &Session<'_>) -> Explanation {
        let c = session.circumstances;
        let (text, decisive) = match (c.posture_before, c.posture_after) {
            (Some(a), Some(b)) if a == b => (format!("Posture the same: {}.", a.id()), false),
            (Some(a), Some(b)) => (
                format!(
                    "Posture changed from {} to {}, which alone moves heart rate and RMSSD.",
                    a.id(),
                    b.id()
                ),
                true,
            ),
            _ => (
                "Posture not recorded; the same posture before and after is assumed.".into(),
                false,
            ),
        };
        Explanation { id: "posture", text, decisive }
    }

    fn breathing(&self, settings: &Settings) -> Explanation {
        let (text, decisive) = match (self.spreads, self.overlap) {
            (Some((before, after)), Some(overlap)) => {
                let from_to = format!("{:.1} to {:.1} a minute", before.median, after.median);
                if overlap < settings.min_breathing_overlap {
                    let slow = if after.median < 9.0 {
                        ", slow enough that breathing itself makes the low-frequency waves"
                    } else {
                        ""
                    };
                    (
                        format!(
                            "Breathing went from {from_to}{slow}; the shift cannot be separated \
                             from breathing."
                        ),
                        true,
                    )
                } else if self.breathing_changed() {
                    (format!("Breathing went from {from_to}; the model allows for it."), false)
                } else {
                    (format!("Breathing much the same: {from_to}."), false)
                }
            }
            _ => (
                "Breathing not measured in both phases; it may explain part of this.".into(),
                false,
            ),
        };
        Explanation { id: "breathing", text, decisive }
    }
}

fn movement(session: &Session<'_>) -> Explanation {
    let (text, decisive) = match session.circumstances.moving_pct {
        Some(share) if share > 25.0 => (
            format!(
                "Talking or moving for {share:.0}% of the compared windows explains a change by itself."
            ),
            true,
        ),
        Some(share) => {
            (format!("Talking or moving for {share:.0}% of the compared windows."), false)
        }
        None => ("Movement not recorded.".into(), false),
    };
    Explanation { id: "movement", text, decisive }
}

fn phase_summaries(session: &Session<'_>) -> Vec<PhaseSummary> {
    session
        .phases
        .iter()
        .map(|phase| {
            let breathing = phase_breathing(session.breathing, phase.window);
            let summary = vagal_signal::summarize(
                session.nn,
                phase.window,
                breathing,
                session.rhythm.has_veto(),
            );
            // A run of n intervals has n + 1 beats.
            let inside = session.nn.window(phase.window.start_s, phase.window.end_s);
            let n_beats = inside.len() + inside.runs().count();
            PhaseSummary { phase: *phase, n_beats, summary }
        })
        .collect()
}

fn phase_breathing(track: Option<&BreathingTrack>, window: Window) -> Result<BreathingRate, Unfit> {
    let track = track.ok_or(Unfit::BreathingUnknown)?;
    let spread = breathing::spread(track, window, 0.0).ok_or(Unfit::BreathingUnknown)?;
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

fn level_curve(session: &Session<'_>, settings: &Settings) -> vagal_core::response::LevelCurve {
    // More readings than this make no visible difference and cost their cube.
    const MAX_READINGS: f64 = 160.0;
    let total_s: f64 = session.phases.iter().map(|p| p.window.length_s()).sum();
    let reading_s = settings.reading_s.max(total_s / MAX_READINGS);
    let settings = Settings { reading_s, ..settings.clone() };
    let phases: Vec<Vec<Reading>> = session
        .phases
        .iter()
        .map(|p| readings::ln_rmssd(session.nn, &[p.window], &settings))
        .collect();
    curve::curve(&phases, &settings.level)
}

fn unusable_reason(response: &SessionResponse) -> String {
    let vetoes: Vec<&str> =
        response.quality.items.iter().filter(|i| i.veto).map(|i| i.text.as_str()).collect();
    if vetoes.is_empty() {
        format!(
            "Quality {} of 100 points: too much is missing to read a shift from it.",
            response.quality.score
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
