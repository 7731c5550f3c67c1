//! How the effect of one input changed from answer to answer: a row an answer, the oldest first.

use maud::html;
use vagal_core::history::{PastAnswer, PastInput};
use vagal_core::posterior::{Comparator, InputVerdict};

use super::band::lane;
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::{Frame, extent, padded};
use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::{line, px};
use crate::chart::scale::{percent_ticks, ticks};
use crate::words::person::{input_name, past_days, past_effect, past_verdict, variability_name};
use crate::words::{capital, signed, swc_pct};

/// Height of a row; on a narrow page the words stand above the bar.
const ROW_PX: (f64, f64) = (28.0, 46.0);

/// The answers on one input; `None` without any.
pub fn history(said: &[(&PastAnswer, &PastInput)], id: &str) -> Option<Figure> {
    let (newest, last) = said.last()?;
    let name = input_name(id);
    let rows = said.iter().map(|(answer, input)| {
        vec![
            answer.fitted.date(),
            input.sessions.to_string(),
            past_effect(&input.effect),
            past_days(&input.hold_hrv_days),
            past_verdict(input).into(),
        ]
    });
    Some(Figure {
        id: format!("history-{}", id.replace('_', "-")).into(),
        title: format!("{}: change of RMSSD on the next morning, answer by answer", capital(&name)),
        caption: "Each row is an answer, of all readings up to its day. The bars hold the effect with 50, 80 and 95% probability. A filled circle \
                  is a verdict; a ring is not one."
            .into(),
        description: format!(
            "{} answers on {name}; the last, of {}: {}, {}.",
            said.len(),
            newest.fitted.date(),
            past_effect(&last.effect),
            past_verdict(last)
        ),
        legend: vec![
            LegendEntry::new(Mark::Bands, Family::Output, "50, 80, 95% of the probability"),
            LegendEntry::new(Mark::Dot, Family::Input, "median, with a verdict"),
            LegendEntry::new(Mark::Ring, Family::Prior, "median, not enough data"),
            LegendEntry::new(
                Mark::Pale,
                Family::Prior,
                format!("too small to matter by the last answer (within {})", swc_pct(newest.swc)),
            ),
        ],
        table: DataTable {
            head: vec![
                "answer".into(),
                "sessions".into(),
                "next morning, 80% range".into(),
                format!("hold of {}, days", variability_name(newest.pulse_wave)),
                "verdict".into(),
            ],
            rows: rows.collect(),
            note: Some("* mostly prior: what was assumed, moved little by the diary.".into()),
        },
        wide: draw(said, newest.swc, false),
        narrow: Some(draw(said, newest.swc, true)),
    })
}

fn draw(said: &[(&PastAnswer, &PastInput)], swc: f64, narrow: bool) -> Drawing {
    let row_px = if narrow { ROW_PX.1 } else { ROW_PX.0 };
    let (top, axis) = (14.0, 88.0);
    let height = top + row_px * said.len() as f64 + axis;
    let frame = if narrow {
        Frame { width: 360.0, height, left: 16.0, right: 344.0, top, bottom: height - axis }
    } else {
        Frame { width: 760.0, height, left: 150.0, right: 560.0, top, bottom: height - axis }
    };
    let shown = said.iter().flat_map(|(_, i)| [i.effect.points[0], i.effect.points[6]]);
    let range = padded(extent(shown.chain([-1.5 * swc, 1.5 * swc])).unwrap_or((-1.0, 1.0)), 0.04);
    let x = frame.x(range);
    let (at, digits) = ticks(range, if narrow { 5 } else { 7 });
    let labels: Vec<(f64, String)> = at.into_iter().map(|d| (d, signed(d, digits))).collect();
    let rungs = percent_ticks(range, 44.0 / (x.place(1.0) - x.place(0.0)));
    let below = Frame { bottom: frame.bottom + 42.0, ..frame };
    let content = html! {
        rect class="swc" x=(px(x.place(-swc))) y=(px(top - 4.0)) width=(px(x.place(swc) - x.place(-swc))) height=(px(frame.bottom - top + 4.0)) {}
        path class="line-prior dotted" d=(line([(x.place(0.0), top - 4.0), (x.place(0.0), frame.bottom)])) {}
        @for (i, (answer, input)) in said.iter().enumerate() {
            @let y = top + row_px * (i as f64 + if narrow { 0.65 } else { 0.5 });
            @let open = input.verdict == InputVerdict::NotEnoughData && input.comparator != Comparator::Itself;
            @let (family, mark) = if open { (Family::Prior, Mark::Ring) } else { (Family::Input, Mark::Dot) };
            (lane(&input.effect.points, &x, y, 7.0, if open { Family::Prior } else { Family::Output }, None))
            (point(mark, family, x.place(input.effect.points[3]), y, 4.5))
            @if narrow {
                text class="label" x=(px(frame.left)) y=(px(y - 12.0)) { (answer.fitted.date()) " · " (past_verdict(input)) }
            } @else {
                text class="label" x="6" y=(px(y + 4.0)) { (answer.fitted.date()) }
                text class="label" x=(px(frame.right + 14.0)) y=(px(y + 4.0)) { (past_verdict(input)) }
            }
        }
        (frame.bottom_axis(&x, &labels, "change of lnRMSSD, ln units"))
        (below.bottom_axis(&x, &rungs, "the same in per cent"))
    };
    Drawing { width: frame.width, height, content }
}
