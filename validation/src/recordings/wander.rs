//! How far and how fast the level of lnRMSSD wanders in people at rest, by the session's own level model.

use std::path::Path;

use rayon::prelude::*;
use vagal::core::Window;
use vagal::session::Settings;
use vagal::session::level::{self, Cell, Column, LevelPrior, Reading, Span};

use super::session::sham;
use super::sham::Set;
use super::source;
use super::table::{Table, number};

/// Longest stretch that one posterior is taken from, seconds: as long as a session's record.
const STRETCH_S: f64 = 3600.0;
/// Shortest stretch that says anything about minutes, seconds.
const SHORTEST_S: f64 = 480.0;

/// Posterior of the wander in one stretch of one recording.
#[derive(Clone, Debug)]
pub struct Wander {
    /// The set.
    pub set: Set,
    /// The person.
    pub person: String,
    /// Where the stretch starts, minutes after the first beat of the rest.
    pub start_min: f64,
    /// Its length, minutes.
    pub minutes: f64,
    /// Readings of half a minute.
    pub readings: usize,
    /// Root mean sampling variance of the readings, ln units.
    pub sampling_sd: f64,
    /// Standard deviation of the readings, ln units.
    pub readings_sd: f64,
    /// Standard deviation of the level: 5, 50, 95% points, ln units.
    pub sd: [f64; 3],
    /// Timescale: 5, 50, 95% points, seconds.
    pub timescale_s: [f64; 3],
}

/// A prior that leaves both wide open: σ log-normal around .2 over a factor of twelve either way, τ
/// from 10 s to an hour.
fn open_prior() -> LevelPrior {
    let timescales_s = (0..12).map(|i| 10.0 * 360.0_f64.powf(f64::from(i) / 11.0)).collect();
    LevelPrior { timescales_s, sd_centre: 0.2, sd_log_sd: 1.0, sd_points: 25 }
}

/// Stretches of rest laid end to end, one posterior each.
pub fn run(root: &Path, settings: &Settings) -> Vec<Wander> {
    let mut jobs = Vec::new();
    for set in Set::ALL {
        for (person, file) in set.files() {
            let Some(entry) = source::entry(root, &file) else { continue };
            let Some(rest) = set.rest(&entry) else { continue };
            let count = (rest.length_s() / STRETCH_S).round().max(1.0);
            let length_s = rest.length_s() / count;
            if length_s < SHORTEST_S {
                continue;
            }
            let entry = std::sync::Arc::new(entry);
            for k in 0..count as usize {
                let start_s = rest.start_s + k as f64 * length_s;
                let window = Window { start_s, end_s: start_s + length_s };
                let start_min = k as f64 * length_s / 60.0;
                jobs.push((set, person.clone(), entry.clone(), window, start_min));
            }
        }
    }
    jobs.into_par_iter()
        .filter_map(|(set, person, entry, window, start_min)| {
            // The session's own readings: an input of no length in the middle leaves them all compared.
            let middle_s = 0.5 * window.length_s();
            let input = Window { start_s: middle_s, end_s: middle_s };
            let told = sham(&entry, window, input, settings)?;
            let half_s = 0.5 * settings.reading_s;
            let readings: Vec<Reading> = told
                .response
                .level
                .readings
                .iter()
                .map(|&(centre_s, value, sd)| Reading {
                    span: Span { start_s: centre_s - half_s, end_s: centre_s + half_s },
                    value,
                    sampling_variance: sd * sd,
                })
                .collect();
            let n = readings.len();
            if n < 12 {
                return None;
            }
            let intercept = Column { values: vec![1.0; n], prior_sd: None };
            let posterior = level::fit(&readings, &[intercept], &open_prior())?;
            let mean = readings.iter().map(|r| r.value).sum::<f64>() / n as f64;
            let spread = readings.iter().map(|r| (r.value - mean).powi(2)).sum::<f64>();
            let sampling = readings.iter().map(|r| r.sampling_variance).sum::<f64>() / n as f64;
            Some(Wander {
                set,
                person,
                start_min,
                minutes: window.length_s() / 60.0,
                readings: n,
                sampling_sd: sampling.sqrt(),
                readings_sd: (spread / (n - 1) as f64).sqrt(),
                sd: points(&posterior.cells, |c| c.sd),
                timescale_s: points(&posterior.cells, |c| c.timescale_s),
            })
        })
        .collect()
}

/// 5, 50 and 95% points of one coordinate of the grid.
fn points(cells: &[Cell], of: impl Fn(&Cell) -> f64) -> [f64; 3] {
    let mut sorted: Vec<(f64, f64)> = cells.iter().map(|c| (of(c), c.weight)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    [0.05, 0.5, 0.95].map(|p| {
        let mut below = 0.0;
        for &(value, weight) in &sorted {
            below += weight;
            if below >= p {
                return value;
            }
        }
        sorted.last().map_or(f64::NAN, |last| last.0)
    })
}

fn quantile(mut values: Vec<f64>, p: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let at = (p * (values.len().checked_sub(1)? as f64)).round() as usize;
    values.get(at).copied()
}

/// One row a set: how the medians of the posteriors lie.
pub fn summary(wanders: &[Wander]) -> Table {
    let mut table = Table::new(&[
        "set",
        "people",
        "stretches",
        "minutes each",
        "sampling sd",
        "sd of the level: 10, 50, 90% of the stretches",
        "timescale, s: 10, 50, 90% of the stretches",
        "sd above .35",
        "timescale above 600 s",
    ]);
    for set in Set::ALL {
        let of: Vec<&Wander> = wanders.iter().filter(|w| w.set == set).collect();
        if of.is_empty() {
            continue;
        }
        let mut people: Vec<&str> = of.iter().map(|w| w.person.as_str()).collect();
        people.dedup();
        let spread = |value: &dyn Fn(&Wander) -> f64, digits| {
            let at = |p| number(quantile(of.iter().map(|w| value(w)).collect(), p), digits);
            format!("{}, {}, {}", at(0.1), at(0.5), at(0.9))
        };
        let typical = |value: &dyn Fn(&Wander) -> f64, digits| {
            number(quantile(of.iter().map(|w| value(w)).collect(), 0.5), digits)
        };
        let above = |holds: &dyn Fn(&Wander) -> bool| {
            format!("{} of {}", of.iter().filter(|w| holds(w)).count(), of.len())
        };
        table.push([
            set.name().into(),
            people.len().to_string(),
            of.len().to_string(),
            typical(&|w| w.minutes, 0),
            typical(&|w| w.sampling_sd, 2),
            spread(&|w| w.sd[1], 2),
            spread(&|w| w.timescale_s[1], 0),
            above(&|w| w.sd[1] > 0.35),
            above(&|w| w.timescale_s[1] > 600.0),
        ]);
    }
    table
}

/// One row a stretch.
pub fn stretches(wanders: &[Wander]) -> Table {
    let mut table = Table::new(&[
        "set",
        "person",
        "start_min",
        "minutes",
        "readings",
        "sampling_sd",
        "readings_sd",
        "sd_05",
        "sd_50",
        "sd_95",
        "timescale_05_s",
        "timescale_50_s",
        "timescale_95_s",
    ]);
    for w in wanders {
        let mut row = vec![
            w.set.name().into(),
            w.person.clone(),
            number(Some(w.start_min), 0),
            number(Some(w.minutes), 0),
            w.readings.to_string(),
            number(Some(w.sampling_sd), 3),
            number(Some(w.readings_sd), 3),
        ];
        row.extend(w.sd.map(|v| number(Some(v), 3)));
        row.extend(w.timescale_s.map(|v| number(Some(v), 0)));
        table.push(row);
    }
    table
}
