//! What would teach most, in sentences: what to do, on which day, what it brings, and what else could be done.

use vagal_core::Moment;
use vagal_core::posterior::{Comparator, InputVerdict, NextBest, NextReading, PersonPosterior};

use super::input_name;
use crate::page::Days;
use crate::words::decimal;
use crate::words::fade::day_and_month;

fn channel_name(id: &str) -> String {
    match id {
        "ln_rmssd_morning" => "morning reading of lnRMSSD".into(),
        "ln_rmssd_spot" => "spot reading of lnRMSSD".into(),
        "resting_hr" => "reading of resting heart rate".into(),
        "tension" => "rating of tension".into(),
        other => format!("reading of {}", other.replace('_', " ")),
    }
}

/// Days as people count them: `7 h`, `3 to 4 days`, `a week`.
fn wait(value_days: f64) -> String {
    let whole = value_days.round();
    if value_days < 0.95 {
        format!("{} h", decimal((24.0 * value_days).max(1.0), 0))
    } else if (6.5..8.5).contains(&value_days) {
        "a week".into()
    } else if (value_days - whole).abs() < 0.25 {
        format!("{} day{}", decimal(whole, 0), if whole == 1.0 { "" } else { "s" })
    } else {
        format!("{} to {} days", decimal(value_days.floor(), 0), decimal(value_days.ceil(), 0))
    }
}

/// How far off a day is for somebody who reads this on another.
fn far(from: Moment, to: Moment) -> String {
    match to.local_day() - from.local_day() {
        ..=0 => "today".into(),
        1 => "tomorrow".into(),
        days => format!("in {days} days"),
    }
}

/// The day of the first session: `Sat 28 Nov`; `None` without dates or without a session.
pub fn candidate_day(next: &NextReading, days: Option<&Days>) -> Option<String> {
    next.session.as_ref()?;
    Some(day_and_month(days?.at(next.in_days)?))
}

/// What is done and when: `a session of massage on Sat 28 Nov (in 3 days)`, `3 sessions of rest, one every 2 days from Thu 26 Nov`, or
/// with `about 3 days after the last entry`.
fn what(next: &NextReading, input: &str, days: Option<&Days>) -> String {
    let several = next.times > 1;
    let sessions = if several {
        let pace = match next.every_days {
            ..1.5 => "one a day".to_owned(),
            days => format!("one every {}", wait(days)),
        };
        format!("{} sessions of {input}, {pace}", next.times)
    } else {
        format!("a session of {input}")
    };
    let Some((at, days)) = days.and_then(|days| Some((days.at(next.in_days)?, days))) else {
        let from = if several { "from about" } else { "about" };
        return format!("{sessions} {from} {} after the last entry", wait(next.in_days));
    };
    let from = if several { "from" } else { "on" };
    // Who made up a person has no today.
    let far = days.now().map_or(String::new(), |now| format!(" ({})", far(now, at)));
    format!("{sessions} {from} {}{far}", day_and_month(at))
}

/// What is left out in these days besides: other inputs go on.
fn nothing_else(next: &NextBest, done: &str) -> String {
    let of_others = next.candidates.iter().filter_map(|c| c.session.as_deref());
    let other = of_others.filter(|id| *id != done).map(input_name).next();
    match other {
        Some(other) => format!("no more of it, no {other} either"),
        None => "no more of it".into(),
    }
}

/// From which day dates are counted, where that is not the day of the last entry.
pub fn counted_from(days: &Days) -> Option<String> {
    let now = days.now().filter(|_| days.late_days() > 0)?;
    let old = now.local_day() - days.last().local_day();
    let today = day_and_month(now);
    Some(format!(
        "Days are counted from today, {today}: the last entry is {old} days old, and what is expected is as of then."
    ))
}

/// Readings up to so many days after a session are those of the next day.
const NEXT_MORNING_DAYS: f64 = 1.2;

/// What would teach most, on which day, and what else would. How many sessions a verdict takes is for `vagal plan`, which simulates it.
pub fn next_best(next: &NextBest, days: Option<&Days>) -> Option<String> {
    let first = next.candidates.first()?;
    let share = |c: &NextReading| match c.variance_share {
        ..0.005 => "less than 1%".to_owned(),
        share => format!("{}%", decimal(100.0 * share, 0)),
    };
    let horizon = decimal(next.horizon_days, 0);
    let mut parts = vec![format!("Open question: what {} does.", input_name(&next.question))];
    let doubt = match &first.session {
        Some(input) => {
            let reading = match first.channel.as_str() {
                "ln_rmssd_morning" if first.after_days < NEXT_MORNING_DAYS => {
                    "that of the next morning".into()
                }
                other => {
                    format!("the {} about {} later", channel_name(other), wait(first.after_days))
                }
            };
            parts.push(format!(
                "What would teach most is {}, {}, with the readings you take anyway; of these {reading} tells most.",
                what(first, &input_name(input), days),
                nothing_else(next, input)
            ));
            format!("These {horizon} days then take away about {} of the doubt", share(first))
        }
        None => format!(
            "Going on with your readings teaches as much as any session would: {horizon} days of them take away about {} of the doubt",
            share(first)
        ),
    };
    let other = |c: &&NextReading| c.session.is_some() && c.session != first.session;
    let other = next.candidates.iter().find(other).and_then(|c| Some((c, c.session.as_ref()?)));
    let other = other
        .map(|(c, input)| format!("; {} instead: {}", what(c, &input_name(input), days), share(c)));
    let alone = next.candidates.iter().find(|c| c.session.is_none());
    let alone = alone.filter(|_| first.session.is_some());
    let alone = alone.map(|c| format!("; readings alone: {}", share(c)));
    parts.push(format!("{doubt}{}{}.", other.unwrap_or_default(), alone.unwrap_or_default()));
    parts.extend(days.and_then(counted_from));
    parts.push("How many sessions a verdict takes, `vagal plan` finds by simulation.".into());
    Some(parts.join(" "))
}

/// Why nothing is named: no question is open, or there is nothing to go on from.
pub fn nothing_to_teach(p: &PersonPosterior) -> &'static str {
    let open = p.inputs.iter().any(|input| {
        input.verdict == InputVerdict::NotEnoughData
            && input.sessions > 0
            && input.comparator != Comparator::Itself
    });
    if open {
        "What would teach most cannot be told: the last weeks of the diary hold no readings to go on from."
    } else {
        "No input with sessions is undecided."
    }
}
