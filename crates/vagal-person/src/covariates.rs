//! What a diary says of each day beside inputs and outputs: the interference load, and steady habits.

use vagal_core::diary::{Diary, Moment, kinds};

use crate::event::Load;
use crate::events::LEAST_READINGS;
use crate::summary::{mean, variance};

/// Days over which half of a strain is forgotten; house choice.
const STRAIN_HALF_LIFE_DAYS: f64 = 2.0;
/// Load of a day of illness, in standard deviations of an ordinary strain; house choice.
const ILLNESS_LOAD: f64 = 2.0;
/// Days of an episode from which it counts as lasting: six weeks, after which the guide no longer speaks of a stretch. House choice.
const LASTING_DAYS: f64 = 42.0;
/// Days over which half of the lasting strain is forgotten: strain of six weeks has become lasting to seven eighths.
const LASTING_HALF_LIFE_DAYS: f64 = LASTING_DAYS / 3.0;
/// Days that a diary needs to tell lasting load from that of today. House choice, as for habits.
const LEAST_LASTING_DAYS: usize = 56;
/// Least standard deviation of the lasting load over days: stress that is forgotten from one day to the next reaches it in at most 4% of diaries of
/// 8 to 52 weeks (simulated), stress with a memory of a week lies near 1.
const LEAST_LASTING_SD: f64 = 0.45;
/// Days over which half of what was done for sleep, movement and food is forgotten; house choice, a week.
const HABIT_HALF_LIFE_DAYS: f64 = 7.0;
/// Days that a diary of habits needs: with less, a week's memory leaves two or three weeks to compare. House choice.
const LEAST_HABIT_DAYS: usize = 56;
/// Share of these days with an entry of at least one habit. House choice.
const LEAST_HABIT_SHARE: f64 = 0.5;

/// Mean over the kinds logged on each local day that count, the others taken for 0, in units of the person's own spread around the person's own mean; `None` on a
/// day without any.
fn logged(
    diary: &Diary,
    kinds: &[(&'static str, f64)],
    counts: impl Fn(&str) -> bool,
    (first_day, count): (i64, usize),
) -> Vec<Option<f64>> {
    let (mut sums, mut logged) = (vec![0.0; count], vec![0_usize; count]);
    for &(kind, sign) in kinds {
        let values: Vec<f64> = diary.readings_of(kind).map(|r| r.value()).collect();
        if values.len() < LEAST_READINGS {
            continue;
        }
        let centre = mean(&values);
        let sd = variance(values.iter().copied()).sqrt();
        if sd <= 0.0 {
            continue;
        }
        for reading in diary.readings_of(kind) {
            let day = (reading.moment.local_day() - first_day).clamp(0, count as i64 - 1);
            if counts(kind) {
                sums[day as usize] += sign * (reading.value() - centre) / sd;
            }
            logged[day as usize] += 1;
        }
    }
    sums.iter().zip(&logged).map(|(sum, &n)| (n > 0).then(|| sum / n as f64)).collect()
}

/// An average that forgets half of a day after so many days, in units of the spread that independent days would give it.
fn forgetting(days: &[Option<f64>], half_life_days: f64) -> Vec<f64> {
    let keep = 0.5_f64.powf(1.0 / half_life_days);
    let mut average = 0.0;
    days.iter()
        .map(|day| {
            // A day without an entry forgets; it is not a day like the mean.
            average *= keep;
            average += (1.0 - keep) * day.unwrap_or(0.0);
            // An average of independent days shrinks; its own spread is the unit.
            average / ((1.0 - keep) / (1.0 + keep)).sqrt()
        })
        .collect()
}

/// Steady sleep, movement and food of each local day: more than the person's own mean is above 0. No sign of their effect is
/// assumed.
pub(crate) struct Habits {
    first_day: i64,
    days: Vec<f64>,
}

impl Habits {
    /// `None` where the diary is too short, logs them too rarely, or they never varied.
    pub(crate) fn new(diary: &Diary) -> Option<Self> {
        let (first, last) = diary.span()?;
        let first_day = first.local_day();
        let count = (last.local_day() - first_day + 1).clamp(1, 100_000) as usize;
        let habits = [(kinds::SLEEP, 1.0), (kinds::TRAINING, 1.0), (kinds::DIET, 1.0)];
        let logged = logged(diary, &habits, |_| true, (first_day, count));
        let with = logged.iter().flatten().count();
        if with < LEAST_HABIT_DAYS || (with as f64) < LEAST_HABIT_SHARE * count as f64 {
            return None;
        }
        let mut days = forgetting(&logged, HABIT_HALF_LIFE_DAYS);
        let (centre, sd) = (mean(&days), variance(days.iter().copied()).sqrt());
        if !(sd > 0.0 && sd.is_finite()) {
            return None;
        }
        days.iter_mut().for_each(|day| *day = (*day - centre) / sd);
        Some(Self { first_day, days })
    }

    pub(crate) fn at(&self, moment: Moment) -> f64 {
        let day = (moment.local_day() - self.first_day).max(0) as usize;
        self.days.get(day).or(self.days.last()).copied().unwrap_or(0.0)
    }
}

/// What of a load has lasted after another day of it.
pub(crate) fn lasting_after(lasting: f64, load: f64) -> f64 {
    let keep = 0.5_f64.powf(1.0 / LASTING_HALF_LIFE_DAYS);
    lasting + (1.0 - keep) * (load - lasting)
}

/// The interference load of each local day, and the part of it that has lasted.
pub(crate) struct Loads {
    first_day: i64,
    days: Vec<Load>,
}

impl Loads {
    /// Stress, sleep, training in units of the person's own spread around the person's own mean, averaged over those that
    /// were logged and slowly forgotten; illness and episodes come on top. Of strain its average over weeks has lasted, of episodes
    /// the days after the first [`LASTING_DAYS`].
    pub(crate) fn new(diary: &Diary) -> Self {
        Self::of_drivers(diary, |_| true)
    }

    /// The part of the load that comes from the drivers that count; parts of all drivers add up to the load.
    fn of_drivers(diary: &Diary, counts: impl Fn(&str) -> bool) -> Self {
        let Some((first, last)) = diary.span() else {
            return Self { first_day: 0, days: Vec::new() };
        };
        let first_day = first.local_day();
        let count = (last.local_day() - first_day + 1).clamp(1, 100_000) as usize;
        let strains = [(kinds::STRESS, 1.0), (kinds::SLEEP, -1.0), (kinds::TRAINING, 1.0)];
        let logged = logged(diary, &strains, &counts, (first_day, count));
        let strain = forgetting(&logged, STRAIN_HALF_LIFE_DAYS);
        let mut days: Vec<Load> = strain
            .iter()
            .scan(0.0, |lasting: &mut f64, &strain| {
                *lasting = lasting_after(*lasting, strain);
                Some(Load { total: strain, lasting: *lasting })
            })
            .collect();
        for reading in diary.readings_of(kinds::ILLNESS).filter(|_| counts(kinds::ILLNESS)) {
            let day = (reading.moment.local_day() - first_day).clamp(0, count as i64 - 1);
            days[day as usize].total += ILLNESS_LOAD * reading.value();
        }
        for episode in diary.episodes().iter().filter(|e| counts(&e.interference)) {
            let end = episode.end.unwrap_or(last);
            let from = episode.onset.local_day() - first_day;
            let to = end.local_day() - first_day;
            for day in from.max(0)..=to.min(count as i64 - 1) {
                let load = &mut days[day as usize];
                load.total += ILLNESS_LOAD * episode.load();
                if (day - from) as f64 >= LASTING_DAYS {
                    load.lasting += ILLNESS_LOAD * episode.load();
                }
            }
        }
        Self { first_day, days }
    }

    pub(crate) fn at(&self, moment: Moment) -> Load {
        let day = (moment.local_day() - self.first_day).max(0) as usize;
        self.days.get(day).or(self.days.last()).copied().unwrap_or_default()
    }

    /// True if a diary could tell what lasting load costs beyond that of today: it is long enough, and lasting load came or went.
    pub(crate) fn tell_lasting(&self) -> bool {
        let sd = variance(self.days.iter().map(|load| load.lasting)).sqrt();
        self.days.len() >= LEAST_LASTING_DAYS && sd >= LEAST_LASTING_SD
    }
}

/// What drivers add to the load on the last day of a diary, in units of the load: each by the kind of reading or the
/// identifier of the interference that it stands under. Parts of all drivers add up to the load.
pub fn load_of_drivers(diary: &Diary, drivers: &[&str]) -> Load {
    Loads::of_drivers(diary, |id| drivers.contains(&id)).days.last().copied().unwrap_or_default()
}
