//! Low vagal index: the last four weeks of lnRMSSD against the weeks before them, with short sleep or stress beside.
//!
//! It says "lower than your usual" and nothing about either branch of the nervous system. What it cannot know: what else
//! differed between the two stretches, such as the season or the device.

use vagal_core::diary::kinds;

use crate::case::{Case, WEEK};
use crate::quantity::Missing;
use crate::quantity::acute::by_day;
use crate::quantity::number::{mean, share};
use crate::quantity::swc::{mornings, swc};

/// Length of the stretch of reference before the last four weeks, days (house choice: twice as long).
const REFERENCE_DAYS: i64 = 56;

/// The comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LowVagal {
    /// Last four weeks less reference, ln units.
    pub difference: f64,
    /// Smallest change that counts, of the reference.
    pub swc: f64,
    /// Share of the last seven nights that were short; `None` if too few are on file.
    pub short_nights: Option<f64>,
    /// Share of the last seven days with high stress; `None` if too few are on file.
    pub stressed_days: Option<f64>,
    /// True if lnRMSSD is lower by more than the SWC, and nights are short or days stressful.
    pub holds: bool,
}

/// The comparison on the day asked about.
///
/// # Errors
///
/// [`Missing`] with too few mornings in either stretch.
pub fn low_vagal(case: &Case<'_>) -> Result<LowVagal, Missing> {
    let window = case.days("base_days");
    let series = mornings(case);
    let (from, last) = (case.today - window + 1, case.today - window);
    let now = series.between(from, case.today);
    let before = last - REFERENCE_DAYS + 1;
    let usual = series.between(before, last);
    let need = case.count("swc_days");
    let swc = swc(case, &series, before, last)?;
    let (Some(now), Some(usual)) = (mean(&now).filter(|_| now.len() >= need), mean(&usual)) else {
        return Err(Missing::new(format!("lnRMSSD on {need} mornings of the last four weeks")));
    };
    let week = |kind, holds: &dyn Fn(f64) -> bool| {
        let days = by_day(case, kind, case.today - WEEK + 1, case.today);
        let values: Vec<f64> = days.into_values().collect();
        share(&values, holds).filter(|_| values.len() >= 4)
    };
    let often = case.limit("stress_days") / WEEK as f64;
    let short_nights = week(kinds::SLEEP, &|h| h < case.limit("sleep_short"));
    let stressed_days = week(kinds::STRESS, &|s| s >= case.limit("stress_high"));
    let loaded = [short_nights, stressed_days].into_iter().flatten().any(|share| share >= often);
    let difference = now - usual;
    Ok(LowVagal {
        difference,
        swc,
        short_nights,
        stressed_days,
        holds: difference < -swc && loaded,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    fn fallen(by: f64, sleep_h: f64) -> Made {
        let mut made = Made::default();
        for day in 0..84 {
            let wobble = if day % 2 == 0 { 0.1 } else { -0.1 };
            let level = if day < 56 { 3.7 } else { 3.7 - by };
            made.reading(kinds::LN_RMSSD_MORNING, day, 7.0, level + wobble);
            made.reading(kinds::SLEEP, day, 7.0, sleep_h);
        }
        made
    }

    #[test]
    fn lower_than_usual_and_short_nights_together() {
        // The SWC is half of about .1.
        assert!(fallen(0.2, 5.0).at(83, low_vagal).unwrap().holds);
        assert!(!fallen(0.2, 7.0).at(83, low_vagal).unwrap().holds, "lower, but nothing beside it");
        assert!(!fallen(0.0, 5.0).at(83, low_vagal).unwrap().holds, "short nights alone");
        assert!(fallen(0.2, 5.0).at(20, low_vagal).is_err());
    }
}
