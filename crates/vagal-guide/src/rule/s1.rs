//! What A2, S1a and S1b share: the run of sessions and the course of tension under it.

use vagal_core::{Figure, Moment, RuleState};

use super::{count, interval, share};
use crate::case::{Case, WEEK};
use crate::quantity::Missing;
use crate::quantity::course::{Course, course, raised_share};
use crate::quantity::dose::{Dose, dose};
use crate::quantity::practice::{Practice, regular};

/// Everything the three rules look at, each known, or missing with its reason.
pub(super) struct Weeks {
    pub(super) regular: Result<(RuleState, Option<Practice>), Missing>,
    pub(super) course: Result<Course, Missing>,
    pub(super) raised: Result<f64, Missing>,
    pub(super) dose: Dose,
}

pub(super) fn weeks(case: &Case<'_>) -> Weeks {
    let regular = regular(case);
    let window = case.today - case.days("window_weeks") * WEEK;
    let longest = case.today - case.days("window_weeks_longest") * WEEK;
    let (since, course) = match &regular {
        Ok((_, Some(run))) => (run.since, course(case, run.since)),
        Ok((_, None)) => (window, course(case, window)),
        // A shorter course than twelve weeks decides nothing, one way or the other.
        Err(missing) => (window, Err(missing.clone())),
    };
    let mut dose = dose(case, since.max(longest));
    if regular.is_err() && dose.state == RuleState::False {
        dose.state = RuleState::Insufficient; // the weeks are not over
    }
    Weeks { course, raised: raised_share(case), dose, regular }
}

impl Weeks {
    /// Regular or not, or open.
    pub(super) fn is_regular(&self) -> RuleState {
        self.regular.as_ref().map_or(RuleState::Insufficient, |(state, _)| *state)
    }

    /// Whether tension was up on enough days.
    pub(super) fn is_raised(&self, case: &Case<'_>) -> RuleState {
        match &self.raised {
            Ok(share) => (*share >= case.limit("raised_share")).into(),
            Err(_) => RuleState::Insufficient,
        }
    }

    /// Whether tension fell as much as counts.
    pub(super) fn yields(&self) -> RuleState {
        self.course.as_ref().map_or(RuleState::Insufficient, |c| c.yields)
    }

    /// True if the course is known and lies on both sides of what counts.
    pub(super) fn is_unsure(&self) -> bool {
        self.is_regular() == RuleState::True
            && self.course.as_ref().is_ok_and(|c| c.yields == RuleState::Insufficient)
    }

    /// What is missing.
    pub(super) fn missing(&self) -> Vec<Missing> {
        let parts =
            [self.regular.as_ref().err(), self.course.as_ref().err(), self.raised.as_ref().err()];
        let mut missing: Vec<Missing> = Vec::new();
        for part in parts.into_iter().flatten() {
            if !missing.iter().any(|m| m.what == part.what) {
                missing.push(part.clone());
            }
        }
        missing
    }

    /// That the lengths of sessions are missing, where they decide.
    pub(super) fn lengths_missing(&self) -> Option<Missing> {
        let n = self.dose.unmeasured;
        let what = format!("the length of {n} session{}", if n == 1 { "" } else { "s" });
        (self.dose.state == RuleState::Insufficient && n > 0).then(|| Missing::new(what))
    }

    /// The numbers that are known.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        if let Ok((_, Some(run))) = &self.regular {
            figures.push(count("sessions", "sessions without a longer gap", run.sessions));
        }
        match &self.course {
            Ok(c) => figures.extend([
                Figure::words("since", "window from", Moment::date_of_day(c.since)),
                Figure::number(
                    "weeks",
                    "its length",
                    "weeks",
                    (c.window as f64 / WEEK as f64).round(),
                ),
                count("days", "days with tension", c.days),
                interval("change", "change of tension over the window", "points", &c.change),
                Figure::number("counts", "change that would count", "points", c.counts),
            ]),
            Err(m) => figures.push(Figure::unknown("change", "change of tension", m.what.clone())),
        }
        match &self.raised {
            Ok(raised) => figures.push(share("raised", "days with raised tension", *raised)),
            Err(m) => {
                figures.push(Figure::unknown("raised", "days with raised tension", m.what.clone()))
            }
        }
        figures
    }

    /// The numbers of the dose.
    pub(super) fn dose_figures(&self) -> Vec<Figure> {
        vec![
            count("dense", "most sessions of 45 min and longer in four weeks", self.dose.dense),
            count("long", "sessions of 60 min and longer in twelve weeks", self.dose.long),
            count("unmeasured", "sessions of unknown length", self.dose.unmeasured),
        ]
    }
}

/// The number of weeks bare, for a sentence that says "weeks" itself.
pub(super) fn bare_weeks(mut figures: Vec<Figure>) -> Vec<Figure> {
    for figure in figures.iter_mut().filter(|f| f.id == "weeks") {
        figure.unit = "";
        figure.name = "its length in weeks";
    }
    figures
}
