//! `vagal person --history` in a terminal: since when each verdict stands, then every answer, the oldest first.

use vagal_core::history::{PastAnswer, PastInput};
use vagal_core::posterior::{Comparator, InputVerdict};

use super::lane::Lane;
use super::person::{head, paragraph, verdict};
use super::style::Style;
use super::table::{Align, Table};
use crate::chart::Family;
use crate::page::HistoryPage;
use crate::words::count;
use crate::words::person as words;

/// The page as text, a newline at the end.
pub fn history(page: &HistoryPage, style: &Style) -> String {
    let mut out = String::new();
    let answers = &page.answers;
    paragraph(&mut out, style, &page.source, Some(Family::Input));
    let Some(newest) = answers.last() else {
        paragraph(&mut out, style, words::NO_HISTORY, None);
        return out;
    };
    out.push('\n');
    let ids = words::inputs_of(answers);
    let judged = ids.iter().filter(|id| words::is_judged(answers, id));
    for sentence in judged.filter_map(|id| words::verdict_since(answers, id)) {
        paragraph(&mut out, style, &sentence, None);
    }
    let latest = words::latest(answers);
    for id in &ids {
        head(&mut out, style, &crate::words::capital(&words::input_name(id)), Family::Input);
        let said = words::said_of(latest, id);
        lanes(&mut out, &said, newest.swc, style);
        out.push_str(&of_input(&said, newest.pulse_wave).fitted(style));
    }
    head(&mut out, style, "The ceiling, without load", Family::Interference);
    out.push_str(&of_person(latest).fitted(style));
    out.push('\n');
    let note = format!(
        "Medians with their 80% range. Next morning: the change of RMSSD, less that of what it is compared with. Hold of {}: days until the shift is \
         below the SWC. Ceiling: ln units above baseline. * mostly prior: what was assumed, moved little by the diary.",
        words::variability_name(newest.pulse_wave)
    );
    paragraph(&mut out, style, &note, None);
    if latest.len() < answers.len() {
        let earlier = count(answers.len() - latest.len());
        paragraph(&mut out, style, &format!("{earlier} earlier answers: `--json`."), None);
    }
    words::versions(answers).iter().for_each(|said| paragraph(&mut out, style, said, None));
    paragraph(&mut out, style, words::OFTEN, None);
    out
}

fn lanes(out: &mut String, said: &[(&PastAnswer, &PastInput)], swc: f64, style: &Style) {
    let values = said.iter().flat_map(|(_, i)| [i.effect.points[0], i.effect.points[6]]);
    let dates = said.iter().map(|(answer, _)| answer.fitted.date());
    let width = dates.clone().map(|date| date.len()).max().unwrap_or(0);
    let room = style.width.saturating_sub(width + 2);
    // One answer is a line of the table; how they moved needs two.
    let lane = Lane::over(values, &[-swc, swc], room);
    let Some(lane) = lane.filter(|_| said.len() > 1 && !style.is_plain()) else { return };
    for (date, (_, input)) in dates.zip(said) {
        let points = &input.effect.points;
        let open =
            input.verdict == InputVerdict::NotEnoughData && input.comparator != Comparator::Itself;
        let line = lane.draw(points, points[3], if open { '○' } else { '●' });
        out.push_str(&format!("{date}  {}\n", style.family(Family::Output, &line)));
    }
    out.push_str(&format!("{:<width$}  {}\n", "", style.dim(&lane.axis(2))));
    let note = "lnRMSSD on the next morning; · 95%, ─ 80%, ━ 50%, : SWC of the latest";
    paragraph(out, style, note, Some(Family::Prior));
    out.push('\n');
}

fn of_input(said: &[(&PastAnswer, &PastInput)], pulse_wave: bool) -> Table {
    let hold = format!("hold {}", words::variability_name(pulse_wave));
    let mut table = Table::new(&[
        ("answer", Align::Left),
        ("n", Align::Right),
        ("next morning", Align::Left),
        (&hold, Align::Right),
        ("verdict", Align::Left),
    ]);
    for (answer, input) in said {
        table.row([
            answer.fitted.date(),
            count(input.sessions),
            words::past_effect(&input.effect),
            words::past_days(&input.hold_hrv_days),
            verdict(input.comparator, input.verdict).to_owned(),
        ]);
    }
    table
}

fn of_person(answers: &[PastAnswer]) -> Table {
    let mut table = Table::new(&[
        ("answer", Align::Left),
        ("diary", Align::Right),
        ("readings", Align::Right),
        ("sessions", Align::Right),
        ("ceiling", Align::Left),
    ]);
    for answer in answers {
        table.row([
            answer.fitted.date(),
            words::diary_length(answer.days),
            count(answer.readings),
            count(answer.sessions()),
            words::past_ceiling(answer),
        ]);
    }
    table
}
