//! The days to come: the diary's own pattern of readings with sessions among them, and lives that go on through them.

use nalgebra::{Cholesky, DMatrix, DVector};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::event::{Event, Session, times};
use crate::inputs::Setting;
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::simulate::live_on;

/// The diary's last days, whose pattern of readings goes on.
const PATTERN_DAYS: f64 = 28.0;

/// The rows to come: the diary's last readings again and again, and its sessions of inputs that go on, with sessions from given days on
/// among them.
///
/// A pattern is of whole days, so that what was read in the morning is read in the morning. A session is as long before a morning
/// as the diary's sessions were, so that the next reading is "the next morning".
pub(crate) fn coming(
    events: &[Event],
    setting: &Setting,
    length_days: f64,
    sessions: &[(usize, f64)],
    goes_on: impl Fn(usize) -> bool,
) -> Vec<Event> {
    let at = times(events);
    let end = at.last().copied().unwrap_or(0.0);
    let period = PATTERN_DAYS.min(end.floor());
    let mut rows: Vec<(f64, Event)> = Vec::new();
    if period >= 1.0 {
        let pattern = || at.iter().zip(events).filter(|(t, _)| **t > end - period);
        for turn in 1..=(length_days / period).ceil() as usize {
            rows.extend(pattern().map(|(t, event)| {
                (
                    t - end + turn as f64 * period,
                    Event { session: event.session.filter(|s| goes_on(s.input)), ..*event },
                )
            }));
        }
    }
    rows.retain(|(t, _)| *t <= length_days);
    let morning = |(_, e): &&(f64, Event)| e.reading.is_some_and(|r| r.channel == 0);
    let mornings: Vec<f64> = rows.iter().filter(morning).map(|(t, _)| *t).collect();
    for &(input, day) in sessions {
        let before = setting.morning_after[input];
        let next = mornings.iter().copied().find(|m| *m - before >= day);
        let session = Some(Session::new(input, setting.doses[input]));
        rows.push((next.map_or(day, |m| m - before), Event { session, ..Event::default() }));
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<Event> = Vec::new();
    let mut last = 0.0;
    // A session takes the circumstances of the reading after it.
    for i in 0..rows.len() {
        let (at, mut event) = rows[i];
        if event.session.is_some()
            && event.reading.is_none()
            && let Some((_, next)) = rows[i..].iter().find(|(_, e)| e.reading.is_some())
        {
            (event.load, event.habit) = (next.load, next.habit);
        }
        event.corrected = setting.around.corrected;
        event.gap_days = at - last;
        last = at;
        out.push(event);
    }
    out
}

/// The rows to come with sessions of inputs from given days on, readings still without values; for studies.
pub fn days_to_come(
    model: &Model,
    events: &[Event],
    length_days: f64,
    sessions: &[(usize, f64)],
) -> Vec<Event> {
    coming(events, &Setting::new(model, events), length_days, sessions, |_| false)
}

/// A life that fits the diary goes on through `rows` with the parameters `z`: sessions act and readings get their values.
///
/// `None` where the filter breaks down.
pub fn live_through(
    model: &Model,
    events: &[Event],
    z: &[f64],
    rows: &mut [Event],
    seed: u64,
) -> Option<()> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let state = state_at_end(model, events, z, &mut rng)?;
    live_on(model, &model.values(z), &state, rows, &mut rng);
    Some(())
}

/// A state that fits the diary, at its end.
fn state_at_end(
    model: &Model,
    events: &[Event],
    z: &[f64],
    rng: &mut ChaCha8Rng,
) -> Option<Vec<f64>> {
    let mut posterior = LogPosterior::new(model, events).ok()?;
    let state = posterior.smooth(z, &[events.len().checked_sub(1)?])?.pop()?;
    let n = state.mean.len();
    // Pools that no session moved have no variance: a grain keeps the root.
    let covariance =
        DMatrix::from_fn(n, n, |i, j| state.covariance[i][j] + if i == j { 1e-12 } else { 0.0 });
    let root = Cholesky::new(covariance)?.l();
    let noise = DVector::from_fn(n, |_, _| StandardNormal.sample(rng));
    Some((DVector::from_vec(state.mean) + root * noise).as_slice().to_vec())
}
