//! SWC: the smallest change of morning lnRMSSD that counts for this person, half of the day-to-day spread.
//!
//! What it cannot know: whether a change of that size matters for anything but the reading.

use std::collections::BTreeMap;

use vagal_core::Sensor;
use vagal_core::diary::kinds;

use crate::case::{Case, WEEK};
use crate::quantity::Missing;
use crate::quantity::number::{mean, sd};

/// Mornings of one series, never of two.
#[derive(Clone, Debug, PartialEq)]
pub struct Mornings {
    /// Name of the kind.
    pub name: &'static str,
    /// lnRMSSD by local day.
    pub days: BTreeMap<i64, f64>,
}

/// lnRMSSD by day: from mornings or, where there are more of them, nights of a wearable; one sensor only.
pub fn mornings(case: &Case<'_>) -> Mornings {
    let mut best = Mornings { name: "lnRMSSD, morning", days: BTreeMap::new() };
    for kind in [kinds::LN_RMSSD_MORNING, kinds::LN_RMSSD_NIGHT] {
        for pulse in [false, true] {
            let mut days: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
            let mut name = best.name;
            for r in case.diary.readings_of(kind) {
                if (r.conditions.sensor == Some(Sensor::Ppg)) == pulse {
                    name = r.kind().name;
                    days.entry(r.moment.local_day()).or_default().push(r.value());
                }
            }
            if days.len() > best.days.len() {
                let means = days.into_iter().filter_map(|(day, v)| Some((day, mean(&v)?)));
                best = Mornings { name, days: means.collect() };
            }
        }
    }
    best
}

impl Mornings {
    /// Values of days `from` to `to`.
    pub fn between(&self, from: i64, to: i64) -> Vec<f64> {
        if from > to { Vec::new() } else { self.days.range(from..=to).map(|(_, v)| *v).collect() }
    }
}

/// Half of the spread of the valid weeks on days `from` to `to`.
///
/// # Errors
///
/// [`Missing`] with too few days, counting only weeks with enough of them.
pub fn swc(case: &Case<'_>, mornings: &Mornings, from: i64, to: i64) -> Result<f64, Missing> {
    let per_week = case.count("swc_days_per_week");
    let mut values = Vec::new();
    let mut end = to;
    while end >= from {
        let week = mornings.between((end - WEEK + 1).max(from), end);
        if week.len() >= per_week {
            values.extend(week);
        }
        end -= WEEK;
    }
    let need = case.count("swc_days");
    let spread = sd(&values).filter(|_| values.len() >= need);
    spread.map(|sd| case.limit("swc_share") * sd).ok_or_else(|| {
        let have = values.len();
        Missing::new(format!(
            "lnRMSSD on {need} mornings (there are {have} in weeks with {per_week} or more)"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn half_of_the_spread_of_two_weeks() {
        let mut made = Made::default();
        for day in 0..14 {
            let value = if day % 2 == 0 { 3.6 } else { 4.0 };
            made.reading(kinds::LN_RMSSD_MORNING, day, 7.0, value);
        }
        made.at(13, |case| {
            // Squares are 14 · .04, so the SD is sqrt(.56/13).
            let found = swc(case, &mornings(case), 0, 13).unwrap();
            assert!((found - 0.5 * (0.56_f64 / 13.0).sqrt()).abs() < 1e-12);
            assert!(swc(case, &mornings(case), 0, 12).is_err());
        });
    }

    #[test]
    fn nights_of_a_watch_are_never_added_to_mornings() {
        let mut made = Made::default();
        made.reading(kinds::LN_RMSSD_MORNING, 0, 7.0, 3.0);
        for day in 0..5 {
            made.reading(kinds::LN_RMSSD_NIGHT, day, 7.0, 4.0);
        }
        made.at(9, |case| {
            let found = mornings(case);
            assert_eq!((found.name, found.days.len()), ("lnRMSSD of a night, by a wearable", 5));
        });
    }
}
