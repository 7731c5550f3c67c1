//! The table of error rates that the study of the model of a person wrote: how often a verdict falls where it should not.

use vagal_core::posterior::VerdictRates;

use crate::limits;

/// The command that makes the table again.
pub const COMMAND: &str = "cargo run --release -p vagal-validation --bin person-rates 400 verdicts";

const TABLE: &str = include_str!("../../vagal-person/data/error_rates.csv");

/// One line of the table: diaries of one kind and what was said of massage in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// How sessions were booked.
    pub booking: String,
    /// What is true: `nothing`, `like_rest`, `effect_0.35`.
    pub world: String,
    /// `plain`, or `tilt` for the model with the booking term.
    pub fit: String,
    /// How the diary departs from the model.
    pub departure: String,
    /// Diaries.
    pub diaries: usize,
    /// Verdict `works`.
    pub works: usize,
    /// Verdict `harm`.
    pub harm: usize,
}

/// Every line of the table.
pub fn rows() -> Vec<Row> {
    TABLE.lines().skip(1).filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    let cells: Vec<&str> = line.split(',').collect();
    let [booking, world, fit, departure, diaries, works, harm, ..] = cells[..] else { return None };
    Some(Row {
        booking: booking.into(),
        world: world.into(),
        fit: fit.into(),
        departure: departure.into(),
        diaries: diaries.parse().ok()?,
        works: works.parse().ok()?,
        harm: harm.parse().ok()?,
    })
}

/// Error rates of a verdict on an input: the worst of all ways of booking and departures, with their power beside them.
pub fn rates() -> Option<VerdictRates> {
    let rows = rows();
    let (null, effect): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|r| !r.world.starts_with("effect"));
    let worst = |count: fn(&Row) -> usize| {
        null.iter().map(|r| (count(r), r.diaries)).max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)))
    };
    let found = |r: &&&Row| r.works * 1000 / r.diaries.max(1);
    let (false_works, false_harm) = (worst(|r| r.works)?, worst(|r| r.harm)?);
    let (least, most) = (effect.iter().min_by_key(found)?, effect.iter().max_by_key(found)?);
    Some(VerdictRates {
        kinds: null.len(),
        diaries: null.iter().map(|r| r.diaries).min()?,
        false_works: false_works.0,
        false_works_upper: limits::upper(false_works.0, false_works.1),
        false_harm: false_harm.0,
        false_harm_upper: limits::upper(false_harm.0, false_harm.1),
        found: (
            least.works as f64 / least.diaries.max(1) as f64,
            most.works as f64 / most.diaries.max(1) as f64,
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_row_and_the_bars_of_the_study_hold() {
        assert_eq!(rows().len(), TABLE.lines().count() - 1);
        let rates = rates().unwrap();
        assert!(rates.diaries >= 400);
        // The bars: upper limits of 5% for a false `works` and 8% for a false `harm`.
        assert!(rates.false_works_upper <= 0.05 && rates.false_harm_upper <= 0.08, "{rates:?}");
        assert!(rates.found.0 <= rates.found.1);
    }
}
