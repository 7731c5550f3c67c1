//! `vagal.beats/1`: beats, intervals and every change made to them.

use serde::Serialize;
use vagal_core::Ledger;

use super::common::{NoteJson, RhythmJson, tidy, tidy_all};
use crate::page::BeatsPage;

/// One change made by the correction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerJson {
    /// Time of the beat concerned, seconds.
    pub time_s: Option<f64>,
    /// What was wrong.
    pub kind: &'static str,
    /// Lengths before, ms.
    pub before_ms: Vec<f64>,
    /// Lengths after, ms; empty if removed.
    pub after_ms: Vec<f64>,
}

impl LedgerJson {
    /// Every change of a ledger.
    pub fn all(ledger: &Ledger) -> Vec<Self> {
        ledger
            .corrections
            .iter()
            .map(|c| Self {
                time_s: tidy(c.time_s),
                kind: c.kind.id(),
                before_ms: tidy_all(c.before_ms.iter().copied()),
                after_ms: tidy_all(c.after_ms.iter().copied()),
            })
            .collect()
    }
}

/// A gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GapJson {
    /// First second.
    pub start_s: Option<f64>,
    /// Last second.
    pub end_s: Option<f64>,
    /// Why.
    pub reason: String,
}

/// The whole answer of `vagal beats`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BeatsJson {
    /// `vagal.beats/1`.
    pub schema: &'static str,
    /// Identifier of the format.
    pub format: String,
    /// Name of the file.
    pub file: String,
    /// What picked the beats up.
    pub sensor: &'static str,
    /// Samples per second behind the beats, where known.
    pub sampling_hz: Option<f64>,
    /// Length in seconds.
    pub duration_s: Option<f64>,
    /// Beats.
    pub n_beats: usize,
    /// Their times, seconds from the start.
    pub beats_s: Vec<f64>,
    /// Intervals as found, ms.
    pub rr_ms: Vec<f64>,
    /// Every change on the way to NN.
    pub ledger: Vec<LedgerJson>,
    /// Where no beat could be seen.
    pub gaps: Vec<GapJson>,
    /// What the beats say about the rhythm.
    pub rhythm: RhythmJson,
    /// Remarks of the reader.
    pub notes: Vec<NoteJson>,
}

impl BeatsJson {
    /// The wire form of a page.
    pub fn new(page: &BeatsPage) -> Self {
        let beats_s = tidy_all(page.beats.as_slice().iter().map(|b| b.time_s));
        Self {
            schema: "vagal.beats/1",
            format: page.source.format.clone(),
            file: page.source.name.clone(),
            sensor: page.source.sensor.id(),
            sampling_hz: page.source.sampling_hz.and_then(tidy),
            duration_s: tidy(page.source.duration_s),
            n_beats: beats_s.len(),
            beats_s,
            rr_ms: tidy_all(page.rr.as_slice().iter().map(|i| i.ms)),
            ledger: LedgerJson::all(&page.ledger),
            gaps: page
                .beats
                .gaps
                .iter()
                .map(|g| GapJson {
                    start_s: tidy(g.start_s),
                    end_s: tidy(g.end_s),
                    reason: g.reason.clone(),
                })
                .collect(),
            rhythm: RhythmJson::new(&page.rhythm),
            notes: page.notes.iter().map(|n| NoteJson::new("", n)).collect(),
        }
    }
}
