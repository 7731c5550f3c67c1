//! Posture from the remarks of a file: which phrases name one, and how the body was held in each phase.
//!
//! [`PHRASES`] is the one list. A remark counts only if nothing is left of it but a phrase and words that
//! say nothing else ([`FILLERS`]): "Initiate slow tilt up" names a posture, "long-standing pain" and
//! "pain on sitting down" do not. What is missed stays "not recorded"; a wrong hit would move a verdict.

use vagal_core::session::{Circumstances, Phase, PhaseName, Posture};
use vagal_core::{Mark, Window};

use crate::compose::Composed;

/// What a phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// The movement into a posture, and out of which where the word says so.
    Movement(Option<Posture>),
    /// The posture itself.
    State,
}

/// A phrase of a remark, in lower case.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// Its words.
    pub words: &'static str,
    /// The posture in which it ends.
    pub posture: Posture,
    /// Movement or state.
    pub names: Names,
}

const fn state(words: &'static str, posture: Posture) -> Phrase {
    Phrase { words, posture, names: Names::State }
}

const fn movement(words: &'static str, posture: Posture) -> Phrase {
    Phrase { words, posture, names: Names::Movement(None) }
}

/// On a tilt table the other end is known.
const fn tilt(words: &'static str, from: Posture, posture: Posture) -> Phrase {
    Phrase { words, posture, names: Names::Movement(Some(from)) }
}

/// Every phrase that names a posture or the way into one.
pub const PHRASES: &[Phrase] = &[
    tilt("tilt up", Posture::Supine, Posture::Tilted),
    tilt("head up tilt", Posture::Supine, Posture::Tilted),
    tilt("tilt down", Posture::Tilted, Posture::Supine),
    tilt("tilt back", Posture::Tilted, Posture::Supine),
    state("tilted", Posture::Tilted),
    state("tilted up", Posture::Tilted),
    movement("stand", Posture::Standing),
    movement("stand up", Posture::Standing),
    movement("stands up", Posture::Standing),
    movement("stood up", Posture::Standing),
    movement("standing up", Posture::Standing),
    movement("get up", Posture::Standing),
    movement("getting up", Posture::Standing),
    movement("got up", Posture::Standing),
    state("standing", Posture::Standing),
    state("upright", Posture::Standing),
    movement("sit", Posture::Seated),
    movement("sit up", Posture::Seated),
    movement("sits up", Posture::Seated),
    movement("sat up", Posture::Seated),
    movement("sitting up", Posture::Seated),
    movement("sit down", Posture::Seated),
    movement("sits down", Posture::Seated),
    movement("sat down", Posture::Seated),
    movement("sitting down", Posture::Seated),
    state("sitting", Posture::Seated),
    state("seated", Posture::Seated),
    movement("lie down", Posture::Lying),
    movement("lies down", Posture::Lying),
    movement("lay down", Posture::Lying),
    movement("lying down", Posture::Lying),
    state("lying", Posture::Lying),
    movement("lie on the back", Posture::Supine),
    state("lying on the back", Posture::Supine),
    state("on the back", Posture::Supine),
    state("supine", Posture::Supine),
    movement("turn over on the back", Posture::Supine),
    movement("lie face down", Posture::Prone),
    state("lying face down", Posture::Prone),
    state("face down", Posture::Prone),
    state("prone", Posture::Prone),
    movement("lie on the side", Posture::Side),
    state("lying on the side", Posture::Side),
    state("on the side", Posture::Side),
];

/// Words that say nothing about posture beside a phrase; numbers are taken for such.
pub const FILLERS: &[&str] = &[
    "slow",
    "slowly",
    "rapid",
    "rapidly",
    "quick",
    "quickly",
    "fast",
    "active",
    "passive",
    "transition",
    "change",
    "move",
    "back",
    "to",
    "into",
    "in",
    "now",
    "again",
    "still",
    "quiet",
    "quietly",
    "relaxed",
    "rest",
    "resting",
    "baseline",
    "position",
    "posture",
    "phase",
    "period",
    "recovery",
    "control",
    "recording",
    "test",
    "min",
    "minute",
    "minutes",
    "s",
    "sec",
    "seconds",
    "deg",
    "degrees",
];

/// Words before or after a phrase that say that it begins.
const BEGINNING: &[&str] = &["initiate", "begin", "begins", "start", "starts", "starting"];
/// Words before or after a phrase that say that it is over.
const ENDING: &[&str] =
    &["conclude", "complete", "completed", "end", "ends", "finish", "finished", "done", "reached"];

/// What one remark says about posture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// A posture is held from now on.
    Holds(Posture),
    /// A movement begins or is over, out of one posture, where that is known, into another.
    Moves {
        /// Out of this one.
        from: Option<Posture>,
        /// Into this one.
        into: Posture,
        /// True if the remark marks the beginning and another the end.
        begins: bool,
    },
    /// A posture is left.
    Leaves(Posture),
}

/// What a remark says about posture; `None` for every other remark.
///
/// ```
/// use vagal::core::session::Posture;
/// use vagal::posture::{Says, says};
/// assert_eq!(says("Transition back to supine"), Some(Says::Holds(Posture::Supine)));
/// assert_eq!(says("end of standing"), None);
/// ```
pub fn says(text: &str) -> Option<Says> {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let mut edge = |list: &[&str]| {
        let first = words.first().is_some_and(|w| list.contains(w));
        let last = !first && words.last().is_some_and(|w| list.contains(w));
        if first {
            words.remove(0);
        } else if last {
            words.pop();
        }
        first || last
    };
    let begins = edge(BEGINNING);
    let ends = edge(ENDING);
    let phrase = PHRASES.iter().find(|phrase| nothing_left(&words, phrase.words))?;
    Some(match (phrase.names, ends) {
        (Names::State, true) => Says::Leaves(phrase.posture),
        (Names::State, false) => Says::Holds(phrase.posture),
        (Names::Movement(from), _) => Says::Moves { from, into: phrase.posture, begins },
    })
}

/// True if the words are those of a phrase, with nothing but fillers and numbers around it.
fn nothing_left(words: &[&str], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let empty = |word: &&str| FILLERS.contains(word) || word.parse::<f64>().is_ok();
    let around = |at: usize| words[..at].iter().chain(&words[at + phrase.len()..]).all(empty);
    words.windows(phrase.len()).enumerate().any(|(at, w)| w == phrase.as_slice() && around(at))
}

/// A movement whose end is not marked is taken to be over after a minute: the slow tilts of tilt-table
/// protocols take up to 50 s (house choice).
const MOVEMENT_S: f64 = 60.0;

/// A stretch of one posture that is shorter is on the way to another: no phase is read from less than a
/// minute (the veto of the quality grade).
const SHORTEST_S: f64 = 60.0;

/// Time in one posture, by the remarks.
#[derive(Clone, Debug, PartialEq)]
struct Stretch {
    window: Window,
    posture: Option<Posture>,
    /// Surely not this one: the next remark is a movement into it.
    not: Option<Posture>,
    /// The remark that says so: the one with which it begins, or the first of all, with which it ends.
    by: By,
}

#[derive(Clone, Debug, PartialEq)]
enum By {
    From(String),
    Until(String),
}

/// The stretches of one posture within a recording; empty if no remark speaks of posture.
fn stretches(marks: &[Mark], span: Window) -> Vec<Stretch> {
    let mut said: Vec<(&Mark, Says)> =
        marks.iter().filter_map(|m| Some((m, says(&m.text)?))).collect();
    said.sort_by(|a, b| a.0.time_s.total_cmp(&b.0.time_s));
    let Some((mark, first)) = said.first() else { return Vec::new() };
    let first_text = mark.text.clone();
    let (posture, not) = match *first {
        Says::Moves { from, into, .. } => (from, Some(into)),
        Says::Leaves(posture) => (Some(posture), None),
        Says::Holds(_) => (None, None),
    };
    let mut found: Vec<Stretch> = Vec::new();
    let mut open = Some(Stretch { window: span, posture, not, by: By::Until(first_text) });
    for (mark, says) in said {
        let lasts_s = mark.duration_s.filter(|d| *d > 0.0);
        // When the posture of the remark begins; a state that lasts ends by itself.
        let (from_s, posture) = match says {
            Says::Holds(posture) => (mark.time_s, Some(posture)),
            Says::Leaves(_) => (mark.time_s, None),
            Says::Moves { into, begins, .. } => {
                let way_s = lasts_s.or(begins.then_some(MOVEMENT_S)).unwrap_or(0.0);
                (mark.time_s + way_s, Some(into))
            }
        };
        if let (Some(now), Says::Holds(posture)) = (&mut open, says)
            && now.posture.is_some_and(|held| !held.differs(posture))
            && now.window.start_s <= mark.time_s
        {
            // Said again, or more exactly.
            now.posture = now.posture.filter(|held| *held != Posture::Lying).or(Some(posture));
        } else {
            found.extend(open.take().and_then(|now| ended(now, mark.time_s)));
            let window = Window { start_s: from_s.min(span.end_s), end_s: span.end_s };
            open = Some(Stretch { window, posture, not: None, by: By::From(mark.text.clone()) });
        }
        if let (Says::Holds(_), Some(lasts_s)) = (says, lasts_s) {
            let end_s = mark.time_s + lasts_s;
            found.extend(open.take().and_then(|now| ended(now, end_s)));
            let window = Window { start_s: end_s.min(span.end_s), end_s: span.end_s };
            open =
                Some(Stretch { window, posture: None, not: None, by: By::From(mark.text.clone()) });
        }
    }
    found.extend(open.and_then(|now| ended(now, span.end_s)));
    found
}

/// The stretch up to a second, if it had begun by then.
fn ended(stretch: Stretch, end_s: f64) -> Option<Stretch> {
    let end_s = end_s.min(stretch.window.end_s);
    let window = Window { end_s, ..stretch.window };
    (window.start_s < end_s).then_some(Stretch { window, ..stretch })
}

/// The stretch of a phase that stands for it: the nearest to the input of at least a minute, else the longest.
fn of_phase(phase: &Phase, stretches: &[Stretch]) -> Option<Stretch> {
    let mut inside: Vec<Stretch> = stretches
        .iter()
        .filter_map(|s| {
            let start_s = s.window.start_s.max(phase.window.start_s);
            let end_s = s.window.end_s.min(phase.window.end_s);
            let window = Window { start_s, end_s };
            (start_s < end_s).then(|| Stretch { window, ..s.clone() })
        })
        .collect();
    if phase.name == PhaseName::Before {
        inside.reverse();
    }
    let length_s = |s: &Stretch| s.window.length_s();
    let long = inside.iter().find(|s| length_s(s) >= SHORTEST_S);
    long.or_else(|| inside.iter().max_by(|a, b| length_s(a).total_cmp(&length_s(b)))).cloned()
}

/// Puts what the remarks of the files say about posture into the circumstances; what a person has stated
/// goes before. Returns what was taken from which remark.
pub fn from_marks(composed: &Composed, circumstances: &mut Circumstances) -> Vec<String> {
    let find = |name| {
        let phase = composed.phases.iter().find(|p| p.name == name)?;
        // Across files nothing is carried: between two recordings a posture can change unseen.
        let parts = composed.parts.iter().enumerate().rev();
        let (at, part) = parts
            .into_iter()
            .find(|(_, p)| p.offset_s + p.measured.span.start_s <= phase.window.start_s + 1e-9)?;
        let on_axis = |w: Window| Window {
            start_s: w.start_s + part.offset_s,
            end_s: w.end_s + part.offset_s,
        };
        let all: Vec<Stretch> = stretches(&part.measured.marks, part.measured.span)
            .into_iter()
            .map(|s| Stretch { window: on_axis(s.window), ..s })
            .collect();
        Some((at, phase.window, of_phase(phase, &all)?))
    };
    let (before, after) = (find(PhaseName::Before), find(PhaseName::After));
    let mut taken = Vec::new();
    let stated = [&mut circumstances.posture_before, &mut circumstances.posture_after];
    let still = [&mut circumstances.still_before, &mut circumstances.still_after];
    for (((found, stated), still), phase) in
        [&before, &after].into_iter().zip(stated).zip(still).zip(["before", "after"])
    {
        let Some((_, whole, stretch)) = found else { continue };
        if stretch.window != *whole {
            *still = Some(stretch.window);
        }
        let Some(posture) = stretch.posture else { continue };
        let by = match &stretch.by {
            By::From(text) => format!("from the remark `{text}` in the file"),
            By::Until(text) => format!("until the remark `{text}` in the file"),
        };
        match *stated {
            None => {
                *stated = Some(posture);
                taken.push(format!("posture {phase}: {}, {by}", posture.id()));
            }
            Some(said) if said.differs(posture) => taken.push(format!(
                "posture {phase}: {} as stated; by its remarks the file has {}, {by}",
                said.id(),
                posture.id()
            )),
            Some(_) => {}
        }
    }
    if let (Some((part, _, before)), Some((other, _, after))) = (before, after)
        && part == other
        && circumstances.posture_before.is_none()
        && before.not.is_some()
        && before.not == after.posture
    {
        circumstances.posture_changed = true;
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_that_name_a_posture() {
        let moves = |from, into, begins| Some(Says::Moves { from, into, begins });
        use Posture::{Lying, Prone, Seated, Side, Standing, Supine, Tilted};
        for (text, expected) in [
            ("Initiate slow tilt up", moves(Some(Supine), Tilted, true)),
            ("Conclude rapid tilt down", moves(Some(Tilted), Supine, false)),
            ("Head-up tilt, 60 degrees", moves(Some(Supine), Tilted, false)),
            ("Stand up", moves(None, Standing, false)),
            ("active stand test", moves(None, Standing, false)),
            ("Lie down again", moves(None, Lying, false)),
            ("sit down", moves(None, Seated, false)),
            ("Transition back to supine", Some(Says::Holds(Supine))),
            ("Standing 5 min", Some(Says::Holds(Standing))),
            ("start sitting", Some(Says::Holds(Seated))),
            ("supine rest", Some(Says::Holds(Supine))),
            ("Lying on the side", Some(Says::Holds(Side))),
            ("face down", Some(Says::Holds(Prone))),
            ("standing end", Some(Says::Leaves(Standing))),
            ("End of tilt", None),
        ] {
            assert_eq!(says(text), expected, "{text}");
        }
    }

    #[test]
    fn remarks_that_only_sound_like_it() {
        for text in [
            "",
            "rest",
            "baseline",
            "5 min",
            "start",
            "back",
            "Movement artifacts",
            "standard",
            "long-standing pain",
            "pain on sitting down",
            "not standing",
            "stand by",
            "standing wave",
            "massage of the back",
            "prone to cramps",
            "sit to stand",
            "annotation without a standard meaning",
            "lap 3 ends",
            "side lamp on",
            "Sleep stage W",
            "understanding",
            "lies",
            "upright piano",
        ] {
            assert_eq!(says(text), None, "{text}");
        }
    }

    #[test]
    fn every_phrase_names_its_own_posture_and_stands_once() {
        for (i, phrase) in PHRASES.iter().enumerate() {
            let found = match says(phrase.words) {
                Some(Says::Holds(posture) | Says::Moves { into: posture, .. }) => posture,
                other => panic!("{}: {other:?}", phrase.words),
            };
            assert_eq!(found, phrase.posture, "{}", phrase.words);
            assert!(PHRASES[..i].iter().all(|p| p.words != phrase.words), "{} twice", phrase.words);
        }
    }

    fn found(marks: &[(f64, Option<f64>, &str)]) -> Vec<(f64, f64, Option<Posture>)> {
        let marks: Vec<Mark> = marks
            .iter()
            .map(|(time_s, duration_s, text)| Mark {
                time_s: *time_s,
                duration_s: *duration_s,
                text: (*text).into(),
            })
            .collect();
        stretches(&marks, Window { start_s: 0.0, end_s: 1000.0 })
            .into_iter()
            .map(|s| (s.window.start_s, s.window.end_s, s.posture))
            .collect()
    }

    #[test]
    fn stretches_between_remarks() {
        use Posture::{Seated, Standing, Supine, Tilted};
        // On the way up nothing is held; a tilt table says where it came from.
        let tilt = [(300.0, None, "initiate tilt up"), (350.0, None, "conclude tilt up")];
        assert_eq!(found(&tilt), [(0.0, 300.0, Some(Supine)), (350.0, 1000.0, Some(Tilted))]);
        // An end that is not marked is a minute away.
        assert_eq!(found(&tilt[..1])[1], (360.0, 1000.0, Some(Tilted)));
        // A state that lasts ends by itself; said twice it is one stretch.
        let lasting = [(100.0, Some(200.0), "seated")];
        let expected = [(0.0, 100.0, None), (100.0, 300.0, Some(Seated)), (300.0, 1000.0, None)];
        assert_eq!(found(&lasting), expected);
        let twice = [(400.0, None, "stand up"), (410.0, None, "standing")];
        assert_eq!(found(&twice), [(0.0, 400.0, None), (400.0, 1000.0, Some(Standing))]);
        // Beyond the recording, out of order, or no posture at all.
        assert_eq!(found(&[(2000.0, None, "stand up")]), [(0.0, 1000.0, None)]);
        assert_eq!(found(&[(700.0, None, "stand up"), (500.0, None, "sit down")]).len(), 3);
        assert_eq!(found(&[(10.0, None, "lap 1 ends")]), []);
    }
}
