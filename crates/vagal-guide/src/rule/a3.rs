//! A3: winding down from a working base, strengthened where sessions do more than rest.

use vagal_core::{Answer, Figure, RuleState};

use super::{Judged, answer, count, interval, unanswered};
use crate::case::Case;
use crate::quantity::Missing;
use crate::quantity::base::{Part, base, state};
use crate::quantity::responder::responder;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let goal = match answer(case, "GQ-01", 0) {
        Answer::Yes => RuleState::True,
        Answer::No => RuleState::False,
        Answer::Unanswered => RuleState::Insufficient,
    };
    let parts = base(case);
    let mut figures = base_figures(&parts);
    match RuleState::all([goal, state(&parts)]) {
        RuleState::False if goal == RuleState::False => Judged::fails("not_goal", figures),
        RuleState::False => Judged::fails("base_not", figures),
        RuleState::Insufficient => {
            let asked = (goal == RuleState::Insufficient).then(|| unanswered("GQ-01", 0));
            Judged::open(asked.into_iter().chain(base_missing(&parts)).collect(), figures)
        }
        RuleState::True => match responder(case) {
            Ok(found) => {
                figures.extend([
                    interval(
                        "more_than_rest",
                        "change of lnRMSSD, sessions less rest",
                        "ln ms",
                        &found.more,
                    ),
                    Figure::number("noise", "spread that was used", "ln ms", found.noise),
                    count("pairs", "sessions with readings before and after", found.sessions),
                    count("rests", "of rest", found.rests),
                ]);
                Judged::holds(if found.responds() { "fires_more" } else { "fires_same" }, figures)
            }
            Err(missing) => {
                figures.push(Figure::words(
                    "pairs_missing",
                    "for the comparison with rest",
                    missing.what,
                ));
                Judged::holds("fires_alone", figures)
            }
        },
    }
}

/// The numbers of the base, and what speaks against it.
pub(super) fn base_figures(parts: &[Part]) -> Vec<Figure> {
    let against: Vec<&str> =
        parts.iter().filter(|p| p.state == RuleState::False).map(|p| p.against).collect();
    let mut figures: Vec<Figure> = parts.iter().map(|p| p.figure.clone()).collect();
    if !against.is_empty() {
        figures.push(Figure::words(
            "against",
            "what speaks against a working base",
            against.join("; "),
        ));
    }
    figures
}

/// What is missing of the base.
pub(super) fn base_missing(parts: &[Part]) -> Vec<Missing> {
    let open = parts.iter().filter(|p| p.state == RuleState::Insufficient);
    open.map(|p| Missing::new(p.missing.clone())).collect()
}
