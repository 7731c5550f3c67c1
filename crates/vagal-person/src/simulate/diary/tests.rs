//! The simulated diary: what was lived is what it says, at the truth nothing is left over, tension by region has a hold.

use vagal_core::diary::kinds;

use super::simulated_diary;
use crate::covariates::load_of_drivers;
use crate::posterior::LogPosterior;
use crate::summary::mean;

#[test]
fn what_was_lived_is_what_the_diary_says() {
    let simulated = simulated_diary(1).unwrap();
    let sessions = simulated.events.iter().filter(|e| e.session.is_some()).count();
    assert_eq!(sessions, simulated.diary.inputs().len());
    assert_eq!(simulated.model.parameters().len(), simulated.truth.len());
    let massages: Vec<_> =
        simulated.diary.inputs().iter().filter(|i| i.input == "massage").collect();
    assert_eq!(massages.len(), 16);
    // GNU date: 2026-06-19 is a Friday.
    assert_eq!(massages[15].start.local_date(), (2026, 6, 19));
    assert_eq!(simulated, simulated_diary(1).unwrap(), "the same seed, another diary");
}

/// Four standard errors of the mean square of 880 independent normals squared, √(2/880) = .048, to each side of 1.
const SQUARE_ERROR: f64 = 0.19;
/// What rounding to whole points adds: a variance of 1/12 on a noise of .8² for the two thirds of readings that are ratings.
const ROUNDING: f64 = 0.09;
/// Four standard errors of their mean, 1/√880.
const MEAN_ERROR: f64 = 0.135;

/// At the known parameters the standardised one-step errors of the written diary are independent, with mean 0 and mean square 1
/// but for rounding.
#[test]
fn the_diary_is_of_the_world_that_it_says() {
    for seed in 0..5 {
        let s = simulated_diary(seed).unwrap();
        let z = s.model.whiten(&s.truth);
        let mut posterior = LogPosterior::new(&s.model, &s.events).unwrap();
        let errors: Vec<f64> =
            posterior.innovations(&z).iter().map(|i| i.error / i.variance.sqrt()).collect();
        let square = mean(&errors.iter().map(|e| e * e).collect::<Vec<_>>());
        let most = 1.0 + SQUARE_ERROR + ROUNDING;
        assert!((1.0 - SQUARE_ERROR..most).contains(&square), "{seed}: {square}");
        assert!(mean(&errors).abs() < MEAN_ERROR, "{seed}: {}", mean(&errors));
    }
}

#[test]
fn loads_of_drivers_add_up() {
    let diary = simulated_diary(3).unwrap().diary;
    let drivers = [kinds::STRESS, kinds::SLEEP, kinds::TRAINING];
    let parts = drivers.map(|kind| load_of_drivers(&diary, &[kind]).total);
    let all = load_of_drivers(&diary, &drivers).total;
    assert!((parts.iter().sum::<f64>() - all).abs() < 1e-12);
    assert!(parts.iter().all(|part| *part != 0.0));
}

/// Cause: tension rated by region had a hold of zero, because answers looked for the whole body's channel alone.
#[test]
fn tension_by_region_has_a_hold() {
    let simulated = simulated_diary(1).unwrap();
    assert!(simulated.diary.readings_of(kinds::TENSION).all(|r| r.region().is_some()));
    let known = simulated.known(0.1);
    assert!(known.inputs[0].hold_tension_days > 0.0, "{known:?}");
}
