//! The adjoint against central differences: random diaries, random and extreme parameters, other numbers of inputs.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; a skipped one says so.

use proptest::prelude::*;
use vagal_person::channel::{CHANNELS, Channel};
use vagal_person::{Event, Input, Load, LogPosterior, Model, Reading, Session, Terms};

/// Step of the central difference; its error is of order h² ≈ 1e-10 of the third derivative, and eps/h ≈ 1e-11 of the value.
const STEP: f64 = 1e-5;
/// What is left of the two errors above where the value is some thousands and curves sharply.
const AGREEMENT: f64 = 2e-5;

fn event(inputs: usize, channels: usize) -> impl Strategy<Value = Event> {
    let session = prop_oneof![
        4 => Just(None),
        1 => (0..inputs.max(1), 0.2..3.0_f64, -0.7..0.7_f64, -0.7..0.7_f64).prop_map(
            move |(input, dose, ln_pressure, ln_pace)| (inputs > 0)
                .then_some(Session { input, dose, ln_pressure, ln_pace })
        ),
    ];
    let reading = proptest::option::of((0..channels, -1.5..1.5_f64, 0.0..0.01_f64));
    let gap = prop_oneof![Just(0.0), Just(0.001), 0.01..1.5_f64, 5.0..40.0_f64];
    (gap, -1.0..2.0_f64, prop::bool::ANY, -1.0..1.0_f64, session, reading, 0.0..6.2_f64).prop_map(
        |(gap_days, load, corrected, habit, session, reading, hour)| Event {
            gap_days,
            // A part of the load that goes with it and does not, by the hour.
            load: Load { total: load, lasting: 0.3 * load + 0.2 * hour.sin() },
            corrected: f64::from(u8::from(corrected)),
            habit,
            session,
            reading: reading.map(|(channel, offset, variance)| {
                let (level, scale) = match CHANNELS[channel].id {
                    "resting_hr" => (60.0, 3.0),
                    "tension" => (4.0, 1.5),
                    "systolic" => (120.0, 8.0),
                    "cortisol" => (2.0, 0.5),
                    "reaction_time" => (280.0, 30.0),
                    _ => (3.7, 0.3),
                };
                Reading { channel, value: level + scale * offset, variance }
            }),
            alcohol: f64::from(u8::from(hour > 5.0)),
            cosine: hour.cos(),
            sine: hour.sin(),
        },
    )
}

fn check(model: &Model, events: &[Event], z: &[f64]) -> Result<(), TestCaseError> {
    let mut posterior = LogPosterior::new(model, events).unwrap();
    let mut slopes = vec![0.0; z.len()];
    let value = posterior.gradient(z, &mut slopes);
    prop_assert!(value.is_finite(), "the value is {value}");
    let same = posterior.value(z);
    prop_assert!(value == same, "{value} with and {same} without a gradient");
    for (i, parameter) in model.parameters().iter().enumerate() {
        let mut moved = z.to_vec();
        moved[i] = z[i] + STEP;
        let up = posterior.value(&moved);
        moved[i] = z[i] - STEP;
        let down = posterior.value(&moved);
        let wanted = (up - down) / (2.0 * STEP);
        // Rounding of the value itself, through the difference.
        let rounding = value.abs() * 1e-13 / STEP;
        let error = (slopes[i] - wanted).abs();
        let bound = AGREEMENT * (1.0 + wanted.abs()) + rounding;
        prop_assert!(error < bound, "{}: {} vs {wanted}", parameter.name, slopes[i]);
    }
    Ok(())
}

fn model(inputs: usize, channels: usize, terms: Terms) -> Model {
    let inputs = (0..inputs)
        .map(|j| {
            let id = j.to_string();
            if j == 0 { Input::massage(&id) } else { Input::brief(&id) }
        })
        .collect();
    let channels: Vec<&'static Channel> = CHANNELS[..channels].iter().collect();
    Model::new(inputs, channels, terms).unwrap()
}

const ALL: Terms = Terms { dose: true, habit: true, direct: true, booking: true, lasting: true };

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn two_inputs_four_channels(
        events in prop::collection::vec(event(2, 4), 1..40),
        z in prop::collection::vec(-2.0..2.0_f64, 28),
    ) {
        check(&model(2, 4, Terms::default()), &events, &z)?;
    }

    #[test]
    fn every_term(
        events in prop::collection::vec(event(3, 9), 1..30),
        z in prop::collection::vec(-1.0..1.0_f64, 80),
    ) {
        let model = model(3, 9, ALL);
        check(&model, &events, &z[..model.parameters().len()])?;
    }

    #[test]
    fn no_input_at_all(
        events in prop::collection::vec(event(0, 4), 1..30),
        z in prop::collection::vec(-2.0..2.0_f64, 40),
    ) {
        let model = model(0, 4, Terms::default());
        check(&model, &events, &z[..model.parameters().len()])?;
    }

    #[test]
    fn eight_inputs(
        events in prop::collection::vec(event(8, 5), 1..30),
        z in prop::collection::vec(-2.0..2.0_f64, 80),
    ) {
        let model = model(8, 5, Terms { dose: true, ..Terms::default() });
        check(&model, &events, &z[..model.parameters().len()])?;
    }

    #[test]
    fn extremes_never_panic(
        events in prop::collection::vec(event(2, 4), 1..60),
        z in prop::collection::vec(-40.0..40.0_f64, 28),
    ) {
        let model = model(2, 4, Terms::default());
        let mut posterior = LogPosterior::new(&model, &events).unwrap();
        let mut slopes = vec![0.0; z.len()];
        let value = posterior.gradient(&z, &mut slopes);
        prop_assert!(!value.is_nan() && value < f64::INFINITY);
        prop_assert!(!value.is_finite() || slopes.iter().all(|s| s.is_finite()));
    }
}

/// Where κ equals another rate the closed form divides by zero; the series takes over without a step.
#[test]
fn equal_rates_are_no_singularity() {
    let model = model(2, 4, Terms::default());
    let events: Vec<Event> = (0..40)
        .map(|i| Event {
            gap_days: 0.4,
            session: (i % 9 == 4).then_some(Session::new(i % 2, 1.0)),
            reading: Some(Reading {
                channel: i % 4,
                value: [3.9, 3.5, 57.0, 3.0][i % 4],
                variance: 0.0,
            }),
            ..Event::default()
        })
        .collect();
    let at = |ratio: f64| {
        let mut z = vec![0.0; model.parameters().len()];
        // hlk = hlb · ratio, both far from their priors' centres.
        for (name, days) in [("hlb", 1.5), ("hlk", 1.5 * ratio), ("hl1", 1.5 * ratio)] {
            let place = model.place(name).unwrap();
            z[place] = model.parameters()[place].whiten(days);
        }
        z
    };
    for ratio in [1.0, 1.0 + 1e-12, 1.0 + 1e-7, 1.0 - 1e-4, 1.05, 0.9] {
        check(&model, &events, &at(ratio)).unwrap();
    }
    let mut posterior = LogPosterior::new(&model, &events).unwrap();
    let (exact, near) = (posterior.value(&at(1.0)), posterior.value(&at(1.0 + 1e-10)));
    assert!((exact - near).abs() < 1e-7, "{exact} against {near}");
}
