//! Hold of tension: hours until half of the drop has come back, known only between two diary entries.
//!
//! ```text
//! session i   (L, R]   L last entry below the half-way mark, R first at or above it; R open at the end of the diary
//! next session before a return: bookings follow tension, so this end is not by chance. Two bounds are kept:
//!   early  it came back just when the next session was booked: (L, booking]
//!   late   it would have come back at some later time: (L, ∞)
//! median      non-parametric maximum likelihood of interval-censored times (Turnbull 1976), under each bound
//! interval    order statistics of L and of R with binomial limits: L ≤ hold ≤ R holds whatever drives the censoring
//! ```
//!
//! What it cannot know: whether the rise had anything to do with the session wearing off.

use vagal_core::diary::kinds;

use crate::case::{Case, WEEK};
use crate::quantity::number::LEVEL;
use crate::quantity::session::{Session, sessions};
use crate::quantity::tension::rated;
use crate::quantity::{Interval, Missing};

/// When the hold of one session ended, hours after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// Held at least so long.
    pub low_h: f64,
    /// Not longer than this; infinite if it was never seen to end.
    pub high_h: f64,
    /// Hours to the next session where that came before any return.
    pub booked_h: Option<f64>,
}

/// Hold over all sessions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HoldOfTension {
    /// Sessions with a meaningful drop and entries dense enough.
    pub sessions: usize,
    /// Sessions cut short by the next.
    pub cut_short: usize,
    /// Median with the next session as the return, and without; hours. `None` where it lies beyond all entries.
    pub median_h: (Option<f64>, Option<f64>),
    /// Interval of the median that holds under any way of booking; its level is at least this.
    pub interval: (f64, f64, f64),
}

impl HoldOfTension {
    /// Point and interval; no point below so many sessions or where the two medians differ by more than a factor of 2.
    pub fn interval(&self, case: &Case<'_>) -> (Option<f64>, Interval) {
        let (low, high, level) = self.interval;
        let point = match self.median_h {
            (Some(early), Some(late)) if late <= 2.0 * early => Some((early * late).sqrt()),
            _ => None,
        };
        let point = point.filter(|_| self.sessions >= case.count("hold_point_sessions"));
        (point, Interval { estimate: point.unwrap_or(f64::NAN), low, high, level })
    }
}

/// The hold of one session; `None` without a meaningful drop or with too few entries after it.
fn held(case: &Case<'_>, session: &Session, next: Option<&Session>) -> Option<Held> {
    let drop = session.meaningful_drop(case)?;
    let (before, _) = session.around()?;
    let mark = before - 0.5 * drop;
    let rated = rated(case);
    let end = session.end.unix_s();
    let hours = |t: i64| (t - end) as f64 / 3600.0;
    let stop = next.map_or(i64::MAX, |n| n.start.unix_s());
    let entries: Vec<(f64, f64)> = entries(case, end, stop)
        .into_iter()
        .filter(|(_, areas)| rated.holds_areas(areas))
        .map(|(t, areas)| (hours(t), mean_over(session, &areas)))
        .collect();
    let low_h = entries.iter().take_while(|(_, t)| *t < mark).last().map(|(h, _)| *h)?;
    let returned = entries.iter().find(|(_, t)| *t >= mark).map(|(h, _)| *h);
    // Entries must be dense up to the return, or for the first days.
    let until = returned.unwrap_or(f64::INFINITY).min(hours(stop.min(case.at.unix_s())));
    let watched_d = (until / 24.0).min(case.limit("hold_days"));
    let need = (case.limit("hold_entries") * watched_d.floor()).max(1.0);
    let have = entries.iter().filter(|(h, _)| *h <= 24.0 * case.limit("hold_days")).count();
    if (have as f64) < need {
        return None;
    }
    let booked_h = (returned.is_none()).then(|| next.map(|_| hours(stop))).flatten();
    Some(Held { low_h, high_h: returned.unwrap_or(f64::INFINITY), booked_h })
}

/// Entries after `end` and before `stop`: areas rated at one time.
fn entries(case: &Case<'_>, end: i64, stop: i64) -> Vec<(i64, Vec<(&'static str, f64)>)> {
    let mut all: Vec<(i64, Vec<(&'static str, f64)>)> = Vec::new();
    for r in case.diary.readings_of(kinds::TENSION) {
        let t = r.moment.unix_s();
        if t < end || t >= stop {
            continue;
        }
        let area = (r.region().map_or("", |region| region.id), r.value());
        match all.last_mut() {
            Some((last, areas)) if *last == t => areas.push(area),
            _ => all.push((t, vec![area])),
        }
    }
    all
}

impl super::tension::Rated {
    fn holds_areas(self, areas: &[(&'static str, f64)]) -> bool {
        areas.iter().any(|(area, _)| area.is_empty() == (self == Self::Whole))
    }
}

/// Mean over the areas rated before the session; one not marked counts as 0.
fn mean_over(session: &Session, areas: &[(&'static str, f64)]) -> f64 {
    let of = |area: &str| areas.iter().find(|(a, _)| *a == area).map_or(0.0, |(_, t)| *t);
    session.before.keys().map(|area| of(area)).sum::<f64>() / session.before.len().max(1) as f64
}

/// The hold over all sessions on file.
///
/// # Errors
///
/// [`Missing`] with too few sessions.
pub fn hold_of_tension(case: &Case<'_>) -> Result<HoldOfTension, Missing> {
    let from = case.today - case.days("window_weeks_longest") * WEEK;
    let all: Vec<Session> = sessions(case).into_iter().filter(|s| s.day() >= from).collect();
    let each: Vec<Held> =
        all.iter().enumerate().filter_map(|(i, s)| held(case, s, all.get(i + 1))).collect();
    let need = case.count("hold_sessions");
    if each.len() < need {
        let what = format!(
            "{need} sessions that took tension away, with two entries a day after them (there are {})",
            each.len()
        );
        return Err(Missing::new(what));
    }
    let early: Vec<(f64, f64)> =
        each.iter().map(|h| (h.low_h, h.booked_h.unwrap_or(h.high_h))).collect();
    let late: Vec<(f64, f64)> = each.iter().map(|h| (h.low_h, h.high_h)).collect();
    Ok(HoldOfTension {
        sessions: each.len(),
        cut_short: each.iter().filter(|h| h.booked_h.is_some()).count(),
        median_h: (turnbull_median(&early), turnbull_median(&late)),
        interval: order_interval(&late),
    })
}

/// Median of the maximum-likelihood distribution of times known to lie in `(L, R]`; `None` beyond all finite ends.
fn turnbull_median(times: &[(f64, f64)]) -> Option<f64> {
    let cells = innermost(times);
    let inside = |cell: &(f64, f64), time: &(f64, f64)| time.0 <= cell.0 && cell.1 <= time.1;
    let mut mass = vec![1.0 / cells.len() as f64; cells.len()];
    // Self-consistency; converges slowly and surely, and there are few cells.
    for _ in 0..5000 {
        let mut next = vec![0.0; cells.len()];
        for time in times {
            let total: f64 =
                cells.iter().zip(&mass).filter(|(c, _)| inside(c, time)).map(|(_, m)| m).sum();
            for ((cell, m), out) in cells.iter().zip(&mass).zip(&mut next) {
                if inside(cell, time) && total > 0.0 {
                    *out += m / total / times.len() as f64;
                }
            }
        }
        let moved: f64 = next.iter().zip(&mass).map(|(a, b)| (a - b).abs()).sum();
        mass = next;
        if moved < 1e-10 {
            break;
        }
    }
    let mut below = 0.0;
    for (cell, m) in cells.iter().zip(&mass) {
        below += m;
        if below >= 0.5 - 1e-9 {
            let middle = 0.5 * (cell.0 + cell.1);
            return middle.is_finite().then_some(middle);
        }
    }
    None
}

/// The innermost intervals: a left end directly followed by a right end. Only they can hold mass.
fn innermost(times: &[(f64, f64)]) -> Vec<(f64, f64)> {
    // At the same time a right end comes first: (a, b] and (b, c] share no point.
    let mut ends: Vec<(f64, bool)> =
        times.iter().flat_map(|(l, r)| [(*l, true), (*r, false)]).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let pairs = ends.windows(2);
    pairs.filter(|w| w[0].1 && !w[1].1).map(|w| (w[0].0, w[1].0)).collect()
}

/// Interval of the median from order statistics, with its true level: binomial, at least the wanted one where the
/// number of sessions allows it.
fn order_interval(times: &[(f64, f64)]) -> (f64, f64, f64) {
    let n = times.len();
    let mut lows: Vec<f64> = times.iter().map(|t| t.0).collect();
    let mut highs: Vec<f64> = times.iter().map(|t| t.1).collect();
    lows.sort_by(f64::total_cmp);
    highs.sort_by(f64::total_cmp);
    // Pr(B < k) for B ~ Bin(n, ½), summed up; the largest k that keeps the level.
    // In logarithms, or a thousand sessions underflow.
    let mut ln_term = n as f64 * 0.5_f64.ln();
    let (mut k, mut below) = (1, ln_term.exp());
    for j in 1..=n / 2 {
        ln_term += ((n - j + 1) as f64 / j as f64).ln();
        if 1.0 - 2.0 * (below + ln_term.exp()) < LEVEL {
            break;
        }
        below += ln_term.exp();
        k = j + 1;
    }
    (lows[k - 1], highs[n - k], 1.0 - 2.0 * below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn times_seen_exactly_and_cut_at_random_give_kaplan_and_meier() {
        // Seen to within a moment at 1, 2, 4; cut at 3. Kaplan–Meier: S = 3/4, 1/2 after 2, 0 after 4.
        let e = 1e-6;
        let times = [(1.0 - e, 1.0), (2.0 - e, 2.0), (3.0, f64::INFINITY), (4.0 - e, 4.0)];
        assert!((turnbull_median(&times).unwrap() - 2.0).abs() < 1e-5);
        // Cut earlier, at 1.5, its mass moves on: S = 3/4, 3/8 after 2.
        let times = [(1.0 - e, 1.0), (2.0 - e, 2.0), (1.5, f64::INFINITY), (4.0 - e, 4.0)];
        assert!((turnbull_median(&times).unwrap() - 2.0).abs() < 1e-5);
        // Cut before all but one: S = 2/3 after 2, 1/3 after 3.
        let times = [(0.5, f64::INFINITY), (2.0 - e, 2.0), (3.0 - e, 3.0), (4.0 - e, 4.0)];
        assert!((turnbull_median(&times).unwrap() - 3.0).abs() < 1e-5);
    }

    #[test]
    fn overlapping_intervals_share_their_innermost() {
        // All hold (2, 3]: the whole mass is there.
        assert_eq!(innermost(&[(0.0, 3.0), (1.0, 4.0), (2.0, 5.0)]), [(2.0, 3.0)]);
        assert_eq!(turnbull_median(&[(0.0, 3.0), (1.0, 4.0), (2.0, 5.0)]), Some(2.5));
        assert_eq!(turnbull_median(&[(5.0, f64::INFINITY); 3]), None);
    }

    #[test]
    fn the_interval_has_its_binomial_level() {
        let times = |n: usize| (1..=n).map(|i| (i as f64, i as f64 + 0.5)).collect::<Vec<_>>();
        // n = 4: 1 − 2/16; n = 5: 1 − 2/32; n = 8: k = 2 has 1 − 2·9/256.
        for (n, low, high, level) in
            [(4, 1.0, 4.5, 0.875), (5, 1.0, 5.5, 0.9375), (8, 2.0, 7.5, 1.0 - 18.0 / 256.0)]
        {
            let found = order_interval(&times(n));
            assert_eq!((found.0, found.1), (low, high), "{n}");
            assert!((found.2 - level).abs() < 1e-12, "{n}: {}", found.2);
        }
        // Normal approximation: 1000 ± 1.645 · sqrt(2000)/2, within one session of it.
        let found = order_interval(&times(2000));
        assert!((found.0 - 963.2).abs() < 1.0 && (found.1 - 1037.8).abs() < 1.0, "{found:?}");
    }

    #[test]
    fn a_return_lies_between_two_entries_and_a_booking_cuts_it() {
        let mut made = Made::default();
        for week in 0..4 {
            let day = 7 * week;
            made.tension(day, 11.0, 6.0).massage(day, 12.0, 60.0).tension(day, 14.0, 2.0);
            // Half-way mark is 4. Below in the evening and next morning, above next evening.
            made.tension(day, 20.0, 3.0).tension(day + 1, 9.0, 3.5).tension(day + 1, 21.0, 5.0);
        }
        made.at(28, |case| {
            let found = hold_of_tension(case).unwrap();
            // The session ends at 13: 20 h and 32 h after it.
            assert_eq!((found.interval.0, found.interval.1), (20.0, 32.0));
            assert_eq!(found.median_h, (Some(26.0), Some(26.0)));
            assert_eq!(found.interval(case).0, None, "no point below eight sessions");
        });
        made.tension(28, 11.0, 6.0).massage(28, 12.0, 60.0).tension(28, 14.0, 2.0);
        made.tension(28, 20.0, 2.0).tension(29, 9.0, 3.0).massage(29, 12.0, 60.0);
        made.at(30, |case| {
            let found = hold_of_tension(case).unwrap();
            assert_eq!((found.sessions, found.cut_short), (5, 1));
            assert_eq!(found.interval.1, f64::INFINITY);
        });
        made.at(20, |case| assert!(hold_of_tension(case).is_err()));
    }
}
