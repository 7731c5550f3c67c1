//! A simulated person as a diary: what somebody would have written down over weeks, with what is true of them.
//!
//! The days are made up first: when things were done and read, how strained each day was. Then the model's own world is lived
//! through with known parameters, and the values that come out are written down as people write them.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use vagal_core::Person;
use vagal_core::diary::{
    Booking, Diary, InputEvent, Moment, Pace, Pressure, Reading, body_region, kinds,
};
use vagal_core::truth::PersonTruth;

use super::{live_on, normal};
use crate::event::{Event, EventError};
use crate::events::{Translated, from_diary, worked};
use crate::model::Model;
use crate::notes::Notes;

/// Weeks of the diary.
pub const WEEKS: i64 = 16;
/// Where the person lives is an hour ahead of UTC all year.
const UTC_OFFSET_S: i32 = 3600;
/// Monday 2 March 2026: the diary ends on a Sunday.
const FIRST_DAY: (i16, u8, u8) = (2026, 3, 2);
/// Day of the week of the massage, from Monday 0: the article's Friday.
const FRIDAY: i64 = 4;
/// Weeks of much strain, from 0.
const STRAINED_WEEKS: std::ops::Range<i64> = 9..12;
/// What differs from the middle of the prior; house choices after the reference diary of the specification.
const TRUTH: [(&str, f64); 8] = [
    ("hls", 12.0),
    ("p", 0.15),
    ("C0", 0.9),
    ("tau", 0.3),
    ("lam", 0.3),
    ("del", 0.25),
    ("sb", 0.12),
    ("psi", 0.0),
];
/// Effects of a session of the usual dose, ln units, and half-lives, days, by input.
const EFFECTS: [(&str, f64, f64); 3] =
    [("massage", 0.45, 1.5), ("rest", 0.02, 0.3), ("slow_breathing", 0.25, 0.5)];

/// A diary and what is true of the person in it.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedDiary {
    /// What was written down.
    pub diary: Diary,
    /// Natural values of the model's parameters.
    pub truth: Vec<f64>,
    /// The model that the world was.
    pub model: Model,
    /// The diary as the model takes it.
    pub events: Vec<Event>,
    /// What it notes beside events.
    pub notes: Notes,
}

impl SimulatedDiary {
    /// The answers of a model that knew everything, for a smallest worthwhile change in ln units.
    pub fn known(&self, swc: f64) -> PersonTruth {
        crate::truth::known(&self.model, &self.events, &self.truth, swc)
    }
}

/// Sixteen weeks of one person: a massage every Friday, rest on some Tuesdays, slow breathing on most evenings, readings in the
/// morning and ratings through the day. The same seed gives the same diary.
///
/// # Errors
///
/// [`EventError`] never, unless the days made up here stop fitting the model.
pub fn simulated_diary(seed: u64) -> Result<SimulatedDiary, EventError> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut days = Days::default();
    days.live(&mut rng);
    let person = Person { id: "simulated".into(), name: Some("a simulated person".into()) };
    let Days { inputs, readings } = days;
    let blank = Diary::new(person, inputs, readings, Vec::new(), Vec::new());
    let Translated { model, mut events, .. } = from_diary(&blank)?;
    let truth = truth(&model);
    let state = vec![0.0; model.inputs().len() + 3];
    live_on(&model, &truth, &state, &mut events, &mut rng);
    let diary = written_down(&blank, &model, &events);
    let Translated { model, events, notes, .. } = from_diary(&diary)?;
    Ok(SimulatedDiary { diary, truth, model, events, notes })
}

/// Natural values: the middle of each prior, but for what is set here.
fn truth(model: &Model) -> Vec<f64> {
    let mut values: Vec<f64> = model.parameters().iter().map(|p| p.value(0.0)).collect();
    let mut set = |name: &str, value: f64| {
        if let Some(place) = model.place(name) {
            values[place] = value;
        }
    };
    TRUTH.iter().for_each(|(name, value)| set(name, *value));
    for (j, input) in model.inputs().iter().enumerate() {
        if let Some((_, effect, half_life)) = EFFECTS.iter().find(|(id, ..)| *id == input.id) {
            set(&format!("e{}", j + 1), *effect);
            set(&format!("hl{}", j + 1), *half_life);
        }
    }
    values
}

/// The diary with the values that were lived: the k-th reading of a channel is the k-th event that reads.
fn written_down(blank: &Diary, model: &Model, events: &[Event]) -> Diary {
    let mut lived = events.iter().filter_map(|e| e.reading);
    let modelled = |reading: &Reading| {
        let id = worked(blank, &reading.series()).unwrap_or(reading.kind().id);
        model.channels().iter().any(|channel| channel.id == id)
    };
    let readings = blank.readings().iter().map(|reading| {
        let Some(value) = modelled(reading).then(|| lived.next()).flatten() else {
            return reading.clone();
        };
        as_written(reading, value.value, value.variance.sqrt()).unwrap_or_else(|| reading.clone())
    });
    Diary::new(
        blank.person.clone(),
        blank.inputs().to_vec(),
        readings.collect(),
        Vec::new(),
        Vec::new(),
    )
}

/// Ratings in whole points, pulse and reaction time in whole units, lnRMSSD with the standard error of its beats.
fn as_written(blank: &Reading, value: f64, standard_error: f64) -> Option<Reading> {
    let kind = blank.kind();
    let value = if kind.log_of.is_some() { value } else { value.round() };
    let value = value.clamp(kind.range.0, kind.range.1);
    let reading = Reading::new(kind.id, blank.moment, value).ok()?;
    let reading = match blank.region() {
        Some(region) => reading.at_region(region.id).ok()?,
        None => reading,
    };
    let is_log = kind.log_of.is_some() && standard_error > 0.0;
    Some(if is_log { reading.with_standard_error(standard_error).ok()? } else { reading })
}

/// What is done and read, before any value of a modelled reading is known.
#[derive(Default)]
struct Days {
    inputs: Vec<InputEvent>,
    readings: Vec<Reading>,
}

impl Days {
    fn live(&mut self, rng: &mut ChaCha8Rng) {
        let mut strain: f64 = normal(rng);
        for day in 0..WEEKS * 7 {
            strain = 0.86 * strain + 0.51 * normal(rng);
            let extra = if STRAINED_WEEKS.contains(&(day / 7)) { 1.2 } else { 0.0 };
            self.morning(day, strain + extra, rng);
            self.sessions(day, rng);
            self.evening(day, strain + extra, rng);
        }
    }

    fn morning(&mut self, day: i64, strain: f64, rng: &mut ChaCha8Rng) {
        if rng.random_bool(0.93) {
            self.read(kinds::LN_RMSSD_MORNING, None, day, 7.0, 3.7);
            self.read(kinds::RESTING_HR, None, day, 7.02, 60.0);
        }
        if rng.random_bool(0.9) {
            let hours = (7.6 - 0.45 * strain + 0.4 * normal(rng)).clamp(3.0, 11.0);
            self.read(kinds::SLEEP, None, day, 7.05, (4.0 * hours).round() / 4.0);
        }
        if day % 3 == 0 {
            self.read(kinds::REACTION_TIME, None, day, 7.25, 280.0);
        }
    }

    fn sessions(&mut self, day: i64, rng: &mut ChaCha8Rng) {
        if day % 7 == FRIDAY {
            let felt = (7.0 + 1.2 * normal(rng)).round().clamp(0.0, 10.0);
            self.around(day, 14.5, 16.25);
            self.inputs.extend(moment(day, 15.0).map(|start| InputEvent {
                minutes: Some(60.0),
                pressure: Some(Pressure::Moderate),
                pace: Some(Pace::Slow),
                regions: ["neck", "shoulders"].into_iter().filter_map(body_region).collect(),
                felt_release: Some(felt),
                booking: Some(Booking::Schedule),
                ..InputEvent::new("massage", start)
            }));
        }
        if day % 7 == 1 && rng.random_bool(0.7) {
            self.around(day, 14.5, 16.25);
            self.input("rest", day, 15.0, 60.0);
        }
        if day % 7 != FRIDAY && rng.random_bool(0.65) {
            self.input("slow_breathing", day, 20.0, 20.0);
        }
        if [0, 2, 5].contains(&(day % 7)) {
            let load = (240.0 + 60.0 * normal(rng)).clamp(60.0, 600.0).round();
            self.read(kinds::TRAINING, None, day, 18.5, load);
        }
    }

    /// Readings before and after a session, in the same posture.
    fn around(&mut self, day: i64, before: f64, after: f64) {
        for hour in [before, after] {
            self.read(kinds::LN_RMSSD_SPOT, None, day, hour, 3.7);
            for region in ["neck", "shoulders", "lower_back"] {
                self.read(kinds::TENSION, Some(region), day, hour + 0.02, 4.0);
            }
        }
    }

    fn evening(&mut self, day: i64, strain: f64, rng: &mut ChaCha8Rng) {
        if rng.random_bool(0.6) {
            for region in ["neck", "shoulders"] {
                self.read(kinds::TENSION, Some(region), day, 12.5, 4.0);
            }
        }
        if rng.random_bool(0.9) {
            for region in ["neck", "shoulders", "lower_back"] {
                self.read(kinds::TENSION, Some(region), day, 21.0, 4.0);
            }
            let stress = (4.0 + 1.5 * strain + 0.8 * normal(rng)).round().clamp(0.0, 10.0);
            self.read(kinds::STRESS, None, day, 21.1, stress);
            let diet = (6.0 + 1.5 * normal(rng)).round().clamp(0.0, 10.0);
            self.read(kinds::DIET, None, day, 21.15, diet);
            let drinks =
                if rng.random_bool(0.2) { f64::from(rng.random_range(1..=3)) } else { 0.0 };
            self.read(kinds::ALCOHOL, None, day, 21.2, drinks);
        }
    }

    fn read(&mut self, kind: &str, region: Option<&str>, day: i64, hour: f64, value: f64) {
        let reading = moment(day, hour).and_then(|m| Reading::new(kind, m, value).ok());
        let placed = reading.and_then(|r| match region {
            Some(region) => r.at_region(region).ok(),
            None => Some(r),
        });
        self.readings.extend(placed);
    }

    fn input(&mut self, input: &str, day: i64, hour: f64, minutes: f64) {
        self.inputs.extend(moment(day, hour).map(|start| InputEvent {
            minutes: Some(minutes),
            booking: Some(Booking::Schedule),
            ..InputEvent::new(input, start)
        }));
    }
}

/// A local hour of a day of the diary.
fn moment(day: i64, hour: f64) -> Option<Moment> {
    let midnight = Moment::from_local(FIRST_DAY, 0, UTC_OFFSET_S)?;
    let seconds = day * 86_400 + (hour * 3600.0).round() as i64;
    Moment::new(midnight.unix_s() + seconds, UTC_OFFSET_S)
}

#[cfg(test)]
mod tests;
