//! The level over the session as a small plot, or as a few lines of figures for `--plain`.

use vagal_core::session::PhaseName;

use super::braille::Canvas;
use super::style::Style;
use super::text::wrap;
use crate::chart::{Family, Scale};
use crate::page::SessionPage;
use crate::words::{change_pct, decimal};

const ROWS: usize = 8;
/// Columns for the figures on the left of the plot.
const LEFT: usize = 8;
/// Columns for the change from the baseline on its right.
const RIGHT: usize = 7;

struct Point {
    t: f64,
    mean: f64,
    sd: f64,
}

fn points(page: &SessionPage) -> Vec<Point> {
    let level = &page.response.level;
    let triples = level.time_s.iter().zip(&level.mean).zip(&level.sd);
    triples
        .map(|((t, mean), sd)| Point { t: *t, mean: *mean, sd: *sd })
        .filter(|p| p.t.is_finite() && p.mean.is_finite() && p.sd.is_finite())
        .collect()
}

/// The plot with its legend; nothing if the model gave no level.
pub(crate) fn plot(page: &SessionPage, style: &Style) -> Vec<String> {
    let points = points(page);
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if style.is_plain() {
        let lines = figures(page, &points);
        return lines.iter().flat_map(|line| wrap(&style.say(line), style.width)).collect();
    }
    let edge = |p: &Point, side: f64| p.mean + side * 1.959_964 * p.sd;
    let lowest = points.iter().map(|p| edge(p, -1.0)).fold(f64::INFINITY, f64::min);
    let highest = points.iter().map(|p| edge(p, 1.0)).fold(f64::NEG_INFINITY, f64::max);
    let columns = style.width.saturating_sub(LEFT + RIGHT + 2).clamp(16, 100);
    let mut canvas = Canvas::new(columns, ROWS);
    let (w, h) = (canvas.width() as f64, canvas.height() as f64);
    let span = page.span_s();
    let x = Scale::new(span, (0.0, w - 1.0));
    let y = Scale::new((lowest, highest), (h - 1.0, 0.0));
    for column in 0..canvas.width() {
        let t = x.value(column as f64);
        if t < first.t || t > last.t {
            continue;
        }
        let Some(p) = points.iter().min_by(|a, b| (a.t - t).abs().total_cmp(&(b.t - t).abs()))
        else {
            continue;
        };
        canvas.set(column, y.place(p.mean).round() as usize);
        // The edges of the band are dotted so that the level stands out.
        if column % 4 == 0 {
            canvas.set(column, y.place(edge(p, -1.0)).round() as usize);
            canvas.set(column, y.place(edge(p, 1.0)).round() as usize);
        }
    }
    let baseline = page.baseline_ln_ms();
    let title = if columns >= 36 { "lnRMSSD level, 95% band dotted" } else { "lnRMSSD level" };
    let mut out = vec![style.dim(&format!(
        "{:>w$}  {title}{:>r$}",
        "ln ms",
        "change",
        w = LEFT - 2,
        r = columns + RIGHT - title.len()
    ))];
    for (row, dots) in canvas.rows().into_iter().enumerate() {
        let value = y.value((row as f64 + 0.5) * 4.0 - 0.5);
        let labelled = row % 2 == 0;
        let left = if labelled { decimal(value, 2) } else { String::new() };
        let right = match baseline {
            Some(b) if labelled => change_pct(value - b),
            _ => String::new(),
        };
        out.push(format!(
            "{left:>w$}  {}{right:>r$}",
            style.family(Family::Output, &dots),
            w = LEFT - 2,
            r = RIGHT
        ));
    }
    out.push(format!("{}{}", " ".repeat(LEFT), phases(page, &x, columns, style)));
    out.push(format!("{}{}", " ".repeat(LEFT), style.dim(&minutes(span, columns))));
    out
}

/// The phases as a line under the plot: `├ before ─┤├ during ═┤`.
fn phases(page: &SessionPage, x: &Scale, columns: usize, style: &Style) -> String {
    let mut cells = vec![' '; columns];
    for phase in &page.response.phases {
        let column = |s: f64| ((x.place(s) / 2.0).round().max(0.0) as usize).min(columns - 1);
        let (from, to) = (column(phase.phase.window.start_s), column(phase.phase.window.end_s));
        let during = phase.phase.name == PhaseName::During;
        let joins = cells[from] == '┤';
        for cell in &mut cells[from..=to] {
            *cell = if during { '━' } else { '─' };
        }
        let name = format!(" {} ", phase.phase.name.id());
        let room = to - from + 1;
        if room >= name.len() + 2 {
            let start = from + (room - name.len()) / 2;
            for (cell, c) in cells[start..].iter_mut().zip(name.chars()) {
                *cell = c;
            }
        }
        cells[from] = if joins { '┼' } else { '├' };
        cells[to] = '┤';
    }
    style.family(Family::Input, cells.into_iter().collect::<String>().trim_end())
}

fn minutes(span: (f64, f64), columns: usize) -> String {
    let end = format!("{} min", decimal((span.1 - span.0) / 60.0, 0));
    format!("0{end:>width$}", width = columns - 1)
}

/// For `--plain`: the mean level of each phase and at the end, in words.
fn figures(page: &SessionPage, points: &[Point]) -> Vec<String> {
    let baseline = page.baseline_ln_ms();
    let mut out = vec!["Level of lnRMSSD, with its change from the level before".to_string()];
    for phase in &page.response.phases {
        let window = phase.phase.window;
        let inside: Vec<f64> = points
            .iter()
            .filter(|p| (window.start_s..=window.end_s).contains(&p.t))
            .map(|p| p.mean)
            .collect();
        if inside.is_empty() {
            continue;
        }
        let mean = inside.iter().sum::<f64>() / inside.len() as f64;
        let change = match baseline {
            Some(b) if phase.phase.name != PhaseName::Before => {
                format!(", {}", change_pct(mean - b))
            }
            _ => String::new(),
        };
        out.push(format!("{}: {} ln ms{change}", phase.phase.name.id(), decimal(mean, 2)));
    }
    if let (Some(last), Some(b)) = (points.last(), baseline) {
        out.push(format!(
            "at the end: {} ln ms, {}",
            decimal(last.mean, 2),
            change_pct(last.mean - b)
        ));
    }
    out
}
