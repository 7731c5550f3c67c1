//! The verdicts of a plan: how often they are wrong on simulated diaries.

use std::fs;

use super::table::table;
use crate::limits;

/// One row a world.
pub(super) fn rates() -> String {
    let path = super::root().join("validation/person/plan_rates.csv");
    let text = fs::read_to_string(path).expect("the study has been run");
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let count = |i: usize| cells[i].parse::<usize>().expect("a count");
        let diaries = count(2);
        let share = |i: usize| {
            let n = count(i);
            format!("{n} (at most {:.0}%)", 100.0 * limits::upper(n, diaries))
        };
        vec![
            cells[0].replace('_', " "),
            format!("{} d", cells[1]),
            diaries.to_string(),
            count(3).to_string(),
            share(7),
            count(4).to_string(),
            count(5).to_string(),
            count(6).to_string(),
            count(8).to_string(),
            share(9),
            cells[10].into(),
            cells[11].into(),
        ]
    });
    table(
        &[
            "true",
            "half-life",
            "diaries",
            "a schedule",
            "of them wrongly",
            "no sessions",
            "cannot tell",
            "nothing recommended",
            "ranking alone above .90",
            "of them wrongly",
            "true worth of the first, days",
            "of the truly best",
        ],
        rows,
    )
}
