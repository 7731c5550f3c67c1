//! What is set side by side, outside of the model: felt and measured, worked and not worked, before and after.

mod carried;
mod felt;
mod holds;
mod numbers;
mod outputs;
mod regions;

use vagal_core::comparison::Comparisons;

use crate::event::Event;
use crate::model::Model;
use crate::notes::{NotedReading, NotedSession, Notes};

pub use felt::{LEAST_PAIRS, rank_correlation};
pub use regions::{LEAST_SESSIONS, contrast};

/// Everything, for the events and notes of one diary and the posterior mean of its model, whitened.
pub(crate) fn comparisons(
    model: &Model,
    events: &[Event],
    notes: &Notes,
    mean: &[f64],
    seed: u64,
) -> Comparisons {
    let measures = felt::Measures::new(model, events, notes, mean);
    Comparisons {
        felt: felt::answers(notes, &measures),
        carried: carried::answers(notes, &measures, seed),
        regions: regions::answers(notes),
        region_holds: holds::answers(notes),
        outputs: outputs::answers(notes),
    }
}

/// Mean after a session less mean before it, where both are on file.
fn change_around(
    notes: &Notes,
    session: &NotedSession,
    which: impl Fn(&NotedReading) -> bool,
) -> Option<f64> {
    Some(notes.after(session, &which)? - notes.before(session, &which)?)
}
