//! The posterior of the reference diary against that of an independent sampler, and what the sampler promises.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; a skipped one says so.

use std::path::PathBuf;

use vagal_person::control::Controls;
use vagal_person::convergence::convergence;
use vagal_person::{Model, SampleOptions, read_events, sample};

/// Two seeds, so that no lucky one is picked.
const SEEDS: [u64; 2] = [1, 2];
/// Means agree within this many of our own Monte Carlo errors, or ...
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

/// Mean and sd over all chains.
fn of(chains: &[Vec<f64>]) -> (f64, f64) {
    let all = chains.concat();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let square = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    (mean, (square / (all.len() - 1) as f64).sqrt())
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
    let events = read_events(&diary).unwrap();
    for seed in SEEDS {
        let options = SampleOptions { seed, ..SampleOptions::default() };
        let draws = sample(&model, &events, &options).unwrap();
        assert_eq!(draws.divergences, 0, "seed {seed}");
        let controls = Controls::new(&model, &events, &draws).unwrap();
        for (place, parameter) in model.parameters().iter().enumerate() {
            let name = format!("{}, seed {seed}", parameter.name);
            let chains = draws.coordinate(place);
            let sd = of(&chains).1;
            let row = &wanted["parameters"][&parameter.name];
            let (z_mean, z_sd) = (row["z_mean"].as_f64().unwrap(), row["z_sd"].as_f64().unwrap());
            let found = convergence(&chains).unwrap();
            assert!(found.r_hat < 1.01, "{name}: R-hat {}", found.r_hat);
            let calmed = controls.apply(&chains);
            let (mean, error) = (of(&calmed).0, convergence(&calmed).unwrap().mean_error);
            let bound = (ERRORS * error).max(SHARE_OF_SD * z_sd);
            assert!((mean - z_mean).abs() <= bound, "{name}: {mean} against {z_mean}");
            assert!(SD_RATIO.contains(&(sd / z_sd)), "{name}: sd {sd} against {z_sd}");
            // The mean by itself is the same within its own noise.
            let apart = (mean - of(&chains).0).abs();
            assert!(apart <= ERRORS * found.mean_error, "{name}: {apart} from the plain mean");
        }
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

/// A mode is where the slope vanishes; what is left after a step by the curvature is of second order.
#[test]
fn the_preview_ends_at_a_mode() {
    let Some(diary) = reference("diary16w.csv") else { return };
    let model = Model::reference();
    let mut posterior =
        vagal_person::LogPosterior::new(&model, &read_events(&diary).unwrap()).unwrap();
    let preview = vagal_person::laplace(&mut posterior).unwrap();
    println!("{} gradients, slope {}", preview.gradients, preview.slope);
    assert!(preview.proper && preview.slope < 5e-3, "slope {}", preview.slope);
    assert!(preview.gradients < 250, "{} gradients", preview.gradients);
}
