//! Does the model foresee: one-step forecasts of the daily reading from origins that roll forward, against simpler models.
//!
//! Parameters come from data before the origin only. The rivals: the same model without sessions, and a first-order
//! autoregression around the mean. If sessions add nothing, that is the answer.

use vagal_core::posterior::{Forecast, ForecastScore};

use crate::event::Event;
use crate::gauss;
use crate::laplace::{laplace, laplace_from};
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::summary::{mean, variance};

/// Days before the first origin: what a fit needs to be more than its prior (house choice).
const FIRST_ORIGIN_DAYS: f64 = 28.0;
/// Days from one origin to the next, in which parameters stay as they were.
const STEP_DAYS: f64 = 7.0;
/// Parameter draws of a forecast.
const DRAWS: usize = 40;
/// Forecasts that a comparison needs.
const LEAST_FORECASTS: usize = 14;
/// A difference of mean scores this many standard errors off is one (one-sided 5%).
const SURE: f64 = 1.645;

/// A forecast: equally likely normals.
struct Mixture(Vec<(f64, f64)>);

impl Mixture {
    fn density(&self, y: f64) -> f64 {
        let one = |&(m, sd): &(f64, f64)| {
            let z = (y - m) / sd;
            (-0.5 * z * z).exp() / (sd * (2.0 * std::f64::consts::PI).sqrt())
        };
        self.0.iter().map(one).sum::<f64>() / self.0.len() as f64
    }

    fn below(&self, y: f64) -> f64 {
        self.0.iter().map(|(m, sd)| gauss::probability((y - m) / sd)).sum::<f64>()
            / self.0.len() as f64
    }

    /// Continuous ranked probability score: E|X − y| − E|X − X'|/2 (Grimit et al. 2006).
    fn crps(&self, y: f64) -> f64 {
        let spread = |m: f64, sd: f64| {
            let z = m / sd;
            let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
            m * (2.0 * gauss::probability(z) - 1.0) + 2.0 * sd * density
        };
        let n = self.0.len() as f64;
        let first: f64 = self.0.iter().map(|(m, sd)| spread(y - m, *sd)).sum::<f64>() / n;
        let mut second = 0.0;
        for (m, s) in &self.0 {
            for (k, t) in &self.0 {
                second += spread(m - k, s.hypot(*t));
            }
        }
        first - 0.5 * second / (n * n)
    }
}

/// Forecasts of one model, by the event of the reading.
type Forecasts = Vec<(usize, Mixture)>;

/// Forecasts of the daily channel under a model whose events are `events`.
fn by_model(model: &Model, events: &[Event], times: &[f64], seed: u64) -> Option<Forecasts> {
    let mut out = Vec::new();
    let end = *times.last()?;
    let mut origin = FIRST_ORIGIN_DAYS;
    let mut start: Option<Vec<f64>> = None;
    while origin < end {
        let known = times.partition_point(|t| *t < origin);
        let until = times.partition_point(|t| *t < origin + STEP_DAYS);
        let mut past = LogPosterior::new(model, &events[..known]).ok()?;
        let preview = match &start {
            Some(z) => laplace_from(&mut past, z),
            None => laplace(&mut past),
        }?;
        let draws = preview.draws(DRAWS, 1.0, seed);
        let mut ahead = LogPosterior::new(model, &events[..until]).ok()?;
        let mut found: Vec<(usize, Vec<(f64, f64)>)> = Vec::new();
        for z in &draws {
            let new = ahead
                .innovations(z)
                .into_iter()
                .filter(|i| i.event >= known)
                .filter_map(|i| Some((i, events[i.event].reading.filter(|r| r.channel == 0)?)));
            for (k, (i, reading)) in new.enumerate() {
                let normal = (reading.value - i.error, i.variance.sqrt());
                match found.get_mut(k) {
                    Some((_, normals)) => normals.push(normal),
                    None => found.push((i.event, vec![normal])),
                }
            }
        }
        out.extend(found.into_iter().map(|(event, normals)| (event, Mixture(normals))));
        start = Some(preview.mode);
        origin += STEP_DAYS;
    }
    Some(out)
}

/// Forecasts by an autoregression around the mean, fitted to the daily readings before each origin.
fn by_autoregression(events: &[Event], times: &[f64]) -> Forecasts {
    let daily: Vec<(usize, f64, f64)> = events
        .iter()
        .enumerate()
        .filter_map(|(i, e)| Some((i, times[i], e.reading.filter(|r| r.channel == 0)?.value)))
        .collect();
    let mut out = Vec::new();
    for k in 1..daily.len() {
        let (event, time, _) = daily[k];
        if time < FIRST_ORIGIN_DAYS {
            continue;
        }
        let origin =
            FIRST_ORIGIN_DAYS + STEP_DAYS * ((time - FIRST_ORIGIN_DAYS) / STEP_DAYS).floor();
        let past: Vec<f64> = daily.iter().filter(|d| d.1 < origin).map(|d| d.2).collect();
        if past.len() < LEAST_FORECASTS {
            continue;
        }
        let centre = mean(&past);
        let total = variance(past.iter().copied());
        let products: f64 = past.windows(2).map(|w| (w[0] - centre) * (w[1] - centre)).sum();
        let memory = (products / (total * (past.len() as f64 - 1.0))).clamp(0.0, 0.99);
        let kept = memory.powf((time - daily[k - 1].1).max(0.0));
        let middle = centre + kept * (daily[k - 1].2 - centre);
        let sd = (total * (1.0 - kept * kept)).max(1e-12).sqrt();
        out.push((event, Mixture(vec![(middle, sd)])));
    }
    out
}

fn score(name: &str, events: &[Event], forecasts: &Forecasts, kept: &[usize]) -> ForecastScore {
    let mut score = ForecastScore { model: name.into(), ..ForecastScore::default() };
    for (event, forecast) in forecasts.iter().filter(|(event, _)| kept.contains(event)) {
        let Some(reading) = events[*event].reading else { continue };
        let place = forecast.below(reading.value);
        score.log_scores.push(forecast.density(reading.value).max(f64::MIN_POSITIVE).ln());
        score.crps += forecast.crps(reading.value);
        score.places.push(place);
    }
    let n = score.places.len().max(1) as f64;
    score.log_score = score.log_scores.iter().sum::<f64>() / n;
    score.crps /= n;
    score.within_90 = score.places.iter().filter(|p| (0.05..=0.95).contains(*p)).count() as f64 / n;
    score
}

/// Scores of the model and its rivals on the same readings; `None` for a diary too short to tell.
pub fn forecast(model: &Model, events: &[Event], seed: u64) -> Option<Forecast> {
    let times = crate::event::times(events);
    let full = by_model(model, events, &times, seed)?;
    let bare = Model::new(Vec::new(), model.channels().to_vec(), Default::default()).ok()?;
    let quiet: Vec<Event> = events.iter().map(|e| Event { session: None, ..*e }).collect();
    let without = by_model(&bare, &quiet, &times, seed)?;
    let autoregression = by_autoregression(events, &times);
    let has = |forecasts: &Forecasts, event: usize| forecasts.iter().any(|(e, _)| *e == event);
    let kept: Vec<usize> = full
        .iter()
        .map(|(event, _)| *event)
        .filter(|&e| has(&without, e) && has(&autoregression, e))
        .collect();
    if kept.len() < LEAST_FORECASTS {
        return None;
    }
    let scores = vec![
        score("sessions", events, &full, &kept),
        score("no_sessions", events, &without, &kept),
        score("autoregression", events, &autoregression, &kept),
    ];
    let gains: Vec<f64> =
        scores[0].log_scores.iter().zip(&scores[1].log_scores).map(|(a, b)| a - b).collect();
    let gain = mean(&gains);
    let gain_error = (variance(gains.iter().copied()) / gains.len() as f64).sqrt();
    let sessions_add = gain > SURE * gain_error;
    Some(Forecast { readings: kept.len(), scores, gain, gain_error, sessions_add })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CRPS of a standard normal at its centre is (√2 − 1)/√π (Gneiting and Raftery 2007).
    #[test]
    fn the_score_of_a_normal_is_that_of_its_formula() {
        let one = Mixture(vec![(0.0, 1.0)]);
        let wanted = (2.0_f64.sqrt() - 1.0) / std::f64::consts::PI.sqrt();
        assert!((one.crps(0.0) - wanted).abs() < 1e-12, "{} {wanted}", one.crps(0.0));
        // Two copies of one normal are that normal.
        let two = Mixture(vec![(0.3, 2.0), (0.3, 2.0)]);
        let same = Mixture(vec![(0.3, 2.0)]);
        assert!((two.crps(1.7) - same.crps(1.7)).abs() < 1e-12);
        assert!((two.below(0.3) - 0.5).abs() < 1e-12);
    }
}
