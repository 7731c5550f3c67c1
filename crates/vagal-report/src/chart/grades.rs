//! How many claims have each grade: one bar, best on the left, each part named with its number.

use maud::html;
use vagal_evidence::{Claim, Grade};

use super::figure::{DataTable, Drawing, Figure};
use crate::words;

const WIDE: f64 = 760.0;
const NARROW: f64 = 360.0;
const HEIGHT: f64 = 64.0;
const BAR_TOP: f64 = 22.0;
const BAR_HEIGHT: f64 = 26.0;

/// Pixels that a letter of a label takes, about.
const LETTER: f64 = 6.4;

/// Claims by grade as parts of one bar.
pub fn grades(claims: &[Claim]) -> Figure {
    let count = |grade| claims.iter().filter(|c| c.grade == grade).count();
    let counts = Grade::ALL.map(|grade| (grade, count(grade)));
    let said: Vec<String> = counts.iter().map(|(g, n)| format!("{n} {}", g.words())).collect();
    Figure {
        id: "grades".into(),
        title: format!("{} claims by grade", claims.len()),
        caption: "From left to right: well supported, supported, mixed, contested, unsupported, and \
                  ways of speaking. The darker the part, the better the claims in it stand; a dashed \
                  outline means that no study was found that shows them."
            .into(),
        description: format!("{}.", said.join(", ")),
        legend: Vec::new(),
        table: DataTable {
            head: vec!["grade".into(), "claims".into(), "meaning".into()],
            rows: counts
                .iter()
                .map(|(g, n)| vec![g.words().into(), n.to_string(), words::grade_meaning(*g).into()])
                .collect(),
            note: None,
        },
        wide: drawing(&counts, WIDE),
        narrow: Some(drawing(&counts, NARROW)),
    }
}

fn drawing(counts: &[(Grade, usize)], width: f64) -> Drawing {
    let total = counts.iter().map(|(_, n)| n).sum::<usize>().max(1) as f64;
    let mut x = 0.0;
    let parts: Vec<(Grade, usize, f64, f64)> = counts
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|&(grade, n)| {
            let part = (grade, n, x, width * n as f64 / total);
            x += part.3;
            part
        })
        .collect();
    let content = html! {
        @for (grade, n, x, width) in &parts {
            rect class={ "part-" (grade.id()) } x=(f(*x)) y=(f(BAR_TOP)) width=(f(width - 1.5)) height=(f(BAR_HEIGHT)) {}
            text class="label" x=(f(*x + 1.0)) y=(f(BAR_TOP - 6.0)) { (n) }
            // A name that would run into the next is left to the caption.
            @if *width > LETTER * grade.words().len() as f64 {
                text class="label" x=(f(*x + 1.0)) y=(f(BAR_TOP + BAR_HEIGHT + 14.0)) { (grade.words()) }
            }
        }
    };
    Drawing { width, height: HEIGHT, content }
}

fn f(value: f64) -> String {
    format!("{value:.1}")
}
