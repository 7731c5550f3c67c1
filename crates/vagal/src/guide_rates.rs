//! The table of error rates that the study of the rules wrote, by verdict.

use vagal_core::{GuideRate, GuideVerdict};

use crate::limits;

/// The command that makes the table again.
pub const COMMAND: &str = "cargo run -p vagal-validation --bin guide-rates";

const TABLE: &str = include_str!("../../vagal-guide/data/error_rates.csv");

/// One line of the table: how many of a kind of people had an outcome of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Identifier of the kind of people.
    pub kind: String,
    /// What they are like.
    pub people_are: String,
    /// Verdicts that are right for them; `SUPPRESSED` where none may be given.
    pub right: Vec<String>,
    /// `verdict`, or the key of a rule.
    pub item: String,
    /// What it came to.
    pub outcome: String,
    /// People simulated.
    pub people: usize,
    /// People with this outcome.
    pub count: usize,
}

/// Every line of the table.
pub fn rows() -> Vec<Row> {
    TABLE.lines().skip(1).filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    let (kind, rest) = line.split_once(",\"")?;
    let (people_are, rest) = rest.split_once("\",")?;
    let [right, item, outcome, people, count] = rest.split(',').collect::<Vec<_>>()[..] else {
        return None;
    };
    Some(Row {
        kind: kind.into(),
        people_are: people_are.into(),
        right: right.split('|').map(str::to_owned).collect(),
        item: item.into(),
        outcome: outcome.into(),
        people: people.parse().ok()?,
        count: count.parse().ok()?,
    })
}

/// How often a verdict was given to each kind of simulated people, in the order of the table.
pub fn of(verdict: GuideVerdict) -> Vec<GuideRate> {
    let rows = rows();
    let mut kinds: Vec<&Row> = Vec::new();
    for row in &rows {
        if !kinds.iter().any(|seen| seen.kind == row.kind) {
            kinds.push(row);
        }
    }
    let rates = kinds.into_iter().map(|kind| {
        let given = rows
            .iter()
            .find(|r| r.kind == kind.kind && r.item == "verdict" && r.outcome == verdict.id());
        let count = given.map_or(0, |r| r.count);
        GuideRate {
            people: kind.people_are.clone(),
            right: kind.right.iter().any(|right| right == verdict.id()),
            count,
            total: kind.people,
            limits: (limits::lower(count, kind.people), limits::upper(count, kind.people)),
        }
    });
    rates.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_row_and_every_kind_has_all_its_people() {
        let rows = rows();
        assert_eq!(rows.len(), TABLE.lines().count() - 1);
        for row in &rows {
            let verdicts = rows.iter().filter(|r| r.kind == row.kind && r.item == "verdict");
            assert_eq!(verdicts.map(|r| r.count).sum::<usize>(), row.people, "{}", row.kind);
        }
    }

    /// The bar of the study: without a driver, a review is worth considering for 5% at most, with its upper limit.
    #[test]
    fn without_a_driver_a_review_is_rare() {
        const BAR: f64 = 0.05;
        let mut looked = 0;
        for verdict in [GuideVerdict::ConsiderReview, GuideVerdict::Both] {
            for rate in of(verdict).iter().filter(|r| r.people.starts_with("working base")) {
                assert!(rate.total >= 400 && rate.limits.1 <= BAR, "{verdict:?}: {rate:?}");
                looked += 1;
            }
        }
        assert_eq!(looked, 2 * 7);
    }

    #[test]
    fn a_red_flag_gives_no_verdict_at_all() {
        for verdict in GuideVerdict::ALL {
            let rates = of(verdict);
            let flagged = rates.iter().find(|r| r.people.contains("red flag"));
            assert!(flagged.is_some_and(|r| r.count == 0 && !r.right));
        }
    }
}
