//! What inputs add up to, what steady habits do to the ceiling, and how the hold depends on load, in sentences.

use vagal_core::contribution::{HabitsAnswer, HabitsVerdict, HoldByLoad, Together};

use super::{days, input_name, mostly_prior, range_80_days, range_80_pct};
use crate::words::{change_pct, probability, signed};

/// Habits and the ceiling, or why nothing is said of them.
pub fn habits(habits: Option<&HabitsAnswer>) -> String {
    let Some(h) = habits else {
        return "Steady habits (sleep, movement, food): not asked. It takes eight weeks with an entry on half of the days (C39).".into();
    };
    let verdict = match h.verdict {
        HabitsVerdict::Raise => "weeks of more of them go with a higher ceiling",
        HabitsVerdict::Lower => "weeks of more of them go with a lower ceiling",
        HabitsVerdict::CannotTell => "cannot tell whether they move the ceiling",
    };
    let points = h.ceiling_factor.points;
    format!(
        "Steady habits (sleep, movement, food, averaged over a week): {verdict}. One standard deviation more changes it by {}% \
         (80% range {} to {}%); that they raise it has a probability of {} (C39).{}",
        signed(100.0 * (h.ceiling_factor.median - 1.0), 0),
        signed(100.0 * (points[1] - 1.0), 0),
        signed(100.0 * (points[5] - 1.0), 0),
        probability(h.p_raise),
        mostly_prior(&h.ceiling_factor)
    )
}

/// All inputs together, and the part of each.
pub fn together(t: &Together) -> String {
    let parts: Vec<String> = t
        .parts
        .iter()
        .map(|(id, part)| format!("{} {}", input_name(id), change_pct(part.median)))
        .collect();
    let each = if parts.len() > 1 { format!(": {}", parts.join(", ")) } else { String::new() };
    format!(
        "Added up over the days of this diary, inputs moved HRV by {} on average ({}){each} (C39).{}",
        change_pct(t.total.median),
        range_80_pct(&t.total),
        mostly_prior(&t.total)
    )
}

/// The hold in weeks of little and of much load.
pub fn hold_by_load(h: &HoldByLoad) -> String {
    format!(
        "Hold of HRV after {}: {} days under little load ({}), {} under much ({}). That it is shorter under much has a probability of \
         {} ({} before the data; C27). Passing and lasting causes are not told apart.{}",
        input_name(&h.input),
        days(h.at_low.median),
        range_80_days(&h.at_low),
        days(h.at_high.median),
        range_80_days(&h.at_high),
        probability(h.p_shorter),
        probability(h.p_shorter_prior),
        mostly_prior(&h.at_low)
    )
}
