//! What recordings show that must be said: recording predicates RC-01 to RC-10.

use super::intake::{higher, sources};
use vagal_core::{Answer, Level, Rhythm, RhythmKind, SafetyItem, SafetyList, Unfit};
use vagal_evidence::{RecordingPredicate, recording_predicates};

/// Slower than this over five minutes counts together with symptoms: recording predicate RC-04.
const SLOW_WITH_SYMPTOMS_BPM: f64 = 50.0;

/// Faster than this over five minutes at rest counts on [`FAST_DAYS`] days: RC-05.
const FAST_ON_SEVERAL_DAYS_BPM: f64 = 100.0;
const FAST_DAYS: usize = 3;

/// So many times the person's own median is far above usual: RC-09.
const FAR_ABOVE_USUAL: f64 = 3.0;

/// Other recordings that make a median one's own. House choice: below three, one odd recording is it.
const OWN_RECORDINGS: usize = 3;

/// What happened within 10 s of pressure on the front of the neck.
#[derive(Clone, Debug, PartialEq)]
pub enum NeckPressure {
    /// No such pressure was marked, or the beats around it cannot be judged; with the reason.
    NotJudged(String),
    /// The heartbeat went on as before.
    NoChange,
    /// It slowed or paused; with the numbers.
    Slowed(String),
}

/// What one recording at rest shows.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordingFacts {
    /// What to call it.
    pub name: String,
    /// Its day, counted from any fixed day, where known.
    pub day: Option<i64>,
    /// True for a pulse wave, of which nobody may say "heartbeat".
    pub is_pulse: bool,
    /// What the rhythm gate found.
    pub rhythm: Rhythm,
    /// Lowest and highest mean rate over five minutes, beats a minute; `None` without five minutes.
    pub five_minute_bpm: Option<(f64, f64)>,
    /// RMSSD of the whole recording, ms; `None` if it was refused.
    pub rmssd_ms: Option<f64>,
    /// What pressure on the neck did.
    pub neck_pressure: NeckPressure,
}

impl RecordingFacts {
    fn finding(&self, kinds: &[RhythmKind]) -> Option<String> {
        let of_kind = self.rhythm.findings.iter().filter(|f| kinds.contains(&f.kind));
        let numbers: Vec<_> = of_kind.map(|f| f.numbers.clone()).collect();
        (!numbers.is_empty()).then(|| numbers.join("; "))
    }

    /// True if it was long enough and yet too poor to judge.
    fn is_poor(&self) -> bool {
        match &self.rhythm.not_judged {
            None | Some(Unfit::WindowTooShort { .. }) => false,
            Some(_) => true,
        }
    }
}

/// What a predicate came to.
enum Found {
    /// It holds, at the level of the ledger or at a milder one.
    Holds {
        milder: Option<Level>,
        /// The numbers behind it, with the names of the recordings.
        numbers: String,
        /// True if it holds in pulse waves only.
        pulse: bool,
    },
    /// It was looked for and does not hold.
    Not,
    /// It could not be judged, and why.
    NotJudged(String),
}

impl Found {
    /// It holds in these recordings.
    fn holds(in_these: &[(&RecordingFacts, String)]) -> Self {
        let numbers: Vec<String> =
            in_these.iter().map(|(r, numbers)| format!("{}: {numbers}", r.name)).collect();
        Self::Holds {
            milder: None,
            numbers: numbers.join("; "),
            pulse: in_these.iter().all(|(r, _)| r.is_pulse),
        }
    }
}

/// Every recording predicate; nothing without recordings.
pub(super) fn judge(recordings: &[RecordingFacts], flags: &[SafetyItem]) -> Vec<SafetyItem> {
    if recordings.is_empty() {
        return Vec::new();
    }
    let raised: Vec<&str> =
        flags.iter().filter(|f| f.answer == Answer::Yes).map(|f| f.id.as_str()).collect();
    let predicates = recording_predicates().iter();
    predicates.map(|p| item(p, recordings, &raised)).collect()
}

fn item(p: &RecordingPredicate, recordings: &[RecordingFacts], raised: &[&str]) -> SafetyItem {
    let symptoms = p.raise.iter().flat_map(|r| &r.with).any(|id| raised.contains(&id.as_str()));
    let found = match p.id.as_str() {
        "RC-01" => by_gate(recordings, &[RhythmKind::IrregularlyIrregular]),
        "RC-02" => by_gate(recordings, &[RhythmKind::FrequentEctopy]),
        "RC-03" => by_gate(recordings, &[RhythmKind::Pause]),
        "RC-04" => slow(recordings, symptoms),
        "RC-05" => fast(recordings),
        "RC-06" => by_gate(recordings, &[RhythmKind::FixedPattern, RhythmKind::Paced]),
        "RC-07" => neck(recordings),
        "RC-10" => by_gate(recordings, &[RhythmKind::NoVariation]),
        "RC-08" => signal(recordings),
        "RC-09" => unusual(recordings),
        _ => Found::NotJudged("no rule reads this predicate".into()),
    };
    let (answer, level, text) = match found {
        Found::Holds { milder, numbers, pulse } => {
            let level = higher(milder.unwrap_or(p.level), p.raise.as_ref(), raised, 0);
            (Answer::Yes, Some(level), format!("{} ({numbers})", p.text_for(pulse)))
        }
        Found::Not => (Answer::No, None, format!("Not found: {}.", p.predicate)),
        Found::NotJudged(why) => (Answer::Unanswered, None, format!("Not judged: {why}.")),
    };
    SafetyItem {
        id: p.id.clone(),
        list: SafetyList::Recording,
        name: p.name.clone(),
        answer,
        level,
        text,
        action: None,
        sources: sources(&p.basis),
        needs_clinician_review: p.needs_clinician_review(),
    }
}

/// A finding of the gate in any recording; not judged only if no recording was.
fn by_gate(recordings: &[RecordingFacts], kinds: &[RhythmKind]) -> Found {
    let found: Vec<_> =
        recordings.iter().filter_map(|r| r.finding(kinds).map(|numbers| (r, numbers))).collect();
    if !found.is_empty() {
        return Found::holds(&found);
    }
    match recordings.iter().find_map(|r| r.rhythm.not_judged.as_ref()) {
        Some(why) if recordings.iter().all(|r| r.rhythm.not_judged.is_some()) => {
            Found::NotJudged(why.to_string())
        }
        _ => Found::Not,
    }
}

/// RC-04: below 40, which the gate finds, or below 50 with symptoms.
fn slow(recordings: &[RecordingFacts], symptoms: bool) -> Found {
    let by_gate = by_gate(recordings, &[RhythmKind::Slow]);
    if !matches!(by_gate, Found::Not) {
        return by_gate;
    }
    let rates = judged_rates(recordings);
    if rates.is_empty() {
        return Found::NotJudged("no five minutes of beats".into());
    }
    match rates.iter().find(|(_, low, _)| symptoms && *low < SLOW_WITH_SYMPTOMS_BPM) {
        Some((r, low, _)) => Found::holds(&[(
            *r,
            format!("five-minute mean {low:.0} beats a minute, with symptoms"),
        )]),
        None => Found::Not,
    }
}

/// RC-05: above 120, which the gate finds, or above 100 on three days.
fn fast(recordings: &[RecordingFacts]) -> Found {
    let by_gate = by_gate(recordings, &[RhythmKind::Fast]);
    if !matches!(by_gate, Found::Not) {
        return by_gate;
    }
    let rates = judged_rates(recordings);
    if rates.is_empty() {
        return Found::NotJudged("no five minutes of beats".into());
    }
    let fast: Vec<_> =
        rates.iter().filter(|(_, _, high)| *high > FAST_ON_SEVERAL_DAYS_BPM).collect();
    let mut days: Vec<i64> = fast.iter().filter_map(|(r, _, _)| r.day).collect();
    days.sort_unstable();
    days.dedup();
    let undated = fast.iter().filter(|(r, _, _)| r.day.is_none()).count();
    let limit = format!("above {FAST_ON_SEVERAL_DAYS_BPM:.0} beats a minute");
    if days.len() >= FAST_DAYS {
        return Found::Holds {
            milder: Some(Level::Doctor),
            numbers: format!("{limit} on {} days", days.len()),
            pulse: fast.iter().all(|(r, _, _)| r.is_pulse),
        };
    }
    if days.len() + undated >= FAST_DAYS {
        return Found::NotJudged(format!(
            "{} recordings are {limit}, and {undated} have no date",
            fast.len()
        ));
    }
    Found::Not
}

/// Recordings whose rhythm was judged and that have five minutes, with the lowest and highest mean.
fn judged_rates(recordings: &[RecordingFacts]) -> Vec<(&RecordingFacts, f64, f64)> {
    let judged = recordings.iter().filter(|r| r.rhythm.not_judged.is_none());
    judged.filter_map(|r| r.five_minute_bpm.map(|(low, high)| (r, low, high))).collect()
}

/// RC-07.
fn neck(recordings: &[RecordingFacts]) -> Found {
    let mut why = None;
    let mut looked_at = false;
    for r in recordings {
        match &r.neck_pressure {
            NeckPressure::Slowed(numbers) => return Found::holds(&[(r, numbers.clone())]),
            NeckPressure::NoChange => looked_at = true,
            NeckPressure::NotJudged(reason) => why = why.or(Some(reason)),
        }
    }
    match why {
        Some(reason) if !looked_at => Found::NotJudged(reason.clone()),
        _ => Found::Not,
    }
}

/// RC-08: the signal comes first.
fn signal(recordings: &[RecordingFacts]) -> Found {
    let poor: Vec<_> = recordings
        .iter()
        .filter(|r| r.is_poor())
        .filter_map(|r| r.rhythm.not_judged.as_ref().map(|why| (r, why.to_string())))
        .collect();
    if !poor.is_empty() {
        return Found::holds(&poor);
    }
    match recordings.iter().find_map(|r| r.rhythm.not_judged.as_ref()) {
        Some(why) if recordings.iter().all(|r| r.rhythm.not_judged.is_some()) => {
            Found::NotJudged(why.to_string())
        }
        _ => Found::Not,
    }
}

/// RC-09: each recording against the median of the others.
fn unusual(recordings: &[RecordingFacts]) -> Found {
    let values: Vec<(&RecordingFacts, f64)> =
        recordings.iter().filter_map(|r| r.rmssd_ms.map(|ms| (r, ms))).collect();
    if values.len() <= OWN_RECORDINGS {
        return Found::NotJudged(format!(
            "your usual RMSSD is the median of at least {OWN_RECORDINGS} other recordings"
        ));
    }
    for (i, (r, ms)) in values.iter().enumerate() {
        let mut others: Vec<f64> =
            values.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, v)| v.1).collect();
        others.sort_by(f64::total_cmp);
        let middle = others.len() / 2;
        let median = if others.len() % 2 == 1 {
            others[middle]
        } else {
            0.5 * (others[middle - 1] + others[middle])
        };
        if *ms > FAR_ABOVE_USUAL * median {
            return Found::holds(&[(r, format!("{ms:.0} ms, your usual is {median:.0} ms"))]);
        }
    }
    Found::Not
}
