//! From a diary to events: which inputs and channels the model has, the load of each day, the order of what happened.

use vagal_core::diary::{
    Booking, Diary, InputEvent, Moment, Pace, Precision, Pressure, Series, kinds,
};

use crate::channel::{CHANNELS, Channel, channel};
use crate::covariates::{Habits, Loads};
use crate::event::{Event, EventError, Reading, Session};
use crate::inputs::REST;
use crate::model::{Input, MAX_INPUTS, Model, Terms};
use crate::notes::Notes;

/// Readings that a channel needs to be in the model: fewer do not tell noise from level.
pub(crate) const LEAST_READINGS: usize = 3;
/// Minutes of the reference session of hands-on work; its dose is 1.
const MASSAGE_MINUTES: f64 = 60.0;
/// Minutes of the reference session of anything brief; house choice.
const BRIEF_MINUTES: f64 = 20.0;
/// Identifier of hands-on work in the ledger.
const MASSAGE: &str = "massage";
/// Pressure relative to moderate and pace relative to slow, house choices until a person's own data move their powers.
pub(crate) const PRESSURES: [f64; 3] = [0.5, 1.0, 1.5];
pub(crate) const PACES: [f64; 3] = [1.0, 1.5, 2.0];
/// Where only the day of an input is known it is put this long before the reading that names it, days.
const DAY_BEFORE_DAYS: f64 = 0.25;
/// Drinks in the day before count for readings within this time, days.
const ALCOHOL_DAYS: f64 = 1.0;

/// A diary as the filter takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Translated {
    /// Inputs, channels and terms that this diary calls for.
    pub model: Model,
    /// Its events.
    pub events: Vec<Event>,
    /// Time of the first event; `None` for a diary that holds none.
    pub start: Option<Moment>,
    /// Time of the last event; `None` likewise.
    pub last: Option<Moment>,
    /// What it holds beside events.
    pub notes: Notes,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

/// Translates a diary.
///
/// # Errors
///
/// [`EventError`] if what comes out does not fit the model; inputs beyond the most are left out, not an error.
pub fn from_diary(diary: &Diary) -> Result<Translated, EventError> {
    let mut left_out = Vec::new();
    let names = input_names(diary, &mut left_out);
    let inputs: Vec<Input> = names.iter().map(|name| input(diary, name)).collect();
    let places = channels(diary, &mut left_out);
    let habits = Habits::new(diary);
    let load = Loads::new(diary);
    let terms = Terms {
        booking: inputs.iter().any(|i| i.booked),
        dose: diary.inputs().iter().any(|i| i.pressure.is_some() || i.pace.is_some()),
        habit: habits.is_some(),
        lasting: load.tell_lasting(),
        direct: places.iter().any(|(_, channel)| channel.direct),
    };
    let model = Model::new(inputs, places.iter().map(|(_, c)| *c).collect(), terms)?;
    let corrected = diary.corrections().first().map(|c| c.moment);
    // What was done, and what was read, each at its moment. Of the same second a session that ended came first, then what was read, then
    // a session whose length is not known, which only began: as `NotedSession` has it.
    const ENDED: u8 = 0;
    const READ: u8 = 1;
    const BEGAN: u8 = 2;
    let mut rows: Vec<(f64, u8, Moment, Event)> = Vec::new();
    let Some((origin, _)) = diary.span() else {
        let (events, notes) = (Vec::new(), Notes::default());
        return Ok(Translated { model, events, start: None, last: None, notes, left_out });
    };
    let base = |moment: Moment| Event {
        load: load.at(moment),
        habit: habits.as_ref().map_or(0.0, |habits| habits.at(moment)),
        corrected: f64::from(u8::from(corrected.is_some_and(|c| c <= moment))),
        ..Event::default()
    };
    for event in diary.inputs() {
        if let Some(place) = names.iter().position(|name| *name == event.input) {
            let mut time = event.end().days_since(origin);
            let mut order = if event.end() > event.start { ENDED } else { BEGAN };
            if event.precision == Precision::DayBefore {
                time = event.start.days_since(origin) - DAY_BEFORE_DAYS;
                order = ENDED;
            }
            let row = Event { session: Some(session(event, place)), ..base(event.start) };
            rows.push((time, order, event.start, row));
        }
    }
    for reading in diary.readings() {
        let found = places.iter().position(|(series, c)| {
            *series == reading.series() || worked(diary, &reading.series()) == Some(c.id)
        });
        let Some(place) = found else { continue };
        let raw = reading.value();
        let error = reading.standard_error().unwrap_or(0.0);
        let (value, variance) = if reading.kind().id == kinds::CORTISOL {
            if raw <= 0.0 {
                continue;
            }
            (raw.ln(), (error / raw).powi(2))
        } else {
            (raw, error * error)
        };
        let angle = 2.0 * std::f64::consts::PI * reading.moment.local_hour() / 24.0;
        let row = Event {
            reading: Some(Reading { channel: place, value, variance }),
            alcohol: alcohol(diary, reading.moment),
            cosine: angle.cos(),
            sine: angle.sin(),
            ..base(reading.moment)
        };
        rows.push((reading.moment.days_since(origin), READ, reading.moment, row));
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let start = rows.first().map(|(_, _, moment, _)| *moment);
    let last = rows.last().and_then(|(days, _, moment, _)| {
        let ahead_s = (days * 86_400.0).round() as i64;
        Moment::new(origin.unix_s().checked_add(ahead_s)?, moment.utc_offset_s())
    });
    let mut before = rows.first().map_or(0.0, |r| r.0);
    let events = rows
        .into_iter()
        .map(|(time, _, _, event)| {
            let gap_days = (time - before).max(0.0);
            before = time;
            Event { gap_days, ..event }
        })
        .collect::<Vec<_>>();
    crate::event::check(&events, model.inputs().len(), model.channels().len())?;
    let pulse_wave = places.first().is_some_and(|(series, _)| series.pulse_wave);
    let notes =
        start.map_or_else(Notes::default, |start| Notes::from_diary(diary, start, pulse_wave));
    Ok(Translated { model, events, start, last, notes, left_out })
}

/// Kinds of input, hands-on work first, then rest, then by how often they were logged.
fn input_names(diary: &Diary, left_out: &mut Vec<String>) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for event in diary.inputs() {
        match counts.iter_mut().find(|(name, _)| *name == event.input) {
            Some((_, count)) => *count += 1,
            None => counts.push((event.input.clone(), 1)),
        }
    }
    let rank = |name: &str| match name {
        MASSAGE => 0,
        REST => 1,
        _ => 2,
    };
    counts.sort_by(|a, b| {
        rank(&a.0).cmp(&rank(&b.0)).then(b.1.cmp(&a.1)).then_with(|| a.0.cmp(&b.0))
    });
    for (name, count) in counts.iter().skip(MAX_INPUTS) {
        left_out.push(format!("{count} × {name}: the model holds {MAX_INPUTS} kinds of input"));
    }
    counts.into_iter().take(MAX_INPUTS).map(|(name, _)| name).collect()
}

fn input(diary: &Diary, name: &str) -> Input {
    let base = if name == MASSAGE { Input::massage(name) } else { Input::brief(name) };
    let booked = diary
        .inputs()
        .iter()
        .any(|event| event.input == name && event.booking == Some(Booking::Need));
    Input { booked, ..base }
}

fn session(event: &InputEvent, input: usize) -> Session {
    let reference = if event.input == MASSAGE { MASSAGE_MINUTES } else { BRIEF_MINUTES };
    let [light, moderate, deep] = PRESSURES;
    let pressure = match event.pressure {
        Some(Pressure::Light) => light,
        Some(Pressure::Deep) => deep,
        _ => moderate,
    };
    let [slow, medium, fast] = PACES;
    let pace = match event.pace {
        Some(Pace::Medium) => medium,
        Some(Pace::Fast) => fast,
        _ => slow,
    };
    Session {
        input,
        dose: event.minutes.map_or(1.0, |minutes| minutes / reference),
        ln_pressure: f64::ln(pressure),
        ln_pace: f64::ln(pace),
    }
}

/// The channel that tension of a region goes to, by whether hands ever worked there.
pub(crate) fn worked(diary: &Diary, series: &Series) -> Option<&'static str> {
    let region = series.region?;
    if series.kind.id != kinds::TENSION {
        return None;
    }
    let touched = diary.inputs().iter().any(|i| i.regions.iter().any(|r| r.id == region.id));
    Some(if touched { "tension_worked" } else { "tension_unworked" })
}

/// Series that are in the model with their channels, in the order of `CHANNELS`. Two measures of one thing are never merged:
/// of readings by electrodes and by pulse wave the more frequent are taken.
fn channels(diary: &Diary, left_out: &mut Vec<String>) -> Vec<(Series, &'static Channel)> {
    let mut found: Vec<(Series, &'static Channel, usize)> = Vec::new();
    for series in diary.series() {
        let id = worked(diary, &series).unwrap_or(series.kind.id);
        let Some(channel) = channel(id) else { continue };
        let count = diary.readings().iter().filter(|r| r.series() == series).count();
        match found.iter_mut().find(|(_, other, _)| other.id == channel.id) {
            // Regions share a channel; only sensors compete.
            Some(known) if series.region.is_some() => known.2 += count,
            Some(known) => {
                let (kept, dropped) = if count > known.2 {
                    let old = known.2;
                    *known = (series, channel, count);
                    (count, old)
                } else {
                    (known.2, count)
                };
                left_out.push(format!(
                    "{dropped} × {}: measured another way than the {kept} others",
                    channel.name
                ));
            }
            None => found.push((series, channel, count)),
        }
    }
    found.retain(|(_, channel, count)| {
        let enough = *count >= LEAST_READINGS;
        if !enough {
            left_out.push(format!("{count} × {}: fewer than {LEAST_READINGS}", channel.name));
        }
        enough
    });
    let order = |c: &Channel| {
        let place = CHANNELS.iter().position(|other| other.id == c.id);
        // What is read every day comes first: the answers speak of it.
        let daily = ["ln_rmssd_morning", "ln_rmssd_night", "ln_sdnn_night"];
        (daily.iter().position(|id| *id == c.id).unwrap_or(daily.len()), place)
    };
    found.sort_by_key(|(_, channel, _)| order(channel));
    found.into_iter().map(|(series, channel, _)| (series, channel)).collect()
}

fn alcohol(diary: &Diary, moment: Moment) -> f64 {
    let before = |r: &&vagal_core::diary::Reading| {
        (0.0..ALCOHOL_DAYS).contains(&moment.days_since(r.moment)) && r.value() > 0.0
    };
    f64::from(u8::from(diary.readings_of(kinds::ALCOHOL).any(|r| before(&r))))
}
