//! What the intervals of the quantities are worth: coverage of the trend and of the hold, error and power of the comparison
//! with rest.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Normal};
use rayon::prelude::*;
use vagal::core::diary::kinds;
use vagal::core::{Diary, InputEvent, Moment, Person, Reading};
use vagal::guide::Limits;
use vagal::guide::case::Case;
use vagal::guide::quantity::hold_tension::hold_of_tension;
use vagal::guide::quantity::responder::responder;
use vagal::guide::quantity::trend::trend;
use vagal::guide::safety::Answers;

/// One row: what was simulated, how often it came out, and what naive arithmetic makes of the same draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which quantity.
    pub quantity: &'static str,
    /// Under which conditions.
    pub condition: String,
    /// What is counted.
    pub counts: &'static str,
    /// Repetitions.
    pub total: usize,
    /// How often.
    pub count: usize,
    /// The same by the naive way.
    pub naive: Option<usize>,
}

fn rng(seed: u64, i: usize) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(i as u64))
}

fn normal(rng: &mut ChaCha8Rng, sd: f64) -> f64 {
    Normal::new(0.0, sd).map_or(0.0, |n| n.sample(rng))
}

fn both(total: usize, one: impl Fn(usize) -> (bool, bool) + Send + Sync) -> (usize, usize) {
    let all: Vec<(bool, bool)> = (0..total).into_par_iter().map(one).collect();
    (all.iter().filter(|o| o.0).count(), all.iter().filter(|o| o.1).count())
}

/// Every row.
pub fn rows(total: usize, seed: u64) -> Vec<Row> {
    let mut rows = Vec::new();
    for half_life in [0.0, 1.0, 2.0, 5.0, 10.0, 20.0] {
        for share in if half_life == 0.0 { vec![0.0] } else { vec![0.5, 1.0] } {
            rows.push(trend_row(half_life, share, total, seed));
        }
    }
    for sd in [0.2, 0.28, 0.4] {
        for effect in [0.0, 0.3, 0.6] {
            rows.push(responder_row(sd, effect, (5, 3), total, seed));
        }
        rows.push(responder_row(sd, 0.3, (12, 8), total, seed));
    }
    for by_need in [false, true] {
        for (sessions, median_h) in [(5, 30.0), (12, 30.0), (12, 90.0)] {
            rows.push(hold_row(sessions, median_h, by_need, total.min(1000), seed));
        }
    }
    rows
}

/// Coverage of the slope: 85 days of which four in five are written down, a fall of 2 points.
fn trend_row(half_life: f64, share: f64, total: usize, seed: u64) -> Row {
    let truth = -2.0 / 84.0;
    let (count, naive) = both(total, |i| {
        let mut rng = rng(seed, i);
        let keep = if half_life > 0.0 { (-1.0 / half_life).exp2() } else { 0.0 };
        let mut state = normal(&mut rng, 1.0);
        let mut series = BTreeMap::new();
        for day in 0..85 {
            state = keep * state + (1.0 - keep * keep).sqrt() * normal(&mut rng, 1.0);
            let noise = normal(&mut rng, 1.0);
            if rng.random::<f64>() < 0.8 {
                let y =
                    6.0 + truth * day as f64 + share.sqrt() * state + (1.0 - share).sqrt() * noise;
                series.insert(day, y);
            }
        }
        let slope = trend(&series, 0).map(|t| t.slope);
        let covered = slope.is_some_and(|s| (s.low..=s.high).contains(&truth));
        (covered, least_squares_covers(&series, truth))
    });
    let condition = format!("half-life {half_life} d, {:.0}% of the variance slow", 100.0 * share);
    Row {
        quantity: "trend",
        condition,
        counts: "interval holds the true slope",
        total,
        count,
        naive: Some(naive),
    }
}

/// Whether the textbook interval of least squares, which takes days for independent, holds the truth.
fn least_squares_covers(series: &BTreeMap<i64, f64>, truth: f64) -> bool {
    let n = series.len() as f64;
    let (mt, my) =
        (series.keys().map(|t| *t as f64).sum::<f64>() / n, series.values().sum::<f64>() / n);
    let tt: f64 = series.keys().map(|t| (*t as f64 - mt).powi(2)).sum();
    let slope = series.iter().map(|(t, y)| (*t as f64 - mt) * (y - my)).sum::<f64>() / tt;
    let rest: f64 = series.iter().map(|(t, y)| (y - my - slope * (*t as f64 - mt)).powi(2)).sum();
    // t(.95) for about 66 degrees of freedom.
    (slope - truth).abs() <= 1.668 * (rest / (n - 2.0) / tt).sqrt()
}

fn moment(unix_s: f64) -> Moment {
    Moment::new(unix_s as i64, 0).expect("invariant: a few months after 1970")
}

fn ask<T>(
    inputs: Vec<InputEvent>,
    readings: Vec<Reading>,
    days: f64,
    look: impl FnOnce(&Case<'_>) -> T,
) -> T {
    let person = Person { id: "p".into(), name: None };
    let diary = Diary::new(person, inputs, readings, Vec::new(), Vec::new());
    let (answers, limits) = (Answers::default(), Limits::default());
    look(&Case::new(&diary, &answers, moment(days * 86_400.0), &limits, 1))
}

fn reading(kind: &str, at: f64, value: f64) -> Option<Reading> {
    Reading::new(kind, moment(at), value).ok()
}

/// How often sessions are said to do more than rest; naively: if the mean is above that of rest taken as known.
fn responder_row(
    sd: f64,
    effect: f64,
    (sessions, rests): (usize, usize),
    total: usize,
    seed: u64,
) -> Row {
    let (count, naive) = both(total, |i| {
        let mut rng = rng(seed, i);
        let (mut inputs, mut readings) = (Vec::new(), Vec::new());
        let (mut of_sessions, mut of_rests) = (Vec::new(), Vec::new());
        for k in 0..sessions + rests {
            let is_rest = k >= sessions;
            let start = (k as f64 + 1.0) * 86_400.0;
            let rise = 0.15 + if is_rest { 0.0 } else { effect } + normal(&mut rng, sd);
            if is_rest { &mut of_rests } else { &mut of_sessions }.push(rise);
            let input = InputEvent::new(if is_rest { "rest" } else { "massage" }, moment(start));
            inputs.push(InputEvent { minutes: Some(60.0), ..input });
            readings.extend(reading(kinds::LN_RMSSD_SPOT, start - 600.0, 3.5));
            readings.extend(reading(kinds::LN_RMSSD_SPOT, start + 4200.0, 3.5 + rise));
        }
        let days = (sessions + rests + 2) as f64;
        let found = ask(inputs, readings, days, |case| responder(case).is_ok_and(|r| r.responds()));
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let (m, n) = (mean(&of_sessions), of_sessions.len() as f64);
        let var = of_sessions.iter().map(|v| (v - m).powi(2)).sum::<f64>() / (n - 1.0);
        // t(.95) of 4 and of 11 degrees of freedom.
        let t = if sessions == 5 { 2.132 } else { 1.796 };
        (found, m - mean(&of_rests) > t * (var / n).sqrt())
    });
    let condition =
        format!("true difference {effect}, spread {sd}, {sessions} sessions and {rests} of rest");
    Row {
        quantity: "more than rest",
        condition,
        counts: "said to be more",
        total,
        count,
        naive: Some(naive),
    }
}

/// Coverage of the hold's median: drops of 4 points that come back after log-normal times, entries twice a day; the
/// next session is planned for every ten days, or booked as soon as tension is back (a day later, by chance before).
fn hold_row(sessions: usize, median_h: f64, by_need: bool, total: usize, seed: u64) -> Row {
    let each: Vec<Option<bool>> = (0..total)
        .into_par_iter()
        .map(|i| {
            let mut rng = rng(seed, i);
            let (mut inputs, mut readings) = (Vec::new(), Vec::new());
            let mut start = 1.75 * 86_400.0;
            for _ in 0..sessions {
                let hold_h = median_h * normal(&mut rng, 0.5).exp();
                let end = start + 3600.0;
                let next = if by_need {
                    // Tension is felt to come back before half of it has: booked anywhere around the return.
                    end + 3600.0 * hold_h * (0.6 + 0.8 * rng.random::<f64>())
                } else {
                    start + 10.0 * 86_400.0
                };
                let next = (next / 86_400.0).ceil() * 86_400.0 + 0.75 * 86_400.0;
                readings.extend(reading(kinds::TENSION, start - 600.0, 7.0));
                inputs.push(InputEvent {
                    minutes: Some(60.0),
                    ..InputEvent::new("massage", moment(start))
                });
                readings.extend(reading(kinds::TENSION, end + 600.0, 3.0));
                let mut entry = (end / 43_200.0).ceil() * 43_200.0 - 10_800.0;
                while entry < next - 3600.0 {
                    if entry > end + 1200.0 {
                        let back = (entry - end) / 3600.0 >= hold_h;
                        readings.extend(reading(
                            kinds::TENSION,
                            entry,
                            if back { 6.0 } else { 3.5 },
                        ));
                    }
                    entry += 43_200.0;
                }
                start = next;
            }
            let found = ask(inputs, readings, start / 86_400.0 + 1.0, hold_of_tension).ok()?;
            let (low, high, _) = found.interval;
            Some((low..=high).contains(&median_h))
        })
        .collect();
    let known: Vec<bool> = each.into_iter().flatten().collect();
    let booking = if by_need { "booked around the return" } else { "every ten days" };
    let condition = format!("true median {median_h} h, {sessions} sessions, {booking}");
    let count = known.iter().filter(|held| **held).count();
    Row {
        quantity: "hold of tension",
        condition,
        counts: "interval holds the true median",
        total: known.len(),
        count,
        naive: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits;

    /// A small version; the limits of a binomial count say what it can exclude.
    const TOTAL: usize = 300;

    #[test]
    fn the_trend_keeps_its_level_where_days_are_alike() {
        for (half_life, share) in [(0.0, 0.0), (5.0, 0.5), (5.0, 1.0)] {
            let row = trend_row(half_life, share, TOTAL, 3);
            assert!(limits::upper(row.count, TOTAL) > 0.90, "{}: {}", row.condition, row.count);
        }
        let row = trend_row(5.0, 1.0, TOTAL, 3);
        assert!(row.naive < Some(row.count), "least squares should be too narrow here");
    }

    #[test]
    fn no_difference_from_rest_is_seldom_called_one() {
        let row = responder_row(0.28, 0.0, (5, 3), TOTAL, 3);
        assert!(limits::lower(row.count, TOTAL) < 0.05, "{}", row.count);
    }

    #[test]
    fn the_hold_keeps_its_level_under_any_booking() {
        for by_need in [false, true] {
            let row = hold_row(12, 30.0, by_need, TOTAL, 3);
            assert!(
                limits::upper(row.count, row.total) > 0.90,
                "{}: {} of {}",
                row.condition,
                row.count,
                row.total
            );
        }
    }
}
