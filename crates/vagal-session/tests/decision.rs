//! The order of decision, and what must not change an answer: on sessions whose truth is known.

use vagal_core::response::{Grade, SessionResponse, Verdict};
use vagal_core::session::{Circumstances, Phase, PhaseName, Posture};
use vagal_core::{
    BreathingSource, BreathingTrack, NnInterval, NnSeries, Rhythm, RhythmFinding, RhythmKind,
    Sensor, Window,
};
use vagal_session::{Session, Settings, assess};
use vagal_sim::{LevelProcess, StatisticalSession};

/// A session with a steady level and a step of `shift`, ten minutes on each side.
fn drawn(shift: f64) -> (NnSeries, Vec<Phase>) {
    let session = StatisticalSession {
        level: LevelProcess::Steady,
        shift,
        ..StatisticalSession::null(10.0, 10.0, 42)
    };
    let drawn = session.draw();
    let rr = vagal_signal::intervals(&drawn.beats);
    (vagal_signal::correct::correct(&rr).nn, drawn.phases)
}

fn regular() -> Rhythm {
    Rhythm {
        findings: Vec::new(),
        judged_windows: 10,
        irregular_windows: 0,
        ectopic_pct: 0.0,
        not_judged: None,
    }
}

/// Breathing at one rate before and another after, each with a spread of one a minute.
fn breathing(phases: &[Phase], before: f64, after: f64) -> BreathingTrack {
    let rates = phases
        .iter()
        .flat_map(|phase| {
            let mean = if phase.name == PhaseName::Before { before } else { after };
            vagal_signal::windows(phase.window.start_s, phase.window.end_s, 30.0, 30.0)
                .into_iter()
                .enumerate()
                .map(move |(i, w)| (w, Some(mean + [-1.0, 0.0, 1.0][i % 3])))
        })
        .collect();
    BreathingTrack { source: BreathingSource::Sensor, rates }
}

struct Given {
    nn: NnSeries,
    phases: Vec<Phase>,
    rhythm: Rhythm,
    breathing: Option<BreathingTrack>,
    circumstances: Circumstances,
    own_days: Option<(f64, usize)>,
}

impl Given {
    fn shift(shift: f64) -> Self {
        let (nn, phases) = drawn(shift);
        let breathing = Some(breathing(&phases, 14.0, 14.0));
        let circumstances = Circumstances {
            posture_before: Some(Posture::Supine),
            posture_after: Some(Posture::Supine),
            rest_controls: 3,
            ..Circumstances::default()
        };
        Self { nn, phases, rhythm: regular(), breathing, circumstances, own_days: None }
    }

    fn answer(&self) -> SessionResponse {
        let session = Session {
            nn: &self.nn,
            rhythm: &self.rhythm,
            phases: &self.phases,
            breathing: self.breathing.as_ref(),
            sensor: Sensor::Ecg,
            breathing_is_input: false,
            circumstances: &self.circumstances,
            own_days: self.own_days,
        };
        assess(&session, &Settings::default())
    }
}

fn irregular() -> Rhythm {
    let kind = RhythmKind::IrregularlyIrregular;
    let finding = RhythmFinding { kind, start_s: 0.0, end_s: 600.0, numbers: String::new() };
    Rhythm { findings: vec![finding], ..regular() }
}

#[test]
fn a_large_step_is_found_and_held_to_the_end() {
    let up = Given::shift(0.8).answer();
    assert_eq!(up.verdict, Verdict::ShiftedUp);
    let hold = up.hold.expect("a shift up has a hold");
    assert!(hold.censored, "nothing fades in this session: {hold:?}");
    assert!(hold.lo <= hold.minutes && hold.minutes <= hold.hi);
    let shift = up.shift.expect("answered");
    assert!(shift.ln_rmssd.lo < 0.8 && 0.8 < shift.ln_rmssd.hi, "{:?}", shift.ln_rmssd);
}

/// Cause: of a night after five minutes of anything it was said that the shift held for eight hours.
#[test]
fn the_hold_is_looked_for_as_long_as_a_session_lasts() {
    let given = Given::shift(0.8);
    let session = Session {
        nn: &given.nn,
        rhythm: &given.rhythm,
        phases: &given.phases,
        breathing: given.breathing.as_ref(),
        sensor: Sensor::Ecg,
        breathing_is_input: false,
        circumstances: &given.circumstances,
        own_days: None,
    };
    let hold = assess(&session, &Settings { hold_s: 300.0, ..Settings::default() }).hold.unwrap();
    // Ten minutes are recorded and nothing fades; a reading of half a minute ends before the limit.
    assert!(hold.censored && (4.5..=5.0).contains(&hold.hi), "{hold:?}");
}

#[test]
fn a_fall_has_no_hold() {
    let down = Given::shift(-0.8).answer();
    assert_eq!(down.verdict, Verdict::ShiftedDown);
    assert_eq!(down.hold, None);
}

#[test]
fn nothing_is_called_nothing_only_where_that_can_be_known() {
    let unsure = Given::shift(0.0).answer();
    assert_eq!(unsure.verdict, Verdict::CannotTell);
    assert_eq!(unsure.no_shift_attainable, Some(false));
    assert_eq!(unsure.hold, None);
    // Somebody whose lnRMSSD varies by .9 from day to day: half of it is the smallest change that matters.
    let wide = Given { own_days: Some((0.9, 20)), ..Given::shift(0.0) }.answer();
    assert_eq!(wide.verdict, Verdict::NoShift);
    assert_eq!(wide.no_shift_attainable, Some(true));
}

#[test]
fn own_days_count_from_fourteen() {
    let few = Given { own_days: Some((0.9, 13)), ..Given::shift(0.0) }.answer();
    assert_eq!(few.swc.ln_rmssd, 0.10);
    let enough = Given { own_days: Some((0.9, 14)), ..Given::shift(0.0) }.answer();
    assert_eq!(enough.swc.ln_rmssd, 0.45);
}

#[test]
fn unusable_comes_before_everything_else() {
    let mut given = Given { rhythm: irregular(), ..Given::shift(0.8) };
    given.circumstances.posture_after = Some(Posture::Standing);
    let response = given.answer();
    assert_eq!((response.verdict, response.quality.grade), (Verdict::Unusable, Grade::D));
    assert_eq!(response.shift, None);
    assert_eq!(response.phases.len(), 2, "indices by phase are still shown");
}

#[test]
fn points_alone_do_not_hide_a_known_change_of_posture() {
    let mut given = Given::shift(0.8);
    given.breathing = None;
    given.circumstances.posture_after = Some(Posture::Standing);
    given.circumstances.rest_controls = 0;
    // 40 for the posture, 15 for the breathing, 10 for the rest control.
    let response = given.answer();
    assert_eq!((response.quality.score, response.quality.grade), (35, Grade::D));
    assert_eq!(response.verdict, Verdict::ExplainedOtherwise);
    assert!(response.shift.is_some() && response.heart_rate.is_some(), "what differs is shown");
    // The same points without an explanation: 40 for circumstances, 15 and 10.
    given.circumstances = Circumstances {
        hours_since_exercise: Some(1.0),
        hours_since_alcohol: Some(1.0),
        hours_since_meal: Some(0.5),
        hours_since_caffeine: Some(1.0),
        ill_or_medicated: Some(true),
        posture_before: None,
        posture_after: None,
        ..given.circumstances
    };
    let response = given.answer();
    assert_eq!((response.quality.score, response.quality.grade), (40, Grade::D));
    assert_eq!(response.verdict, Verdict::Unusable);
}

#[test]
fn a_posture_that_is_only_known_to_have_changed_explains_too() {
    let mut given = Given::shift(0.8);
    given.circumstances.posture_before = None;
    given.circumstances.posture_after = Some(Posture::Standing);
    assert_eq!(given.answer().verdict, Verdict::ShiftedUp, "known in one phase only");
    given.circumstances.posture_changed = true;
    let response = given.answer();
    assert_eq!(response.verdict, Verdict::ExplainedOtherwise);
    assert!(response.reason.contains("to standing"), "{}", response.reason);
    // Lying may be the same as supine.
    given.circumstances.posture_changed = false;
    given.circumstances.posture_before = Some(Posture::Lying);
    given.circumstances.posture_after = Some(Posture::Supine);
    assert_eq!(given.answer().verdict, Verdict::ShiftedUp);
}

#[test]
fn only_the_stretches_in_one_posture_are_compared() {
    let mut given = Given::shift(0.8);
    let [before, after] = [given.phases[0].window, given.phases[given.phases.len() - 1].window];
    let part =
        |w: Window, from_s, to_s| Window { start_s: w.start_s + from_s, end_s: w.start_s + to_s };
    given.circumstances.still_before = Some(part(before, 60.0, 500.0));
    given.circumstances.still_after = Some(part(after, 100.0, 400.0));
    let windows: Vec<Window> = given.answer().compared.iter().map(|p| p.phase.window).collect();
    // The last of the one, no longer than the settings take, and the whole of the other.
    let last = part(before, 500.0 - Settings::default().before_s.min(440.0), 500.0);
    assert_eq!(windows, [last, part(after, 100.0, 400.0)]);
    // A stretch that lies elsewhere leaves nothing, not everything.
    given.circumstances.still_after = Some(part(before, 0.0, 300.0));
    assert_eq!(given.answer().verdict, Verdict::Unusable);
}

#[test]
fn a_change_of_posture_explains_even_a_large_step() {
    let mut given = Given::shift(0.8);
    given.circumstances.posture_after = Some(Posture::Seated);
    let response = given.answer();
    assert_eq!(response.verdict, Verdict::ExplainedOtherwise);
    assert!(response.reason.contains("supine") && response.reason.contains("seated"));
    assert_eq!(response.hold, None);
}

#[test]
fn breathing_that_hardly_overlaps_explains_even_a_large_step() {
    let mut given = Given::shift(0.8);
    given.breathing = Some(breathing(&given.phases, 15.0, 6.0));
    let response = given.answer();
    assert_eq!(response.verdict, Verdict::ExplainedOtherwise);
    assert!(response.reason.contains("breathing"), "{}", response.reason);
}

#[test]
fn breathing_known_only_here_and_there_can_still_explain_but_is_no_measurement() {
    let mut given = Given::shift(-0.8);
    let mut track = breathing(&given.phases, 15.0, 5.0);
    let after_s = given.phases[1].window.start_s;
    for (i, (window, rate)) in track.rates.iter_mut().enumerate() {
        if window.start_s >= after_s && i % 4 != 0 {
            *rate = None;
        }
    }
    given.breathing = Some(track);
    let response = given.answer();
    assert_eq!(response.verdict, Verdict::ExplainedOtherwise);
    assert!(response.quality.items.iter().any(|i| i.id == "breathing_source" && i.minus == 15));
    assert!(response.phase(PhaseName::After).unwrap().summary.breathing.is_err());
}

#[test]
fn moving_for_a_third_of_the_time_explains_a_step() {
    let mut given = Given::shift(0.8);
    given.circumstances.moving_pct = Some(33.0);
    assert_eq!(given.answer().verdict, Verdict::ExplainedOtherwise);
}

#[test]
fn movement_ends_the_after_phase_and_censors_the_hold() {
    let mut given = Given::shift(0.8);
    let after = given.phases[1].window;
    given.circumstances.moved_at_s = Some(after.start_s + 300.0);
    let response = given.answer();
    assert_eq!(response.verdict, Verdict::ShiftedUp);
    let hold = response.hold.unwrap();
    assert!(hold.hi <= 5.0 && hold.censored, "{hold:?}");
    let compared = response.compared_phase(PhaseName::After).unwrap().phase.window;
    assert!((compared.length_s() - 300.0).abs() < 1e-9);
}

#[test]
fn without_an_after_phase_there_is_nothing_to_compare() {
    let mut given = Given::shift(0.8);
    given.phases.truncate(1);
    let response = given.answer();
    assert_eq!(response.verdict, Verdict::Unusable);
    assert_eq!(response.phases.len(), 1);
}

#[test]
fn where_time_zero_lies_does_not_matter() {
    let here = Given::shift(0.4);
    let mut there = Given::shift(0.4);
    let later_s = 15_553.0;
    let moved = there.nn.as_slice().iter().map(|i| NnInterval { end_s: i.end_s + later_s, ..*i });
    there.nn = NnSeries::new(moved.collect()).unwrap();
    let shift = |w: &mut Window| {
        w.start_s += later_s;
        w.end_s += later_s;
    };
    there.phases.iter_mut().for_each(|p| shift(&mut p.window));
    there.breathing.as_mut().unwrap().rates.iter_mut().for_each(|(w, _)| shift(w));
    let (here, there) = (here.answer(), there.answer());
    assert_eq!(here.verdict, there.verdict);
    let of = |r: &SessionResponse| r.shift.as_ref().unwrap().ln_rmssd.estimate;
    /// Times of 15,000 s are stored to 2e-12 of their size.
    const ROUNDING: f64 = 1e-7;
    assert!((of(&here) - of(&there)).abs() < ROUNDING);
}

#[test]
fn the_same_session_gives_the_same_answer() {
    assert_eq!(Given::shift(0.8).answer(), Given::shift(0.8).answer());
}
