//! S4: other signs of the autonomic nervous system, two or more of six.

use vagal_core::Answer;
use vagal_evidence::rule_questions;

use super::{Judged, answer, count, unanswered};
use crate::case::Case;

const QUESTION: &str = "GQ-04";

pub(super) fn judge(case: &Case<'_>) -> Judged {
    let asked = rule_questions().iter().find(|q| q.id == QUESTION).map_or(0, |q| q.asks.len());
    let said: Vec<Answer> = (0..asked).map(|i| answer(case, QUESTION, i)).collect();
    let yes = said.iter().filter(|a| **a == Answer::Yes).count();
    let open: Vec<usize> = (0..asked).filter(|i| said[*i] == Answer::Unanswered).collect();
    let need = case.count("symptoms_least");
    let figures = vec![
        count("symptoms", "signs for four weeks or longer", yes),
        count("open_questions", "questions not answered", open.len()),
    ];
    if yes >= need {
        Judged::holds("fires", figures)
    } else if yes + open.len() < need {
        Judged::fails("few", figures)
    } else {
        Judged::open(open.iter().map(|i| unanswered(QUESTION, *i)).collect(), figures)
    }
}
