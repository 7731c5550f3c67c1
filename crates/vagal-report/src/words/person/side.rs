//! What is set side by side, in sentences: felt and measured, worked and not worked, before and after.

use vagal_core::comparison::{
    CarriedAnswer, CarriedVerdict, Comparisons, Direction, Estimate, FeltAnswer, FeltVerdict,
    Measured, NotCompared, OutputChange, RegionAnswer, RegionContrast, RegionHold, RegionVerdict,
};
use vagal_core::diary::{body_region, kinds, reading_kind};

use super::input_name;
use crate::words::{capital, change_pct, decimal, ln_to_pct, signed};

/// What the literature leads to expect of feeling and recording.
const WEAK_ELSEWHERE: &str = "Elsewhere feeling and heart agree weakly: felt stress and heart measures in 35% of 135 analyses (Vaessen 2021, C22).";
/// What a rank correlation of single readings is about.
const ABOUT_READINGS: &str =
    "This is about readings as they were taken; their noise hides a part of any link.";

/// A part of the answer: its head and its sentences.
pub struct Side {
    /// Head.
    pub head: &'static str,
    /// Sentences; each stands alone.
    pub sentences: Vec<String>,
}

/// Every part that this diary says something about, the order of the article.
pub fn sides(c: &Comparisons) -> Vec<Side> {
    let mut parts = Vec::new();
    if !c.felt.is_empty() {
        let mut sentences: Vec<String> = c.felt.iter().map(felt).collect();
        sentences.extend(c.carried.iter().map(carried));
        if c.felt.iter().any(|f| f.found.is_ok()) {
            sentences.push(ABOUT_READINGS.into());
        }
        sentences.push(WEAK_ELSEWHERE.into());
        parts.push(Side { head: "Felt against measured", sentences });
    }
    if !c.regions.is_empty() || !c.region_holds.is_empty() {
        let mut sentences: Vec<String> = c.regions.iter().flat_map(regions).collect();
        if c.regions.iter().any(|r| r.soon.is_ok() || r.next_day.is_ok()) {
            sentences.push(
                "Changes are from each region's usual level, since what is tense by chance comes down by itself. Lying still and time \
                 are in both; who was told where to expect an effect may feel it there."
                    .into(),
            );
        }
        sentences.extend(c.region_holds.iter().map(region_hold));
        parts.push(Side { head: "Tension by region", sentences });
    }
    if !c.outputs.is_empty() {
        let mut sentences: Vec<String> =
            c.outputs.iter().filter(|o| o.against_rest.is_ok()).map(output).collect();
        let compared = sentences.len();
        if compared > 0 {
            sentences.push(format!(
                "{} at 95% each: about one in twenty looks like a difference by chance.",
                match compared {
                    1 => "One comparison".to_owned(),
                    n => format!("{n} comparisons"),
                }
            ));
        }
        sentences.extend(c.outputs.iter().filter(|o| o.against_rest.is_err()).map(output));
        parts.push(Side { head: "Before and after, against rest", sentences });
    }
    parts
}

fn measured(m: Measured) -> &'static str {
    match m {
        Measured::AroundSession => "the change of lnRMSSD around the session",
        Measured::NextMorning => "lnRMSSD of the next morning",
        Measured::TensionFall => "the fall of tension",
    }
}

fn not_compared(not: NotCompared) -> String {
    match not {
        NotCompared::TooFew { have, need } => format!("{have} of {need} sessions with both"),
        NotCompared::TooFewOfRest { have, need } => format!("{have} of {need} sessions of rest"),
        NotCompared::Alike => "one of the two never varied".into(),
    }
}

/// `−.12 to .55`: a correlation is written as a probability is, with its sign.
fn range(e: &Estimate, digits: usize) -> String {
    format!("{} to {}", signed(e.lo, digits), signed(e.hi, digits))
}

/// Felt release against one measure.
fn felt(a: &FeltAnswer) -> String {
    let what =
        format!("{}: felt release and {}", capital(&input_name(&a.input)), measured(a.measured));
    let found = match &a.found {
        Ok(found) => found,
        Err(NotCompared::TooFew { have, need }) => {
            return format!(
                "{what}: too few to compare feeling and recording: {have} of {need} (C02, C07, C22)."
            );
        }
        Err(not) => return format!("{what}: cannot be compared, {} (C22).", not_compared(*not)),
    };
    let verdict = match found.verdict {
        FeltVerdict::LargerPart => "go along closely: they share more than half (C02)",
        FeltVerdict::AlongWeakly => "go along, and share less than half (C02, C22)",
        FeltVerdict::Along => "go along; how closely cannot be told (C22)",
        FeltVerdict::WeaklyAtMost => {
            "share less than half; whether they go along at all cannot be told (C02, C22)"
        }
        FeltVerdict::Against => {
            "go against each other: more was felt where less was measured (C22)"
        }
        FeltVerdict::CannotTell => "cannot tell whether they go along (C02, C22)",
    };
    let noise = found.noise_share.map_or(String::new(), |share| {
        format!(
            " About {}% of the spread of these mornings is what the model takes for noise.",
            decimal(100.0 * share, 0)
        )
    });
    let colon = if found.verdict == FeltVerdict::CannotTell { ":" } else { "" };
    format!(
        "{what}{colon} {verdict}. Rank correlation {} (90% range {}; {} sessions).{noise}",
        signed(found.rank_correlation.middle, 2),
        range(&found.rank_correlation, 2),
        a.pairs
    )
}

/// What carries the felt difference from rest.
fn carried(a: &CarriedAnswer) -> String {
    let (name, measure) = (input_name(&a.input), measured(a.measured));
    match &a.found {
        Ok(found) => {
            let shown = found.total.lo > 0.0 || found.total.hi < 0.0;
            let verdict = match found.verdict {
                CarriedVerdict::Carried => format!("a part of it runs along {measure}"),
                CarriedVerdict::NoPart if shown => {
                    format!("what runs along {measure} points the other way and is no part of it")
                }
                CarriedVerdict::NoPart => {
                    format!("that may be none, so what runs along {measure} is no part of it")
                }
                CarriedVerdict::NotCarried => format!("less than a point runs along {measure}"),
                CarriedVerdict::CannotTell => format!("cannot tell what runs along {measure}"),
            };
            format!(
                "Release felt after {name} was {} points above that after rest ({}); {verdict}: {} points ({}; C07). \
                 What runs along may come from something that moved both.",
                signed(found.total.middle, 1),
                range(&found.total, 1),
                signed(found.carried.middle, 1),
                range(&found.carried, 1)
            )
        }
        Err(not) => format!(
            "Whether {measure} carries what is felt after {name} can be asked from 20 rated sessions on, 5 of them of rest: {} (C07).",
            not_compared(*not)
        ),
    }
}

/// How tension moved where it came lower, against the other regions.
fn moved(here: f64, there: f64, place: &str) -> String {
    // What prints as nothing is no rise and no fall.
    let rose = |points: f64| points >= 0.05;
    let fell = |points: f64| points <= -0.05;
    match () {
        () if fell(here) && rose(there) => format!("fell {place} and rose in the others"),
        () if fell(here) && !fell(there) => format!("fell {place} and stayed level in the others"),
        () if fell(here) => format!("fell more {place} than in the others"),
        () if rose(here) => format!("rose less {place} than in the others"),
        () => format!("stayed level {place} and rose in the others"),
    }
}

/// Worked against unworked regions, soon after and on the next day.
fn regions(a: &RegionAnswer) -> Vec<String> {
    let one = |found: &Result<RegionContrast, NotCompared>, when: &str| match found {
        Ok(c) => {
            let [worked, elsewhere] = [c.worked.middle, c.unworked.middle].map(|fall| -fall);
            let verdict = match c.verdict {
                RegionVerdict::MoreWhereWorked => {
                    format!("tension {}", moved(worked, elsewhere, "where hands worked"))
                }
                RegionVerdict::MoreElsewhere => {
                    format!("tension {}", moved(elsewhere, worked, "where hands did not work"))
                }
                RegionVerdict::Alike => {
                    "tension moved alike where hands worked and elsewhere, within a point".into()
                }
                RegionVerdict::CannotTell => {
                    "cannot tell whether tension came down further where hands worked".to_owned()
                }
            };
            let change = |fall: &Estimate| {
                let e = Estimate { middle: -fall.middle, lo: -fall.hi, hi: -fall.lo };
                (signed(e.middle, 1), range(&e, 1))
            };
            let (worked, unworked, difference) =
                (change(&c.worked), change(&c.unworked), change(&c.difference));
            format!(
                "{} after {}: {verdict}. Change where worked {} points ({}), elsewhere {} ({}), difference {} ({}; C16; {} sessions).",
                capital(when),
                input_name(&a.input),
                worked.0,
                worked.1,
                unworked.0,
                unworked.1,
                difference.0,
                difference.1,
                c.sessions
            )
        }
        Err(not) => format!(
            "{} after {}: too few to compare worked and other regions, {} (C16).",
            capital(when),
            input_name(&a.input),
            not_compared(*not)
        ),
    };
    vec![one(&a.soon, "within three hours"), one(&a.next_day, "on the day")]
}

/// How long tension stayed down in a region.
fn region_hold(h: &RegionHold) -> String {
    let region = body_region(&h.region).map_or(h.region.as_str(), |r| r.name);
    match h.median_hours {
        Ok((lo, hi)) => {
            let verdict = match (lo, hi) {
                (_, hi) if hi < 24.0 => "drawn tight again within the day",
                (lo, _) if lo > 24.0 => "still lower after a day",
                _ => "cannot tell whether it lasts a day",
            };
            let until = if hi.is_finite() {
                format!("{} to {} hours", decimal(lo, 0), decimal(hi, 0))
            } else {
                format!("more than {} hours", decimal(lo, 0))
            };
            format!(
                "Hold of tension, {region}: {verdict}. Half of a fall is back after {until} (median, 90% range; {} falls, {} of them \
                 without a return that was seen; C48).",
                h.falls, h.unseen
            )
        }
        Err(not) => format!(
            "Hold of tension, {region}: not known yet, {} (C48).",
            match not {
                NotCompared::TooFew { have, need } => {
                    format!("{have} of {need} sessions with a fall of 2 points or 30%")
                }
                other => not_compared(other),
            }
        ),
    }
}

/// The claim that a kind of reading bears on.
fn output_claim(kind: &str) -> Option<&'static str> {
    Some(match kind {
        kinds::SYSTOLIC | kinds::DIASTOLIC => "C15",
        kinds::CORTISOL => "C14",
        kinds::REACTION_TIME | kinds::REACTION_LAPSES => "C17",
        kinds::LN_RMSSD_SPOT | kinds::RESTING_HR => "C01",
        kinds::TENSION => "C16",
        _ => return None,
    })
}

/// A kind of reading around sessions, against rest.
fn output(o: &OutputChange) -> String {
    let found = reading_kind(&o.kind);
    let name = found.map_or(o.kind.as_str(), |k| k.name);
    let claim = output_claim(&o.kind).map_or(String::new(), |c| format!("; {c}"));
    let what = format!("{} after {}", capital(name), input_name(&o.input));
    let number = |e: &Estimate| {
        if o.logarithm {
            format!(
                "{} (95% range {} to {}%)",
                change_pct(e.middle),
                signed(ln_to_pct(e.lo), 0),
                signed(ln_to_pct(e.hi), 0)
            )
        } else {
            let unit = found.map_or("", |k| if k.unit == "0-10" { "points" } else { k.unit });
            format!("{} {unit} (95% range {})", signed(e.middle, 1), range(e, 1))
        }
    };
    match (&o.against_rest, &o.change) {
        (Ok(difference), _) => {
            let verdict = match o.verdict {
                Direction::Lower => "lower than after rest",
                Direction::Higher => "higher than after rest",
                Direction::CannotTell => "cannot tell it from rest",
            };
            format!(
                "{what}: {verdict}. Change less that of rest {}; {} sessions, {} of rest{claim}.",
                number(difference),
                o.sessions,
                o.rest_sessions
            )
        }
        (Err(not), Ok(change)) => format!(
            "{what}: change {} over {} sessions, not compared with rest: {}{claim}. Lying still does part of it.",
            number(change),
            o.sessions,
            not_compared(*not)
        ),
        (Err(_), Err(not)) => {
            format!(
                "{what}: not compared, {} before and after{claim}.",
                match not {
                    NotCompared::TooFew { have, need } => format!("{have} of {need} sessions"),
                    other => not_compared(*other),
                }
            )
        }
    }
}
