//! Noise: how much this person's outcome varies from day to day without any session, from the diary and a prior.
//!
//! ```text
//! s² = (4 · prior² + ν · s²(own)) / (4 + ν)        ν = n (1 − r) / (1 + r) − 2
//! r  = (n · r(own) + 7 · prior) / (n + 7)
//! ```
//!
//! s(own) is the spread of the mornings around their line over time, r(own) the correlation of neighbouring days. Below 14
//! mornings only the prior is used. What it cannot know: whether the weeks to come are like those on file.

use std::collections::BTreeMap;

use vagal_core::experiment::{ExperimentOutcome, Noise};
use vagal_core::{Diary, Sensor};

/// Mornings from which on a person's own noise is used (Plews 2013 takes two weeks for a smallest worthwhile change).
pub const MORNINGS: usize = 14;
/// Days looked back: half a year, so that another season does not count.
const DAYS_BACK: i64 = 182;
/// Degrees of freedom of the prior spread, as for the noise of the rules.
const PRIOR_FREEDOM: f64 = 4.0;
/// Mornings that the prior correlation is worth (house choice).
const PRIOR_MORNINGS: f64 = 7.0;
/// Prior correlation of neighbouring mornings (house choice; what the model of a person believes lies between .2 and .6).
const PRIOR_CORRELATION: f64 = 0.4;

/// Prior spread: of mornings and nights .20 ln units; of a difference within a day √2 times as much; of a drop of tension 1.5 points.
fn prior_sd(outcome: ExperimentOutcome) -> f64 {
    match outcome {
        ExperimentOutcome::Morning | ExperimentOutcome::Night => 0.20,
        ExperimentOutcome::Session => 0.28,
        ExperimentOutcome::Tension => 1.5,
    }
}

/// The readings of a series by local day; the first of a day counts.
pub(crate) fn by_day(diary: &Diary, kind: &'static str, pulse_wave: bool) -> BTreeMap<i64, f64> {
    let mut days = BTreeMap::new();
    for r in diary.readings_of(kind).filter(|r| r.series().pulse_wave == pulse_wave) {
        days.entry(r.moment.local_day()).or_insert(r.value());
    }
    days
}

/// True if most readings of the outcome come from a pulse wave.
pub fn pulse_wave(diary: &Diary, outcome: ExperimentOutcome) -> bool {
    let by_wave = |r: &&vagal_core::Reading| r.conditions.sensor == Some(Sensor::Ppg);
    let (wave, other): (Vec<_>, Vec<_>) = diary.readings_of(outcome.kind()).partition(by_wave);
    wave.len() > other.len()
}

/// The noise of an outcome up to a day.
pub fn noise(diary: &Diary, outcome: ExperimentOutcome, pulse_wave: bool, today: i64) -> Noise {
    let prior = Noise {
        sd: prior_sd(outcome),
        freedom: PRIOR_FREEDOM,
        correlation: if outcome.lag_days() > 0 { PRIOR_CORRELATION } else { 0.0 },
        readings: 0,
    };
    // What happens around sessions says nothing yet of differences between them.
    if outcome.lag_days() == 0 {
        return prior;
    }
    let days = by_day(diary, outcome.kind(), pulse_wave);
    let own: Vec<(f64, f64)> =
        days.range(today - DAYS_BACK..=today).map(|(d, v)| (*d as f64, *v)).collect();
    if own.len() < MORNINGS { prior } else { blended(&own, prior) }
}

/// Own mornings and the prior together.
fn blended(own: &[(f64, f64)], prior: Noise) -> Noise {
    let n = own.len() as f64;
    let rest = off_the_line(own);
    let squares: f64 = rest.iter().map(|(_, e)| e * e).sum();
    let neighbours = rest.windows(2).filter(|w| w[1].0 - w[0].0 == 1.0);
    let products: Vec<f64> = neighbours.map(|w| w[0].1 * w[1].1).collect();
    let variance = squares / (n - 2.0);
    // A correlation estimated from n readings is too small by about (1 + 3 r) / n (Kendall 1954).
    let raw = products.iter().sum::<f64>() / products.len().max(1) as f64 / variance.max(1e-12);
    let r = (raw + (1.0 + 3.0 * raw) / n).clamp(0.0, 0.9);
    let pairs = products.len() as f64;
    let correlation = (pairs * r + PRIOR_MORNINGS * prior.correlation) / (pairs + PRIOR_MORNINGS);
    let worth = n * (1.0 - correlation) / (1.0 + correlation);
    // The spread around a line through correlated readings is too small by what the line takes up.
    let own_variance = squares / n * worth / (worth - 2.0).max(1.0);
    let freedom = (worth - 2.0).max(1.0);
    let sum = PRIOR_FREEDOM * prior.sd * prior.sd + freedom * own_variance;
    let freedom = PRIOR_FREEDOM + freedom;
    Noise { sd: (sum / freedom).sqrt(), freedom, correlation, readings: own.len() }
}

/// What is left of the values after their line over time.
fn off_the_line(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let n = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1 / n));
    let along: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    let across: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
    let slope = if across > 0.0 { along / across } else { 0.0 };
    points.iter().map(|p| (p.0, p.1 - y - slope * (p.0 - x))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    use vagal_core::diary::kinds;
    use vagal_core::{Moment, Person, Reading};

    fn diary(values: &[f64]) -> Diary {
        let reading = |(day, v): (usize, &f64)| {
            let at = Moment::new(day as i64 * 86_400 + 25_200, 0).unwrap();
            Reading::new(kinds::LN_RMSSD_MORNING, at, *v).unwrap()
        };
        let person = Person { id: "p".into(), name: None };
        let readings = values.iter().enumerate().map(reading).collect();
        Diary::new(person, Vec::new(), readings, Vec::new(), Vec::new())
    }

    #[test]
    fn below_two_weeks_only_the_prior_speaks() {
        let found = noise(&diary(&[3.5; 13]), ExperimentOutcome::Morning, false, 200);
        assert_eq!((found.sd, found.correlation, found.readings), (0.20, 0.4, 0));
        let found = noise(&diary(&[3.5; 60]), ExperimentOutcome::Tension, false, 200);
        assert_eq!((found.sd, found.readings), (1.5, 0));
    }

    #[test]
    fn the_noise_of_a_known_process_is_found() {
        // An autoregression with spread .15 and correlation .5, on a slope; 20 people of 120 mornings.
        let (mut sd, mut correlation) = (0.0, 0.0);
        for seed in 0..20 {
            let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(seed);
            let mut x = 0.0;
            let values: Vec<f64> = (0..120)
                .map(|day| {
                    let z: f64 = StandardNormal.sample(&mut rng);
                    x = 0.5 * x + 0.15 * 0.75_f64.sqrt() * z;
                    3.5 + 0.002 * f64::from(day) + x
                })
                .collect();
            let found = noise(&diary(&values), ExperimentOutcome::Morning, false, 119);
            assert_eq!(found.readings, 120);
            sd += found.sd / 20.0;
            correlation += found.correlation / 20.0;
        }
        // The prior of .20 with 4 of some 42 degrees of freedom pulls the spread up to .156; the mean of 20 is known to .003.
        assert!((sd - 0.156).abs() < 0.012, "{sd}");
        assert!((correlation - 0.5).abs() < 0.06, "{correlation}");
    }
}
