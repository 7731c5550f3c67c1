//! The answer of a session in sentences: answer, doubt, reason, what to do next time.

use super::context::compared;
use vagal_core::Sensor;
use vagal_core::response::{SessionResponse, Shift, Swc, SwcSource, Verdict};

use super::{change_pct, hold, odds, probability, range_pct, swc_pct};
use crate::page::SessionPage;

/// The answer of a session, ready to be printed in this order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The answer, one sentence.
    pub answer: String,
    /// Its doubt: how sure, against what, for how long.
    pub doubt: Vec<String>,
    /// Why it came out this way, as the decision gave it; empty where the doubt has said it.
    pub reason: String,
    /// What would help next time; empty where nothing would.
    pub next: Vec<String>,
}

/// What is measured, as a sentence calls it. A pulse wave never yields HRV.
pub fn variability(sensor: Sensor) -> &'static str {
    match sensor {
        Sensor::Ppg => "pulse rate variability (PRV)",
        Sensor::Ecg | Sensor::ChestStrap | Sensor::Unknown => "vagally mediated HRV",
    }
}

/// Where the smallest worthwhile change comes from.
pub fn swc_source(swc: &Swc) -> String {
    match swc.source {
        SwcSource::OwnDays { days } => {
            format!("half the spread of {days} of your own session-free days")
        }
        SwcSource::HouseChoice => {
            "a house choice, until 14 of your own session-free days are on file".into()
        }
    }
}

/// The answer of a page.
pub fn answer(page: &SessionPage) -> Answer {
    let response = &page.response;
    let noun = variability(page.sensor);
    let mut out = match (response.verdict, &response.shift) {
        (Verdict::Unusable, _) => unusable(response),
        (Verdict::ExplainedOtherwise, shift) => explained(response, shift.as_ref(), noun),
        (Verdict::ShiftedUp | Verdict::ShiftedDown, Some(shift)) => shifted(page, shift, noun),
        (Verdict::NoShift, Some(shift)) => no_shift(response, shift, noun),
        (_, shift) => cannot_tell(response, shift.as_ref(), noun),
    };
    if response.shift.is_some() {
        out.doubt.extend(compared(page));
    }
    // For the others the reason is the probability that the doubt has just given.
    if matches!(
        response.verdict,
        Verdict::Unusable | Verdict::ExplainedOtherwise | Verdict::CannotTell
    ) {
        out.reason = response.reason.clone();
    }
    out
}

fn figures(shift: &Shift) -> String {
    let d = &shift.ln_rmssd;
    format!("{} (95% range {})", change_pct(d.estimate), range_pct(d))
}

fn swc_sentence(swc: &Swc) -> String {
    format!(
        "The smallest worthwhile change is {} ({} in ln units): {}.",
        swc_pct(swc.ln_rmssd),
        super::decimal(swc.ln_rmssd, 2),
        swc_source(swc)
    )
}

fn shifted(page: &SessionPage, shift: &Shift, noun: &str) -> Answer {
    let response = &page.response;
    let up = response.verdict == Verdict::ShiftedUp;
    let (verb, what) = if up { ("rose", "rise") } else { ("fell", "fall") };
    let mut doubt = vec![format!(
        "{} that the {what} is larger than that change (probability {}).",
        capital(&odds(shift.p_above_swc)),
        probability(shift.p_above_swc)
    )];
    doubt.extend(hold(response));
    doubt.extend(rest_sentence(page));
    doubt.push(swc_sentence(&response.swc));
    Answer {
        answer: format!(
            "{} {verb} by more than the smallest worthwhile change: {}.",
            capital(noun),
            figures(shift)
        ),
        doubt,
        ..Answer::default()
    }
}

/// What the lack or presence of rest sessions means for a shift.
fn rest_sentence(page: &SessionPage) -> Option<String> {
    /// Rest controls needed before an input is compared with rest (protocol, row `control`).
    const ENOUGH: usize = 3;
    if page.input.as_ref().is_some_and(|i| i.is_rest) {
        return Some("This was a rest session: it shows what resting alone does.".into());
    }
    Some(match page.circumstances.rest_controls {
        0 => "Resting alone may do part of this: there is no rest session to compare with.".into(),
        n if n < ENOUGH => format!(
            "Resting alone may do part of this: {n} of the {ENOUGH} rest sessions that a \
             comparison needs are on file."
        ),
        n => format!(
            "Resting alone may do part of this: this page does not compare it with the {n} rest \
             sessions on file."
        ),
    })
}

fn no_shift(response: &SessionResponse, shift: &Shift, noun: &str) -> Answer {
    Answer {
        answer: format!(
            "No shift: {noun} changed by less than the smallest worthwhile change, {}.",
            figures(shift)
        ),
        doubt: vec![
            format!(
                "{} that the change is smaller than that, up or down (probability {}).",
                capital(&odds(shift.p_within_swc)),
                probability(shift.p_within_swc)
            ),
            swc_sentence(&response.swc),
        ],
        ..Answer::default()
    }
}

fn cannot_tell(response: &SessionResponse, shift: Option<&Shift>, noun: &str) -> Answer {
    let mut doubt = Vec::new();
    if let Some(shift) = shift {
        let what = if shift.ln_rmssd.estimate >= 0.0 { "rise" } else { "fall" };
        doubt.push(format!(
            "The best estimate is {}; {} that there was a worthwhile {what}.",
            figures(shift),
            odds(shift.p_above_swc)
        ));
    }
    if let Some(d) = response.detectable_80 {
        doubt.push(format!(
            "A change of {} or {} would have been found 8 times in 10; a smaller one can be missed.",
            change_pct(d.abs()),
            change_pct(-d.abs())
        ));
    }
    if response.no_shift_attainable == Some(false) {
        doubt.push(
            "“No shift” was out of reach: one session of this length and noise cannot show it, \
             several pooled can."
                .into(),
        );
    }
    doubt.push(swc_sentence(&response.swc));
    Answer {
        answer: format!(
            "This recording cannot tell whether {noun} changed by a worthwhile amount."
        ),
        doubt,
        next: vec![
            "Longer quiet phases before and after narrow the range; so do repeated sessions."
                .into(),
        ],
        ..Answer::default()
    }
}

fn explained(response: &SessionResponse, shift: Option<&Shift>, noun: &str) -> Answer {
    let decisive: Vec<&str> =
        response.explanations.iter().filter(|e| e.decisive).map(|e| e.id).collect();
    let causes: Vec<&str> = decisive.iter().map(|id| cause(id)).collect();
    let cause = match causes.as_slice() {
        [] => "something else that changed".to_string(),
        [one] => (*one).to_string(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let answer = match shift {
        Some(shift) => {
            let d = shift.ln_rmssd.estimate;
            let verb = if d >= 0.0 { "was higher" } else { "was lower" };
            format!(
                "{} {verb} afterwards, {}, but that cannot be separated from {cause}.",
                capital(noun),
                figures(shift)
            )
        }
        None => format!("A change in {noun} cannot be separated from {cause} here."),
    };
    let next = decisive.iter().filter_map(|id| next_time_for_explanation(id)).map(Into::into);
    // Heart rate is what a change of posture moves first, and what people look for.
    let mut doubt: Vec<String> = response
        .heart_rate
        .iter()
        .map(|h| {
            let verb = if h.estimate >= 0.0 { "higher" } else { "lower" };
            format!(
                "Heart rate was {} bpm {verb} (95% range {} to {}).",
                super::decimal(h.estimate.abs(), 1),
                super::signed(h.lo, 1),
                super::signed(h.hi, 1)
            )
        })
        .collect();
    doubt.push("No effect of the input is claimed from this session.".into());
    Answer { answer, doubt, next: next.collect(), ..Answer::default() }
}

/// What the change cannot be separated from; movement is named, for it may have been there all along.
fn cause(explanation: &str) -> &'static str {
    match explanation {
        "breathing" => "the change in breathing",
        "posture" => "the change of posture",
        "movement" => "talking or moving",
        "corrections" => "the change in corrections",
        _ => "something else that changed",
    }
}

fn next_time_for_explanation(id: &str) -> Option<&'static str> {
    match id {
        "breathing" => {
            Some("Next time breathe as it comes in both phases, and record breathing with a belt.")
        }
        "posture" => Some("Next time record before and after in the posture of the input."),
        "movement" => Some("Next time lie still and silent through both phases."),
        "corrections" => Some("Next time moisten the electrodes and check the contact first."),
        _ => None,
    }
}

fn unusable(response: &SessionResponse) -> Answer {
    let mut next: Vec<String> = Vec::new();
    for item in &response.quality.items {
        // Without a veto it was the sum: what took most of it can be done better.
        let advice = match item.veto {
            true => Some(next_time_for_veto(item.id)),
            false if item.minus >= LARGE_SUBTRACTION => next_time_for_explanation(item.id),
            false => None,
        };
        let Some(advice) = advice.map(str::to_owned) else { continue };
        if !next.contains(&advice) {
            next.push(advice);
        }
    }
    if next.is_empty() {
        next.push(GENERAL_ADVICE.into());
    }
    Answer {
        answer: "No change can be read from this recording.".into(),
        doubt: match response.phases.as_slice() {
            [] => Vec::new(),
            _ => vec!["The indices of each phase are shown all the same.".into()],
        },
        next,
        ..Answer::default()
    }
}

/// Points of a subtraction worth an advice of its own: the protocol's 25 and 40 (house choice).
const LARGE_SUBTRACTION: u32 = 25;

const GENERAL_ADVICE: &str = "Next time record at least 5 quiet minutes before and after the \
                              input, in one posture, with good contact.";

fn next_time_for_veto(id: &str) -> &'static str {
    let has = |part: &str| id.contains(part);
    if has("baseline") || has("before") {
        "Next time record at least 5 quiet minutes before the input."
    } else if has("post") && !has("posture") || has("after") {
        "Next time record at least 5 quiet minutes after the input."
    } else if has("artifact") || has("correct") || has("signal") {
        "Next time moisten the electrodes or the strap, check the contact, and keep still."
    } else if has("variation") {
        "Next time record single beats: an ECG or the RR intervals of a strap, not averaged rates. If \
         these are single beats and you have no pacemaker, ask a doctor."
    } else if has("rhythm") || has("ectop") || has("paced") || has("irregular") {
        "Indices of variability mean nothing under this rhythm. This is not a diagnosis: show an \
         ECG to a doctor."
    } else {
        GENERAL_ADVICE
    }
}

/// The sentence with its first letter made a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
