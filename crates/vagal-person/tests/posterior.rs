//! The posterior of the reference diary against that of an independent sampler, and what the sampler promises.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; a skipped one says so.

use std::path::PathBuf;

use vagal_person::{Model, SampleOptions, read_events, sample};

/// Means agree within this many Monte Carlo errors, or ...
const ERRORS: f64 = 4.0;
/// ... this share of the posterior sd, whichever is larger (the bar of the specification).
const SHARE_OF_SD: f64 = 0.05;
/// Ratio of posterior standard deviations (the bar of the specification).
const SD_RATIO: std::ops::RangeInclusive<f64> = 0.92..=1.08;

fn reference(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/reference/person")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("VAGAL_REQUIRE").is_err(), "{} is absent", path.display());
    println!("skipped: {} is absent", path.display());
    None
}

#[test]
fn the_posterior_is_that_of_the_reference() {
    let (Some(diary), Some(wanted)) = (reference("diary16w.csv"), reference("posterior16w.json"))
    else {
        return;
    };
    let wanted: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(wanted).unwrap()).unwrap();
    let model = Model::reference();
    let draws = sample(&model, &read_events(&diary).unwrap(), &SampleOptions::default()).unwrap();
    assert_eq!(draws.divergences, 0);
    for (place, parameter) in model.parameters().iter().enumerate() {
        let z = draws.coordinate(place).concat();
        let mean = z.iter().sum::<f64>() / z.len() as f64;
        let sd = (z.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / (z.len() - 1) as f64).sqrt();
        let row = &wanted["parameters"][&parameter.name];
        let (z_mean, z_sd) = (row["z_mean"].as_f64().unwrap(), row["z_sd"].as_f64().unwrap());
        let convergence = draws.convergence(place).unwrap();
        assert!(convergence.r_hat < 1.01, "{}: R-hat {}", parameter.name, convergence.r_hat);
        let bound = (ERRORS * convergence.mean_error).max(SHARE_OF_SD * z_sd);
        assert!((mean - z_mean).abs() <= bound, "{}: {mean} against {z_mean}", parameter.name);
        assert!(SD_RATIO.contains(&(sd / z_sd)), "{}: sd {sd} against {z_sd}", parameter.name);
    }
}

#[test]
fn the_same_seed_gives_the_same_draws() {
    let model = Model::reference();
    let events: Vec<vagal_person::Event> = (0..40)
        .map(|i| vagal_person::Event {
            gap_days: 0.5,
            session: (i % 10 == 3).then_some(vagal_person::Session::new(0, 1.0)),
            reading: Some(vagal_person::Reading { channel: 0, value: 3.7, variance: 0.01 }),
            ..Default::default()
        })
        .collect();
    let options = SampleOptions { chains: 2, warm_up: 50, draws: 20, seed: 5 };
    let first = sample(&model, &events, &options).unwrap();
    assert_eq!(first, sample(&model, &events, &options).unwrap());
    assert_ne!(first, sample(&model, &events, &SampleOptions { seed: 6, ..options }).unwrap());
}
