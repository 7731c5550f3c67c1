//! Do a few readings carry the answer: the effects again without those that fit worst.

use vagal_core::posterior::Robustness;

use crate::event::Event;
use crate::inputs::Setting;
use crate::laplace::{laplace, laplace_from};
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::summary::mean;

/// Share of the readings that is left out (research specification).
const DROPPED: f64 = 0.05;
/// Draws of a preview.
const DRAWS: usize = 400;

/// The events without the readings whose one-step errors at `z` are largest; their rows stay, for the time they span.
pub(crate) fn without_outliers(posterior: &mut LogPosterior<'_>, z: &[f64]) -> (Vec<Event>, usize) {
    let mut errors: Vec<(f64, usize)> = posterior
        .innovations(z)
        .iter()
        .map(|i| (i.error.abs() / i.variance.sqrt(), i.event))
        .collect();
    errors.sort_by(|a, b| b.0.total_cmp(&a.0));
    let dropped = (DROPPED * errors.len() as f64).round() as usize;
    let mut events = posterior.events().to_vec();
    for &(_, event) in &errors[..dropped] {
        events[event].reading = None;
    }
    (events, dropped)
}

/// Effects with and without them, both by the preview, so that only the readings differ.
pub(crate) fn robustness(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    seed: u64,
) -> Option<Robustness> {
    let mut posterior = LogPosterior::new(model, events).ok()?;
    let with = laplace(&mut posterior)?;
    let (fewer, dropped) = without_outliers(&mut posterior, &with.mode);
    let mut posterior = LogPosterior::new(model, &fewer).ok()?;
    let without = laplace_from(&mut posterior, &with.mode)?;
    // The same random numbers on both sides: what differs is the data.
    let effects = |preview: &crate::laplace::Laplace, input: usize| {
        let draws = preview.draws(DRAWS, 1.0, seed);
        let values = |z: &Vec<f64>| setting.effect(model, &model.values(z), input);
        mean(&draws.iter().map(values).collect::<Vec<f64>>())
    };
    let effects = (0..model.inputs().len())
        .filter(|&input| setting.sessions[input] > 0)
        .map(|input| {
            let id = model.inputs()[input].id.clone();
            (id, effects(&with, input), effects(&without, input))
        })
        .collect();
    Some(Robustness { dropped, effects })
}
