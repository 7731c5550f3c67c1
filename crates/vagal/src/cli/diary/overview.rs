//! The diary at a glance: each series with its last value and its course, a column a week or longer.

use std::collections::BTreeMap;

use vagal::core::Series;
use vagal::report::terminal::{Align, Table};
use vagal::store::{Entry, Line};

use crate::cli::keep;
use crate::cli::out::Out;

/// Most columns of a course: what fits beside the figures.
const COLUMNS: i64 = 16;
/// Fewest days of a column.
const WEEK: i64 = 7;
const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Heading and one row a series.
pub(super) fn overview(person: &str, entries: &[Entry], out: &Out) -> String {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return String::new() };
    let (first, last) = (first.line.moment(), last.line.moment());
    let inputs = entries.iter().filter(|e| matches!(e.line, Line::Input(_))).count();
    let others =
        entries.iter().filter(|e| !matches!(e.line, Line::Input(_) | Line::Reading(_))).count();
    let mut text = format!(
        "{person}: {} to {}, {inputs} inputs, {} readings, {others} episodes and corrections\n\n",
        &keep::wall(first)[..10],
        &keep::wall(last)[..10],
        entries.len() - inputs - others
    );
    let mut series: BTreeMap<Series, Vec<(i64, f64)>> = BTreeMap::new();
    for entry in entries {
        if let Line::Reading(reading) = &entry.line {
            let values = series.entry(reading.series()).or_default();
            values.push((reading.moment.local_day(), reading.value()));
        }
    }
    if series.is_empty() {
        return text;
    }
    let span = (first.local_day(), last.local_day());
    let heading = match column_days(span) {
        WEEK => "by week".to_owned(),
        days => format!("by {days} days"),
    };
    let mut table = Table::new(&[
        ("reading", Align::Left),
        ("n", Align::Right),
        ("days", Align::Right),
        ("last", Align::Right),
        ("median", Align::Right),
        (if out.style.is_plain() { "" } else { &heading }, Align::Left),
    ]);
    for (series, values) in &series {
        let kind = series.kind;
        let mut name = kind.name.to_owned();
        if let Some(region) = series.region {
            name = format!("{name}, {}", region.name);
        }
        if series.pulse_wave {
            name.push_str(" (PRV)");
        }
        let shown = |value: f64| {
            let unit = if keep::is_bare(kind) { "" } else { kind.typed_unit() };
            format!("{} {unit}", keep::digits(kind, kind.to_typed(value))).trim_end().to_owned()
        };
        let days = values.iter().map(|v| v.0).collect::<std::collections::BTreeSet<_>>().len();
        let last_value = values.last().map(|v| shown(v.1)).unwrap_or_default();
        let middle = median(values.iter().map(|v| v.1).collect());
        let course = if out.style.is_plain() { String::new() } else { course(values, span) };
        table.row([
            name,
            values.len().to_string(),
            days.to_string(),
            last_value,
            middle.map(shown).unwrap_or_default(),
            course,
        ]);
    }
    text.push_str(&out.table(&table));
    text
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    (n > 0).then(|| 0.5 * (values[(n - 1) / 2] + values[n / 2]))
}

/// Days of a column, so that the whole diary fits.
fn column_days((first, last): (i64, i64)) -> i64 {
    ((last - first) / COLUMNS + 1).max(WEEK)
}

/// The median of each column, from the lowest to the highest of them; a blank for one without a reading.
fn course(values: &[(i64, f64)], span: (i64, i64)) -> String {
    let width = column_days(span);
    let columns: Vec<Option<f64>> = (0..=(span.1 - span.0) / width)
        .map(|column| {
            let from = span.0 + column * width;
            let inside = values.iter().filter(|(day, _)| (from..from + width).contains(day));
            median(inside.map(|v| v.1).collect())
        })
        .collect();
    let there = || columns.iter().flatten().copied();
    let (low, high) = (there().fold(f64::MAX, f64::min), there().fold(f64::MIN, f64::max));
    columns
        .iter()
        .map(|column| match column {
            None => ' ',
            // One height for a course that stands still.
            Some(_) if high - low < 1e-9 => STEPS[3],
            Some(value) => {
                let step = (value - low) / (high - low) * (STEPS.len() - 1) as f64;
                STEPS[(step.round() as usize).min(STEPS.len() - 1)]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_a_week_and_a_blank_for_a_week_without() {
        let values = [(0, 1.0), (3, 3.0), (8, 9.0), (22, 2.0)];
        assert_eq!(course(&values, (0, 27)), "▁█ ▁");
        assert_eq!(course(&[(0, 5.0), (7, 5.0)], (0, 13)), "▄▄");
        // A longer diary has longer columns: the first reading and the last are both to be seen.
        for last in [111, 112, 113, 699, 10_000] {
            let drawn = course(&[(0, 1.0), (last, 2.0)], (0, last));
            assert!(drawn.starts_with('▁') && drawn.ends_with('█'), "{last}: {drawn}");
            assert!(drawn.chars().count() <= 16, "{last}: {drawn}");
        }
        assert_eq!(median(vec![3.0, 1.0, 2.0, 10.0]), Some(2.5));
    }
}
