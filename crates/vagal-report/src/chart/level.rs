//! The level of lnRMSSD over the session: graded bands, the readings behind them, the hold.

use maud::{Markup, html};
use vagal_core::response::Hold;
use vagal_core::session::PhaseName;

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::frame::{Frame, extent, padded};
use super::mark::{Family, Mark, point};
use super::path::{band, line, px, runs, usual_step};
use super::scale::{Scale, percent_ticks};
use super::thin::stride;
use crate::page::SessionPage;
use crate::words::{change_pct, decimal};

/// Half-widths of the 95, 80 and 50% bands in standard deviations of a normal distribution.
const BANDS: [(&str, f64); 3] =
    [("band95", 1.959_964), ("band80", 1.281_552), ("band50", 0.674_490)];

/// More points than this along a smooth curve cannot be seen.
const MOST_POINTS: usize = 400;

/// A curve is not drawn across a hole wider than this many of its usual steps.
const HOLE_STEPS: f64 = 3.5;

#[derive(Clone, Copy)]
struct Level {
    t: f64,
    mean: f64,
    sd: f64,
}

/// The level over the session; `None` if the model gave none.
pub fn level(page: &SessionPage) -> Option<Figure> {
    let points = finite_points(page);
    if points.is_empty() {
        return None;
    }
    let noun = page.sensor.variability_name();
    let mut legend = vec![
        LegendEntry::new(Mark::Bands, Family::Output, "level: 50, 80, 95% bands"),
        LegendEntry::new(Mark::OpenSquare, Family::Output, "reading of one short window"),
    ];
    let has_baseline = page.baseline_ln_ms().is_some();
    if has_baseline {
        legend.push(LegendEntry::new(Mark::Dotted, Family::Prior, "baseline"));
        let text = "change too small to matter";
        legend.push(LegendEntry::new(Mark::Pale, Family::Prior, text));
    }
    if let Some(hold) = page.response.hold {
        let text = if hold.censored {
            "hold, still going when the recording ended"
        } else {
            "hold: solid to its lower, pale to its upper limit"
        };
        let mark = if hold.censored { Mark::Arrow } else { Mark::Line };
        legend.push(LegendEntry::new(mark, Family::Output, text));
    }
    if page.truth.is_some() {
        legend.push(LegendEntry::new(Mark::CrossLine, Family::Truth, "truth of the simulator"));
    }
    let mut caption = String::from(
        "The level lies within the innermost band with a probability of one half, within the \
         outermost with 95%. Small squares are the readings it was estimated from; they scatter by \
         chance.",
    );
    if has_baseline {
        caption
            .push_str(" The right axis counts from the baseline, the mean level before the input");
        caption.push_str(match page.circumstances.still_before {
            Some(_) => " in the minutes that are compared.",
            None => ".",
        });
    }
    let description = description(page, &points);
    Some(Figure {
        id: "level".into(),
        title: format!("Level of {noun} (lnRMSSD) over the session"),
        caption,
        description,
        legend,
        table: table(page, &points),
        wide: draw(page, &points, &Frame::wide(300.0)),
        narrow: Some(draw(page, &points, &Frame::narrow(270.0))),
    })
}

fn finite_points(page: &SessionPage) -> Vec<Level> {
    let level = &page.response.level;
    let triples = level.time_s.iter().zip(&level.mean).zip(&level.sd);
    triples
        .map(|((t, mean), sd)| Level { t: *t, mean: *mean, sd: *sd })
        .filter(|p| p.t.is_finite() && p.mean.is_finite() && p.sd.is_finite() && p.sd >= 0.0)
        .collect()
}

fn description(page: &SessionPage, points: &[Level]) -> String {
    let mut text = String::from("Curve of the level over time with bands.");
    if let (Some(baseline), Some(last)) = (page.baseline_ln_ms(), points.last()) {
        text.push_str(&format!(
            " Baseline {} ln ms; at the end {} ({} from the baseline).",
            decimal(baseline, 2),
            decimal(last.mean, 2),
            change_pct(last.mean - baseline)
        ));
    }
    text
}

fn draw(page: &SessionPage, points: &[Level], frame: &Frame) -> Drawing {
    let baseline = page.baseline_ln_ms();
    let swc = page.response.swc.ln_rmssd;
    let widest = BANDS[0].1;
    let shown = points
        .iter()
        .flat_map(|p| [p.mean - widest * p.sd, p.mean + widest * p.sd])
        .chain(page.response.level.readings.iter().map(|r| r.1))
        .chain(baseline.into_iter().flat_map(|b| [b - swc, b + swc]))
        .chain(page.truth.iter().flat_map(|t| t.level.mean.iter().copied()));
    let range = padded(extent(shown).unwrap_or((0.0, 1.0)), 0.06);
    // The hold has a lane of its own along the bottom, under the curve.
    let lane = if page.response.hold.is_some() { 20.0 } else { 0.0 };
    let x = frame.x(page.span_s());
    let y = Scale::new(range, (frame.bottom - lane, frame.top));
    let times: Vec<f64> = points.iter().map(|p| p.t).collect();
    let pieces = runs(points, |p| p.t, HOLE_STEPS * usual_step(&times));
    let k = stride(points.len(), MOST_POINTS);
    let reading_px = if frame.is_narrow() { 1.5 } else { 2.2 };
    let content = html! {
        (frame.phases(page, &x))
        (frame.left_axis(&y, if frame.is_narrow() { "lnRMSSD" } else { "lnRMSSD (ln ms)" }))
        @if let Some(baseline) = baseline {
            (baseline_band(frame, &y, baseline, swc))
            @let rungs = percent_ticks((range.0 - baseline, range.1 - baseline), 24.0 / (y.place(0.0) - y.place(1.0)));
            @let rungs: Vec<_> = rungs.into_iter().map(|(d, label)| (baseline + d, label)).collect();
            (frame.right_axis(&y, &rungs, "from baseline"))
        }
        @for (class, width) in BANDS {
            @for piece in &pieces {
                path class={ "area-output " (class) } d=(band_path(piece, width, k, &x, &y)) {}
            }
        }
        @for (t, value, _) in &page.response.level.readings {
            @if t.is_finite() && value.is_finite() {
                (point(Mark::OpenSquare, Family::Output, x.place_held(*t), y.place_held(*value), reading_px))
            }
        }
        @for piece in &pieces {
            path class="line-output" d=(line(every(piece, k).map(|p| (x.place(p.t), y.place(p.mean))))) {}
        }
        (truth(page, &x, &y))
        (hold(page, frame, &x))
        (frame.time_axis(&x))
    };
    Drawing { width: frame.width, height: frame.height, content }
}

/// Every k-th point, the last included.
fn every(piece: &[Level], k: usize) -> impl Iterator<Item = &Level> {
    let last = piece.len().saturating_sub(1);
    piece.iter().enumerate().filter(move |(i, _)| i % k == 0 || *i == last).map(|(_, p)| p)
}

fn band_path(piece: &[Level], width: f64, k: usize, x: &Scale, y: &Scale) -> String {
    let edges: Vec<_> = every(piece, k)
        .map(|p| (x.place(p.t), y.place(p.mean + width * p.sd), y.place(p.mean - width * p.sd)))
        .collect();
    band(&edges)
}

fn baseline_band(frame: &Frame, y: &Scale, baseline: f64, swc: f64) -> Markup {
    let (high, low) = (y.place_held(baseline + swc), y.place_held(baseline - swc));
    let across = |at: f64| line([(frame.left, at), (frame.right, at)]);
    html! {
        rect class="swc" x=(px(frame.left)) y=(px(high)) width=(px(frame.right - frame.left)) height=(px(low - high)) {}
        path class="swc-edge" d=(across(high)) {}
        path class="swc-edge" d=(across(low)) {}
        path class="line-prior dotted" d=(across(y.place(baseline))) {}
    }
}

fn truth(page: &SessionPage, x: &Scale, y: &Scale) -> Markup {
    let Some(truth) = &page.truth else { return html! {} };
    let points: Vec<(f64, f64)> = truth
        .level
        .time_s
        .iter()
        .zip(&truth.level.mean)
        .filter(|(t, m)| t.is_finite() && m.is_finite())
        .map(|(t, m)| (x.place_held(*t), y.place_held(*m)))
        .collect();
    let k = stride(points.len(), MOST_POINTS);
    let every_cross = stride(points.len(), 24);
    html! {
        path class="line-truth" d=(line(points.iter().copied().step_by(k))) {}
        @for (px_x, px_y) in points.iter().skip(every_cross / 2).step_by(every_cross) {
            (point(Mark::Plus, Family::Truth, *px_x, *px_y, 3.2))
        }
    }
}

/// The lane along the bottom: from the end of the input to where the shift was lost, or an open arrow.
fn hold(page: &SessionPage, frame: &Frame, x: &Scale) -> Markup {
    let Some((hold, start_s)) = page.response.hold.zip(input_end_s(page)) else { return html! {} };
    let Hold { minutes, lo, hi, censored, .. } = hold;
    let at = |minutes: f64| x.place_held(start_s + 60.0 * minutes);
    let mid = frame.bottom - 9.0;
    let end = if censored { at(minutes) } else { at(hi) };
    html! {
        rect class="lane" x=(px(at(0.0))) y=(px(mid - 3.5)) width=(px((end - at(0.0)).max(0.0))) height="7" {}
        path class="line-output hold" d=(line([(at(0.0), mid), (at(lo), mid)])) {}
        @if censored {
            path class="line-output" d=(line([(at(lo), mid), (at(minutes) - 5.0, mid)])) {}
            (point(Mark::Arrow, Family::Output, at(minutes) - 7.0, mid, 5.0))
        } @else {
            (point(Mark::Square, Family::Output, at(minutes), mid, 4.0))
        }
        text class="tick" text-anchor="end" x=(px(at(0.0) - 6.0)) y=(px(mid + 4.0)) { "hold" }
    }
}

fn input_end_s(page: &SessionPage) -> Option<f64> {
    page.window(PhaseName::During)
        .map(|w| w.end_s)
        .or_else(|| page.window(PhaseName::After).map(|w| w.start_s))
}

fn table(page: &SessionPage, points: &[Level]) -> DataTable {
    let baseline = page.baseline_ln_ms();
    let start = page.span_s().0;
    let rows = points
        .iter()
        .map(|p| {
            let half = BANDS[0].1 * p.sd;
            vec![
                decimal((p.t - start) / 60.0, 1),
                decimal(p.mean, 2),
                format!("{} to {}", decimal(p.mean - half, 2), decimal(p.mean + half, 2)),
                decimal(p.mean.exp(), 1),
                baseline.map_or("–".into(), |b| change_pct(p.mean - b)),
            ]
        })
        .collect();
    DataTable::thinned(
        &["minute", "lnRMSSD (ln ms)", "95% band (ln ms)", "RMSSD (ms)", "from baseline"],
        rows,
    )
}
