//! Record: what the diary holds of each session day, and what departs from the protocol.

use std::collections::BTreeMap;

use vagal_core::experiment::{
    Arm, ExperimentOutcome, ExperimentPlan, ExtraSession, Kept, PeriodRecord, SessionDay,
};
use vagal_core::{Diary, InputEvent, Moment, Reading, diary::kinds};

use super::allocation::sessions;
use super::noise::by_day;
use super::trial::Session;
use crate::limits::Limits;

/// A dose within this share of the planned minutes is the planned dose (house choice).
const DOSE_SLACK: f64 = 0.25;

/// The diary up to a moment, as an experiment reads it.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    plan: &'a ExperimentPlan,
    today: i64,
    /// Inputs of the experiment by day.
    done: BTreeMap<i64, Vec<&'a InputEvent>>,
    diary: &'a Diary,
    at: Moment,
    /// Readings by day of the outcomes that are of a day.
    daily: BTreeMap<ExperimentOutcome, BTreeMap<i64, f64>>,
    /// Most seconds between a session and a reading that belongs to it.
    reach_s: i64,
}

impl<'a> Record<'a> {
    pub(crate) fn new(plan: &'a ExperimentPlan, diary: &'a Diary, at: Moment) -> Self {
        let mut done: BTreeMap<i64, Vec<&InputEvent>> = BTreeMap::new();
        for event in diary.inputs().iter().filter(|e| e.start <= at) {
            if plan.arms.iter().any(|a| a.input == event.input) {
                done.entry(event.start.local_day()).or_default().push(event);
            }
        }
        let daily = ExperimentOutcome::ALL.into_iter().filter(|o| o.lag_days() > 0);
        let known = |o: ExperimentOutcome| {
            let mut days = by_day(diary, o.kind(), plan.pulse_wave);
            days.retain(|day, _| *day <= at.local_day());
            (o, days)
        };
        Self {
            plan,
            today: at.local_day(),
            done,
            diary,
            at,
            daily: daily.map(known).collect(),
            reach_s: (Limits::default().of("pair_hours") * 3600.0) as i64,
        }
    }

    /// Every session day.
    pub(crate) fn periods(&self) -> Vec<PeriodRecord> {
        sessions(self.plan).into_iter().map(|s| self.period(s)).collect()
    }

    fn period(&self, session: SessionDay) -> PeriodRecord {
        let arm = &self.plan.arms[session.arm];
        let (kept, remark) = self.kept(session.day, arm);
        let (outcome, before) = self.outcome(self.plan.primary, session);
        PeriodRecord { session, kept, remark, outcome, before }
    }

    /// What became of the session of a day.
    fn kept(&self, day: i64, arm: &Arm) -> (Kept, Option<String>) {
        let events: Vec<&InputEvent> = self.held(day).collect();
        let own = events.iter().find(|e| is_of(e, arm));
        let other = events.iter().find(|e| !is_of(e, arm));
        match (own, other) {
            (Some(_), Some(other)) => (Kept::WithOther, Some(format!("{} as well", name(other)))),
            (Some(own), None) => match other_dose(own, arm) {
                Some(found) => (Kept::OtherDose, Some(found)),
                None => (Kept::Done, None),
            },
            (None, _) if day >= self.today && events.is_empty() => (Kept::Due, None),
            (None, Some(other)) => (Kept::Swapped, Some(format!("{} instead", name(other)))),
            (None, None) => (Kept::Missed, None),
        }
    }

    /// An outcome of a session day, with the reading before it.
    pub(crate) fn outcome(
        &self,
        outcome: ExperimentOutcome,
        session: SessionDay,
    ) -> (Option<f64>, Option<f64>) {
        if let Some(days) = self.daily.get(&outcome) {
            let at = |day: i64| days.get(&day).copied();
            return (at(session.day + outcome.lag_days()), at(session.day));
        }
        let Some(event) = self.event(session) else { return (None, None) };
        let (start, end) = (event.start.unix_s(), event.end().unix_s());
        let fits = |r: &&Reading| {
            let same = r.kind().id == outcome.kind() && r.region().is_none() && r.moment <= self.at;
            // Ratings have no sensor.
            let sensor =
                r.kind().id == kinds::TENSION || r.series().pulse_wave == self.plan.pulse_wave;
            same && sensor
        };
        let readings: Vec<&Reading> = self.diary.readings().iter().filter(fits).collect();
        let within =
            |from: i64, to: i64| move |r: &&&Reading| (from..=to).contains(&r.moment.unix_s());
        let before = readings.iter().rev().find(within(start - self.reach_s, start));
        let after = readings.iter().find(within(end.max(start + 1), end + self.reach_s));
        let before = before.map(|r| r.value());
        let change = before.zip(after.map(|r| r.value())).map(|(before, after)| match outcome {
            ExperimentOutcome::Tension => before - after,
            _ => after - before,
        });
        (change, before)
    }

    /// Inputs of the experiment on a session day, but for those from before it was registered.
    fn held(&self, day: i64) -> impl Iterator<Item = &'a InputEvent> {
        let events = self.done.get(&day).into_iter().flatten().copied();
        events.filter(|e| e.start >= self.plan.registered)
    }

    /// The session whose readings count: the first of the day, whichever was drawn. Were it the one drawn, the outcome of a day on
    /// which two were done would turn with the block, and the test rests on outcomes that do not.
    fn event(&self, session: SessionDay) -> Option<&'a InputEvent> {
        self.held(session.day).next()
    }

    /// Inputs of the experiment on days without a session, from the washout before the first to the last outcome.
    pub(crate) fn extra(&self) -> Vec<ExtraSession> {
        let Some((first, last)) = self.plan.span() else { return Vec::new() };
        let from = first - self.plan.washout_days + 1;
        let to = last + self.plan.primary.lag_days();
        let drawn = |day: &i64| self.plan.blocks.iter().any(|b| b.contains(day));
        let others = self.done.range(from..=to).filter(|(day, _)| !drawn(day));
        let of = |(day, events): (&i64, &Vec<&InputEvent>)| {
            let day = *day;
            let extra = |e: &&InputEvent| ExtraSession { day, input: e.input.clone() };
            events.iter().map(extra).collect::<Vec<_>>()
        };
        others.flat_map(of).collect()
    }
}

/// Sessions of two arms for the trial; `keep` chooses among the periods.
pub(crate) fn trial_sessions(
    periods: &[PeriodRecord],
    arms: (usize, usize),
    keep: impl Fn(&PeriodRecord) -> bool,
    outcome: impl Fn(&PeriodRecord) -> (Option<f64>, Option<f64>),
) -> Vec<Session> {
    let of = |p: &&PeriodRecord| p.session.arm == arms.0 || p.session.arm == arms.1;
    let session = |p: &PeriodRecord| {
        let (y, before) = outcome(p);
        Session {
            block: p.session.block,
            day: p.session.day as f64,
            first: p.session.arm == arms.0,
            outcome: y.filter(|_| keep(p)),
            before,
        }
    };
    periods.iter().filter(of).map(session).collect()
}

/// True if what was done can be this arm: where the pressure tells arms apart, one that was not written down may be.
fn is_of(event: &InputEvent, arm: &Arm) -> bool {
    let other = event.pressure.zip(arm.pressure).is_some_and(|(did, drawn)| did != drawn);
    event.input == arm.input && !(arm.by_pressure() && other)
}

/// What was done, in words.
fn name(event: &InputEvent) -> String {
    let name = vagal_evidence::input(&event.input).map_or(event.input.as_str(), |i| &i.name);
    match event.pressure {
        Some(pressure) => format!("{name} of {} pressure", pressure.id()),
        None => name.to_owned(),
    }
}

fn other_dose(event: &InputEvent, arm: &Arm) -> Option<String> {
    let minutes = event.minutes.filter(|m| (m - arm.minutes).abs() > DOSE_SLACK * arm.minutes);
    let pressure = event.pressure.zip(arm.pressure).filter(|(did, planned)| did != planned);
    match (minutes, pressure) {
        (Some(m), _) => Some(format!("{m:.0} min instead of {:.0}", arm.minutes)),
        (None, Some((did, planned))) => {
            Some(format!("{} pressure instead of {}", did.id(), planned.id()))
        }
        (None, None) if arm.by_pressure() && event.pressure.is_none() => {
            Some("its pressure was not written down".into())
        }
        (None, None) => None,
    }
}
