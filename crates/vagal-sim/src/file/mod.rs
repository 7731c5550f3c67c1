//! Scenario files: TOML in, a scenario out, every unknown key an error that names the nearest one.
//!
//! ```
//! use vagal_sim::ScenarioFile;
//! let text = "duration_s = 120\n[[stimulus]]\nkind = \"massage\"\nstart_s = 30\nend_s = 90\n";
//! let file = ScenarioFile::parse(text).unwrap();
//! assert_eq!(file.scenario.stimuli.len(), 1);
//! let error = ScenarioFile::parse("duraton_s = 120\n").unwrap_err();
//! assert!(error.hint().starts_with("did you mean `duration_s`?"));
//! ```

mod error;
mod section;
mod stimuli;
mod sweep;

pub use error::FileError;
pub use sweep::{Sweep, SweepError};

use section::Section;

use crate::breathing::{Breathing, Irregularity};
use crate::drive::Drive;
use crate::hypotheses::HYPOTHESES;
use crate::models::{MODELS, Model};
use crate::person::Person;
use crate::scenario::Scenario;
use crate::stimulus::{Stimulus, StimulusKind};

/// Length of a scenario whose file names none, s (house choice: rest, a quarter of an hour, and as long after).
pub const DURATION_S: f64 = 2700.0;

/// A scenario with what its file said beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioFile {
    /// The scenario.
    pub scenario: Scenario,
    /// What the chosen model makes no use of, and other remarks.
    pub notes: Vec<String>,
}

impl ScenarioFile {
    /// Reads a scenario from TOML.
    ///
    /// # Errors
    ///
    /// [`FileError`] with the line, for text that is no TOML, a key or name that nothing knows, a value of the wrong kind,
    /// and a scenario that could not be run.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let table = section::parse(text)?;
        let root = Section::root(text, &table);
        let model = root.name("model", MODELS.iter().map(|def| def.id))?.unwrap_or("vref");
        let seed = root.whole("seed")?.unwrap_or(1);
        let duration_s = root.number("duration_s")?.unwrap_or(DURATION_S);
        let mut scenario = Scenario::rest_in(model, duration_s, seed)
            .expect("invariant: the name was found in the list");
        scenario.noise = root.flag("noise")?.unwrap_or(true);
        scenario.dt_s = root.number("dt_s")?.unwrap_or(scenario.dt_s);
        scenario.on_grid = root.flag("on_grid")?.unwrap_or(false);
        let mut notes = Vec::new();
        if let Some(section) = root.section("person")? {
            scenario.person = person(&section)?;
        }
        if let Some(section) = root.section("breathing")? {
            breathing(&section, &mut scenario.breathing)?;
            note_unused(&scenario, &mut notes);
        }
        if let Some(section) = root.section("parameters")? {
            parameters(&section, &mut scenario.model)?;
        }
        if let Some(section) = root.section("options")? {
            let options = &mut scenario.options;
            options.resetting = section.flag("resetting")?.unwrap_or(false);
            options.chemoreflex = section.flag("chemoreflex")?.unwrap_or(false);
            options.venous = section.flag("venous")?.unwrap_or(false);
            section.finish()?;
        }
        if let Some(section) = root.section("hypotheses")? {
            for def in HYPOTHESES {
                if let Some(on) = section.flag(def.id)? {
                    scenario.hypotheses.set(def.id, on);
                }
            }
            section.finish()?;
        }
        if let Some(section) = root.section("drive")? {
            scenario.stimuli.extend(drive(&section, duration_s)?);
        }
        for section in root.sections("stimulus")? {
            scenario.stimuli.push(stimuli::stimulus(&section)?);
        }
        root.finish()?;
        scenario.check()?;
        Ok(Self { scenario, notes })
    }
}

fn person(section: &Section<'_>) -> Result<Person, FileError> {
    let mut person = Person::REFERENCE;
    if let Some(share) = section.number_within("fitness", 0.0, 1.0)? {
        person = person.fit(share);
    }
    if let Some(years) = section.number_within("age_years", 18.0, 90.0)? {
        person = person.aged(years);
    }
    // What is named itself is what holds, whatever age and fitness make of it.
    for (key, field) in [
        ("vagal_gain", &mut person.vagal_gain),
        ("intrinsic_period", &mut person.intrinsic_period),
        ("stroke_volume", &mut person.stroke_volume),
        ("usual_rr_s", &mut person.usual_rr_s),
        ("set_point_mmhg", &mut person.set_point_mmhg),
        ("gate_gain", &mut person.gate_gain),
        ("load", &mut person.load),
    ] {
        if let Some(value) = section.number(key)? {
            *field = value;
        }
    }
    if let Some(day) = section.whole("day")? {
        person = person.on_day(day);
    }
    section.finish()?;
    Ok(person)
}

fn breathing(section: &Section<'_>, breathing: &mut Breathing) -> Result<(), FileError> {
    let Breathing { rate_per_min, inhale_share, .. } = *breathing;
    breathing.rate_per_min = section.number("rate_per_min")?.unwrap_or(rate_per_min);
    breathing.inhale_share = section.number("inhale_share")?.unwrap_or(inhale_share);
    breathing.tidal_l = section.number("tidal_l")?;
    if section.flag("irregular")?.unwrap_or(false) {
        breathing.irregularity = Irregularity::NATURAL;
    }
    section.finish()
}

fn note_unused(scenario: &Scenario, notes: &mut Vec<String>) {
    let own = Breathing::REFERENCE;
    let asked = &scenario.breathing;
    let changed = [
        (asked.inhale_share != own.inhale_share, "inhale_share"),
        (asked.tidal_l.is_some(), "tidal_l"),
        (asked.irregularity != own.irregularity, "irregular"),
    ];
    if !matches!(scenario.model, Model::Vref(_)) {
        let name = scenario.model.def().name;
        notes.extend(
            changed
                .iter()
                .filter(|(changed, _)| *changed)
                .map(|(_, key)| format!("the model {name} makes no use of `{key}`")),
        );
    }
}

fn parameters(section: &Section<'_>, model: &mut Model) -> Result<(), FileError> {
    for key in section.keys() {
        // An unknown symbol stays unasked for, so that `finish` names it.
        if model.get(&key).is_some()
            && let Some(value) = section.number(&key)?
        {
            model.set(&key, value);
        }
    }
    section.finish_among(model.parameters().iter().map(|line| line.symbol))
}

/// Constants and tables of `[start_s, end_s, value]` as stimuli; overlapping entries add.
fn drive(section: &Section<'_>, duration_s: f64) -> Result<Vec<Stimulus>, FileError> {
    let mut stimuli = Vec::new();
    let tracks: [(&str, fn(f64) -> Drive); 5] = [
        ("u_v", |v| Drive { vagal_hz: v, ..Drive::default() }),
        ("u_sh", |v| Drive { sympathetic_heart_hz: v, ..Drive::default() }),
        ("u_sp", |v| Drive { sympathetic_vessels_hz: v, ..Drive::default() }),
        ("gk", |v| Drive { gate_gain: v, ..Drive::default() }),
        ("neck_mmhg", |v| Drive { neck_mmhg: v, ..Drive::default() }),
    ];
    for (key, make) in tracks {
        for [start_s, end_s, value] in section.track(key, duration_s)? {
            stimuli.push(Stimulus { start_s, end_s, kind: StimulusKind::Direct(make(value)) });
        }
    }
    section.finish()?;
    Ok(stimuli)
}
