//! The breathing strip: breaths a minute by window, with how each is known.

use maud::html;
use vagal_core::BreathingSource;

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::frame::{Frame, extent};
use super::mark::{Family, Mark, point};
use super::path::{line, runs, usual_step};
use crate::page::{Band, SessionPage};
use crate::words::{breathing_source, decimal};

struct Breath {
    t: f64,
    per_min: f64,
    source: BreathingSource,
}

fn mark_of(source: BreathingSource) -> Mark {
    if source.is_independent() { Mark::Diamond } else { Mark::OpenDiamond }
}

/// Breathing over the session; `None` if no window was looked at.
pub fn breathing(page: &SessionPage) -> Option<Figure> {
    if page.breathing.is_empty() {
        return None;
    }
    let known: Vec<Breath> = page
        .breathing
        .iter()
        .filter_map(|b| {
            let rate = b.rate.as_ref().ok()?;
            let t = f64::midpoint(b.window.start_s, b.window.end_s);
            Some(Breath { t, per_min: rate.rate.as_hz() * 60.0, source: rate.source })
        })
        .collect();
    // Every window without a rate: the list of what was different says it in words.
    if known.is_empty() {
        return None;
    }
    let mut legend = Vec::new();
    let has = |independent: bool| known.iter().any(|b| b.source.is_independent() == independent);
    if has(true) {
        let text = "measured or stated apart from the beats";
        legend.push(LegendEntry::new(Mark::Diamond, Family::Interference, text));
    }
    if has(false) {
        let text = "read from the intervals themselves, the weakest source";
        legend.push(LegendEntry::new(Mark::OpenDiamond, Family::Interference, text));
    }
    let [_, _, hf] = Band::SHORT_TERM;
    legend.push(LegendEntry::new(
        Mark::Dotted,
        Family::Prior,
        format!(
            "limits of the HF band: {} and {} a minute",
            decimal(hf.low_hz * 60.0, 0),
            decimal(hf.high_hz * 60.0, 0)
        ),
    ));
    let unknown = page.breathing.len() - known.len();
    let mut caption = format!(
        "Breathing moves {} by itself: compare the phases before believing in an effect. Below the \
         lower limit breathing leaves the HF band.",
        page.sensor.variability_name()
    );
    if unknown > 0 {
        caption.push_str(&format!(
            " In {unknown} of {} windows no rate could be read; nothing is drawn there.",
            page.breathing.len()
        ));
    }
    let range = extent(known.iter().map(|b| b.per_min));
    Some(Figure {
        id: "breathing".into(),
        title: "Breaths a minute over the session".into(),
        caption,
        description: match range {
            Some((lo, hi)) => format!(
                "Breathing between {} and {} a minute in {} windows.",
                decimal(lo, 1),
                decimal(hi, 1),
                known.len()
            ),
            None => "No breathing rate could be read.".into(),
        },
        legend,
        table: table(page),
        wide: draw(page, &known, &Frame::wide(184.0)),
        narrow: Some(draw(page, &known, &Frame::narrow(180.0))),
    })
}

fn draw(page: &SessionPage, known: &[Breath], frame: &Frame) -> Drawing {
    let (lo, hi) = extent(known.iter().map(|b| b.per_min)).unwrap_or((10.0, 20.0));
    // A strip that always holds 8 to 20 a minute, so that two pages can be compared by eye.
    let y = frame.y((f64::min(lo - 1.0, 8.0).max(0.0), f64::max(hi + 1.0, 20.0)));
    let x = frame.x(page.span_s());
    let [_, _, hf] = Band::SHORT_TERM;
    let (bottom, top) = y.range();
    let limits =
        [hf.low_hz * 60.0, hf.high_hz * 60.0].into_iter().filter(|l| bottom < *l && *l < top);
    let centres: Vec<f64> =
        page.breathing.iter().map(|b| f64::midpoint(b.window.start_s, b.window.end_s)).collect();
    let breath_px = if frame.is_narrow() { 2.2 } else { 3.0 };
    let content = html! {
        (frame.phases(page, &x))
        (frame.left_axis(&y, "breaths a minute"))
        @for limit in limits {
            path class="line-prior dotted" d=(line([(frame.left, y.place(limit)), (frame.right, y.place(limit))])) {}
        }
        @for run in runs(known, |b| b.t, 1.5 * usual_step(&centres)) {
            path class="line-interference dashed" d=(line(run.iter().map(|b| (x.place(b.t), y.place(b.per_min))))) {}
        }
        @for breath in known {
            (point(mark_of(breath.source), Family::Interference, x.place_held(breath.t), y.place(breath.per_min), breath_px))
        }
        (frame.time_axis(&x))
    };
    Drawing { width: frame.width, height: frame.height, content }
}

fn table(page: &SessionPage) -> DataTable {
    let start = page.span_s().0;
    let minute = |s: f64| decimal((s - start) / 60.0, 1);
    let rows = page
        .breathing
        .iter()
        .map(|b| {
            let (rate, source) = match &b.rate {
                Ok(rate) => (
                    decimal(rate.rate.as_hz() * 60.0, 1),
                    breathing_source(rate.source).to_string(),
                ),
                Err(unfit) => ("unfit".into(), unfit.to_string()),
            };
            vec![minute(b.window.start_s), minute(b.window.end_s), rate, source]
        })
        .collect();
    DataTable::thinned(&["from minute", "to minute", "breaths a minute", "known from"], rows)
}
