//! S3: an injury of head or neck, with complaints since. New or unexamined ones are red flags and come first.

use vagal_core::{Answer, Figure};

use super::{Judged, answer, unanswered};
use crate::case::Case;

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let [injury, since] = [0, 1].map(|i| answer(case, "GQ-03", i));
    let figures = vec![
        Figure::words("injury", "serious injury of head or neck", injury.id()),
        Figure::words("complaints", "complaints that began with it", since.id()),
    ];
    match (injury, since) {
        (Answer::Yes, Answer::Yes) => Judged::holds("fires", figures),
        (Answer::No, _) => Judged::fails("no_injury", figures),
        (Answer::Yes, Answer::No) => Judged::fails("no_symptoms", figures),
        (Answer::Unanswered, Answer::No) => Judged::fails("no_symptoms", figures),
        (Answer::Unanswered, _) => Judged::open(vec![unanswered("GQ-03", 0)], figures),
        (_, Answer::Unanswered) => Judged::open(vec![unanswered("GQ-03", 1)], figures),
    }
}
