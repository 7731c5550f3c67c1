//! The table of error rates that the study wrote, and the row that is nearest to a session.

use vagal_core::response::SessionResponse;
use vagal_core::session::PhaseName;
use vagal_report::page::ErrorRates;

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

/// Error rates of sessions about as long as this one, over every way the level was made to move.
///
/// `None` for a session without an estimate: it has no verdict that could be wrong in this way.
pub fn for_session(response: &SessionResponse) -> Option<ErrorRates> {
    response.shift.as_ref()?;
    let length_min = |name| response.phase(name).map_or(0.0, |p| p.phase.window.length_s() / 60.0);
    // What is compared: the shorter phase decides how much there is on each side.
    let total_min = 2.0 * length_min(PhaseName::Before).min(length_min(PhaseName::After));
    let rows: Vec<Row> = rows().into_iter().filter(|r| r.study == "level").collect();
    let nearest = rows
        .iter()
        .map(|r| r.total_min)
        .min_by(|a, b| distance(*a, total_min).total_cmp(&distance(*b, total_min)))?;
    let here: Vec<&Row> = rows.iter().filter(|r| r.total_min == nearest).collect();
    let sum = |d: f64, count: &dyn Fn(&Row) -> usize| -> usize {
        here.iter().filter(|r| r.d == d).map(|r| count(r)).sum()
    };
    let sessions = |d| sum(d, &|r| r.sessions);
    // The worst cell's upper limit: which of them a real level resembles is not known.
    let upper = here
        .iter()
        .filter(|r| r.d == 0.0)
        .map(|r| upper_limit(r.called, r.sessions))
        .fold(0.0, f64::max);
    let mut effects: Vec<f64> = here.iter().map(|r| r.d).filter(|d| *d > 0.0).collect();
    effects.sort_by(f64::total_cmp);
    effects.dedup();
    let power = effects.iter().map(|&d| (d, sum(d, &|r| r.called), sessions(d))).collect();
    let all = |count: &dyn Fn(&Row) -> usize| here.iter().map(|r| count(r)).sum();
    Some(crate::page::rates(
        format!("{nearest:.0} min before and after together, level sd .2, five ways of moving"),
        (sum(0.0, &|r| r.called), upper, sessions(0.0)),
        power,
        (all(&|r| r.covered), all(&|r| r.answered)),
    ))
}

fn distance(cell_min: f64, session_min: f64) -> f64 {
    (cell_min / session_min.max(1e-9)).ln().abs()
}

/// Upper end of the 95% interval of a proportion after Wilson (1927).
fn upper_limit(count: usize, total: usize) -> f64 {
    let (n, z) = (total.max(1) as f64, 1.959_964);
    let p = count as f64 / n;
    let centre = p + z * z / (2.0 * n);
    let reach = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    (centre + reach) / (1.0 + z * z / n)
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
        for total_min in [10.0, 20.0, 40.0] {
            for d in [0.0, 0.4, 0.8] {
                let cells = rows.iter().filter(|r| r.study == "level" && r.total_min == total_min);
                assert_eq!(cells.filter(|r| r.d == d).count(), 5, "{total_min} min, d {d}");
            }
        }
    }

    #[test]
    fn commas_inside_quotes_do_not_part() {
        assert_eq!(split("a,\"b, c\",d"), ["a", "\"b, c\"", "d"]);
    }

    #[test]
    fn wilson_limit_of_the_textbook() {
        // 10 of 100: .0552 to .1744 (Wilson score interval, any table)
        assert!((upper_limit(10, 100) - 0.1744).abs() < 0.5e-4);
    }
}
