//! Trajectories: the hidden state over a diary and the days after it, in bands over the draws of the posterior.

use vagal_core::posterior::BAND_SHARES;
use vagal_core::trajectory::{
    BandPoint, Outlook, ResponseCurves, Seen, SessionSeen, Trajectory, UsualSessions,
};

use crate::convergence::quantile_of_sorted;
use crate::event::{Event, Session};
use crate::filter::Smoothed;
use crate::gauss;
use crate::inputs::Setting;
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::sample::{Draws, SampleError};
use crate::summary::Population;

/// Days of the forecast.
pub const FORECAST_DAYS: f64 = 14.0;
/// Draws that bands are made of; each brings its own normal, so the bands are smooth.
const DRAWS: usize = 200;
/// Draws of curves in closed form.
const CURVE_DRAWS: usize = 1000;
/// Equally likely points of each draw's normal.
const NORMAL_POINTS: usize = 15;
/// Most moments of a band.
const MOST_MOMENTS: f64 = 400.0;
/// Finest grid, days.
const FINEST_DAYS: f64 = 0.25;
/// Days of a curve after a session.
const CURVE_DAYS: [f64; 24] = [
    0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0,
    6.0, 7.0, 8.5, 10.0, 12.0, 14.0,
];

/// The diary with empty rows at which the state is looked at.
struct Grid {
    events: Vec<Event>,
    rows: Vec<usize>,
    days: Vec<f64>,
    /// How many of the events were lived, and not imagined.
    lived: usize,
}

impl Grid {
    /// Empty rows every `step` days; what is known of a gap holds for both of its pieces.
    fn over(events: &[Event], step: f64) -> Self {
        let mut grid = Self { events: Vec::new(), rows: Vec::new(), days: Vec::new(), lived: 0 };
        let (mut time, mut next) = (0.0, 0.0);
        for event in events {
            let end = time + event.gap_days;
            while next < end {
                grid.look(Event { gap_days: next - time, ..blank(event) }, next);
                time = next;
                next += step;
            }
            grid.events.push(Event { gap_days: end - time, ..*event });
            time = end;
        }
        if let Some(last) = events.last() {
            grid.look(Event { gap_days: 0.0, ..blank(last) }, time);
        }
        grid.lived = grid.events.len();
        grid
    }

    fn look(&mut self, event: Event, days: f64) {
        self.rows.push(self.events.len());
        self.days.push(days);
        self.events.push(event);
    }
}

/// The circumstances of an event without anything that happened in it.
fn blank(event: &Event) -> Event {
    Event { load: event.load, corrected: event.corrected, habit: event.habit, ..Event::default() }
}

/// Normals of one quantity at one moment, one a draw, pooled into the points of a band.
fn band(days: f64, normals: &[(f64, f64)]) -> BandPoint {
    let steps: Vec<f64> = (0..NORMAL_POINTS)
        .map(|i| gauss::quantile((i as f64 + 0.5) / NORMAL_POINTS as f64))
        .collect();
    let spread = |(mean, variance): &(f64, f64)| {
        let (mean, sd) = (*mean, variance.sqrt());
        steps.iter().map(move |step| mean + sd * step).collect::<Vec<_>>()
    };
    let mut values: Vec<f64> = normals.iter().flat_map(spread).collect();
    values.sort_by(f64::total_cmp);
    BandPoint { days, points: BAND_SHARES.map(|p| quantile_of_sorted(&values, p)) }
}

fn thin(draws: &Draws, most: usize) -> Vec<Vec<f64>> {
    let step = draws.len().div_ceil(most).max(1);
    draws.all().step_by(step).map(<[f64]>::to_vec).collect()
}

/// What is read off a smoothed state: mean and variance.
type Quantity<'a> = dyn Fn(&[f64], &Smoothed, &Event) -> (f64, f64) + 'a;

/// Bands of several quantities over a grid.
fn bands(
    model: &Model,
    grid: &Grid,
    draws: &[Vec<f64>],
    quantities: &[&Quantity<'_>],
) -> Result<Vec<Vec<BandPoint>>, SampleError> {
    let mut posterior = LogPosterior::new(model, &grid.events)?.imagined_from(grid.lived);
    let moments = grid.rows.len();
    let mut normals = vec![vec![Vec::with_capacity(draws.len()); moments]; quantities.len()];
    for z in draws {
        let theta = model.values(z);
        // A draw at which the filter breaks down has no probability.
        let Some(states) = posterior.smooth(z, &grid.rows) else { continue };
        for (k, state) in states.iter().enumerate() {
            let event = &grid.events[grid.rows[k]];
            for (quantity, normals) in quantities.iter().zip(&mut normals) {
                normals[k].push(quantity(&theta, state, event));
            }
        }
    }
    if normals.iter().flatten().any(Vec::is_empty) {
        return Err(SampleError::NoStart);
    }
    let over = |normals: &Vec<Vec<(f64, f64)>>| {
        normals.iter().zip(&grid.days).map(|(n, &days)| band(days, n)).collect()
    };
    Ok(normals.iter().map(over).collect())
}

/// Everything over time.
///
/// # Errors
///
/// [`SampleError`] for events that do not fit the model, or where no draw can be evaluated.
pub fn trajectory(
    model: &Model,
    events: &[Event],
    draws: &Draws,
) -> Result<Trajectory, SampleError> {
    let setting = Setting::new(model, events);
    let few = thin(draws, DRAWS);
    let layout = &model.layout;
    let inputs = model.inputs().len();
    let (slow, baseline, muscle) = (inputs, inputs + 1, inputs + 2);
    // Without booking the grid changes no likelihood; with it, waiting is only cut into pieces.
    let grid = Grid::over(events, (setting.days / MOST_MOMENTS).max(FINEST_DAYS));
    let level = |theta: &[f64], s: &Smoothed, event: &Event| {
        let (mean, variance) = s.sum(0..baseline + 1);
        (theta[layout.channels[0].level] + mean + layout.load_pull.of(theta, event.load), variance)
    };
    let mut found = bands(
        model,
        &grid,
        &few,
        &[
            &level,
            &|_, s, _| s.sum(baseline..baseline + 1),
            &|_, s, _| s.sum(0..slow + 1),
            &|_, s, _| s.sum(muscle..muscle + 1),
        ],
    )?
    .into_iter();
    let mut next = || found.next().unwrap_or_default();
    let (level_band, baseline, shift, muscles) = (next(), next(), next(), next());
    let usual = usual(model, &setting);
    let ahead = |usual: &[UsualSessions]| -> Result<Vec<BandPoint>, SampleError> {
        let grid = ahead(model, events, &setting, usual);
        Ok(bands(model, &grid, &few, &[&level])?.remove(0))
    };
    let outlook = Outlook {
        without: ahead(&[])?,
        with: if usual.is_empty() { Vec::new() } else { ahead(&usual)? },
        usual,
    };
    let (load, mornings, sessions) = seen(model, events);
    Ok(Trajectory {
        level: level_band,
        baseline,
        shift,
        muscles,
        load,
        mornings,
        sessions,
        outlook,
        responses: responses(model, &setting, draws),
    })
}

/// Inputs with at least two sessions go on as they were.
fn usual(model: &Model, setting: &Setting) -> Vec<UsualSessions> {
    (0..model.inputs().len())
        .filter(|&i| setting.sessions[i] >= 2)
        .map(|i| UsualSessions {
            input: model.inputs()[i].id.clone(),
            every_days: (setting.days / setting.sessions[i] as f64).round().max(1.0),
            dose: setting.doses[i],
        })
        .collect()
}

/// The diary with the days after it, looked at twice a day: just before and half a day after a session could be.
fn ahead(model: &Model, events: &[Event], setting: &Setting, usual: &[UsualSessions]) -> Grid {
    let mut last_session = vec![f64::NEG_INFINITY; model.inputs().len()];
    let mut end = 0.0;
    for event in events {
        end += event.gap_days;
        if let Some(session) = event.session {
            last_session[session.input] = end;
        }
    }
    let around = Event {
        load: setting.around.load,
        corrected: setting.around.corrected,
        habit: setting.around.habit,
        ..Event::default()
    };
    let lived = events.len();
    let mut grid = Grid { events: events.to_vec(), rows: Vec::new(), days: Vec::new(), lived };
    grid.look(Event { gap_days: 0.0, ..around }, end);
    let mut due: Vec<(usize, f64, f64, f64)> = usual
        .iter()
        .filter_map(|u| {
            let input = model.inputs().iter().position(|i| i.id == u.input)?;
            Some((input, (last_session[input] + u.every_days - end).max(0.5), u.every_days, u.dose))
        })
        .collect();
    let mut time = 0.0;
    for half in 1..=(2.0 * FORECAST_DAYS) as u32 {
        let until = f64::from(half) / 2.0;
        due.sort_by(|a, b| a.1.total_cmp(&b.1));
        while let Some(first) =
            due.iter_mut().min_by(|a, b| a.1.total_cmp(&b.1)).filter(|d| d.1 < until)
        {
            let session = Some(Session::new(first.0, first.3));
            grid.events.push(Event { gap_days: first.1 - time, session, ..around });
            time = first.1;
            first.1 += first.2;
        }
        grid.look(Event { gap_days: until - time, ..around }, end + until);
        time = until;
    }
    grid
}

fn seen(model: &Model, events: &[Event]) -> (Vec<Seen>, Vec<Seen>, Vec<SessionSeen>) {
    let (mut load, mut mornings, mut sessions) = (Vec::<Seen>::new(), Vec::new(), Vec::new());
    let mut days = 0.0;
    for event in events {
        // A load holds from the event before to this one: a point where it changes is enough.
        if load.last().is_none_or(|l| l.value != event.load.total) {
            load.push(Seen { days, value: event.load.total });
        }
        days += event.gap_days;
        if let Some(reading) = event.reading.filter(|r| r.channel == 0) {
            mornings.push(Seen { days, value: reading.value });
        }
        if let Some(session) = event.session {
            let input = model.inputs()[session.input].id.clone();
            sessions.push(SessionSeen { days, input, dose: session.dose });
        }
    }
    if let Some(value) = load.last().map(|l| l.value) {
        load.push(Seen { days, value });
    }
    (load, mornings, sessions)
}

fn responses(model: &Model, setting: &Setting, draws: &Draws) -> Vec<ResponseCurves> {
    let population = Population::new(model, &thin(draws, CURVE_DRAWS));
    let curve = |value: &dyn Fn(&[f64], f64) -> f64, prior: bool| -> Vec<BandPoint> {
        CURVE_DAYS
            .iter()
            .map(|&days| {
                let at = |theta: &[f64]| value(theta, days);
                let mut values = if prior { population.prior_of(at) } else { population.of(at) };
                values.sort_by(f64::total_cmp);
                BandPoint { days, points: BAND_SHARES.map(|p| quantile_of_sorted(&values, p)) }
            })
            .collect()
    };
    (0..model.inputs().len())
        .filter(|&input| setting.sessions[input] > 0)
        .map(|input| {
            let state =
                |theta: &[f64], days: f64| setting.response(model, theta, input).state(days);
            let falls =
                |theta: &[f64], days: f64| setting.response(model, theta, input).tension(days);
            let of_tension =
                |prior| if setting.tension { curve(&falls, prior) } else { Vec::new() };
            ResponseCurves {
                input: model.inputs()[input].id.clone(),
                state: curve(&state, false),
                state_prior: curve(&state, true),
                tension: of_tension(false),
                tension_prior: of_tension(true),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
