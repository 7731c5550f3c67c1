//! What the rules came to, in plain words and the same for both lists.

use vagal_core::{Advice, Figure, GuideRate, RuleFinding, RuleList, RuleState, Threshold};
use vagal_evidence::claim;

use super::{count, share_pct};

/// Said above the options.
pub const EQUAL_RANK: &str =
    "These are of equal rank and always stand in the same order, whatever the verdict.";

/// Said under every advice.
pub const WHAT_ADVICE_IS: &str = "Rules over a diary, not an examination. They name no cause, and what they do not find may still be there. \
     If something worries you, see a doctor, whatever stands here.";

/// Said in place of everything else while safety suppresses it.
pub const SUPPRESSED: &str = "Everything else is held back until then: `vagal check` says why.";

/// The answer: one sentence for each list, in the same words.
pub fn guide_answer(advice: &Advice) -> Vec<String> {
    let Some((fits, review)) = advice.lists else { return Vec::new() };
    let holding = |list| {
        let of: Vec<&RuleFinding> = advice.rules.iter().filter(|r| r.list == list).collect();
        let held: Vec<&str> =
            of.iter().filter(|r| r.state == RuleState::True).map(|r| r.id.as_str()).collect();
        format!("by {} of {} rules ({})", held.len(), of.len(), held.join(", "))
    };
    let first = match fits {
        RuleState::True => format!("Massage fits {}.", holding(RuleList::Fits)),
        RuleState::False => "No rule says that massage fits.".into(),
        RuleState::Insufficient => "Whether massage fits cannot be decided yet.".into(),
    };
    let second = match review {
        RuleState::True => {
            format!("A review is worth considering {}.", holding(RuleList::Review))
        }
        RuleState::False => "No rule says that a review is worth considering.".into(),
        RuleState::Insufficient => {
            "Whether a review is worth considering cannot be decided yet.".into()
        }
    };
    let mut says = vec![first, second];
    if (fits, review) == (RuleState::True, RuleState::True) {
        says.push("The two do not exclude each other.".into());
    }
    says
}

/// Heading of a list.
pub fn rule_list(list: RuleList) -> &'static str {
    match list {
        RuleList::Fits => "When massage fits",
        RuleList::Review => "When a review is worth considering",
        RuleList::UseCase => "Ways of using it",
    }
}

/// A state for a reader.
pub fn rule_state(state: RuleState) -> &'static str {
    match state {
        RuleState::True => "true",
        RuleState::False => "not true",
        RuleState::Insufficient => "not enough data",
    }
}

/// A number with its name: `days with tension: 80`.
pub fn figure(figure: &Figure) -> String {
    format!("{}: {figure}", figure.name)
}

/// The claims of a rule with their grades.
pub fn rule_claims(rule: &RuleFinding) -> String {
    let known = rule.claims.iter().filter_map(|id| claim(id));
    known.map(|c| format!("{} {}", c.id, c.grade.words())).collect::<Vec<_>>().join(", ")
}

/// A threshold as used, and that it was changed.
pub fn threshold(threshold: &Threshold) -> String {
    let Threshold { id, value, built_in, unit, .. } = threshold;
    let changed =
        if threshold.is_changed() { format!(", changed from {built_in}") } else { String::new() };
    // A scale, such as 0-10, is no unit.
    let on = if unit.starts_with(|c: char| c.is_ascii_digit()) { "on " } else { "" };
    format!("{id} {value} {on}{unit}{changed}")
}

/// Said first where somebody changed a threshold.
pub fn changed(advice: &Advice) -> Option<String> {
    let changed = advice.changed_thresholds();
    let list: Vec<String> = changed.into_iter().map(threshold).collect();
    (!list.is_empty()).then(|| {
        format!(
            "Thresholds were changed: {}. Sentences below may still name the built-in ones.",
            list.join("; ")
        )
    })
}

/// How often the verdict was given to one kind of simulated people.
pub fn guide_rate(rate: &GuideRate) -> String {
    let pct = |share: f64| share_pct(100.0 * share);
    let share = rate.count as f64 / rate.total.max(1) as f64;
    format!(
        "{} of {} ({}, 95% limits {} to {}): {}",
        count(rate.count),
        count(rate.total),
        pct(share),
        pct(rate.limits.0),
        pct(rate.limits.1),
        rate.people
    )
}

/// The rates worth a line: all for whom the verdict is right, and those who got it although it is not.
pub fn worth_a_line(rates: &[GuideRate]) -> Vec<&GuideRate> {
    let mut shown: Vec<&GuideRate> = rates.iter().filter(|r| r.right || r.count > 0).collect();
    shown.sort_by_key(|r| !r.right);
    shown
}

/// The upper limit over all for whom the verdict is wrong, which stands beside the rates of those it is right for.
pub fn at_most_wrong(rates: &[GuideRate]) -> Option<String> {
    let wrong = rates.iter().filter(|r| !r.right);
    let worst = wrong.max_by(|a, b| a.limits.1.total_cmp(&b.limits.1))?;
    Some(format!(
        "To people for whom another verdict would be right, this one was given in at most {} (upper 95% limit of the worst kind: {}).",
        share_pct(100.0 * worst.limits.1),
        worst.people
    ))
}
