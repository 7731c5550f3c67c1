//! What can be seen: the smallest change that matters, the ceiling, and whether the model foresaw the readings.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use vagal_core::posterior::{CeilingAnswer, ChannelCheck, PersonSwcSource};

use crate::event::{Event, Load};
use crate::inputs::Setting;
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::summary::{Population, Scale, mean, variance};

/// Mornings that an SWC of one's own needs (evidence/rules: at least 14 valid days).
pub const LEAST_MORNINGS: usize = 14;
/// SWC without them, ln units: half of a day-to-day sd of .2, a house choice.
pub const HOUSE_SWC: f64 = 0.10;
/// Days after a session in which a morning is not free of it.
const SESSION_SHADOW_DAYS: f64 = 1.0;

/// Half the sd of morning lnRMSSD, over days without a session if there are 14.
pub fn smallest_worthwhile_change(events: &[Event]) -> (f64, PersonSwcSource) {
    let (mut free, mut all) = (Vec::new(), Vec::new());
    let (mut time, mut last_session) = (0.0, f64::NEG_INFINITY);
    for event in events {
        time += event.gap_days;
        if event.session.is_some() {
            last_session = time;
        }
        if let Some(reading) = event.reading.filter(|r| r.channel == 0) {
            all.push(reading.value);
            if time - last_session > SESSION_SHADOW_DAYS {
                free.push(reading.value);
            }
        }
    }
    let half_sd = |values: &[f64]| 0.5 * variance(values.iter().copied()).sqrt();
    let usable = |values: &[f64]| values.len() >= LEAST_MORNINGS && half_sd(values) > 0.0;
    if usable(&free) {
        (half_sd(&free), PersonSwcSource::FreeDays(free.len()))
    } else if usable(&all) {
        (half_sd(&all), PersonSwcSource::AllDays(all.len()))
    } else {
        (HOUSE_SWC, PersonSwcSource::HouseChoice)
    }
}

pub(crate) fn ceiling(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    population: &Population,
) -> CeilingAnswer {
    let layout = &model.layout;
    let load = setting.around.load;
    let (load_today, habit_today) =
        events.last().map_or((Load::default(), 0.0), |e| (e.load, e.habit));
    let under = |load: Load, habit: f64| {
        let raised = |t: &[f64]| layout.habit.map_or(0.0, |place| t[place] * habit);
        population.learned(Scale::Ratio, |t| {
            t[layout.ceiling] * (raised(t) - layout.load_ceiling.of(t, load)).exp()
        })
    };
    let mornings = events.iter().filter_map(|e| e.reading).filter(|r| r.channel == 0);
    let highest = mornings.map(|r| r.value).fold(f64::NEG_INFINITY, f64::max);
    let level = mean(&population.of(|t| t[layout.channels[0].level]));
    CeilingAnswer {
        unloaded: population.learned(Scale::Ratio, |t| t[layout.ceiling]),
        at_mean_load: under(load, 0.0),
        today: under(load_today, habit_today),
        load_today: load_today.total,
        observed_high: highest.is_finite().then_some(highest - level),
    }
}

/// Draws of the posterior that the checks use.
const CHECK_DRAWS: usize = 100;
/// Readings of a channel that a check needs.
const LEAST_READINGS: usize = 8;

/// Mean square, share beyond two, and correlation of neighbours.
fn statistics(errors: &[f64]) -> [f64; 3] {
    let n = errors.len() as f64;
    let square = errors.iter().map(|e| e * e).sum::<f64>();
    let beyond = errors.iter().filter(|e| e.abs() > 2.0).count() as f64;
    let pairs: f64 = errors.windows(2).map(|w| w[0] * w[1]).sum();
    [square / n, beyond / n, pairs / square]
}

/// One-step errors of every channel against what the model would have produced itself.
///
/// Under the model the standardised one-step errors are independent standard normals, so replicates are drawn directly.
pub(crate) fn checks(
    posterior: &mut LogPosterior<'_>,
    draws: &[Vec<f64>],
    seed: u64,
) -> Vec<ChannelCheck> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let channels = posterior.model().channels().to_vec();
    let step = draws.len().div_ceil(CHECK_DRAWS).max(1);
    let mut found: Vec<Vec<[f64; 3]>> = vec![Vec::new(); channels.len()];
    let mut replicated: Vec<Vec<[f64; 3]>> = vec![Vec::new(); channels.len()];
    let mut readings = vec![0; channels.len()];
    for z in draws.iter().step_by(step) {
        let mut errors: Vec<Vec<f64>> = vec![Vec::new(); channels.len()];
        for innovation in posterior.innovations(z) {
            if let Some(reading) = posterior.events()[innovation.event].reading {
                errors[reading.channel].push(innovation.error / innovation.variance.sqrt());
            }
        }
        for (c, errors) in errors.iter().enumerate() {
            readings[c] = errors.len();
            if errors.len() >= LEAST_READINGS {
                found[c].push(statistics(errors));
                let made: Vec<f64> =
                    errors.iter().map(|_| StandardNormal.sample(&mut rng)).collect();
                replicated[c].push(statistics(&made));
            }
        }
    }
    channels
        .iter()
        .enumerate()
        .filter(|(c, _)| !found[*c].is_empty())
        .map(|(c, channel)| {
            let count = found[c].len() as f64;
            let average = |k: usize| found[c].iter().map(|s| s[k]).sum::<f64>() / count;
            let p_value = |k: usize| {
                let pairs = found[c].iter().zip(&replicated[c]);
                // Ties, as of a share that is 0 in both, count half.
                let above: f64 = pairs
                    .map(|(f, r)| match r[k].total_cmp(&f[k]) {
                        std::cmp::Ordering::Greater => 1.0,
                        std::cmp::Ordering::Equal => 0.5,
                        std::cmp::Ordering::Less => 0.0,
                    })
                    .sum();
                2.0 * (above / count).min(1.0 - above / count)
            };
            ChannelCheck {
                channel: channel.id.into(),
                readings: readings[c],
                mean_square: average(0),
                beyond_two: average(1),
                lag_one: average(2),
                p_values: [p_value(0), p_value(1), p_value(2)],
            }
        })
        .collect()
}
