//! How a session is judged: the table of quality and every setting with its reason.

use vagal::core::session::{Circumstances, Posture};
use vagal::core::{BreathingSource, Rhythm, RhythmFinding, RhythmKind, Sensor};
use vagal::session::Settings;
use vagal::session::quality::{self, Facts};

use super::table::table;

/// What a fault costs, as the grading itself says: a faultless session is given one fault at a time.
pub(super) fn quality() -> String {
    let head = ["fault", "points", "best grade left", "item"];
    table(
        &head,
        FAULTS.iter().map(|(words, spoil)| {
            let mut rhythm = quiet_rhythm();
            let found = match *words {
                NO_VARIATION => Some(RhythmKind::NoVariation),
                _ => words.starts_with("rhythm").then_some(RhythmKind::IrregularlyIrregular),
            };
            if let Some(kind) = found {
                rhythm.findings.push(RhythmFinding {
                    kind,
                    start_s: 0.0,
                    end_s: 300.0,
                    numbers: String::new(),
                });
            }
            let mut circumstances = Circumstances { rest_controls: 1, ..Circumstances::default() };
            let mut facts = Faultless::default();
            spoil(&mut facts, &mut circumstances);
            let graded = quality::grade(&Facts {
                before_s: facts.before_s,
                after_s: facts.after_s,
                worst_corrected_pct: facts.corrected_pct,
                breathing: facts.breathing,
                breathing_shift_uncorrected: facts.breathing_shift_uncorrected,
                rhythm: &rhythm,
                sensor: facts.sensor,
                circumstances: &circumstances,
            });
            let [item] = graded.items.as_slice() else {
                panic!("`{words}` costs {} items, not one", graded.items.len())
            };
            let points = if item.veto { "veto".into() } else { format!("−{}", item.minus) };
            vec![(*words).into(), points, format!("{:?}", graded.grade), format!("`{}`", item.id)]
        }),
    )
}

/// What is spoilt, apart from the circumstances.
struct Faultless {
    before_s: f64,
    after_s: f64,
    corrected_pct: f64,
    breathing: Option<BreathingSource>,
    breathing_shift_uncorrected: bool,
    sensor: Sensor,
}

impl Default for Faultless {
    fn default() -> Self {
        Self {
            before_s: 600.0,
            after_s: 600.0,
            corrected_pct: 0.0,
            breathing: Some(BreathingSource::Sensor),
            breathing_shift_uncorrected: false,
            sensor: Sensor::Ecg,
        }
    }
}

fn quiet_rhythm() -> Rhythm {
    Rhythm {
        findings: Vec::new(),
        judged_windows: 10,
        irregular_windows: 0,
        ectopic_pct: 0.0,
        not_judged: None,
    }
}

/// What the fault does to a faultless session.
type Spoil = fn(&mut Faultless, &mut Circumstances);

const NO_VARIATION: &str = "no variation from beat to beat at the resolution of the file";

/// One fault of every step of every item.
const FAULTS: &[(&str, Spoil)] = &[
    ("before phase of 3 to 5 minutes", |f, _| f.before_s = 200.0),
    ("before phase of 1 to 3 minutes", |f, _| f.before_s = 100.0),
    ("before phase below 1 minute", |f, _| f.before_s = 30.0),
    ("after phase of 3 to 5 minutes", |f, _| f.after_s = 200.0),
    ("after phase of 1 to 3 minutes", |f, _| f.after_s = 100.0),
    ("after phase below 1 minute", |f, _| f.after_s = 30.0),
    ("posture differs between the phases", |_, c| {
        (c.posture_before, c.posture_after) = (Some(Posture::Supine), Some(Posture::Seated));
    }),
    ("1 to 3% of the intervals corrected in the worst five minutes", |f, _| f.corrected_pct = 2.0),
    ("3 to 5% corrected", |f, _| f.corrected_pct = 4.0),
    ("5 to 10% corrected", |f, _| f.corrected_pct = 7.0),
    ("more than 10% corrected", |f, _| f.corrected_pct = 12.0),
    ("breathing read from the intervals only", |f, _| f.breathing = Some(BreathingSource::Rr)),
    ("breathing not measured", |f, _| f.breathing = None),
    ("breathing changed and cannot enter the model", |f, _| f.breathing_shift_uncorrected = true),
    ("talking or moving for 10 to 25% of the compared windows", |_, c| c.moving_pct = Some(20.0)),
    ("talking or moving for more than 25%", |_, c| c.moving_pct = Some(40.0)),
    ("caffeine or nicotine within 2 hours", |_, c| c.hours_since_caffeine = Some(1.0)),
    ("a meal within 1 hour", |_, c| c.hours_since_meal = Some(0.5)),
    ("alcohol within 24 hours", |_, c| c.hours_since_alcohol = Some(12.0)),
    ("hard exercise 4 to 24 hours before", |_, c| c.hours_since_exercise = Some(12.0)),
    ("hard exercise within 4 hours", |_, c| c.hours_since_exercise = Some(2.0)),
    ("pulse wave in place of an ECG (PRV)", |f, _| f.sensor = Sensor::Ppg),
    ("no rest session of the same person", |_, c| c.rest_controls = 0),
    ("rhythm: a finding that vetoes", |_, _| {}),
    (NO_VARIATION, |_, _| {}),
    ("fever, acute illness, or a drug that acts on the heart", |_, c| {
        c.ill_or_medicated = Some(true);
    }),
];

/// Every setting as `vagal config` prints it.
pub(super) fn settings() -> String {
    let entries = vagal::config::entries(&Settings::default());
    let rows = entries.into_iter().map(|e| vec![format!("`{}`", e.name), e.value, e.reason.into()]);
    table(&["setting", "value", "why"], rows)
}
