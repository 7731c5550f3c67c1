//! Trajectory: the hidden state over the days of a diary, the next days, and the curves after a session, in graded bands.

/// One moment of a band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BandPoint {
    /// Days, from the first event or from the session.
    pub days: f64,
    /// The points of [`BAND_SHARES`](crate::posterior::BAND_SHARES), ascending.
    pub points: [f64; 7],
}

impl BandPoint {
    /// The middle.
    pub fn median(&self) -> f64 {
        self.points[3]
    }
}

/// Something seen at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// Days from the first event.
    pub days: f64,
    /// What was seen: a load, or a reading in its unit.
    pub value: f64,
}

/// A session that was.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionSeen {
    /// Days from the first event.
    pub days: f64,
    /// Its input.
    pub input: String,
    /// Its dose.
    pub dose: f64,
}

/// How often an input has been used, as it would go on.
#[derive(Clone, Debug, PartialEq)]
pub struct UsualSessions {
    /// The input.
    pub input: String,
    /// Days between sessions, whole.
    pub every_days: f64,
    /// Dose: the median of the diary.
    pub dose: f64,
}

/// The next days, at the mean load of the diary and with its last correction in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Level of morning lnRMSSD without a session.
    pub without: Vec<BandPoint>,
    /// The same with sessions as usual; empty where the diary has none.
    pub with: Vec<BandPoint>,
    /// What "as usual" is.
    pub usual: Vec<UsualSessions>,
}

/// What is left of one session of the usual dose, from rest, at the mean load of the diary.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseCurves {
    /// The input.
    pub input: String,
    /// Shift of the state, ln units.
    pub state: Vec<BandPoint>,
    /// The same before any data.
    pub state_prior: Vec<BandPoint>,
    /// Fall of tension, points; empty without readings of tension.
    pub tension: Vec<BandPoint>,
    /// The same before any data.
    pub tension_prior: Vec<BandPoint>,
}

/// Everything over time. Bands hold the uncertainty of the parameters and of the state; none holds the noise of a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// Level that a morning reading without alcohol would show, lnRMSSD.
    pub level: Vec<BandPoint>,
    /// Wander of the baseline, ln units around the mean level.
    pub baseline: Vec<BandPoint>,
    /// Shift that sessions made, fast and durable parts together, ln units.
    pub shift: Vec<BandPoint>,
    /// State of the muscles, ln units.
    pub muscles: Vec<BandPoint>,
    /// Interference load.
    pub load: Vec<Seen>,
    /// Morning readings, lnRMSSD.
    pub mornings: Vec<Seen>,
    /// Sessions.
    pub sessions: Vec<SessionSeen>,
    /// The next days.
    pub outlook: Outlook,
    /// Curves after a session, one an input with sessions.
    pub responses: Vec<ResponseCurves>,
}
