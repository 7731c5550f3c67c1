//! What one session does to a rested body, in closed form: the curve of the state and of the muscles after it.

use crate::event::{Event, Load, Session};
use crate::filter;
use crate::model::Model;

/// Below this |u| the series of φ1 replaces the difference of two nearly equal exponentials.
const SERIES: f64 = 1e-4;

/// What a pool that decays with `rate` adds to the muscles over `gap` days, per unit of the pool.
pub(crate) fn drive(rate: f64, kappa: f64, gap: f64) -> f64 {
    let u = (kappa - rate) * gap;
    let phi = if u.abs() < SERIES { 1.0 - u / 2.0 + u * u / 6.0 } else { -(-u).exp_m1() / u };
    // The product of a vanishing and a huge factor, where kappa is far below the rate.
    let value = kappa * gap * (-rate * gap).exp() * phi;
    if value.is_finite() { value } else { kappa / (rate - kappa) * (-kappa * gap).exp() }
}

/// The circumstances in which a session is imagined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// Interference load.
    pub load: Load,
    /// 1 with the correction in force.
    pub corrected: f64,
    /// Steady habits.
    pub habit: f64,
}

/// The answer to one session, given the parameters: two decaying parts, and what the muscles make of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// The fast part just after the session, ln units.
    pub fast: f64,
    /// The durable part just after the session, ln units.
    pub slow: f64,
    /// Rate of decay of the fast part, a day.
    pub fast_rate: f64,
    /// Rate of decay of the durable part, a day.
    pub slow_rate: f64,
    /// Rate at which the muscles follow, a day.
    pub muscle_rate: f64,
    /// Direct effect on the tissue, points; 0 where the model has none.
    pub direct: f64,
    /// Rate of decay of the direct effect, a day.
    pub direct_rate: f64,
    /// Points of tension per unit of the muscles' state; 0 without a tension channel.
    pub tension_gain: f64,
}

/// Longest time that a hold is followed, days.
pub const HORIZON_DAYS: f64 = 120.0;

impl Response {
    /// The answer to `session` from rest, at natural values `theta`.
    pub fn new(model: &Model, theta: &[f64], session: &Session, around: Circumstances) -> Self {
        let layout = &model.layout;
        let event = Event {
            load: around.load,
            corrected: around.corrected,
            habit: around.habit,
            ..Event::default()
        };
        let kick = filter::kick(theta, layout, &event, session);
        let lift = kick.taken * kick.ceiling;
        let rate = |place: usize| std::f64::consts::LN_2 / theta[place];
        let speed = (layout.load_decay.of(theta, around.load)
            - theta[layout.correction] * around.corrected)
            .exp();
        Self {
            fast: (1.0 - kick.share) * lift,
            slow: kick.share * lift,
            fast_rate: speed * rate(layout.half_life + session.input),
            slow_rate: speed * rate(layout.slow),
            muscle_rate: rate(layout.muscle_half_life),
            direct: layout.direct.map_or(0.0, |d| theta[d.effect + session.input] * session.dose),
            direct_rate: layout.direct.map_or(1.0, |d| rate(d.half_life)),
            tension_gain: model
                .tension()
                .and_then(|c| layout.channels[c].gain)
                .map_or(0.0, |place| theta[place]),
        }
    }

    /// What is left of the shift after so many days, ln units.
    pub fn state(&self, days: f64) -> f64 {
        self.fast * (-self.fast_rate * days).exp() + self.slow * (-self.slow_rate * days).exp()
    }

    /// How far tension is lower by way of the state after so many days, points.
    pub fn tension_by_state(&self, days: f64) -> f64 {
        let muscle = self.fast * drive(self.fast_rate, self.muscle_rate, days)
            + self.slow * drive(self.slow_rate, self.muscle_rate, days);
        self.tension_gain * muscle
    }

    /// How far tension is lower by the direct path after so many days, points.
    pub fn tension_direct(&self, days: f64) -> f64 {
        self.direct * (-self.direct_rate * days).exp()
    }

    /// How far tension is lower after so many days, points.
    pub fn tension(&self, days: f64) -> f64 {
        self.tension_by_state(days) + self.tension_direct(days)
    }

    /// Days until the shift falls below `threshold`; 0 if it never exceeds it, [`HORIZON_DAYS`] if it outlasts that.
    pub fn hold_of_state(&self, threshold: f64) -> f64 {
        last_crossing(|t| self.state(t), 0.0, threshold)
    }

    /// Days until half of the shift is gone.
    pub fn half_life_of_state(&self) -> f64 {
        let start = self.state(0.0);
        if start == 0.0 || !start.is_finite() {
            // Without a shift the parts still decay, in the proportion they would have.
            return std::f64::consts::LN_2 / self.fast_rate;
        }
        last_crossing(|t| self.state(t) / start, 0.0, 0.5)
    }

    /// Days until tension has come back half of the way from its lowest; 0 if it never fell.
    pub fn hold_of_tension(&self) -> f64 {
        let (peak_day, peak) = self.tension_peak();
        if peak <= 0.0 {
            return 0.0;
        }
        last_crossing(|t| self.tension(t), peak_day, 0.5 * peak)
    }

    /// When tension is lowest after the session, and by how many points.
    pub fn tension_peak(&self) -> (f64, f64) {
        let mut best = (0.0, self.tension(0.0));
        let (mut low, mut high) = (0.0, HORIZON_DAYS);
        // A scan on a log grid, then two refinements: the curve rises and falls once or twice.
        for round in 0..3 {
            let steps = 60;
            for i in 1..=steps {
                let share = f64::from(i) / f64::from(steps);
                let t = if round == 0 {
                    0.01 * (high / 0.01_f64).powf(share)
                } else {
                    low + share * (high - low)
                };
                let value = self.tension(t);
                if value > best.1 {
                    best = (t, value);
                }
            }
            let width = if round == 0 { 0.2 * best.0 } else { (high - low) / 60.0 };
            (low, high) = ((best.0 - width).max(0.0), best.0 + width);
        }
        best
    }
}

/// The last day from `start` on at which a curve that ends below `threshold` still reaches it.
fn last_crossing(curve: impl Fn(f64) -> f64, start: f64, threshold: f64) -> f64 {
    let above = |t: f64| curve(t) >= threshold;
    if above(HORIZON_DAYS) {
        return HORIZON_DAYS;
    }
    // From the far end inward on a log grid: the first point above brackets the last crossing.
    let grid = 80;
    let at = |i: i32| start + 1e-3 * (HORIZON_DAYS / 1e-3_f64).powf(f64::from(i) / f64::from(grid));
    let bracket = (0..grid).rev().find(|&i| above(at(i)));
    let (mut low, mut high) = match bracket {
        Some(i) => (at(i), at(i + 1)),
        None if above(start) => (start, at(0)),
        None => return 0.0,
    };
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if above(middle) { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
