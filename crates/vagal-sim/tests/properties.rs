//! Properties of a run: seeds, twins, step size, long runs, refusals.

use vagal_sim::{
    Breathing, Drive, Massage, Model, Person, Scenario, ScenarioError, Simulation, SlowBreathing,
    StimulusKind,
};

fn massage(duration_s: f64, seed: u64) -> Scenario {
    Scenario { breathing: Breathing::NATURAL, ..Scenario::rest(duration_s, seed) }.with(
        300.0,
        duration_s,
        StimulusKind::Massage(Massage::MODERATE_SLOW),
    )
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let first = massage(600.0, 7).run().unwrap();
    assert_eq!(first, massage(600.0, 7).run().unwrap());
    assert_ne!(first.beats, massage(600.0, 8).run().unwrap().beats);
}

#[test]
fn a_twin_is_the_same_until_the_stimulus_starts() {
    let scenario = massage(600.0, 7);
    let (session, twin) = (scenario.run().unwrap(), scenario.twin().run().unwrap());
    let until = |run: &Simulation, end_s: f64| {
        run.rows.iter().take_while(|row| row.time_s < end_s).copied().collect::<Vec<_>>()
    };
    assert_eq!(until(&session, 300.0), until(&twin, 300.0));
    assert_ne!(until(&session, 400.0), until(&twin, 400.0));
    // Touch changes no breath: the noise streams stay aligned.
    assert_eq!(session.respiration, twin.respiration);
}

#[test]
fn a_stimulus_that_does_nothing_changes_nothing() {
    let rest = Scenario::rest(300.0, 3);
    let stimuli = [StimulusKind::Rest, StimulusKind::Direct(Drive::default())];
    for kind in stimuli {
        assert_eq!(
            rest.clone().with(60.0, 120.0, kind).run().unwrap().rows,
            rest.run().unwrap().rows
        );
    }
}

/// Contract of the model: refining the step from 5 to 1 ms moves no noise-free RR by more.
const STEP_MS: f64 = 0.5;

#[test]
fn a_finer_step_changes_no_interval() {
    let at =
        |dt_s: f64| Scenario { noise: false, dt_s, ..Scenario::rest(400.0, 0) }.run().unwrap().nn();
    let (coarse, fine) = (at(0.005), at(0.001));
    let pairs = || coarse.lengths_ms().zip(fine.lengths_ms());
    // Beat by beat only as long as the beats fall at the same phase of the breath; later by the mean.
    let worst = pairs().take(140).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let mean = pairs().map(|(a, b)| a - b).sum::<f64>() / pairs().count() as f64;
    println!("5 to 1 ms: max |dRR| {worst:.3} ms over 140 beats, mean dRR {mean:.3} ms");
    assert!(worst < STEP_MS, "{worst} ms");
    assert!(mean.abs() < STEP_MS / 5.0, "{mean} ms");
}

#[test]
fn an_hour_has_no_drift_and_stays_in_the_numbers() {
    let run = Scenario::rest(3600.0, 11).run().unwrap();
    let mean_ms = |from_s: f64, to_s: f64| run.nn().window(from_s, to_s).mean_ms().unwrap();
    let drift_ms = mean_ms(2400.0, 3600.0) - mean_ms(300.0, 1500.0);
    // Sympathetic noise of a minute's memory leaves the mean of 20 minutes uncertain by a few ms.
    assert!(drift_ms.abs() < 15.0, "{drift_ms} ms");
    assert!(run.rows.iter().all(|row| row.vagal_hz.is_finite() && row.sympathetic_hz.is_finite()));
    assert!(run.nn().lengths_ms().all(|ms| (400.0..1600.0).contains(&ms)));
}

#[test]
fn a_day_has_no_drift_and_stays_in_the_numbers() {
    let run = massage(86_400.0, 5).twin().run().unwrap();
    let nn = run.nn();
    let hour_ms = |hour: f64| nn.window(3600.0 * hour, 3600.0 * (hour + 1.0)).mean_ms().unwrap();
    let drift_ms = hour_ms(23.0) - hour_ms(1.0);
    println!("drift over 22 h: {drift_ms:.2} ms, {} beats", run.rows.len());
    assert!(drift_ms.abs() < 15.0, "{drift_ms} ms");
    assert!(nn.lengths_ms().all(|ms| (400.0..1600.0).contains(&ms)));
}

#[test]
fn days_differ_as_much_as_days_of_people_do() {
    // Recalled: lnRMSSD of one person varies by 0.1 to 0.3 from day to day. The sd of 24 days has an error of 15%.
    let levels: Vec<f64> = (0..24)
        .map(|day| {
            let person = Person::REFERENCE.on_day(day);
            let run = Scenario { person, ..Scenario::rest(480.0, 1000 + day) }.run().unwrap();
            let nn = run.nn().window(180.0, 480.0);
            let squares = nn.successive_differences().map(|d| d * d);
            0.5 * (squares.sum::<f64>() / (nn.len() - 1) as f64).ln()
        })
        .collect();
    let mean = levels.iter().sum::<f64>() / 24.0;
    let sd = (levels.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / 23.0).sqrt();
    println!("sd of lnRMSSD between days: {sd:.3}");
    assert!((0.08..0.30).contains(&sd), "{sd}");
}

#[test]
fn slow_breathing_breathes_slowly_and_only_then() {
    let slow = SlowBreathing { rate_per_min: 6.0, inhale_share: 0.4, tidal_l: None };
    let run = Scenario::rest(600.0, 2)
        .with(120.0, 420.0, StimulusKind::SlowBreathing(slow))
        .run()
        .unwrap();
    let breaths = |from_s: f64, to_s: f64| {
        let hz = run.respiration.sampling_hz;
        let samples = &run.respiration.samples[(from_s * hz) as usize..(to_s * hz) as usize];
        samples.windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0).count()
    };
    // Algebra: 15 a minute for 2 minutes, 6 a minute for 5, 15 a minute for 3.
    for ((from_s, to_s), expected) in
        [((0.0, 120.0), 30), ((120.0, 420.0), 30), ((420.0, 600.0), 45)]
    {
        assert!(breaths(from_s, to_s).abs_diff(expected) <= 1, "{}", breaths(from_s, to_s));
    }
}

#[test]
fn an_athlete_is_slow_with_strong_breathing_arrhythmia() {
    let person = Person::ENDURANCE_ATHLETE;
    let run = Scenario { person, ..Scenario::rest(900.0, 4) }.run().unwrap();
    let nn = run.nn().window(300.0, 900.0);
    let mean_ms = nn.mean_ms().unwrap();
    let differences = nn.successive_differences();
    let rmssd = (differences.map(|d| d * d).sum::<f64>() / (nn.len() - 1) as f64).sqrt();
    println!("athlete: mean RR {mean_ms:.0} ms, RMSSD {rmssd:.0} ms");
    assert!((1300.0..1500.0).contains(&mean_ms), "{mean_ms}");
    assert!(rmssd > 80.0, "{rmssd}");
}

#[test]
fn nonsense_is_refused_and_never_panics() {
    let rest = || Scenario::rest(60.0, 1);
    let refused = |scenario: Scenario| assert!(scenario.run().is_err(), "{scenario:?}");
    refused(Scenario { duration_s: f64::NAN, ..rest() });
    refused(Scenario { duration_s: f64::INFINITY, ..rest() });
    refused(Scenario { dt_s: 0.0, ..rest() });
    refused(Scenario { person: Person { load: 2.0, ..Person::REFERENCE }, ..rest() });
    refused(rest().with(f64::NAN, 10.0, StimulusKind::Rest));
    refused(rest().with(10.0, 10.0, StimulusKind::Rest));
    let pressure = Massage { pressure: 7.0, ..Massage::MODERATE_SLOW };
    refused(rest().with(0.0, 10.0, StimulusKind::Massage(pressure)));
    for symbol in ["taup", "C", "tR", "RR0", "DTs", "ka", "tau_v", "Tej"] {
        for value in [0.0, -1.0, 1e300, 1e-300] {
            let mut scenario = rest();
            scenario.model.set(symbol, value).unwrap();
            // Either it runs or it says why not.
            if let Err(error) = scenario.run() {
                assert!(!error.to_string().is_empty());
            }
        }
    }
    let mut broken = rest();
    let Model::Vref(parameters) = &mut broken.model else { panic!("VREF is the default") };
    parameters.compliance_ml_per_mmhg = f64::NAN;
    assert!(matches!(broken.run(), Err(ScenarioError::Diverged { .. })));
}
