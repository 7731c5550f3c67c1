//! From a composed session and its response to the page that shows it.

use sha2::{Digest, Sha256};
use vagal_core::response::{LevelCurve, SessionResponse};
use vagal_core::session::{Circumstances, PhaseName};
use vagal_core::{Beats, ClockTime, Gap, Ledger, Note, Summary};
use vagal_report::page::{
    BeatsPage, BreathingPoint, ErrorRates, FalseAlarms, HrvPage, InputLine, LiteratureLine, Method,
    MetricLabel, PhaseSpectrum, PlacedNote, Power, SessionPage, SourceFile, Tachogram, Truth,
};
use vagal_session::Settings;
use vagal_signal::spectrum::Spectrum;

use crate::compose::Composed;
use crate::pipeline::Measured;
use crate::{config, error_rates};

/// A file as it was read, with what the line found in it.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// Name without directories.
    pub name: String,
    /// sha256 of its bytes, hexadecimal.
    pub sha256: String,
    /// What was found in it.
    pub measured: Measured,
}

/// sha256 of bytes, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// What a session's page needs beside the composition and the response.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Names, formats and hashes of the files, in order.
    pub files: Vec<(String, String)>,
    /// The phase each file stands for; empty for one recording of all phases.
    pub roles: Vec<PhaseName>,
    /// What was done.
    pub input: Option<InputLine>,
    /// When the session started, in local time where known.
    pub when: Option<ClockTime>,
    /// Circumstances as recorded.
    pub circumstances: Circumstances,
    /// Remarks of the command on top of the readers'.
    pub notes: Vec<Note>,
    /// The command line, without directories.
    pub command: Option<String>,
}

/// The page of a session.
pub fn session(
    composed: &Composed,
    response: SessionResponse,
    around: Surroundings,
    settings: &Settings,
    truth: Option<Truth>,
) -> SessionPage {
    let sources: Vec<SourceFile> = composed
        .parts
        .iter()
        .zip(&around.files)
        .enumerate()
        .map(|(i, (part, (name, hash)))| {
            source(name, hash, around.roles.get(i).copied(), &part.measured)
        })
        .collect();
    let mut notes: Vec<PlacedNote> = Vec::new();
    for (part, (name, _)) in composed.parts.iter().zip(&around.files) {
        let file = if composed.parts.len() > 1 { name.clone() } else { String::new() };
        notes.extend(
            part.measured.notes.iter().map(|n| PlacedNote { file: file.clone(), note: n.clone() }),
        );
    }
    let general = composed.notes.iter().chain(&around.notes);
    notes.extend(general.map(|n| PlacedNote { file: String::new(), note: n.clone() }));
    let gaps = composed.parts.iter().flat_map(|part| {
        part.measured.beats.gaps.iter().map(|g| Gap {
            start_s: g.start_s + part.offset_s,
            end_s: g.end_s + part.offset_s,
            reason: g.reason.clone(),
        })
    });
    let rr_count = composed.parts.iter().map(|p| p.measured.rr.len()).sum();
    let breathing = composed.breathing.as_ref().map(BreathingPoint::of_track).unwrap_or_default();
    SessionPage {
        literature: around.input.as_ref().map_or_else(Vec::new, |i| literature(&i.id)),
        error_rates: error_rates::for_session(&response),
        tachogram: Tachogram {
            nn: composed.nn.clone(),
            ledger: Ledger { corrections: composed.corrections.clone(), rr_count },
            gaps: gaps.collect(),
        },
        breathing,
        spectra: spectra(composed, &response),
        method: method(&around, settings),
        input: around.input,
        when: around.when,
        sources,
        sensor: composed.sensor,
        circumstances: around.circumstances,
        metrics: metrics(),
        rhythm: composed.rhythm.clone(),
        notes,
        response,
        truth,
    }
}

/// The page of `vagal beats`.
pub fn beats(file: ReadFile) -> BeatsPage {
    let source = source(&file.name, &file.sha256, None, &file.measured);
    let Measured { beats, rr, ledger, rhythm, notes, .. } = file.measured;
    BeatsPage { source, beats, rr, ledger, rhythm, notes }
}

/// The page of `vagal hrv`.
pub fn hrv(file: &ReadFile, windows: Vec<Summary>) -> HrvPage {
    HrvPage {
        source: source(&file.name, &file.sha256, None, &file.measured),
        metrics: metrics(),
        windows,
        notes: file.measured.notes.clone(),
    }
}

/// What stands on a page about a file.
pub(crate) fn source_of(file: &ReadFile) -> SourceFile {
    source(&file.name, &file.sha256, None, &file.measured)
}

fn source(name: &str, sha256: &str, role: Option<PhaseName>, measured: &Measured) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        format: measured.format.to_owned(),
        role,
        device: measured.device.clone(),
        sensor: measured.sensor,
        sampling_hz: measured.sampling_hz,
        duration_s: measured.span.length_s(),
        n_beats: Beats::len(&measured.beats),
        start: measured.start,
        content_hash: (!sha256.is_empty()).then(|| format!("sha256:{sha256}")),
    }
}

fn metrics() -> Vec<MetricLabel> {
    vagal_signal::metrics::METRICS
        .iter()
        .map(|m| MetricLabel { id: m.id.into(), symbol: m.symbol.into(), name: m.name.into() })
        .collect()
}

/// Spectra of the phases before and after.
fn spectra(composed: &Composed, response: &SessionResponse) -> Vec<PhaseSpectrum> {
    [PhaseName::Before, PhaseName::After]
        .into_iter()
        .filter_map(|name| {
            let phase = response.phase(name)?;
            let window = phase.phase.window;
            let breathing_hz = phase.summary.breathing.as_ref().ok().map(|b| b.rate.as_hz());
            let spectrum = Spectrum::of(&composed.nn.window(window.start_s, window.end_s));
            let (points, unfit): (Vec<(f64, f64)>, _) = match &spectrum {
                Ok(s) => (s.periodogram.points().collect(), None),
                Err(unfit) => (Vec::new(), Some(unfit.clone())),
            };
            let (freq_hz, psd_ms2_per_hz) = points.into_iter().unzip();
            Some(PhaseSpectrum { phase: name, freq_hz, psd_ms2_per_hz, breathing_hz, unfit })
        })
        .collect()
}

/// What the ledger says of an input's effect on the heartbeat.
fn literature(input: &str) -> Vec<LiteratureLine> {
    let Some(input) = vagal_evidence::input(input) else { return Vec::new() };
    let findings = |f: &vagal_evidence::Findings| {
        f.list().iter().map(|e| format!("{}: {}", e.source, e.found)).collect()
    };
    input
        .claims
        .iter()
        .filter_map(|id| vagal_evidence::claim(id))
        .map(|claim| LiteratureLine {
            claim: claim.id.clone(),
            text: claim.paraphrase.clone(),
            grade: claim.grade.words().into(),
            supporting: findings(&claim.evidence_for),
            against: findings(&claim.evidence_against),
        })
        .collect()
}

fn method(around: &Surroundings, settings: &Settings) -> Method {
    let settings: Vec<(String, String)> =
        config::entries(settings).into_iter().map(|e| (e.name.into(), e.value)).collect();
    let mut hashed = Sha256::new();
    for (_, hash) in &around.files {
        hashed.update(hash.as_bytes());
    }
    for (name, value) in &settings {
        hashed.update(format!("{name}={value};").as_bytes());
    }
    hashed.update(format!("{:?}", around.circumstances).as_bytes());
    let content_hash: String = hashed.finalize().iter().map(|b| format!("{b:02x}")).collect();
    let stations = [
        "Beats: R peaks between samples; stretches that cannot be read are gaps.",
        "Rhythm: judged on the uncorrected beats.",
        "Correction: after lipponen-tarvainen-2019, every change in the ledger, nothing across a gap.",
        "Readings: lnRMSSD in half minutes, with the size of their sampling noise.",
        "Level: readings = phase + drift + breathing + a slowly moving level; its timescale and size \
         are averaged over, not chosen.",
        "Verdict: from the posterior of the change against the smallest worthwhile change.",
    ];
    Method {
        version: env!("CARGO_PKG_VERSION").into(),
        command: around.command.clone(),
        content_hash: Some(format!("sha256:{content_hash}")),
        settings,
        stations: stations.map(String::from).into(),
    }
}

/// The truth of a simulated session, as the page shows it.
pub fn truth(simulated: &vagal_sim::SessionTruth, swc: f64, text: String) -> Truth {
    let hold = simulated.hold(swc);
    Truth {
        d: simulated.shift,
        hold_minutes: Some(hold.minutes),
        level: LevelCurve {
            time_s: simulated.time_s.clone(),
            mean: simulated.level.clone(),
            ..LevelCurve::default()
        },
        text,
    }
}

/// Error rates as the page shows them.
pub(crate) fn rates(
    cell: String,
    false_alarms: (usize, f64, usize),
    power: Vec<(f64, usize, usize)>,
    covered: (usize, usize),
) -> ErrorRates {
    let pct = |count: usize, total: usize| 100.0 * count as f64 / total.max(1) as f64;
    ErrorRates {
        cell,
        false_alarms: FalseAlarms {
            pct: pct(false_alarms.0, false_alarms.2),
            upper_pct: 100.0 * false_alarms.1,
            sessions: false_alarms.2,
        },
        power: power
            .into_iter()
            .map(|(d, found, sessions)| Power { d, found_pct: pct(found, sessions), sessions })
            .collect(),
        coverage_pct: Some(pct(covered.0, covered.1)),
        command: error_rates::COMMAND.into(),
    }
}
