//! What is in the way, what saturates, which path, what fits, what to do next: one sentence or two each.

use vagal_core::posterior::{
    ChannelCheck, CorrectionAnswer, Forecast, InputAnswer, InterferenceAnswer, LastingAnswer,
    LastingVerdict, Learned, MediationAnswer, MediationVerdict, PersonPosterior, Robustness,
    Sampling, UnknownChange, VerdictRates,
};

use super::{input_name, mostly_prior};
use crate::words::{change_pct, decimal, probability, signed};

/// A factor as a change in per cent with its 80% range: `−12% (80% range −30 to +4%)`.
fn factor(learned: &Learned) -> String {
    let pct = |v: f64| signed(100.0 * (v - 1.0), 0);
    let [_, lo, _, median, _, hi, _] = learned.points;
    format!("{}% (80% range {} to {}%)", pct(median), pct(lo), pct(hi))
}

fn ln(learned: &Learned) -> String {
    let [_, lo, _, median, _, hi, _] = learned.points;
    format!("{} (80% range {} to {})", signed(median, 2), signed(lo, 2), signed(hi, 2))
}

/// The price of load: at once, in hold, in ceiling; and of what has lasted of it.
pub fn interference(i: &InterferenceAnswer) -> Vec<String> {
    let load = if i.lasting.is_some() { "load that passes" } else { "load" };
    let mut out = vec![
        format!(
            "At once, one unit of {load} goes with {} of lnRMSSD.{}",
            ln(&i.at_once),
            mostly_prior(&i.at_once)
        ),
        format!(
            "Hold: one unit of {load} changes it by {}; that it shortens it has a probability of {}.{}",
            factor(&i.hold_factor),
            probability(i.p_shortens),
            mostly_prior(&i.hold_factor)
        ),
        format!(
            "Ceiling: one unit of {load} changes it by {}; that it lowers it has a probability of {}.{}",
            factor(&i.ceiling_factor),
            probability(i.p_lowers),
            mostly_prior(&i.ceiling_factor)
        ),
    ];
    out.extend(lasting_load(i));
    out
}

/// What it takes to tell lasting load from that of today.
const NOT_TOLD_APART: &str = "Passing and lasting load are not told apart here: that takes a diary of eight weeks in which load came and stayed for weeks, or went after weeks.";

/// What lasting load costs against load that passes, or what it takes to say.
pub fn lasting_load(i: &InterferenceAnswer) -> Vec<String> {
    i.lasting.as_ref().map_or_else(|| vec![NOT_TOLD_APART.into()], lasting)
}

fn lasting(l: &LastingAnswer) -> Vec<String> {
    let side = |verdict: LastingVerdict, p: f64| match verdict {
        LastingVerdict::CostsMore => {
            format!("more than load that passes (probability {})", probability(p))
        }
        LastingVerdict::CostsLess => {
            format!("less than load that passes (probability {})", probability(1.0 - p))
        }
        LastingVerdict::CannotTell => {
            format!(
                "whether more than load that passes cannot be told (probability {})",
                probability(p)
            )
        }
    };
    vec![
        format!(
            "One unit of load that has lasted for weeks goes with {} of lnRMSSD at once.{}",
            ln(&l.at_once),
            mostly_prior(&l.at_once)
        ),
        format!(
            "It changes the hold by {}: {}.{}",
            factor(&l.hold_factor),
            side(l.hold, l.p_shortens_more),
            mostly_prior(&l.hold_factor)
        ),
        format!(
            "It changes the ceiling by {}: {}.{}",
            factor(&l.ceiling_factor),
            side(l.ceiling, l.p_lowers_more),
            mostly_prior(&l.ceiling_factor)
        ),
    ]
}

/// The ceiling, and the observed high that is something else.
pub fn ceiling(p: &PersonPosterior) -> Vec<String> {
    let c = &p.ceiling;
    let mut out = vec![format!(
        "Without load, effects would saturate {} ln units above baseline; under the mean load of this diary {}.{}",
        ln(&c.unloaded),
        ln(&c.at_mean_load),
        mostly_prior(&c.unloaded)
    )];
    if let Some(high) = c.observed_high {
        out.push(format!(
            "The observed high is another thing: the best single morning stood {} ln units above the mean level, reading noise and all.",
            signed(high, 2)
        ));
    }
    out
}

/// What builds up over sessions.
pub fn cumulative(answer: &InputAnswer) -> String {
    let c = &answer.cumulative;
    format!(
        "With sessions of {} as often as in this diary, the durable part comes to {} ln units on average.{}",
        input_name(&answer.id),
        ln(c),
        mostly_prior(c)
    )
}

/// What came after a correction, with the power of saying so.
pub fn correction(c: &CorrectionAnswer) -> Vec<String> {
    let verdict = if c.p_longer > 0.95 {
        "After the correction the hold was longer"
    } else {
        "Whether the hold was longer after the correction cannot be told"
    };
    vec![
        format!(
            "{verdict} (probability {}): the estimate is {}.{}",
            probability(c.p_longer),
            factor(&c.hold_factor),
            mostly_prior(&c.hold_factor)
        ),
        format!(
            "A true 1.8 times would be found in {}% of diaries like yours. Anything else that changed on that date looks the same.",
            decimal(100.0 * c.power, 0)
        ),
    ]
}

/// Effective draws below which a probability of .5 is off by more than some hundredths.
const FEW_DRAWS: f64 = 200.0;

/// Whether the hold changed at a date that nobody wrote down.
pub fn unknown_change(u: &UnknownChange) -> String {
    let most = u.days.iter().zip(&u.probabilities).max_by(|a, b| a.1.total_cmp(b.1));
    let when = most.filter(|(_, p)| **p > u.p_none).map_or(String::new(), |(day, p)| {
        format!(
            " The likeliest date is day {} (probability {}).",
            decimal(*day, 0),
            probability(*p)
        )
    });
    format!(
        "No correction is on file. That the hold stayed as it was over the whole diary has a probability of {} (.50 before the data).{when}",
        probability(u.p_none)
    ) + if u.effective_draws.is_nan() || u.effective_draws < FEW_DRAWS {
        " These probabilities rest on few draws and are rough."
    } else {
        ""
    }
}

/// Which way tension goes, in a few words.
pub fn mediation_verdict(verdict: MediationVerdict) -> &'static str {
    match verdict {
        MediationVerdict::AutonomicOnly => {
            "by way of the autonomic state; the direct path is too small to matter"
        }
        MediationVerdict::TissueOnly => {
            "directly; the path by the autonomic state is too small to matter"
        }
        MediationVerdict::Both => "both ways",
        MediationVerdict::Neither => "neither way by enough to matter",
        MediationVerdict::CannotTell => "cannot tell",
    }
}

/// Said where the paths come from a fit of their own.
pub const PATHS_BY_PREVIEW: &str = "Worked out by the preview, in a fit of its own.";

/// The thesis on this person's data: autonomic first, or directly on the tissue.
pub fn mediation(m: &MediationAnswer) -> String {
    let points = |l: &Learned| {
        format!(
            "{} points (80% range {} to {})",
            decimal(l.median, 1),
            decimal(l.points[1], 1),
            decimal(l.points[5], 1)
        )
    };
    // Of a path that is not there nothing fades.
    let first = if m.verdict == MediationVerdict::Both {
        format!(
            " That the direct part outlasts the other has a probability of {}.",
            probability(m.p_direct_lasts_longer)
        )
    } else {
        String::new()
    };
    format!(
        "{}: {}. Mean fall of tension over two days by the state {}, directly {}.{first}",
        crate::words::capital(&input_name(&m.input)),
        mediation_verdict(m.verdict),
        points(&m.by_state),
        points(&m.direct),
    )
}

/// A channel's fit in words.
pub fn checks(c: &ChannelCheck) -> String {
    let what = ["spread", "far-off readings", "leftover from one to the next"];
    let off: Vec<&str> =
        what.iter().zip(c.p_values).filter(|(_, p)| *p < 0.05).map(|(w, _)| *w).collect();
    if off.is_empty() {
        "as the model foresees".into()
    } else {
        format!("not as the model foresees: {}", off.join(", "))
    }
}

/// Whether a few readings carry the answer.
pub fn robustness(r: &Robustness) -> Vec<String> {
    let line = |(id, all, without): &(String, f64, f64)| {
        format!(
            "{}: {} with all readings, {} without",
            input_name(id),
            change_pct(*all),
            change_pct(*without)
        )
    };
    std::iter::once(format!(
        "Effects again without the {} readings that fit worst (both by the preview):",
        r.dropped
    ))
    .chain(r.effects.iter().map(line))
    .collect()
}

/// Whether sessions help to foresee.
pub fn sessions_in_forecast(f: &Forecast) -> String {
    let verdict = if f.sessions_add {
        "Sessions help to foresee the next readings"
    } else {
        "Sessions add nothing that could be shown to the forecast of the next readings"
    };
    format!(
        "{verdict}: log score {} a reading against the same model without sessions (standard error {}, {} readings, each foreseen from earlier data only).",
        signed(f.gain, 3),
        decimal(f.gain_error, 3),
        f.readings
    )
}

/// How the draws were made, and whether they may be relied on.
pub fn sampling(s: &Sampling) -> String {
    if s.preview {
        return format!(
            "A preview: {} draws from a normal around the mode. Its means are off by up to .65 posterior standard deviations; it is no answer.",
            s.draws
        );
    }
    let diverged = match s.divergences {
        0 => "no step diverged".to_owned(),
        n => format!("{n} steps diverged: do not rely on the tails"),
    };
    format!("{} draws of {} chains by NUTS, seed {}; {diverged}.", s.draws, s.chains, s.seed)
}

/// How often the verdicts on inputs are wrong, and how often they find what is there.
pub fn rates(r: &VerdictRates) -> String {
    let pct = |share: f64| decimal(100.0 * share, 0);
    format!(
        "How often such verdicts err, by simulation: of {} diaries without an effect (16 weeks, about 16 sessions and 32 of rest; the worst \
         of {} kinds) {} came out as a rise and {} as a fall, at most {}% and {}%; an effect of .35 a session was found in {} to {}%. With fewer \
         sessions less is found.",
        r.diaries,
        r.kinds,
        r.false_works,
        r.false_harm,
        decimal(100.0 * r.false_works_upper, 1),
        decimal(100.0 * r.false_harm_upper, 1),
        pct(r.found.0),
        pct(r.found.1)
    )
}
