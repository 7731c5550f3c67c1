//! Error rates of experiments, from the table of the study.

use std::fs;

use super::table::table;
use crate::limits;

/// One row of the study.
struct Row {
    world: String,
    difference: f64,
    experiments: usize,
    more: usize,
    less: usize,
    none: usize,
    cannot: usize,
    /// Intervals printed and how many hold the truth, of 50, 80 and 95%.
    printed: [(usize, usize); 3],
    error: f64,
    blocks: f64,
    used: f64,
    largest: usize,
    planned: String,
}

/// Cells of a line; a comma within quotation marks parts nothing.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().expect("invariant: there is always a cell").push(c),
        }
    }
    cells
}

fn rows(group: &str) -> Vec<Row> {
    let path = super::root().join("validation/experiment/rates.csv");
    let text = fs::read_to_string(path).expect("the study has been run");
    let lines = text.lines().skip(1).map(cells).filter(|c| c[0] == group);
    lines
        .map(|c| {
            let count = |i: usize| c[i].parse::<usize>().expect("a count");
            let number = |i: usize| c[i].parse::<f64>().expect("a number");
            Row {
                world: c[1].clone(),
                difference: number(2),
                experiments: count(3),
                more: count(4),
                less: count(5),
                none: count(6),
                cannot: count(7),
                printed: [14, 16, 18].map(|i| (count(i), count(i + 1))),
                error: number(9),
                blocks: number(10),
                used: number(11),
                largest: count(12),
                planned: c[13].clone(),
            }
        })
        .collect()
}

impl Row {
    /// Shares of the 95, 80 and 50% intervals that hold the truth.
    fn held(&self) -> [String; 3] {
        [2, 1, 0].map(|i| pct(self.printed[i].1, self.printed[i].0))
    }
}

fn pct(count: usize, total: usize) -> String {
    format!("{:.1}%", 100.0 * count as f64 / total.max(1) as f64)
}

/// Rates without a difference.
pub(super) fn none() -> String {
    let cells = rows("no difference").into_iter().map(|r| {
        let wrong = r.more + r.less;
        let [all, most, half] = r.held();
        vec![
            r.world,
            format!("{:.0}", r.blocks),
            r.experiments.to_string(),
            pct(wrong, r.experiments),
            format!("{:.1}%", 100.0 * limits::upper(wrong, r.experiments)),
            pct(r.none, r.experiments),
            pct(r.cannot, r.experiments),
            all,
            most,
            half,
        ]
    });
    table(
        &[
            "world",
            "blocks",
            "experiments",
            "a difference is said",
            "at most",
            "no difference",
            "cannot tell",
            "95% interval holds the truth",
            "80%",
            "50%",
        ],
        cells,
    )
}

/// Power at twice the SWC.
pub(super) fn power() -> String {
    let cells = rows("a difference of twice the SWC").into_iter().map(|r| {
        let (low, high) =
            (limits::lower(r.more, r.experiments), limits::upper(r.more, r.experiments));
        let [all, most, half] = r.held();
        vec![
            r.world,
            r.experiments.to_string(),
            r.planned,
            format!("{} ({:.0} to {:.0}%)", pct(r.more, r.experiments), 100.0 * low, 100.0 * high),
            pct(r.less + r.none, r.experiments),
            all,
            most,
            half,
            format!("{:+.3}", r.error),
            format!("{:.1}", r.blocks),
            r.largest.to_string(),
            format!("{:.1}", r.used),
        ]
    });
    table(
        &[
            "world",
            "experiments",
            "planned power",
            "found",
            "wrong verdict",
            "95% interval holds the truth",
            "80%",
            "50%",
            "mean error, ln",
            "sessions of each, planned",
            "most",
            "used",
        ],
        cells,
    )
}

/// Verdicts around the SWC.
pub(super) fn small() -> String {
    let cells = rows("a difference around the SWC").into_iter().map(|r| {
        let [all, most, half] = r.held();
        vec![
            r.world,
            r.difference.to_string(),
            r.experiments.to_string(),
            pct(r.more, r.experiments),
            pct(r.less, r.experiments),
            pct(r.none, r.experiments),
            format!("{:.1}%", 100.0 * limits::upper(r.none, r.experiments)),
            pct(r.cannot, r.experiments),
            all,
            most,
            half,
            format!("{:.1}", r.used),
        ]
    });
    table(
        &[
            "true difference",
            "ln units",
            "experiments",
            "more",
            "less",
            "no difference",
            "at most",
            "cannot tell",
            "95% interval holds the truth",
            "80%",
            "50%",
            "sessions used",
        ],
        cells,
    )
}
