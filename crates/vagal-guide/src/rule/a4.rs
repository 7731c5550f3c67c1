//! A4: one input among several.

use vagal_core::Figure;

use super::{Judged, count, share};
use crate::case::Case;
use crate::quantity::others::others;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let found = match others(case) {
        Ok(found) => found,
        Err(missing) => return Judged::open(vec![missing], Vec::new()),
    };
    let names: Vec<&str> = found.often.iter().map(|(name, _)| name.as_str()).collect();
    let names = if names.is_empty() { "none".into() } else { names.join(", ") };
    let figures = vec![
        Figure::words("others", "other inputs on three days a week or more", names),
        share("massage_share", "massage among all inputs", found.massage_share()),
        count("massages", "massages in the window", found.massages),
        count("inputs", "inputs in the window", found.all),
    ];
    if found.massages == 0 {
        Judged::fails("no_massage", figures)
    } else if !found.are_several(case) {
        Judged::fails("too_few", figures)
    } else if !found.massage_is_one_of_them(case) {
        Judged::fails("mostly_massage", figures)
    } else {
        Judged::holds("fires", figures)
    }
}
