//! UC-S: a stressful stretch.

use vagal_core::Figure;

use super::{Judged, count};
use crate::case::{Case, WEEK};
use crate::quantity::low_vagal::low_vagal;
use crate::quantity::stretch::stretch;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let found = match stretch(case) {
        Ok(found) => found,
        Err(missing) => return Judged::open(vec![missing], Vec::new()),
    };
    let mut figures = vec![
        count("stress_days", "days of the last seven with high stress", found.high_days),
        Figure::number("stretch", "for", "weeks", found.weeks as f64),
    ];
    let vagal = match low_vagal(case) {
        Ok(low) => {
            figures.push(Figure::number(
                "vagal_difference",
                "lnRMSSD less reference",
                "ln ms",
                low.difference,
            ));
            figures.push(Figure::number("swc", "smallest change that counts", "ln ms", low.swc));
            if low.difference < -low.swc {
                "Your resting vagal index is lower than your usual."
            } else {
                "Your resting vagal index is about your usual, or above it."
            }
        }
        Err(_) => "How your resting vagal index compares with your usual is not known.",
    };
    figures.push(Figure::words("vagal", "resting vagal index", vagal));
    if found.high_days < case.count("stress_days") {
        Judged::fails("few", figures)
    } else if found.weeks > case.days("onset_days") / WEEK {
        Judged::fails("too_long", figures)
    } else {
        Judged::holds("fires", figures)
    }
}
