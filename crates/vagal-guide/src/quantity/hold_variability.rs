//! Hold of HRV: mornings in a row after a session on which lnRMSSD stays above what it was the week before.
//!
//! Reported apart from the hold of tension: the two need not end together. What it cannot know: mornings not recorded;
//! the first one missing ends the count, as at least so many.

use crate::case::{Case, WEEK};
use crate::quantity::Missing;
use crate::quantity::number::{mean, median};
use crate::quantity::session::sessions;
use crate::quantity::swc::{mornings, swc};

/// Hold of HRV over all sessions that could be judged.
#[derive(Clone, Debug, PartialEq)]
pub struct HoldOfVariability {
    /// Mornings of each session; true where a missing morning or the next session ended the count.
    pub each: Vec<(usize, bool)>,
    /// Median number of mornings, taken as they are, so rather too low.
    pub median: f64,
}

/// The hold over all sessions on file.
///
/// # Errors
///
/// [`Missing`] with too few mornings or sessions.
pub fn hold_of_variability(case: &Case<'_>) -> Result<HoldOfVariability, Missing> {
    let series = mornings(case);
    let change = swc(case, &series, case.today - 4 * WEEK + 1, case.today)?;
    let days: Vec<i64> = sessions(case).iter().map(|s| s.day()).collect();
    let least = case.count("swc_days_per_week");
    let mut each = Vec::new();
    for (i, day) in days.iter().enumerate() {
        let week = series.between(day - WEEK + 1, *day);
        let Some(usual) = mean(&week).filter(|_| week.len() >= least) else { continue };
        let stop = days.get(i + 1).copied().unwrap_or(i64::MAX);
        let mut held = 0;
        let cut = loop {
            let morning = day + 1 + held as i64;
            match series.days.get(&morning) {
                _ if morning > stop => break true,
                None => break true,
                Some(value) if *value > usual + change => held += 1,
                Some(_) => break false,
            }
        };
        // A first morning that is missing says nothing.
        if held > 0 || !cut {
            each.push((held, cut));
        }
    }
    let need = case.count("hold_sessions");
    let mut counts: Vec<f64> = each.iter().map(|(held, _)| *held as f64).collect();
    match median(&mut counts).filter(|_| each.len() >= need) {
        Some(median) => Ok(HoldOfVariability { each, median }),
        None => {
            Err(Missing::new(format!("mornings around {need} sessions (there are {})", each.len())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;
    use vagal_core::diary::kinds;

    #[test]
    fn mornings_in_a_row_are_counted() {
        let mut made = Made::default();
        for day in 0..28 {
            // Up on the two mornings after each weekly session, by much more than half of the spread.
            let up = matches!(day % 7, 1 | 2);
            let jitter = if day % 2 == 0 { 0.01 } else { -0.01 };
            made.reading(kinds::LN_RMSSD_MORNING, day, 7.0, if up { 4.2 } else { 3.6 } + jitter);
            if day % 7 == 0 {
                made.massage(day, 18.0, 60.0);
            }
        }
        let found = made.at(27, hold_of_variability);
        assert!(found.is_err(), "the first session has no week before it");
        made.massage(28, 18.0, 60.0);
        for (day, value) in [(28, 3.6), (29, 4.2), (30, 3.6)] {
            made.reading(kinds::LN_RMSSD_MORNING, day, 7.0, value);
        }
        let found = made.at(30, hold_of_variability).unwrap();
        assert_eq!(found.each, [(2, false), (2, false), (2, false), (1, false)]);
        assert_eq!(found.median, 2.0);
    }
}
