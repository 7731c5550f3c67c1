//! Experiments made for tests.

use vagal_core::experiment::{
    Arm, ExperimentOutcome, ExperimentPlan, Noise, SessionDay, Spending, Weekday,
};
use vagal_core::{Diary, InputEvent, Moment, Person, Reading, diary::kinds};

use super::allocation::sessions;

/// First session day of the plans made here.
pub(crate) const FIRST_DAY: i64 = 20_788;

/// Massage against rest on every third day.
pub(crate) fn plan(blocks: usize) -> ExperimentPlan {
    let arm = |input: &str| Arm::new(input, input, 60.0, None);
    let day = |i: usize| FIRST_DAY + 3 * i as i64;
    ExperimentPlan {
        person: "me".into(),
        made_by: "vagal \"test\"".into(),
        registered: Moment::parse("2026-11-26T09:00:00+01:00").unwrap(),
        seed: 7,
        arms: vec![arm("massage"), arm("rest")],
        blocks: (0..blocks).map(|b| vec![day(2 * b), day(2 * b + 1)]).collect(),
        weekdays: Weekday::ALL.to_vec(),
        washout_days: 3,
        primary: ExperimentOutcome::Morning,
        pulse_wave: false,
        secondary: vec![ExperimentOutcome::Tension],
        swc: 0.1,
        swc_reason: "half of the own spread of 0.200".into(),
        looks: vec![blocks / 2, 3 * blocks / 4, blocks],
        spending: Spending::OBrienFleming,
        level: 0.05,
        no_difference_level: 0.05,
        noise: Noise { sd: 0.2, freedom: 30.0, correlation: 0.4, readings: 60 },
        effect: 0.2,
        power: 0.8,
        missing: 0.1,
    }
}

/// A moment on a local day.
pub(crate) fn at(day: i64, hour: f64) -> Moment {
    Moment::new(day * 86_400 + (hour * 3600.0) as i64, 0).unwrap()
}

/// A diary in which everything was done as drawn; `outcome` gives the next morning of a session, by its place in time.
pub(crate) fn diary(
    plan: &ExperimentPlan,
    upto: usize,
    outcome: impl Fn(usize, &SessionDay) -> f64,
) -> Diary {
    let (mut inputs, mut readings) = (Vec::new(), Vec::new());
    for (i, s) in sessions(plan).iter().enumerate().take(upto) {
        let input = &plan.arms[s.arm].input;
        inputs.push(InputEvent { minutes: Some(60.0), ..InputEvent::new(input, at(s.day, 18.0)) });
        let reading = Reading::new(kinds::LN_RMSSD_MORNING, at(s.day + 1, 7.0), outcome(i, s));
        readings.push(reading.unwrap());
    }
    let person = Person { id: "me".into(), name: None };
    Diary::new(person, inputs, readings, Vec::new(), Vec::new())
}
