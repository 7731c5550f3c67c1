//! One station of the simulated arc over time: with the stimuli, and the twin without them.

use maud::html;

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::frame::{Frame, extent, padded};
use super::mark::{Family, Mark};
use super::path::{line, px};
use super::thin::column_extremes;
use crate::page::{SimulatePage, StationTrace};
use crate::words::{decimal, founded};

/// Columns of pixels a trace is thinned to.
const COLUMNS: usize = 300;

/// A trace that moves less than this share of its size is drawn on a scale that shows it as still.
const STILL_SHARE: f64 = 0.01;

/// The traces of a station; `None` where the model has no such place.
pub fn station(page: &SimulatePage, trace: &StationTrace) -> Option<Figure> {
    let (with, twin) = (points(&trace.with), points(&trace.twin));
    if with.is_empty() {
        return None;
    }
    let unit = if trace.unit.is_empty() { "share".to_owned() } else { trace.unit.clone() };
    let legend = vec![
        LegendEntry::new(Mark::Line, Family::Output, "with"),
        LegendEntry::new(Mark::Dotted, Family::Prior, "same seed, without"),
    ];
    let at = |series: &[f64], s: usize| match series.get(s) {
        Some(v) if v.is_finite() => decimal(*v, 3),
        _ => "–".into(),
    };
    let rows = (0..trace.with.len())
        .step_by(10)
        .map(|s| vec![decimal(s as f64 / 60.0, 1), at(&trace.with, s), at(&trace.twin, s)])
        .collect();
    let same = with == twin;
    Some(Figure {
        id: format!("station-{}", trace.id).into(),
        title: trace.name.clone(),
        caption: format!("{} ({}).", capital(&trace.what), founded(&trace.founded)),
        description: match (same, extent(trace.with.iter().copied())) {
            (true, _) => "The same with and without the stimuli.".into(),
            (false, Some((lo, hi))) => format!(
                "Between {} and {} {unit} with the stimuli; the twin without them is drawn dotted.",
                decimal(lo, 2),
                decimal(hi, 2)
            ),
            (false, None) => String::new(),
        },
        legend,
        table: DataTable::thinned(&["minute", &format!("with, {unit}"), "without"], rows),
        wide: draw(page, &unit, &with, &twin, &Frame::wide(150.0)),
        narrow: Some(draw(page, &unit, &with, &twin, &Frame::narrow(150.0))),
    })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// Seconds and values, holes left out.
fn points(trace: &[f64]) -> Vec<(f64, f64)> {
    let all = trace.iter().enumerate().map(|(s, v)| (s as f64, *v));
    all.filter(|(_, v)| v.is_finite()).collect()
}

fn draw(
    page: &SimulatePage,
    unit: &str,
    with: &[(f64, f64)],
    twin: &[(f64, f64)],
    frame: &Frame,
) -> Drawing {
    let frame = Frame { top: 26.0, ..*frame };
    let range = extent(with.iter().chain(twin).map(|p| p.1)).unwrap_or((0.0, 1.0));
    let least = STILL_SHARE * range.0.abs().max(range.1.abs());
    let middle = f64::midpoint(range.0, range.1);
    let half = f64::max(0.5 * (range.1 - range.0), least);
    let y = frame.y(padded((middle - half, middle + half), 0.08));
    let x = frame.x((0.0, page.scenario.duration_s));
    let place = |points: &[(f64, f64)]| {
        line(column_extremes(points, COLUMNS).into_iter().map(|(s, v)| (x.place(s), y.place(v))))
    };
    let content = html! {
        @for stimulus in &page.stimuli {
            @let (left, right) = (x.place_held(stimulus.window.start_s), x.place_held(stimulus.window.end_s));
            rect class="phase-input" x=(px(left)) y=(px(frame.top)) width=(px(right - left)) height=(px(frame.bottom - frame.top)) {}
            rect class="fill-input" x=(px(left)) y=(px(frame.top - 3.0)) width=(px(right - left)) height="3" {}
        }
        (frame.left_axis(&y, unit))
        path class="line-prior dotted" d=(place(twin)) {}
        path class="line-output fine" d=(place(with)) {}
        (frame.time_axis(&x))
    };
    Drawing { width: frame.width, height: frame.height, content }
}
