//! A plan in sentences: the verdict first, then what it rests on.

use vagal_core::plan::{LessLoad, PlanVerdict, Ranked, SessionPlan, SessionsNeeded, Spread};

use super::person::input_name;
use super::{capital, decimal, probability, signed};

/// A schedule without its dose: `massage every 10 d`.
pub fn interval(r: &Ranked) -> String {
    r.schedule.as_ref().map_or("no sessions".into(), |s| {
        format!("{} every {} d", input_name(&s.input), decimal(s.every_days, 0))
    })
}

/// A schedule in a few words: `massage every 10 days`, `no sessions`.
pub fn schedule(r: &Ranked) -> String {
    let Some(s) = &r.schedule else { return "no sessions".into() };
    let dose = if (s.dose - 1.0).abs() < 0.005 {
        String::new()
    } else {
        format!(", dose {}", decimal(s.dose, 2))
    };
    format!("{} every {} days{dose}", input_name(&s.input), decimal(s.every_days, 0))
}

/// What of a schedule the diary never tried; `None` where it tried all of it.
pub fn schedule_marks(r: &Ranked) -> Option<String> {
    let s = r.schedule.as_ref()?;
    match (s.beyond_intervals, s.beyond_doses) {
        (false, false) => None,
        (true, false) => Some("interval".into()),
        (false, true) => Some("dose".into()),
        (true, true) => Some("interval and dose".into()),
    }
}

fn range(s: &Spread, digits: usize) -> String {
    format!("80% range {} to {}", signed(s.points[1], digits), signed(s.points[5], digits))
}

/// The answer of a plan.
pub fn plan_answer(plan: &SessionPlan) -> String {
    let best = plan.ranked.iter().find(|r| r.schedule.is_some());
    match (plan.verdict, best) {
        (_, None) => "This diary holds no session, so there is no schedule to compare.".into(),
        (PlanVerdict::Schedule, Some(best)) => format!(
            "{} is worth most by what this diary shows: {} of the next {} days above baseline + SWC for {} sessions; that it is worth more than \
             no sessions has a probability of {}.",
            capital(&schedule(best)),
            decimal(best.days_above.mean, 0),
            decimal(plan.horizon_days, 0),
            best.schedule.as_ref().map_or(0, |s| s.sessions),
            probability(best.p_beats_none)
        ),
        (PlanVerdict::None, Some(_)) => {
            "No schedule is better than none: each costs more effort than the days it gives.".into()
        }
        (PlanVerdict::CannotTell, Some(best)) => format!(
            "No schedule has been shown to be better than none. The best of them, {}, is worth more than no sessions with a probability of {}; \
             a schedule is recommended above .90.",
            schedule(best),
            probability(best.p_beats_none)
        ),
        (PlanVerdict::NothingAdded, Some(_)) => {
            "No schedule is recommended: sessions could not be shown to help foresee the next readings of this diary, so what the ranking promises \
             has not been seen to come true."
                .into()
        }
    }
}

/// What stands beside the answer.
pub fn plan_doubt(plan: &SessionPlan) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(best) = plan.ranked.first() {
        out.push(format!(
            "First in the ranking: {}, worth {} days more than no sessions after effort ({}). That nothing else in the list is worth more has a probability of {}.",
            schedule(best),
            signed(best.worth.mean, 1),
            range(&best.worth, 1),
            probability(best.p_best)
        ));
        if let Some(beyond) = schedule_marks(best) {
            out.push(format!("Its {beyond} lies beyond what the diary tried: that part is the model's, not yours."));
        }
    }
    if let Some(none) = plan.ranked.iter().find(|r| r.schedule.is_none()) {
        out.push(format!(
            "Without a session what the diary's own sessions left behind would stay above for {} days ({} to {}, 80%).",
            decimal(none.days_above.mean, 0),
            decimal(none.days_above.points[1], 0),
            decimal(none.days_above.points[5], 0)
        ));
    }
    match &plan.forecast {
        Some(f) => out.push(super::person::sessions_in_forecast(f)),
        None => out.push(
            "The diary is too short to try whether sessions help to foresee readings: at least 14 forecasts after four weeks are needed.".into(),
        ),
    }
    out.push(format!(
        "All of it at the mean load of the diary ({}), against your own baseline; what rest does is in the list where the diary holds rest.",
        decimal(plan.load, 2)
    ));
    out
}

/// What less load would be worth for one input.
pub fn less_load(l: &LessLoad) -> String {
    let beyond = if l.beyond_diary { " The diary never had so low a load." } else { "" };
    let gained =
        |s: &Spread, digits| format!("{} ({})", signed(s.median, digits), range(s, digits));
    format!(
        "{}, load {} instead of {}: hold of the shift {} days, ceiling {} ln units, level at once {} ln units. That the hold is longer has a \
         probability of {}.{beyond}",
        capital(&input_name(&l.input)),
        decimal(l.to_load, 2),
        decimal(l.from_load, 2),
        gained(&l.hold_gained_days, 1),
        gained(&l.ceiling_gained, 2),
        gained(&l.level_gained, 2),
        probability(l.p_longer)
    )
}

/// How many sessions until the open question can be answered.
pub fn sessions_needed(n: &SessionsNeeded) -> Vec<String> {
    let name = input_name(&n.question);
    let with = if n.with_rest { ", with as many sessions of rest between them" } else { "" };
    let last = n.tried.last();
    let mut out = vec![match (n.needed, last) {
        (Some(sessions), Some(at)) => format!(
            "What {name} does can be answered with about {sessions} more sessions{with}, one every {} days: in {} of 100 simulated futures a verdict \
             is reached, and in {} of 100 a wrong one ({} futures).",
            decimal(n.every_days, 0),
            decimal(100.0 * at.answered, 0),
            decimal(100.0 * at.wrong, 0),
            at.futures
        ),
        (None, Some(at)) => format!(
            "What {name} does is not answered by {} more sessions{with}, one every {} days: a verdict is reached in {} of 100 simulated futures, a \
             wrong one in {} of 100 ({} futures).",
            at.sessions,
            decimal(n.every_days, 0),
            decimal(100.0 * at.answered, 0),
            decimal(100.0 * at.wrong, 0),
            at.futures
        ),
        (_, None) => format!("How many sessions {name} needs was not simulated."),
    }];
    if !n.with_rest {
        out.push("Rest is not among the inputs of this diary: with it, the same sessions could tell the input from lying still.".into());
    }
    out
}
