//! The last session's fading on the days of the week: HRV above, tension below.

use maud::html;
use vagal_core::posterior::InputAnswer;
use vagal_core::trajectory::{BandPoint, ResponseCurves};

use super::decay::{HEAD_PX, PANEL_PX, panel};
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::Frame;
use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::{line, px};
use crate::chart::scale::Scale;
use crate::page::{Fade, PersonPage};
use crate::words::fade::{at, date, fade_points, stretch, weekday};
use crate::words::person::input_name;
use crate::words::{change_pct, signed, swc_pct};

/// Days that are shown after the session.
const SHOWN_DAYS: f64 = 3.0;
/// How far beyond the bands the prior is drawn, as a share of their height.
const BEYOND: f64 = 0.2;
/// Points between two crosses of the truth.
const CROSS_EVERY: usize = 4;

/// The curves of one session on the wall calendar.
pub fn fade(
    page: &PersonPage,
    answer: &InputAnswer,
    curves: &ResponseCurves,
    fade: &Fade,
) -> Figure {
    let rows = fade_points(fade, &curves.state).into_iter().map(|p| {
        let tension = at(&curves.tension, p.days);
        let range = |lo: String, hi: String| format!("{lo} to {hi}");
        vec![
            p.when,
            change_pct(p.left.median()),
            range(change_pct(p.left.points[1]), change_pct(p.left.points[5])),
            tension.map_or("–".into(), |t| signed(t.median(), 1)),
            tension.map_or("–".into(), |t| range(signed(t.points[1], 1), signed(t.points[5], 1))),
        ]
    });
    let mut legend = vec![
        LegendEntry::new(Mark::Bands, Family::Output, "after the data: 50, 80, 95%"),
        LegendEntry::new(Mark::Dotted, Family::Prior, "before the data: 80%, hatched"),
        LegendEntry::new(
            Mark::Pale,
            Family::Prior,
            format!("too small to matter (within {})", swc_pct(page.posterior.swc)),
        ),
    ];
    if page.demonstration.is_some() {
        legend.push(LegendEntry::new(
            Mark::CrossLine,
            Family::Truth,
            "the truth of the simulation",
        ));
    }
    Figure {
        id: "fade".into(),
        title: format!("{}: what is left of {}", stretch(fade), input_name(&fade.input)),
        caption: format!(
            "The session that ended on {}, as the model of this diary has a session of the usual dose, from rest and at the mean load: above the \
             shift of HRV, below the fall of tension. Bands hold what is not known about the person, not the noise of a reading; what was believed before is cut \
             off where it leaves the picture.",
            date(fade.end)
        ),
        description: crate::words::fade::fade_sentence(fade, &curves.state),
        legend,
        table: DataTable {
            head: ["when", "shift of HRV", "80% range", "fall of tension, points", "80% range"]
                .map(String::from)
                .to_vec(),
            rows: rows.collect(),
            note: None,
        },
        wide: draw(page, answer, curves, fade, &Frame::wide(0.0)),
        narrow: Some(draw(page, answer, curves, fade, &Frame::narrow(0.0))),
    }
}

/// What was believed before, cut off not far beyond what is believed now, which is what the picture is about.
fn cut(prior: &[BandPoint], posterior: &[BandPoint]) -> Vec<BandPoint> {
    let points = || posterior.iter().flat_map(|p| p.points);
    let (lowest, highest) = (points().fold(0.0, f64::min), points().fold(0.0, f64::max));
    let air = BEYOND * (highest - lowest);
    let held = |v: f64| v.clamp(lowest - air, highest + air);
    prior.iter().map(|p| BandPoint { days: p.days, points: p.points.map(held) }).collect()
}

fn draw(
    page: &PersonPage,
    answer: &InputAnswer,
    curves: &ResponseCurves,
    fade: &Fade,
    base: &Frame,
) -> Drawing {
    let x = Scale::new((0.0, SHOWN_DAYS), (base.left, base.right));
    let truth = page.demonstration.as_ref().and_then(|d| d.truth.input(&answer.id));
    let none: &[(f64, f64)] = &[];
    let parts = [
        (
            &curves.state,
            &curves.state_prior,
            "shift of HRV, ln units",
            Some(page.posterior.swc),
            truth.map_or(none, |t| &t.state),
        ),
        (
            &curves.tension,
            &curves.tension_prior,
            "fall of tension, points",
            None,
            truth.map_or(none, |t| &t.tension),
        ),
    ];
    let mut top = HEAD_PX;
    let mut panels = Vec::new();
    for (posterior, prior, label, swc, truth) in parts {
        if posterior.is_empty() {
            continue;
        }
        let frame = Frame { top, bottom: top + PANEL_PX, ..*base };
        let prior = cut(prior, posterior);
        panels.push(panel(&frame, &x, (posterior, &prior), label, swc, |y| {
            let shown: Vec<(f64, f64)> = truth
                .iter()
                .filter(|(d, _)| *d <= SHOWN_DAYS)
                .map(|(d, v)| (x.place(*d), y.place_held(*v)))
                .collect();
            html! {
                @if !shown.is_empty() { path class="line-truth" d=(line(shown.iter().copied())) {} }
                @for (px_x, px_y) in shown.iter().step_by(CROSS_EVERY) { (point(Mark::Plus, Family::Truth, *px_x, *px_y, 3.4)) }
            }
        }));
        top += PANEL_PX + HEAD_PX + 8.0;
    }
    let bottom = top - HEAD_PX - 8.0;
    // Midnights part the days; a day is named in its middle, as far as it is shown.
    let midnight = 1.0 - fade.end.local_hour() / 24.0;
    let days: Vec<(i64, f64, f64)> = (0..)
        .map(|k: i64| (k, (midnight + k as f64 - 1.0).max(0.0), midnight + k as f64))
        .take_while(|(_, from, _)| *from < SHOWN_DAYS)
        .map(|(k, from, to)| (k, from, to.min(SHOWN_DAYS)))
        .collect();
    let content = html! {
        @for panel in panels { (panel) }
        path class="axis" d=(line([(base.left, bottom), (base.right, bottom)])) {}
        @for (k, from, to) in days {
            @if from > 0.0 { path class="grid" d=(line([(x.place(from), HEAD_PX), (x.place(from), bottom + 6.0)])) {} }
            @if x.place(to) - x.place(from) > 60.0 {
                text class="tick" text-anchor="middle" x=(px(f64::midpoint(x.place(from), x.place(to)))) y=(px(bottom + 16.0)) {
                    (weekday(fade.end.local_day() + k))
                }
            }
        }
        text class="label" text-anchor="middle" x=(px(f64::midpoint(base.left, base.right))) y=(px(bottom + 33.0)) { "days of the week after the session" }
    };
    Drawing { width: base.width, height: bottom + 42.0, content }
}
