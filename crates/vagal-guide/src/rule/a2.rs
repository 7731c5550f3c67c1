//! A2: regular sessions and a falling trend.

use vagal_core::RuleState::{self, False, Insufficient, True};

use super::Judged;
use super::s1::weeks;
use crate::case::Case;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let weeks = weeks(case);
    let figures = weeks.figures();
    let state = RuleState::all([weeks.is_regular(), weeks.yields()]);
    match state {
        True => Judged::holds("fires", figures),
        False if weeks.is_regular() == False => Judged::fails("not_regular", figures),
        False => Judged::fails("no_change", figures),
        Insufficient if weeks.is_unsure() => Judged::new(Insufficient, "unsure", figures),
        Insufficient => {
            let of_these = weeks.missing();
            // How often tension was up is no part of this rule.
            let raised = weeks.raised.as_ref().err().map(|m| m.what.clone());
            let course = weeks.course.as_ref().err().map(|m| m.what.clone());
            let keep = of_these
                .into_iter()
                .filter(|m| Some(&m.what) != raised.as_ref() || raised == course);
            Judged::open(keep.collect(), figures)
        }
    }
}
