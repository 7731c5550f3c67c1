//! The truth of physiological sessions, and the demo.

use vagal_core::Window;
use vagal_core::session::{Phase, PhaseName};
use vagal_sim::{
    DemoSession, LevelProcess, Massage, Scenario, StatisticalSession, StimulusKind, demo_scenario,
    session_truth,
};

const SWC: f64 = 0.10;

#[test]
fn rest_shifts_nothing_and_holds_nothing() {
    let rest = demo_scenario(3).twin();
    let truth = DemoSession::new(rest, 8).unwrap().truth;
    assert_eq!(truth.level, truth.twin_level);
    assert_eq!((truth.shift, truth.shift_during, truth.shift_se), (0.0, 0.0, 0.0));
    assert_eq!(truth.hold(SWC).minutes, 0.0);
}

#[test]
fn a_massage_raises_the_level_while_it_lasts_and_less_after() {
    let truth = DemoSession::new(demo_scenario(3), 8).unwrap().truth;
    // The calibration (research table, row 15): +0.29 against the twin; eight replicates leave about 0.02.
    assert!((truth.shift_during - 0.29).abs() < 0.06, "{}", truth.shift_during);
    assert!(truth.shift > 0.0 && truth.shift < 0.6 * truth.shift_during, "{}", truth.shift);
    // The plain contrast of the sessions agrees: eight replicates leave it uncertain by about 0.013.
    let mean = |from_s: f64, to_s: f64| {
        let inside =
            truth.time_s.iter().zip(&truth.level).filter(|(t, _)| (from_s..to_s).contains(t));
        let levels: Vec<f64> = inside.map(|(_, level)| *level).collect();
        levels.iter().sum::<f64>() / levels.len() as f64
    };
    let contrast = mean(1800.0, 2400.0) - mean(0.0, 600.0);
    assert!((contrast - truth.shift).abs() < 0.05, "{contrast} against {}", truth.shift);
    let (low, high) = (truth.hold(0.05), truth.hold(0.5));
    assert!(low.minutes >= truth.hold(SWC).minutes && high.minutes == 0.0, "{low:?} {high:?}");
}

#[test]
fn a_hold_beyond_the_record_is_censored() {
    // A massage that goes on while the "after" phase is read.
    let window = |start_s, end_s| Window { start_s, end_s };
    let phases = [
        Phase { name: PhaseName::Before, window: window(0.0, 300.0) },
        Phase { name: PhaseName::After, window: window(600.0, 900.0) },
    ];
    let scenario =
        Scenario::rest(900.0, 1).with(300.0, 900.0, StimulusKind::Massage(Massage::MODERATE_SLOW));
    let truth = session_truth(&scenario, &phases, 4).unwrap();
    let hold = truth.hold(SWC);
    assert!(hold.censored && hold.minutes == 5.0, "{hold:?}");
}

#[test]
fn the_hold_of_a_known_decay_is_algebra() {
    // 0.4·2^(−t/8 min) falls below 0.1 after two half-lives.
    let session = StatisticalSession {
        level: LevelProcess::Steady,
        shift: 0.4,
        half_life_min: Some(8.0),
        ..StatisticalSession::null(10.0, 30.0, 1)
    };
    let minutes = session.hidden().first_passage_min(SWC).unwrap();
    assert!((minutes - 16.0).abs() < 1.0 / 60.0 + 1e-9, "{minutes}");
    let lasting = StatisticalSession { half_life_min: None, ..session };
    assert_eq!(lasting.hidden().first_passage_min(SWC), None);
    assert!((lasting.hidden().realised_shift(10.0) - 0.4).abs() < 1e-12);
}
