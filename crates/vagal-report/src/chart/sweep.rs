//! What a key does over its range: the change of RMSSD against the twin, a line a window.

use maud::html;

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::frame::{Frame, extent, padded};
use super::mark::{Family, Mark, point};
use super::path::line;
use super::scale::ticks;
use crate::page::SweepPage;
use crate::words::{decimal, ln_to_pct, signed};

/// Marks of the windows, in their order.
const MARKS: [Mark; 4] = [Mark::Square, Mark::OpenSquare, Mark::Diamond, Mark::OpenDiamond];

/// The change of RMSSD by value; `None` if no window could bear it.
pub fn sweep(page: &SweepPage) -> Option<Figure> {
    let series = |w: usize| -> Vec<(f64, f64)> {
        let rows = page.rows.iter();
        rows.filter_map(|r| Some((r.value, ln_to_pct(r.changes.get(w)?.ln_rmssd?)))).collect()
    };
    let all: Vec<Vec<(f64, f64)>> = (0..page.windows.len().min(MARKS.len())).map(series).collect();
    let (lo, hi) = extent(all.iter().flatten().map(|p| p.1))?;
    let legend = page
        .windows
        .iter()
        .zip(MARKS)
        .map(|(window, mark)| LegendEntry::new(mark, Family::Output, window.replace('_', " ")));
    let mut head = vec![page.key.clone()];
    head.extend(page.windows.iter().map(|w| format!("{}, %", w.replace('_', " "))));
    let rows = page.rows.iter().map(|row| {
        let mut cells = vec![decimal(row.value, 3)];
        cells.extend(
            row.changes
                .iter()
                .map(|c| c.ln_rmssd.map_or("unfit".into(), |d| signed(ln_to_pct(d), 1))),
        );
        cells
    });
    Some(Figure {
        id: "sweep".into(),
        title: format!("RMSSD by {}", page.key),
        caption: "The change against the same seed without the stimuli, in per cent. Nothing here was measured on a person.".into(),
        description: format!("Changes between {} and {} per cent.", signed(lo, 0), signed(hi, 0)),
        legend: legend.collect(),
        table: DataTable { head, rows: rows.collect(), note: None },
        wide: draw(page, &all, (lo, hi), &Frame::wide(260.0)),
        narrow: Some(draw(page, &all, (lo, hi), &Frame::narrow(240.0))),
    })
}

fn draw(page: &SweepPage, all: &[Vec<(f64, f64)>], (lo, hi): (f64, f64), frame: &Frame) -> Drawing {
    let frame = Frame { top: 26.0, ..*frame };
    let y = frame.y(padded((lo.min(0.0), hi.max(0.0)), 0.06));
    let values = extent(page.rows.iter().map(|r| r.value)).unwrap_or((0.0, 1.0));
    let x = frame.x(padded(values, 0.02));
    let (at, digits) = ticks(values, if frame.is_narrow() { 5 } else { 10 });
    let labels: Vec<(f64, String)> = at.into_iter().map(|v| (v, decimal(v, digits))).collect();
    let content = html! {
        (frame.left_axis(&y, "change of RMSSD, %"))
        path class="axis" d=(line([(frame.left, y.place(0.0)), (frame.right, y.place(0.0))])) {}
        @for (points, mark) in all.iter().zip(MARKS) {
            path class="line-output fine" d=(line(points.iter().map(|(v, d)| (x.place(*v), y.place(*d))))) {}
            @for (v, d) in points { (point(mark, Family::Output, x.place(*v), y.place(*d), 3.2)) }
        }
        (frame.bottom_axis(&x, &labels, &page.key))
    };
    Drawing { width: frame.width, height: frame.height, content }
}
