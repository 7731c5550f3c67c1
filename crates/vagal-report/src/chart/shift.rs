//! The change against the smallest worthwhile change: fifty equally likely values as dots.

use maud::{Markup, html};
use vagal_core::response::{Shift, Verdict};

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::frame::{Frame, extent, padded};
use super::mark::{Family, Mark, point};
use super::path::{line, px};
use super::scale::{Scale, percent_ticks, ticks};
use crate::page::SessionPage;
use crate::words::{change_pct, decimal, range_pct, signed, swc_pct};

/// The change; `None` if the session is unusable or the posterior came without quantiles.
pub fn shift(page: &SessionPage) -> Option<Figure> {
    let response = &page.response;
    let shift = response.shift.as_ref().filter(|_| response.verdict != Verdict::Unusable)?;
    let mut dots: Vec<f64> = shift.quantiles.iter().copied().filter(|q| q.is_finite()).collect();
    dots.sort_by(f64::total_cmp);
    if dots.is_empty() {
        return None;
    }
    let swc = response.swc.ln_rmssd;
    let (below, within, above) = split(&dots, swc);
    let mut legend = vec![
        LegendEntry::new(Mark::Square, Family::Output, "equally likely value, worthwhile"),
        LegendEntry::new(
            Mark::OpenSquare,
            Family::Output,
            "equally likely value, too small to matter",
        ),
        LegendEntry::new(
            Mark::Pale,
            Family::Prior,
            format!("too small to matter (within {})", swc_pct(swc)),
        ),
    ];
    if let Some(d) = response.detectable_80.filter(|d| d.is_finite()) {
        let beyond = if drawable(page, &dots).is_some() { "" } else { ", beyond this axis" };
        let text = format!(
            "would have been found 8 times in 10: {} or {}{beyond}",
            change_pct(d.abs()),
            change_pct(-d.abs())
        );
        legend.push(LegendEntry::new(Mark::Wedge, Family::Interference, text));
    }
    if page.truth.is_some() {
        legend.push(LegendEntry::new(Mark::CrossLine, Family::Truth, "truth of the simulator"));
    }
    let split_words = format!(
        "{above} of {} dots lie above the pale band, {within} inside it, {below} below it",
        dots.len()
    );
    Some(Figure {
        id: "shift".into(),
        title: "The change from before to after, against the smallest worthwhile change".into(),
        caption: format!(
            "Given the recording, each dot is as likely as any other to be the true change. \
             {split_words}."
        ),
        description: format!(
            "Dot plot of the change of lnRMSSD: {} (95% range {}). {split_words}.",
            change_pct(shift.ln_rmssd.estimate),
            range_pct(&shift.ln_rmssd)
        ),
        legend,
        table: table(page, shift, (below, within, above)),
        wide: draw(page, shift, &dots, &Frame::half(236.0)),
        narrow: None,
    })
}

/// The change found with 80% power, where showing it does not squeeze the dots into a corner.
fn drawable(page: &SessionPage, dots: &[f64]) -> Option<f64> {
    let d = page.response.detectable_80.filter(|d| d.is_finite()).map(f64::abs)?;
    let (lo, hi) = extent(dots.iter().copied().chain([0.0]))?;
    (d <= 1.5 * (hi - lo)).then_some(d)
}

fn split(dots: &[f64], swc: f64) -> (usize, usize, usize) {
    let below = dots.iter().filter(|d| **d < -swc).count();
    let above = dots.iter().filter(|d| **d > swc).count();
    (below, dots.len() - below - above, above)
}

fn draw(page: &SessionPage, shift: &Shift, dots: &[f64], frame: &Frame) -> Drawing {
    /// The second axis, in per cent, stands this far below the first.
    const SECOND_AXIS_PX: f64 = 36.0;
    let frame = Frame { bottom: frame.bottom - SECOND_AXIS_PX + 6.0, ..*frame };
    let swc = page.response.swc.ln_rmssd;
    let detectable = drawable(page, dots);
    let shown = dots
        .iter()
        .copied()
        .chain([0.0, -1.6 * swc, 1.6 * swc, shift.ln_rmssd.lo, shift.ln_rmssd.hi])
        .chain(detectable.into_iter().flat_map(|d| [d, -d]))
        .chain(page.truth.iter().map(|t| t.d));
    let range = padded(extent(shown).unwrap_or((-1.0, 1.0)), 0.06);
    let x = frame.x(range);
    let (placed, diameter) = stack(dots, [-swc, swc], &x, frame.bottom - frame.top - 8.0);
    let (at, digits) = ticks(range, 6);
    let first: Vec<(f64, String)> = at.into_iter().map(|d| (d, signed(d, digits))).collect();
    let content = html! {
        rect class="swc" x=(px(x.place(-swc))) y=(px(frame.top)) width=(px(x.place(swc) - x.place(-swc))) height=(px(frame.bottom - frame.top)) {}
        @for edge in [-swc, swc] {
            path class="swc-edge" d=(line([(x.place(edge), frame.top), (x.place(edge), frame.bottom)])) {}
        }
        path class="line-prior dotted" d=(line([(x.place(0.0), frame.top), (x.place(0.0), frame.bottom)])) {}
        @for (d, px_x, row) in &placed {
            @let y = frame.bottom - 2.0 - diameter * (*row as f64 + 0.5);
            @let mark = if d.abs() > swc { Mark::Square } else { Mark::OpenSquare };
            (point(mark, Family::Output, *px_x, y, diameter * 0.44))
        }
        @if let Some(truth) = &page.truth {
            path class="line-truth" d=(line([(x.place(truth.d), frame.top), (x.place(truth.d), frame.bottom)])) {}
            (point(Mark::Plus, Family::Truth, x.place(truth.d), frame.top + 6.0, 4.0))
        }
        (frame.bottom_axis(&x, &first, ""))
        @if let Some(d) = detectable {
            @for d in [-d, d] { (point(Mark::Wedge, Family::Interference, x.place(d), frame.bottom + 1.0, 4.5)) }
        }
        text class="label" text-anchor="middle" x=(px((frame.left + frame.right) / 2.0)) y=(px(frame.bottom + 30.0)) { "change of lnRMSSD (ln units)" }
        (percent_axis(&frame, &x, range, frame.bottom + SECOND_AXIS_PX))
    };
    Drawing { width: frame.width, height: frame.height + 14.0, content }
}

fn percent_axis(frame: &Frame, x: &Scale, range: (f64, f64), top: f64) -> Markup {
    let px_per_unit = x.place(1.0) - x.place(0.0);
    let rungs = percent_ticks(range, 40.0 / px_per_unit);
    let below = Frame { bottom: top, ..*frame };
    below.bottom_axis(x, &rungs, "the same in per cent")
}

/// Stacks dots into columns one dot wide, as large as the height allows.
///
/// Columns start at the lowest value that is not yet placed and stand at the mean of their own
/// (Wilkinson 1999, dot plots). None reaches across an edge, so that a dot counted as beyond the
/// smallest worthwhile change also stands beyond it.
fn stack(
    dots: &[f64],
    edges: [f64; 2],
    x: &Scale,
    height_px: f64,
) -> (Vec<(f64, f64, usize)>, f64) {
    const LARGEST_PX: f64 = 15.0;
    const SMALLEST_PX: f64 = 3.0;
    let mut diameter = LARGEST_PX;
    loop {
        let zone = |d: f64| edges.iter().filter(|edge| d > **edge).count();
        let columns: Vec<&[f64]> = dots
            .chunk_by(|a, b| zone(*a) == zone(*b))
            .flat_map(|part| columns(part, x, diameter))
            .collect();
        let tallest = columns.iter().map(|c| c.len()).max().unwrap_or(0);
        if tallest as f64 * diameter <= height_px || diameter <= SMALLEST_PX {
            let mut placed: Vec<(f64, f64, usize)> = Vec::with_capacity(dots.len());
            let mut free_from = f64::NEG_INFINITY;
            for column in columns {
                let mean = column.iter().map(|d| x.place(*d)).sum::<f64>() / column.len() as f64;
                let beyond = edges.iter().filter(|edge| column[0] > **edge);
                let nearest = beyond.map(|edge| x.place(*edge)).fold(f64::NEG_INFINITY, f64::max);
                let centre = mean.max(free_from).max(nearest + 0.5 * diameter);
                free_from = centre + diameter;
                placed.extend(column.iter().enumerate().map(|(row, d)| (*d, centre, row)));
            }
            return (placed, diameter);
        }
        diameter -= 0.5;
    }
}

fn columns<'a>(dots: &'a [f64], x: &Scale, diameter: f64) -> Vec<&'a [f64]> {
    let mut rest = dots;
    let mut out = Vec::new();
    while let Some(first) = rest.first() {
        let edge = x.place(*first) + diameter;
        let n = rest.iter().take_while(|d| x.place(**d) < edge).count().max(1);
        let (column, after) = rest.split_at(n);
        out.push(column);
        rest = after;
    }
    out
}

fn table(page: &SessionPage, shift: &Shift, split: (usize, usize, usize)) -> DataTable {
    let d = &shift.ln_rmssd;
    let swc = page.response.swc.ln_rmssd;
    let row = |what: &str, ln: f64| vec![what.to_string(), signed(ln, 3), change_pct(ln)];
    let mut rows = vec![
        row("best estimate", d.estimate),
        row("2.5% point", d.lo),
        row("97.5% point", d.hi),
        row("smallest worthwhile change", swc),
    ];
    if let Some(found) = page.response.detectable_80 {
        rows.push(row("found 8 times in 10", found));
    }
    if let Some(truth) = &page.truth {
        rows.push(row("truth of the simulator", truth.d));
    }
    rows.extend(shift.quantiles.iter().enumerate().map(|(i, q)| {
        // Dot i of n stands at the middle of its share.
        let pct = 100.0 * (i as f64 + 0.5) / shift.quantiles.len() as f64;
        row(&format!("{} % point", decimal(pct, 0)), *q)
    }));
    DataTable {
        head: ["value", "ln units", "per cent"].map(String::from).to_vec(),
        rows,
        note: Some(format!(
            "Dots below, inside and above the band: {}, {}, {}.",
            split.0, split.1, split.2
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_dot_is_lost_or_laid_over_another() {
        let dots: Vec<f64> = (0..50).map(|i| (f64::from(i) - 24.5) / 50.0).collect();
        let x = Scale::new((-1.0, 1.0), (0.0, 320.0));
        let (placed, diameter) = stack(&dots, [-0.1, 0.1], &x, 150.0);
        assert_eq!(placed.len(), 50);
        for (i, a) in placed.iter().enumerate() {
            for b in &placed[i + 1..] {
                let apart = (a.1 - b.1).abs() >= diameter - 1e-9 || a.2 != b.2;
                assert!(apart, "{a:?} over {b:?}");
            }
        }
    }

    #[test]
    fn equal_dots_make_one_column() {
        let x = Scale::new((-1.0, 1.0), (0.0, 320.0));
        let (placed, _) = stack(&[0.2; 50], [-0.1, 0.1], &x, 150.0);
        assert_eq!(placed.iter().map(|p| p.2).max(), Some(49));
    }
}
