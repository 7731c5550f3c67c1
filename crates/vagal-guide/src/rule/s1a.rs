//! S1a: no change at a sufficient dose.

use vagal_core::RuleState;

use super::Judged;
use super::s1::{Weeks, bare_weeks, weeks};
use crate::case::Case;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let weeks = weeks(case);
    judged(case, &weeks, weeks.dose.state, "under_dosed")
}

/// S1a and S1b differ in what they ask of the dose, and in what they say where it is not so.
pub(super) fn judged(
    case: &Case<'_>,
    weeks: &Weeks,
    dose: RuleState,
    otherwise: &'static str,
) -> Judged {
    let mut figures = bare_weeks(weeks.figures());
    figures.extend(weeks.dose_figures());
    let parts = [
        (weeks.is_raised(case), "not_raised"),
        (weeks.is_regular(), "not_regular"),
        // A change is a change only under regular sessions; without them the rule fails for that reason.
        (!weeks.yields(), "changed"),
        (dose, otherwise),
    ];
    match RuleState::all(parts.map(|(state, _)| state)) {
        RuleState::True => Judged::holds("fires", figures),
        RuleState::False => {
            let first = parts.iter().find(|(state, _)| *state == RuleState::False);
            Judged::fails(first.map_or("not_raised", |(_, says)| says), figures)
        }
        RuleState::Insufficient => {
            let missing: Vec<_> =
                weeks.missing().into_iter().chain(weeks.lengths_missing()).collect();
            if missing.is_empty() && weeks.is_unsure() {
                return Judged::new(RuleState::Insufficient, "unsure", figures);
            }
            Judged::open(missing, figures)
        }
    }
}
