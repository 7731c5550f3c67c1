//! Simulated people: a diary and answers from a known state.
//!
//! ```text
//! tension      level + load(t) + trend · t + wander(t) + session effects that decay + noise, rounded to whole points
//! lnRMSSD      level + wander(t) − load/20 + session effects that decay + noise
//! booking      by plan, or by need: when tension was high in the evening (half of the people each)
//! areas        one pair that stays (the same each time), or pairs that wander from week to week
//! ```
//!
//! It is not the model that the rules are built on; they see dates, ratings and readings alone.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Normal};
use vagal::core::diary::{BODY_REGIONS, kinds};
use vagal::core::{Answer, Diary, Episode, InputEvent, Moment, Person, Reading};
use vagal::evidence::rule_questions;
use vagal::guide::safety::Answers;

use super::model::*;

/// What kind of person.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Stable identifier in the table.
    pub id: &'static str,
    /// For a reader.
    pub name: &'static str,
    /// Verdicts that are right for them.
    pub right: &'static [&'static str],
    /// Weeks of the diary.
    pub weeks: i64,
    /// Usual tension without load.
    pub level: f64,
    /// Change of the level over the whole diary, points.
    pub change: f64,
    /// Tension that a load brought within the last weeks.
    pub load: f64,
    /// Days between sessions, and their length in minutes; nobody is massaged before the load began where there is one.
    pub every: i64,
    /// Minutes of a session.
    pub minutes: f64,
    /// Half-life of a session's effect on tension, days.
    pub half_life: f64,
    /// What sessions add to lnRMSSD beyond rest.
    pub beyond_rest: f64,
    /// Sessions of rest with readings around them.
    pub rests: usize,
    /// True if the same areas come back.
    pub same_areas: bool,
    /// True if a clinician recorded a driver.
    pub driver: bool,
    /// Share of the days that are written down.
    pub kept: f64,
    /// True if the questions of the rules were answered.
    pub answered: bool,
    /// A red flag answered with yes.
    pub red_flag: bool,
}

/// Anything but a review, for people without a driver of whom half use massage to wind down.
const NO_REVIEW: &[&str] = &["FITS", "NEITHER", "INSUFFICIENT"];

const HEALTHY: Kind = Kind {
    id: "upkeep",
    name: "working base, a session every three weeks, no driver",
    right: NO_REVIEW,
    weeks: 16,
    level: 2.0,
    change: 0.0,
    load: 0.0,
    every: 21,
    minutes: 60.0,
    half_life: 1.5,
    beyond_rest: 0.2,
    rests: 0,
    same_areas: false,
    driver: false,
    kept: 0.9,
    answered: true,
    red_flag: false,
};

const CHRONIC: Kind = Kind {
    id: "chronic",
    name: "lasting tension, an hour a week, no lasting effect",
    right: &["CONSIDER_REVIEW"],
    level: 6.0,
    every: 7,
    half_life: 1.0,
    ..HEALTHY
};

/// Every kind of person of the study.
pub const KINDS: &[Kind] = &[
    HEALTHY,
    Kind {
        id: "upkeep_same",
        name: "working base, a session a week, the same areas each time",
        same_areas: true,
        every: 7,
        ..HEALTHY
    },
    Kind {
        id: "near_border",
        name: "working base with tension just below the border, an hour a week, no lasting effect",
        level: 3.3,
        every: 7,
        half_life: 1.0,
        ..HEALTHY
    },
    Kind {
        id: "acute",
        name: "working base, a load within the last five weeks",
        right: &["FITS"],
        load: 4.0,
        every: 7,
        ..HEALTHY
    },
    Kind {
        id: "acute_same",
        name: "working base, a load within the last five weeks, the same areas each time",
        right: &["FITS"],
        load: 4.0,
        every: 4,
        same_areas: true,
        ..HEALTHY
    },
    Kind {
        id: "no_more_than_rest",
        name: "working base, sessions do what rest does",
        right: &["FITS"],
        beyond_rest: 0.0,
        every: 7,
        rests: 5,
        ..HEALTHY
    },
    Kind {
        id: "more_than_rest",
        name: "working base, sessions do .4 ln units more than rest",
        right: &["FITS"],
        beyond_rest: 0.4,
        every: 7,
        rests: 5,
        ..HEALTHY
    },
    Kind {
        id: "improving",
        name: "lasting tension that falls by 4 points over 16 weeks",
        right: &["FITS"],
        level: 7.0,
        change: -4.0,
        ..CHRONIC
    },
    CHRONIC,
    Kind {
        id: "chronic_long",
        name: "lasting tension, an hour a week, half a year of diary",
        weeks: 26,
        ..CHRONIC
    },
    Kind {
        id: "chronic_small",
        name: "lasting tension, half an hour every second week",
        every: 14,
        minutes: 30.0,
        ..CHRONIC
    },
    Kind {
        id: "structural",
        name: "lasting tension, a clinician recorded a driver, the same areas",
        same_areas: true,
        driver: true,
        ..CHRONIC
    },
    Kind {
        id: "missing",
        name: "lasting tension, a quarter of the days written down, questions open",
        right: &["INSUFFICIENT"],
        kept: 0.25,
        answered: false,
        ..CHRONIC
    },
    Kind {
        id: "red_flag",
        name: "lasting tension, one red flag answered with yes",
        right: &["SUPPRESSED"],
        red_flag: true,
        ..CHRONIC
    },
];

/// A simulated person.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// The diary.
    pub diary: Diary,
    /// The answers.
    pub answers: Answers,
    /// The evening of the last day.
    pub at: Moment,
}

struct Draw(ChaCha8Rng);

impl Draw {
    fn normal(&mut self, sd: f64) -> f64 {
        Normal::new(0.0, sd).map_or(0.0, |normal| normal.sample(&mut self.0))
    }

    fn chance(&mut self, p: f64) -> bool {
        self.0.random::<f64>() < p
    }
}

fn moment(day: i64, hour: f64) -> Moment {
    let seconds = day * 86_400 + (hour * 3600.0) as i64;
    Moment::new(seconds, 0).expect("invariant: a few months after 1970")
}

/// A person of a kind; the same seed gives the same person.
pub fn person(kind: &Kind, seed: u64) -> Simulated {
    let mut draw = Draw(ChaCha8Rng::seed_from_u64(seed));
    let days = kind.weeks * 7;
    let by_need = draw.chance(0.5);
    let began = days - draw.0.random_range(12..=35);
    let loaded = |day: i64| if kind.load > 0.0 && day >= began { kind.load } else { 0.0 };
    let first = if kind.load > 0.0 { began + 2 } else { draw.0.random_range(0..kind.every.min(7)) };
    let mut diary = Lines::default();
    let keep = (-1.0 / WANDER_HALF_LIFE).exp2();
    let fade = (-1.0 / kind.half_life).exp2();
    let step = (1.0 - keep * keep).sqrt();
    let (mut wander, mut wander_ln) = (draw.normal(WANDER_TENSION), draw.normal(WANDER_LN));
    let (mut effect, mut effect_ln) = (0.0, 0.0);
    let mut next = first;
    let mut rests = kind.rests;
    let own_areas = areas(&mut draw);
    let mut now_areas = own_areas;
    for day in 0..days {
        wander = keep * wander + step * draw.normal(WANDER_TENSION);
        wander_ln = keep * wander_ln + step * draw.normal(WANDER_LN);
        effect *= fade;
        effect_ln *= fade;
        if day % 7 == 0 && !kind.same_areas {
            now_areas = areas(&mut draw);
        }
        let slope = kind.change * day as f64 / days as f64;
        let true_tension = kind.level + loaded(day) + slope + wander - effect;
        let stress = 3.0 + 1.2 * loaded(day) + draw.normal(1.0);
        let ln = 3.7 + wander_ln - 0.05 * loaded(day) + effect_ln;
        let written = draw.chance(kind.kept);
        let mut taken_off = 0.0;
        if written {
            diary.areas(day, 8.0, &now_areas, true_tension, &mut draw);
            let morning = ln + draw.normal(NOISE_LN);
            diary.reading(kinds::LN_RMSSD_MORNING, day, 7.0, morning);
            diary.reading(kinds::RESTING_HR, day, 7.0, 60.0 - 6.0 * (ln - 3.7) + draw.normal(1.5));
            let sleep = 7.8 - 0.2 * loaded(day) + draw.normal(0.6);
            diary.reading(kinds::SLEEP, day, 7.0, sleep.clamp(0.0, 12.0));
            diary.reading(kinds::STRESS, day, 21.0, stress.round().clamp(0.0, 10.0));
        }
        // By need: the plan waits for a bad evening, a few days at most.
        let need = !by_need || true_tension >= kind.level + loaded(day) + 0.5 || day >= next + 4;
        if day >= next && need {
            next = day + kind.every;
            let drop = (DROP.0 + draw.normal(DROP.1)).max(0.0);
            let drop = drop.min(true_tension.max(0.0));
            if written || kind.kept > 0.5 {
                diary.areas(day, 17.0, &now_areas, true_tension, &mut draw);
                diary.areas(day, 19.5, &now_areas, true_tension - drop, &mut draw);
                let rise = REST_RISE + kind.beyond_rest;
                diary.pair(day, 17.5, 19.2, ln, rise, &mut draw);
            }
            let minutes = (kind.kept > 0.5).then_some(kind.minutes);
            diary.input("massage", day, 18.0, minutes);
            effect += drop;
            taken_off = drop;
            effect_ln += kind.beyond_rest;
        } else if rests > 0 && day % 7 == 3 {
            rests -= 1;
            diary.input("rest", day, 18.0, Some(60.0));
            diary.pair(day, 17.5, 19.2, ln, REST_RISE, &mut draw);
        }
        if written {
            diary.areas(day, 21.0, &now_areas, true_tension - taken_off, &mut draw);
        }
    }
    if kind.load > 0.0 {
        let lead = draw.0.random_range(0..=7);
        diary.episode("stress", began - lead, 0.7);
    }
    if kind.driver {
        diary.episode("structural", days - 60, 1.0);
    }
    let name = Person { id: format!("{}-{seed}", kind.id), name: None };
    let Lines { inputs, readings, episodes } = diary;
    Simulated {
        diary: Diary::new(name, inputs, readings, episodes, Vec::new()),
        answers: answers(kind, &mut draw),
        at: moment(days - 1, 23.0),
    }
}

/// Two different regions.
fn areas(draw: &mut Draw) -> [usize; 2] {
    let one = draw.0.random_range(0..BODY_REGIONS.len());
    let other = draw.0.random_range(1..BODY_REGIONS.len());
    [one, (one + other) % BODY_REGIONS.len()]
}

/// No to everything but the consent; the goal by lot.
fn answers(kind: &Kind, draw: &mut Draw) -> Answers {
    let mut answers = Answers::of_the_untroubled();
    if kind.answered {
        let goal = kind.level < 4.0 && (kind.rests > 0 || draw.chance(0.5));
        answers.set("GQ-01", 0, if goal { Answer::Yes } else { Answer::No });
    } else {
        for question in rule_questions() {
            for index in 0..question.asks.len() {
                answers.set(&question.id, index, Answer::Unanswered);
            }
        }
    }
    if kind.red_flag {
        let flags = ["RF-01", "RF-07", "RF-10", "RF-20", "RF-22"];
        answers.set(flags[draw.0.random_range(0..flags.len())], 0, Answer::Yes);
    }
    answers
}

#[derive(Default)]
struct Lines {
    inputs: Vec<InputEvent>,
    readings: Vec<Reading>,
    episodes: Vec<Episode>,
}

impl Lines {
    fn reading(&mut self, kind: &str, day: i64, hour: f64, value: f64) {
        self.readings.extend(Reading::new(kind, moment(day, hour), value).ok());
    }

    /// Two areas around the tension of the person, as whole points.
    fn areas(&mut self, day: i64, hour: f64, at: &[usize; 2], tension: f64, draw: &mut Draw) {
        for area in at {
            let value = (tension + draw.normal(NOISE_TENSION)).round().clamp(0.0, 10.0);
            let reading = Reading::new(kinds::TENSION, moment(day, hour), value);
            let region = BODY_REGIONS[*area].id;
            self.readings.extend(reading.and_then(|r| r.at_region(region)).ok());
        }
    }

    fn pair(&mut self, day: i64, before: f64, after: f64, ln: f64, rise: f64, draw: &mut Draw) {
        let (a, b) = (ln + draw.normal(NOISE_SPOT), ln + rise + draw.normal(NOISE_SPOT));
        self.reading(kinds::LN_RMSSD_SPOT, day, before, a);
        self.reading(kinds::LN_RMSSD_SPOT, day, after, b);
    }

    fn input(&mut self, input: &str, day: i64, hour: f64, minutes: Option<f64>) {
        self.inputs.push(InputEvent { minutes, ..InputEvent::new(input, moment(day, hour)) });
    }

    fn episode(&mut self, kind: &str, day: i64, load: f64) {
        self.episodes.extend(Episode::new(kind, moment(day, 9.0), None, load).ok());
    }
}
