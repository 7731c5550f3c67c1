//! Channels: what is read of a person, which state it shows, and its priors. One list, `CHANNELS`.

/// The state that a channel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// The autonomic state X: fast and durable effects, wandering baseline, and the direct pull of load.
    State,
    /// The muscles, which follow X with a lag.
    Muscle,
}

/// Something known at a reading that shifts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariate {
    /// 1 if there was alcohol the evening before.
    Alcohol,
    /// Cosine of the time of day.
    Cosine,
    /// Sine of the time of day.
    Sine,
}

/// A normal prior on the scale of its parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

const fn normal(mean: f64, sd: f64) -> Normal {
    Normal { mean, sd }
}

/// How a channel answers to its state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gain {
    /// The channel *is* the state, one for one: lnRMSSD.
    Unit,
    /// It falls by this much where the state rises by 1 ln unit; the sign is not assumed.
    Falls(Normal),
}

/// Where the level of a channel comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// A level of its own.
    Own(Normal),
    /// The level of another channel plus an offset.
    Offset {
        /// Identifier of that channel.
        of: &'static str,
        /// Name of the offset's parameter.
        name: &'static str,
        /// Its prior.
        prior: Normal,
    },
}

/// One kind of reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Stable identifier: that of the kind of reading in a diary, where there is one.
    pub id: &'static str,
    /// In words.
    pub name: &'static str,
    /// Unit of a reading.
    pub unit: &'static str,
    /// The state it shows.
    pub path: Path,
    /// How strongly.
    pub gain: Gain,
    /// Its level.
    pub level: Level,
    /// Reading noise beyond the standard error of a reading, as the log of a standard deviation.
    pub noise: Normal,
    /// True if hands on the tissue may act on it without the autonomic state in between.
    pub direct: bool,
    /// What shifts a reading: the name of the parameter and what it multiplies.
    pub covariates: &'static [(&'static str, Covariate, Normal)],
}

const LN_POINT_10: f64 = -2.302_585_092_994_045_5;
const LN_POINT_15: f64 = -1.897_119_984_885_881_3;
const LN_1_POINT_5: f64 = 0.405_465_108_108_164_4;
const LN_POINT_8: f64 = -0.223_143_551_314_209_7;

/// Every channel the model knows. The first four are those of the reference diary; the priors of the others are house
/// choices, as wide as a person's first weeks need.
pub const CHANNELS: &[Channel] = &[
    Channel {
        id: "ln_rmssd_morning",
        name: "morning lnRMSSD",
        unit: "ln ms",
        path: Path::State,
        gain: Gain::Unit,
        level: Level::Own(normal(3.7, 0.4)),
        noise: normal(LN_POINT_10, 0.3),
        direct: false,
        covariates: &[("balc", Covariate::Alcohol, normal(-0.1, 0.1))],
    },
    Channel {
        id: "ln_rmssd_spot",
        name: "spot lnRMSSD",
        unit: "ln ms",
        path: Path::State,
        gain: Gain::Unit,
        level: Level::Offset { of: "ln_rmssd_morning", name: "dspot", prior: normal(0.0, 0.1) },
        noise: normal(LN_POINT_15, 0.3),
        direct: false,
        covariates: &[
            ("ac", Covariate::Cosine, normal(0.0, 0.1)),
            ("as", Covariate::Sine, normal(0.0, 0.1)),
        ],
    },
    Channel {
        id: "resting_hr",
        name: "resting heart rate",
        unit: "bpm",
        path: Path::State,
        gain: Gain::Falls(normal(6.0, 2.0)),
        level: Level::Own(normal(60.0, 6.0)),
        noise: normal(LN_1_POINT_5, 0.3),
        direct: false,
        covariates: &[],
    },
    Channel {
        id: "tension",
        name: "tension",
        unit: "points of 10",
        path: Path::Muscle,
        gain: Gain::Falls(normal(3.0, 1.0)),
        level: Level::Own(normal(4.0, 1.5)),
        noise: normal(LN_POINT_8, 0.3),
        direct: true,
        covariates: &[],
    },
    Channel {
        id: "systolic",
        name: "systolic pressure",
        unit: "mmHg",
        path: Path::State,
        gain: Gain::Falls(normal(3.0, 5.0)),
        level: Level::Own(normal(120.0, 15.0)),
        noise: normal(1.791_759_469_228_055, 0.4), // ln 6 mmHg
        direct: false,
        covariates: &[],
    },
    Channel {
        id: "cortisol",
        name: "cortisol",
        unit: "ln nmol/L",
        path: Path::State,
        gain: Gain::Falls(normal(0.0, 0.5)),
        level: Level::Own(normal(2.0, 1.5)),
        noise: normal(-std::f64::consts::LN_2, 0.5), // ln .5
        direct: false,
        covariates: &[],
    },
    Channel {
        id: "reaction_time",
        name: "reaction time",
        unit: "ms",
        path: Path::State,
        gain: Gain::Falls(normal(0.0, 20.0)),
        level: Level::Own(normal(280.0, 40.0)),
        noise: normal(2.995_732_273_553_991, 0.4), // ln 20 ms
        direct: false,
        covariates: &[],
    },
    Channel {
        id: "tension_worked",
        name: "tension of worked regions",
        unit: "points of 10",
        path: Path::Muscle,
        gain: Gain::Falls(normal(3.0, 1.0)),
        level: Level::Own(normal(4.0, 1.5)),
        noise: normal(LN_POINT_8, 0.3),
        direct: true,
        covariates: &[],
    },
    Channel {
        id: "tension_unworked",
        name: "tension of regions not worked",
        unit: "points of 10",
        path: Path::Muscle,
        gain: Gain::Falls(normal(3.0, 1.0)),
        level: Level::Own(normal(4.0, 1.5)),
        noise: normal(LN_POINT_8, 0.3),
        direct: false,
        covariates: &[],
    },
    Channel {
        id: "ln_rmssd_night",
        name: "nightly lnRMSSD of a wearable",
        unit: "ln ms",
        path: Path::State,
        gain: Gain::Unit,
        level: Level::Own(normal(3.7, 0.6)),
        noise: normal(LN_POINT_10, 0.4),
        direct: false,
        covariates: &[("balc_night", Covariate::Alcohol, normal(-0.1, 0.1))],
    },
    Channel {
        id: "ln_sdnn_night",
        name: "nightly lnSDNN of a wearable",
        unit: "ln ms",
        path: Path::State,
        gain: Gain::Falls(normal(-0.7, 0.4)),
        level: Level::Own(normal(4.0, 0.6)),
        noise: normal(LN_POINT_10, 0.4),
        direct: false,
        covariates: &[("balc_sdnn", Covariate::Alcohol, normal(-0.1, 0.1))],
    },
    Channel {
        id: "sleeping_hr",
        name: "heart rate asleep",
        unit: "bpm",
        path: Path::State,
        gain: Gain::Falls(normal(6.0, 3.0)),
        level: Level::Own(normal(56.0, 8.0)),
        noise: normal(LN_1_POINT_5, 0.4),
        direct: false,
        covariates: &[],
    },
];

/// The channel with this identifier.
pub fn channel(id: &str) -> Option<&'static Channel> {
    CHANNELS.iter().find(|channel| channel.id == id)
}
