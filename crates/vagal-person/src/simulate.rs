//! Simulated diaries with their truth: the model's own world, and worlds it does not know.
//!
//! State and readings are drawn exactly as the filter assumes; on top of that come ways of booking, heavy tails, missing
//! weeks and drivers that no diary records.

pub mod diary;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal, StudentT};

use crate::covariates::lasting_after;
use crate::event::{Event, Load, Reading, Session};
use crate::events::{PACES, PRESSURES};
use crate::model::Model;

/// What decides whether a session is booked on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Booking {
    /// Chance alone.
    Random,
    /// The last tension that was written down: odds rise by this factor, as a log, per point above 4.
    Rating(f64),
    /// How the person feels, which nobody writes down: the rate falls by this, as a log, per unit of the state.
    Feeling(f64),
}

/// Sessions of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Sessions a week, on average.
    pub per_week: f64,
    /// Standard deviation of the log of the dose; its median is 1.
    pub dose_sd: f64,
    /// What decides on the day.
    pub booking: Booking,
}

impl Plan {
    /// So many a week, by chance, doses alike within 20%.
    pub fn random(per_week: f64) -> Self {
        Self { per_week, dose_sd: 0.2, booking: Booking::Random }
    }
}

/// How a diary is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Weeks.
    pub weeks: usize,
    /// One plan an input of the model.
    pub plans: Vec<Plan>,
    /// Chance of a morning reading on a day, 0 to 1.
    pub morning: f64,
    /// Spot readings a day, on average.
    pub spot: f64,
    /// Tension ratings a day, on average; at most two.
    pub tension: f64,
    /// Day from which a correction is in force.
    pub corrected_from_day: Option<usize>,
    /// Degrees of freedom of the readings' noise, scaled to the same sd; `None` for normal noise.
    pub tails: Option<f64>,
    /// Weeks without any reading, from 0.
    pub silent_weeks: Vec<usize>,
    /// A driver no diary records: for these days (from, to) the state is lower by so much.
    pub unrecorded: Vec<(usize, usize, f64)>,
    /// Dates of the plans are set by a schedule: every so many days, alternating over the inputs of plans with a rate.
    pub scheduled: bool,
    /// True if steady habits wander over the weeks, standardised.
    pub habits: bool,
    /// True if pressure and pace differ from session to session, as far as a diary can say.
    pub hands: bool,
}

impl Design {
    /// Sixteen weeks as the reference diary was kept.
    pub fn reference(plans: Vec<Plan>) -> Self {
        Self {
            weeks: 16,
            plans,
            morning: 0.87,
            spot: 0.67,
            tension: 1.68,
            corrected_from_day: Some(56),
            tails: None,
            silent_weeks: Vec::new(),
            unrecorded: Vec::new(),
            scheduled: false,
            habits: false,
            hands: false,
        }
    }
}

/// A diary with its truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// What was written down.
    pub events: Vec<Event>,
    /// Natural values of the parameters.
    pub truth: Vec<f64>,
    /// State X before load at each event, after what happened in it.
    pub state: Vec<f64>,
}

/// The hidden state, with the time it belongs to.
struct Body<'a> {
    model: &'a Model,
    theta: &'a [f64],
    fast: Vec<f64>,
    slow: f64,
    baseline: f64,
    muscle: f64,
    tissue: f64,
}

impl Body<'_> {
    fn rate(&self, place: usize) -> f64 {
        std::f64::consts::LN_2 / self.theta[place]
    }

    fn start(&mut self, rng: &mut ChaCha8Rng) {
        let layout = &self.model.layout;
        let sd = self.theta[layout.baseline_sd];
        let (k_b, kappa) =
            (self.rate(layout.baseline_half_life), self.rate(layout.muscle_half_life));
        let coupling = kappa / (kappa + k_b);
        self.baseline = sd * normal(rng);
        // Cov(b, m) = Var m = coupling·sd².
        let rest = (coupling * (1.0 - coupling)).sqrt();
        self.muscle = coupling * self.baseline + sd * rest * normal(rng);
    }

    fn pass(&mut self, gap: f64, event: &Event, rng: &mut ChaCha8Rng) {
        let layout = &self.model.layout;
        let speed = (layout.load_decay.of(self.theta, event.load)
            - self.theta[layout.correction] * event.corrected)
            .exp();
        let kappa = self.rate(layout.muscle_half_life);
        let k_b = self.rate(layout.baseline_half_life);
        let sd = self.theta[layout.baseline_sd];
        let driven = |rate: f64| crate::response::drive(rate, kappa, gap);
        let mut muscle = (-kappa * gap).exp() * self.muscle;
        for (j, fast) in self.fast.iter_mut().enumerate() {
            let rate = speed * std::f64::consts::LN_2 / self.theta[layout.half_life + j];
            muscle += driven(rate) * *fast;
            *fast *= (-rate * gap).exp();
        }
        let rate = speed * std::f64::consts::LN_2 / self.theta[layout.slow];
        muscle += driven(rate) * self.slow;
        self.slow *= (-rate * gap).exp();
        let (a_b, a_m, c_b) = ((-k_b * gap).exp(), (-kappa * gap).exp(), driven(k_b));
        muscle += c_b * self.baseline;
        self.baseline *= a_b;
        // Noise of the pair: Σ − A Σ A'.
        let coupling = kappa / (kappa + k_b);
        let q_bb = (1.0 - a_b * a_b).max(0.0);
        let q_bm = coupling - a_b * (c_b + a_m * coupling);
        let q_mm = coupling - (c_b * c_b + 2.0 * c_b * a_m * coupling + a_m * a_m * coupling);
        let root = q_bb.sqrt();
        let (e, f) = (normal(rng), normal(rng));
        if root > 0.0 {
            self.baseline += sd * root * e;
            muscle += sd * (q_bm / root * e + (q_mm - q_bm * q_bm / q_bb).max(0.0).sqrt() * f);
        }
        self.muscle = muscle;
        if let Some(direct) = layout.direct {
            self.tissue *= (-self.rate(direct.half_life) * gap).exp();
        }
    }

    fn session(&mut self, event: &Event, session: &Session, rng: &mut ChaCha8Rng) {
        let kick = crate::filter::kick(self.theta, &self.model.layout, event, session);
        let above: f64 = self.fast.iter().sum::<f64>() + self.slow;
        let varied = kick.variation * normal(rng);
        let lift = kick.taken * (kick.ceiling * (1.0 + varied) - above);
        self.fast[session.input] += (1.0 - kick.share) * lift;
        self.slow += kick.share * lift;
        if let Some(direct) = self.model.layout.direct {
            self.tissue += self.theta[direct.effect + session.input] * session.dose;
        }
    }

    fn state(&self) -> f64 {
        self.fast.iter().sum::<f64>() + self.slow + self.baseline
    }
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}

/// Lives through events from a known state (f_1 … f_J, s, b, m): sessions act, and values of readings are drawn.
pub(crate) fn live_on(
    model: &Model,
    theta: &[f64],
    state: &[f64],
    events: &mut [Event],
    rng: &mut ChaCha8Rng,
) {
    let inputs = model.inputs().len();
    let (slow, baseline, muscle) = (state[inputs], state[inputs + 1], state[inputs + 2]);
    let fast = state[..inputs].to_vec();
    let mut body = Body { model, theta, fast, slow, baseline, muscle, tissue: 0.0 };
    let design = Design::reference(Vec::new());
    for event in events {
        body.pass(event.gap_days, event, rng);
        if let Some(session) = event.session {
            body.session(event, &session, rng);
        }
        if let Some(reading) = event.reading {
            event.reading = Some(read(&body, event, reading.channel, 0.0, &design, rng));
        }
    }
}

/// What may happen at a moment of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Slot {
    Read(usize),
    Decide(usize),
}

/// Keeps a diary. The model has the four channels of [`Model::of_columns`], and one input a plan.
pub fn simulate(model: &Model, truth: &[f64], design: &Design, seed: u64) -> Simulated {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let inputs = model.inputs().len().min(design.plans.len());
    let mut body = Body {
        model,
        theta: truth,
        fast: vec![0.0; model.inputs().len()],
        slow: 0.0,
        baseline: 0.0,
        muscle: 0.0,
        tissue: 0.0,
    };
    body.start(&mut rng);
    let mut out = Simulated { events: Vec::new(), truth: truth.to_vec(), state: Vec::new() };
    let mut load: f64 = normal(&mut rng);
    let (mut last_time, mut last_tension) = (0.0, None);
    let mut lasting = 0.0;
    let mut habit = if design.habits { normal(&mut rng) } else { 0.0 };
    for day in 0..design.weeks * 7 {
        // Load wanders from day to day, with a memory of about a week.
        load = 0.86 * load + 0.51 * normal(&mut rng);
        lasting = lasting_after(lasting, load);
        if design.habits {
            // With a memory of two weeks.
            habit = 0.93 * habit + 0.37 * normal(&mut rng);
        }
        let alcohol = f64::from(u8::from(rng.random_bool(0.2)));
        let silent = design.silent_weeks.contains(&(day / 7));
        let unrecorded: f64 = design
            .unrecorded
            .iter()
            .filter(|(from, to, _)| (*from..*to).contains(&day))
            .map(|(_, _, lower)| lower)
            .sum();
        let mut slots = day_slots(design, inputs, &mut rng);
        slots.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (hour, slot) in slots {
            let time = day as f64 + hour;
            let mut event = Event {
                gap_days: time - last_time,
                load: Load { total: load, lasting },
                habit,
                corrected: f64::from(u8::from(design.corrected_from_day.is_some_and(|d| day >= d))),
                ..Event::default()
            };
            body.pass(event.gap_days, &event, &mut rng);
            last_time = time;
            match slot {
                Slot::Decide(input) => {
                    let pull = model.layout.load_pull.of(truth, event.load);
                    let felt = body.state() + pull - unrecorded;
                    let plan = &design.plans[input];
                    let yes = if design.scheduled {
                        let every = (7.0 / plan.per_week).round().max(1.0) as usize;
                        day % every == (input * every) / inputs.max(1)
                    } else {
                        book(plan, felt, last_tension, &mut rng)
                    };
                    if yes {
                        let dose = (plan.dose_sd * normal(&mut rng)).exp();
                        let mut session = Session::new(input, dose);
                        if design.hands {
                            session.ln_pressure = PRESSURES[rng.random_range(0..3)].ln();
                            session.ln_pace = PACES[rng.random_range(0..3)].ln();
                        }
                        body.session(&event, &session, &mut rng);
                        event.session = Some(session);
                    }
                }
                Slot::Read(channel) => {
                    let angle = 2.0 * std::f64::consts::PI * hour;
                    if channel == 0 {
                        event.alcohol = alcohol;
                    }
                    if channel == 1 {
                        (event.cosine, event.sine) = (angle.cos(), angle.sin());
                    }
                    let value = read(&body, &event, channel, unrecorded, design, &mut rng);
                    if !silent {
                        event.reading = Some(value);
                        if channel == 3 {
                            last_tension = Some(value.value);
                        }
                    }
                }
            }
            out.events.push(event);
            out.state.push(body.state());
        }
    }
    out
}

/// The moments of a day at which something may be read or decided.
fn day_slots(design: &Design, inputs: usize, rng: &mut ChaCha8Rng) -> Vec<(f64, Slot)> {
    let mut slots = Vec::new();
    if rng.random_bool(design.morning) {
        slots.push((0.2917, Slot::Read(0)));
        slots.push((0.2927, Slot::Read(2)));
    }
    let mut spots = design.spot;
    while spots > 0.0 {
        if rng.random_bool(spots.min(1.0)) {
            slots.push((rng.random_range(0.32..0.95), Slot::Read(1)));
        }
        spots -= 1.0;
    }
    for (from, to) in [(0.45, 0.6), (0.84, 0.95)] {
        if rng.random_bool((design.tension / 2.0).min(1.0)) {
            slots.push((rng.random_range(from..to), Slot::Read(3)));
        }
    }
    for input in 0..inputs {
        slots.push((rng.random_range(0.62..0.8), Slot::Decide(input)));
    }
    slots
}

fn book(plan: &Plan, felt: f64, tension: Option<f64>, rng: &mut ChaCha8Rng) -> bool {
    let daily = (plan.per_week / 7.0).min(0.99);
    let rate = match plan.booking {
        Booking::Random => return rng.random_bool(daily),
        Booking::Rating(slope) => daily * (slope * tension.map_or(0.0, |t| t - 4.0)).exp(),
        Booking::Feeling(slope) => daily * (-slope * felt).exp(),
    };
    rng.random_bool((1.0 - (-rate).exp()).clamp(0.0, 1.0))
}

fn read(
    body: &Body<'_>,
    event: &Event,
    channel: usize,
    unrecorded: f64,
    design: &Design,
    rng: &mut ChaCha8Rng,
) -> Reading {
    let layout = &body.model.layout;
    let theta = body.theta;
    // lnRMSSD comes with the standard error of its beats, the others do not.
    let variance = if channel < 2 { (0.05 * normal(rng)).powi(2) } else { 0.0 };
    let blank = Reading { channel, value: 0.0, variance };
    let seen = crate::filter::seen(theta, layout, event, &blank, body.tissue);
    let level = match seen.path {
        crate::channel::Path::State => body.state(),
        crate::channel::Path::Muscle => body.muscle,
    };
    let noise = match design.tails {
        None => normal(rng),
        Some(freedom) => StudentT::new(freedom)
            .map_or(0.0, |t| t.sample(rng) * ((freedom - 2.0).max(0.1) / freedom).sqrt()),
    };
    let value = seen.offset + seen.gain * (level - unrecorded) + seen.variance.sqrt() * noise;
    Reading { channel, value, variance }
}

/// Natural values drawn from the prior.
pub fn prior_draw(model: &Model, seed: u64) -> Vec<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    model.parameters().iter().map(|p| p.value(normal(&mut rng))).collect()
}
