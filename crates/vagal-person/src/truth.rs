//! The answers at known parameters: what a simulator knows, asked the same questions as the posterior.

use vagal_core::truth::{InputTruth, PersonTruth};

use crate::event::{Event, Load};
use crate::inputs::Setting;
use crate::model::Model;

/// Days of the curves, and points of a day.
const CURVE_DAYS: usize = 14;
const POINTS_A_DAY: usize = 8;

/// What is true at natural values `theta` for a smallest worthwhile change.
pub(crate) fn known(model: &Model, events: &[Event], theta: &[f64], swc: f64) -> PersonTruth {
    let setting = Setting::new(model, events);
    let layout = &model.layout;
    let days: Vec<f64> =
        (0..=CURVE_DAYS * POINTS_A_DAY).map(|i| i as f64 / POINTS_A_DAY as f64).collect();
    let inputs = (0..model.inputs().len())
        .map(|input| {
            let response = setting.response(model, theta, input);
            let curve = |value: &dyn Fn(f64) -> f64| days.iter().map(|&d| (d, value(d))).collect();
            InputTruth {
                id: model.inputs()[input].id.clone(),
                effect: setting.effect(model, theta, input),
                hold_hrv_days: response.hold_of_state(swc),
                hold_tension_days: response.hold_of_tension(),
                state: curve(&|d| response.state(d)),
                tension: match model.tension() {
                    Some(_) => curve(&|d| response.tension(d)),
                    None => Vec::new(),
                },
            }
        })
        .collect();
    let (load_today, habit_today) =
        events.last().map_or((Load::default(), 0.0), |e| (e.load, e.habit));
    let raised = layout.habit.map_or(0.0, |place| theta[place] * habit_today);
    PersonTruth {
        inputs,
        ceiling_today: theta[layout.ceiling]
            * (raised - layout.load_ceiling.of(theta, load_today)).exp(),
        hold_factor: (-theta[layout.load_decay.unit]).exp(),
        ceiling_factor: (-theta[layout.load_ceiling.unit]).exp(),
        habit_factor: layout.habit.map(|place| theta[place].exp()),
    }
}
