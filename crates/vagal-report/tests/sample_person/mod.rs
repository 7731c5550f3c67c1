//! Pages of a person and of a plan, made by hand for the tests; no number is anybody's.
#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test uses a part of it")]

use vagal_core::Moment;
use vagal_core::comparison::*;
use vagal_core::contribution::*;
use vagal_core::plan::{
    LessLoad, PlanSetting, PlanVerdict, PowerAt, Ranked, Schedule, SessionPlan, SessionsNeeded,
    Spread,
};
use vagal_core::pool::*;
use vagal_core::posterior::*;
use vagal_core::trajectory::{
    BandPoint, Outlook, ResponseCurves, Seen, SessionSeen, Trajectory, UsualSessions,
};
use vagal_report::page::{Days, PersonPage, PlanPage};

mod framed;

pub use framed::{advice, demonstrated, framed};

pub fn learned(median: f64, half: f64, standing: Standing) -> Learned {
    let at = |k: f64| median + k * half;
    Learned {
        median,
        lo: at(-1.0),
        hi: at(1.0),
        contraction: if standing == Standing::Learned { 0.7 } else { 0.2 },
        standing,
        prior: [at(-2.0), median * 0.8, at(2.0)],
        points: [-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2].map(at),
    }
}

/// A hold: never below 0, and perhaps without an end.
pub fn hold(median: f64, endless: bool) -> Learned {
    let mut l = learned(median, 0.6 * median, Standing::MostlyPrior);
    l.points.iter_mut().chain([&mut l.lo]).for_each(|p| *p = p.max(0.0));
    if endless {
        l.points[6] = f64::INFINITY;
        l.hi = f64::INFINITY;
    }
    l
}

pub fn input(
    id: &str,
    verdict: InputVerdict,
    comparator: Comparator,
    sessions: usize,
) -> InputAnswer {
    let effect = match verdict {
        InputVerdict::Works => 0.24,
        InputVerdict::Harm => -0.24,
        InputVerdict::Negligible => 0.01,
        InputVerdict::NotEnoughData => 0.08,
    };
    InputAnswer {
        id: id.into(),
        sessions,
        dose: 1.0,
        morning_after_days: 0.6,
        effect: learned(effect, 0.09, Standing::Learned),
        effect_alone: learned(effect, 0.09, Standing::Learned),
        comparator,
        p_works: if verdict == InputVerdict::Works { 0.97 } else { 0.3 },
        p_negligible: if verdict == InputVerdict::Negligible { 0.95 } else { 0.1 },
        p_harm: if verdict == InputVerdict::Harm { 0.94 } else { 0.01 },
        verdict,
        hold_hrv_days: hold(if effect > 0.05 { 1.8 } else { 0.0 }, effect > 0.2),
        hold_tension_days: Some(hold(if effect > 0.0 { 2.5 } else { 0.0 }, false)),
        half_life_days: hold(1.2, false),
        half_life_stated: verdict == InputVerdict::Works,
        cumulative: learned(0.05, 0.04, Standing::MostlyPrior),
        decay: Vec::new(),
        pulse_wave: false,
    }
}

fn band(days: f64, middle: f64, half: f64) -> BandPoint {
    BandPoint { days, points: [-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2].map(|k| middle + k * half) }
}

pub fn trajectory(ids: &[&str]) -> Trajectory {
    let days: Vec<f64> = (0..60).map(|i| f64::from(i) * 0.5).collect();
    let over = |f: &dyn Fn(f64) -> f64, half: f64| -> Vec<BandPoint> {
        days.iter().map(|&d| band(d, f(d), half)).collect()
    };
    let ahead = |up: f64| -> Vec<BandPoint> {
        (0..=28)
            .map(|i| band(30.0 + f64::from(i) * 0.5, 3.7 + up, 0.1 + 0.01 * f64::from(i)))
            .collect()
    };
    let curve = |size: f64| -> Vec<BandPoint> {
        (0..29)
            .map(|i| {
                let d = f64::from(i) * 0.5;
                band(d, size * (-d / 2.0).exp(), 0.4 * size)
            })
            .collect()
    };
    Trajectory {
        level: over(&|d| 3.7 + 0.1 * (d / 5.0).sin(), 0.1),
        baseline: over(&|d| 0.1 * (d / 9.0).sin(), 0.1),
        shift: over(&|d| 0.2 * (-(d % 7.0) / 2.0).exp(), 0.06),
        muscles: over(&|d| 0.1 * (-(d % 7.0) / 3.0).exp(), 0.06),
        load: (0..30).map(|d| Seen { days: f64::from(d), value: f64::from(d % 5) - 2.0 }).collect(),
        mornings: (0..30)
            .map(|d| Seen { days: f64::from(d), value: 3.7 + 0.05 * f64::from(d % 3) })
            .collect(),
        sessions: (0..4)
            .map(|k| SessionSeen { days: f64::from(7 * k), input: ids[0].into(), dose: 1.0 })
            .collect(),
        outlook: Outlook {
            without: ahead(0.0),
            with: ahead(0.1),
            usual: vec![UsualSessions { input: ids[0].into(), every_days: 7.0, dose: 1.0 }],
        },
        responses: ids
            .iter()
            .map(|id| ResponseCurves {
                input: (*id).into(),
                state: curve(0.3),
                state_prior: curve(0.1),
                tension: curve(1.0),
                tension_prior: curve(0.5),
            })
            .collect(),
    }
}

fn mediation(input: &str, verdict: MediationVerdict) -> MediationAnswer {
    MediationAnswer {
        preview: false,
        input: input.into(),
        by_state: learned(0.5, 0.2, Standing::Learned),
        direct: learned(0.1, 0.2, Standing::MostlyPrior),
        mediated_share: learned(0.7, 0.2, Standing::MostlyPrior),
        verdict,
        p_direct_lasts_longer: 0.4,
    }
}

fn estimate(middle: f64, half: f64) -> Estimate {
    Estimate { middle, lo: middle - half, hi: middle + half }
}

/// Every kind of comparison, found and refused.
pub fn comparisons() -> Comparisons {
    let felt = |measured, r: f64, half, verdict, noise_share| FeltAnswer {
        input: "massage".into(),
        measured,
        pairs: 16,
        found: Ok(FeltFound { rank_correlation: estimate(r, half), noise_share, verdict }),
    };
    let few = |measured| FeltAnswer {
        input: "massage".into(),
        measured,
        pairs: 6,
        found: Err(NotCompared::TooFew { have: 6, need: 10 }),
    };
    let carried = |measured, found| CarriedAnswer {
        input: "massage".into(),
        measured,
        sessions: 16,
        rest_sessions: 8,
        found,
    };
    let contrast = RegionContrast {
        sessions: 12,
        worked: estimate(1.8, 0.5),
        unworked: estimate(1.0, 0.6),
        difference: estimate(0.8, 0.4),
        verdict: RegionVerdict::MoreWhereWorked,
    };
    let hold = |region: &str, falls, median_hours| RegionHold {
        region: region.into(),
        falls,
        unseen: 1,
        median_hours,
    };
    let output = |kind: &str, logarithm, against_rest, verdict| OutputChange {
        kind: kind.into(),
        logarithm,
        input: "massage".into(),
        sessions: 9,
        rest_sessions: 5,
        change: Ok(estimate(-6.0, 3.0)),
        against_rest,
        verdict,
    };
    Comparisons {
        felt: vec![
            felt(Measured::NextMorning, 0.25, 0.4, FeltVerdict::WeaklyAtMost, Some(0.8)),
            felt(Measured::AroundSession, 0.1, 0.7, FeltVerdict::CannotTell, None),
            few(Measured::TensionFall),
        ],
        carried: vec![
            carried(
                Measured::NextMorning,
                Ok(CarriedFound {
                    total: estimate(2.0, 0.8),
                    carried: estimate(0.3, 0.5),
                    verdict: CarriedVerdict::NotCarried,
                }),
            ),
            carried(Measured::TensionFall, Err(NotCompared::TooFewOfRest { have: 2, need: 5 })),
        ],
        regions: vec![RegionAnswer {
            input: "massage".into(),
            soon: Ok(contrast),
            next_day: Err(NotCompared::TooFew { have: 5, need: 8 }),
        }],
        region_holds: vec![
            hold("neck", 8, Ok((5.0, 20.0))),
            hold("lower_back", 6, Ok((30.0, f64::INFINITY))),
            hold("hips", 2, Err(NotCompared::TooFew { have: 2, need: 5 })),
        ],
        outputs: vec![
            output("systolic", false, Ok(estimate(-4.0, 3.5)), Direction::Lower),
            output("cortisol", true, Ok(estimate(-0.1, 0.4)), Direction::CannotTell),
            output(
                "diastolic",
                false,
                Err(NotCompared::TooFewOfRest { have: 1, need: 3 }),
                Direction::CannotTell,
            ),
        ],
    }
}

/// A session of the question, rests, and nothing but readings.
pub fn next_best() -> NextBest {
    let candidate = |session: Option<&str>, in_days, times, share| NextReading {
        session: session.map(str::to_owned),
        in_days,
        times,
        every_days: if times > 1 { 2.0 } else { 0.0 },
        channel: "ln_rmssd_morning".into(),
        after_days: 0.6,
        variance_share: share,
    };
    NextBest {
        question: "meditation".into(),
        horizon_days: 9.0,
        candidates: vec![
            candidate(Some("meditation"), 3.5, 1, 0.08),
            candidate(Some("rest"), 0.5, 3, 0.05),
            candidate(None, 0.0, 0, 0.02),
        ],
    }
}

/// Four inputs with the four verdicts, rest, and one never done.
pub fn page() -> PersonPage {
    let inputs = vec![
        input("massage", InputVerdict::Works, Comparator::Rest, 16),
        input("slow_breathing", InputVerdict::Negligible, Comparator::Rest, 40),
        input("cold_face", InputVerdict::Harm, Comparator::Rest, 12),
        input("meditation", InputVerdict::NotEnoughData, Comparator::Rest, 1),
        input("rest", InputVerdict::NotEnoughData, Comparator::Itself, 8),
        input("5", InputVerdict::NotEnoughData, Comparator::Rest, 0),
    ];
    let parameter = ParameterAnswer {
        name: "hl1".into(),
        meaning: "half-life of the fast effect of massage (days)".into(),
        mean: 1.4,
        sd: 0.4,
        q05: 0.8,
        q95: 2.1,
        ess: Some(4000.0),
        ess_tail: Some(2500.0),
        r_hat: Some(1.001),
        whitened_error: Some(0.01),
        whitened_mean: -0.1,
        whitened_sd: 0.6,
        contraction: 0.64,
    };
    let check = |channel: &str, p: f64| ChannelCheck {
        channel: channel.into(),
        readings: 90,
        mean_square: 1.1,
        beyond_two: 0.05,
        lag_one: 0.1,
        p_values: [0.5, 0.7, p],
    };
    // A Tuesday.
    let last = Moment::parse("2026-11-24T07:05:00+01:00").expect("a moment");
    PersonPage {
        source: "diary.csv".into(),
        days: Some(Days::new(last, None, &next_best())),
        events: 600,
        readings: 400,
        posterior: PersonPosterior {
            pulse_wave: false,
            days: 112.0,
            swc: 0.1,
            swc_source: PersonSwcSource::FreeDays(40),
            inputs,
            interference: Some(InterferenceAnswer {
                mean_load: 0.2,
                load_sd: 1.0,
                at_once: learned(-0.1, 0.03, Standing::Learned),
                hold_factor: learned(0.9, 0.2, Standing::MostlyPrior),
                ceiling_factor: learned(0.7, 0.1, Standing::Learned),
                p_shortens: 0.7,
                p_lowers: 0.99,
                lasting: Some(LastingAnswer {
                    mean_load: 0.1,
                    load_sd: 0.4,
                    at_once: learned(-0.15, 0.05, Standing::MostlyPrior),
                    hold_factor: learned(0.7, 0.2, Standing::MostlyPrior),
                    ceiling_factor: learned(0.6, 0.1, Standing::Learned),
                    p_shortens_more: 0.72,
                    p_lowers_more: 0.97,
                    hold: LastingVerdict::CannotTell,
                    ceiling: LastingVerdict::CostsMore,
                }),
            }),
            ceiling: CeilingAnswer {
                unloaded: learned(0.9, 0.3, Standing::MostlyPrior),
                at_mean_load: learned(0.8, 0.3, Standing::MostlyPrior),
                today: learned(0.7, 0.3, Standing::MostlyPrior),
                load_today: 0.8,
                observed_high: Some(0.6),
            },
            correction: Some(CorrectionAnswer {
                hold_factor: learned(1.4, 0.5, Standing::MostlyPrior),
                p_longer: 0.8,
                power: 0.14,
            }),
            mediation: vec![
                mediation("massage", MediationVerdict::AutonomicOnly),
                mediation("slow_breathing", MediationVerdict::TissueOnly),
                mediation("cold_face", MediationVerdict::Neither),
                mediation("meditation", MediationVerdict::Both),
                mediation("rest", MediationVerdict::CannotTell),
            ],
            parameters: vec![parameter],
            next_best: Some(next_best()),
            checks: vec![check("ln_rmssd_morning", 0.4), check("tension", 0.02)],
            robustness: Some(Robustness {
                dropped: 20,
                effects: vec![("massage".into(), 0.24, 0.22)],
            }),
            unknown_change: None,
            forecast: Some(Forecast {
                readings: 70,
                scores: Vec::new(),
                gain: 0.03,
                gain_error: 0.01,
                sessions_add: true,
            }),
            pool: Some(PoolAnswer {
                people: 6,
                need: 4,
                quantities: [PoolKind::Effect, PoolKind::HalfLife]
                    .map(|kind| PoolQuantity {
                        input: "massage".into(),
                        kind,
                        people: 5,
                        population: estimate(0.3, 0.1),
                        between: estimate(if kind == PoolKind::Effect { 0.12 } else { 1.4 }, 0.1),
                        alone: estimate(0.4, 0.2),
                        pooled: estimate(0.35, 0.12),
                    })
                    .to_vec(),
                not_pooled: vec![
                    NotPooled { input: "cold_face".into(), kind: PoolKind::Effect, people: 2 },
                    NotPooled { input: "meditation".into(), kind: PoolKind::HalfLife, people: 5 },
                ],
                withheld: vec!["meditation".into()],
                most: 4,
                effective_draws: Some(900.0),
                need_draws: 200.0,
            }),
            habits: Some(HabitsAnswer {
                ceiling_factor: learned(1.1, 0.15, Standing::MostlyPrior),
                p_raise: 0.86,
                verdict: HabitsVerdict::CannotTell,
            }),
            together: Some(Together {
                total: learned(0.12, 0.05, Standing::Learned),
                parts: vec![
                    ("massage".into(), learned(0.1, 0.04, Standing::Learned)),
                    ("slow_breathing".into(), learned(0.02, 0.02, Standing::MostlyPrior)),
                ],
            }),
            hold_by_load: vec![HoldByLoad {
                input: "massage".into(),
                low_load: -1.2,
                high_load: 1.4,
                at_low: hold(2.2, false),
                at_high: hold(1.3, false),
                p_shorter: 0.82,
                p_shorter_prior: 0.8,
            }],
            comparisons: comparisons(),
            sampling: Sampling {
                preview: false,
                chains: 4,
                draws: 4000,
                divergences: 0,
                seed: 1,
                r_hat: Some(1.004),
            },
        },
        trajectory: Some(trajectory(&[
            "massage",
            "slow_breathing",
            "cold_face",
            "meditation",
            "rest",
        ])),
        framework: None,
        demonstration: None,
        rates: Some(VerdictRates {
            kinds: 9,
            diaries: 400,
            false_works: 1,
            false_works_upper: 0.0138,
            false_harm: 0,
            false_harm_upper: 0.0092,
            found: (0.68, 0.84),
        }),
        command: Some("vagal person --events diary.csv".into()),
    }
}

/// As little as a diary can say.
pub fn bare() -> PersonPage {
    let mut page = page();
    let p = &mut page.posterior;
    p.inputs = vec![input("massage", InputVerdict::NotEnoughData, Comparator::NoSession, 2)];
    p.days = 12.0;
    p.swc_source = PersonSwcSource::HouseChoice;
    p.interference = None;
    p.ceiling.observed_high = None;
    p.correction = None;
    p.unknown_change = Some(UnknownChange {
        effective_draws: 800.0,
        p_none: 0.2,
        days: vec![3.0, 7.0],
        probabilities: vec![0.1, 0.7],
    });
    p.mediation.clear();
    p.next_best = None;
    p.checks.clear();
    p.robustness = None;
    p.forecast = None;
    p.habits = None;
    p.pool = Some(PoolAnswer {
        people: 2,
        need: 4,
        quantities: Vec::new(),
        not_pooled: Vec::new(),
        withheld: Vec::new(),
        most: 4,
        effective_draws: None,
        need_draws: 200.0,
    });
    p.together = None;
    p.hold_by_load.clear();
    p.comparisons = Comparisons::default();
    p.sampling =
        Sampling { preview: true, chains: 1, draws: 2000, divergences: 0, seed: 1, r_hat: None };
    page.trajectory = None;
    page.rates = None;
    page.command = None;
    page
}

fn spread(mean: f64, half: f64) -> Spread {
    let at = |k: f64| mean + k * half;
    Spread {
        mean,
        lo: at(-1.0),
        median: mean,
        hi: at(1.0),
        points: [-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2].map(at),
    }
}

fn ranked(input: &str, every: f64, dose: f64, worth: f64, beyond: (bool, bool)) -> Ranked {
    Ranked {
        schedule: Some(Schedule {
            input: input.into(),
            every_days: every,
            dose,
            sessions: (84.0 / every).ceil() as usize,
            beyond_intervals: beyond.0,
            beyond_doses: beyond.1,
        }),
        days_above: spread(worth + 10.0, 8.0),
        effort: 3.0,
        worth: spread(worth, 8.0),
        p_best: 0.4,
        p_beats_none: 0.96,
    }
}

/// A plan with a verdict.
pub fn plan(verdict: PlanVerdict) -> PlanPage {
    let none = Ranked {
        schedule: None,
        days_above: spread(4.0, 3.0),
        effort: 0.0,
        worth: spread(0.0, 0.0),
        p_best: 0.1,
        p_beats_none: 0.0,
    };
    let less = |beyond| LessLoad {
        input: "massage".into(),
        from_load: 0.2,
        to_load: -0.8,
        beyond_diary: beyond,
        hold_gained_days: spread(0.6, 0.5),
        ceiling_gained: spread(0.2, 0.2),
        level_gained: spread(0.1, 0.05),
        p_longer: 0.8,
    };
    let nothing = verdict == PlanVerdict::NothingAdded;
    PlanPage {
        source: "diary.csv".into(),
        days: 112.0,
        seed: 1,
        plan: SessionPlan {
            horizon_days: 84.0,
            swc: 0.1,
            load: 0.2,
            ranked: vec![
                ranked("massage", 10.0, 1.0, 20.0, (false, false)),
                ranked("massage", 28.0, 1.5, 12.0, (true, true)),
                ranked("slow_breathing", 3.0, 1.0, 2.0, (true, false)),
                none,
            ],
            verdict,
            forecast: Some(Forecast {
                readings: 70,
                scores: Vec::new(),
                gain: 0.03,
                gain_error: if nothing { 0.05 } else { 0.01 },
                sessions_add: !nothing,
            }),
            less_load: vec![less(false), less(true)],
            sessions_needed: Some(SessionsNeeded {
                question: "massage".into(),
                with_rest: verdict == PlanVerdict::Schedule,
                every_days: 7.0,
                tried: [(4, 0.3), (8, 0.84)]
                    .map(|(sessions, answered)| PowerAt {
                        sessions,
                        days: 7.0 * sessions as f64 + 2.0,
                        futures: 100,
                        answered,
                        wrong: 0.02,
                    })
                    .to_vec(),
                needed: (verdict != PlanVerdict::CannotTell).then_some(8),
                power: 0.8,
            }),
            settings: vec![PlanSetting {
                name: "effort".into(),
                value: "0.5 days a session".into(),
                reason: "a house choice; yours to set".into(),
            }],
            preview: false,
        },
        command: Some("vagal plan --events diary.csv".into()),
    }
}

/// Every verdict of a plan.
pub const PLANS: [PlanVerdict; 4] =
    [PlanVerdict::Schedule, PlanVerdict::None, PlanVerdict::CannotTell, PlanVerdict::NothingAdded];
