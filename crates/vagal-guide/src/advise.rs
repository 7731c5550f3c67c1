//! Advise: safety first, then every rule, then what can be done, of equal rank.

use vagal_core::{
    Advice, AdviceOption, Diary, GuideVerdict, Moment, RuleFinding, RuleList, RuleState, UseCase,
};
use vagal_evidence::{Input, RecordedBy, claim, inputs, interference, rule};

use crate::case::{Case, MASSAGE, REST, WEEK};
use crate::limits::Limits;
use crate::quantity::base::base;
use crate::rule::{RULES, fill, find};
use crate::safety::{Answers, RecordingFacts, check};

/// What advice is given with, beside diary and answers.
#[derive(Clone, Debug, Default)]
pub struct AdviceOptions {
    /// Thresholds, with what somebody changed.
    pub limits: Limits,
    /// Seed of the shuffled maps of S2.
    pub seed: u64,
    /// What recordings at rest showed, for the safety check.
    pub recordings: Vec<RecordingFacts>,
}

/// What may be advised to one person at a moment. Nothing later than it is looked at.
///
/// While an answer or a recording suppresses advice, the result holds the safety check and nothing else.
///
/// ```
/// use vagal_core::{Diary, Moment, Person};
/// use vagal_guide::safety::Answers;
/// use vagal_guide::{AdviceOptions, advise};
///
/// let nobody = Person { id: "p".into(), name: None };
/// let diary = Diary::new(nobody, vec![], vec![], vec![], vec![]);
/// let at = Moment::new(1_794_700_000, 0).unwrap();
/// // Red flags without an answer count as "see a doctor".
/// let advice = advise(&diary, &Answers::default(), at, &AdviceOptions::default());
/// assert_eq!((advice.verdict, advice.rules.len()), (None, 0));
/// ```
pub fn advise(diary: &Diary, answers: &Answers, at: Moment, options: &AdviceOptions) -> Advice {
    let considered: Vec<&Input> = inputs().iter().filter(|i| !i.off_by_default).collect();
    let safety = check(answers, &considered, &options.recordings);
    let mut advice = Advice {
        person: diary.person.clone(),
        at,
        safety,
        verdict: None,
        lists: None,
        rules: Vec::new(),
        use_cases: Vec::new(),
        options: Vec::new(),
    };
    if advice.safety.suppresses_advice() {
        return advice;
    }
    let case = Case::new(diary, answers, at, &options.limits, options.seed);
    for found in RULES.iter().filter_map(|def| find(def, &case, &options.limits)) {
        match found.list {
            RuleList::Fits | RuleList::Review => advice.rules.push(found),
            RuleList::UseCase => advice.use_cases.extend(use_case(found)),
        }
    }
    let of = |list| RuleState::any(advice.rules.iter().filter(|r| r.list == list).map(|r| r.state));
    let (fits, review) = (of(RuleList::Fits), of(RuleList::Review));
    advice.lists = Some((fits, review));
    advice.verdict = Some(GuideVerdict::of(fits, review));
    advice.options = things_to_do(&case, &advice);
    advice
}

fn use_case(finding: RuleFinding) -> Option<UseCase> {
    let data = rule(&finding.id)?;
    let text = |text: &Option<String>| Some(fill(text.as_ref()?, &finding.figures, ""));
    let (plan, success, on_failure) =
        (text(&data.plan)?, text(&data.success)?, text(&data.on_failure)?);
    Some(UseCase { finding, plan, success, on_failure })
}

/// The options of the ledger, each with what of this person's data bears on it.
fn things_to_do(case: &Case<'_>, advice: &Advice) -> Vec<AdviceOption> {
    let options = vagal_evidence::options().iter();
    options
        .map(|option| AdviceOption {
            id: option.id.clone(),
            name: option.name.clone(),
            says: option.says.clone(),
            details: details(&option.id, case, advice),
            interest: option.interest.clone(),
        })
        .collect()
}

fn details(option: &str, case: &Case<'_>, advice: &Advice) -> Vec<String> {
    match option {
        "change_dose" => dose(case),
        "another_input" => other_inputs(advice),
        "work_on_driver" => drivers(case),
        "see_physician" => advice
            .rules
            .iter()
            .filter(|r| r.list == RuleList::Review && r.state == RuleState::True)
            .map(|r| format!("{} holds: {}.", r.id, r.name))
            .collect(),
        "assessment" => {
            let graded = ["C36", "C47", "C60", "C62"].into_iter().filter_map(claim);
            let grades: Vec<String> =
                graded.map(|c| format!("{} {}", c.id, c.grade.words())).collect();
            vec![format!("Grades: {}.", grades.join(", "))]
        }
        _ => Vec::new(),
    }
}

fn dose(case: &Case<'_>) -> Vec<String> {
    let from = case.today - case.days("window_weeks") * WEEK;
    let massages = case.diary.inputs().iter().filter(|i| i.input == MASSAGE);
    let recent: Vec<Option<f64>> =
        massages.filter(|i| i.start.local_day() >= from).map(|i| i.minutes).collect();
    let known: Vec<f64> = recent.iter().flatten().copied().collect();
    let shortest = known.iter().copied().reduce(f64::min);
    let longest = known.iter().copied().reduce(f64::max);
    let lengths = match (shortest, longest) {
        (Some(low), Some(high)) if low < high => format!(", of {low:.0} to {high:.0} min"),
        (Some(low), _) => format!(", of {low:.0} min"),
        _ => String::new(),
    };
    let n = recent.len();
    vec![format!(
        "In the last twelve weeks: {n} session{}{lengths}.",
        if n == 1 { "" } else { "s" }
    )]
}

fn other_inputs(advice: &Advice) -> Vec<String> {
    let gates = advice.safety.inputs.iter().filter(|g| g.input != MASSAGE && g.input != REST);
    let (open, shut): (Vec<_>, Vec<_>) = gates.partition(|g| g.state.is_open());
    let names = |gates: &[&vagal_core::InputGate]| {
        gates.iter().map(|g| g.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mut says = Vec::new();
    if !open.is_empty() {
        says.push(format!("By the check: {}.", names(&open)));
    }
    if !shut.is_empty() {
        says.push(format!("Not offered now: {}.", names(&shut)));
    }
    says
}

/// What is on file as in the way. What a clinician recorded is named with its date, and nothing is concluded from it.
fn drivers(case: &Case<'_>) -> Vec<String> {
    let from = case.today - case.days("base_days");
    let mut says: Vec<String> = Vec::new();
    for episode in case.diary.episodes() {
        let lasts = episode.end.is_none_or(|end| end.local_day() >= from);
        let Some(kind) = interference().iter().find(|k| k.id == episode.interference) else {
            continue;
        };
        if !lasts || kind.support.is_some() {
            continue;
        }
        let since = Moment::date_of_day(episode.onset.local_day());
        let line = match kind.recorded_by {
            RecordedBy::Person => format!("On file: {}, since {since}.", kind.name),
            RecordedBy::Clinician => format!(
                "On file: {}, {since}. Whether it has to do with your tension is not shown by that (C47: {}).",
                kind.name,
                claim("C47").map_or("", |c| c.grade.words())
            ),
        };
        if !says.contains(&line) {
            says.push(line);
        }
    }
    // Of the parts of the base only these may be in the way; the others are what may suffer.
    let parts = base(case);
    let against: Vec<&str> = parts
        .iter()
        .filter(|p| p.state == RuleState::False && ["sleep_share", "stress"].contains(&p.figure.id))
        .map(|p| p.against)
        .collect();
    if !against.is_empty() {
        says.push(format!("Over the last four weeks: {}.", against.join("; ")));
    }
    if says.is_empty() {
        let looked_at = ["sleep_share", "stress"];
        let fine =
            |id: &&str| parts.iter().any(|p| p.figure.id == *id && p.state == RuleState::True);
        says.push(if looked_at.iter().all(fine) {
            "No driver is noted, and sleep and stress of the last four weeks are within the limits of the rules.".into()
        } else {
            "No driver is noted.".into()
        });
    }
    says
}
