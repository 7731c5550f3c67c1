//! Swing over paced breathing rate: a mark a stretch with its interval, the curve, the crest with its interval.

use maud::html;

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::frame::{Frame, extent, padded};
use super::mark::{Family, Mark, point};
use super::path::line;
use super::scale::ticks;
use crate::page::ResonancePage;
use crate::words::{self, decimal};

/// The chart; `None` if no stretch could be read.
pub fn resonance(page: &ResonancePage) -> Option<Figure> {
    let read: Vec<_> = page.resonance.read().collect();
    let limits = read.iter().flat_map(|(_, swing)| <[f64; 2]>::from(words::swing_limits(swing)));
    let (_, most) = extent(limits)?;
    let rows = read.iter().map(|(rate, swing)| {
        let (lo, hi) = words::swing_limits(swing);
        vec![decimal(*rate, 1), decimal(swing.ms, 0), decimal(lo, 0), decimal(hi, 0)]
    });
    let head = ["breaths a minute", "swing, ms", "90% from", "to"].map(str::to_owned);
    Some(Figure {
        id: "resonance".into(),
        title: "Swing of the heart by breathing rate".into(),
        caption: "Crest to trough of the NN intervals at the paced frequency, with 90% intervals of each stretch, and the curve fitted through them.".into(),
        description: words::resonance_answer(&page.resonance),
        legend: vec![LegendEntry::new(Mark::Square, Family::Output, "a paced stretch")],
        table: DataTable { head: head.to_vec(), rows: rows.collect(), note: None },
        wide: draw(page, most, &Frame::wide(260.0)),
        narrow: Some(draw(page, most, &Frame::narrow(240.0))),
    })
}

fn draw(page: &ResonancePage, most: f64, frame: &Frame) -> Drawing {
    let frame = Frame { top: 26.0, ..*frame };
    let found = &page.resonance;
    let read: Vec<_> = found.read().collect();
    let y = frame.y((0.0, 1.06 * most));
    let rates = extent(read.iter().map(|r| r.0)).unwrap_or((4.5, 7.0));
    let x = frame.x(padded(rates, 0.1));
    let (at, digits) = ticks(rates, 6);
    let labels: Vec<(f64, String)> = at.into_iter().map(|v| (v, decimal(v, digits))).collect();
    let curve = found.curve.as_ref().map(|curve| {
        line(curve.points.iter().map(|(rate, ms)| (x.place(*rate), y.place_held(*ms))))
    });
    let content = html! {
        (frame.left_axis(&y, "swing, ms"))
        @if let Some(path) = curve { path class="line-output fine" d=(path) {} }
        @if let Some(peak) = found.peak {
            @let base = y.place(0.0) - 6.0;
            path class="axis" d=(line([(x.place_held(peak.lo_per_min), base), (x.place_held(peak.hi_per_min), base)])) {}
            (point(Mark::Diamond, Family::Output, x.place(peak.rate_per_min), base, 4.0))
        }
        @for (rate, swing) in &read {
            @let (lo, hi) = words::swing_limits(swing);
            path class="line-output fine" d=(line([(x.place(*rate), y.place(lo)), (x.place(*rate), y.place(hi))])) {}
            (point(Mark::Square, Family::Output, x.place(*rate), y.place(swing.ms), 3.6))
        }
        (frame.bottom_axis(&x, &labels, "breaths a minute"))
    };
    Drawing { width: frame.width, height: frame.height, content }
}
