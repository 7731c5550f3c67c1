//! `vagal person` in a terminal: the answer in sentences, a row an input, what is in the way, what to do next.

use vagal_core::posterior::{Comparator, InputAnswer, InputVerdict, Learned, Standing};

use super::lane::Lane;
use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::chart::Family;
use crate::page::PersonPage;
use crate::words::person as words;
use crate::words::{capital, change_pct, count};

/// Lines of text, as wide as the terminal, one paragraph each.
pub(super) fn paragraph(out: &mut String, style: &Style, text: &str, family: Option<Family>) {
    for line in wrap(&style.say(text), style.width) {
        out.push_str(&family.map_or(line.clone(), |f| style.family(f, &line)));
        out.push('\n');
    }
}

/// A head over a part.
pub(super) fn head(out: &mut String, style: &Style, text: &str, family: Family) {
    out.push('\n');
    out.push_str(&style.family(family, text));
    out.push('\n');
}

fn marked(l: &Learned) -> String {
    let prior = if l.standing == Standing::MostlyPrior { "*" } else { "" };
    format!("{}{prior}", words::days(l.median))
}

/// The page as text, a newline at the end.
pub fn person(page: &PersonPage, style: &Style) -> String {
    let p = &page.posterior;
    let mut out = String::new();
    let title = format!(
        "{} · {} · {} readings",
        page.source,
        words::diary_length(p.days),
        count(page.readings)
    );
    paragraph(&mut out, style, &title, Some(Family::Input));
    if p.sampling.preview {
        paragraph(&mut out, style, &words::sampling(&p.sampling), None);
    }
    out.push('\n');
    for line in wrap(&style.say(&words::person_answer(p)), style.width) {
        out.push_str(&style.bold(&line));
        out.push('\n');
    }
    for answer in p.inputs.iter().filter(|a| a.sessions > 0) {
        paragraph(&mut out, style, &words::effect(answer, p.swc), None);
    }
    if let Some(caveat) = words::comparator_caveat(&p.inputs) {
        paragraph(&mut out, style, &caveat, None);
    }
    if p.inputs.iter().any(|a| a.sessions > 0) {
        forest(&mut out, page, style);
        out.push('\n');
        out.push_str(&table(&p.inputs).fitted(style));
        let note = format!(
            "Medians, days. * mostly prior: what was assumed, moved little by this diary. Hold of {}: until the shift is below the SWC; hold of \
             tension: until half of its fall has come back.",
            words::variability_name(p.pulse_wave)
        );
        paragraph(&mut out, style, &note, None);
    }
    if let Some(not_stated) = words::half_lives_not_stated(&p.inputs) {
        paragraph(&mut out, style, &not_stated, None);
    }
    head(&mut out, style, "What is in the way, and the ceiling", Family::Interference);
    match &p.interference {
        Some(i) => words::interference(i).iter().for_each(|s| paragraph(&mut out, style, s, None)),
        None => paragraph(
            &mut out,
            style,
            "The load never varied in this diary, so its price cannot be told.",
            None,
        ),
    }
    p.hold_by_load.iter().for_each(|h| paragraph(&mut out, style, &words::hold_by_load(h), None));
    words::ceiling(p).iter().for_each(|s| paragraph(&mut out, style, s, None));
    paragraph(&mut out, style, &words::habits(p.habits.as_ref()), None);
    if let Some(t) = &p.together {
        paragraph(&mut out, style, &words::together(t), None);
    }
    if let Some(c) = &p.correction {
        words::correction(c).iter().for_each(|s| paragraph(&mut out, style, s, None));
    } else if let Some(u) = &p.unknown_change {
        paragraph(&mut out, style, &words::unknown_change(u), None);
    }
    if !p.mediation.is_empty() {
        head(&mut out, style, "Tension: by way of the autonomic state, or directly", Family::Input);
        p.mediation.iter().for_each(|m| paragraph(&mut out, style, &words::mediation(m), None));
        if p.mediation.iter().any(|m| m.preview) {
            paragraph(&mut out, style, words::PATHS_BY_PREVIEW, None);
        }
    }
    if let Some(pool) = &p.pool {
        head(&mut out, style, "With what others lend", Family::Output);
        words::pooled(pool).iter().for_each(|s| paragraph(&mut out, style, s, None));
    }
    for side in words::sides(&p.comparisons) {
        head(&mut out, style, side.head, Family::Output);
        side.sentences.iter().for_each(|s| paragraph(&mut out, style, s, None));
    }
    head(&mut out, style, "How far to rely on it", Family::Output);
    if let Some(rates) = &page.rates {
        paragraph(&mut out, style, &words::rates(rates), None);
    }
    if let Some(f) = &p.forecast {
        paragraph(&mut out, style, &words::sessions_in_forecast(f), None);
    }
    for check in &p.checks {
        let said = words::checks(check);
        if said.starts_with("not") {
            paragraph(
                &mut out,
                style,
                &format!("{}: {said}.", check.channel.replace('_', " ")),
                None,
            );
        }
    }
    paragraph(&mut out, style, &words::person_swc(p), None);
    if !p.sampling.preview {
        paragraph(&mut out, style, &words::sampling(&p.sampling), None);
    }
    if let Some(next) = p.next_best.as_ref().and_then(|n| words::next_best(n, page.days.as_ref())) {
        head(&mut out, style, "Next", Family::Input);
        paragraph(&mut out, style, &next, None);
    }
    out
}

fn forest(out: &mut String, page: &PersonPage, style: &Style) {
    let p = &page.posterior;
    let shown: Vec<&InputAnswer> = p.inputs.iter().filter(|a| a.sessions > 0).collect();
    let values = shown.iter().flat_map(|a| [a.effect.points[0], a.effect.points[6]]);
    let width = shown.iter().map(|a| words::input_name(&a.id).chars().count()).max().unwrap_or(0);
    let room = style.width.saturating_sub(width + 2);
    let Some(lane) = Lane::over(values, &[-p.swc, p.swc], room).filter(|_| !style.is_plain())
    else {
        return;
    };
    out.push('\n');
    for answer in &shown {
        let open = answer.verdict == InputVerdict::NotEnoughData
            && answer.comparator != Comparator::Itself;
        let line =
            lane.draw(&answer.effect.points, answer.effect.median, if open { '○' } else { '●' });
        let name = words::input_name(&answer.id);
        out.push_str(&format!("{name:<width$}  {}\n", style.family(Family::Output, &line)));
    }
    let note = "lnRMSSD on the next morning; · 95%, ─ 80%, ━ 50%, : SWC";
    out.push_str(&format!("{:<width$}  {}\n", "", style.dim(&lane.axis(2))));
    paragraph(out, style, note, Some(Family::Prior));
}

/// The verdict in as few words as a column of a terminal holds.
pub(super) fn verdict(comparator: Comparator, verdict: InputVerdict) -> &'static str {
    match (comparator, verdict) {
        (Comparator::Itself, _) => "reference",
        (_, InputVerdict::Works) => "raises it",
        (_, InputVerdict::Negligible) => "too small",
        (_, InputVerdict::Harm) => "lowers it",
        (_, InputVerdict::NotEnoughData) => "not enough data",
    }
}

fn table(inputs: &[InputAnswer]) -> Table {
    let mut table = Table::new(&[
        ("input", Align::Left),
        ("n", Align::Right),
        ("next morning", Align::Right),
        (if inputs.iter().any(|a| a.pulse_wave) { "hold PRV" } else { "hold HRV" }, Align::Right),
        ("tension", Align::Right),
        ("half-life", Align::Right),
        ("verdict", Align::Left),
    ]);
    for a in inputs.iter().filter(|a| a.sessions > 0) {
        table.row([
            capital(&words::input_name(&a.id)),
            a.sessions.to_string(),
            change_pct(a.effect.median),
            marked(&a.hold_hrv_days),
            a.hold_tension_days.as_ref().map_or_else(|| "not rated".into(), marked),
            if a.half_life_stated {
                words::days(a.half_life_days.median)
            } else {
                "not stated".into()
            },
            verdict(a.comparator, a.verdict).to_owned(),
        ]);
    }
    table
}
