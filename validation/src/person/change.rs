//! A change of the hold at an unknown date: whether the probability that there was none is what it says.

use rayon::prelude::*;
use vagal::person::judge_change;
use vagal::person::simulate::{Design, Plan, prior_draw, simulate};

use super::sbc::living;

/// First seed; none of these was used while the search was built.
const FIRST_SEED: u64 = 70_000_000;
/// Draws of a preview, weighted.
const DRAWS: usize = 1000;
/// First and last week in which a change may lie: two weeks from either end of sixteen.
const WEEKS: (usize, usize) = (2, 14);

/// One diary: whether nothing changed, and what was said of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// True if nothing changed.
    pub unchanged: bool,
    /// Pr(nothing changed).
    pub p_none: f64,
    /// Effective number of draws behind it.
    pub effective_draws: f64,
}

/// Parameters from the prior, a diary from them, every other one with a change at some week of which nothing is written down.
pub fn one(number: usize) -> Option<Judged> {
    let model = super::with_rest();
    let unchanged = number.is_multiple_of(2);
    let (first, last) = WEEKS;
    let week = first + (number / 2) % (last - first + 1);
    let mut design = Design::reference(vec![Plan::random(2.0), Plan::random(2.0)]);
    design.corrected_from_day = (!unchanged).then_some(7 * week);
    let mut events = (0..)
        .map(|passed| {
            let seed = FIRST_SEED + (1000 * number + passed) as u64;
            simulate(&model, &prior_draw(&model, seed), &design, seed ^ 0x5bc0).events
        })
        .find(|events| living(events))?;
    events.iter_mut().for_each(|event| event.corrected = 0.0);
    let found = judge_change(&model, &events, DRAWS, FIRST_SEED + number as u64)?;
    let (p_none, effective_draws) = (found.p_none, found.effective_draws);
    Some(Judged { unchanged, p_none, effective_draws })
}

/// Diaries `0` to `diaries`; those without a fit are passed over.
pub fn run(diaries: usize) -> Vec<Judged> {
    (0..diaries).into_par_iter().filter_map(one).collect()
}

/// The table as text.
pub fn table(rows: &[Judged]) -> String {
    let mut out = String::from("unchanged,p_none,effective_draws\n");
    for row in rows {
        let unchanged = u8::from(row.unchanged);
        out.push_str(&format!("{unchanged},{:.4},{:.0}\n", row.p_none, row.effective_draws));
    }
    out
}
