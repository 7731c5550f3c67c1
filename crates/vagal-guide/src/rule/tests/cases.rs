//! Diaries by hand, and what each rule must make of them.

use vagal_core::RuleState::{self, False, Insufficient, True};
use vagal_core::diary::{BODY_REGIONS, kinds};

use crate::quantity::made::Made;

/// A diary, the rule looked at, the day, and what must come out: state and sentence.
pub(super) type Row = (&'static str, Made, i64, RuleState, &'static str);

pub(super) fn made(fill: impl FnOnce(&mut Made)) -> Made {
    let mut made = Made::default();
    fill(&mut made);
    made
}

/// Tension every day: `level` of a day, a little up and down.
pub(super) fn tension(
    made: &mut Made,
    days: std::ops::RangeInclusive<i64>,
    level: impl Fn(i64) -> f64,
) {
    for day in days {
        made.tension(day, 8.0, level(day) + 0.5 * (day % 3 - 1) as f64);
    }
}

pub(super) fn massages(
    made: &mut Made,
    days: std::ops::RangeInclusive<i64>,
    step: usize,
    minutes: f64,
) {
    for day in days.step_by(step) {
        made.massage(day, 18.0, minutes);
    }
}

/// Four weeks of a base that works.
fn base(made: &mut Made, from: i64, to: i64) {
    for day in from..=to {
        let wobble = 0.1 * (day % 3 - 1) as f64;
        made.reading(kinds::LN_RMSSD_MORNING, day, 7.0, 3.7 + wobble);
        made.reading(kinds::RESTING_HR, day, 7.0, 58.0).reading(kinds::SLEEP, day, 7.0, 7.5);
        made.reading(kinds::STRESS, day, 20.0, 3.0).tension(day, 8.0, 2.0);
    }
}

fn pairs(made: &mut Made, input: &str, from: i64, change: f64, n: i64) {
    for day in from..from + n {
        made.reading(kinds::LN_RMSSD_SPOT, day, 17.5, 3.5).input(input, day, 18.0, 60.0);
        made.reading(kinds::LN_RMSSD_SPOT, day, 19.3, 3.5 + change + 0.02 * (day % 2) as f64);
    }
}

fn maps(made: &mut Made, weeks: i64, area: impl Fn(i64) -> &'static str, low: f64) {
    for week in 0..weeks {
        let day = 7 * week;
        made.region(day, 17.0, area(week), if week % 2 == 0 { 7.0 } else { low });
        made.massage(day, 18.0, 60.0).region(day, 19.5, area(week), 2.0);
    }
}

pub(super) fn first_list() -> Vec<Row> {
    let risen = |made: &mut Made| tension(made, 0..=60, |day| if day < 40 { 2.0 } else { 6.0 });
    let winding_down = |made: &mut Made| {
        base(made, 0, 60);
        made.answered("GQ-01 = true");
    };
    vec![
        (
            "A1",
            made(|m| {
                risen(m);
                m.episode("illness", 35, 38, 0.8);
            }),
            60,
            True,
            "fires",
        ),
        (
            "A1",
            made(|m| {
                m.answered("GQ-02 = [true, true]");
            }),
            60,
            True,
            "by_answer",
        ),
        ("A1", made(risen), 60, False, "no_load"),
        ("A1", made(|m| tension(m, 0..=60, |_| 2.0)), 60, False, "not_raised"),
        ("A1", made(|m| tension(m, 0..=90, |_| 6.0)), 90, False, "too_long"),
        (
            "A1",
            made(|m| {
                m.answered("GQ-02 = [true, false]");
            }),
            60,
            False,
            "not_by_answer",
        ),
        (
            "A1",
            made(|m| {
                m.answered("GQ-02 = [true]");
            }),
            60,
            Insufficient,
            "open",
        ),
        (
            "A2",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                tension(m, 0..=84, |d| 6.0 - d as f64 / 28.0);
            }),
            84,
            True,
            "fires",
        ),
        (
            "A2",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                tension(m, 0..=84, |_| 6.0);
            }),
            84,
            False,
            "no_change",
        ),
        (
            "A2",
            made(|m| {
                massages(m, 0..=9, 9, 60.0);
                tension(m, 0..=84, |_| 6.0);
            }),
            84,
            False,
            "not_regular",
        ),
        (
            "A2",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                tension(m, 0..=84, |d| 6.0 - 1.75 * d as f64 / 84.0);
            }),
            84,
            Insufficient,
            "unsure",
        ),
        (
            "A2",
            made(|m| {
                massages(m, 0..=50, 7, 60.0);
                tension(m, 0..=50, |_| 6.0);
            }),
            50,
            Insufficient,
            "open",
        ),
        (
            "A3",
            made(|m| {
                winding_down(m);
                pairs(m, "massage", 30, 0.6, 6);
                pairs(m, "rest", 40, 0.0, 4);
            }),
            60,
            True,
            "fires_more",
        ),
        (
            "A3",
            made(|m| {
                winding_down(m);
                pairs(m, "massage", 30, 0.1, 6);
                pairs(m, "rest", 40, 0.1, 4);
            }),
            60,
            True,
            "fires_same",
        ),
        ("A3", made(winding_down), 60, True, "fires_alone"),
        (
            "A3",
            made(|m| {
                base(m, 0, 60);
                m.answered("GQ-01 = false");
            }),
            60,
            False,
            "not_goal",
        ),
        (
            "A3",
            made(|m| {
                winding_down(m);
                tension(m, 33..=60, |_| 9.0);
            }),
            60,
            False,
            "base_not",
        ),
        ("A3", made(|m| base(m, 0, 60)), 60, Insufficient, "open"),
        (
            "A3",
            made(|m| {
                base(m, 50, 60);
                m.answered("GQ-01 = true");
            }),
            60,
            Insufficient,
            "open",
        ),
        (
            "A4",
            made(|m| {
                massages(m, 0..=27, 7, 60.0);
                for d in 0..28 {
                    m.input("movement", d, 9.0, 30.0).input("meditation", d, 9.0, 9.0);
                }
            }),
            27,
            True,
            "fires",
        ),
        (
            "A4",
            made(|m| {
                massages(m, 0..=27, 7, 60.0);
                for d in 0..28 {
                    m.input("movement", d, 9.0, 30.0);
                }
            }),
            27,
            False,
            "too_few",
        ),
        (
            "A4",
            made(|m| {
                for d in 0..28 {
                    for h in 0..3 {
                        m.massage(d, 12.0 + 2.0 * f64::from(h), 60.0);
                    }
                    m.input("movement", d, 9.0, 30.0).input("meditation", d, 9.0, 9.0);
                }
            }),
            27,
            False,
            "mostly_massage",
        ),
        (
            "A4",
            made(|m| {
                for d in 0..28 {
                    m.input("movement", d, 9.0, 30.0);
                }
            }),
            27,
            False,
            "no_massage",
        ),
        ("A4", made(|m| tension(m, 0..=60, |_| 2.0)), 60, Insufficient, "open"),
    ]
}

pub(super) fn second_list() -> Vec<Row> {
    let flat = |m: &mut Made| tension(m, 0..=84, |_| 6.0);
    let neck = |_| "neck";
    vec![
        (
            "S1a",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                flat(m);
            }),
            84,
            True,
            "fires",
        ),
        (
            "S1a",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                tension(m, 0..=84, |_| 2.0);
            }),
            84,
            False,
            "not_raised",
        ),
        (
            "S1a",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                tension(m, 0..=84, |d| 7.5 - d as f64 / 28.0);
            }),
            84,
            False,
            "changed",
        ),
        (
            "S1a",
            made(|m| {
                massages(m, 0..=9, 9, 60.0);
                flat(m);
            }),
            84,
            False,
            "not_regular",
        ),
        (
            "S1a",
            made(|m| {
                massages(m, 0..=84, 7, 30.0);
                flat(m);
            }),
            84,
            False,
            "under_dosed",
        ),
        (
            "S1a",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                tension(m, 0..=84, |d| 6.0 - 1.75 * d as f64 / 84.0);
            }),
            84,
            Insufficient,
            "unsure",
        ),
        ("S1a", made(|m| massages(m, 0..=84, 7, 60.0)), 84, Insufficient, "open"),
        (
            "S1a",
            made(|m| {
                flat(m);
                for d in (0..=84).step_by(7) {
                    m.unmeasured_massage(d, 18.0);
                }
            }),
            84,
            Insufficient,
            "open",
        ),
        (
            "S1b",
            made(|m| {
                massages(m, 0..=84, 7, 30.0);
                flat(m);
            }),
            84,
            True,
            "fires",
        ),
        (
            "S1b",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                flat(m);
            }),
            84,
            False,
            "dosed",
        ),
        (
            "S1b",
            made(|m| {
                massages(m, 0..=84, 7, 30.0);
                tension(m, 0..=84, |_| 2.0);
            }),
            84,
            False,
            "not_raised",
        ),
        (
            "S1b",
            made(|m| {
                massages(m, 0..=84, 7, 30.0);
                tension(m, 0..=84, |d| 7.5 - d as f64 / 28.0);
            }),
            84,
            False,
            "changed",
        ),
        (
            "S1b",
            made(|m| {
                massages(m, 0..=9, 9, 30.0);
                flat(m);
            }),
            84,
            False,
            "not_regular",
        ),
        (
            "S1b",
            made(|m| {
                massages(m, 0..=84, 7, 30.0);
                tension(m, 0..=84, |d| 6.0 - 1.75 * d as f64 / 84.0);
            }),
            84,
            Insufficient,
            "unsure",
        ),
        ("S1b", Made::default(), 84, Insufficient, "open"),
        ("S2", made(|m| maps(m, 8, neck, 7.0)), 56, True, "fires"),
        ("S2", made(|m| maps(m, 8, neck, 5.0)), 56, False, "seldom"),
        (
            "S2",
            made(|m| maps(m, 8, |week| BODY_REGIONS[week as usize].id, 7.0)),
            56,
            False,
            "seldom",
        ),
        ("S2", made(everywhere), 56, False, "not_alike"),
        ("S2", made(|m| maps(m, 6, neck, 7.0)), 56, Insufficient, "open"),
        (
            "S3",
            made(|m| {
                m.answered("GQ-03 = [true, true]");
            }),
            0,
            True,
            "fires",
        ),
        (
            "S3",
            made(|m| {
                m.answered("GQ-03 = false");
            }),
            0,
            False,
            "no_injury",
        ),
        (
            "S3",
            made(|m| {
                m.answered("GQ-03 = [true, false]");
            }),
            0,
            False,
            "no_symptoms",
        ),
        (
            "S3",
            made(|m| {
                m.answered("GQ-03 = [true]");
            }),
            0,
            Insufficient,
            "open",
        ),
        ("S3", Made::default(), 0, Insufficient, "open"),
        (
            "S4",
            made(|m| {
                m.answered("GQ-04 = [true, \"?\", true]");
            }),
            0,
            True,
            "fires",
        ),
        (
            "S4",
            made(|m| {
                m.answered("GQ-04 = [true, false, false, false, false, false]");
            }),
            0,
            False,
            "few",
        ),
        (
            "S4",
            made(|m| {
                m.answered("GQ-04 = [true, false, false, false, false]");
            }),
            0,
            Insufficient,
            "open",
        ),
    ]
}

/// All areas alike, which shuffling cannot change.
fn everywhere(made: &mut Made) {
    for week in 0..8 {
        for region in BODY_REGIONS {
            made.region(7 * week, 17.0, region.id, 7.0).region(7 * week, 19.5, region.id, 2.0);
        }
        made.massage(7 * week, 18.0, 60.0);
    }
}

pub(super) fn use_cases() -> Vec<Row> {
    let risen = |m: &mut Made| {
        base(m, 0, 39);
        tension(m, 40..=60, |_| 6.0);
        m.episode("illness", 35, 38, 0.8);
    };
    let stressed = |m: &mut Made, from: i64| {
        for day in 0..=90 {
            m.reading(kinds::STRESS, day, 20.0, if day >= from { 8.0 } else { 3.0 });
        }
    };
    let training = |m: &mut Made, last: f64| {
        for day in 0..=40 {
            m.reading(kinds::TRAINING, day, 19.0, if day == 38 { last } else { 100.0 });
        }
    };
    vec![
        ("UC-M", made(|m| base(m, 0, 60)), 60, True, "fires"),
        ("UC-M", made(risen), 60, False, "acute"),
        (
            "UC-M",
            made(|m| {
                base(m, 0, 90);
                for d in 60..=90 {
                    m.reading(kinds::STRESS, d, 21.0, 9.0);
                }
            }),
            90,
            False,
            "base_not",
        ),
        ("UC-M", Made::default(), 60, Insufficient, "open"),
        ("UC-S", made(|m| stressed(m, 80)), 90, True, "fires"),
        ("UC-S", made(|m| stressed(m, 99)), 90, False, "few"),
        ("UC-S", made(|m| stressed(m, 10)), 90, False, "too_long"),
        ("UC-S", Made::default(), 90, Insufficient, "open"),
        ("UC-A", made(|m| training(m, 300.0)), 40, True, "fires"),
        ("UC-A", made(|m| training(m, 100.0)), 40, False, "no_hard_day"),
        ("UC-A", Made::default(), 40, Insufficient, "open"),
        (
            "UC-C",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                tension(m, 0..=84, |_| 6.0);
            }),
            84,
            True,
            "fires",
        ),
        (
            "UC-C",
            made(|m| {
                massages(m, 0..=84, 7, 60.0);
                tension(m, 0..=84, |_| 2.0);
            }),
            84,
            False,
            "not",
        ),
        ("UC-C", Made::default(), 84, Insufficient, "open"),
    ]
}
