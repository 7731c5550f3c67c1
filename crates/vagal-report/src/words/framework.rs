//! The framework on one page, cell by cell: what a thing is called, what is known of it, how that is known.

use vagal_core::contribution::HabitsVerdict;
use vagal_core::posterior::{
    Comparator, InputAnswer, InputVerdict, InterferenceAnswer, Learned, Standing,
};
use vagal_core::truth::PersonTruth;
use vagal_core::{Advice, RuleList, RuleState};
use vagal_evidence::{Claim, claim, input, inputs};

use super::person::{days, input_name, input_verdict, variability_name};
use super::{change_pct, count, decimal, ln_to_pct, signed, swc_pct};
use crate::chart::{Family, Mark};
use crate::page::{DriverLine, DriverRecord, Framework, NoDriver, OutputLine, PersonPage};

/// What the page is about, in one sentence of its own.
pub const WHAT_IT_IS: &str = "The framework holds that what is done acts on the body's state, that what is in the way shortens it and lowers its ceiling, and that what comes of it can be \
     measured. Every cell says how it is known; what is only believed says so.";

/// Said in place of the rules while safety holds them back.
pub const HELD_BACK: &str = "The rules are held back until the questions about safety are answered (vagal check --save answers.toml, then --answers answers.toml).";

/// Said in place of the rules where there is nothing to ask them of.
pub const NO_DIARY: &str =
    "The rules need a diary in a store; this was made from a table of events.";

/// Said beside the fading of an input without a verdict.
pub const UNDECIDED: &str = "There is not enough data for a verdict on this input: the curve is what the model expects as far as it goes.";

/// Said in place of a fading on the days of the week.
pub const NO_FADE: &str = "The diary does not say at what time a session ended, so its fading is not laid over the days of the week.";

/// The claim that a sentence bears on, with its grade: `Under test: C25 (mixed).`
pub fn under_test(claim: &Claim) -> String {
    format!("Under test: {} ({}).", claim.id, claim.grade.words())
}

/// Claims that stand beside cells of their own.
const HABITS: &str = "C39";
const CEILING: &str = "C40";
const LOAD: &str = "C28";

/// A drawing that belongs to a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bar {
    /// Change of lnRMSSD on the next morning, in graded bands.
    Effect {
        /// Points of the band.
        points: [f64; 7],
        /// What the simulator knows.
        truth: Option<f64>,
    },
    /// A factor per unit of load, as its logarithm.
    Factor {
        /// Points of the band.
        points: [f64; 7],
        /// What the simulator knows.
        truth: Option<f64>,
    },
    /// The last week in the person's own range.
    Own {
        /// 10, 50 and 90% point.
        range: [f64; 3],
        /// Mean of the last seven days.
        recent: Option<f64>,
    },
}

/// What a cell says as one line of text; a range belongs to what stands before it.
pub fn in_one_line(lines: &[String]) -> String {
    lines.join("; ").replace("; (", " (")
}

/// One cell of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its family.
    pub family: Family,
    /// Its mark.
    pub mark: Mark,
    /// What it is called.
    pub name: String,
    /// How it is known here.
    pub known: &'static str,
    /// What is known.
    pub lines: Vec<String>,
    /// The claim it puts to the test.
    pub claim: Option<&'static Claim>,
    /// Its drawing.
    pub bar: Option<Bar>,
}

impl Cell {
    /// How it is known here, and how the claim it tests is graded elsewhere: `learned · elsewhere C06 mixed`.
    pub fn basis(&self) -> String {
        match self.claim {
            Some(claim) => {
                format!("{} · elsewhere {} {}", self.known, claim.id, claim.grade.words())
            }
            None => self.known.to_owned(),
        }
    }
}

/// Heads of the three columns, with what each holds.
pub const HEADS: [(Family, &str, &str); 3] = [
    (Family::Input, "Inputs", "what was done"),
    (Family::Interference, "Interference", "what is in the way"),
    (Family::Output, "Output", "what is measured"),
];

/// The cells of the three columns.
pub fn columns(page: &PersonPage, framework: &Framework) -> [Vec<Cell>; 3] {
    let truth = page.demonstration.as_ref().map(|d| &d.truth);
    [
        inputs_column(page, framework, truth),
        interference_column(page, framework, truth),
        framework.outputs.iter().map(output).collect(),
    ]
}

const MOSTLY_PRIOR: &str = "mostly prior";

fn standing_of(learned: &Learned) -> &'static str {
    match learned.standing {
        Standing::Learned => "learned",
        Standing::MostlyPrior => MOSTLY_PRIOR,
        Standing::Lent => "lent by others",
    }
}

/// The weakest standing of the numbers of a cell.
fn standing<'a>(all: impl IntoIterator<Item = &'a Learned>) -> &'static str {
    let rank = |l: &&Learned| match l.standing {
        Standing::Learned => 0,
        Standing::Lent => 1,
        Standing::MostlyPrior => 2,
    };
    all.into_iter().max_by_key(rank).map_or("not told", standing_of)
}

/// Said of a number that is not what its cell says of the others.
fn unless(learned: &Learned, known: &str) -> String {
    match standing_of(learned) {
        own if learned.standing == Standing::Learned || own == known => String::new(),
        own => format!(", {own}"),
    }
}

/// A rise above this is not a size that anybody has seen; it says that the data leave it open.
const MOST_PCT: f64 = 200.0;

/// A ceiling in per cent, as far as that means anything.
fn ceiling_pct(ln: f64) -> String {
    if ln_to_pct(ln) > MOST_PCT {
        format!("over +{}%", decimal(MOST_PCT, 0))
    } else {
        change_pct(ln)
    }
}

/// `80% +11 to +38`
fn range_80(learned: &Learned, show: impl Fn(f64) -> String) -> String {
    format!("80% {} to {}", show(learned.points[1]), show(learned.points[5]))
}

fn pct(value: f64) -> String {
    signed(ln_to_pct(value), 0)
}

fn inputs_column(
    page: &PersonPage,
    framework: &Framework,
    truth: Option<&PersonTruth>,
) -> Vec<Cell> {
    let done = |id: &str| page.posterior.inputs.iter().any(|a| a.id == id && a.sessions > 0);
    let mut cells: Vec<Cell> = page
        .posterior
        .inputs
        .iter()
        .filter(|a| a.sessions > 0)
        .map(|a| input_cell(a, page.posterior.swc, truth))
        .collect();
    // Habits are inputs of the ledger too, and have a cell of their own.
    let tried_by_session = |id: &str| !["sleep", "movement", "nutrition"].contains(&id);
    let others: Vec<String> = inputs()
        .iter()
        .filter(|i| tried_by_session(&i.id) && !done(&i.id))
        .map(|i| match effect_claim(&i.id) {
            Some(claim) => format!("{} ({} {})", i.name, claim.id, claim.grade.words()),
            None => i.name.clone(),
        })
        .collect();
    if !others.is_empty() {
        cells.push(Cell {
            family: Family::Input,
            mark: Mark::Ring,
            name: "not in this diary".into(),
            known: "literature alone",
            lines: vec![others.join(", ")],
            claim: None,
            bar: None,
        });
    }
    cells.push(habits_cell(page, framework, truth));
    cells
}

/// Whether sleep, movement and food move the ceiling.
fn habits_cell(page: &PersonPage, framework: &Framework, truth: Option<&PersonTruth>) -> Cell {
    let on_file: Vec<String> =
        framework.habits.iter().map(|(name, n)| format!("{name} {}", count(*n))).collect();
    let on_file = format!("on file: {}", on_file.join(", "));
    let name = "sleep, movement, nutrition".into();
    let (family, claim) = (Family::Input, claim(HABITS));
    let Some(habits) = &page.posterior.habits else {
        let lines = vec!["whether they move the ceiling cannot be told yet".into(), on_file];
        let (mark, known) = (Mark::Ring, "not enough data");
        return Cell { family, mark, name, known, lines, claim, bar: None };
    };
    let verdict = match habits.verdict {
        HabitsVerdict::Raise => "steady habits raise the ceiling",
        HabitsVerdict::Lower => "the ceiling is lower with them",
        HabitsVerdict::CannotTell => "whether they move the ceiling: cannot tell",
    };
    let mark = if habits.verdict == HabitsVerdict::CannotTell { Mark::Ring } else { Mark::Dot };
    let change = |f: f64| signed(100.0 * (f - 1.0), 0);
    let factor = &habits.ceiling_factor;
    let moved = format!("ceiling {}% ({})", change(factor.median), range_80(factor, change));
    let mut lines = vec![verdict.to_owned(), moved, on_file];
    let truth = truth.and_then(|t| t.habit_factor);
    lines.extend(truth.map(|f| format!("truth: {}%", change(f))));
    Cell { family, mark, name, known: standing([factor]), lines, claim, bar: None }
}

/// The claim of the ledger on what an input does to HRV: the first of a kind that data decide.
fn effect_claim(id: &str) -> Option<&'static Claim> {
    use vagal_evidence::ClaimKind::{Comparison, Effect};
    let claims = || input(id).into_iter().flat_map(|i| &i.claims).filter_map(|id| claim(id));
    claims().find(|c| matches!(c.kind, Effect | Comparison)).or_else(|| claims().next())
}

fn input_cell(answer: &InputAnswer, swc: f64, truth: Option<&PersonTruth>) -> Cell {
    let effect = &answer.effect;
    let open =
        answer.verdict == InputVerdict::NotEnoughData && answer.comparator != Comparator::Itself;
    let truth = truth.and_then(|t| t.input(&answer.id));
    let known = standing([effect]);
    let hold = |what: &str, l: &Learned| {
        format!(
            "{what} holds {} d (80% {} to {}){}",
            days(l.median),
            days(l.points[1]),
            days(l.points[5]),
            unless(l, known)
        )
    };
    let against = match answer.comparator {
        Comparator::Rest => " against rest",
        Comparator::NoSession => " against no session",
        Comparator::Itself => "",
    };
    let mut lines = vec![
        format!("{} next morning{against}", change_pct(effect.median)),
        format!("({})", range_80(effect, pct)),
        input_verdict(answer).replace("the SWC", &format!("matters ({})", swc_pct(swc))),
        hold(variability_name(answer.pulse_wave), &answer.hold_hrv_days),
        match &answer.hold_tension_days {
            Some(days) => hold("tension", days),
            None => "no tension was rated".into(),
        },
    ];
    lines.extend(truth.map(|t| {
        format!(
            "truth: {}; {} and {} days",
            change_pct(t.effect),
            days(t.hold_hrv_days),
            days(t.hold_tension_days)
        )
    }));
    Cell {
        family: Family::Input,
        mark: if open { Mark::Ring } else { Mark::Dot },
        name: match answer.sessions {
            1 => format!("{}, 1 session", input_name(&answer.id)),
            n => format!("{}, {n} sessions", input_name(&answer.id)),
        },
        known,
        lines,
        claim: effect_claim(&answer.id),
        bar: Some(Bar::Effect { points: effect.points, truth: truth.map(|t| t.effect) }),
    }
}

fn interference_column(
    page: &PersonPage,
    framework: &Framework,
    truth: Option<&PersonTruth>,
) -> Vec<Cell> {
    let p = &page.posterior;
    let price = p.interference.as_ref();
    let mut cells: Vec<Cell> = framework.drivers.iter().map(|d| driver(d, price)).collect();
    let factor = |l: &Learned| {
        let change = |f: f64| signed(100.0 * (f - 1.0), 0);
        format!("{}% ({})", change(l.median), range_80(l, change))
    };
    let name = "the load, all together".to_owned();
    cells.push(match &p.interference {
        Some(i) => Cell {
            family: Family::Interference,
            mark: Mark::Diamond,
            name,
            known: standing([&i.hold_factor, &i.ceiling_factor]),
            lines: [
                format!("hold {} a unit of load", factor(&i.hold_factor)),
                format!("ceiling {} a unit", factor(&i.ceiling_factor)),
            ]
            .into_iter()
            .chain(
                i.lasting
                    .as_ref()
                    .map(|l| format!("hold {} a unit that has lasted", factor(&l.hold_factor))),
            )
            .chain(truth.map(|t| {
                let change = |f: f64| signed(100.0 * (f - 1.0), 0);
                format!("truth: {} and {}%", change(t.hold_factor), change(t.ceiling_factor))
            }))
            .collect(),
            claim: claim(LOAD),
            bar: Some(Bar::Factor {
                points: i.hold_factor.points.map(f64::ln),
                truth: truth.map(|t| t.hold_factor.ln()),
            }),
        },
        None => Cell {
            family: Family::Interference,
            mark: Mark::OpenDiamond,
            name,
            known: "not enough data",
            lines: vec!["the load never varied, so its price cannot be told".into()],
            claim: claim(LOAD),
            bar: None,
        },
    });
    let ceiling = &p.ceiling;
    let mut lines = vec![
        format!(
            "today {} (80% {} to {})",
            ceiling_pct(ceiling.today.median),
            ceiling_pct(ceiling.today.points[1]),
            ceiling_pct(ceiling.today.points[5])
        ),
        format!("above baseline; without load {}", ceiling_pct(ceiling.unloaded.median)),
    ];
    lines.extend(truth.map(|t| format!("truth today: {}", change_pct(t.ceiling_today))));
    cells.push(Cell {
        family: Family::Interference,
        mark: Mark::Diamond,
        name: "ceiling".into(),
        known: standing([&ceiling.today, &ceiling.unloaded]),
        lines,
        claim: claim(CEILING),
        bar: None,
    });
    cells
}

/// `5.1 of 10`, `6.9 h`
fn in_unit(value: f64, unit: &str) -> String {
    match unit {
        "0-10" => format!("{} of 10", decimal(value, 1)),
        "min × effort" => format!("{} {unit}", decimal(value, 0)),
        _ => format!("{} {unit}", decimal(value, 1)),
    }
}

fn driver(line: &DriverLine, price: Option<&InterferenceAnswer>) -> Cell {
    let (mark, known, lines) = match &line.record {
        Ok(record) => (Mark::Diamond, "on file", on_file(record, price)),
        Err(NoDriver::NotRecorded) => (Mark::OpenDiamond, "not recorded", Vec::new()),
        Err(NoDriver::ClinicianOnly) => (
            Mark::OpenDiamond,
            "not recorded",
            vec!["only a clinician records it; never inferred here".into()],
        ),
        Err(NoDriver::NeverScored) => (
            Mark::OpenDiamond,
            "never scored",
            vec!["asked only of who turned it on, and never computed".into()],
        ),
    };
    Cell {
        family: Family::Interference,
        mark,
        // `structural, as recorded by a clinician`: who records it stands below.
        name: line.name.split(',').next().unwrap_or_default().to_owned(),
        known,
        lines,
        claim: line.claims.last().and_then(|id| claim(id)),
        bar: None,
    }
}

fn on_file(record: &DriverRecord, price: Option<&InterferenceAnswer>) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(record.read.as_ref().map(|read| {
        let instead = read.instead.map_or(String::new(), |what| format!("{what} "));
        if read.unit == YES_OR_NO {
            return format!("noted on {} days", count(read.readings));
        }
        let usual = format!("{} (n {})", in_unit(read.usual, read.unit), count(read.readings));
        match read.recent {
            Some(recent) => {
                format!("{instead}last 7 days {}, usually {usual}", in_unit(recent, read.unit))
            }
            None => format!("{instead}none in the last 7 days; usually {usual}"),
        }
    }));
    let (noted, open) = record.episodes;
    if noted > 0 {
        lines.push(match open {
            0 => format!("{noted} noted, none of them lasts"),
            _ => format!("{noted} noted, lasting: {open}"),
        });
    }
    match (record.load, price) {
        (None, _) => lines.push("not part of the load".into()),
        (Some(load), _) if load.abs() < NO_LOAD => {
            lines.push("adds nothing to the load today".into());
        }
        (Some(load), None) => {
            lines.push(format!("adds {} to the load today", signed(load, 1)));
            lines.push("its price cannot be told".into());
        }
        (Some(load), Some(price)) => {
            // What is mostly of weeks has the price of weeks, where the diary tells it.
            let mostly = load > 0.0 && (0.5..=1.0).contains(&(record.lasting / load));
            let lasting = price.lasting.as_ref().filter(|_| mostly);
            lines.extend(costs(load, lasting.map_or(&price.hold_factor, |l| &l.hold_factor)));
            lines.extend(lasting.map(|_| "most of it has lasted for weeks".to_owned()));
        }
    }
    lines
}

/// A load below this is none, in print.
const NO_LOAD: f64 = 0.05;
/// Unit of what is there or not.
const YES_OR_NO: &str = "0-1";

/// What a load adds and what that does to the hold now.
fn costs(load: f64, hold: &Learned) -> [String; 2] {
    let at = |factor: f64| 100.0 * (factor.powf(load) - 1.0);
    let mut ends = [at(hold.points[1]), at(hold.points[5])];
    ends.sort_by(f64::total_cmp);
    [
        format!("adds {} to the load today", signed(load, 1)),
        format!(
            "hold by that {}% (80% {} to {}){}",
            signed(at(hold.median), 0),
            signed(ends[0], 0),
            signed(ends[1], 0),
            unless(hold, "")
        ),
    ]
}

/// Drivers that add most to the load today, in a sentence; `None` where none adds anything that shows.
pub fn adding_most(framework: &Framework) -> Option<String> {
    const SHOWS: f64 = 0.3;
    let mut adding: Vec<(&str, f64)> = framework
        .drivers
        .iter()
        .filter_map(|d| Some((d.name.as_str(), d.record.as_ref().ok()?.load?)))
        .filter(|(_, load)| *load > SHOWS)
        .collect();
    adding.sort_by(|a, b| b.1.total_cmp(&a.1));
    let named: Vec<String> =
        adding.iter().map(|(name, load)| format!("{name} ({})", signed(*load, 1))).collect();
    (!named.is_empty()).then(|| format!("Adding to the load today: {}.", named.join(", ")))
}

fn output(line: &OutputLine) -> Cell {
    let number = |v: f64| decimal(v, line.digits);
    let unit = if line.unit == "0-10" { "of 10" } else { line.unit };
    let recent = match line.recent {
        Some(recent) => format!("last 7 days {} {unit}", number(recent)),
        None => "none in the last 7 days".into(),
    };
    let weeks = line.weeks.map(|(first, last)| {
        format!("first 4 weeks {}, last 4 weeks {}", number(first), number(last))
    });
    Cell {
        family: Family::Output,
        mark: if line.recent.is_some() { Mark::Square } else { Mark::OpenSquare },
        name: line.name.clone(),
        known: "on file",
        lines: [Some(recent), weeks]
            .into_iter()
            .flatten()
            .chain([format!(
                "own range {} to {} {unit} (n {})",
                number(line.own[0]),
                number(line.own[2]),
                count(line.readings)
            )])
            .collect(),
        claim: None,
        bar: Some(Bar::Own { range: line.own, recent: line.recent }),
    }
}

/// One of the eight rows: four for massage, four for an assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRow {
    /// As the article counts them: `A1`, `S1`.
    pub id: String,
    /// In a few words.
    pub name: String,
    /// What it came to.
    pub state: RuleState,
    /// Why.
    pub says: String,
}

/// What the article calls its lists.
pub fn list_name(list: RuleList) -> &'static str {
    match list {
        RuleList::Fits => "Massage is the right tool when",
        RuleList::Review => "An assessment is worth considering when",
        RuleList::UseCase => "Ways of using it",
    }
}

/// The rows of one list. S1a and S1b are the two ways in which the article's one sentence can come true, so they share a row.
pub fn rule_rows(advice: &Advice, list: RuleList) -> Vec<RuleRow> {
    let mut rows: Vec<RuleRow> = Vec::new();
    for rule in advice.rules.iter().filter(|rule| rule.list == list) {
        let id = rule.id.trim_end_matches(|c: char| c.is_ascii_lowercase());
        match rows.iter_mut().find(|row| row.id == id) {
            Some(row) => {
                // What is true speaks for the row, else what is open.
                let weight = |state: RuleState| match state {
                    RuleState::True => 2,
                    RuleState::Insufficient => 1,
                    RuleState::False => 0,
                };
                if weight(rule.state) > weight(row.state) {
                    row.name = rule.name.clone();
                    row.says = rule.says.clone();
                }
                row.state = RuleState::any([row.state, rule.state]);
            }
            None => rows.push(RuleRow {
                id: id.to_owned(),
                name: rule.name.clone(),
                state: rule.state,
                says: rule.says.clone(),
            }),
        }
    }
    rows
}
