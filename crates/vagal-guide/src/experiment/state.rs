//! State: how an experiment stands on a day. Before it has ended nobody sees a difference, not even at a look that goes on.

use statrs::distribution::{ContinuousCDF, Normal};
use vagal_core::experiment::{
    ArmCount, Contrast, ExperimentPhase, ExperimentPlan, ExperimentState, ExperimentVerdict, Kept,
    Look, PeriodRecord,
};
use vagal_core::{Diary, Moment};

use super::flips::{DRAWN, Flips};
use super::judge::{Boundaries, conclude, effect};
use super::record::{Record, trial_sessions};
use super::trial::Trial;

/// Level of an interval for one look, beside the question.
const ONE_LOOK: f64 = 0.05;
/// Power at which it is said what could have been found.
const POWER: f64 = 0.80;
/// The arms of the question.
const QUESTION: (usize, usize) = (0, 1);

/// How an experiment stands at a moment; `stopped` is when and why the person ended it.
pub fn assess(
    plan: &ExperimentPlan,
    diary: &Diary,
    at: Moment,
    stopped: Option<(Moment, &str)>,
) -> ExperimentState {
    let stopped = stopped.filter(|(when, _)| *when <= at);
    let until = stopped.map_or(at, |(when, _)| when);
    let record = Record::new(plan, diary, until);
    let periods = record.periods();
    let today = until.local_day();
    let primary = |p: &PeriodRecord| (p.outcome, p.before);
    let sessions = trial_sessions(&periods, QUESTION, |_| true, primary);
    let flips = Flips::new(plan.blocks.len(), DRAWN, plan.seed);
    let rule = Boundaries::of(plan);
    let due: Vec<i64> = plan.looks.iter().map(|blocks| due(plan, *blocks)).collect();
    let is_in = |blocks: usize| {
        let last = periods.iter().rfind(|p| p.session.block + 1 == blocks);
        last.is_some_and(|p| p.outcome.is_some())
    };
    let over = |(due, blocks): (&i64, &usize)| today > *due || (today == *due && is_in(*blocks));
    let taken = due.iter().zip(&plan.looks).take_while(|look| over(*look)).count();
    let trial = Trial::new(&sessions, &plan.looks[..taken], &flips);
    let (said, at_look) = conclude(&trial, &rule, 0);
    let ended_at = (taken > 0 && said != ExperimentVerdict::Running).then_some(at_look);
    let taken = ended_at.map_or(taken, |i| i + 1);
    let look = |(i, blocks): (usize, &usize)| Look {
        number: i + 1,
        blocks: *blocks,
        due: due[i],
        spent: rule.difference[i],
        taken: i < taken,
        // Before it has ended nobody is to see a difference, so none is computed.
        effect: ended_at.filter(|end| i <= *end).and_then(|_| {
            let looks = &plan.looks[..=i];
            let trial = Trial::new(&sessions, looks, &flips);
            effect(&trial, looks, plan.blocks.len(), plan.spending, plan.level)
        }),
        verdict: if ended_at == Some(i) { said } else { ExperimentVerdict::Running },
    };
    let looks: Vec<Look> = plan.looks.iter().enumerate().map(look).collect();
    let verdict = ended_at.map(|i| looks[i].verdict);
    let phase = match (verdict, stopped) {
        (Some(_), _) => ExperimentPhase::Ended,
        (None, Some((_, why))) => ExperimentPhase::Stopped(why.to_owned()),
        (None, None) if plan.span().is_some_and(|(first, _)| today < first) => {
            ExperimentPhase::Ahead
        }
        (None, None) => ExperimentPhase::Running,
    };
    let verdict = verdict.unwrap_or(match phase {
        ExperimentPhase::Stopped(_) => ExperimentVerdict::CannotTell,
        _ => ExperimentVerdict::Running,
    });
    let open = matches!(phase, ExperimentPhase::Ahead | ExperimentPhase::Running);
    let next = periods.iter().position(|p| p.kept == Kept::Due).filter(|_| open);
    let beside = ended_at.map_or_else(Vec::new, |i| beside(plan, &record, &periods, plan.looks[i]));
    let mut state = ExperimentState {
        today: at.local_day(),
        phase,
        verdict,
        ended_at,
        counts: counts(plan, &periods),
        extra: record.extra(),
        looks,
        periods,
        next,
        beside,
        could_have_found: None,
    };
    if state.verdict == ExperimentVerdict::CannotTell {
        state.could_have_found = could_have_found(plan, &state);
    }
    state
}

/// The day on which the last outcome of so many blocks is due.
fn due(plan: &ExperimentPlan, blocks: usize) -> i64 {
    let last = plan.blocks.get(..blocks).and_then(|all| all.last()?.last().copied());
    last.map_or(i64::MAX, |day| day + plan.primary.lag_days())
}

fn counts(plan: &ExperimentPlan, periods: &[PeriodRecord]) -> Vec<ArmCount> {
    let mut counts = vec![ArmCount::default(); plan.arms.len()];
    for p in periods.iter().filter(|p| p.kept != Kept::Due) {
        let count = &mut counts[p.session.arm];
        count.past += 1;
        count.done += usize::from(p.kept == Kept::Done);
        count.deviating += usize::from(p.kept.is_deviation());
        count.outcomes += usize::from(p.outcome.is_some());
    }
    counts
}

/// Comparisons beside the question, each with an interval as for a single look.
fn beside(
    plan: &ExperimentPlan,
    record: &Record<'_>,
    periods: &[PeriodRecord],
    blocks: usize,
) -> Vec<Contrast> {
    let flips = Flips::new(blocks, DRAWN, plan.seed);
    let extra = record.extra();
    let clean = |p: &PeriodRecord| {
        let day = p.session.day;
        let near = extra.iter().any(|e| (day - plan.washout_days + 1..=day).contains(&e.day));
        p.kept == Kept::Done && !near
    };
    let contrast = |outcome, arms, per_protocol: bool| {
        let read = |p: &PeriodRecord| record.outcome(outcome, p.session);
        let keep = |p: &PeriodRecord| !per_protocol || clean(p);
        let sessions = trial_sessions(periods, arms, keep, read);
        let trial = Trial::new(&sessions, &[blocks], &flips);
        let effect = effect(&trial, &[blocks], blocks, plan.spending, ONE_LOOK);
        Contrast { outcome, arms, per_protocol, effect }
    };
    let mut all = vec![contrast(plan.primary, QUESTION, true)];
    all.extend(plan.secondary.iter().map(|o| contrast(*o, QUESTION, false)));
    for second in 2..plan.arms.len() {
        all.extend((0..second).map(|first| contrast(plan.primary, (first, second), false)));
    }
    all
}

/// From the half width of the interval: what lies so far from zero that its interval would mostly have left it out.
fn could_have_found(plan: &ExperimentPlan, state: &ExperimentState) -> Option<f64> {
    let (low, high) = state.result()?.bands[2]?;
    let normal = Normal::standard();
    let z = normal.inverse_cdf(1.0 - plan.level / 2.0);
    Some(0.5 * (high - low) * (z + normal.inverse_cdf(POWER)) / z)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::made::{FIRST_DAY, at, diary, plan};
    use vagal_core::InputEvent;
    use vagal_core::experiment::SessionDay;

    /// Noise that is the same on every run and has no pattern of two.
    fn wobble(i: usize) -> f64 {
        [0.03, -0.05, 0.01, 0.06, -0.02, -0.06, 0.04, 0.0, -0.03, 0.05, 0.02][i % 11]
    }

    fn outcome(effect: f64) -> impl Fn(usize, &SessionDay) -> f64 {
        move |i, s| 3.5 + wobble(i) + if s.arm == 0 { effect } else { 0.0 }
    }

    #[test]
    fn before_a_look_and_at_one_that_goes_on_nobody_sees_a_difference() {
        let plan = plan(8);
        for (sessions, day) in [(0, -2), (3, 8), (8, 24), (9, 26)] {
            // Nothing in it but noise.
            let diary = diary(&plan, sessions, outcome(0.03));
            let state = assess(&plan, &diary, at(FIRST_DAY + day, 20.0), None);
            assert_eq!(state.verdict, ExperimentVerdict::Running, "after {sessions}");
            assert!(state.looks.iter().all(|l| l.effect.is_none()) && state.result().is_none());
            assert!(state.beside.is_empty());
            assert_eq!(state.past(), sessions);
        }
    }

    #[test]
    fn a_large_difference_is_found_and_its_sign_is_that_of_the_first_input() {
        let plan = plan(12);
        for (effect, wanted) in
            [(0.4, ExperimentVerdict::MoreThan), (-0.4, ExperimentVerdict::LessThan)]
        {
            let diary = diary(&plan, 24, outcome(effect));
            let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None);
            assert_eq!((state.verdict, &state.phase), (wanted, &ExperimentPhase::Ended));
            let found = state.result().unwrap();
            // The wobble has a spread of .04, its mean over as many sessions of each arm three errors of .04 √(2/9).
            assert!((found.estimate - effect).abs() < 0.06, "{found:?}");
            let (low, high) = found.bands[2].unwrap();
            assert!(low < effect && effect < high);
        }
    }

    #[test]
    fn a_difference_far_below_the_swc_is_no_difference() {
        let plan = plan(12);
        let diary = diary(&plan, 24, outcome(0.01));
        let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None);
        assert_eq!(state.verdict, ExperimentVerdict::NoDifference);
    }

    #[test]
    fn noise_as_large_as_the_question_cannot_tell_and_says_what_it_could_have_found() {
        let plan = plan(12);
        let diary = diary(&plan, 24, |i, s| outcome(0.05)(0, s) + 5.0 * wobble(i));
        let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None);
        assert_eq!(state.verdict, ExperimentVerdict::CannotTell);
        let (low, high) = state.result().unwrap().bands[2].unwrap();
        // (1.960 + 0.842) / 1.960 half widths.
        let expected = 0.5 * (high - low) * 1.4294;
        assert!((state.could_have_found.unwrap() - expected).abs() < 1e-3);
    }

    #[test]
    fn every_departure_is_seen_and_the_question_keeps_the_draw() {
        let plan = ExperimentPlan { looks: vec![8], ..plan(8) };
        let full = diary(&plan, 16, outcome(0.0));
        let drawn = sessions_of(&plan);
        let mut inputs: Vec<InputEvent> = full.inputs().to_vec();
        let other = |arm: usize| plan.arms[1 - arm].input.clone();
        inputs[0].input = other(drawn[0].arm);
        inputs[1].minutes = Some(20.0);
        inputs.push(InputEvent::new(&other(drawn[2].arm), at(drawn[2].day, 20.0)));
        inputs.push(InputEvent::new("massage", at(drawn[5].day + 1, 20.0)));
        inputs.remove(3);
        let diary = Diary::new(
            full.person.clone(),
            inputs,
            full.readings().to_vec(),
            Vec::new(),
            Vec::new(),
        );
        let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None);
        let kept: Vec<Kept> = state.periods.iter().map(|p| p.kept).collect();
        assert_eq!(
            kept[..5],
            [Kept::Swapped, Kept::OtherDose, Kept::WithOther, Kept::Missed, Kept::Done]
        );
        assert_eq!(state.extra.len(), 1);
        let missed = &state.periods[3];
        assert!(missed.outcome.is_some(), "a missed session keeps its outcome");
        let found = state.result().unwrap();
        assert_eq!(found.readings, (8, 8), "as drawn");
        let protocol = state.beside.iter().find(|c| c.per_protocol).unwrap();
        // Four departures, and the session after the extra one.
        let (a, b) = protocol.effect.as_ref().unwrap().readings;
        assert_eq!(a + b, 11);
        let counts: usize = state.counts.iter().map(|c| c.deviating).sum();
        assert_eq!(counts, 4);
    }

    #[test]
    fn one_input_at_two_pressures_is_told_apart_by_what_was_written_down() {
        use vagal_core::Pressure;
        use vagal_core::experiment::Arm;
        let arm = |pressure| Arm::new("massage", "massage", 60.0, Some(pressure));
        let mut arms = vec![arm(Pressure::Moderate), arm(Pressure::Light)];
        Arm::tell_apart(&mut arms);
        assert_eq!(arms[1].id, "massage:light");
        let plan = ExperimentPlan { arms, ..plan(8) };
        let back = crate::experiment::parse(&crate::experiment::text(&plan)).unwrap();
        assert_eq!(back, plan);
        let drawn = sessions_of(&plan);
        let done = |i: usize, pressure| InputEvent {
            minutes: Some(60.0),
            pressure,
            ..InputEvent::new("massage", at(drawn[i].day, 18.0))
        };
        let of = |i: usize| plan.arms[drawn[i].arm].pressure;
        let inputs = vec![done(0, of(0)), done(1, of(0)), done(2, None)];
        assert_ne!(of(0), of(1), "a block holds both");
        let person = vagal_core::Person { id: "me".into(), name: None };
        let diary = Diary::new(person, inputs, Vec::new(), Vec::new(), Vec::new());
        let state = assess(&plan, &diary, at(FIRST_DAY + 8, 12.0), None);
        let kept: Vec<Kept> = state.periods.iter().take(3).map(|p| p.kept).collect();
        assert_eq!(kept, [Kept::Done, Kept::Swapped, Kept::OtherDose]);
    }

    /// Rest at noon and massage in the evening of a day, each with its ratings of tension.
    fn two_on_a_day(plan: &ExperimentPlan, day: i64) -> Diary {
        use vagal_core::{Reading, diary::kinds};
        let done = |input: &str, hour| InputEvent {
            minutes: Some(60.0),
            ..InputEvent::new(input, at(day, hour))
        };
        let tension = |hour, v| Reading::new(kinds::TENSION, at(day, hour), v).unwrap();
        let readings =
            vec![tension(11.9, 6.0), tension(13.1, 5.0), tension(17.9, 8.0), tension(19.1, 2.0)];
        let person = vagal_core::Person { id: plan.person.clone(), name: None };
        let inputs = vec![done("rest", 12.0), done("massage", 18.0)];
        Diary::new(person, inputs, readings, Vec::new(), Vec::new())
    }

    #[test]
    fn with_both_inputs_done_the_outcome_is_the_same_whichever_was_drawn() {
        use vagal_core::experiment::ExperimentOutcome;
        let plan = ExperimentPlan { primary: ExperimentOutcome::Tension, ..plan(8) };
        let first = sessions_of(&plan)[0];
        let diary = two_on_a_day(&plan, first.day);
        let record = Record::new(&plan, &diary, at(first.day + 1, 12.0));
        let of = |arm: usize| record.outcome(plan.primary, SessionDay { arm, ..first });
        assert_eq!(of(0), of(1));
        assert_eq!(of(0), (Some(1.0), Some(6.0)), "the first of the day");
        let state = assess(&plan, &diary, at(first.day + 1, 12.0), None);
        assert_eq!(state.periods[0].kept, Kept::WithOther);
    }

    #[test]
    fn what_was_done_before_it_was_registered_is_no_session() {
        use vagal_core::experiment::ExperimentOutcome;
        let plan = ExperimentPlan {
            primary: ExperimentOutcome::Tension,
            registered: at(FIRST_DAY, 19.5),
            ..plan(8)
        };
        let diary = two_on_a_day(&plan, FIRST_DAY);
        let state = assess(&plan, &diary, at(FIRST_DAY + 1, 12.0), None);
        let period = &state.periods[0];
        assert_eq!((period.kept, period.outcome), (Kept::Missed, None));
    }

    fn sessions_of(plan: &ExperimentPlan) -> Vec<SessionDay> {
        crate::experiment::sessions(plan)
    }

    #[test]
    fn one_that_was_stopped_says_nothing_of_a_difference() {
        let plan = plan(8);
        let diary = diary(&plan, 16, outcome(0.4));
        let (when, now) = (at(FIRST_DAY + 5, 12.0), at(FIRST_DAY + 100, 12.0));
        let state = assess(&plan, &diary, now, Some((when, "moved house")));
        assert_eq!(state.phase, ExperimentPhase::Stopped("moved house".into()));
        assert_eq!(state.verdict, ExperimentVerdict::CannotTell);
        assert!(state.result().is_none() && state.next.is_none());
        assert_eq!(state.past(), 2);
    }

    #[test]
    fn what_is_asked_next_is_the_first_day_that_is_not_over() {
        let plan = plan(8);
        let diary = diary(&plan, 2, outcome(0.0));
        let state = assess(&plan, &diary, at(FIRST_DAY + 4, 12.0), None);
        assert_eq!(state.next, Some(2));
        let state = assess(&plan, &diary, at(FIRST_DAY + 7, 12.0), None);
        assert_eq!((state.periods[2].kept, state.next), (Kept::Missed, Some(3)));
    }
}
