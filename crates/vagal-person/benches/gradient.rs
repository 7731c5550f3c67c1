//! Speed of the log posterior with gradient, on the reference diary where it is there and on one of the same size else.

use divan::Bencher;
use vagal_person::{Event, LogPosterior, Model, Reading, Session, laplace, read_events};

fn main() {
    divan::main();
}

/// 671 events in the pattern of the reference diary.
fn made_up() -> Vec<Event> {
    (0..671)
        .map(|i| {
            let session = match i {
                i if i % 42 == 5 => Some(Session::new(0, 1.0)),
                i if i % 9 == 3 => Some(Session::new(1, 1.2)),
                _ => None,
            };
            let value = [3.7, 3.6, 60.0, 4.0];
            let channel = [3, 0, 3, 1, 2][i % 5];
            let reading = session.is_none().then_some(Reading {
                channel,
                value: value[channel] + 0.1 * (i as f64).sin(),
                variance: 0.001,
            });
            Event {
                gap_days: if channel == 2 { 0.001 } else { 0.2 },
                load: ((i / 6 % 7) as f64 * 0.2).into(),
                corrected: f64::from(u8::from(i > 330)),
                session,
                reading,
                ..Event::default()
            }
        })
        .collect()
}

fn diary() -> Vec<Event> {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    read_events(&here.join("../../../shared/reference/person/diary16w.csv"))
        .unwrap_or_else(|_| made_up())
}

#[divan::bench]
fn gradient(bencher: Bencher) {
    let model = Model::reference();
    let mut posterior = LogPosterior::new(&model, &diary()).expect("a valid diary");
    let z: Vec<f64> = (0..posterior.dimension()).map(|i| 0.1 * (i as f64).sin()).collect();
    let mut slopes = vec![0.0; z.len()];
    bencher.bench_local(|| posterior.gradient(divan::black_box(&z), &mut slopes));
}

#[divan::bench]
fn value(bencher: Bencher) {
    let model = Model::reference();
    let mut posterior = LogPosterior::new(&model, &diary()).expect("a valid diary");
    let z: Vec<f64> = (0..posterior.dimension()).map(|i| 0.1 * (i as f64).sin()).collect();
    bencher.bench_local(|| posterior.value(divan::black_box(&z)));
}

#[divan::bench(sample_count = 20)]
fn preview(bencher: Bencher) {
    let model = Model::reference();
    let mut posterior = LogPosterior::new(&model, &diary()).expect("a valid diary");
    bencher.bench_local(|| laplace(&mut posterior));
}
