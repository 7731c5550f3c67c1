//! The table of error rates that the study wrote, and the row that is nearest to a session.

use vagal_core::response::SessionResponse;
use vagal_core::session::PhaseName;
use vagal_report::page::ErrorRates;

use crate::limits;

/// The command that makes the table again.
pub const COMMAND: &str = "cargo run --release -p vagal-validation --bin error-rates";

const TABLE: &str = include_str!("../../vagal-session/data/error_rates.csv");

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// `level`, `breathing` or `hold`.
    pub study: String,
    /// Minutes before and after together.
    pub total_min: f64,
    /// How the level moved.
    pub process: String,
    /// The true change, ln units.
    pub d: f64,
    /// Sessions drawn.
    pub sessions: usize,
    /// Called a shift, either way.
    pub called: usize,
    /// Sessions with an interval.
    pub answered: usize,
    /// Of these, intervals that held the truth.
    pub covered: usize,
}

/// The rows of the table.
pub fn rows() -> Vec<Row> {
    let lines = TABLE.lines().skip(1);
    lines
        .filter_map(|line| {
            let fields: Vec<&str> = split(line);
            let number = |i: usize| fields.get(i)?.parse::<f64>().ok();
            let count = |i: usize| fields.get(i)?.parse::<usize>().ok();
            Some(Row {
                study: fields.first()?.to_string(),
                total_min: number(1)?,
                process: fields.get(2)?.trim_matches('"').to_owned(),
                d: number(3)?,
                sessions: count(4)?,
                called: count(5)? + count(6)?,
                answered: count(11)?,
                covered: count(12)?,
            })
        })
        .collect()
}

/// Fields of a line; commas inside quotes do not part.
fn split(line: &str) -> Vec<&str> {
    let mut quoted = false;
    line.split(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .collect()
}

/// Error rates of sessions about as long as this one, with or without an input between the phases.
///
/// Which way of moving a person's level resembles is not known: the false alarms are those of the
/// worst, with its upper limit; the power is that over all.
///
/// `None` for a session without an estimate: it has no verdict that could be wrong in this way.
pub fn for_session(response: &SessionResponse) -> Option<ErrorRates> {
    response.shift.as_ref()?;
    let length_min = |name| response.phase(name).map_or(0.0, |p| p.phase.window.length_s() / 60.0);
    // What is compared: the shorter phase decides how much there is on each side.
    let total_min = 2.0 * length_min(PhaseName::Before).min(length_min(PhaseName::After));
    let between = length_min(PhaseName::During) >= 5.0;
    let study = if between { "between" } else { "level" };
    let rows: Vec<Row> = rows().into_iter().filter(|r| r.study == study).collect();
    let nearest = rows
        .iter()
        .map(|r| r.total_min)
        .min_by(|a, b| distance(*a, total_min).total_cmp(&distance(*b, total_min)))?;
    let here: Vec<&Row> = rows.iter().filter(|r| r.total_min == nearest).collect();
    let null = |r: &&&Row| r.d == 0.0;
    let worst = here.iter().filter(null).max_by_key(|r| r.called * 1_000_000 / r.sessions)?;
    let mut effects: Vec<f64> = here.iter().map(|r| r.d).filter(|d| *d > 0.0).collect();
    effects.sort_by(f64::total_cmp);
    effects.dedup();
    let power = effects
        .iter()
        .map(|&d| {
            let cells = || here.iter().filter(move |r| r.d == d);
            (d, cells().map(|r| r.called).sum(), cells().map(|r| r.sessions).sum())
        })
        .collect();
    // Cells of one way of moving share their draws, so coverage is counted where nothing was put in.
    let covered = here.iter().filter(null).map(|r| r.covered).sum();
    let answered = here.iter().filter(null).map(|r| r.answered).sum();
    let with = if between { ", half an hour of input between" } else { "" };
    Some(crate::page::rates(
        format!(
            "{nearest:.0} min before and after together{with}, level sd .2; false alarms of the \
             worst way of moving ({}), power over all",
            worst.process
        ),
        (worst.called, limits::upper(worst.called, worst.sessions), worst.sessions),
        power,
        (covered, answered),
    ))
}

fn distance(cell_min: f64, session_min: f64) -> f64 {
    (cell_min / session_min.max(1e-9)).ln().abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_row() {
        let rows = rows();
        assert_eq!(rows.len(), TABLE.lines().count() - 1);
        assert!(rows.iter().all(|r| r.called <= r.sessions && r.covered <= r.answered));
        // A false-alarm figure never stands without its power: both kinds of cell for every length.
        for (study, lengths, ways) in
            [("level", vec![10.0, 20.0, 40.0], 5), ("between", vec![20.0], 4)]
        {
            for total_min in lengths {
                for d in [0.0, 0.4, 0.8] {
                    let cells =
                        rows.iter().filter(|r| r.study == study && r.total_min == total_min);
                    assert_eq!(cells.filter(|r| r.d == d).count(), ways, "{study} {total_min} {d}");
                }
            }
        }
    }

    #[test]
    fn commas_inside_quotes_do_not_part() {
        assert_eq!(split("a,\"b, c\",d"), ["a", "\"b, c\"", "d"]);
    }
}
