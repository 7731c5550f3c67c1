//! How the answer changed from one fit to the next, in sentences.

use vagal_core::history::{PastAnswer, PastInput, PastNumber};
use vagal_core::posterior::{Comparator, Standing};

use super::{days, input_name, verdict};
use crate::words::{capital, change_pct, count, decimal, ln_to_pct, signed};

/// Where nothing is kept.
pub const NO_HISTORY: &str = "No answer is kept yet. `vagal person` keeps one a day, the last; a preview and an answer with `--pool` are not kept.";

/// What looking often does to a verdict.
pub const OFTEN: &str = "Each answer is of all readings up to its day. Who looks often will see a verdict come and go by chance more often than the error \
    rates of a single look say; one that stays as the diary grows counts for more.";

/// What the numbers of the ceiling are.
pub const PAST_CEILING: &str = "Median with its 80% range, ln units above baseline. * mostly prior: what was assumed, moved little by the diary.";

/// Most answers that are drawn, the latest: a screen. All are in the JSON.
const SHOWN: usize = 20;

/// The answers that are drawn.
pub fn latest(answers: &[PastAnswer]) -> &[PastAnswer] {
    &answers[answers.len().saturating_sub(SHOWN)..]
}

fn star(number: &PastNumber) -> &'static str {
    if number.standing == Standing::MostlyPrior { "*" } else { "" }
}

/// A change of RMSSD with its 80% range: `+32% (+20 to +52%)`.
pub fn past_effect(effect: &PastNumber) -> String {
    let [_, lo, _, middle, _, hi, _] = effect.points;
    let range = format!("{} to {}%", signed(ln_to_pct(lo), 0), signed(ln_to_pct(hi), 0));
    format!("{}{} ({range})", change_pct(middle), star(effect))
}

/// A median number of days.
pub fn past_days(number: &PastNumber) -> String {
    format!("{}{}", days(number.points[3]), star(number))
}

/// A ceiling with its 80% range: `0.75* (0.53 to 1.10)`.
pub fn past_ceiling(answer: &PastAnswer) -> String {
    let [_, lo, _, middle, _, hi, _] = answer.ceiling.points.map(|point| decimal(point, 2));
    format!("{middle}{} ({lo} to {hi})", star(&answer.ceiling))
}

/// A verdict in a few words.
pub fn past_verdict(input: &PastInput) -> &'static str {
    verdict(input.sessions, input.comparator, input.verdict)
}

/// Inputs with a session in any of the answers, as the newest has them and then the others.
pub fn inputs_of(answers: &[PastAnswer]) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    let with = answers.iter().rev().flat_map(|a| &a.inputs).filter(|i| i.sessions > 0);
    for input in with {
        if !ids.contains(&input.id.as_str()) {
            ids.push(&input.id);
        }
    }
    ids
}

/// What was said of an input, answer by answer; answers before its first session say nothing of it.
pub fn said_of<'a>(answers: &'a [PastAnswer], id: &str) -> Vec<(&'a PastAnswer, &'a PastInput)> {
    let of = |answer: &'a PastAnswer| {
        let found = answer.inputs.iter().find(|i| i.id == id && i.sessions > 0)?;
        Some((answer, found))
    };
    answers.iter().filter_map(of).collect()
}

/// The verdict on one input and from which answer on: an answer that was drawn again from the same diary stands under its later day.
pub fn verdict_since(answers: &[PastAnswer], id: &str) -> Option<String> {
    let said = said_of(answers, id);
    let words = past_verdict;
    let (_, newest) = said.last()?;
    let now = words(newest);
    let stretch = said.iter().rev().take_while(|(_, input)| words(input) == now).count();
    let (first, _) = said[said.len() - stretch];
    let name = capital(&input_name(id));
    let since = first.fitted.date();
    Some(match said.len() - stretch {
        0 if said.len() == 1 => format!("{name}: {now} ({since}, the only answer so far)."),
        0 => format!("{name}: {now}, in all {} answers since {since}.", count(said.len())),
        earlier => {
            let before = words(said[earlier - 1].1);
            format!("{name}: {now}, from the answer of {since} on; the one before it: {before}.")
        }
    })
}

/// True if a verdict is asked for: rest is what others are compared with.
pub fn is_judged(answers: &[PastAnswer], id: &str) -> bool {
    said_of(answers, id).last().is_some_and(|(_, input)| input.comparator != Comparator::Itself)
}

/// That answers of several versions stand side by side.
pub fn versions(answers: &[PastAnswer]) -> Option<String> {
    let mut versions: Vec<&str> = answers.iter().map(|a| a.version.as_str()).collect();
    versions.dedup();
    (versions.len() > 1).then(|| {
        format!(
            "These are answers of vagal {}: a change between versions may come from the program.",
            versions.join(", then ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::Moment;
    use vagal_core::history::PastNumber;
    use vagal_core::posterior::{InputVerdict, Standing};

    fn answer(day: i64, version: &str, verdict: InputVerdict) -> PastAnswer {
        let number = PastNumber { points: [0.0; 7], standing: Standing::Learned };
        let input = |id: &str, sessions, comparator, verdict| PastInput {
            id: id.into(),
            sessions,
            effect: number,
            comparator,
            verdict,
            hold_hrv_days: number,
        };
        PastAnswer {
            fitted: Moment::new(86_400 * day, 0).unwrap(),
            version: version.into(),
            readings: 10,
            days: day as f64,
            pulse_wave: false,
            swc: 0.1,
            inputs: vec![
                input("massage", 3, Comparator::Rest, verdict),
                input("rest", 3, Comparator::Itself, InputVerdict::NotEnoughData),
                input("sauna", 0, Comparator::Rest, InputVerdict::NotEnoughData),
            ],
            ceiling: number,
        }
    }

    #[test]
    fn a_verdict_stands_since_the_answer_after_the_last_other_one() {
        use InputVerdict::{NotEnoughData, Works};
        let said = |verdicts: &[InputVerdict]| {
            let answers: Vec<PastAnswer> =
                (0..).zip(verdicts).map(|(day, v)| answer(day, "1", *v)).collect();
            verdict_since(&answers, "massage").unwrap()
        };
        assert_eq!(
            said(&[NotEnoughData]),
            "Massage: not enough data (1970-01-01, the only answer so far)."
        );
        assert_eq!(
            said(&[Works, Works]),
            "Massage: raises it by more than the SWC, in all 2 answers since 1970-01-01."
        );
        assert_eq!(
            said(&[Works, NotEnoughData, Works, Works]),
            "Massage: raises it by more than the SWC, from the answer of 1970-01-03 on; the one before it: not enough data."
        );
        let answers = [answer(0, "1", Works), answer(1, "2", Works)];
        assert_eq!(inputs_of(&answers), ["massage", "rest"], "no session, no history");
        assert!(is_judged(&answers, "massage") && !is_judged(&answers, "rest"));
        assert!(versions(&answers).unwrap().contains("1, then 2"));
        assert_eq!((versions(&answers[..1]), verdict_since(&answers, "sauna")), (None, None));
    }
}
