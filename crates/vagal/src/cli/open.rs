//! Opening a file: read, measure, hash.

use std::path::{Path, PathBuf};

use vagal::core::{ChannelKind, Entry, Sensor, Station};
use vagal::formats::{self, ReadOptions, RrUnit};
use vagal::page::ReadFile;
use vagal::pipeline;

use super::error::CliError;

/// How files are to be read, where they do not say it themselves.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct OpenArgs {
    /// Samples per second, for files that hold sample numbers
    #[arg(long, value_name = "HZ", help_heading = "Reading")]
    rate: Option<f64>,
    /// Unit of the intervals in a text file: ms, s or samples
    #[arg(long, value_name = "UNIT", help_heading = "Reading")]
    rr_unit: Option<String>,
    /// Read as this format instead of finding out (see `vagal formats`)
    #[arg(long, value_name = "FORMAT", help_heading = "Reading")]
    format: Option<String>,
    /// What picked the beats up, where the file does not say: ecg, strap or ppg
    #[arg(long, value_name = "SENSOR", help_heading = "Reading")]
    sensor: Option<String>,
    /// Channel to look for beats in
    #[arg(long, value_name = "LABEL", help_heading = "Reading")]
    channel: Option<String>,
}

impl OpenArgs {
    pub(crate) fn options(&self) -> Result<ReadOptions, CliError> {
        let rr_unit = match &self.rr_unit {
            None => None,
            Some(id) => Some(RrUnit::from_id(id).ok_or_else(|| {
                CliError::Usage(format!("`{id}` is no unit of intervals"), "write ms, s or samples")
            })?),
        };
        let sensor = match self.sensor.as_deref() {
            None => None,
            Some("ecg") => Some(Sensor::Ecg),
            Some("strap" | "chest_strap") => Some(Sensor::ChestStrap),
            Some("ppg") => Some(Sensor::Ppg),
            Some(other) => {
                return Err(CliError::Usage(
                    format!("`{other}` is no sensor"),
                    "write ecg, strap or ppg",
                ));
            }
        };
        if self.rate.is_some_and(|hz| !(hz.is_finite() && hz > 0.0)) {
            return Err(CliError::Usage(
                "a sampling rate is larger than 0".into(),
                "write it as samples per second, such as --rate 250",
            ));
        }
        Ok(ReadOptions {
            rate_hz: self.rate,
            rr_unit,
            format: self.format.clone(),
            sensor,
            channel: self.channel.clone(),
        })
    }
}

/// Reads and measures a file.
pub(crate) fn open(path: &Path, options: &ReadOptions) -> Result<ReadFile, CliError> {
    let name = file_name(path);
    let mut entry = formats::read_path(path, options).map_err(|e| CliError::Read(Box::new(e)))?;
    if options.channel.is_some() {
        take_as_ecg(&mut entry);
    }
    // A WFDB record is opened by its bare name; its header stands for it in the hash.
    let bytes = [path.to_owned(), with_extension(path, "hea")]
        .iter()
        .find_map(|p| formats::read_file(p).ok())
        .unwrap_or_default();
    let measured =
        pipeline::measure(entry).map_err(|unfit| CliError::Unfit { name: name.clone(), unfit })?;
    Ok(ReadFile { name, sha256: vagal::page::sha256(&bytes), measured })
}

/// Who names a channel to look for beats in says that it is an ECG, whatever its label.
fn take_as_ecg(entry: &mut Entry) {
    if let Station::Recording(recording) = &mut entry.station {
        for channel in recording.channels.iter_mut().filter(|c| c.kind == ChannelKind::Other) {
            channel.kind = ChannelKind::Ecg;
        }
    }
}

/// The text of a file that is named on the command line.
pub(crate) fn text(path: &Path) -> Result<String, CliError> {
    formats::read_text(path).map_err(|source| CliError::Look { path: path.to_owned(), source })
}

/// Refuses a file that is too large to be read, for those who read it themselves.
pub(crate) fn check_size(path: &Path) -> Result<(), CliError> {
    let size = formats::check_size(path);
    size.map(drop).map_err(|source| CliError::Look { path: path.to_owned(), source })
}

/// The name without directories: what a page may show.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

fn with_extension(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}
