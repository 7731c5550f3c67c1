//! A1: recent tension with a known occasion.

use vagal_core::{Answer, Figure, Moment};

use super::{Judged, answer, count, unanswered};
use crate::case::{Case, WEEK};
use crate::quantity::acute::{Onset, loads_before, onset};

/// The diary decides where it can; else what the person says.
pub(super) fn judge(case: &Case<'_>) -> Judged {
    match onset(case) {
        Ok(Onset::On(day)) => {
            let loads = loads_before(case, day);
            let days = (case.today - day) as f64;
            let figures = vec![
                Figure::words("onset", "tension rose about", Moment::date_of_day(day)),
                Figure::number("days_since", "days since", "days", days),
                count("load_count", "loads that began in the two weeks before", loads.len()),
                Figure::words(
                    "loads",
                    "which",
                    if loads.is_empty() { "none".into() } else { loads.join(", ") },
                ),
            ];
            let says = if loads.is_empty() { "no_load" } else { "fires" };
            Judged::new((!loads.is_empty()).into(), says, figures)
        }
        Ok(Onset::NotRaised) => Judged::fails("not_raised", Vec::new()),
        Ok(Onset::Older) => {
            let weeks = case.limit("onset_days") / WEEK as f64;
            Judged::fails("too_long", vec![Figure::number("border", "longer than", "weeks", weeks)])
        }
        Err(missing) => {
            let said = [0, 1].map(|i| answer(case, "GQ-02", i));
            if said == [Answer::Yes; 2] {
                return Judged::holds(
                    "by_answer",
                    vec![Figure::words("known_from", "known from", "your answers")],
                );
            }
            if said.contains(&Answer::No) {
                return Judged::fails(
                    "not_by_answer",
                    vec![Figure::words("known_from", "known from", "your answers")],
                );
            }
            let open = said.iter().position(|a| *a == Answer::Unanswered);
            let asked = open.map(|i| unanswered("GQ-02", i));
            Judged::open([Some(missing), asked].into_iter().flatten().collect(), Vec::new())
        }
    }
}
