//! UC-C: tension that lasts.

use vagal_core::{Figure, RuleState};

use super::{Judged, s1a, s1b};
use crate::case::Case;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let (full, small) = (s1a::judge(case), s1b::judge(case));
    let figures = vec![
        Figure::words("s_one_a", "S1a", full.state.id()),
        Figure::words("s_one_b", "S1b", small.state.id()),
    ];
    match RuleState::any([full.state, small.state]) {
        RuleState::True => Judged::holds("fires", figures),
        RuleState::False => Judged::fails("not", figures),
        RuleState::Insufficient => Judged::open(Vec::new(), figures),
    }
}
