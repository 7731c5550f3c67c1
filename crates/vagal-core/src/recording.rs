//! Recording: sampled signals as they were stored, before any beat is looked for.

/// What the signal was picked up with. It decides which words may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensor {
    /// Electrodes and a stored ECG.
    Ecg,
    /// A strap that sends RR intervals computed from an ECG.
    ChestStrap,
    /// A pulse wave; its variability is PRV and is never printed as HRV.
    Ppg,
    /// The file does not say.
    Unknown,
}

impl Sensor {
    /// `PRV` for a pulse wave, `HRV` otherwise.
    pub fn variability_name(self) -> &'static str {
        match self {
            Self::Ppg => "PRV",
            Self::Ecg | Self::ChestStrap | Self::Unknown => "HRV",
        }
    }

    /// Stable identifier for JSON and the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ecg => "ecg",
            Self::ChestStrap => "chest_strap",
            Self::Ppg => "ppg",
            Self::Unknown => "unknown",
        }
    }
}

/// What a channel carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// Electrocardiogram.
    Ecg,
    /// Pulse wave by light.
    Ppg,
    /// Breathing: belt, thermistor, flow.
    Respiration,
    /// Arterial pressure wave.
    Pressure,
    /// Anything else; kept, not used.
    Other,
}

/// One evenly sampled signal.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Name in the file.
    pub label: String,
    /// What it carries.
    pub kind: ChannelKind,
    /// Samples per second, > 0.
    pub sampling_hz: f64,
    /// Physical unit as the file writes it, `""` if it does not.
    pub unit: String,
    /// Samples in `unit`; NaN where the file marks a sample as missing.
    pub samples: Vec<f32>,
}

impl Channel {
    /// Length in seconds.
    pub fn duration_s(&self) -> f64 {
        self.samples.len() as f64 / self.sampling_hz
    }
}

/// A remark in the file at a time: an event button, an EDF+ annotation, a lap.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Seconds from the start of the recording.
    pub time_s: f64,
    /// How long it lasted, where the file says.
    pub duration_s: Option<f64>,
    /// The text of the file.
    pub text: String,
}

/// Sampled signals with a common start.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The channels in the order of the file.
    pub channels: Vec<Channel>,
}

impl Recording {
    /// The first channel of a kind.
    pub fn channel(&self, kind: ChannelKind) -> Option<&Channel> {
        self.channels.iter().find(|c| c.kind == kind)
    }

    /// Length of the longest channel in seconds.
    pub fn duration_s(&self) -> f64 {
        self.channels.iter().map(Channel::duration_s).fold(0.0, f64::max)
    }
}
