//! What less load of today would be worth: in hold, in ceiling, and at once. What has lasted stays as it was in the mean.

use vagal_core::plan::LessLoad;

use super::spread;
use crate::event::{Event, Load, Session};
use crate::inputs::{REST, Setting};
use crate::model::Model;
use crate::response::{Circumstances, Response};
use crate::summary::{share, variance};

/// One unit less, and half of it where the diary's load is above 0; empty where load never varied.
pub(super) fn less_load(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    draws: &[Vec<f64>],
    swc: f64,
) -> Vec<LessLoad> {
    let sd = variance(events.iter().map(|e| e.load.total)).sqrt();
    if sd.is_nan() || sd <= 0.0 {
        return Vec::new();
    }
    let mean = setting.around.load;
    let from = mean.total;
    let lowest = events.iter().map(|e| e.load.total).fold(f64::INFINITY, f64::min);
    let mut loads = vec![from - 1.0];
    // Half of a load makes sense where 0 is none and there is some.
    if lowest >= 0.0 && from > 0.0 {
        loads.push(0.5 * from);
    }
    let layout = &model.layout;
    let thetas: Vec<Vec<f64>> = draws.iter().map(|z| model.values(z)).collect();
    let inputs = (0..model.inputs().len())
        .filter(|&i| setting.sessions[i] > 0 && model.inputs()[i].id != REST);
    let one = |input: usize, to: f64| {
        let under = |total: f64| Load { total, ..mean };
        let hold = |theta: &[f64], load: f64| {
            let around = Circumstances { load: under(load), ..setting.around };
            let session = Session::new(input, setting.doses[input]);
            Response::new(model, theta, &session, around).hold_of_state(swc)
        };
        let holds: Vec<f64> = thetas.iter().map(|t| hold(t, to) - hold(t, from)).collect();
        let ceiling = |theta: &[f64], load: f64| {
            theta[layout.ceiling] * (-layout.load_ceiling.of(theta, under(load))).exp()
        };
        LessLoad {
            input: model.inputs()[input].id.clone(),
            from_load: from,
            to_load: to,
            beyond_diary: to < lowest,
            p_longer: share(&holds, |h| h > 0.0),
            hold_gained_days: spread(holds),
            ceiling_gained: spread(
                thetas.iter().map(|t| ceiling(t, to) - ceiling(t, from)).collect(),
            ),
            level_gained: spread(
                thetas.iter().map(|t| t[layout.load_pull.unit] * (to - from)).collect(),
            ),
        }
    };
    inputs
        .flat_map(|input| loads.iter().map(move |&to| (input, to)))
        .map(|(i, to)| one(i, to))
        .collect()
}
