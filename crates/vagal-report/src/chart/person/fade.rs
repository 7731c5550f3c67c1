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
use crate::words::fade::{self as words, date, fade_points, stretch, weekday};
use crate::words::person::input_name;
use crate::words::swc_pct;

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
    let truth = page.demonstration.as_ref().and_then(|d| d.truth.input(&answer.id));
    let points = fade_points(fade, curves, truth);
    let rows = points.iter().map(|p| {
        let mut row =
            vec![p.when.clone(), words::shift(p), p.fall.as_ref().map_or("–".into(), words::fall)];
        row.extend(p.truth.map(words::known));
        row
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
            "Not what was read on these days: what the model of this diary expects of a session of the usual dose that ends as the last one did, on {}, from \
             rest and at the mean load. Above the shift of lnRMSSD, below the fall of tension. Bands hold what is not known about the person, not the noise of a reading; what was believed before is cut \
             off where it leaves the picture.",
            date(fade.end)
        ),
        description: words::fade_sentence(fade, &points),
        legend,
        table: DataTable {
            head: ["when", "shift of RMSSD", "fall of tension"]
                .into_iter()
                .chain(truth.map(|_| "what the simulator knows"))
                .map(String::from)
                .collect(),
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
            "shift of lnRMSSD",
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
        // On a phone the hatching would hide the curve.
        let prior = if base.is_narrow() { Vec::new() } else { cut(prior, posterior) };
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
            @let name = weekday(fade.end.local_day() + k);
            @let room = x.place(to) - x.place(from);
            @if room > 26.0 {
                text class="tick" text-anchor="middle" x=(px(f64::midpoint(x.place(from), x.place(to)))) y=(px(bottom + 16.0)) {
                    (if room > 68.0 { name } else { &name[..3] })
                }
            }
        }
        text class="label" text-anchor="middle" x=(px(f64::midpoint(base.left, base.right))) y=(px(bottom + 33.0)) { "days of the week after the session" }
    };
    Drawing { width: base.width, height: bottom + 42.0, content }
}
