//! The fit of a diary, for `vagal person` and `vagal plan`: which events, which inputs, how it is drawn.

use std::path::{Path, PathBuf};

use vagal::core::{Diary, Moment, Unfit};
use vagal::person::events::{Translated, from_diary};
use vagal::person::pool::Member;
use vagal::person::{
    AnswerOptions, Answered, Event, EventFileError, Input, Model, Notes, SampleError,
    SampleOptions, Terms, answer_pooled, answer_with, read_events,
};
use vagal::store::Store;

use super::error::CliError;
use super::keep::StoreArgs;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub(crate) struct FitArgs {
    /// A table of events instead of the diary of the store: dt, L, post, kind, dose, chan, y, se2, alc, cos, sin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["store", "person"])]
    events: Option<PathBuf>,
    /// Names of the input kinds 0, 1, … of --events, such as massage,breathing,rest; `rest` is what others are compared with
    #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "events")]
    names: Vec<String>,
    /// Draws of each of the four chains
    #[arg(long, value_name = "N", default_value_t = 1000)]
    draws: usize,
    /// Draws of each chain that are thrown away first
    #[arg(long, value_name = "N", default_value_t = 1000)]
    warm_up: usize,
    /// Seed of the draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// A preview at once, by a normal around the mode; no answer
    #[arg(long)]
    preview: bool,
    /// Let bookings depend on how the person felt, beyond what was recorded
    #[arg(long)]
    booking: bool,
    /// Let dose (with pressure and pace) act on the durable share and on the variation between sessions
    #[arg(long)]
    dose: bool,
    /// Let the other people of the store lend their effects and half-lives, as a mean and a spread; all on this machine
    #[arg(long, conflicts_with = "events")]
    pool: bool,
    #[command(flatten)]
    store: StoreArgs,
}

const DIARY_HINT: &str = "`vagal diary` shows what is on file";

/// Fewest and most draws of a chain.
const DRAWS: std::ops::RangeInclusive<usize> = 4..=100_000;

/// A diary with its model, before anything is drawn.
pub(crate) struct Opened {
    pub(crate) model: Model,
    pub(crate) events: Vec<Event>,
    pub(crate) notes: Notes,
    /// `None` for a table of events.
    pub(crate) diary: Option<Diary>,
    /// When the last event was; `None` for a table of events.
    last: Option<Moment>,
    /// Who else is in the store, where they may lend.
    others: Option<Vec<Member>>,
}

/// A diary with its model and what was found.
pub(crate) struct Fitted {
    pub(crate) source: String,
    pub(crate) model: Model,
    pub(crate) events: Vec<Event>,
    pub(crate) diary: Option<Diary>,
    /// When the last event was; `None` for a table of events.
    pub(crate) last: Option<Moment>,
    pub(crate) answered: Answered,
}

impl FitArgs {
    /// The diary and its model, before anything is drawn; what was left out of a diary is said.
    pub(crate) fn open(&self, out: &mut Out) -> Result<Opened, CliError> {
        if let Some(file) = &self.events {
            let events = read_events(file).map_err(event_error)?;
            let (model, notes) = (self.model(&events)?, Notes::default());
            return Ok(Opened { model, events, notes, diary: None, last: None, others: None });
        }
        let id = self.store.person_id();
        let mut store = self.store.open()?;
        let diary = store.diary(id)?;
        let found = from_diary(&diary)
            .map_err(|e| CliError::Usage(format!("the diary of `{id}`: {e}"), DIARY_HINT))?;
        for left_out in &found.left_out {
            out.talk(&format!("left out: {left_out}"));
        }
        let others = if self.pool { Some(self.others(&mut store, id, out)?) } else { None };
        let Translated { model, events, notes, last, .. } = found;
        Ok(Opened { model, events, notes, diary: Some(diary), last, others })
    }

    /// Everybody else of the store, each fitted alone by the weighted preview; who cannot be fitted lends nothing.
    fn others(&self, store: &mut Store, id: &str, out: &mut Out) -> Result<Vec<Member>, CliError> {
        let mut others = Vec::new();
        for person in store.people()?.iter().filter(|p| p.id != id) {
            out.progress("fitting the other diaries of the store …");
            let Ok(found) = from_diary(&store.diary(&person.id)?) else { continue };
            others.extend(Member::fitted(&found.model, &found.events, self.seed));
        }
        out.progress_done();
        Ok(others)
    }

    /// What the answer is about, for its first line.
    fn source(&self) -> String {
        match &self.events {
            Some(file) => name(file),
            None => format!("diary of {}", self.store.person_id()),
        }
    }

    /// The posterior.
    pub(crate) fn fit(&self, opened: Opened, out: &mut Out) -> Result<Fitted, CliError> {
        let Opened { model, events, notes, diary, last, others } = opened;
        if !(DRAWS.contains(&self.draws) && DRAWS.contains(&self.warm_up)) {
            let found = format!("{} draws after {}", self.draws, self.warm_up);
            return Err(CliError::Usage(found, "both lie between 4 and 100000"));
        }
        let sample = SampleOptions {
            draws: self.draws,
            warm_up: self.warm_up,
            seed: self.seed,
            ..SampleOptions::default()
        };
        if !self.preview {
            out.progress(&format!("drawing {} × {} …", sample.chains, self.warm_up + self.draws));
        }
        let options = AnswerOptions { sample, preview: self.preview };
        let answered = match &others {
            Some(others) => answer_pooled(&model, &events, &notes, &options, others),
            None => answer_with(&model, &events, &notes, &options),
        };
        out.progress_done();
        let answered = answered.map_err(|error| match error {
            SampleError::TooFewReadings { need, have } => {
                let unfit = Unfit::TooFewReadings { need, have };
                CliError::Unfit { name: self.source(), unfit }
            }
            other => sample_error(other),
        })?;
        Ok(Fitted { source: self.source(), model, events, diary, last, answered })
    }

    /// As many inputs as the file has kinds, at least the reference's two.
    fn model(&self, events: &[Event]) -> Result<Model, CliError> {
        let kinds = events.iter().filter_map(|e| e.session).map(|s| s.input + 1).max().unwrap_or(0);
        let count = kinds.max(self.names.len()).max(2);
        let inputs = (0..count)
            .map(|kind| match self.names.get(kind) {
                Some(name) if name == "massage" => Input::massage(name),
                Some(name) => Input::brief(name),
                // Unnamed kinds are called by their number and have the reference's priors.
                None if kind == 0 => Input::massage("0"),
                None => Input::brief(&kind.to_string()),
            })
            .collect();
        let terms = Terms { booking: self.booking, dose: self.dose, ..Terms::default() };
        Model::of_columns(inputs, terms).map_err(|e| {
            CliError::Usage(e.to_string(), "a diary holds at most eight kinds of input")
        })
    }
}

pub(crate) fn sample_error(error: vagal::person::SampleError) -> CliError {
    CliError::Usage(error.to_string(), "check the events of the file")
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into())
}

fn event_error(error: EventFileError) -> CliError {
    let hint = error.hint();
    CliError::Usage(error.to_string(), hint)
}
