//! Graded bands: over time as areas, on one line as bars; a belief before the data is hatched.

use maud::{Markup, html};
use vagal_core::trajectory::BandPoint;

use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::{band, line, px};
use crate::chart::scale::Scale;

/// Lower and upper point of the 95, 80 and 50% bands, with their classes.
const LEVELS: [(usize, usize, &str); 3] = [(0, 6, "band95"), (1, 5, "band80"), (2, 4, "band50")];
/// Distance of two hatching lines.
const HATCH_PX: f64 = 6.0;

/// Areas of 95, 80 and 50% with the median as a line.
pub(super) fn areas(points: &[BandPoint], x: &Scale, y: &Scale, family: Family) -> Markup {
    let class = family.class();
    let edges = |lo: usize, hi: usize| -> Vec<(f64, f64, f64)> {
        points
            .iter()
            .map(|p| (x.place(p.days), y.place_held(p.points[hi]), y.place_held(p.points[lo])))
            .collect()
    };
    html! {
        @for (lo, hi, level) in LEVELS {
            path class={ "area-" (class) " " (level) } d=(band(&edges(lo, hi))) {}
        }
        path class={ "line-" (class) } d=(line(points.iter().map(|p| (x.place(p.days), y.place_held(p.median()))))) {}
    }
}

/// The 80% band of a belief before the data: hatched, with a dotted edge and a dotted median.
pub(super) fn hatched(points: &[BandPoint], x: &Scale, y: &Scale) -> Markup {
    let at = |p: &BandPoint, k: usize| (x.place(p.days), y.place_held(p.points[k]));
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return html! {} };
    let (from, to) = (x.place(first.days), x.place(last.days));
    let edge = |k: usize, px_x: f64| {
        let pairs = points.windows(2).map(|w| (at(&w[0], k), at(&w[1], k)));
        pairs.into_iter().find(|(_, b)| px_x <= b.0).map_or(0.0, |(a, b)| {
            let share = if b.0 > a.0 { (px_x - a.0) / (b.0 - a.0) } else { 0.0 };
            a.1 + share * (b.1 - a.1)
        })
    };
    let lines = (1..).map(|i| from + HATCH_PX * f64::from(i)).take_while(|v| *v < to);
    html! {
        path class="hatch" d=(lines.map(|v| line([(v, edge(5, v)), (v, edge(1, v))])).collect::<String>()) {}
        @for k in [1, 3, 5] {
            path class="line-prior dotted" d=(line(points.iter().map(|p| at(p, k)))) {}
        }
    }
}

/// One row of a chart: three bars, darker towards the middle, and a mark at the median. What lies beyond the axis is drawn
/// open, with an arrow.
pub(super) fn lane(
    points: &[f64; 7],
    x: &Scale,
    y: f64,
    half_px: f64,
    family: Family,
    mark: Option<Mark>,
) -> Markup {
    let (from, to) = x.range();
    let held = |v: f64| x.place(if v.is_nan() { from } else { v.clamp(from, to) });
    let heights = [0.55, 0.8, 1.0];
    let class = family.class();
    html! {
        @for ((lo, hi, level), height) in LEVELS.into_iter().zip(heights) {
            @let (a, b) = (held(points[lo]), held(points[hi]));
            rect class={ "area-" (class) " " (level) } x=(px(a)) y=(px(y - half_px * height)) width=(px((b - a).max(1.0))) height=(px(2.0 * half_px * height)) {}
        }
        @if points[6] > to { (point(Mark::Arrow, family, x.place(to) + 3.0, y, 5.0)) }
        @if points[0] < from {
            path class={ "open-" (class) } d={ "M" (px(x.place(from) - 1.0)) " " (px(y - 5.0)) " L" (px(x.place(from) - 11.0)) " " (px(y)) " L" (px(x.place(from) - 1.0)) " " (px(y + 5.0)) " Z" } {}
        }
        @if let Some(mark) = mark.filter(|_| (from..=to).contains(&points[3])) {
            (point(mark, family, held(points[3]), y, 4.6))
        }
    }
}

/// The same for a belief before the data: hatched bar from 5 to 95%, dotted line at the median.
pub(super) fn prior_lane(prior: &[f64; 3], x: &Scale, y: f64, half_px: f64) -> Markup {
    let (from, to) = x.range();
    let held = |v: f64| x.place(if v.is_nan() { from } else { v.clamp(from, to) });
    let (a, middle, b) = (held(prior[0]), held(prior[1]), held(prior[2]));
    let lines = (0..).map(|i| a + HATCH_PX * f64::from(i)).take_while(|v| *v <= b);
    html! {
        path class="hatch" d=(lines.map(|v| line([(v, y - half_px), (v, y + half_px)])).collect::<String>()) {}
        path class="line-prior dotted" d={ (line([(a, y - half_px), (b, y - half_px)])) (line([(a, y + half_px), (b, y + half_px)])) (line([(middle, y - half_px - 2.0), (middle, y + half_px + 2.0)])) } {}
        @if prior[2] > to { (point(Mark::Arrow, Family::Prior, x.place(to) + 3.0, y, 4.0)) }
    }
}

/// Lowest and highest point of the 95% bands.
pub(super) fn extent_of(points: &[BandPoint]) -> impl Iterator<Item = f64> + '_ {
    points.iter().flat_map(|p| [p.points[0], p.points[6]])
}
