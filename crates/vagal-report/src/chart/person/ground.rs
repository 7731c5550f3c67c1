//! The ground that rows of effects stand on: the SWC as a pale band, no effect as a dotted line, the scale below.

use maud::{Markup, html};

use crate::chart::figure::Drawing;
use crate::chart::frame::{Frame, extent, padded};
use crate::chart::path::{line, px};
use crate::chart::scale::{Scale, percent_ticks, ticks};
use crate::words::signed;

/// Space above the first row.
const TOP_PX: f64 = 14.0;

/// Frame and scale of some rows of effects.
pub(super) struct Ground {
    pub(super) frame: Frame,
    pub(super) x: Scale,
    range: (f64, f64),
    narrow: bool,
    row_px: f64,
    height: f64,
}

impl Ground {
    /// So many rows of this height, whose bars lie within `shown`; `sides` are those of a wide page, and `axis_px` is what stands below.
    pub(super) fn new(
        shown: impl Iterator<Item = f64>,
        swc: f64,
        (rows, row_px): (usize, f64),
        axis_px: f64,
        sides: (f64, f64),
        narrow: bool,
    ) -> Self {
        let height = TOP_PX + row_px * rows as f64 + axis_px;
        let (width, (left, right)) = if narrow { (360.0, (16.0, 344.0)) } else { (760.0, sides) };
        let frame = Frame { width, height, left, right, top: TOP_PX, bottom: height - axis_px };
        let range =
            padded(extent(shown.chain([-1.5 * swc, 1.5 * swc])).unwrap_or((-1.0, 1.0)), 0.04);
        Self { x: frame.x(range), frame, range, narrow, row_px, height }
    }

    /// Where the bar of a row stands, at this share of its height.
    pub(super) fn y(&self, row: usize, share: f64) -> f64 {
        TOP_PX + self.row_px * (row as f64 + share)
    }

    /// Rows on the band of the SWC, with the scale below.
    pub(super) fn under(&self, swc: f64, rows: Markup, unit: &str, below: Markup) -> Drawing {
        let Self { frame, x, .. } = self;
        let (at, digits) = ticks(self.range, if self.narrow { 5 } else { 7 });
        let labels: Vec<(f64, String)> = at.into_iter().map(|d| (d, signed(d, digits))).collect();
        let above = TOP_PX - 4.0;
        let content = html! {
            rect class="swc" x=(px(x.place(-swc))) y=(px(above)) width=(px(x.place(swc) - x.place(-swc))) height=(px(frame.bottom - above)) {}
            @for edge in [-swc, swc] {
                path class="swc-edge" d=(line([(x.place(edge), above), (x.place(edge), frame.bottom)])) {}
            }
            path class="line-prior dotted" d=(line([(x.place(0.0), above), (x.place(0.0), frame.bottom)])) {}
            (rows)
            (frame.bottom_axis(x, &labels, unit))
            (below)
        };
        Drawing { width: frame.width, height: self.height, content }
    }

    /// The same scale in per cent, for changes in ln units.
    pub(super) fn in_per_cent(&self) -> Markup {
        let rungs = percent_ticks(self.range, 44.0 / (self.x.place(1.0) - self.x.place(0.0)));
        let below = Frame { bottom: self.frame.bottom + 42.0, ..self.frame };
        below.bottom_axis(&self.x, &rungs, "the same in per cent")
    }
}
