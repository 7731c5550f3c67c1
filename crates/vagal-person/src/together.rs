//! What all inputs did together: the mean lift of the state over the days of a diary, and the part of each.
//!
//! Given the parameters the expected lift is linear in the state, so it is carried from event to event without readings; the
//! durable pool is kept apart by input. Ceiling and what is already there are shared, so parts depend on one another.

use vagal_core::contribution::Together;

use crate::event::{Event, Load};
use crate::filter;
use crate::model::Model;
use crate::summary::{Population, Scale};

/// Draws of posterior and prior that are followed through the diary.
const DRAWS: usize = 500;

/// Mean lift by input over the diary, ln units.
fn lifts(model: &Model, events: &[Event], theta: &[f64]) -> Vec<f64> {
    let layout = &model.layout;
    let inputs = model.inputs().len();
    let (mut fast, mut slow) = (vec![0.0; inputs], vec![0.0; inputs]);
    let mut areas = vec![0.0; inputs];
    let mut days = 0.0;
    let rate = |place: usize| std::f64::consts::LN_2 / theta[place];
    let mut speed = (Load::from(f64::NAN), f64::NAN, 1.0);
    for event in events {
        if (speed.0, speed.1) != (event.load, event.corrected) {
            let ln = layout.load_decay.of(theta, event.load)
                - theta[layout.correction] * event.corrected;
            speed = (event.load, event.corrected, ln.exp());
        }
        let gap = event.gap_days;
        if gap > 0.0 {
            days += gap;
            let slow_rate = speed.2 * rate(layout.slow);
            let slow_gone = -(-slow_rate * gap).exp_m1();
            for j in 0..inputs {
                let fast_rate = speed.2 * rate(layout.half_life + j);
                let fast_gone = -(-fast_rate * gap).exp_m1();
                areas[j] += fast[j] * fast_gone / fast_rate + slow[j] * slow_gone / slow_rate;
                fast[j] *= 1.0 - fast_gone;
                slow[j] *= 1.0 - slow_gone;
            }
        }
        if let Some(session) = event.session {
            let kick = filter::kick(theta, layout, event, &session);
            let above: f64 = fast.iter().sum::<f64>() + slow.iter().sum::<f64>();
            let lift = kick.taken * (kick.ceiling - above);
            fast[session.input] += (1.0 - kick.share) * lift;
            slow[session.input] += kick.share * lift;
        }
    }
    areas.iter().map(|a| a / days).collect()
}

/// All inputs together; `None` without sessions or days.
pub(crate) fn together(
    model: &Model,
    events: &[Event],
    population: &Population,
) -> Option<Together> {
    let used = |input: usize| events.iter().any(|e| e.session.is_some_and(|s| s.input == input));
    if events.iter().map(|e| e.gap_days).sum::<f64>() <= 0.0 {
        return None;
    }
    let follow = |draws: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let step = draws.len().div_ceil(DRAWS).max(1);
        draws.iter().step_by(step).map(|theta| lifts(model, events, theta)).collect()
    };
    let population = population.each(follow);
    let of = |quantity: &dyn Fn(&Vec<f64>) -> f64| {
        population.learned_each(Scale::Plain, |lifts| {
            lifts.iter().map(quantity).filter(|v: &f64| v.is_finite()).collect()
        })
    };
    let parts: Vec<_> = (0..model.inputs().len())
        .filter(|&input| used(input))
        .map(|input| (model.inputs()[input].id.clone(), of(&|lifts| lifts[input])))
        .collect();
    (!parts.is_empty()).then(|| Together { total: of(&|lifts| lifts.iter().sum()), parts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Session;
    use crate::model::{Input, Terms};

    /// One session under a ceiling so high that nothing saturates: the area under two exponentials over the days, by hand.
    #[test]
    fn one_session_is_the_area_under_its_curve() {
        let model = Model::of_columns(vec![Input::massage("massage")], Terms::default()).unwrap();
        let theta: Vec<f64> = model
            .parameters()
            .iter()
            .map(|p| match p.name.as_str() {
                "hl1" => 2.0,
                "hls" => 10.0,
                "p" => 0.2,
                "e1" => 0.4,
                "C0" => 1e6,
                "lam" | "del" | "eta" => 0.0,
                _ => p.value(0.0),
            })
            .collect();
        let start = Event { session: Some(Session::new(0, 1.0)), ..Event::default() };
        let steps = (0..40).map(|_| Event { gap_days: 0.5, load: 0.3.into(), ..Event::default() });
        let events: Vec<Event> = std::iter::once(start).chain(steps).collect();
        let area = |size: f64, half_life: f64| {
            let rate = std::f64::consts::LN_2 / half_life;
            size * -(-rate * 20.0_f64).exp_m1() / rate
        };
        let wanted = (area(0.32, 2.0) + area(0.08, 10.0)) / 20.0;
        let found = lifts(&model, &events, &theta)[0];
        assert!((found / wanted - 1.0).abs() < 1e-6, "{found} {wanted}");
    }

    /// Two inputs that are alike do together what one of them does with the sessions of both.
    #[test]
    fn inputs_that_are_alike_add_up_to_one() {
        let made_of = |names: &[&str]| {
            let inputs = names.iter().map(|name| Input::massage(name)).collect();
            let model = Model::of_columns(inputs, Terms::default()).unwrap();
            let theta: Vec<f64> = model
                .parameters()
                .iter()
                .map(|p| if p.name.starts_with('e') { 0.5 } else { p.value(0.0) })
                .collect();
            (model, theta)
        };
        let (one, one_theta) = made_of(&["massage"]);
        let (two, two_theta) = made_of(&["massage", "another"]);
        let events = |inputs: usize| -> Vec<Event> {
            (0..40)
                .map(|k| Event {
                    gap_days: 0.3 + 0.1 * f64::from(k as u32 % 5),
                    load: (f64::from(k as u32 % 3) - 1.0).into(),
                    session: (k % 2 == 0).then(|| Session::new(k / 2 % inputs, 1.0)),
                    ..Event::default()
                })
                .collect()
        };
        let alone = lifts(&one, &events(1), &one_theta)[0];
        let parts = lifts(&two, &events(2), &two_theta);
        assert!(parts.iter().all(|p| *p > 0.1 * alone), "{parts:?}");
        assert!((parts.iter().sum::<f64>() / alone - 1.0).abs() < 1e-12, "{parts:?} {alone}");
    }
}
