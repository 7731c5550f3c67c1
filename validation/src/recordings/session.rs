//! One session of real beats, in the columns that the tables print of it.

use vagal::compose::{self, StatedBreathing};
use vagal::core::response::{SessionResponse, Verdict};
use vagal::core::session::{Circumstances, PhaseName};
use vagal::core::{Entry, Window};
use vagal::pipeline::{self, Measured};
use vagal::session::{Settings, breathing};

use super::source;

/// What a session gave.
#[derive(Clone, Debug)]
pub struct Told {
    /// The answer.
    pub response: SessionResponse,
    /// Median breathing before and after in the compared windows, a minute, where both are known.
    pub breathing_per_min: Option<(f64, f64)>,
    /// The veto of the rhythm gate, if there is one.
    pub rhythm_veto: Vec<&'static str>,
}

impl Told {
    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.response.verdict
    }

    /// The estimate of d and its posterior standard deviation.
    pub fn d(&self) -> Option<(f64, f64)> {
        let shift = self.response.shift.as_ref()?;
        Some((shift.ln_rmssd.estimate, shift.sd))
    }
}

/// Two recordings, one before and one after, as `vagal session before after` composes them.
pub fn pair(before: Measured, after: Measured, settings: &Settings) -> Option<Told> {
    let phases = vec![(PhaseName::Before, before), (PhaseName::After, after)];
    let composed = compose::from_phases(phases, StatedBreathing::default());
    Some(tell(&composed, settings))
}

/// An excerpt of one recording with a made-up input in it, times from the start of the excerpt.
pub fn sham(entry: &Entry, window: Window, input: Window, settings: &Settings) -> Option<Told> {
    let part = source::excerpt(entry, window)?;
    let measured = pipeline::measure(part).ok()?;
    let stated = StatedBreathing::default();
    let composed = compose::from_one(measured, input.start_s, input.end_s, stated).ok()?;
    Some(tell(&composed, settings))
}

fn tell(composed: &compose::Composed, settings: &Settings) -> Told {
    let circumstances = Circumstances::default();
    let session = composed.session(&circumstances, false, None);
    let response = vagal::session::assess(&session, settings);
    let rhythm_veto =
        composed.rhythm.findings.iter().filter(|f| f.kind.is_veto()).map(|f| f.kind.id()).collect();
    Told { breathing_per_min: breathing_of(composed, settings), response, rhythm_veto }
}

/// Median breathing rates of the compared windows: the last minutes before, the first after.
fn breathing_of(composed: &compose::Composed, settings: &Settings) -> Option<(f64, f64)> {
    let track = composed.breathing.as_ref()?;
    let of = |name| composed.phases.iter().find(|p| p.name == name).map(|p| p.window);
    let (before, after) = (of(PhaseName::Before)?, of(PhaseName::After)?);
    let before = Window { start_s: before.start_s.max(before.end_s - settings.before_s), ..before };
    let after = Window { end_s: after.end_s.min(after.start_s + settings.after_s), ..after };
    let median = |w| breathing::spread(track, w, 0.0).map(|s| s.median);
    Some((median(before)?, median(after)?))
}
