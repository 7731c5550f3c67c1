//! Path data: coordinates with one decimal, lines that break where the data break.

use std::fmt::Write as _;

/// A coordinate with at most one decimal; what is not finite lands at 0 rather than breaking the file.
pub(crate) fn px(value: f64) -> String {
    if !value.is_finite() {
        return "0".into();
    }
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".into() } else { text.into() }
}

/// A polyline through places; empty for fewer than one.
pub(crate) fn line(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut out = String::new();
    for (i, (x, y)) in points.into_iter().enumerate() {
        let command = if i == 0 { 'M' } else { 'L' };
        // Writing to a String cannot fail.
        let _ = write!(out, "{command}{} {}", px(x), px(y));
    }
    out
}

/// A closed band between an upper and a lower edge over the same places.
pub(crate) fn band(edges: &[(f64, f64, f64)]) -> String {
    let upper = edges.iter().map(|(x, top, _)| (*x, *top));
    let lower = edges.iter().rev().map(|(x, _, bottom)| (*x, *bottom));
    let mut out = line(upper.chain(lower));
    if !out.is_empty() {
        out.push('Z');
    }
    out
}

/// Cuts a series wherever two neighbours lie further apart than `widest`.
pub(crate) fn runs<T>(points: &[T], at: impl Fn(&T) -> f64, widest: f64) -> Vec<&[T]> {
    points.chunk_by(|a, b| at(b) - at(a) <= widest).collect()
}

/// The usual distance between neighbours: the median; infinite for fewer than two points.
pub(crate) fn usual_step(times: &[f64]) -> f64 {
    let mut steps: Vec<f64> = times.windows(2).map(|w| w[1] - w[0]).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_finite() {
        assert_eq!(px(12.04), "12");
        assert_eq!(px(-0.04), "0");
        assert_eq!(px(3.25), "3.2");
        assert_eq!(px(f64::NAN), "0");
    }

    #[test]
    fn a_line_breaks_at_a_hole() {
        let t = [0.0, 1.0, 2.0, 9.0, 10.0];
        let runs = runs(&t, |t| *t, 3.0 * usual_step(&t));
        assert_eq!(runs.iter().map(|r| r.len()).collect::<Vec<_>>(), [3, 2]);
    }
}
