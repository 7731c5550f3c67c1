//! The `trajectory` of `vagal.person/1`: the hidden state over time, as bands.

use serde::Serialize;
use vagal_core::posterior::BAND_SHARES;
use vagal_core::trajectory::{BandPoint, ResponseCurves, Seen, Trajectory};

use super::common::{tidy, tidy_all};
use super::person::{Ordered, PersonJson};
use crate::page::PersonPage;

/// A band over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BandJson {
    /// Days from the first event, or from the session.
    pub days: Vec<f64>,
    /// The points of `shares` at each of the days.
    pub points: Vec<Vec<f64>>,
}

impl BandJson {
    fn new(points: &[BandPoint]) -> Self {
        Self {
            days: tidy_all(points.iter().map(|p| p.days)),
            points: points.iter().map(|p| tidy_all(p.points)).collect(),
        }
    }
}

/// Something seen at a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeenJson {
    /// Days from the first event.
    pub days: Option<f64>,
    /// Its value.
    pub value: Option<f64>,
}

fn seen(all: &[Seen]) -> Vec<SeenJson> {
    all.iter().map(|s| SeenJson { days: tidy(s.days), value: tidy(s.value) }).collect()
}

/// A session that was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionSeenJson {
    /// Days from the first event.
    pub days: Option<f64>,
    /// Its input.
    pub input: String,
    /// Its dose.
    pub dose: Option<f64>,
}

/// How often an input goes on in `with`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UsualJson {
    /// The input.
    pub input: String,
    /// Days between sessions.
    pub every_days: Option<f64>,
    /// Dose.
    pub dose: Option<f64>,
}

/// The next days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutlookJson {
    /// Without a session.
    pub without: BandJson,
    /// With sessions as usual.
    pub with: BandJson,
    /// What is usual.
    pub usual: Vec<UsualJson>,
}

/// Curves after one session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponseJson {
    /// Shift of the state, ln units.
    pub state: BandJson,
    /// The same before any data.
    pub state_prior: BandJson,
    /// Fall of tension, points; empty without readings of tension.
    pub tension: BandJson,
    /// The same before any data.
    pub tension_prior: BandJson,
}

/// Everything over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrajectoryJson {
    /// Shares of probability below the points of every band.
    pub shares: Vec<f64>,
    /// Level of morning lnRMSSD.
    pub level: BandJson,
    /// Shift by sessions, ln units.
    pub shift: BandJson,
    /// Wander of the baseline, ln units.
    pub baseline: BandJson,
    /// State of the muscles, ln units.
    pub muscles: BandJson,
    /// Interference load, where it changes.
    pub load: Vec<SeenJson>,
    /// Morning readings.
    pub mornings: Vec<SeenJson>,
    /// Sessions.
    pub sessions: Vec<SessionSeenJson>,
    /// The next 14 days.
    pub outlook: OutlookJson,
    /// Curves after a session, by input.
    pub responses: Ordered<ResponseJson>,
}

impl TrajectoryJson {
    fn new(t: &Trajectory) -> Self {
        let session = |s: &vagal_core::trajectory::SessionSeen| SessionSeenJson {
            days: tidy(s.days),
            input: s.input.clone(),
            dose: tidy(s.dose),
        };
        let usual = |u: &vagal_core::trajectory::UsualSessions| UsualJson {
            input: u.input.clone(),
            every_days: tidy(u.every_days),
            dose: tidy(u.dose),
        };
        let response = |r: &ResponseCurves| {
            let curves = ResponseJson {
                state: BandJson::new(&r.state),
                state_prior: BandJson::new(&r.state_prior),
                tension: BandJson::new(&r.tension),
                tension_prior: BandJson::new(&r.tension_prior),
            };
            (r.input.clone(), curves)
        };
        Self {
            shares: BAND_SHARES.to_vec(),
            level: BandJson::new(&t.level),
            shift: BandJson::new(&t.shift),
            baseline: BandJson::new(&t.baseline),
            muscles: BandJson::new(&t.muscles),
            load: seen(&t.load),
            mornings: seen(&t.mornings),
            sessions: t.sessions.iter().map(session).collect(),
            outlook: OutlookJson {
                without: BandJson::new(&t.outlook.without),
                with: BandJson::new(&t.outlook.with),
                usual: t.outlook.usual.iter().map(usual).collect(),
            },
            responses: Ordered(t.responses.iter().map(response).collect()),
        }
    }
}

/// `vagal.person/1` with its trajectory, where one was worked out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonOverTimeJson {
    /// The answer.
    #[serde(flatten)]
    pub person: PersonJson,
    /// The hidden state over time; absent where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trajectory: Option<TrajectoryJson>,
}

impl PersonOverTimeJson {
    /// The wire form of a page.
    pub fn new(page: &PersonPage) -> Self {
        let trajectory = page.trajectory.as_ref().map(TrajectoryJson::new);
        Self { person: PersonJson::new(page), trajectory }
    }
}
