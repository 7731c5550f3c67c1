//! Meditation against the rest before it: what moves, and what the verdict says of it.

use std::path::Path;

use rayon::prelude::*;
use vagal::core::Window;
use vagal::core::session::PhaseName;
use vagal::pipeline::Measured;
use vagal::session::Settings;

use super::session::{Told, pair};
use super::sham::MEDITATION;
use super::source;
use super::table::{Table, number};

/// The pairs present.
pub const PAIRS: [&str; 9] = ["C1", "C2", "C4", "C5", "C6", "C8", "Y1", "Y2", "Y4"];

/// One person before and during meditation.
#[derive(Clone, Debug)]
pub struct Meditation {
    /// The person.
    pub person: &'static str,
    /// What the session said.
    pub told: Told,
    /// Median of LF over five-minute windows before and during, ms².
    pub lf_ms2: (Option<f64>, Option<f64>),
    /// LF of each whole recording as the report's phase shows it, ms².
    pub lf_phase_ms2: (Option<f64>, Option<f64>),
    /// Half minutes with a breathing rate, and how many of them below 9 a minute; before and during.
    pub breathing: [Breathing; 2],
    /// Agreement of the annotation files with the text files.
    pub twin: Option<Twin>,
}

/// How often a breathing rate was found in a recording, and how often a slow one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Breathing {
    /// Half minutes looked at.
    pub stretches: usize,
    /// With a rate.
    pub known: usize,
    /// With a rate below 9 a minute.
    pub slow: usize,
}

/// Agreement of the two forms of a recording.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Twin {
    /// Intervals in the text files.
    pub listed: usize,
    /// Of these, as long as the annotated interval that ends there, to the rounding of the text.
    pub same: usize,
    /// Of these, the first after a gap, which the text starts from a beat that it does not list.
    pub after_gap: usize,
}

/// Times and rates of the text files are rounded; two roundings of half a millisecond.
const ROUNDING_MS: f64 = 1.0;

/// The pairs, in their order.
pub fn run(root: &Path, settings: &Settings) -> Vec<Meditation> {
    PAIRS.par_iter().filter_map(|person| one(root, person, settings)).collect()
}

fn one(root: &Path, person: &'static str, settings: &Settings) -> Option<Meditation> {
    let [before, after] = ["pre", "med"]
        .map(|end| source::measured(root, &format!("{MEDITATION}/{person}{end}.qrs")));
    let (before, after) = (before?, after?);
    let lf_ms2 = (lf(&before), lf(&after));
    let breathing = [breathing(&before), breathing(&after)];
    let twin = twin(root, person, &before, &after);
    let told = pair(before, after, settings)?;
    let phase_lf = |name| {
        let value = told.response.phase(name)?.summary.index("lf")?;
        value.as_ref().ok().map(|v| v.number())
    };
    let lf_phase_ms2 = (phase_lf(PhaseName::Before), phase_lf(PhaseName::After));
    Some(Meditation { person, told, lf_ms2, lf_phase_ms2, breathing, twin })
}

/// Median over the five-minute windows of a recording that bear it.
fn lf(measured: &Measured) -> Option<f64> {
    let Window { start_s, end_s } = measured.span;
    let mut values: Vec<f64> = vagal::signal::windows(start_s, end_s, 300.0, 300.0)
        .into_iter()
        .filter_map(|window| {
            let unknown = Err(vagal::core::Unfit::BreathingUnknown);
            let veto = measured.rhythm.refusal();
            let summary = vagal::signal::summarize(&measured.nn, window, unknown, veto);
            summary.index("lf")?.as_ref().ok().map(|v| v.number())
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    (n > 0).then(|| 0.5 * (values[(n - 1) / 2] + values[n / 2]))
}

fn breathing(measured: &Measured) -> Breathing {
    let mut found = Breathing::default();
    for (_, track) in measured.breathing_track(measured.span) {
        for (_, rate) in track.rates {
            found.stretches += 1;
            found.known += usize::from(rate.is_some());
            found.slow += usize::from(rate.is_some_and(|r| r < 9.0));
        }
    }
    found
}

/// The same recordings as text: elapsed seconds and instantaneous rate.
fn twin(root: &Path, person: &str, before: &Measured, after: &Measured) -> Option<Twin> {
    let folder = if person.starts_with('C') { "chi" } else { "yoga" };
    let mut twin = Twin::default();
    for (measured, end) in [(before, "pre"), (after, "med")] {
        let listed = source::measured(root, &format!("{MEDITATION}/{folder}/{person}.{end}"))?;
        let all = measured.rr.as_slice();
        // The list's time 0 is its first beat, the annotation's the start of the tape: the last beats meet.
        let later_s = all.last()?.end_s - listed.rr.as_slice().last()?.end_s;
        for interval in listed.rr.as_slice() {
            twin.listed += 1;
            if interval.after_gap {
                twin.after_gap += 1;
                continue;
            }
            let end_s = interval.end_s + later_s;
            let at = all.partition_point(|i| i.end_s < end_s - 0.01);
            let near = all[at..].iter().take_while(|i| i.end_s < end_s + 0.01);
            let same = near.filter(|i| (i.ms - interval.ms).abs() <= ROUNDING_MS).count();
            twin.same += same.min(1);
        }
    }
    Some(twin)
}

impl Meditation {
    /// True if LF is higher during meditation.
    pub fn lf_rises(&self) -> Option<bool> {
        Some(self.lf_ms2.1? > self.lf_ms2.0?)
    }

    /// What the report says of breathing.
    pub fn says_of_breathing(&self) -> Option<&str> {
        let found = self.told.response.explanations.iter().find(|e| e.id == "breathing")?;
        Some(&found.text)
    }
}

/// One row a pair.
pub fn table(pairs: &[Meditation]) -> Table {
    let mut table = Table::new(&[
        "person",
        "LF before, ms²",
        "LF meditating, ms²",
        "LF of the phase before",
        "LF of the phase meditating",
        "breathing before",
        "breathing meditating",
        "known before",
        "known (slow) meditating",
        "verdict",
        "d",
        "95%",
        "reason",
        "what the report says of breathing",
        "intervals of the text the same in .qrs, after a gap",
    ]);
    for p in pairs {
        let shift = p.told.response.shift.as_ref();
        let [before, during] = p.breathing;
        table.push([
            p.person.into(),
            number(p.lf_ms2.0, 0),
            number(p.lf_ms2.1, 0),
            number(p.lf_phase_ms2.0, 0),
            number(p.lf_phase_ms2.1, 0),
            number(p.told.breathing_per_min.map(|b| b.0), 1),
            number(p.told.breathing_per_min.map(|b| b.1), 1),
            format!("{} of {}", before.known, before.stretches),
            format!("{} ({}) of {}", during.known, during.slow, during.stretches),
            p.told.verdict().id().into(),
            number(shift.map(|s| s.ln_rmssd.estimate), 2),
            shift.map_or_else(String::new, |s| {
                format!("{} to {}", number(Some(s.ln_rmssd.lo), 2), number(Some(s.ln_rmssd.hi), 2))
            }),
            p.told.response.reason.clone(),
            p.says_of_breathing().unwrap_or("").into(),
            p.twin.map_or_else(String::new, |t| {
                format!("{} of {}, {}", t.same, t.listed, t.after_gap)
            }),
        ]);
    }
    table
}
