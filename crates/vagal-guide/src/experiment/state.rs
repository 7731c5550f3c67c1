//! State: how an experiment stands on a day. Before it has ended nobody sees a difference, not even at a look that goes on.

use sha2::{Digest, Sha256};
use statrs::distribution::{ContinuousCDF, Normal};
use vagal_core::experiment::{
    AfterChanges, ArmCount, Contrast, ExperimentPhase, ExperimentPlan, ExperimentState,
    ExperimentVerdict, Kept, KeptLook, Look, PeriodRecord,
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

/// How an experiment stands at a moment; `stopped` is when and why the person ended it, `kept` the looks that were taken already.
///
/// What a look said when it was taken stands: one that went on does not end it afterwards, and one that ended it is its answer. What
/// the readings say now, where they were changed, is told beside it.
pub fn assess(
    plan: &ExperimentPlan,
    diary: &Diary,
    at: Moment,
    stopped: Option<(Moment, &str)>,
    kept: &[KeptLook],
) -> ExperimentState {
    let stopped = stopped.filter(|(when, _)| *when <= at);
    let until = stopped.map_or(at, |(when, _)| when);
    let record = Record::new(plan, diary, until);
    let mut periods = record.periods();
    let today = until.local_day();
    let primary = |p: &PeriodRecord| (p.outcome, p.before);
    let sessions = trial_sessions(&periods, QUESTION, |_| true, primary);
    let flips = Flips::new(plan.blocks.len(), DRAWN, plan.seed);
    let rule = Boundaries::of(plan);
    let due: Vec<i64> = plan.looks.iter().map(|blocks| due(plan, *blocks)).collect();
    let kept = in_order(kept, &due, today);
    let is_in = |blocks: usize| {
        let last = periods.iter().rfind(|p| p.session.block + 1 == blocks);
        last.is_some_and(|p| p.outcome.is_some())
    };
    let over = |(due, blocks): (&i64, &usize)| today > *due || (today == *due && is_in(*blocks));
    let taken = due.iter().zip(&plan.looks).take_while(|look| over(*look)).count().max(kept.len());
    let of = |looks: usize| Trial::new(&sessions, &plan.looks[..looks], &flips);
    let ended = kept.iter().position(|k| k.verdict != ExperimentVerdict::Running);
    let (said, at_look) = match ended {
        Some(look) => (kept[look].verdict, look),
        None => conclude(&of(taken), &rule, kept.len()),
    };
    let ended_at = (taken > 0 && said != ExperimentVerdict::Running).then_some(at_look);
    let taken = ended_at.map_or(taken, |i| i + 1);
    let hashes: Vec<String> = plan.looks.iter().map(|b| readings_sha256(&periods, *b)).collect();
    let changed = |i: usize| kept.get(i).is_some_and(|k| k.data_sha256 != hashes[i]);
    let effect_at = |i: usize| {
        let looks = &plan.looks[..=i];
        effect(&of(i + 1), looks, plan.blocks.len(), plan.spending, plan.level)
    };
    // The interval of a look holds over all looks before it, so it is that of changed readings if theirs were.
    let as_taken = |i: usize| !(0..=i).any(changed);
    let look = |(i, blocks): (usize, &usize)| Look {
        number: i + 1,
        blocks: *blocks,
        due: due[i],
        spent: rule.difference[i],
        taken: i < taken,
        data_sha256: hashes[i].clone(),
        changed: changed(i),
        // Before it has ended nobody is to see a difference, so none is computed.
        effect: ended_at.filter(|end| i <= *end && as_taken(i)).and_then(|_| effect_at(i)),
        verdict: if ended_at == Some(i) { said } else { ExperimentVerdict::Running },
    };
    let looks: Vec<Look> = plan.looks.iter().enumerate().map(look).collect();
    let after_changes = ended_at.filter(|i| !as_taken(*i)).map(|i| AfterChanges {
        then: kept.get(i).and_then(|k| k.found),
        verdict: conclude(&of(i + 1), &rule, 0).0,
        effect: effect_at(i),
    });
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
    let asked = ended_at.map_or(plan.blocks.len(), |i| plan.looks[i]);
    for p in &mut periods {
        if p.session.block >= asked || (!open && p.kept == Kept::Due) {
            *p = not_asked(p);
        }
    }
    let mut extra = record.extra();
    extra.retain(|e| ended_at.is_none_or(|i| e.day <= due[i]));
    let mut state = ExperimentState {
        today: at.local_day(),
        phase,
        verdict,
        ended_at,
        counts: counts(plan, &periods),
        extra,
        looks,
        periods,
        next,
        beside,
        after_changes,
        could_have_found: None,
    };
    if state.verdict == ExperimentVerdict::CannotTell {
        state.could_have_found = could_have_found(plan, &state);
    }
    state
}

/// The looks kept, from the first on without a gap, of those that were due on a day.
fn in_order<'a>(kept: &'a [KeptLook], due: &[i64], today: i64) -> Vec<&'a KeptLook> {
    let of =
        |(i, due): (usize, &i64)| kept.iter().find(|k| k.number == i + 1).filter(|_| *due <= today);
    due.iter().enumerate().map_while(of).collect()
}

/// Sha-256 of the readings of the question in so many blocks.
fn readings_sha256(periods: &[PeriodRecord], blocks: usize) -> String {
    let mut hash = Sha256::new();
    for p in periods.iter().filter(|p| p.session.block < blocks) {
        hash.update(format!("{} {:?} {:?}\n", p.session.day, p.outcome, p.before));
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// A session day that the experiment had ended before.
fn not_asked(p: &PeriodRecord) -> PeriodRecord {
    let session = p.session;
    PeriodRecord { session, kept: Kept::NotAsked, remark: None, outcome: None, before: None }
}

/// The day on which the last outcome of so many blocks is due.
fn due(plan: &ExperimentPlan, blocks: usize) -> i64 {
    let last = plan.blocks.get(..blocks).and_then(|all| all.last()?.last().copied());
    last.map_or(i64::MAX, |day| day + plan.primary.lag_days())
}

fn counts(plan: &ExperimentPlan, periods: &[PeriodRecord]) -> Vec<ArmCount> {
    let mut counts = vec![ArmCount::default(); plan.arms.len()];
    for p in periods.iter().filter(|p| !matches!(p.kept, Kept::Due | Kept::NotAsked)) {
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
    use vagal_core::experiment::{FoundThen, SessionDay};

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
            let state = assess(&plan, &diary, at(FIRST_DAY + day, 20.0), None, &[]);
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
            let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None, &[]);
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
        let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None, &[]);
        assert_eq!(state.verdict, ExperimentVerdict::NoDifference);
    }

    #[test]
    fn noise_as_large_as_the_question_cannot_tell_and_says_what_it_could_have_found() {
        let plan = plan(12);
        let diary = diary(&plan, 24, |i, s| outcome(0.05)(0, s) + 5.0 * wobble(i));
        let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None, &[]);
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
        let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None, &[]);
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
        let state = assess(&plan, &diary, at(FIRST_DAY + 8, 12.0), None, &[]);
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
        let state = assess(&plan, &diary, at(first.day + 1, 12.0), None, &[]);
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
        let state = assess(&plan, &diary, at(FIRST_DAY + 1, 12.0), None, &[]);
        let period = &state.periods[0];
        assert_eq!((period.kept, period.outcome), (Kept::Missed, None));
    }

    fn sessions_of(plan: &ExperimentPlan) -> Vec<SessionDay> {
        crate::experiment::sessions(plan)
    }

    /// A plan whose first look may end it: of its 128 classes one is less than Pocock spends there.
    fn early(blocks: usize) -> ExperimentPlan {
        ExperimentPlan { spending: vagal_core::experiment::Spending::Pocock, ..plan(blocks) }
    }

    #[test]
    fn days_after_an_early_end_are_not_asked_and_not_missed() {
        let plan = early(16);
        // Done as drawn up to the first look, then nothing but a massage long after the end.
        let early = diary(&plan, 16, outcome(0.5));
        let mut inputs = early.inputs().to_vec();
        inputs.push(InputEvent::new("massage", at(FIRST_DAY + 60, 12.0)));
        let person = early.person.clone();
        let diary = Diary::new(person, inputs, early.readings().to_vec(), Vec::new(), Vec::new());
        let state = assess(&plan, &diary, at(FIRST_DAY + 100, 12.0), None, &[]);
        assert_eq!((state.ended_at, state.verdict), (Some(0), ExperimentVerdict::MoreThan));
        let of = |kept| state.periods.iter().filter(|p| p.kept == kept).count();
        assert_eq!((of(Kept::Done), of(Kept::NotAsked), of(Kept::Missed)), (16, 16, 0));
        assert_eq!((state.past(), state.extra.len()), (16, 0));
        assert!(state.counts.iter().all(|c| c.deviating == 0 && c.past == 8));
    }

    /// Looks as they are kept of a state.
    fn looks_of(state: &ExperimentState) -> Vec<KeptLook> {
        let kept = |l: &Look| KeptLook {
            number: l.number,
            verdict: l.verdict,
            data_sha256: l.data_sha256.clone(),
            found: l
                .effect
                .as_ref()
                .map(|e| FoundThen { estimate: e.estimate, interval: e.bands[2] }),
        };
        state.looks.iter().filter(|l| l.taken).map(kept).collect()
    }

    #[test]
    fn a_verdict_that_was_given_stands_and_what_changes_make_of_it_is_told() {
        let plan = early(16);
        let now = at(FIRST_DAY + 100, 12.0);
        let then = assess(&plan, &diary(&plan, 32, outcome(0.5)), now, None, &[]);
        let kept = looks_of(&then);
        assert_eq!(kept.last().unwrap().verdict, ExperimentVerdict::MoreThan);
        // Nothing was changed: the same.
        assert_eq!(assess(&plan, &diary(&plan, 32, outcome(0.5)), now, None, &kept), then);
        // Edited until nothing is left of it: the verdict stands, without numbers that it was not given with.
        let state = assess(&plan, &diary(&plan, 32, outcome(0.0)), now, None, &kept);
        assert_eq!((state.verdict, state.ended_at), (then.verdict, then.ended_at));
        assert!(state.result().is_none() && state.looks[0].changed);
        let after = state.after_changes.unwrap();
        let found = then.result().unwrap();
        assert_eq!(
            after.then,
            Some(FoundThen { estimate: found.estimate, interval: found.bands[2] })
        );
        assert_ne!(after.verdict, ExperimentVerdict::MoreThan);
        assert!(after.effect.unwrap().estimate.abs() < 0.1);
    }

    #[test]
    fn a_look_that_went_on_is_not_taken_again() {
        let plan = early(16);
        let look = plan.looks[0];
        let first = at(due(&plan, look) + 1, 12.0);
        let noisy = diary(&plan, 2 * look, |i, s| outcome(0.0)(0, s) + 5.0 * wobble(i));
        let before = assess(&plan, &noisy, first, None, &[]);
        assert_eq!((before.looks_taken(), before.verdict), (1, ExperimentVerdict::Running));
        let kept = looks_of(&before);
        let edited = diary(&plan, 2 * look, outcome(0.5));
        let again = assess(&plan, &edited, first, None, &[]);
        assert_eq!(again.verdict, ExperimentVerdict::MoreThan, "what taking it anew would say");
        let state = assess(&plan, &edited, first, None, &kept);
        assert_eq!((state.verdict, state.phase), (before.verdict, ExperimentPhase::Running));
        assert!(state.looks[0].changed && state.looks.iter().all(|l| l.effect.is_none()));
    }

    #[test]
    fn one_that_was_stopped_says_nothing_of_a_difference() {
        let plan = plan(8);
        let diary = diary(&plan, 16, outcome(0.4));
        let (when, now) = (at(FIRST_DAY + 5, 12.0), at(FIRST_DAY + 100, 12.0));
        let state = assess(&plan, &diary, now, Some((when, "moved house")), &[]);
        assert_eq!(state.phase, ExperimentPhase::Stopped("moved house".into()));
        assert_eq!(state.verdict, ExperimentVerdict::CannotTell);
        assert!(state.result().is_none() && state.next.is_none());
        assert_eq!(state.past(), 2);
    }

    #[test]
    fn what_is_asked_next_is_the_first_day_that_is_not_over() {
        let plan = plan(8);
        let diary = diary(&plan, 2, outcome(0.0));
        let state = assess(&plan, &diary, at(FIRST_DAY + 4, 12.0), None, &[]);
        assert_eq!(state.next, Some(2));
        let state = assess(&plan, &diary, at(FIRST_DAY + 7, 12.0), None, &[]);
        assert_eq!((state.periods[2].kept, state.next), (Kept::Missed, Some(3)));
    }
}
