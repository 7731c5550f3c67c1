//! Small versions of the studies of the model of a person, so that a change that breaks them is seen at once.

use vagal::core::posterior::MediationVerdict;
use vagal_validation::person::rates::{Cell, World, run};
use vagal_validation::person::{bands::Bands, paths, sbc, teach};

/// Diaries of the small calibration: enough for a wrong sign or a variance off by half.
const CALIBRATED: usize = 8;
/// Departures as rare as this, over all quantities together, are an error. The study itself uses .01.
const FAMILY: f64 = 1e-3;

#[test]
fn ranks_of_the_truth_are_uniform() {
    let rows = sbc::run(0, CALIBRATED);
    assert_eq!(rows.iter().map(|r| r.divergences).sum::<usize>(), 0);
    let names = sbc::quantities();
    let bands = Bands::new(rows.len(), sbc::KEPT);
    for (i, name) in names.iter().enumerate() {
        let ranks: Vec<usize> = rows.iter().map(|r| r.ranks[i]).collect();
        let p = bands.p_value(&ranks) * names.len() as f64;
        assert!(p > FAMILY, "{name}: {ranks:?}, p {p}");
    }
    // All ranks together: their mean has an sd of .29/√n if parameters were independent; twice that is allowed.
    let all: Vec<usize> = rows.iter().flat_map(|r| r.ranks.iter().copied()).collect();
    let mean = all.iter().sum::<usize>() as f64 / (all.len() * sbc::KEPT) as f64;
    let sd = 0.29 / (all.len() as f64).sqrt();
    assert!((mean - 0.5).abs() < 2.0 * 3.3 * sd, "mean rank {mean}");
}

#[test]
fn what_does_nothing_is_not_called_working_and_what_works_is_found() {
    let cell = |world| Cell { booking: "random", world, fit: "plain", departure: "none" };
    let none = run(&cell(World::Nothing), 40);
    // Five in forty have an exact lower 95% limit of 4.2%: then the bar of 5% would be in doubt.
    assert!(none.works <= 4 && none.harm <= 4, "{none:?}");
    let some = run(&cell(World::Effect(0.35)), 40);
    // 26 in 40 have an exact upper 95% limit of 79%: below that the bar of 80% is missed.
    assert!(some.works >= 27, "{some:?}");
}

#[test]
fn paths_to_tension_are_not_mistaken_for_one_another() {
    for (name, by_state, direct, right) in paths::WORLDS {
        let verdicts: Vec<MediationVerdict> =
            (0..6).map(|number| paths::one(by_state, direct, number)).collect();
        let wrong =
            verdicts.iter().filter(|v| **v != right && **v != MediationVerdict::CannotTell).count();
        assert!(wrong <= 1, "{name}: {verdicts:?}");
        assert!(verdicts.contains(&right), "{name}: {verdicts:?}");
    }
}

/// Open diaries of the small study: enough for an expectation that is off by a factor of two or for a ranking upside down.
const TAUGHT: usize = 6;

#[test]
fn what_teaches_most_takes_away_what_it_promises() {
    let lived = teach::run(teach::Truths::Effect(0.2), TAUGHT);
    assert!(lived.len() >= TAUGHT / 2, "{lived:?}");
    let mean = |value: &dyn Fn(&teach::Lived) -> f64| {
        teach::mean_of(&lived.iter().map(value).collect::<Vec<_>>())
    };
    let (expected, _) = mean(&|l| l.expected[0]);
    let (off, error) = mean(&|l| l.taken[0] - l.expected[0]);
    // Four standard errors, which a handful of diaries does not pass by chance in a thousand changes.
    assert!(off.abs() < 4.0 * error, "{expected} expected, {off} off, SE {error}: {lived:?}");
    let alone = teach::ARMS.len() - 2;
    let (more, _) = mean(&|l| l.taken[0] - l.taken[alone]);
    assert!(more > 0.0, "readings alone teach more by {}: {lived:?}", -more);
}
