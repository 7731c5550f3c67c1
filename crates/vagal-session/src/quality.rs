//! The quality grade: 100 points less what the recording and its protocol cost.
//!
//! One entry of `ITEMS` for each row of the protocol's table; adding a row is adding an entry.

use vagal_core::response::{Grade, Quality, QualityItem};
use vagal_core::session::Circumstances;
use vagal_core::{BreathingSource, Rhythm, RhythmKind, Sensor};

/// What the grade is computed from.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// Usable seconds before.
    pub before_s: f64,
    /// Usable seconds after.
    pub after_s: f64,
    /// Largest share of corrected intervals in five minutes of the compared phases, per cent.
    pub worst_corrected_pct: f64,
    /// How breathing is known in both compared phases; `None` if it is not.
    pub breathing: Option<BreathingSource>,
    /// Breathing changed by more than 2 a minute or a fifth and could not be put into the model.
    pub breathing_shift_uncorrected: bool,
    /// The rhythm gate.
    pub rhythm: &'a Rhythm,
    /// The sensor.
    pub sensor: Sensor,
    /// Circumstances as recorded.
    pub circumstances: &'a Circumstances,
}

/// Either nothing, or the points, the cap, the veto and the words.
struct Cost {
    minus: u32,
    cap: Option<Grade>,
    veto: bool,
    text: String,
}

fn cost(minus: u32, text: impl Into<String>) -> Option<Cost> {
    Some(Cost { minus, cap: None, veto: false, text: text.into() })
}

fn capped(minus: u32, cap: Grade, text: impl Into<String>) -> Option<Cost> {
    Some(Cost { minus, cap: Some(cap), veto: false, text: text.into() })
}

fn veto(text: impl Into<String>) -> Option<Cost> {
    Some(Cost { minus: 100, cap: None, veto: true, text: text.into() })
}

type Item = (&'static str, fn(&Facts<'_>) -> Option<Cost>);

/// The rows of the table. Points are proposals of the measurement protocol, not measured weights.
const ITEMS: &[Item] = &[
    ("baseline", |f| length("before phase", f.before_s)),
    ("post", |f| length("after phase", f.after_s)),
    ("posture", |f| {
        let c = f.circumstances;
        match (c.posture_before, c.posture_after) {
            (Some(before), Some(after)) if before.differs(after) => {
                let text = format!("posture changed from {} to {}", before.id(), after.id());
                capped(40, Grade::C, text)
            }
            (Some(_), Some(_)) => None,
            _ if c.posture_changed => capped(40, Grade::C, "posture changed"),
            _ => None,
        }
    }),
    ("corrections", |f| {
        let text = format!(
            "{:.1}% of the intervals corrected in the worst five minutes",
            f.worst_corrected_pct
        );
        match f.worst_corrected_pct {
            p if p <= 1.0 => None,
            p if p <= 3.0 => cost(3, text),
            p if p <= 5.0 => cost(10, text),
            p if p <= 10.0 => cost(25, text),
            _ => veto(text),
        }
    }),
    ("breathing_source", |f| match f.breathing {
        Some(source) if source.is_independent() => None,
        Some(_) => cost(10, "breathing read from the RR intervals only"),
        None => capped(15, Grade::B, "breathing not measured"),
    }),
    ("breathing_shift", |f| {
        let text = "breathing changed and could not be taken into the model";
        if f.breathing_shift_uncorrected { cost(15, text) } else { None }
    }),
    ("movement", |f| {
        let share = f.circumstances.moving_pct?;
        let text = format!("talking or moving for {share:.0}% of the compared windows");
        match share {
            s if s <= 10.0 => None,
            s if s <= 25.0 => cost(10, text),
            _ => cost(25, text),
        }
    }),
    ("caffeine", |f| recent("caffeine or nicotine", f.circumstances.hours_since_caffeine, 2.0, 5)),
    ("meal", |f| recent("a meal", f.circumstances.hours_since_meal, 1.0, 5)),
    ("alcohol", |f| recent("alcohol", f.circumstances.hours_since_alcohol, 24.0, 5)),
    ("exercise", |f| {
        let hours = f.circumstances.hours_since_exercise?;
        recent("hard exercise", Some(hours), 24.0, if hours < 4.0 { 10 } else { 5 })
    }),
    ("sensor", |f| match f.sensor {
        Sensor::Ppg => capped(15, Grade::B, "pulse wave: PRV, not HRV"),
        _ => None,
    }),
    ("rest_control", |f| match f.circumstances.rest_controls {
        0 => cost(10, "no rest session on file: more than rest cannot be claimed"),
        _ => None,
    }),
    ("rhythm", |f| {
        let mut kinds: Vec<&str> = f
            .rhythm
            .findings
            .iter()
            .map(|finding| finding.kind)
            .filter(|kind| kind.is_veto() && *kind != RhythmKind::NoVariation)
            .map(RhythmKind::words)
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.is_empty() { None } else { veto(format!("rhythm: {}", kinds.join(", "))) }
    }),
    ("variation", |f| {
        let none = f.rhythm.findings.iter().find(|found| found.kind == RhythmKind::NoVariation)?;
        veto(none.kind.words())
    }),
    ("illness", |f| match f.circumstances.ill_or_medicated {
        Some(true) => cost(10, "fever, acute illness, or a drug that acts on the heart"),
        _ => None,
    }),
];

/// Seconds that whole intervals may leave uncovered at the edges of a phase.
const EDGES_S: f64 = 3.0;

fn length(phase: &str, seconds: f64) -> Option<Cost> {
    let text = format!("{phase} with {:.1} min of beats", seconds / 60.0);
    match seconds + EDGES_S {
        s if s >= 300.0 => None,
        s if s >= 180.0 => cost(10, text),
        s if s >= 60.0 => cost(25, text),
        _ => veto(text),
    }
}

fn recent(what: &str, hours: Option<f64>, within: f64, minus: u32) -> Option<Cost> {
    let hours = hours?;
    if hours < within { cost(minus, format!("{what} {hours:.0} h before")) } else { None }
}

/// Grades a session: A from 85 points, B from 70, C from 50, D below or with a veto.
pub fn grade(facts: &Facts<'_>) -> Quality {
    let items: Vec<QualityItem> = ITEMS
        .iter()
        .filter_map(|(id, judge)| {
            let Cost { minus, cap, veto, text } = judge(facts)?;
            Some(QualityItem { id, minus, cap, veto, text })
        })
        .collect();
    let score = 100_u32.saturating_sub(items.iter().map(|i| i.minus).sum());
    let by_score = match score {
        85.. => Grade::A,
        70..=84 => Grade::B,
        50..=69 => Grade::C,
        _ => Grade::D,
    };
    // Grades are ordered from best to worst, so the worst of all limits is the maximum.
    let grade = items.iter().filter_map(|i| i.cap).fold(by_score, Grade::max);
    let grade = if items.iter().any(|i| i.veto) { Grade::D } else { grade };
    Quality { grade, score, items }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::RhythmFinding;
    use vagal_core::session::Posture;

    fn quiet_rhythm() -> Rhythm {
        Rhythm {
            findings: vec![],
            judged_windows: 10,
            irregular_windows: 0,
            ectopic_pct: 0.0,
            not_judged: None,
        }
    }

    fn facts<'a>(rhythm: &'a Rhythm, circumstances: &'a Circumstances) -> Facts<'a> {
        Facts {
            before_s: 300.0,
            after_s: 300.0,
            worst_corrected_pct: 0.5,
            breathing: Some(BreathingSource::Sensor),
            breathing_shift_uncorrected: false,
            rhythm,
            sensor: Sensor::Ecg,
            circumstances,
        }
    }

    #[test]
    fn a_faultless_session_with_rest_controls_keeps_its_hundred_points() {
        let circumstances = Circumstances { rest_controls: 3, ..Circumstances::default() };
        let quality = grade(&facts(&quiet_rhythm(), &circumstances));
        assert_eq!((quality.grade, quality.score, quality.items.len()), (Grade::A, 100, 0));
    }

    #[test]
    fn every_subtraction_of_the_protocol() {
        let circumstances = Circumstances::default();
        let rhythm = quiet_rhythm();
        let of = |change: &dyn Fn(&mut Facts<'_>)| {
            let mut f = facts(&rhythm, &circumstances);
            change(&mut f);
            let q = grade(&f);
            (q.score, q.grade)
        };
        // 10 points less throughout: no rest control on file
        assert_eq!(of(&|f| f.before_s = 298.5), (90, Grade::A), "five minutes less two edges");
        assert_eq!(of(&|f| f.before_s = 240.0), (80, Grade::B));
        assert_eq!(of(&|f| f.before_s = 120.0), (65, Grade::C));
        assert_eq!(of(&|f| f.after_s = 56.0).1, Grade::D);
        assert_eq!(of(&|f| f.worst_corrected_pct = 2.0), (87, Grade::A));
        assert_eq!(of(&|f| f.worst_corrected_pct = 4.0), (80, Grade::B));
        assert_eq!(of(&|f| f.worst_corrected_pct = 8.0), (65, Grade::C));
        assert_eq!(of(&|f| f.worst_corrected_pct = 10.1).1, Grade::D);
        assert_eq!(of(&|f| f.breathing = Some(BreathingSource::Rr)), (80, Grade::B));
        assert_eq!(of(&|f| f.breathing = None), (75, Grade::B));
        assert_eq!(of(&|f| f.breathing_shift_uncorrected = true), (75, Grade::B));
        assert_eq!(of(&|f| f.sensor = Sensor::Ppg), (75, Grade::B));
    }

    #[test]
    fn a_cap_holds_even_with_points_to_spare() {
        let circumstances = Circumstances {
            posture_before: Some(Posture::Seated),
            posture_after: Some(Posture::Supine),
            rest_controls: 3,
            ..Circumstances::default()
        };
        let quality = grade(&facts(&quiet_rhythm(), &circumstances));
        assert_eq!((quality.score, quality.grade), (60, Grade::C));
        let pulse = Circumstances { rest_controls: 3, ..Circumstances::default() };
        let rhythm = quiet_rhythm();
        let quality = grade(&Facts { sensor: Sensor::Ppg, ..facts(&rhythm, &pulse) });
        assert_eq!((quality.score, quality.grade), (85, Grade::B));
    }

    #[test]
    fn an_irregular_rhythm_is_a_veto_and_a_slow_one_is_not() {
        let circumstances = Circumstances::default();
        let finding =
            |kind| RhythmFinding { kind, start_s: 0.0, end_s: 60.0, numbers: String::new() };
        let with = |kind| Rhythm { findings: vec![finding(kind)], ..quiet_rhythm() };
        let irregular = with(RhythmKind::IrregularlyIrregular);
        assert_eq!(grade(&facts(&irregular, &circumstances)).grade, Grade::D);
        let constant = grade(&facts(&with(RhythmKind::NoVariation), &circumstances));
        let vetoes: Vec<&str> = constant.items.iter().filter(|i| i.veto).map(|i| i.id).collect();
        assert_eq!((constant.grade, vetoes.as_slice()), (Grade::D, &["variation"][..]));
        let slow = with(RhythmKind::Slow);
        assert_eq!(grade(&facts(&slow, &circumstances)).grade, Grade::A);
    }

    #[test]
    fn recent_habits_cost_what_the_protocol_says() {
        let rhythm = quiet_rhythm();
        let circumstances = Circumstances {
            hours_since_caffeine: Some(1.0),
            hours_since_meal: Some(0.5),
            hours_since_alcohol: Some(20.0),
            hours_since_exercise: Some(3.0),
            ill_or_medicated: Some(true),
            moving_pct: Some(30.0),
            rest_controls: 3,
            ..Circumstances::default()
        };
        // 5 + 5 + 5 + 10 + 10 + 25
        assert_eq!(grade(&facts(&rhythm, &circumstances)).score, 40);
    }
}
