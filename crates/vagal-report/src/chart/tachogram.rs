//! The tachogram: every interval over time, gaps as gaps, corrections by the shape of their class.

use maud::{Markup, html};
use vagal_core::nn::{Correction, CorrectionKind};

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::frame::{Frame, extent, padded};
use super::mark::{Family, Mark, point};
use super::path::{line, px};
use super::scale::{Scale, nice_step};
use super::thin::column_extremes;
use crate::page::SessionPage;
use crate::words::{count, decimal, duration};

const KINDS: [CorrectionKind; 5] = [
    CorrectionKind::Ectopic,
    CorrectionKind::Missed,
    CorrectionKind::Extra,
    CorrectionKind::LongShort,
    CorrectionKind::Removed,
];

fn mark_of(kind: CorrectionKind) -> Mark {
    match kind {
        CorrectionKind::Ectopic => Mark::Diamond,
        CorrectionKind::Missed => Mark::Triangle,
        CorrectionKind::Extra => Mark::Cross,
        CorrectionKind::LongShort => Mark::Ring,
        CorrectionKind::Removed => Mark::OpenSquare,
    }
}

fn name_of(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::Ectopic => "ectopic beat",
        CorrectionKind::Missed => "missed beat",
        CorrectionKind::Extra => "extra detection",
        CorrectionKind::LongShort => "too long or short",
        CorrectionKind::Removed => "removed, gap left",
    }
}

/// The tachogram of a session; `None` without a single interval.
pub fn tachogram(page: &SessionPage) -> Option<Figure> {
    let data = &page.tachogram;
    let lengths = extent(data.nn.lengths_ms())?;
    let corrections = &data.ledger.corrections;
    let legend = std::iter::once(LegendEntry::new(Mark::Line, Family::Output, "NN interval"))
        .chain(KINDS.into_iter().filter_map(|kind| {
            let n = corrections.iter().filter(|c| c.kind == kind).count();
            let text = format!("{} ({})", name_of(kind), count(n));
            (n > 0).then(|| LegendEntry::new(mark_of(kind), Family::Interference, text))
        }))
        .chain((!data.gaps.is_empty()).then(|| {
            let text = format!("gap ({})", count(data.gaps.len()));
            LegendEntry::new(Mark::Hatched, Family::Prior, text)
        }))
        .collect();
    let wide = Frame::wide(250.0);
    let (drawing, thinned) = draw(page, &wide, lengths);
    let mut caption = String::from(
        "Each point of the line is the time from one beat to the next: higher is slower. The line \
         breaks where beats are missing. Marks stand at the length found before the correction; \
         one at the edge lies beyond it.",
    );
    if thinned {
        caption.push_str(
            " The recording has more beats than the drawing has columns: each column spans its \
             shortest to its longest interval, so no spike is lost.",
        );
    }
    Some(Figure {
        id: "tachogram".into(),
        title: format!(
            "{} intervals between beats, {} corrections",
            count(data.nn.len()),
            count(corrections.len())
        ),
        caption,
        description: format!(
            "Line of NN intervals over time, {} to {} ms, with {} corrections and {} gaps marked.",
            decimal(lengths.0, 0),
            decimal(lengths.1, 0),
            count(corrections.len()),
            count(data.gaps.len())
        ),
        legend,
        table: table(page),
        wide: drawing,
        narrow: Some(draw(page, &Frame::narrow(230.0), lengths).0),
    })
}

fn draw(page: &SessionPage, frame: &Frame, lengths: (f64, f64)) -> (Drawing, bool) {
    let data = &page.tachogram;
    let x = frame.x(page.span_s());
    let y = frame.y(padded(with_corrections(page, lengths), 0.06));
    let mut thinned = false;
    let mut lines: Vec<String> = Vec::new();
    for run in data.nn.runs() {
        let points: Vec<(f64, f64)> = run.iter().map(|i| (i.end_s, i.ms)).collect();
        let (Some(first), Some(last)) = (points.first(), points.last()) else { continue };
        let columns = (x.place(last.0) - x.place(first.0)).max(1.0) as usize;
        let thin = column_extremes(&points, columns);
        thinned |= thin.len() < points.len();
        let placed = thin.into_iter().map(|(t, ms)| (x.place(t), y.place(ms)));
        lines.push(match points.as_slice() {
            // A line of one point draws nothing: give it the width of a dot.
            [one] => {
                let (px_x, px_y) = (x.place(one.0), y.place(one.1));
                line([(px_x - 0.6, px_y), (px_x + 0.6, px_y)])
            }
            _ => line(placed),
        });
    }
    let content = html! {
        (frame.phases(page, &x))
        (frame.left_axis(&y, "interval (ms)"))
        @for gap in &data.gaps {
            @let (left, right) = (x.place_held(gap.start_s), x.place_held(gap.end_s));
            rect class="gap" x=(px(left)) y=(px(frame.top)) width=(px((right - left).max(1.5)))
                height=(px(frame.bottom - frame.top)) {}
        }
        @for line in &lines { path class="line-output fine" d=(line) {} }
        @for correction in &data.ledger.corrections { (correction_mark(correction, &x, &y)) }
        (frame.time_axis(&x))
    };
    (Drawing { width: frame.width, height: frame.height, content }, thinned)
}

/// The range of the axis: all intervals, and what was corrected as far as the line stays readable: an early beat and its
/// pause as a rule, a missed beat of twice the length rarely.
fn with_corrections(page: &SessionPage, lengths: (f64, f64)) -> (f64, f64) {
    let room = (1.5 * (lengths.1 - lengths.0)).max(100.0);
    let found = page.tachogram.ledger.corrections.iter().filter_map(|c| c.before_ms.first());
    let near = found.copied().filter(|ms| (lengths.0 - room..=lengths.1 + room).contains(ms));
    extent(near.chain([lengths.0, lengths.1])).unwrap_or(lengths)
}

fn correction_mark(correction: &Correction, x: &Scale, y: &Scale) -> Markup {
    let ms = correction.before_ms.first().or(correction.after_ms.first()).copied();
    let Some(ms) = ms.filter(|ms| ms.is_finite() && correction.time_s.is_finite()) else {
        return html! {};
    };
    let place = (x.place_held(correction.time_s), y.place_held(ms));
    point(mark_of(correction.kind), Family::Interference, place.0, place.1, 3.6)
}

/// One row a step: long enough that the table stays readable, a whole number of seconds.
fn table(page: &SessionPage) -> DataTable {
    let data = &page.tachogram;
    let span = page.span_s();
    let step = nice_step((span.1 - span.0) / 60.0, DataTable::MOST_ROWS / 2).max(0.5) * 60.0;
    let mut rows = Vec::new();
    let mut start = span.0;
    while start < span.1 && rows.len() < 2 * DataTable::MOST_ROWS {
        let end = start + step;
        let inside = |t: f64| start <= t && t < end;
        let lengths: Vec<f64> =
            data.nn.as_slice().iter().filter(|i| inside(i.end_s)).map(|i| i.ms).collect();
        let corrected: Vec<&str> = data
            .ledger
            .corrections
            .iter()
            .filter(|c| inside(c.time_s))
            .map(|c| name_of(c.kind))
            .collect();
        let figure = |value: Option<f64>| value.map_or("–".into(), |v| decimal(v, 0));
        let range = extent(lengths.iter().copied());
        let mean =
            (!lengths.is_empty()).then(|| lengths.iter().sum::<f64>() / lengths.len() as f64);
        rows.push(vec![
            decimal((start - span.0) / 60.0, 1),
            count(lengths.len()),
            figure(range.map(|r| r.0)),
            figure(mean),
            figure(range.map(|r| r.1)),
            if corrected.is_empty() { "none".into() } else { corrected.join(", ") },
        ]);
        start = end;
    }
    DataTable {
        head: [
            "from minute",
            "intervals",
            "shortest (ms)",
            "mean (ms)",
            "longest (ms)",
            "corrected",
        ]
        .map(String::from)
        .to_vec(),
        rows,
        note: Some(format!(
            "One row covers {}; each interval and each correction is in the JSON of `vagal beats`.",
            duration(step)
        )),
    }
}
