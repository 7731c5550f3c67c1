//! The plan: everything that is fixed before the first session.

use crate::diary::kinds;
use crate::{Moment, Pressure};

/// What is compared. Fixed before the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExperimentOutcome {
    /// lnRMSSD of the morning after the session.
    Morning,
    /// A wearable's lnRMSSD of the night after the session.
    Night,
    /// lnRMSSD after the session less lnRMSSD before it.
    Session,
    /// Felt tension before the session less felt tension after it.
    Tension,
}

impl ExperimentOutcome {
    /// Every outcome that the diary can deliver.
    pub const ALL: [Self; 4] = [Self::Morning, Self::Night, Self::Session, Self::Tension];

    /// Stable identifier for JSON and the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Morning => "ln_rmssd_morning",
            Self::Night => "ln_rmssd_night",
            Self::Session => "ln_rmssd_session",
            Self::Tension => "tension_drop",
        }
    }

    /// Name for a reader.
    pub fn name(self) -> &'static str {
        match self {
            Self::Morning => "lnRMSSD of the next morning",
            Self::Night => "lnRMSSD of the night after, by a wearable",
            Self::Session => "rise of lnRMSSD from before to after the session",
            Self::Tension => "drop of felt tension from before to after the session",
        }
    }

    /// Unit of a difference.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Tension => "points of 10",
            _ => "ln units",
        }
    }

    /// True if a difference is one of logarithms, and so a factor.
    pub fn is_log(self) -> bool {
        self != Self::Tension
    }

    /// Local days from the session to the reading.
    pub fn lag_days(self) -> i64 {
        match self {
            Self::Morning | Self::Night => 1,
            Self::Session | Self::Tension => 0,
        }
    }

    /// Kind of reading it is made of.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Morning => kinds::LN_RMSSD_MORNING,
            Self::Night => kinds::LN_RMSSD_NIGHT,
            Self::Session => kinds::LN_RMSSD_SPOT,
            Self::Tension => kinds::TENSION,
        }
    }
}

/// How the probability of a false alarm is spread over the looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spending {
    /// 2 − 2 Φ(z / √t): little at first, nearly everything at the end (Lan and DeMets 1983).
    OBrienFleming,
    /// α ln(1 + (e − 1) t): much the same at every look (Lan and DeMets 1983).
    Pocock,
}

impl Spending {
    /// Both.
    pub const ALL: [Self; 2] = [Self::OBrienFleming, Self::Pocock];

    /// Stable identifier for JSON and the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::OBrienFleming => "obrien_fleming",
            Self::Pocock => "pocock",
        }
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Stable identifier for files and the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    /// For a reader: `Monday`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mon => "Monday",
            Self::Tue => "Tuesday",
            Self::Wed => "Wednesday",
            Self::Thu => "Thursday",
            Self::Fri => "Friday",
            Self::Sat => "Saturday",
            Self::Sun => "Sunday",
        }
    }

    /// That of a local day, counted from 1970-01-01, which was a Thursday.
    pub fn of_day(day: i64) -> Self {
        Self::ALL[(day + 3).rem_euclid(7) as usize]
    }
}

/// One input of the experiment with its dose, the same every time.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// What it is called in the draw: the input, with the pressure where several arms share an input (`massage:light`).
    pub id: String,
    /// Identifier of the input in the evidence ledger.
    pub input: String,
    /// Its name for a reader.
    pub name: String,
    /// How long, minutes.
    pub minutes: f64,
    /// How firmly, for touch.
    pub pressure: Option<Pressure>,
}

impl Arm {
    /// An arm of an input; [`Arm::tell_apart`] names arms that share one.
    pub fn new(input: &str, name: &str, minutes: f64, pressure: Option<Pressure>) -> Self {
        Self {
            id: input.to_owned(),
            input: input.to_owned(),
            name: name.to_owned(),
            minutes,
            pressure,
        }
    }

    /// Puts the pressure into id and name of arms that share an input.
    pub fn tell_apart(arms: &mut [Self]) {
        let inputs: Vec<String> = arms.iter().map(|a| a.input.clone()).collect();
        for arm in arms {
            let shared = inputs.iter().filter(|i| **i == arm.input).count() > 1;
            if let Some(pressure) = arm.pressure.filter(|_| shared) {
                arm.id = format!("{}:{}", arm.input, pressure.id());
                arm.name = format!("{} of {} pressure", arm.name, pressure.id());
            }
        }
    }

    /// True if its pressure tells it from another arm.
    pub fn by_pressure(&self) -> bool {
        self.id != self.input
    }
}

/// What is known of this person's outcome from one day to the next, without any session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Standard deviation of the outcome, in its unit.
    pub sd: f64,
    /// Degrees of freedom that the standard deviation is worth; the prior's included.
    pub freedom: f64,
    /// Correlation of one day's reading with the next; 0 for outcomes that are differences within a day.
    pub correlation: f64,
    /// Readings of this person behind it; 0 where only the prior is.
    pub readings: usize,
}

/// A session of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionDay {
    /// Block, from 0.
    pub block: usize,
    /// Local day, counted from 1970-01-01.
    pub day: i64,
    /// Index into the arms.
    pub arm: usize,
}

/// An experiment as registered: nothing in it is decided after the first session.
#[derive(Clone, Debug, PartialEq)]
pub struct ExperimentPlan {
    /// Whose it is.
    pub person: String,
    /// Program and version that made it.
    pub made_by: String,
    /// When it was registered.
    pub registered: Moment,
    /// Seed of the allocation and of the sign flips of the test.
    pub seed: u64,
    /// Two to four inputs. The question is the first against the second.
    pub arms: Vec<Arm>,
    /// Session days by block, one a day, as many a block as there are arms.
    pub blocks: Vec<Vec<i64>>,
    /// Days of the week on which sessions may be.
    pub weekdays: Vec<Weekday>,
    /// Days from one session to the next, at least.
    pub washout_days: i64,
    /// What is compared.
    pub primary: ExperimentOutcome,
    /// True if its readings come from a pulse wave.
    pub pulse_wave: bool,
    /// What is reported beside it, without a verdict.
    pub secondary: Vec<ExperimentOutcome>,
    /// Smallest worthwhile change: differences within ± this count as none. Unit of the outcome.
    pub swc: f64,
    /// Why it is so large.
    pub swc_reason: String,
    /// Blocks after which there is a look; the last is all of them.
    pub looks: Vec<usize>,
    /// How the false alarms are spread over the looks.
    pub spending: Spending,
    /// Probability of saying that there is a difference where there is none, two-sided, over all looks.
    pub level: f64,
    /// Probability of saying that there is no difference where there is one as large as the SWC, over all looks.
    pub no_difference_level: f64,
    /// The noise it was planned with.
    pub noise: Noise,
    /// The true difference it was planned to find, unit of the outcome.
    pub effect: f64,
    /// Simulated probability of finding it.
    pub power: f64,
    /// Share of outcomes expected to be missing.
    pub missing: f64,
}

impl ExperimentPlan {
    /// Sessions of one arm.
    pub fn sessions_per_arm(&self) -> usize {
        self.blocks.len()
    }

    /// First and last session day.
    pub fn span(&self) -> Option<(i64, i64)> {
        Some((*self.blocks.first()?.first()?, *self.blocks.last()?.last()?))
    }

    /// Weeks from the first session to the last outcome.
    pub fn weeks(&self) -> f64 {
        self.span()
            .map_or(0.0, |(first, last)| (last - first + 1 + self.primary.lag_days()) as f64 / 7.0)
    }
}

/// What a design of this size would find.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerCell {
    /// Sessions of each arm.
    pub sessions_per_arm: usize,
    /// Weeks it takes.
    pub weeks: f64,
    /// True difference simulated, unit of the outcome.
    pub effect: f64,
    /// Simulated experiments.
    pub experiments: usize,
    /// Share that says `more_than`, as is true; of either direction where the difference is 0.
    pub found: f64,
    /// Share that says `no_difference`.
    pub no_difference: f64,
    /// Sessions of each arm until the answer, on average.
    pub sessions_used: f64,
}

/// Power by size and effect, simulated with looks and missing outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerTable {
    /// Every cell, by size, then by effect.
    pub cells: Vec<PowerCell>,
    /// Power asked for.
    pub target: f64,
    /// Difference asked for.
    pub effect: f64,
    /// Sessions of each arm that reach it.
    pub needed: usize,
    /// Weeks they take.
    pub needed_weeks: f64,
    /// True if that lies beyond the largest design simulated and was extrapolated.
    pub extrapolated: bool,
    /// Longest experiment that was asked for, weeks.
    pub most_weeks: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_are_those_of_the_calendar() {
        // GNU date: date -u -d @0 +%a is Thu; 2026-12-01 is a Tuesday and day 20788.
        assert_eq!(Weekday::of_day(0), Weekday::Thu);
        assert_eq!(Weekday::of_day(20_788), Weekday::Tue);
        assert_eq!(Weekday::of_day(-1), Weekday::Wed);
    }
}
