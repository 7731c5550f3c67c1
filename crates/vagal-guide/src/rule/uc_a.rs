//! UC-A: after hard training.

use vagal_core::{Figure, Moment};

use super::{Judged, count, interval};
use crate::case::Case;
use crate::quantity::training::hard_days;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let found = match hard_days(case) {
        Ok(found) => found,
        Err(missing) => return Judged::open(vec![missing], Vec::new()),
    };
    let mut figures = vec![
        count("with_massage", "mornings after hard days with massage", found.with_massage.len()),
        count("without_massage", "without", found.without.len()),
    ];
    figures.push(match &found.difference {
        Some(of) => {
            interval("difference", "next morning's lnRMSSD, with less without", "ln ms", of)
        }
        None => {
            Figure::unknown("difference", "with less without", "three mornings of each are needed")
        }
    });
    match found.last {
        Some((day, ratio)) => {
            figures.push(Figure::words("hard_day", "last hard day", Moment::date_of_day(day)));
            figures.push(Figure::number("load_ratio", "its load, of the mean", "", ratio));
            Judged::holds("fires", figures)
        }
        None => Judged::fails("no_hard_day", figures),
    }
}
