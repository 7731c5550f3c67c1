//! The weeks of a diary: load, sessions, and the hidden state that the readings show, on one axis of days.

use maud::{Markup, html};
use vagal_core::trajectory::{BandPoint, Seen, Trajectory};

use super::band::{areas, extent_of};
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::{Frame, extent, padded};
use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::{line, px};
use crate::chart::scale::{Scale, ticks};
use crate::words::person::input_name;
use crate::words::{decimal, signed};

/// Heights of the panels: the level is looked at most.
const TALL_PX: f64 = 150.0;
const LOW_PX: f64 = 78.0;
const HEAD_PX: f64 = 30.0;
/// Height of a row of sessions.
const ROW_PX: f64 = 14.0;

/// Level, shift by sessions, wander of the baseline, muscles and load.
pub fn weeks(t: &Trajectory) -> Option<Figure> {
    let last = t.level.last()?.days;
    let rows = t.level.iter().enumerate().map(|(k, level)| {
        let of = |points: &[BandPoint]| {
            points.get(k).map_or("–".into(), |p| {
                format!(
                    "{} ({} to {})",
                    signed(p.points[3], 2),
                    signed(p.points[0], 2),
                    signed(p.points[6], 2)
                )
            })
        };
        vec![
            decimal(level.days, 1),
            format!(
                "{} ({} to {})",
                decimal(level.points[3], 2),
                decimal(level.points[0], 2),
                decimal(level.points[6], 2)
            ),
            of(&t.shift),
            of(&t.baseline),
            of(&t.muscles),
        ]
    });
    Some(Figure {
        id: "weeks".into(),
        title: "The weeks of the diary".into(),
        caption: "From above: what a morning reading would show without its noise, with the readings; the sessions, a row an input; how much of it sessions made; \
                  how the baseline wandered by itself; the state of the muscles, which follow; and the load in the way. Each band is worked out \
                  from all readings, those that came later included."
            .into(),
        description: format!(
            "{} days, {} sessions, {} morning readings; the level ends at {}.",
            decimal(last, 0),
            t.sessions.len(),
            t.mornings.len(),
            t.level.last().map_or("–".into(), |p| decimal(p.median(), 2))
        ),
        legend: vec![
            LegendEntry::new(Mark::Bands, Family::Output, "state: 50, 80, 95%"),
            LegendEntry::new(Mark::OpenSquare, Family::Output, "morning reading"),
            LegendEntry::new(Mark::Dot, Family::Input, "session"),
            LegendEntry::new(Mark::Dashed, Family::Interference, "load"),
        ],
        table: DataTable::thinned(
            &["day", "level, lnRMSSD (95%)", "shift by sessions (95%)", "baseline (95%)", "muscles (95%)"],
            rows.collect(),
        ),
        wide: draw(t, last, &Frame::wide(0.0)),
        narrow: Some(draw(t, last, &Frame::narrow(0.0))),
    })
}

fn draw(t: &Trajectory, last: f64, base: &Frame) -> Drawing {
    let x = Scale::new((0.0, last), (base.left, base.right));
    let mut top = HEAD_PX;
    let mut panels: Vec<Markup> = Vec::new();
    let mut place = |height: f64| {
        let frame = Frame { top, bottom: top + height, ..*base };
        top += height + HEAD_PX;
        frame
    };
    let frame = place(TALL_PX);
    let shown = extent_of(&t.level).chain(t.mornings.iter().map(|m| m.value));
    let y = frame.y(padded(extent(shown).unwrap_or((3.0, 4.0)), 0.04));
    panels.push(html! {
        (frame.stacked_left_axis(&y, "level of lnRMSSD"))
        (areas(&t.level, &x, &y, Family::Output))
        @for m in &t.mornings { (point(Mark::OpenSquare, Family::Output, x.place(m.days), y.place(m.value), 2.2)) }
    });
    panels.push(session_rows(t, &x, &place(ROW_PX * inputs(t).len() as f64)));
    // One scale for what is in one unit.
    let parts = [&t.shift, &t.baseline, &t.muscles];
    let range =
        padded(extent(parts.iter().flat_map(|p| extent_of(p))).unwrap_or((-1.0, 1.0)), 0.04);
    for (points, label) in parts.into_iter().zip([
        "shift by sessions, ln units",
        "baseline, ln units",
        "muscles, ln units",
    ]) {
        let frame = place(LOW_PX);
        let y = frame.y(range);
        panels.push(html! {
            (frame.stacked_left_axis(&y, label))
            path class="axis" d=(line([(frame.left, y.place(0.0)), (frame.right, y.place(0.0))])) {}
            (areas(points, &x, &y, Family::Output))
        });
    }
    if t.load.windows(2).any(|w| w[0].value != w[1].value) {
        let frame = place(LOW_PX);
        let y =
            frame.y(padded(extent(t.load.iter().map(|l| l.value)).unwrap_or((-1.0, 1.0)), 0.06));
        panels.push(html! {
            (frame.stacked_left_axis(&y, "load"))
            path class="line-interference dashed" d=(line(steps(&t.load, &x, &y))) {}
            @for l in marks(&t.load) { (point(Mark::OpenDiamond, Family::Interference, x.place(l.days), y.place(l.value), 2.4)) }
        });
    }
    let frame = Frame { bottom: top - HEAD_PX + 6.0, ..*base };
    let (at, _) = ticks((0.0, last), if base.is_narrow() { 5 } else { 10 });
    let labels: Vec<(f64, String)> = at.into_iter().map(|d| (d, decimal(d, 0))).collect();
    let content = html! {
        @for panel in panels { (panel) }
        (frame.bottom_axis(&x, &labels, "days from the first entry"))
    };
    Drawing { width: base.width, height: frame.bottom + 42.0, content }
}

/// Inputs with sessions, in the order of their first.
fn inputs(t: &Trajectory) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for session in &t.sessions {
        if !found.contains(&session.input.as_str()) {
            found.push(&session.input);
        }
    }
    found
}

/// A row of dots an input.
fn session_rows(t: &Trajectory, x: &Scale, frame: &Frame) -> Markup {
    html! {
        text class="label" x="2" y=(px(frame.top - 9.0)) { "sessions: " (inputs(t).into_iter().map(input_name).collect::<Vec<_>>().join(", ")) @if inputs(t).is_empty() { "none" } }
        @for (row, input) in inputs(t).into_iter().enumerate() {
            @let y = frame.top + ROW_PX * (row as f64 + 0.5);
            path class="grid" d=(line([(frame.left, y), (frame.right, y)])) {}
            @for s in t.sessions.iter().filter(|s| s.input == input) { (point(Mark::Dot, Family::Input, x.place(s.days), y, 3.2)) }
        }
    }
}

/// A load holds until it changes.
fn steps(load: &[Seen], x: &Scale, y: &Scale) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64)> = Vec::new();
    for l in load {
        if let Some((_, before)) = out.last().copied() {
            out.push((x.place(l.days), before));
        }
        out.push((x.place(l.days), y.place(l.value)));
    }
    out
}

/// Enough diamonds to be seen as such.
fn marks(load: &[Seen]) -> impl Iterator<Item = &Seen> {
    load.iter().step_by(load.len().div_ceil(24).max(1))
}
