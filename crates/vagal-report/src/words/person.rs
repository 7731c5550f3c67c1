//! What weeks of a diary say about a person, in sentences: the answer first, then its doubt.

mod adds;
mod claims;
mod history;
mod next;
mod parts;
mod side;

use vagal_core::posterior::{
    Comparator, InputAnswer, InputVerdict, Learned, PersonPosterior, PersonSwcSource, Standing,
};

pub use adds::{habits, hold_by_load, pooled, together};
pub use claims::claim_on_this_person;
pub use history::{
    NO_HISTORY, OFTEN, PAST_CEILING, inputs_of, is_judged, latest, past_ceiling, past_days,
    past_effect, past_verdict, said_of, verdict_since, versions,
};
pub use next::{candidate_day, counted_from, next_best, nothing_to_teach};
pub use parts::{
    PATHS_BY_PREVIEW, ceiling, checks, correction, cumulative, interference, lasting_load,
    mediation, mediation_verdict, rates, robustness, sampling, sessions_in_forecast,
    unknown_change,
};
pub use side::{Side, sides};

use super::{change_pct, decimal, ln_to_pct, odds, probability, signed, swc_pct};

/// What is read of the heartbeat, by what it was picked up with: a pulse wave gives PRV, which is never called HRV.
pub fn variability_name(pulse_wave: bool) -> &'static str {
    if pulse_wave { "PRV" } else { "HRV" }
}

/// Beyond this many days nothing is followed.
const HORIZON: &str = "more than 120";

/// What an input is called: its name in the ledger, or what the diary calls it.
pub fn input_name(id: &str) -> String {
    match vagal_evidence::input(id) {
        Some(input) => input.name.clone(),
        None if id.bytes().all(|b| b.is_ascii_digit()) => format!("input {id}"),
        None => id.replace('_', " "),
    }
}

/// Days with the decimals they deserve; infinity is beyond what is followed.
pub fn days(value: f64) -> String {
    if value.is_infinite() {
        return HORIZON.into();
    }
    decimal(value, if value.abs() < 9.95 { 1 } else { 0 })
}

/// The 80% range of a change of lnRMSSD: `80% range +11 to +38%`.
pub fn range_80_pct(learned: &Learned) -> String {
    let [_, lo, _, _, _, hi, _] = learned.points;
    format!("80% range {} to {}%", signed(ln_to_pct(lo), 0), signed(ln_to_pct(hi), 0))
}

/// The 80% range of a number of days.
pub fn range_80_days(learned: &Learned) -> String {
    let [_, lo, _, _, _, hi, _] = learned.points;
    format!("80% range {} to {}", days(lo), days(hi))
}

/// A verdict in a few words, for a row of a table or a chart.
pub fn input_verdict(answer: &InputAnswer) -> &'static str {
    verdict(answer.sessions, answer.comparator, answer.verdict)
}

/// The same of a number of sessions and what they were compared with.
fn verdict(sessions: usize, comparator: Comparator, verdict: InputVerdict) -> &'static str {
    match (comparator, verdict) {
        _ if sessions == 0 => "no session in this diary",
        (Comparator::Itself, _) => "what others are compared with",
        (_, InputVerdict::Works) => "raises it by more than the SWC",
        (_, InputVerdict::Negligible) => "too small to matter",
        (_, InputVerdict::Harm) => "lowers it by more than the SWC",
        (_, InputVerdict::NotEnoughData) => "not enough data",
    }
}

/// The comparison in words.
fn against(answer: &InputAnswer) -> &'static str {
    match answer.comparator {
        Comparator::Rest => "rest",
        Comparator::NoSession | Comparator::Itself => "no session",
    }
}

/// What one input was found to do on the next morning, with its doubt.
pub fn effect(answer: &InputAnswer, swc: f64) -> String {
    let hrv = variability_name(answer.pulse_wave);
    let name = input_name(&answer.id);
    let estimate = change_pct(answer.effect.median);
    let range = range_80_pct(&answer.effect);
    let capital = super::capital(&name);
    if answer.sessions == 0 {
        return format!("{capital}: no session in this diary, so nothing is known about it.");
    }
    let sessions = match answer.sessions {
        1 => "1 session".to_owned(),
        n => format!("{n} sessions"),
    };
    if answer.comparator == Comparator::Itself {
        return format!(
            "{capital} is what others are compared with: {estimate} on the next morning ({range}; {sessions})."
        );
    }
    let against = against(answer);
    match answer.verdict {
        InputVerdict::Works => format!(
            "On the morning after {name}, {hrv} was higher than after {against} by more than your smallest worthwhile change \
             (probability {}): {estimate} ({range}; {sessions}).",
            probability(answer.p_works)
        ),
        InputVerdict::Harm => format!(
            "On the morning after {name}, {hrv} was lower than after {against} by more than your smallest worthwhile change \
             (probability {}): {estimate} ({range}; {sessions}).",
            probability(answer.p_harm)
        ),
        InputVerdict::Negligible => format!(
            "{capital} made no difference that matters on the next morning, compared with {against}: {estimate} ({range}; {sessions}). \
             The probability that it is smaller than {} is {}.",
            swc_pct(swc),
            probability(answer.p_negligible)
        ),
        InputVerdict::NotEnoughData if answer.effect.standing == Standing::Lent => format!(
            "{capital}: not enough data of your own. With what other people's diaries lend, the estimate for the next morning is {estimate} \
             against {against} ({range}; {sessions})."
        ),
        InputVerdict::NotEnoughData => format!(
            "{capital}: not enough data. The best estimate for the next morning is {estimate} against {against} ({range}; {sessions}); \
             the chance that it is a rise of more than {} is {}.",
            swc_pct(swc),
            odds(answer.p_works)
        ),
    }
}

/// What stands beside an effect: the comparator that is missing.
pub fn comparator_caveat(answers: &[InputAnswer]) -> Option<String> {
    let compared = |a: &&InputAnswer| a.sessions > 0 && a.comparator == Comparator::NoSession;
    answers.iter().any(|a| compared(&a)).then(|| {
        "There is no session of rest in this diary: lying still may do part of every effect here.".into()
    })
}

fn mostly_prior(learned: &Learned) -> &'static str {
    match learned.standing {
        Standing::Learned => "",
        Standing::MostlyPrior => " This is mostly what was assumed before the data.",
        Standing::Lent => " This is mostly what other people's diaries lend.",
    }
}

/// How long the shift of HRV stays above the SWC.
pub fn hold_of_hrv(answer: &InputAnswer) -> String {
    let hrv = variability_name(answer.pulse_wave);
    let hold = &answer.hold_hrv_days;
    let name = input_name(&answer.id);
    let doubt = mostly_prior(hold);
    if hold.median <= 0.0 {
        return format!(
            "Hold of {hrv} after {name}: more likely than not the shift is never above your smallest worthwhile change \
             ({} days).{doubt}",
            range_80_days(hold)
        );
    }
    format!(
        "Hold of {hrv} after {name}: {} days ({}).{doubt}",
        days(hold.median),
        range_80_days(hold)
    )
}

/// How long until tension has come back half of the way.
pub fn hold_of_tension(answer: &InputAnswer) -> String {
    let name = input_name(&answer.id);
    let Some(hold) = &answer.hold_tension_days else {
        return format!("Hold of tension after {name}: no tension was rated.");
    };
    let doubt = mostly_prior(hold);
    if hold.median <= 0.0 {
        return format!(
            "Hold of tension after {name}: more likely than not it never fell ({} days).{doubt}",
            range_80_days(hold)
        );
    }
    format!(
        "Hold of tension after {name}: {} days until it has come back half of the way ({}).{doubt}",
        days(hold.median),
        range_80_days(hold)
    )
}

/// The half-life, or why it is not stated.
pub fn half_life(answer: &InputAnswer) -> String {
    let name = input_name(&answer.id);
    if answer.half_life_stated {
        let half_life = &answer.half_life_days;
        return format!(
            "Half-life after {name}: {} days ({}).",
            days(half_life.median),
            range_80_days(half_life)
        );
    }
    format!(
        "Half-life after {name}: not stated, because the data have narrowed what was assumed too little."
    )
}

/// Inputs whose half-life is not stated, and why; `None` where all are.
pub fn half_lives_not_stated(answers: &[InputAnswer]) -> Option<String> {
    let names: Vec<String> = answers
        .iter()
        .filter(|a| a.sessions > 0 && !a.half_life_stated)
        .map(|a| input_name(&a.id))
        .collect();
    (!names.is_empty()).then(|| {
        format!(
            "Half-life not stated for {}: the data have narrowed what was assumed too little.",
            join(&names)
        )
    })
}

/// Where the smallest worthwhile change comes from.
pub fn person_swc(p: &PersonPosterior) -> String {
    let source = match p.swc_source {
        PersonSwcSource::FreeDays(n) => {
            format!("half the standard deviation of {n} mornings with no session in the day before")
        }
        PersonSwcSource::AllDays(n) => format!("half the standard deviation of all {n} mornings"),
        PersonSwcSource::HouseChoice => "a house choice, for want of 14 mornings".into(),
    };
    format!("Smallest worthwhile change (SWC): {} of RMSSD, {source}.", swc_pct(p.swc))
}

/// One line for inputs that are judged, the answer of the page.
pub fn person_answer(p: &PersonPosterior) -> String {
    let judged = |v: InputVerdict| -> Vec<String> {
        let of = |a: &&InputAnswer| {
            a.sessions > 0 && a.comparator != Comparator::Itself && a.verdict == v
        };
        p.inputs.iter().filter(of).map(|a| input_name(&a.id)).collect()
    };
    let (works, small, harm, open) = (
        judged(InputVerdict::Works),
        judged(InputVerdict::Negligible),
        judged(InputVerdict::Harm),
        judged(InputVerdict::NotEnoughData),
    );
    let mut parts: Vec<String> = Vec::new();
    if !works.is_empty() {
        parts.push(format!(
            "after {} next-morning {} stood higher by more than your smallest worthwhile change",
            join(&works),
            variability_name(p.pulse_wave)
        ));
    }
    if !harm.is_empty() {
        parts.push(format!("after {} it stood lower by more than that", join(&harm)));
    }
    if !small.is_empty() {
        parts.push(format!("{} made no difference that matters", join(&small)));
    }
    if !open.is_empty() {
        parts.push(format!("for {} there is not enough data", join(&open)));
    }
    if parts.is_empty() {
        return "This diary holds no session to judge.".into();
    }
    format!("{}.", super::capital(&parts.join("; ")))
}

/// `a`, `a and b`, `a, b and c`.
fn join(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The length of a diary.
pub fn diary_length(days: f64) -> String {
    if days < 21.0 {
        format!("{} days", decimal(days, 0))
    } else {
        format!("{} weeks", decimal(days / 7.0, 0))
    }
}
