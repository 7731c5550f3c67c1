//! S2: the same areas each time.

use vagal_core::Figure;

use super::{Judged, count};
use crate::case::Case;
use crate::quantity::returning::returning;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let found = match returning(case) {
        Ok(found) => found,
        Err(missing) => return Judged::open(vec![missing], Vec::new()),
    };
    let figures = vec![
        count("returns", "times the same areas came back", found.returns),
        count("maps", "of sessions with maps", found.maps),
        Figure::number("likeness", "mean likeness of the maps", "of 1", found.likeness),
        Figure::number("p", "probability of as much likeness by chance", "of 1", found.p),
    ];
    if !found.mostly(case) {
        Judged::fails("seldom", figures)
    } else if !found.is_no_chance(case) {
        Judged::fails("not_alike", figures)
    } else {
        Judged::holds("fires", figures)
    }
}
