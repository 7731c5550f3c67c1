//! What inputs add up to, what steady habits do to the ceiling, and how the hold depends on load, in sentences.

use vagal_core::comparison::Estimate;
use vagal_core::contribution::{HabitsAnswer, HabitsVerdict, HoldByLoad, Together};

use vagal_core::pool::{NotPooled, PoolAnswer, PoolKind, PoolQuantity};

use super::{days, input_name, mostly_prior, range_80_days, range_80_pct};
use crate::words::{capital, change_pct, decimal, ln_to_pct, probability, signed};

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
        "Added up over the days of this diary, inputs moved RMSSD by {} on average ({}){each} (C39).{}",
        change_pct(t.total.median),
        range_80_pct(&t.total),
        mostly_prior(&t.total)
    )
}

/// The hold in weeks of little and of much load.
pub fn hold_by_load(h: &HoldByLoad) -> String {
    format!(
        "Hold of the shift after {}: {} days under little load ({}), {} under much ({}). That it is shorter under much has a probability of \
         {} ({} before the data; C27).{}",
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

/// What the other diaries of the store lent, sentence by sentence.
pub fn pooled(p: &PoolAnswer) -> Vec<String> {
    if p.quantities.is_empty() {
        return vec![if let Some(draws) = p.effective_draws {
            format!(
                "Pooling: not used. What this diary and those of the others say overlaps too little to be weighed together ({} effective draws, \
                 {} are needed); every number here is from this diary alone.",
                decimal(draws, 0),
                decimal(p.need_draws, 0)
            )
        } else {
            format!(
                "Pooling: not used. It takes {} people with sessions of the same input; {} in this store could be fitted.",
                p.need, p.people
            )
        }];
    }
    let one = |q: &PoolQuantity| {
        let number = |e: &Estimate| match q.kind {
            PoolKind::Effect => format!(
                "{} ({} to {}%)",
                change_pct(e.middle),
                signed(ln_to_pct(e.lo), 0),
                signed(ln_to_pct(e.hi), 0)
            ),
            PoolKind::HalfLife => format!(
                "{} days ({} to {})",
                decimal(e.middle, 1),
                decimal(e.lo, 1),
                decimal(e.hi, 1)
            ),
        };
        let (what, spread) = match q.kind {
            PoolKind::Effect => ("effect", format!("±{} ln units", decimal(q.between.middle, 2))),
            PoolKind::HalfLife => {
                ("half-life", format!("a factor of {}", decimal(q.between.middle, 1)))
            }
        };
        format!(
            "{}, {what} of a session: {} from this diary alone, {} with what {} people lend; their middle is {}, their spread {spread} \
             (90% ranges).",
            capital(&input_name(&q.input)),
            number(&q.alone),
            number(&q.pooled),
            q.people,
            number(&q.population)
        )
    };
    let mut sentences: Vec<String> = p.quantities.iter().map(one).collect();
    sentences.extend(not_pooled(p));
    sentences.extend(p.withheld.iter().map(|id| {
        format!(
            "{}: no verdict, though one would fall with what the others lend. It would be about them: this diary alone does not say it.",
            capital(&input_name(id))
        )
    }));
    sentences.extend([
        "What they lend is in effects, holds, half-lives, the curves and weeks drawn from them, what adds up, load, ceiling and parameters. It \
         is not in the paths to tension, the effects without the readings that fit worst, the search for a change at an unknown date, \
         and the forecasts: those are fitted from this diary alone. A number counts as learned, \
         and a verdict falls, only where this diary alone says so."
            .into(),
        "Their diaries were read on this machine and enter as a mean and a spread only.".into(),
    ]);
    sentences
}

/// Numbers that were left as the person's own diary has them, and why.
fn not_pooled(p: &PoolAnswer) -> Vec<String> {
    let name = |n: &&NotPooled| {
        let what = match n.kind {
            PoolKind::Effect => "effect",
            PoolKind::HalfLife => "half-life",
        };
        (what, input_name(&n.input))
    };
    let (many, few): (Vec<&NotPooled>, Vec<&NotPooled>) =
        p.not_pooled.iter().partition(|n| n.people >= p.need);
    let list = |some: &[&NotPooled]| {
        let words: Vec<String> = some
            .iter()
            .map(|n| {
                let (what, input) = name(n);
                format!("{what} of {input}")
            })
            .collect();
        words.join(", ")
    };
    let mut out = Vec::new();
    if !many.is_empty() {
        out.push(format!(
            "Not pooled: {}. More than {} numbers at once would leave too few draws, and effects come first.",
            list(&many),
            p.most
        ));
    }
    if !few.is_empty() {
        out.push(format!(
            "Not pooled: {}. It takes {} people who had the same.",
            list(&few),
            p.need
        ));
    }
    out
}
