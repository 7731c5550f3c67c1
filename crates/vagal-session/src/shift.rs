//! The contrast d: level after minus level before, with everything that could stand in for it.

use vagal_core::Window;
use vagal_core::response::{Estimate, Shift, Verdict};

use crate::Settings;
use crate::level::{self, Column, LevelPosterior, LevelPrior, Mixture, Reading};

/// What a reading stands for in a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Baseline.
    Before,
    /// Carries d.
    After,
    /// Recorded but not compared: it shows how far and how fast the level wanders in this person,
    /// and has a level and a slope of its own.
    Context(usize),
}

/// What is compared, with a rival covariate where there is one. Readings and roles go in pairs.
pub(crate) struct Comparison<'a> {
    pub(crate) readings: &'a [Reading],
    pub(crate) roles: &'a [Role],
    /// Breaths per minute in each reading, where known in enough of them.
    pub(crate) breathing_per_min: Option<Vec<f64>>,
    pub(crate) prior: &'a LevelPrior,
    pub(crate) drift_sd: f64,
}

/// The posterior of the regression: intercept, d, drift, context, and breathing where known.
pub(crate) struct Fitted {
    posterior: LevelPosterior,
    columns: usize,
    breathing: bool,
}

impl Fitted {
    /// The posterior of d.
    pub(crate) fn shift(&self) -> Mixture {
        self.coefficient(1)
    }

    /// The posterior of the slope on breathing.
    pub(crate) fn breathing_slope(&self) -> Option<Mixture> {
        self.breathing.then(|| self.coefficient(self.columns - 1))
    }

    fn coefficient(&self, index: usize) -> Mixture {
        let mut contrast = vec![0.0; self.columns];
        contrast[index] = 1.0;
        self.posterior.contrast(&contrast)
    }
}

/// Fits the comparison; `None` without at least two readings on each side.
pub(crate) fn fit(comparison: &Comparison<'_>, settings: &Settings) -> Option<Fitted> {
    let Comparison { readings, roles, .. } = *comparison;
    let count = |role| roles.iter().filter(|r| **r == role).count();
    if count(Role::Before) < 2 || count(Role::After) < 2 {
        return None;
    }
    let indicator = |holds: &dyn Fn(Role) -> bool| -> Vec<f64> {
        roles.iter().map(|&role| f64::from(u8::from(holds(role)))).collect()
    };
    let column = |values: Vec<f64>, prior_sd| Column { values, prior_sd };
    let compared = |role| matches!(role, Role::Before | Role::After);
    let mut columns = vec![
        column(indicator(&compared), None),
        column(indicator(&|role| role == Role::After), None),
        column(time_through(readings, roles, &compared), Some(comparison.drift_sd)),
    ];
    for context in 0.. {
        let here = |role| role == Role::Context(context);
        match count(Role::Context(context)) {
            0 => break,
            1 | 2 => columns.push(column(indicator(&here), None)),
            _ => {
                columns.push(column(indicator(&here), None));
                columns.push(column(time_through(readings, roles, &here), None));
            }
        }
    }
    if let Some(rates) = &comparison.breathing_per_min {
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        let centred = rates.iter().map(|r| r - mean).collect();
        columns.push(column(centred, Some(settings.breathing_slope_sd)));
    }
    let posterior = level::fit(readings, &columns, comparison.prior)?;
    let breathing = comparison.breathing_per_min.is_some();
    Some(Fitted { posterior, columns: columns.len(), breathing })
}

/// Time through the readings of certain roles, 0 to 1, with the time between them cut out; 0 for the others.
///
/// A drift is a trend seen within the compared windows. It is not carried through an hour in which
/// nothing was compared: over that hour only rest controls can tell a trend from an effect.
fn time_through(readings: &[Reading], roles: &[Role], of: &dyn Fn(Role) -> bool) -> Vec<f64> {
    let mut elapsed_s = 0.0;
    let mut last_end_s = f64::NAN;
    let mut times = Vec::with_capacity(readings.len());
    for (reading, role) in readings.iter().zip(roles) {
        if !of(*role) {
            times.push(0.0);
            continue;
        }
        let length_s = reading.span.end_s - reading.span.start_s;
        let between_s = reading.span.start_s - last_end_s;
        // A reading left out within a window still takes its time; a whole phase does not.
        if between_s > 0.0 && between_s < 4.0 * length_s {
            elapsed_s += between_s;
        }
        times.push(elapsed_s + 0.5 * length_s);
        elapsed_s += length_s;
        last_end_s = reading.span.end_s;
    }
    times.iter().map(|t| t / elapsed_s).collect()
}

/// Mean and 95% interval of a posterior.
pub(crate) fn estimate(posterior: &Mixture) -> Estimate {
    Estimate {
        estimate: posterior.mean(),
        lo: posterior.quantile(0.025),
        hi: posterior.quantile(0.975),
    }
}

/// The posterior of d, read against the smallest worthwhile change.
pub(crate) fn describe(posterior: &Mixture, slope: Option<&Mixture>, swc: f64) -> Shift {
    let above = 1.0 - posterior.below(swc);
    let below = posterior.below(-swc);
    Shift {
        ln_rmssd: estimate(posterior),
        p_above_swc: if posterior.mean() >= 0.0 { above } else { below },
        p_within_swc: (1.0 - above - below).max(0.0),
        sd: posterior.sd(),
        quantiles: (0..50).map(|i| posterior.quantile(0.01 + 0.02 * f64::from(i))).collect(),
        breathing_slope: slope.map(estimate),
    }
}

/// The verdict that the posterior of d alone supports.
pub(crate) fn verdict(shift: &Shift, settings: &Settings) -> Verdict {
    if shift.p_above_swc >= settings.p_shift {
        if shift.ln_rmssd.estimate >= 0.0 { Verdict::ShiftedUp } else { Verdict::ShiftedDown }
    } else if shift.p_within_swc >= settings.p_no_shift {
        Verdict::NoShift
    } else {
        Verdict::CannotTell
    }
}

/// True if the change is still a shift, in its direction, when `reach` of it is given away.
pub(crate) fn survives(posterior: &Mixture, swc: f64, reach: f64, settings: &Settings) -> bool {
    let limit = swc + reach;
    let p = if posterior.mean() >= 0.0 {
        1.0 - posterior.below(limit)
    } else {
        posterior.below(-limit)
    };
    p >= settings.p_shift
}

/// The change that would have been called a shift with 80% power, given the posterior's width:
/// SWC + (z₉₅ + z₈₀) sd.
pub(crate) fn detectable_80(sd: f64, swc: f64) -> f64 {
    swc + (1.6449 + 0.8416) * sd
}

/// True if an estimate of exactly 0 would have been called `no_shift`: Pr(|d| < SWC) ≥ .90.
pub(crate) fn no_shift_attainable(sd: f64, swc: f64) -> bool {
    swc >= 1.6449 * sd
}

/// The part of the after phase that is compared, from `from_s` to `to_s` after its start.
pub(crate) fn part(after: Window, from_s: f64, to_s: f64) -> Option<Window> {
    let start_s = after.start_s + from_s;
    let end_s = (after.start_s + to_s).min(after.end_s);
    (end_s > start_s).then_some(Window { start_s, end_s })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::Span;

    #[test]
    fn the_time_of_the_input_is_cut_out() {
        let reading = |start_s: f64| Reading {
            span: Span { start_s, end_s: start_s + 30.0 },
            value: 0.0,
            sampling_variance: 1.0,
        };
        let readings = [0.0, 30.0, 1000.0, 3600.0, 3690.0].map(reading);
        let roles = [Role::Before, Role::Before, Role::Context(0), Role::After, Role::After];
        let compared = |role| matches!(role, Role::Before | Role::After);
        let times = time_through(&readings, &roles, &compared);
        // 30 s each, and 60 s for the two readings left out after the third: 180 s in all
        assert_eq!(times, [15.0 / 180.0, 45.0 / 180.0, 0.0, 75.0 / 180.0, 165.0 / 180.0]);
    }

    #[test]
    fn detectable_effect_by_hand() {
        assert!((detectable_80(0.13, 0.10) - (0.10 + 2.4865 * 0.13)).abs() < 1e-12);
        assert!(no_shift_attainable(0.06, 0.10));
        assert!(!no_shift_attainable(0.062, 0.10));
    }
}
