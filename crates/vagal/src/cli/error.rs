//! What can go wrong on the command line, with the next thing to try.

use std::path::PathBuf;

use vagal::compose::ComposeError;
use vagal::core::Unfit;
use vagal::fetch::FetchError;
use vagal::formats::ReadError;
use vagal::when::WhenError;

/// An error of the command line; exit code 2, but for [`CliError::Unfit`], which is 1.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("{name}: {source}")]
    Read { name: String, source: Box<ReadError> },
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
    #[error("the simulation did not run: {0}")]
    Simulation(#[from] vagal::sim::ScenarioError),
}

impl CliError {
    /// The next thing to try.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Read { source, .. } => source.hint(),
            Self::Write { .. } => Some("choose another file or folder to write to".into()),
            Self::When(e) => Some(e.hint().into()),
            Self::Compose(e) => Some(e.hint()),
            Self::Fetch(e) => e.hint(),
            Self::Usage(_, hint) => Some((*hint).into()),
            Self::Output(_) | Self::Unfit { .. } | Self::Simulation(_) => None,
        }
    }
}

impl From<FetchError> for CliError {
    fn from(error: FetchError) -> Self {
        Self::Fetch(Box::new(error))
    }
}
