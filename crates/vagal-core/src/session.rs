//! A session as it was held: what was done, when, and under which circumstances.

use crate::Window;

/// Before, during and after the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PhaseName {
    /// Baseline.
    Before,
    /// While the input acts.
    During,
    /// After the input.
    After,
}

impl PhaseName {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::During => "during",
            Self::After => "after",
        }
    }
}

/// A phase on the common time axis of the session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// Which.
    pub name: PhaseName,
    /// From when to when, seconds on the session's axis.
    pub window: Window,
}

/// How the body was held. Only whether it changed matters to the verdict ([`Posture::differs`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posture {
    /// On the back.
    Supine,
    /// On the front.
    Prone,
    /// On the side.
    Side,
    /// Lying, on which side of the body is not said.
    Lying,
    /// On a table tilted head up.
    Tilted,
    /// Sitting.
    Seated,
    /// Standing.
    Standing,
}

impl Posture {
    /// Every posture, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Supine,
        Self::Prone,
        Self::Side,
        Self::Lying,
        Self::Tilted,
        Self::Seated,
        Self::Standing,
    ];

    /// Stable identifier for JSON and the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Supine => "supine",
            Self::Prone => "prone",
            Self::Side => "side",
            Self::Lying => "lying",
            Self::Tilted => "tilted",
            Self::Seated => "seated",
            Self::Standing => "standing",
        }
    }

    /// True if the two are surely not the same: `Lying` may be any of the three ways to lie.
    pub fn differs(self, other: Self) -> bool {
        let lies = |p| matches!(p, Self::Supine | Self::Prone | Self::Side | Self::Lying);
        let unsaid = self == Self::Lying || other == Self::Lying;
        self != other && !(unsaid && lies(self) && lies(other))
    }
}

/// Circumstances that cost quality when they were not kept; `None` means not recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// Posture in the before phase.
    pub posture_before: Option<Posture>,
    /// Posture in the after phase.
    pub posture_after: Option<Posture>,
    /// True if the posture is known to have changed between the phases, though not from what.
    pub posture_changed: bool,
    /// The stretch of the before phase spent in one posture, seconds on the session's axis, where changes
    /// of posture within the phase are known; only it is compared.
    pub still_before: Option<Window>,
    /// The same stretch of the after phase.
    pub still_after: Option<Window>,
    /// Share of the compared windows spent talking or moving, per cent.
    pub moving_pct: Option<f64>,
    /// Seconds on the session's axis at which movement or a change of posture ended the quiet after-phase.
    pub moved_at_s: Option<f64>,
    /// Hours since caffeine or nicotine.
    pub hours_since_caffeine: Option<f64>,
    /// Hours since a meal.
    pub hours_since_meal: Option<f64>,
    /// Hours since alcohol.
    pub hours_since_alcohol: Option<f64>,
    /// Hours since hard exercise.
    pub hours_since_exercise: Option<f64>,
    /// Fever, acute illness, a vasoactive drug or a changed beta-blocker.
    pub ill_or_medicated: Option<bool>,
    /// Rest controls of the same person on file.
    pub rest_controls: usize,
}
