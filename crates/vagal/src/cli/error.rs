//! What can go wrong on the command line, with the next thing to try.

use std::path::PathBuf;

use vagal::clock::MomentError;
use vagal::compose::ComposeError;
use vagal::core::{DiaryError, Unfit};
use vagal::fetch::FetchError;
use vagal::formats::ReadError;
use vagal::guide::safety::AnswersError;
use vagal::store::StoreError;
use vagal::when::WhenError;

/// An error of the command line; exit code 2, but for [`CliError::Unfit`], which is 1.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    // The reader's message begins with the name of the file.
    #[error("{0}")]
    Read(Box<ReadError>),
    #[error("{}: {source}", path.display())]
    Look { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("cannot write: {0}")]
    Output(#[from] std::io::Error),
    #[error("{name}: {unfit}")]
    Unfit { name: String, unfit: Unfit },
    #[error(transparent)]
    When(#[from] WhenError),
    #[error(transparent)]
    Compose(#[from] ComposeError),
    #[error("{0}")]
    Fetch(Box<FetchError>),
    #[error("{0}")]
    Usage(String, &'static str),
    #[error("{0}")]
    Advice(String, String),
    #[error(transparent)]
    Moment(#[from] MomentError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Diary(#[from] DiaryError),
    #[error(transparent)]
    Experiment(#[from] vagal::guide::experiment::ExperimentError),
    #[error("{name}: {error}")]
    Answers { name: String, error: AnswersError },
    #[error("{}: {source}", path.display())]
    Scenario { path: PathBuf, source: Box<vagal::sim::FileError> },
    #[error("{}: {source}", path.display())]
    Edf { path: PathBuf, source: vagal::formats::EdfError },
    #[error("the simulation did not run: {0}")]
    Simulation(#[from] vagal::sim::ScenarioError),
}

impl CliError {
    /// The next thing to try.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Read(source) => Some(source.hint().unwrap_or_else(|| read_hint(source))),
            Self::Look { source, .. } if source.kind() == std::io::ErrorKind::FileTooLarge => {
                Some(vagal::formats::TOO_LARGE_HINT.into())
            }
            Self::Look { .. } => Some("check the spelling, and that the path may be read".into()),
            Self::Write { .. } => Some("choose another file or folder to write to".into()),
            Self::When(e) => Some(e.hint().into()),
            Self::Compose(e) => Some(e.hint()),
            Self::Fetch(e) => e.hint(),
            Self::Usage(_, hint) => Some((*hint).into()),
            Self::Advice(_, hint) => Some(hint.clone()),
            Self::Moment(e) => Some(e.hint().into()),
            Self::Store(e) => Some(e.hint().into()),
            Self::Experiment(e) => Some(e.hint().into()),
            Self::Diary(_) => Some(
                "`vagal reading` lists the kinds with their units; ratings go from 0 to 10".into(),
            ),
            Self::Unfit { unfit, .. } => Some(unfit_hint(unfit).into()),
            Self::Answers { error, .. } => Some(error.hint().into()),
            Self::Output(_) => Some("check that there is room on the disk".into()),
            Self::Edf { .. } => {
                Some("start the stimuli at different seconds, or leave the file out".into())
            }
            Self::Scenario { source, .. } => Some(source.hint()),
            Self::Simulation(_) => Some("try another --seed".into()),
        }
    }
}

/// What to try where the reader itself knows nothing better.
fn read_hint(error: &ReadError) -> String {
    match error {
        ReadError::Io { source, .. } if source.kind() == std::io::ErrorKind::IsADirectory => {
            "name a file in it; `vagal formats FOLDER` shows what can be read there".into()
        }
        ReadError::Io { .. } => "check that the file may be read".into(),
        ReadError::NoBeats { .. } => {
            "name the file of the same recording that holds beats, intervals or an ECG".into()
        }
        _ => "`vagal formats` lists what can be read, `--format ID` forces one".into(),
    }
}

fn unfit_hint(unfit: &Unfit) -> &'static str {
    match unfit {
        Unfit::SignalTooPoor { found } if found.starts_with("no ECG") => {
            "`--channel LABEL` looks for beats in a channel whose name does not say that it is an ECG"
        }
        Unfit::SignalTooPoor { .. } => {
            "check the electrodes and record again, or name another lead with --channel"
        }
        Unfit::TooFewReadings { .. } => {
            "`vagal reading`, `vagal log` and `vagal import` fill a diary; a week of mornings is the least"
        }
        _ => "give a longer recording",
    }
}

impl From<FetchError> for CliError {
    fn from(error: FetchError) -> Self {
        Self::Fetch(Box::new(error))
    }
}
