//! Error rates of the verdict: false alarms, power, coverage and holds, each with its exact limits.

use std::fmt::Write as _;
use std::fs;

use crate::limits;

use super::table::table;

/// One kind of session, drawn many times.
struct Row {
    study: String,
    total_min: f64,
    process: String,
    d: f64,
    sessions: usize,
    up: usize,
    down: usize,
    no_shift: usize,
    cannot_tell: usize,
    explained: usize,
    unusable: usize,
    answered: usize,
    covered: usize,
    mean_sd: f64,
    mean_error: f64,
    holds: usize,
    holds_covered: usize,
}

fn rows() -> Vec<Row> {
    let path = super::root().join("crates/vagal-session/data/error_rates.csv");
    let text = fs::read_to_string(path).expect("the study has been run");
    text.lines().skip(1).map(row).collect()
}

fn row(line: &str) -> Row {
    let mut quoted = false;
    let cells: Vec<&str> = line
        .split(|c| {
            quoted ^= c == '"';
            c == ',' && !quoted
        })
        .collect();
    assert_eq!(cells.len(), 17, "{line}");
    let count = |i: usize| cells[i].parse::<usize>().unwrap_or_else(|e| panic!("{line}: {e}"));
    let number = |i: usize| cells[i].parse::<f64>().unwrap_or_else(|e| panic!("{line}: {e}"));
    Row {
        study: cells[0].into(),
        total_min: number(1),
        process: cells[2].trim_matches('"').into(),
        d: number(3),
        sessions: count(4),
        up: count(5),
        down: count(6),
        no_shift: count(7),
        cannot_tell: count(8),
        explained: count(9),
        unusable: count(10),
        answered: count(11),
        covered: count(12),
        mean_sd: number(13),
        mean_error: number(14),
        holds: count(15),
        holds_covered: count(16),
    }
}

/// `0.4% (0.1 to 0.9)`.
fn share(count: usize, total: usize) -> String {
    if total == 0 {
        return "none".into();
    }
    format!(
        "{:.1}% ({:.1} to {:.1})",
        100.0 * count as f64 / total as f64,
        100.0 * limits::lower(count, total),
        100.0 * limits::upper(count, total)
    )
}

/// `the level wanders, 90 s` for `ou-90`.
fn process(name: &str) -> String {
    match name.strip_prefix("ou-") {
        Some(seconds) => format!("wanders within {seconds} s"),
        None => format!("{name} through the session"),
    }
}

/// The most important figures in sentences.
pub(super) fn summary() -> String {
    let rows = rows();
    let level = |d: f64| rows.iter().filter(move |r| r.study == "level" && r.d == d);
    let called = |r: &Row| r.up + r.down;
    let worst = level(0.0)
        .map(|r| (limits::upper(called(r), r.sessions), r))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .expect("the study has null cells");
    let power = |d: f64, total_min: f64| {
        let shares = level(d)
            .filter(|r| r.total_min == total_min)
            .map(|r| 100.0 * called(r) as f64 / r.sessions as f64);
        let (lo, hi) = shares.fold((f64::INFINITY, 0.0_f64), |(lo, hi), s| (lo.min(s), hi.max(s)));
        let (lo, hi) = (format!("{lo:.0}"), format!("{hi:.0}"));
        if lo == hi { format!("{lo}%") } else { format!("{lo} to {hi}%") }
    };
    let coverage = |r: &Row| r.covered as f64 / r.answered.max(1) as f64;
    let all: Vec<&Row> = rows.iter().filter(|r| r.study == "level").collect();
    let lowest = all.iter().map(|r| coverage(r)).fold(1.0, f64::min);
    let mean = all.iter().map(|r| coverage(r)).sum::<f64>() / all.len() as f64;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "- **False alarms with the power beside them.** Without any shift, {} of sessions of the worst kind \
         ({:.0} minutes, {}) are called a shift, and no kind more than {:.1}% (upper 95% limit). A shift of +0.4 \
         (RMSSD +49%) is found in {} of 10-minute, {} of 20-minute and {} of 40-minute sessions; one of +0.8 in {}, {} \
         and {}.",
        share(called(worst.1), worst.1.sessions),
        worst.1.total_min,
        process(&worst.1.process),
        100.0 * worst.0,
        power(0.4, 10.0),
        power(0.4, 20.0),
        power(0.4, 40.0),
        power(0.8, 10.0),
        power(0.8, 20.0),
        power(0.8, 40.0),
    );
    let _ = writeln!(
        out,
        "- **Coverage.** 95% intervals hold the true shift in {:.1}% of sessions of the worst kind and {:.1}% on average.",
        100.0 * lowest,
        100.0 * mean
    );
    let counts: Vec<usize> = rows.iter().map(|r| r.sessions).collect();
    let (least, most) = (counts.iter().min().unwrap_or(&0), counts.iter().max().unwrap_or(&0));
    let drawn = if least == most { format!("{least}") } else { format!("{least} to {most}") };
    let _ = writeln!(out, "- **Sessions drawn** for each row: {drawn}.");
    out
}

/// False alarms and power side by side, one row for each length and way of wandering.
pub(super) fn level() -> String {
    let rows = rows();
    let find = |r: &Row, d: f64| {
        rows.iter()
            .find(|o| {
                o.study == "level"
                    && o.d == d
                    && o.total_min == r.total_min
                    && o.process == r.process
            })
            .map_or("not drawn".into(), |o| share(o.up + o.down, o.sessions))
    };
    let level: Vec<&Row> = rows.iter().filter(|r| r.study == "level").collect();
    let mut out = table(
        &["minutes in all", "level", "called a shift: no shift", "+0.4", "+0.8"],
        level.iter().filter(|r| r.d == 0.0).map(|r| {
            vec![
                format!("{:.0}", r.total_min),
                process(&r.process),
                find(r, 0.0),
                find(r, 0.4),
                find(r, 0.8),
            ]
        }),
    );
    out.push_str("\nEvery verdict, and whether the interval holds the truth:\n\n");
    out.push_str(&table(
        &[
            "minutes",
            "level",
            "true d",
            "up",
            "down",
            "no shift",
            "cannot tell",
            "explained",
            "unusable",
            "interval holds d",
            "mean sd",
            "mean error",
        ],
        level.iter().map(|r| {
            vec![
                format!("{:.0}", r.total_min),
                process(&r.process),
                r.d.to_string(),
                r.up.to_string(),
                r.down.to_string(),
                r.no_shift.to_string(),
                r.cannot_tell.to_string(),
                r.explained.to_string(),
                r.unusable.to_string(),
                share(r.covered, r.answered),
                format!("{:.3}", r.mean_sd),
                format!("{:+.3}", r.mean_error),
            ]
        }),
    ));
    out
}

/// False alarms and power with half an hour of input between the phases.
pub(super) fn between() -> String {
    let rows = rows();
    let here: Vec<&Row> = rows.iter().filter(|r| r.study == "between").collect();
    let find = |r: &Row, d: f64| {
        here.iter()
            .find(|o| o.d == d && o.process == r.process)
            .map_or("not drawn".into(), |o| share(o.up + o.down, o.sessions))
    };
    table(
        &["level", "called a shift: no shift", "+0.4", "+0.8", "interval holds d", "mean sd"],
        here.iter().filter(|r| r.d == 0.0).map(|r| {
            vec![
                process(&r.process),
                find(r, 0.0),
                find(r, 0.4),
                find(r, 0.8),
                share(r.covered, r.answered),
                format!("{:.3}", r.mean_sd),
            ]
        }),
    )
}

/// Sessions without an effect in a world that the model does not know.
pub(super) fn beyond() -> String {
    let rows = rows();
    table(
        &["world", "called a shift", "interval holds d"],
        rows.iter().filter(|r| r.study == "limits").map(|r| {
            vec![r.process.clone(), share(r.up + r.down, r.sessions), share(r.covered, r.answered)]
        }),
    )
}

/// Breathing changes and nothing else does.
pub(super) fn breathing() -> String {
    let rows = rows();
    table(
        &["breathing", "called a shift", "explained otherwise", "cannot tell", "interval holds d"],
        rows.iter().filter(|r| r.study == "breathing").map(|r| {
            vec![
                r.process.clone(),
                share(r.up + r.down, r.sessions),
                share(r.explained, r.sessions),
                share(r.cannot_tell, r.sessions),
                share(r.covered, r.answered),
            ]
        }),
    )
}

/// Effects that fade or stay, and the hold that was read.
pub(super) fn hold() -> String {
    let rows = rows();
    table(
        &["effect of +0.8", "called up", "holds given", "interval holds the true passage"],
        rows.iter().filter(|r| r.study == "hold").map(|r| {
            vec![
                r.process.clone(),
                share(r.up, r.sessions),
                r.holds.to_string(),
                share(r.holds_covered, r.holds),
            ]
        }),
    )
}
