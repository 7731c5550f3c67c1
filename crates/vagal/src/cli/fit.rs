//! The fit of a diary, for `vagal person` and `vagal plan`: which events, which inputs, how it is drawn.

use std::path::{Path, PathBuf};

use vagal::clock::Zone;
use vagal::core::history::PastAnswer;
use vagal::core::{Diary, Moment, Unfit};
use vagal::kept;
use vagal::person::events::{Translated, from_diary};
use vagal::person::pool::Member;
use vagal::person::{
    AnswerOptions, Answered, Draws, Event, EventFileError, Input, Model, Notes, SampleError,
    SampleOptions, Terms, answer_from, answer_pooled, answer_with, read_events,
};
use vagal::report::page::HistoryPage;
use vagal::store::{Store, StoreError};

use super::error::CliError;
use super::keep::{StoreArgs, now, wall};
use super::open;
use super::out::{Out, command_line};

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
    /// Let bookings depend on how the person felt, beyond what was recorded; a diary of the store says so itself (`--booked need`)
    #[arg(long, requires = "events")]
    booking: bool,
    /// Let dose (with pressure and pace) act on the durable share and on the variation between sessions; a diary that names pressure or pace brings that itself
    #[arg(long, requires = "events")]
    dose: bool,
    /// Let the other people of the store lend their effects and half-lives, as a mean and a spread; all on this machine
    #[arg(long, conflicts_with = "events")]
    pool: bool,
    /// Draw anew, even if neither the diary nor how it is drawn has changed since the last time
    #[arg(long, conflicts_with = "events")]
    again: bool,
    #[command(flatten)]
    store: StoreArgs,
}

const FILL_HINT: &str = "`vagal reading`, `vagal log` and `vagal import` fill a diary; `vagal demo --keep FILE` makes one up to try this on";
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
            open::check_size(file)?;
            let events = read_events(file).map_err(event_error)?;
            let (model, notes) = (self.model(&events)?, Notes::default());
            return Ok(Opened { model, events, notes, diary: None, last: None, others: None });
        }
        let id = self.store.person_id();
        let mut store = self.store.open()?;
        let diary = match store.diary(id) {
            Err(StoreError::UnknownPerson(_)) if self.store.person.is_none() => {
                return Err(CliError::Usage("nothing is on file about you yet".into(), FILL_HINT));
            }
            found => found?,
        };
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
        let options = AnswerOptions { sample, preview: self.preview };
        // Neither a preview nor what rests on other people's diaries is kept with one person's.
        let own = diary.as_ref().filter(|_| !self.preview && !self.pool);
        let kept = match own {
            Some(diary) if !self.again => self.kept(diary, (&model, &events), &sample, out),
            _ => None,
        };
        let is_fresh = kept.is_none();
        if !is_fresh {
            out.progress("reading the answers off the draws …");
        } else if !self.preview {
            out.progress(&format!("drawing {} × {} …", sample.chains, self.warm_up + self.draws));
        }
        let answered = match (kept, &others) {
            (Some(draws), _) => answer_from(&model, &events, &notes, &options, draws),
            (None, Some(others)) => answer_pooled(&model, &events, &notes, &options, others),
            (None, None) => answer_with(&model, &events, &notes, &options),
        };
        out.progress_done();
        let answered = answered.map_err(|error| match error {
            SampleError::TooFewReadings { need, have } => {
                let unfit = Unfit::TooFewReadings { need, have };
                CliError::Unfit { name: self.source(), unfit }
            }
            other => sample_error(other),
        })?;
        if let Some(diary) = own.filter(|_| is_fresh) {
            match self.keep(diary, (&model, &events), &sample, &answered) {
                Ok(true) => (),
                Ok(false) => out.talk("this answer was not kept: so many draws are not"),
                Err(error) => out.talk(&format!("this answer could not be kept: {error}")),
            }
        }
        Ok(Fitted { source: self.source(), model, events, diary, last, answered })
    }

    /// The draws of the last time, if they are those that would be made now. A store that cannot tell has none.
    fn kept(
        &self,
        diary: &Diary,
        posterior: (&Model, &[Event]),
        sample: &SampleOptions,
        out: &mut Out,
    ) -> Option<Draws> {
        let mut store = self.store.open().ok()?;
        let (draws, fitted) = kept::draws(&mut store, diary, posterior, sample).ok()??;
        out.talk(&format!(
            "from the draws of {}: the diary has not changed since; `--again` draws anew",
            wall(fitted)
        ));
        Some(draws)
    }

    /// What was kept of the person.
    pub(crate) fn history(&self) -> Result<HistoryPage, CliError> {
        let mut store = self.store.open()?;
        let person = store.person(self.store.person_id())?;
        let answers = kept::history(&mut store, &person.id)?;
        Ok(HistoryPage { source: self.source(), answers, command: Some(command_line()) })
    }

    fn keep(
        &self,
        diary: &Diary,
        (model, events): (&Model, &[Event]),
        sample: &SampleOptions,
        answered: &Answered,
    ) -> Result<bool, CliError> {
        let readings = events.iter().filter(|e| e.reading.is_some()).count();
        let (fitted, version) = (now(&Zone::named(None)?)?, env!("CARGO_PKG_VERSION"));
        let answer = PastAnswer::of(&answered.posterior, readings, fitted, version);
        let mut store = self.store.open()?;
        Ok(kept::keep(&mut store, diary, (model, events), sample, &answered.draws, &answer)?)
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
    let hint = match error {
        vagal::person::SampleError::Apart { .. } => {
            "another --seed or more --draws may help; if not, this diary is more than the model can follow"
        }
        _ => "check the events of the file",
    };
    CliError::Usage(error.to_string(), hint)
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into())
}

fn event_error(error: EventFileError) -> CliError {
    let hint = error.hint();
    CliError::Usage(error.to_string(), hint)
}
