//! An experiment in sentences: the answer, its doubt, what is asked next, and what it cannot show.

use vagal_core::experiment::{
    AfterChanges, Arm, Contrast, Effect, ExperimentOutcome, ExperimentPhase, ExperimentState,
    ExperimentVerdict, FoundThen, Kept, Look, Noise, PeriodRecord, PowerCell, PowerTable,
};
use vagal_core::{ExperimentPlan, Moment};

use super::{capital, change_pct, decimal, probability, signed};
use crate::page::{ExperimentPage, TooLongPage};

/// Days in which half of what a session does to the mornings is thought to fade: what the model of a person believes before data.
const HALF_LIFE_DAYS: f64 = 1.5;

/// A difference of an outcome: `+14%` or `+1.2 points`.
pub fn difference(outcome: ExperimentOutcome, d: f64) -> String {
    if outcome.is_log() { change_pct(d) } else { format!("{} points", signed(d, 1)) }
}

/// A size without a sign: `14%`, `1.2 points`.
pub fn size(outcome: ExperimentOutcome, d: f64) -> String {
    if outcome.is_log() {
        format!("{}%", decimal(100.0 * d.sinh(), 0))
    } else {
        format!("{} points", decimal(d, 1))
    }
}

/// An interval: `+3% to +26%`; open ends are said.
pub fn interval(outcome: ExperimentOutcome, band: Option<(f64, f64)>) -> String {
    band.map_or_else(
        || {
            "no interval: too few sessions to bound it, or looks that have no difference in common"
                .into()
        },
        |(low, high)| {
            format!("95% interval {} to {}", difference(outcome, low), difference(outcome, high))
        },
    )
}

/// An arm with its dose: `massage, 60 min, moderate pressure`.
pub fn dose(arm: &Arm) -> String {
    let minutes = decimal(arm.minutes, usize::from(arm.minutes.fract() != 0.0));
    // Where the pressure tells arms apart it stands in the name.
    let pressure = arm.pressure.filter(|_| !arm.by_pressure());
    let pressure = pressure.map_or(String::new(), |p| format!(", {} pressure", p.id()));
    format!("{}, {minutes} min{pressure}", arm.name)
}

/// The names of the two arms of the question.
pub fn question_arms(plan: &ExperimentPlan) -> (&str, &str) {
    let name = |i: usize| plan.arms.get(i).map_or("", |a| a.name.as_str());
    (name(0), name(1))
}

/// The question.
pub fn question(plan: &ExperimentPlan) -> String {
    let (first, second) = question_arms(plan);
    format!("Does {first} do more than {second}? ({})", plan.primary.name())
}

fn found(outcome: ExperimentOutcome, effect: &Effect) -> String {
    format!("{} ({})", difference(outcome, effect.estimate), interval(outcome, effect.bands[2]))
}

fn found_then(outcome: ExperimentOutcome, then: &FoundThen) -> String {
    format!("{} ({})", difference(outcome, then.estimate), interval(outcome, then.interval))
}

/// The answer, or that there is none yet.
pub fn experiment_answer(page: &ExperimentPage) -> String {
    let (plan, state) = (&page.plan, &page.state);
    let (first, second) = question_arms(plan);
    let outcome = plan.primary;
    if let Some(after) = &state.after_changes {
        return changed_after(plan, state, after);
    }
    match (&state.phase, state.verdict, state.result()) {
        (ExperimentPhase::Stopped(why), ..) => format!(
            "Stopped by hand ({why}) after {} of {} sessions, before it had an answer. Nothing is estimated from it.",
            state.past(),
            state.periods.len()
        ),
        (_, ExperimentVerdict::MoreThan, Some(effect)) => format!(
            "{} did more than {second} for the {}: {}.",
            capital(first),
            outcome.name(),
            found(outcome, effect)
        ),
        (_, ExperimentVerdict::LessThan, Some(effect)) => format!(
            "{} did less than {second} for the {}: {}.",
            capital(first),
            outcome.name(),
            found(outcome, effect)
        ),
        (_, ExperimentVerdict::NoDifference, Some(effect)) => format!(
            "Between {first} and {second} there is no difference as large as the {} fixed beforehand for the {}: {}.",
            size(outcome, plan.swc),
            outcome.name(),
            found(outcome, effect)
        ),
        (_, ExperimentVerdict::CannotTell, Some(effect)) => format!(
            "It cannot be told whether {first} does more than {second} for the {}: {}.",
            outcome.name(),
            found(outcome, effect)
        ),
        (_, ExperimentVerdict::CannotTell, None) => {
            "It cannot be told: there are no outcomes of both inputs.".into()
        }
        (ExperimentPhase::Ahead, ..) => format!(
            "It begins on {}: {} sessions in {} weeks.",
            plan.span().map_or(String::new(), |(day, _)| Moment::date_of_day(day)),
            state.periods.len(),
            decimal(plan.weeks().ceil(), 0)
        ),
        _ => running(page),
    }
}

/// The verdict as it was given, which stands, then what the readings say after changes.
fn changed_after(plan: &ExperimentPlan, state: &ExperimentState, after: &AfterChanges) -> String {
    let (first, second) = question_arms(plan);
    let said = |verdict| match verdict {
        ExperimentVerdict::MoreThan => format!("{first} did more than {second}"),
        ExperimentVerdict::LessThan => format!("{first} did less than {second}"),
        ExperimentVerdict::NoDifference => {
            format!("between {first} and {second} there is no difference that matters")
        }
        ExperimentVerdict::CannotTell => "it cannot be told".into(),
        ExperimentVerdict::Running => "it would have gone on".into(),
    };
    let look = state.ended_at.map_or(0, |i| i + 1);
    let now = after.effect.as_ref().map_or_else(
        || "there are no outcomes of both inputs".into(),
        |effect| found(plan.primary, effect),
    );
    let then = after.then.map_or_else(
        || "the difference it had found was not kept".into(),
        |then| found_then(plan.primary, &then),
    );
    format!(
        "Look {look} said: {} ({}); {then}. That stands. After changes of the readings behind it: {}; {now}.",
        said(state.verdict),
        plan.primary.name(),
        said(after.verdict)
    )
}

fn running(page: &ExperimentPage) -> String {
    let state = &page.state;
    let next = state.looks.iter().find(|l| !l.taken);
    let when = next.map_or(String::new(), |l| {
        let blocks = page.plan.blocks.len();
        format!(
            " The next look is after block {} of {blocks}, on {}.",
            l.blocks,
            Moment::date_of_day(l.due + 1)
        )
    });
    match state.looks_taken() {
        0 => format!(
            "No look yet: {} of {} sessions are over.{when}",
            state.past(),
            state.periods.len()
        ),
        n => format!(
            "It goes on after {n} of {} looks: {} of {} sessions are over. What a look saw is not shown before the end.{when}",
            state.looks.len(),
            state.past(),
            state.periods.len()
        ),
    }
}

/// What stands beside the answer: size against the SWC, what could have been found, which look.
pub fn experiment_doubt(page: &ExperimentPage) -> Vec<String> {
    let (plan, state) = (&page.plan, &page.state);
    let outcome = plan.primary;
    let mut says = Vec::new();
    if let Some(why) = &page.paused {
        says.push(format!("Sessions are paused: {why}"));
    }
    if let (Some(effect), ExperimentVerdict::MoreThan | ExperimentVerdict::LessThan) =
        (state.result(), state.verdict)
    {
        let swc = size(outcome, plan.swc);
        let nearest = effect.bands[2].map_or(
            0.0,
            |(low, high)| {
                if low > 0.0 { low } else { (-high).max(0.0) }
            },
        );
        says.push(if nearest > plan.swc {
            format!("The whole interval lies beyond the {swc} that were fixed as worthwhile.")
        } else {
            format!("That there is a difference was shown; that it is larger than the {swc} fixed as worthwhile was not.")
        });
    }
    if let Some(d) = state.could_have_found {
        says.push(format!(
            "A true difference of {} would have been found with a probability of .80.",
            size(outcome, d)
        ));
    }
    if let Some(look) = state.ended_at.and_then(|i| state.looks.get(i)) {
        says.push(format!(
            "It ended at look {} of {}, after {} of {} blocks, on every session as it was drawn. The interval holds over all looks.",
            look.number,
            state.looks.len(),
            look.blocks,
            plan.blocks.len()
        ));
    }
    for look in state.looks.iter().filter(|l| l.changed) {
        says.push(format!(
            "Readings behind look {} were changed after it was taken. What it said then stands.",
            look.number
        ));
    }
    if state.after_changes.is_some() {
        says.push("Everything beside the verdict is of the readings as they are now.".into());
    }
    says
}

/// The session asked for today or next, in a line; `None` where none is.
pub fn asked(page: &ExperimentPage) -> Option<String> {
    let (plan, state) = (&page.plan, &page.state);
    if page.paused.is_some() {
        return None;
    }
    let period = state.periods.get(state.next?)?;
    let arm = plan.arms.get(period.session.arm)?;
    let day = period.session.day;
    let when = match day - state.today {
        0 => "today".into(),
        1 => "tomorrow".into(),
        _ => format!("on {}", Moment::date_of_day(day)),
    };
    let missed = state.periods.iter().filter(|p| p.kept == Kept::Missed).count();
    let missed = if missed > 0 { format!("; {missed} missed so far") } else { String::new() };
    let reading = match plan.primary {
        ExperimentOutcome::Morning => "reading on the morning of that day and the next",
        ExperimentOutcome::Night => "wear the sensor the night before and after",
        ExperimentOutcome::Session => "lnRMSSD right before and after",
        ExperimentOutcome::Tension => "tension right before and after",
    };
    let session = period.session.block * plan.arms.len()
        + plan.blocks[period.session.block].iter().position(|d| *d == day).unwrap_or(0);
    Some(format!(
        "{when}: {} (session {} of {}); {reading}{missed}",
        dose(arm),
        session + 1,
        state.periods.len()
    ))
}

/// What became of a session day.
pub fn kept(kept: Kept) -> &'static str {
    match kept {
        Kept::Due => "to come",
        Kept::Done => "as drawn",
        Kept::OtherDose => "another dose",
        Kept::WithOther => "with another input",
        Kept::Swapped => "another input",
        Kept::Missed => "missed",
        Kept::NotAsked => "not asked",
    }
}

/// The input of a period where it may be seen: done with, next, or revealed.
pub fn shown_arm<'a>(page: &'a ExperimentPage, index: usize, p: &PeriodRecord) -> Option<&'a Arm> {
    let over = !matches!(p.kept, Kept::Due | Kept::NotAsked);
    let ended = matches!(page.state.phase, ExperimentPhase::Ended);
    let open = over || ended || page.reveal || page.state.next == Some(index);
    page.plan.arms.get(p.session.arm).filter(|_| open)
}

/// Departures from the protocol, a sentence each.
pub fn deviations(page: &ExperimentPage) -> Vec<String> {
    let name =
        |input: &str| vagal_evidence::input(input).map_or(input.to_owned(), |i| i.name.clone());
    let departs = page.state.periods.iter().filter(|p| p.kept.is_deviation());
    let of = |p: &PeriodRecord| {
        let arm = page.plan.arms.get(p.session.arm).map_or("", |a| a.name.as_str());
        let what = p.remark.clone().unwrap_or_else(|| kept(p.kept).into());
        format!("{}: {arm} was drawn; {what}", Moment::date_of_day(p.session.day))
    };
    let extra = page.state.extra.iter();
    let extra = extra.map(|e| {
        format!("{}: {} on a day without a session", Moment::date_of_day(e.day), name(&e.input))
    });
    departs.map(of).chain(extra).collect()
}

/// What a comparison beside the question is of.
pub fn contrast_name(plan: &ExperimentPlan, c: &Contrast) -> String {
    let name = |i: usize| plan.arms.get(i).map_or("", |a| a.name.as_str());
    let arms = format!("{} against {}", name(c.arms.0), name(c.arms.1));
    match (c.per_protocol, c.outcome == plan.primary) {
        (true, _) => format!("{arms}, only sessions as drawn"),
        (false, true) => arms,
        (false, false) => format!("{arms}, {}", c.outcome.name()),
    }
}

/// That comparison in words.
pub fn contrast(plan: &ExperimentPlan, c: &Contrast) -> String {
    let said = c.effect.as_ref().map_or_else(
        || "not enough outcomes".into(),
        |e| format!("{}, {} and {} outcomes", found(c.outcome, e), e.readings.0, e.readings.1),
    );
    format!("{}: {said}", capital(&contrast_name(plan, c)))
}

/// The noise that a design rests on.
pub fn noise_line(outcome: ExperimentOutcome, noise: &Noise) -> String {
    let sd = match outcome {
        ExperimentOutcome::Tension => format!("{} points", decimal(noise.sd, 1)),
        _ => format!("{} ln units", decimal(noise.sd, 2)),
    };
    let from = match noise.readings {
        0 => "from the prior alone: this diary does not say yet".into(),
        n => format!("from {n} readings of this diary and a prior worth 4 degrees of freedom"),
    };
    // 10 and 90% points of sqrt(ν / χ²) by Wilson and Hilferty's cube.
    let point = |z: f64| {
        let k = 2.0 / (9.0 * noise.freedom);
        noise.sd / (1.0 - k + z * k.sqrt()).max(0.05).powf(1.5)
    };
    let digits = if outcome == ExperimentOutcome::Tension { 1 } else { 2 };
    format!(
        "Spread of the outcome {sd}, between {} and {} with a probability of .80, day-to-day correlation {}, {from}.",
        decimal(point(1.2816), digits),
        decimal(point(-1.2816), digits),
        decimal(noise.correlation, 2)
    )
}

/// What the number of sessions was chosen for.
pub fn planned(plan: &ExperimentPlan) -> String {
    format!(
        "{} sessions of each input find a true difference of {} with a simulated probability of {}, looks and {}% missing outcomes included.",
        plan.sessions_per_arm(),
        size(plan.primary, plan.effect),
        probability(plan.power),
        decimal(100.0 * plan.missing, 0)
    )
}

/// Whether the experiment was registered, and when.
pub fn registration(page: &ExperimentPage) -> String {
    match &page.registered {
        Some(when) => format!("registered {when}"),
        None => "draft, not registered".into(),
    }
}

/// That it would take too long.
pub fn too_long(page: &TooLongPage) -> Vec<String> {
    let power = &page.power;
    let about = if power.extrapolated { "about " } else { "" };
    let mut says = vec![format!(
        "Too long for you: {about}{} weeks, {} sessions of each input, to find a difference of {} with a probability of {}; {} weeks were allowed.",
        decimal(power.needed_weeks.ceil(), 0),
        power.needed,
        size(page.outcome, power.effect),
        probability(power.target),
        decimal(power.most_weeks, 0)
    )];
    says.push(noise_line(page.outcome, &page.noise));
    says.push(could_find(page.outcome, power));
    says.extend(shorter(page));
    says
}

/// What would make it shorter, and what takes more time on purpose; a sentence each, what helps most first.
fn shorter(page: &TooLongPage) -> Vec<String> {
    let power = &page.power;
    let mut says = Vec::new();
    if page.noise.readings == 0 && page.outcome == ExperimentOutcome::Morning {
        says.push(format!(
            "To make it shorter, read {} mornings first (`vagal reading morning_rmssd=38`). The size then follows from your own spread instead of one \
             that is guessed; if yours is small, so is the experiment.",
            page.fewest_readings
        ));
    }
    says.push(match least(power) {
        Some(c) => format!(
            "Ask for a larger difference: `--effect {}` fits into {} weeks.",
            decimal(c.effect, if page.outcome.is_log() { 2 } else { 1 }),
            decimal(power.most_weeks, 0)
        ),
        None => "Ask for a larger difference with `--effect`, or compare fewer inputs.".into(),
    });
    says.push(if power.extrapolated {
        "No design of up to 60 sessions of each input has this power; `--sessions` takes fewer in spite of it.".into()
    } else {
        format!(
            "Or give it the time: `--most-weeks {}`. `--sessions` takes what there is, whatever the power.",
            decimal(power.needed_weeks.ceil(), 0)
        )
    });
    says
}

/// The cell with the smallest difference that is found in the time allowed.
fn least(power: &PowerTable) -> Option<&PowerCell> {
    let inside = power
        .cells
        .iter()
        .filter(|c| c.weeks <= power.most_weeks && c.found >= power.target && c.effect > 0.0);
    inside.min_by(|a, b| a.effect.total_cmp(&b.effect))
}

/// The smallest difference of the table that is found in the time allowed.
fn could_find(outcome: ExperimentOutcome, power: &PowerTable) -> String {
    let weeks = decimal(power.most_weeks, 0);
    least(power).map_or_else(
        || format!("In {weeks} weeks none of the differences tried is found with this probability."),
        |c| {
            format!(
                "In {weeks} weeks a difference of {} is found with a probability of {} ({} sessions of each input).",
                size(outcome, c.effect),
                probability(c.found),
                c.sessions_per_arm
            )
        },
    )
}

/// What an experiment of one person cannot show, whatever it finds.
pub fn cannot_show(plan: &ExperimentPlan) -> Vec<String> {
    let days = plan.washout_days;
    let left = 100.0 * 0.5_f64.powf(days as f64 / HALF_LIFE_DAYS);
    let mut says = vec![
        "You know which input you had: what expecting it does is part of the difference, and no lot can take it out.".into(),
        format!(
            "What a session leaves behind is assumed to be gone {days} days later. If half of it fades in {} days, {}% of it is still there, \
             and a difference looks smaller by about as much.",
            decimal(HALF_LIFE_DAYS, 1),
            decimal(left, 0)
        ),
        "Outcomes that go missing more after one input than after the other, and on bad mornings, can make a difference out of nothing.".into(),
        "It is about this person, these doses and these weeks.".into(),
    ];
    if plan.primary.is_log() {
        says.push("HRV reflects vagal modulation of the heartbeat under the conditions of the reading; more of it is not the same as feeling or being better.".into());
    }
    says
}

/// The state of a look in words.
pub fn look(l: &Look, of: usize) -> String {
    let verdict = match (l.taken, l.verdict) {
        (false, _) => format!("on {}", Moment::date_of_day(l.due + 1)),
        (true, ExperimentVerdict::Running) => "taken, goes on".into(),
        (true, verdict) => verdict_name(verdict).into(),
    };
    format!("look {} after block {} of {of}: {verdict}", l.number, l.blocks)
}

/// A verdict in words.
pub fn verdict_name(verdict: ExperimentVerdict) -> &'static str {
    match verdict {
        ExperimentVerdict::Running => "goes on",
        ExperimentVerdict::MoreThan => "more",
        ExperimentVerdict::LessThan => "less",
        ExperimentVerdict::NoDifference => "no difference",
        ExperimentVerdict::CannotTell => "cannot tell",
    }
}
