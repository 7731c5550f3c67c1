//! The model of a person: its parameters, its calibration, and the error rates of its verdicts.

use std::fmt::Write as _;
use std::fs;

use vagal::person::Transform;

use super::table::table;
use crate::limits;
use crate::person::{bands::Bands, every_term, sbc};

fn file(name: &str) -> String {
    // The rates of the verdicts are printed beside them, so they stand with the model.
    let folder =
        if name == "error_rates.csv" { "crates/vagal-person/data" } else { "validation/person" };
    let path = super::root().join(folder).join(name);
    fs::read_to_string(path).expect("the study has been run")
}

fn cells(name: &str) -> Vec<Vec<String>> {
    file(name)
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

/// `3.0% (1.6 to 5.2)`.
fn share(count: usize, total: usize) -> String {
    format!(
        "{:.1}% ({:.1} to {:.1})",
        100.0 * count as f64 / total.max(1) as f64,
        100.0 * limits::lower(count, total),
        100.0 * limits::upper(count, total)
    )
}

/// Every parameter with its prior.
pub(super) fn parameters() -> String {
    let rows = every_term().parameters().to_vec().into_iter().map(|p| {
        let (scale, centre) = match p.transform {
            Transform::Identity => ("normal", p.prior_mean),
            Transform::Log => ("normal of the logarithm", p.prior_mean.exp()),
            Transform::Logit => ("normal of the logit", 1.0 / (1.0 + (-p.prior_mean).exp())),
        };
        vec![
            format!("`{}`", p.name),
            p.meaning.clone(),
            scale.into(),
            format!("{centre:.3}"),
            format!("{:.2}", p.prior_sd),
        ]
    });
    table(&["parameter", "what it is", "prior", "centre", "sd on its scale"], rows)
}

/// Ranks of the truth: how many diaries, and the rarest departure.
pub(super) fn calibration() -> String {
    let rows = cells("sbc.csv");
    let names = sbc::quantities();
    let first = rows.first().map_or(0, Vec::len) - names.len();
    let bands = Bands::new(rows.len(), sbc::KEPT);
    let family = names.len() as f64;
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let mut found: Vec<(f64, String, f64)> = names
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let ranks: Vec<usize> =
                rows.iter().map(|row| row[first + i].parse().expect("a rank")).collect();
            let mean = ranks.iter().sum::<usize>() as f64 / ranks.len() as f64;
            (bands.p_value(&ranks), name.clone(), mean / sbc::KEPT as f64)
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rarest = (found[0].0 * family).min(1.0);
    let passed: f64 = rows.iter().map(|row| number(&row[1])).sum();
    let divergences: f64 = rows.iter().map(|row| number(&row[2])).sum();
    let least = rows.iter().map(|row| number(&row[3])).fold(f64::INFINITY, f64::min);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} diaries, {} quantities (every parameter and the joint log-likelihood), ranks among {} draws. Rarest departure \
         from uniform ranks: `{}`, p = {rarest:.3} for the family of {} together; bands at the family level of 1% {}. \
         {divergences:.0} divergences; smallest effective size {least:.0}; {passed:.0} draws of the prior were passed \
         over because a reading was not that of a living body.\n",
        rows.len(),
        names.len(),
        sbc::KEPT,
        found[0].1,
        names.len(),
        if rarest < 0.01 { "are left" } else { "hold" },
    );
    let head = ["quantity", "p of its own", "p in the family", "mean rank (1/2 expected)"];
    out.push_str(&table(
        &head,
        found.into_iter().take(8).map(|(p, name, mean)| {
            let family = (p * family).min(1.0);
            vec![
                format!("`{name}`"),
                format!("{p:.4}"),
                format!("{family:.3}"),
                format!("{mean:.3}"),
            ]
        }),
    ));
    out
}

/// Verdicts by booking and world.
pub(super) fn rates() -> String {
    let rows = cells("error_rates.csv");
    let count = |row: &[String], i: usize| row[i].parse::<usize>().expect("a count");
    table(
        &[
            "booked by",
            "true",
            "fit",
            "besides",
            "diaries",
            "works",
            "harm",
            "negligible",
            "90% interval holds it",
            "mean true effect",
            "mean error",
            "sessions",
        ],
        rows.iter().map(|row| {
            let n = count(row, 4);
            vec![
                row[0].clone(),
                row[1].replace('_', " "),
                row[2].clone(),
                row[3].clone(),
                n.to_string(),
                share(count(row, 5), n),
                share(count(row, 6), n),
                share(count(row, 7), n),
                share(count(row, 9), n),
                row[10].clone(),
                row[11].clone(),
                row[12].clone(),
            ]
        }),
    )
}

/// Looked at every week, without an effect.
pub(super) fn weekly() -> String {
    let rows = cells("weekly.csv");
    let count = |text: &str| text.parse::<usize>().expect("a count");
    table(
        &["booked by", "diaries", "ever called works"],
        rows.iter()
            .map(|row| vec![row[0].clone(), row[1].clone(), share(count(&row[2]), count(&row[1]))]),
    )
}

/// Verdicts on the path of tension, by world.
pub(super) fn paths() -> String {
    let rows = cells("paths.csv");
    let count = |text: &str| text.parse::<usize>().expect("a count");
    table(
        &[
            "true path",
            "diaries",
            "autonomic only",
            "tissue only",
            "both",
            "neither",
            "cannot tell",
        ],
        rows.iter().map(|row| {
            let n = count(&row[1]);
            let shares = row[2..7].iter().map(|cell| share(count(cell), n));
            [row[0].clone(), n.to_string()].into_iter().chain(shares).collect()
        }),
    )
}

/// Groups of the probability that nothing changed: edges.
const GROUPS: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];

/// What was said of a change at an unknown date against what was true.
pub(super) fn change() -> String {
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let rows: Vec<(bool, f64)> =
        cells("change.csv").iter().map(|row| (row[0] == "1", number(&row[1]))).collect();
    let lines = table(
        &["probability of no change", "diaries", "mean of it", "nothing had changed in"],
        GROUPS.windows(2).map(|edges| {
            let within: Vec<_> = rows
                .iter()
                .filter(|r| edges[0] <= r.1 && (r.1 < edges[1] || edges[1] == 1.0))
                .collect();
            let (n, unchanged) = (within.len(), within.iter().filter(|r| r.0).count());
            let mean = within.iter().map(|r| r.1).sum::<f64>() / n.max(1) as f64;
            vec![
                format!("{:.1} to {:.1}", edges[0], edges[1]),
                n.to_string(),
                if n > 0 { format!("{mean:.2}") } else { "—".into() },
                if n > 0 { share(unchanged, n) } else { "—".into() },
            ]
        }),
    );
    let count = rows.len() as f64;
    let said = rows.iter().map(|r| r.1).sum::<f64>() / count;
    let unchanged = rows.iter().filter(|r| r.0).count();
    let error = (rows.iter().map(|r| r.1 * (1.0 - r.1)).sum::<f64>()).sqrt() / count;
    let bits: f64 =
        rows.iter().map(|r| 1.0 + if r.0 { r.1 } else { 1.0 - r.1 }.log2()).sum::<f64>();
    format!(
        "{lines}\nIn the mean of {} diaries no change was given {said:.3}, and there was none in {:.3} (standard error {error:.3}). A diary told \
         {:.2} bit of the one bit in question.\n",
        rows.len(),
        unchanged as f64 / count,
        bits / count
    )
}

/// Errors alone and pooled, by population.
pub(super) fn pool() -> String {
    let rows = cells("pool.csv");
    let count = |text: &str| text.parse::<usize>().expect("a count");
    table(
        &[
            "population",
            "of whom",
            "stores",
            "people",
            "error alone",
            "error pooled",
            "interval alone holds it",
            "interval pooled holds it",
            "mean error alone",
            "mean error pooled",
        ],
        rows.iter().map(|row| {
            let n = count(&row[3]);
            vec![
                row[0].clone(),
                row[1].clone(),
                row[2].clone(),
                row[3].clone(),
                row[4].clone(),
                row[5].clone(),
                share(count(&row[6]), n),
                share(count(&row[7]), n),
                row[8].clone(),
                row[9].clone(),
            ]
        }),
    )
}

/// What the next days were expected to take away of the doubt, and what they took.
pub(super) fn teach() -> String {
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let pct = |text: &str| format!("{:.1}%", 100.0 * number(text));
    let with_error = |value: &str, error: &str| {
        format!("{:+.1} (SE {:.1})", 100.0 * number(value), 100.0 * number(error))
    };
    table(
        &[
            "true",
            "the next days",
            "open diaries",
            "expected",
            "taken",
            "taken less expected, points",
            "the named one took more by, points",
        ],
        cells("teach.csv").into_iter().map(|row| {
            let more = if row[1] == "named" { "".into() } else { with_error(&row[7], &row[8]) };
            vec![
                row[0].replace('_', " "),
                row[1].clone(),
                row[2].clone(),
                pct(&row[3]),
                pct(&row[4]),
                with_error(&row[5], &row[6]),
                more,
            ]
        }),
    )
}

/// Verdicts after weeks of the named step and of others.
pub(super) fn teach_verdicts() -> String {
    let count = |text: &str| text.parse::<usize>().expect("a count");
    table(
        &[
            "true",
            "eight weeks of",
            "open diaries",
            "a verdict",
            "a wrong one",
            "a verdict by the named one only",
            "by this one only",
        ],
        cells("teach_verdicts.csv").into_iter().map(|row| {
            let n = count(&row[2]);
            let only = |i: usize| if row[1] == "named" { "".into() } else { row[i].clone() };
            vec![
                row[0].replace('_', " "),
                row[1].clone(),
                n.to_string(),
                share(count(&row[3]), n),
                share(count(&row[4]), n),
                only(5),
                only(6),
            ]
        }),
    )
}

/// Preview against sampler on the same diaries.
pub(super) fn agreement() -> String {
    let rows = cells("agreement.csv");
    if rows.is_empty() {
        return "Preview and sampler have not been compared on these diaries yet.".into();
    }
    let same = rows.iter().filter(|row| row[6] == row[7]).count();
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let farthest =
        rows.iter().map(|row| (number(&row[2]) - number(&row[3])).abs()).fold(0.0, f64::max);
    let held = |column: usize| {
        let held = rows.iter().filter(|row| row.get(column).is_some_and(|cell| cell == "1"));
        share(held.count(), rows.len())
    };
    format!(
        "On {} diaries that were fitted both ways the weighted preview and the sampler gave the same verdict in {}; the \
         probabilities of `works` differed by {farthest:.2} at most. 90% intervals held the true effect in {} by the preview and in {} by \
         the sampler.",
        rows.len(),
        share(same, rows.len()),
        held(8),
        held(9),
    )
}
