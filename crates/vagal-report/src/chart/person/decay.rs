//! What is left after a session: the shift of HRV and the fall of tension over the same days, with what was believed before.

use maud::{Markup, html};
use vagal_core::posterior::{InputAnswer, Learned};
use vagal_core::trajectory::{BandPoint, ResponseCurves};

use super::band::{areas, extent_of, hatched, lane};
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::{Frame, extent, padded};
use crate::chart::mark::{Family, Mark};
use crate::chart::path::{line, px};
use crate::chart::scale::{Scale, ticks};
use crate::page::PersonPage;
use crate::words::person::{days, input_name, range_80_days, variability_name};
use crate::words::{decimal, signed};

/// Height of one panel, of the row for its hold, and of the head over it.
pub(super) const PANEL_PX: f64 = 132.0;
const HOLD_PX: f64 = 34.0;
pub(super) const HEAD_PX: f64 = 26.0;

/// The curves of one input.
pub fn decay(page: &PersonPage, answer: &InputAnswer, curves: &ResponseCurves) -> Figure {
    let name = input_name(&answer.id);
    let longest = shown_days(answer);
    let row = |p: &BandPoint, k: usize| {
        let tension = curves.tension.get(k);
        let points =
            |p: Option<&BandPoint>, i: usize| p.map_or("–".into(), |p| signed(p.points[i], 3));
        vec![
            decimal(p.days, 2),
            signed(p.points[3], 3),
            format!("{} to {}", signed(p.points[0], 3), signed(p.points[6], 3)),
            points(tension, 3),
            format!("{} to {}", points(tension, 0), points(tension, 6)),
        ]
    };
    let head =
        ["days after", "shift, ln units", "95% range", "fall of tension, points", "95% range"];
    let rows = curves.state.iter().enumerate().map(|(k, p)| row(p, k)).collect();
    let hold_name = hold_name(answer);
    let hold =
        |what: &str, l: &Learned| format!("{what} {} days ({})", days(l.median), range_80_days(l));
    Figure {
        id: format!("decay-{}", answer.id.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
            .into(),
        title: format!("What is left after {name}"),
        caption: format!(
            "One session of the usual dose ({}) from rest, at the mean load of the diary. Above the shift of lnRMSSD, below the fall of tension: \
             the same days, and each with its own hold in the row beneath. Hatched is what was assumed before any data (80%). A hold whose end \
             lies beyond the axis is drawn open, with an arrow.",
            decimal(answer.dose, 2)
        ),
        description: format!(
            "{}; {}.",
            hold(&hold_name, &answer.hold_hrv_days),
            answer
                .hold_tension_days
                .as_ref()
                .map_or("no tension was rated".into(), |l| hold("hold of tension", l))
        ),
        legend: vec![
            LegendEntry::new(Mark::Bands, Family::Output, "after the data: 50, 80, 95%"),
            LegendEntry::new(Mark::Dotted, Family::Prior, "before the data: 80%, hatched"),
            LegendEntry::new(Mark::Pale, Family::Prior, "too small to matter"),
            LegendEntry::new(Mark::Square, Family::Output, "hold, median"),
        ],
        table: DataTable { head: head.map(String::from).to_vec(), rows, note: None },
        wide: draw(page, answer, curves, longest, &Frame::wide(0.0)),
        narrow: Some(draw(page, answer, curves, longest, &Frame::narrow(0.0))),
    }
}

fn hold_name(answer: &InputAnswer) -> String {
    format!("hold of {}", variability_name(answer.pulse_wave))
}

/// As many days as the holds need, 3 to 14.
fn shown_days(answer: &InputAnswer) -> f64 {
    let tension = answer.hold_tension_days.as_ref().map_or(0.0, |hold| hold.points[5]);
    let needed = answer.hold_hrv_days.points[5].max(tension);
    [3.0, 7.0].into_iter().find(|d| needed <= 0.9 * d).unwrap_or(14.0)
}

fn draw(
    page: &PersonPage,
    answer: &InputAnswer,
    curves: &ResponseCurves,
    longest: f64,
    base: &Frame,
) -> Drawing {
    let mut top = HEAD_PX;
    let x = Scale::new((0.0, longest), (base.left, base.right));
    let mut panels: Vec<Markup> = Vec::new();
    let parts = [
        (
            &curves.state,
            &curves.state_prior,
            Some(&answer.hold_hrv_days),
            "shift of lnRMSSD",
            hold_name(answer),
            Some(page.posterior.swc),
        ),
        (
            &curves.tension,
            &curves.tension_prior,
            answer.hold_tension_days.as_ref(),
            "fall of tension, points",
            "hold of tension".to_owned(),
            None,
        ),
    ];
    for (posterior, prior, hold, label, hold_name, swc) in parts {
        if posterior.is_empty() {
            continue;
        }
        let frame = Frame { top, bottom: top + PANEL_PX, ..*base };
        panels.push(panel(&frame, &x, (posterior, prior), label, swc, |_| html! {}));
        panels.extend(hold.map(|hold| hold_row(&frame, &x, hold, &hold_name)));
        top += PANEL_PX + HOLD_PX + HEAD_PX;
    }
    let bottom = top - HEAD_PX + 4.0;
    let frame = Frame { bottom, ..*base };
    let (at, digits) = ticks((0.0, longest), if base.is_narrow() { 4 } else { 7 });
    let labels: Vec<(f64, String)> = at.into_iter().map(|d| (d, decimal(d, digits))).collect();
    let content = html! {
        @for panel in panels { (panel) }
        (frame.bottom_axis(&x, &labels, "days after the session"))
    };
    Drawing { width: base.width, height: bottom + 42.0, content }
}

fn within(points: &[BandPoint], x: &Scale) -> Vec<BandPoint> {
    points.iter().copied().filter(|p| p.days <= x.range().1).collect()
}

/// One panel with what lies over its bands.
pub(super) fn panel(
    frame: &Frame,
    x: &Scale,
    (posterior, prior): (&[BandPoint], &[BandPoint]),
    label: &str,
    swc: Option<f64>,
    over: impl Fn(&Scale) -> Markup,
) -> Markup {
    let (posterior, prior) = (within(posterior, x), within(prior, x));
    let swc_edges = swc.into_iter().flat_map(|s| [-s, s]);
    let believed = prior.iter().flat_map(|p| [p.points[1], p.points[5]]);
    let shown = extent_of(&posterior).chain(believed).chain(swc_edges).chain([0.0]);
    let y = frame.y(padded(extent(shown).unwrap_or((-1.0, 1.0)), 0.04));
    html! {
        (frame.stacked_left_axis(&y, label))
        @if let Some(swc) = swc {
            rect class="swc" x=(px(frame.left)) y=(px(y.place(swc))) width=(px(frame.right - frame.left)) height=(px(y.place(-swc) - y.place(swc))) {}
        }
        path class="axis" d=(line([(frame.left, y.place(0.0)), (frame.right, y.place(0.0))])) {}
        (hatched(&prior, x, &y))
        (areas(&posterior, x, &y, Family::Output))
        (over(&y))
    }
}

fn hold_row(frame: &Frame, x: &Scale, hold: &Learned, name: &str) -> Markup {
    let y = frame.bottom + 22.0;
    html! {
        text class="label" x=(px(frame.left)) y=(px(frame.bottom + 11.0)) { (name) }
        (lane(&hold.points, x, y, 6.0, Family::Output, Some(Mark::Square)))
    }
}
