//! How the effect of one input changed from answer to answer: a row an answer, the oldest first.

use maud::html;
use vagal_core::history::{PastAnswer, PastInput};

use super::band::lane;
use super::forest::standing;
use super::ground::Ground;
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::px;
use crate::words::person::{input_name, past_days, past_effect, past_verdict, variability_name};
use crate::words::{capital, swc_pct};

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
    let shown = said.iter().flat_map(|(_, i)| [i.effect.points[0], i.effect.points[6]]);
    let ground = Ground::new(shown, swc, (said.len(), row_px), 88.0, (150.0, 560.0), narrow);
    let Ground { frame, x, .. } = &ground;
    let rows = html! {
        @for (i, (answer, input)) in said.iter().enumerate() {
            @let y = ground.y(i, if narrow { 0.65 } else { 0.5 });
            @let (band, family, mark) = standing(input.sessions, input.verdict, input.comparator);
            (lane(&input.effect.points, x, y, 7.0, band, None))
            (point(mark, family, x.place(input.effect.points[3]), y, 4.5))
            @if narrow {
                text class="label" x=(px(frame.left)) y=(px(y - 12.0)) { (answer.fitted.date()) " · " (past_verdict(input)) }
            } @else {
                text class="label" x="6" y=(px(y + 4.0)) { (answer.fitted.date()) }
                text class="label" x=(px(frame.right + 14.0)) y=(px(y + 4.0)) { (past_verdict(input)) }
            }
        }
    };
    ground.under(swc, rows, "change of lnRMSSD, ln units", ground.in_per_cent())
}
