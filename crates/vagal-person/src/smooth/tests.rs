//! The smoother against conditioning by hand, against the filter, and against the path a simulated person went.

use nalgebra::{DMatrix, DVector};
use vagal_core::trajectory::BandPoint;

use super::*;
use crate::event::{Load, Reading};
use crate::model::{Input, Terms};
use crate::simulate::{Design, Plan, simulate};

/// Rounding in products of some dozen matrices with entries around 1.
const ROUNDING: f64 = 1e-9;

/// Reference truth: the values behind the reference diary (research specification).
fn truth(model: &Model) -> Vec<f64> {
    let named = [
        ("hl1", 1.5),
        ("hl2", 0.3),
        ("hls", 12.0),
        ("p", 0.15),
        ("e1", 0.35),
        ("e2", 0.12),
        ("C0", 0.9),
        ("tau", 0.3),
        ("lam", 0.3),
        ("del", 0.25),
        ("eta", 0.6),
        ("hlb", 5.0),
        ("sb", 0.15),
        ("hlk", 0.5),
        ("s0", 0.1),
        ("s1", 0.15),
        ("s2", 1.5),
        ("s3", 0.8),
        ("h2", 6.0),
        ("h3", 3.0),
        ("mu0", 3.7),
        ("mu2", 60.0),
        ("mu3", 4.0),
        ("bL", -0.1),
        ("balc", -0.12),
        ("ac", 0.05),
        ("as", -0.04),
        ("dspot", -0.03),
    ];
    let mut values = vec![0.0; model.parameters().len()];
    for (name, value) in named {
        values[model.place(name).unwrap()] = value;
    }
    values
}

#[test]
fn a_wandering_baseline_is_what_conditioning_by_hand_gives() {
    let model = Model::reference();
    let theta = truth(&model);
    let gaps = [0.3, 1.0, 0.02, 2.5, 6.0, 0.4, 1.1, 0.9];
    let values = [3.9, 3.6, 3.8, 3.4, 3.7, 3.75, 3.5, 3.95];
    let events: Vec<Event> = gaps
        .iter()
        .zip(values)
        .map(|(&gap_days, value)| Event {
            gap_days,
            reading: Some(Reading { channel: 0, value, variance: 0.01 }),
            ..Event::default()
        })
        .collect();
    // b is an Ornstein–Uhlenbeck process: Cov(b(t), b(u)) = sb² exp(−k |t − u|), and y = mu0 + b + noise.
    let times: Vec<f64> = gaps
        .iter()
        .scan(0.0, |t, g| {
            *t += g;
            Some(*t)
        })
        .collect();
    let (sb, k, noise) = (0.15_f64, 2.0_f64.ln() / 5.0, 0.1_f64.powi(2) + 0.01);
    let n = gaps.len();
    let prior = DMatrix::from_fn(n, n, |i, j| sb * sb * (-k * (times[i] - times[j]).abs()).exp());
    let seen = &prior + DMatrix::identity(n, n) * noise;
    let gain = &prior * seen.try_inverse().unwrap();
    let mean = &gain * DVector::from_iterator(n, values.iter().map(|v| v - 3.7));
    let covariance = &prior - &gain * &prior;
    let mut posterior = LogPosterior::new(&model, &events).unwrap();
    let rows: Vec<usize> = (0..n).collect();
    let states = posterior.smooth(&model.whiten(&theta), &rows).unwrap();
    for (i, state) in states.iter().enumerate() {
        let (m, v) = state.sum(3..4);
        assert!((m - mean[i]).abs() < ROUNDING, "mean {i}: {m} against {}", mean[i]);
        assert!((v - covariance[(i, i)]).abs() < ROUNDING, "variance {i}: {v}");
    }
}

#[test]
fn at_the_last_event_the_smoother_is_the_filter() {
    let model = Model::reference();
    let theta = truth(&model);
    let plans = vec![Plan::random(1.0), Plan::random(3.0)];
    let diary = simulate(&model, &theta, &Design { weeks: 6, ..Design::reference(plans) }, 3);
    let z = model.whiten(&theta);
    let last = diary.events.len() - 1;
    let state =
        LogPosterior::new(&model, &diary.events).unwrap().smooth(&z, &[last]).unwrap().remove(0);
    for (channel, entries, gain, noise) in [(0, 0..4, 1.0, 0.1_f64), (3, 4..5, -3.0, 0.8)] {
        // A reading of 0 at once: its one-step prediction is the filter's word on the state.
        let mut events = diary.events.clone();
        let reading = Some(Reading { channel, value: 0.0, variance: 0.0 });
        events.push(Event {
            gap_days: 0.0,
            reading,
            session: None,
            load: Load::default(),
            ..Event::default()
        });
        let innovation =
            *LogPosterior::new(&model, &events).unwrap().innovations(&z).last().unwrap();
        let (mean, variance) = state.sum(entries);
        let level = if channel == 0 { 3.7 } else { 4.0 };
        assert!((-innovation.error - level - gain * mean).abs() < ROUNDING);
        assert!((innovation.variance - gain * gain * variance - noise * noise).abs() < ROUNDING);
    }
}

/// Twenty diaries of some twenty independent stretches each: standard error .015 of a share of .90.
const COVERAGE: f64 = 0.045;

#[test]
fn the_path_of_a_simulated_person_lies_in_its_band_as_often_as_it_says() {
    let model = Model::reference();
    let theta = truth(&model);
    let z = model.whiten(&theta);
    let (mut inside, mut all) = (0, 0);
    for seed in 0..20 {
        let plans = vec![Plan::random(1.0), Plan::random(3.0)];
        let diary = simulate(&model, &theta, &Design::reference(plans), seed);
        let rows: Vec<usize> = (0..diary.events.len()).collect();
        let states = LogPosterior::new(&model, &diary.events).unwrap().smooth(&z, &rows).unwrap();
        for (state, truth) in states.iter().zip(&diary.state) {
            let (mean, variance) = state.sum(0..4);
            inside += usize::from((truth - mean).abs() < 1.6449 * variance.sqrt());
            all += 1;
        }
    }
    let share = f64::from(u32::try_from(inside).unwrap()) / f64::from(u32::try_from(all).unwrap());
    assert!((share - 0.90).abs() < COVERAGE, "{share:.3} of {all}");
}

#[test]
fn bands_cover_a_simulated_path_and_the_forecast_starts_where_they_end() {
    let model = Model::reference();
    let theta = truth(&model);
    let plans = vec![Plan::random(1.0), Plan::random(3.0)];
    let diary = simulate(&model, &theta, &Design::reference(plans), 5);
    let options = crate::AnswerOptions { sample: crate::SampleOptions::default(), preview: true };
    let found = crate::answer(&model, &diary.events, &options).unwrap();
    let t = trajectory(&model, &diary.events, &found.draws).unwrap();
    let time = crate::event::times(&diary.events);
    let (mut inside, mut all) = (0, 0);
    for band in &t.level {
        // The moment just before: the state after the event that came last.
        let Some(row) = time.iter().rposition(|&at| at <= band.days && band.days - at < 0.02)
        else {
            continue;
        };
        let level = 3.7 + diary.state[row] - 0.1 * diary.events[row].load.total;
        inside += i32::from(band.points[0] <= level && level <= band.points[6]);
        all += 1;
    }
    // The 95% band of one diary, at some dozens of moments that hang together.
    assert!(all > 10 && f64::from(inside) > 0.8 * f64::from(all), "{inside} of {all}");
    let (end, start) = (t.level.last().unwrap(), t.outlook.without.first().unwrap());
    assert_eq!(end.days, start.days);
    let sorted = |b: &BandPoint| b.points.windows(2).all(|w| w[0] <= w[1]);
    assert!(t.level.iter().chain(&t.outlook.with).all(sorted));
    // Far ahead nothing is known but the parameters: the band is wider than at the end of the diary.
    let width = |b: &BandPoint| b.points[6] - b.points[0];
    assert!(width(t.outlook.without.last().unwrap()) > width(end));
}

/// Cause: a fortnight without bookings was taken for a fortnight in which nobody felt the need, and lifted the outlook.
#[test]
fn days_to_come_say_nothing_of_who_felt_like_booking() {
    let inputs = vec![Input { booked: true, ..Input::massage("massage") }];
    let terms = Terms { booking: true, ..Terms::default() };
    let model = Model::of_columns(inputs, terms).unwrap();
    let diary = simulate(
        &model,
        &model.values(&vec![0.0; model.parameters().len()]),
        &Design { weeks: 6, ..Design::reference(vec![Plan::random(1.0)]) },
        3,
    );
    let mut z = vec![0.0; model.parameters().len()];
    z[model.place("psi").unwrap()] = 1.0;
    let setting = Setting::new(&model, &diary.events);
    let grid = ahead(&model, &diary.events, &setting, &[]);
    let end = *grid.rows.last().unwrap();
    let of = |lived: usize| {
        let mut posterior = LogPosterior::new(&model, &grid.events).unwrap().imagined_from(lived);
        posterior.smooth(&z, &[grid.rows[0], end]).unwrap()
    };
    // What is known today is what the diary alone says.
    let mut alone = LogPosterior::new(&model, &diary.events).unwrap();
    let today = alone.smooth(&z, &[diary.events.len() - 1]).unwrap().remove(0);
    let baseline = model.inputs().len() + 1;
    let now = of(grid.lived)[0].mean[baseline];
    assert!((now - today.mean[baseline]).abs() < 1e-9, "{now} {}", today.mean[baseline]);
    let waited = of(grid.events.len())[0].mean[baseline];
    assert!((waited - now).abs() > 0.01, "the term does nothing here: {waited} {now}");
}
