//! Weak points: where the models are known to be wrong, as text for every page that shows their numbers.

/// One weak point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeakPoint {
    /// Identifier.
    pub id: &'static str,
    /// Identifiers of the models it concerns.
    pub models: &'static [&'static str],
    /// What is wrong, with its number.
    pub text: &'static str,
    /// What to make of it.
    pub advice: &'static str,
}

impl WeakPoint {
    /// True if it concerns the model of this identifier.
    pub fn concerns(&self, model: &str) -> bool {
        self.models.contains(&model)
    }
}

const VREF: &[&str] = &["vref"];
const SEIDEL: &[&str] = &["seidel"];
const DEBOER: &[&str] = &["deboer"];
const ALL: &[&str] = &["vref", "seidel", "deboer"];

/// Every weak point.
pub const WEAK_POINTS: &[WeakPoint] = &[
    WeakPoint {
        id: "vagal-block",
        models: VREF,
        text: "Heart rate under vagal block is about 131, where 105 to 125 is published.",
        advice: "GTs = -0.08 in place of the published -0.13 gives about 120; it is not the default because it changes the published arc.",
    },
    WeakPoint {
        id: "very-slow-breathing",
        models: VREF,
        text: "Breathing arrhythmia goes on growing below 5 breaths a minute, because the depth of a breath that is not given keeps alveolar ventilation constant; people level off.",
        advice: "Give `tidal_l` below 5 a minute.",
    },
    WeakPoint {
        id: "stress-pressure",
        models: VREF,
        text: "A rise of sympathetic outflow to the vessels alone raises diastolic pressure more than systolic; in people under mental stress the two rise alike.",
        advice: "Read mean pressure. The stimulus `mental_stress` therefore drives the heart more than the vessels.",
    },
    WeakPoint {
        id: "no-volume",
        models: VREF,
        text: "Unless `venous` is on, blood volume is unlimited and posture has no effect.",
        advice: "Switch on `venous` in [options]; a tilt does so by itself.",
    },
    WeakPoint {
        id: "no-co2",
        models: VREF,
        text: "Unless `chemoreflex` is on, deep fast breathing and held breath have no effect through CO2.",
        advice: "Switch on `chemoreflex` in [options]; its gain is our own calibration.",
    },
    WeakPoint {
        id: "no-resetting",
        models: VREF,
        text: "Unless `resetting` is on, the baroreceptors hold one set-point for ever; in people it follows, half way in about 16 h.",
        advice: "Switch on `resetting` in [options] for runs of several hours.",
    },
    WeakPoint {
        id: "quiet-repeats",
        models: VREF,
        text: "The same person repeats a five-minute lnRMSSD with an sd of about 0.025; people scatter by 0.1 to 0.3 from day to day.",
        advice: "Vary `day` in [person], and never read a planning figure off one simulated day.",
    },
    WeakPoint {
        id: "touch-is-invented",
        models: ALL,
        text: "Every size and time constant of the touch layer is our own calibration; only its signs and the band of stroke speeds are published.",
        advice: "Take it as a hypothesis to be tested on recordings, not as evidence.",
    },
    WeakPoint {
        id: "no-slow-wave",
        models: SEIDEL,
        text: "No wave near 0.1 Hz arises by itself, and vagal block raises heart rate to about 70 only.",
        advice: "Use it to cross-check breathing arrhythmia, not LF.",
    },
    WeakPoint {
        id: "no-block",
        models: DEBOER,
        text: "Without its vagal gain the model swings ever wider, and heart rate does not rise.",
        advice: "Use it at rest only.",
    },
];
