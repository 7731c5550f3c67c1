//! Schedules ranked by the days they are expected to give, less their effort.
//!
//! "Above" is the shift that sessions made (fast and durable parts) against the person's own baseline, wherever that wanders;
//! load is the mean of the diary, and sessions vary from one to the next as they did.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use vagal_core::plan::{Ranked, Schedule};

use super::{HORIZON_DAYS, INTERVALS_DAYS, PlanOptions, spread};
use crate::convergence::quantile_of_sorted;
use crate::event::{Event, Session};
use crate::filter;
use crate::inputs::Setting;
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::response::Response;
use crate::sample::SampleError;
use crate::summary::share;

/// Steps a day on which "above" is looked at: the end of a hold is off by at most 45 minutes.
const STEPS_A_DAY: usize = 16;
/// Doses that differ by less than this factor are alike.
const ALIKE: f64 = 1.25;

/// What a diary has tried of one input.
struct Tried {
    doses: Vec<f64>,
    shortest_days: f64,
    longest_days: f64,
}

impl Tried {
    fn new(events: &[Event], input: usize) -> Self {
        let (mut doses, mut last, mut time) = (Vec::new(), None, 0.0);
        let (mut shortest_days, mut longest_days) = (f64::INFINITY, 0.0_f64);
        for event in events {
            time += event.gap_days;
            if let Some(session) = event.session.filter(|s| s.input == input) {
                doses.push(session.dose);
                if let Some(last) = last {
                    shortest_days = shortest_days.min(time - last);
                    longest_days = longest_days.max(time - last);
                }
                last = Some(time);
            }
        }
        doses.sort_by(f64::total_cmp);
        Self { doses, shortest_days, longest_days }
    }

    /// The usual dose, a smaller and a larger one where the diary has them, and those asked for.
    fn doses_to_try(&self, asked: &[f64]) -> Vec<f64> {
        let round = |v: f64| (100.0 * v).round() / 100.0;
        let usual = round(quantile_of_sorted(&self.doses, 0.5));
        let mut doses = vec![usual];
        for dose in [quantile_of_sorted(&self.doses, 0.1), quantile_of_sorted(&self.doses, 0.9)] {
            if dose > ALIKE * usual || usual > ALIKE * dose {
                doses.push(round(dose));
            }
        }
        doses.extend(asked.iter().filter(|d| !doses.contains(d)).copied().collect::<Vec<_>>());
        doses
    }

    /// Half a day either way is the same interval.
    fn beyond_intervals(&self, every: f64) -> bool {
        every < self.shortest_days - 0.5 || every > self.longest_days + 0.5
    }

    fn beyond_doses(&self, dose: f64) -> bool {
        let (lowest, highest) = (self.doses.first(), self.doses.last());
        // Rounding to hundredths is no extrapolation.
        lowest.is_none_or(|d| dose < d - 0.01) || highest.is_none_or(|d| dose > d + 0.01)
    }
}

/// One draw: its parameters, the state at the end of the diary, how its sessions will vary.
struct Future {
    theta: Vec<f64>,
    fast: Vec<f64>,
    slow: f64,
    variation: Vec<f64>,
}

fn futures(
    model: &Model,
    events: &[Event],
    draws: &[Vec<f64>],
    seed: u64,
) -> Result<Vec<Future>, SampleError> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut posterior = LogPosterior::new(model, events)?;
    let inputs = model.inputs().len();
    let most = (HORIZON_DAYS / INTERVALS_DAYS[0]).ceil() as usize + 1;
    let last = events.len().checked_sub(1).ok_or(SampleError::NoStart)?;
    let mut out = Vec::new();
    for z in draws {
        let Some(state) = posterior.smooth(z, &[last]).and_then(|mut s| s.pop()) else { continue };
        out.push(Future {
            theta: model.values(z),
            fast: state.mean[..inputs].to_vec(),
            slow: state.mean[inputs],
            variation: (0..most).map(|_| StandardNormal.sample(&mut rng)).collect(),
        });
    }
    if out.is_empty() { Err(SampleError::NoStart) } else { Ok(out) }
}

/// Sessions as the model counts them.
#[derive(Clone, Copy, Debug)]
struct Sessions {
    input: usize,
    every_days: f64,
    dose: f64,
}

/// Days above the SWC with a session now and every so many days after; `None` for no session.
fn days_above(
    model: &Model,
    setting: &Setting,
    future: &Future,
    schedule: Option<Sessions>,
    swc: f64,
) -> f64 {
    let theta = &future.theta;
    let around = setting.around;
    let step = 1.0 / STEPS_A_DAY as f64;
    let rates = |input| Response::new(model, theta, &Session::new(input, 1.0), around);
    let keep: Vec<f64> =
        (0..model.inputs().len()).map(|i| (-rates(i).fast_rate * step).exp()).collect();
    let keep_slow = keep.first().map_or(1.0, |_| (-rates(0).slow_rate * step).exp());
    let (mut fast, mut slow) = (future.fast.clone(), future.slow);
    let event = Event {
        load: around.load,
        corrected: around.corrected,
        habit: around.habit,
        ..Event::default()
    };
    let kick = schedule.map(|Sessions { input, dose, .. }| {
        filter::kick(theta, &model.layout, &event, &Session::new(input, dose))
    });
    let (mut held, mut taken) = (0, 0);
    for i in 0..(HORIZON_DAYS as usize * STEPS_A_DAY) {
        let time = i as f64 * step;
        if let (Some(Sessions { input, every_days, .. }), Some(kick)) = (schedule, &kick)
            && time >= taken as f64 * every_days
        {
            let above: f64 = fast.iter().sum::<f64>() + slow;
            let varied = kick.variation * future.variation[taken.min(future.variation.len() - 1)];
            let lift = kick.taken * (kick.ceiling * (1.0 + varied) - above);
            fast[input] += (1.0 - kick.share) * lift;
            slow += kick.share * lift;
            taken += 1;
        }
        held += usize::from(fast.iter().sum::<f64>() + slow > swc);
        fast.iter_mut().zip(&keep).for_each(|(f, k)| *f *= k);
        slow *= keep_slow;
    }
    held as f64 * step
}

/// Every schedule and none, the most worth first.
pub(super) fn ranked(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    draws: &[Vec<f64>],
    swc: f64,
    options: &PlanOptions,
) -> Result<Vec<Ranked>, SampleError> {
    let futures = futures(model, events, draws, options.seed)?;
    let mut list: Vec<Option<(Schedule, Sessions)>> = vec![None];
    for input in (0..model.inputs().len()).filter(|&i| setting.sessions[i] > 0) {
        let tried = Tried::new(events, input);
        for dose in tried.doses_to_try(&options.doses) {
            for every in INTERVALS_DAYS {
                let schedule = Schedule {
                    input: model.inputs()[input].id.clone(),
                    every_days: every,
                    dose,
                    sessions: (HORIZON_DAYS / every).ceil() as usize,
                    beyond_intervals: tried.beyond_intervals(every),
                    beyond_doses: tried.beyond_doses(dose),
                };
                list.push(Some((schedule, Sessions { input, every_days: every, dose })));
            }
        }
    }
    let rows: Vec<(Option<Schedule>, f64, Vec<f64>)> = list
        .into_iter()
        .map(|candidate| {
            let (schedule, what) = candidate.unzip();
            let days = futures.iter().map(|f| days_above(model, setting, f, what, swc)).collect();
            let effort =
                schedule.as_ref().map_or(0.0, |s| s.sessions as f64 * options.effort(&s.input));
            (schedule, effort, days)
        })
        .collect();
    // The same draw with and without sessions: what the diary's own sessions left behind is in neither's favour.
    let worth = |row: usize, draw: usize| rows[row].2[draw] - rows[0].2[draw] - rows[row].1;
    let mut wins = vec![0_usize; rows.len()];
    for draw in 0..futures.len() {
        // The first of equals, which is no session where it ties.
        let best = (0..rows.len()).rev().max_by(|&a, &b| worth(a, draw).total_cmp(&worth(b, draw)));
        if let Some(best) = best {
            wins[best] += 1;
        }
    }
    let count = futures.len() as f64;
    let mut out: Vec<Ranked> = rows
        .iter()
        .enumerate()
        .map(|(row, (schedule, effort, days))| {
            let gains: Vec<f64> = (0..futures.len()).map(|d| worth(row, d)).collect();
            Ranked {
                schedule: schedule.clone(),
                days_above: spread(days.clone()),
                effort: *effort,
                p_best: wins[row] as f64 / count,
                p_beats_none: share(&gains, |g| g > 0.0),
                worth: spread(gains),
            }
        })
        .collect();
    // Stable, so that no session stands before its equals.
    out.sort_by(|a, b| b.worth.mean.total_cmp(&a.worth.mean));
    Ok(out)
}
