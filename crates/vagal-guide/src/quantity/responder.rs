//! Responder: whether lnRMSSD rises more over sessions than over rest, for a person and never for one session.
//!
//! ```text
//! dV = lnRMSSD(after) − lnRMSSD(before)        s² = (w · prior² + Σ(dV − mean)²) / (w + n_s + n_c − 2)
//! mean dV(sessions) − mean dV(rest)  ±  t(.95, n_s + n_c − 2) · s · sqrt(1/n_s + 1/n_c)
//! ```
//!
//! Lying still raises it too, which is why rest is needed. What it cannot know: breathing, unless it was recorded, and
//! whether sessions and rest were drawn by lot.

use vagal_core::{InputEvent, Precision, Reading, diary::kinds};

use crate::case::{Case, MASSAGE, REST};
use crate::quantity::number::{LEVEL, mean, squares, t_quantile};
use crate::quantity::{Interval, Missing};

/// The comparison of sessions with rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Responder {
    /// Sessions with a reading before and after.
    pub sessions: usize,
    /// Sessions of rest with both.
    pub rests: usize,
    /// Mean difference, ln units.
    pub more: Interval,
    /// Spread of dV that was used, pulled toward the prior.
    pub noise: f64,
}

impl Responder {
    /// True if the whole interval lies above zero.
    pub fn responds(&self) -> bool {
        self.more.low > 0.0
    }
}

/// dV of every input of this kind with usable readings around it: same sensor, same posture, few corrections.
pub fn changes(case: &Case<'_>, input: &str) -> Vec<f64> {
    let reach_s = (case.limit("pair_hours") * 3600.0) as i64;
    let readings: Vec<&Reading> = case
        .diary
        .readings_of(kinds::LN_RMSSD_SPOT)
        .filter(|r| {
            r.conditions.corrected_pct.is_none_or(|pct| pct <= case.limit("corrected_most"))
        })
        .collect();
    let inputs =
        case.diary.inputs().iter().filter(|i| i.input == input && i.precision == Precision::Minute);
    inputs.filter_map(|i| change(&readings, i, reach_s)).collect()
}

fn change(readings: &[&Reading], input: &InputEvent, reach_s: i64) -> Option<f64> {
    let (start, end) = (input.start.unix_s(), input.end().unix_s());
    let before =
        readings.iter().rev().find(|r| (start - reach_s..=start).contains(&r.moment.unix_s()))?;
    let after = readings.iter().find(|r| {
        let t = r.moment.unix_s();
        (end..=end + reach_s).contains(&t) && t > start && r.series() == before.series()
    })?;
    let same = match (before.conditions.posture, after.conditions.posture) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    same.then(|| after.value() - before.value())
}

/// Sessions against rest.
///
/// # Errors
///
/// [`Missing`] with too few of either.
pub fn responder(case: &Case<'_>) -> Result<Responder, Missing> {
    let (sessions, rests) = (changes(case, MASSAGE), changes(case, REST));
    let (need_s, need_c) = (case.count("responder_sessions"), case.count("responder_rests"));
    if sessions.len() < need_s || rests.len() < need_c {
        return Err(Missing::new(format!(
            "{} of {need_s} sessions and {} of {need_c} of rest with lnRMSSD before and after",
            sessions.len(),
            rests.len()
        )));
    }
    let (weight, prior) = (case.limit("noise_prior_weight"), case.limit("noise_prior"));
    compared(&sessions, &rests, weight, prior).ok_or_else(|| Missing::new("readings that differ"))
}

/// The two-sample comparison itself.
fn compared(sessions: &[f64], rests: &[f64], weight: f64, prior: f64) -> Option<Responder> {
    let freedom = (sessions.len() + rests.len()) as f64 - 2.0;
    let variance =
        (weight * prior * prior + squares(sessions) + squares(rests)) / (weight + freedom);
    let parts = 1.0 / sessions.len() as f64 + 1.0 / rests.len() as f64;
    let estimate = mean(sessions)? - mean(rests)?;
    let half = t_quantile(0.5 * (1.0 + LEVEL), freedom) * (variance * parts).sqrt();
    let more = Interval { estimate, low: estimate - half, high: estimate + half, level: LEVEL };
    Some(Responder { sessions: sessions.len(), rests: rests.len(), more, noise: variance.sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn the_two_samples_by_hand() {
        // Sessions .2 .3 .4 .5 .6 (mean .4, squares .10), rest 0 .1 .2 (mean .1, squares .02).
        let found = compared(&[0.2, 0.3, 0.4, 0.5, 0.6], &[0.0, 0.1, 0.2], 4.0, 0.28).unwrap();
        let variance: f64 = (4.0 * 0.0784 + 0.12) / 10.0;
        assert!((found.noise - variance.sqrt()).abs() < 1e-12);
        assert!((found.more.estimate - 0.3).abs() < 1e-12);
        // t(.95, 6) = 1.943 180 (tables).
        let half = 1.943_180 * (variance * (0.2 + 1.0 / 3.0)).sqrt();
        assert!((found.more.low - (0.3 - half)).abs() < 1e-5);
    }

    fn pairs(made: &mut Made, input: &str, from: i64, changes: &[f64]) {
        for (i, change) in changes.iter().enumerate() {
            let day = from + i as i64;
            made.reading(kinds::LN_RMSSD_SPOT, day, 11.5, 3.5);
            made.input(input, day, 12.0, 60.0);
            made.reading(kinds::LN_RMSSD_SPOT, day, 13.2, 3.5 + change);
        }
    }

    #[test]
    fn three_of_rest_are_needed_and_readings_must_be_near() {
        let mut made = Made::default();
        pairs(&mut made, "massage", 0, &[0.5, 0.6, 0.7, 0.6, 0.6]);
        pairs(&mut made, "rest", 10, &[0.0, 0.1]);
        let why = made.at(30, responder).unwrap_err().what;
        assert_eq!(why, "5 of 5 sessions and 2 of 3 of rest with lnRMSSD before and after");
        pairs(&mut made, "rest", 20, &[0.0]);
        assert!(made.at(30, responder).unwrap().responds());
        let mut late = Made::default();
        late.reading(kinds::LN_RMSSD_SPOT, 0, 8.0, 3.5).massage(0, 12.0, 60.0);
        late.reading(kinds::LN_RMSSD_SPOT, 0, 13.1, 4.0);
        assert!(late.at(1, |case| changes(case, MASSAGE)).is_empty());
    }
}
