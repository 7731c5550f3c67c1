//! A search over paced breathing rates in a recording: where it lies, what was breathed, and the table of its error rates.

use serde_json::Value;
use vagal_core::{
    BreathingSource, Hz, Note, NoteKind, PacedStretch, RateTrial, Resonance, Unfit, Window,
};
use vagal_report::page::{ResonancePage, SearchRate};
use vagal_session::resonance::{SETTLING_S, judge, swing};

use crate::limits;
use crate::page::{ReadFile, source_of};
use crate::pipeline::Measured;

/// The command that makes the table of error rates again.
pub const COMMAND: &str = "cargo run -p vagal-validation --bin resonance-rates";

const TABLE: &str = include_str!("../../vagal-session/data/resonance_rates.csv");

/// A belt that shows another rate than the pacer by more than this did not follow it, breaths a minute: one step of the search.
const FOLLOWED_PER_MIN: f64 = 0.5;

/// A search as it was breathed, from its first breath.
#[derive(Clone, Debug, PartialEq)]
pub struct Breathed {
    /// When the first breath began, seconds since 1970, where that was written down.
    pub started_unix_s: Option<f64>,
    /// The paced stretches, seconds from the first breath.
    pub stretches: Vec<PacedStretch>,
}

/// Why a file is no search.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchFileError {
    /// Not JSON, or not this schema.
    #[error("not `vagal.breathe/1`: {0}")]
    OtherSchema(String),
    /// A stretch without rate, start or end, or out of order.
    #[error("stretch {0} is no paced stretch")]
    Stretch(usize),
}

/// Reads `vagal.breathe/1`.
///
/// # Errors
///
/// [`SearchFileError`] with what is wrong.
pub fn parse(text: &str) -> Result<Breathed, SearchFileError> {
    let other = |what: &dyn ToString| SearchFileError::OtherSchema(what.to_string());
    let all: Value = serde_json::from_str(text).map_err(|e| other(&e))?;
    if all["schema"] != "vagal.breathe/1" {
        return Err(other(&"the schema is another"));
    }
    let list = all["stretches"].as_array().ok_or_else(|| other(&"no stretches"))?;
    let mut last_s = 0.0;
    let mut stretches = Vec::new();
    for (i, value) in list.iter().enumerate() {
        let number = |key: &str| value[key].as_f64().ok_or(SearchFileError::Stretch(i + 1));
        let rate_per_min = number("rate_per_min")?;
        let window = Window::new(number("start_s")?, number("end_s")?);
        let sound = |w: &Window| w.start_s >= last_s && (1.0..=60.0).contains(&rate_per_min);
        let window = window.filter(sound).ok_or(SearchFileError::Stretch(i + 1))?;
        last_s = window.end_s;
        stretches.push(PacedStretch { rate_per_min, window });
    }
    Ok(Breathed { started_unix_s: all["started_unix_s"].as_f64(), stretches })
}

/// The page of a search whose first breath lies at `start_s` on the axis of the file.
pub fn page(
    file: &ReadFile,
    start_s: f64,
    stretches: &[PacedStretch],
    command: Option<String>,
) -> ResonancePage {
    let moved = stretches.iter().map(|s| PacedStretch {
        window: Window { start_s: s.window.start_s + start_s, end_s: s.window.end_s + start_s },
        ..*s
    });
    let (trials, remarks): (Vec<RateTrial>, Vec<Option<Note>>) =
        moved.map(|paced| trial(&file.measured, paced)).unzip();
    let end_s = trials.last().map_or(start_s, |t| t.paced.window.end_s);
    let mut notes = file.measured.notes.clone();
    notes.extend(remarks.into_iter().flatten());
    ResonancePage {
        source: source_of(file),
        span: Window { start_s, end_s },
        resonance: search(trials),
        rates: rates(),
        rates_command: COMMAND.into(),
        notes,
        command,
    }
}

fn search(trials: Vec<RateTrial>) -> Resonance {
    judge(trials)
}

/// One stretch, refused where a belt shows that the pacer was not followed. What the ECG shows of breathing is only remarked: it may
/// be off by a factor of two.
fn trial(measured: &Measured, paced: PacedStretch) -> (RateTrial, Option<Note>) {
    let settled = Window {
        start_s: (paced.window.start_s + SETTLING_S).min(paced.window.end_s),
        ..paced.window
    };
    let breathing = measured.breathing(settled).ok().filter(|b| b.source.is_independent());
    let off =
        breathing.filter(|b| (60.0 * b.rate.as_hz() - paced.rate_per_min).abs() > FOLLOWED_PER_MIN);
    let rate = |per_min: f64| Hz::new(per_min / 60.0).map_or(0.0, Hz::as_hz);
    match off {
        Some(b) if b.source == BreathingSource::Sensor => {
            let unfit = Unfit::BreathingOutsideBand {
                rate_hz: b.rate.as_hz(),
                low_hz: rate(paced.rate_per_min - FOLLOWED_PER_MIN),
                high_hz: rate(paced.rate_per_min + FOLLOWED_PER_MIN),
            };
            (RateTrial { paced, swing: Err(unfit) }, None)
        }
        off => {
            let note = off.map(|b| Note {
                kind: NoteKind::Info,
                place: String::new(),
                text: format!(
                    "paced at {} a minute; the ECG shows breathing at {:.1}",
                    paced.rate_per_min,
                    60.0 * b.rate.as_hz()
                ),
            });
            let swing = swing(&measured.nn, &paced, measured.rhythm.refusal());
            (RateTrial { paced, swing }, note)
        }
    }
}

/// How searches over simulated people end.
pub fn rates() -> Vec<SearchRate> {
    TABLE.lines().skip(1).filter_map(row).collect()
}

/// `"people",has_crest,rounds,total,named,right,covered`
fn row(line: &str) -> Option<SearchRate> {
    let (people, rest) = line.strip_prefix('"')?.split_once("\",")?;
    let [has_crest, rounds, total, named, right, covered] = rest.split(',').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let number = |text: &str| text.parse::<usize>().ok();
    let (total, named) = (number(total)?, number(named)?);
    Some(SearchRate {
        people: people.into(),
        has_crest: has_crest == "true",
        rounds: number(rounds)?,
        total,
        named,
        right: number(right)?,
        covered: number(covered)?,
        named_limits: (limits::lower(named, total), limits::upper(named, total)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_file_is_read_or_refused_with_its_place() {
        let text = r#"{"schema":"vagal.breathe/1","started_unix_s":100.5,"stretches":[
            {"rate_per_min":6.0,"start_s":0,"end_s":150},{"rate_per_min":5.0,"start_s":210,"end_s":360}]}"#;
        let read = parse(text).unwrap();
        assert_eq!(read.started_unix_s, Some(100.5));
        assert_eq!(read.stretches[1].window, Window { start_s: 210.0, end_s: 360.0 });
        assert_eq!(parse(&text.replace("210", "110")), Err(SearchFileError::Stretch(2)));
        assert_eq!(parse(&text.replace("6.0", "\"x\"")), Err(SearchFileError::Stretch(1)));
        for wrong in ["", "[]", "{}", r#"{"schema":"vagal.breathe/1"}"#] {
            assert!(matches!(parse(wrong), Err(SearchFileError::OtherSchema(_))), "{wrong}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let rates = rates();
        assert_eq!(rates.len(), TABLE.lines().count() - 1);
        for rate in &rates {
            assert!(rate.right <= rate.named && rate.named <= rate.total, "{rate:?}");
        }
    }

    /// The bar of the study: where no crest lies inside the rates, a rate is named in 5% of searches at most, as the share itself.
    #[test]
    fn where_there_is_no_crest_hardly_any_rate_is_named() {
        let rates = rates();
        let without: Vec<&SearchRate> = rates.iter().filter(|r| !r.has_crest).collect();
        assert!(without.len() >= 2);
        for rate in without {
            assert!(rate.total >= 400 && rate.named as f64 <= 0.05 * rate.total as f64, "{rate:?}");
        }
    }
}
