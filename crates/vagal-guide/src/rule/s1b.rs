//! S1b: no change, but the dose was small.

use super::Judged;
use super::s1::weeks;
use super::s1a::judged;
use crate::case::Case;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let weeks = weeks(case);
    judged(case, &weeks, !weeks.dose.state, "dosed")
}
