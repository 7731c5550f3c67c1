//! UC-M: upkeep from a working base.

use vagal_core::{Figure, FigureValue, RuleState, advice::SHARE};

use super::a3::{base_figures, base_missing};
use super::{Judged, a1, interval};
use crate::case::{Case, WEEK};
use crate::quantity::base::{base, state};
use crate::quantity::hold_tension::hold_of_tension;
use crate::quantity::number_share;
use crate::quantity::tension::daily;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let parts = base(case);
    let acute = a1::judge(case);
    let mut figures = base_figures(&parts);
    figures.extend(plan_figures(case));
    match RuleState::all([state(&parts), !acute.state]) {
        RuleState::True => Judged::holds("fires", figures),
        RuleState::False if acute.state == RuleState::True => Judged::fails("acute", figures),
        RuleState::False => Judged::fails("base_not", figures),
        RuleState::Insufficient => {
            let missing = base_missing(&parts).into_iter().chain(acute.missing);
            Judged::open(missing.collect(), figures)
        }
    }
}

/// How often: the person's own hold of tension where a point of it may be given, within the limits; else the limits.
fn plan_figures(case: &Case<'_>) -> Vec<Figure> {
    let (shortest, longest) =
        (case.limit("upkeep_weeks_shortest"), case.limit("upkeep_weeks_longest"));
    let between = |low: f64, high: f64| {
        if low == high { format!("{low:.0} weeks") } else { format!("{low:.0} to {high:.0} weeks") }
    };
    let mut figures = Vec::new();
    let mut range = (shortest, longest);
    match hold_of_tension(case) {
        Ok(hold) => {
            let (point, of) = hold.interval(case);
            let mut figure = interval("hold_tension", "hold of tension, median", "hours", &of);
            if let FigureValue::Interval { estimate, .. } = &mut figure.value {
                *estimate = point;
            }
            figures.push(figure);
            if let Some(hours) = point {
                let weeks = (hours / 24.0 / WEEK as f64).clamp(shortest, longest).round();
                range = (weeks, weeks);
            }
        }
        Err(missing) => {
            figures.push(Figure::unknown("hold_tension", "hold of tension", missing.what));
        }
    }
    figures.push(Figure::words("interval", "how often", between(range.0, range.1)));
    let from = case.today - case.days("base_days") + 1;
    let days: Vec<f64> = daily(case, from, case.today).into_values().collect();
    if let Some(low) = number_share(&days, |t| t < case.limit("tension_raised")) {
        let goal = case.limit("upkeep_low_share");
        figures.push(Figure::number(
            "low_goal",
            "days with low tension that upkeep is to reach",
            SHARE,
            goal,
        ));
        figures.push(Figure::words(
            "success_now",
            "reached now",
            if low >= goal { "yes" } else { "no" },
        ));
    }
    figures
}
