//! `vagal person` in a terminal: one row an input, then what is in the way, then what to do next.

use vagal_core::posterior::{InputAnswer, InputVerdict, Learned, Standing};

use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::page::PersonPage;

fn interval(l: &Learned, decimals: usize, unit: &str) -> String {
    let show = |v: f64| if v.is_finite() { format!("{v:.decimals$}") } else { "over 120".into() };
    format!("{} ({} to {}){unit}", show(l.median), show(l.lo), show(l.hi))
}

/// The same, with a mark where the prior speaks.
fn marked(l: &Learned, decimals: usize, unit: &str) -> String {
    let prior = if l.standing == Standing::MostlyPrior { " *" } else { "" };
    format!("{}{prior}", interval(l, decimals, unit))
}

fn verdict(answer: &InputAnswer) -> &'static str {
    match answer.verdict {
        InputVerdict::Works => "works",
        InputVerdict::Negligible => "too small to matter",
        InputVerdict::Harm => "lowers it",
        InputVerdict::NotEnoughData => "not enough data",
    }
}

/// The page as text, a newline at the end.
pub fn person(page: &PersonPage, style: &Style) -> String {
    let p = &page.posterior;
    let mut paragraphs = vec![format!(
        "{} · {:.0} days, {} readings{}",
        page.source,
        p.days,
        page.readings,
        if p.sampling.preview { " · a preview, not the answer" } else { "" }
    )];
    let mut table = Table::new(&[
        ("input", Align::Left),
        ("sessions", Align::Right),
        ("next morning, lnRMSSD", Align::Left),
        ("verdict", Align::Left),
        ("hold of HRV, days", Align::Left),
        ("hold of tension, days", Align::Left),
    ]);
    for a in p.inputs.iter().filter(|a| a.sessions > 0) {
        table.row(vec![
            a.id.clone(),
            a.sessions.to_string(),
            interval(&a.effect, 2, ""),
            verdict(a).into(),
            marked(&a.hold_hrv_days, 1, ""),
            marked(&a.hold_tension_days, 1, ""),
        ]);
    }
    let mut rest = vec![format!(
        "Smallest change that matters {:.3}. Medians with 90% intervals; * mostly prior: the diary has not said much about it.",
        p.swc
    )];
    for a in p.inputs.iter().filter(|a| a.sessions > 0) {
        if a.half_life_stated {
            rest.push(format!("Half-life of {} {}", a.id, interval(&a.half_life_days, 1, " days")));
        } else {
            rest.push(format!("Half-life of {} not stated: mostly prior", a.id));
        }
    }
    if let Some(i) = &p.interference {
        rest.push(format!(
            "One unit of load: lnRMSSD {}, hold times {}, ceiling times {}",
            marked(&i.at_once, 2, ""),
            marked(&i.hold_factor, 2, ""),
            marked(&i.ceiling_factor, 2, "")
        ));
    }
    rest.push(format!("Ceiling {}", marked(&p.ceiling.unloaded, 2, " ln units above baseline")));
    if let Some(c) = &p.correction {
        rest.push(format!(
            "After the correction the hold is {} times as long; a true 1.8 would be found in {:.0}% of diaries like this",
            marked(&c.hold_factor, 2, ""),
            100.0 * c.power
        ));
    }
    if let Some(next) = &p.next_best
        && let Some(first) = next.candidates.first()
    {
        let what = first.session.as_ref().map_or_else(
            || format!("{} in {:.1} days", first.channel, first.in_days + first.after_days),
            |s| {
                format!(
                    "{s} in {:.0} days, then {} {:.1} days later",
                    first.in_days, first.channel, first.after_days
                )
            },
        );
        let many = first
            .needed
            .map_or("more than 200".into(), |n| n.to_string());
        rest.push(format!(
            "Next, to learn about {}: {what} ({:.0}% of the doubt; about {many} of these to decide)",
            next.question,
            100.0 * first.variance_share
        ));
    }
    if let Some(f) = &p.forecast {
        rest.push(format!(
            "Forecasts of {} daily readings: sessions {} (log score {:+.3}, standard error {:.3})",
            f.readings,
            if f.sessions_add { "help" } else { "add nothing that could be shown" },
            f.gain,
            f.gain_error
        ));
    }
    if p.sampling.divergences > 0 {
        rest.push(format!(
            "{} steps of the sampler diverged: do not rely on tails",
            p.sampling.divergences
        ));
    }
    let mut out = String::new();
    let push = |text: &str, out: &mut String| {
        for line in wrap(&style.say(text), style.width) {
            out.push_str(&line);
            out.push('\n');
        }
    };
    push(&paragraphs.remove(0), &mut out);
    out.push('\n');
    out.push_str(&table.fitted(style));
    out.push('\n');
    for line in rest {
        push(&line, &mut out);
    }
    out
}
