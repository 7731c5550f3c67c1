//! `vagal.guide/1`: verdict, every rule with its numbers, use cases, options, safety.

use serde::Serialize;
use vagal_core::{Figure, FigureValue, GuideVerdict, RuleFinding, RuleState, Threshold, UseCase};
use vagal_evidence::claim;

use super::SafetyJson;
use super::common::tidy;
use crate::page::GuidePage;
use crate::words;

/// One number behind a verdict.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NumberJson {
    /// Stable key.
    pub id: &'static str,
    /// For a reader.
    pub name: &'static str,
    /// Unit; empty for counts and words.
    pub unit: &'static str,
    /// Value or estimate, or `null`.
    pub value: Option<f64>,
    /// Lower end of the interval, or `null` without one or where it is not bounded.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Level of the interval.
    pub level: Option<f64>,
    /// A date, a name, a list.
    pub text: Option<String>,
    /// Why there is none.
    pub unfit: Option<String>,
}

/// A claim under test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleClaimJson {
    /// `C52`.
    pub id: String,
    /// Its grade.
    pub grade: Option<&'static str>,
}

/// A threshold as used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThresholdJson {
    /// Key.
    pub id: String,
    /// As used.
    pub value: f64,
    /// As the ledger has it.
    pub built_in: f64,
    /// True if somebody changed it.
    pub changed: bool,
    /// Unit.
    pub unit: String,
    /// Why it is what it is.
    pub reason: String,
    /// Key of its source, or `null` for a house choice.
    pub source: Option<String>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleJson {
    /// `A1`.
    pub id: String,
    /// In a few words.
    pub name: String,
    /// `fits`, `review` or `use_case`.
    pub list: &'static str,
    /// Version of the rule.
    pub version: u32,
    /// `true`, `false` or `insufficient`.
    pub state: &'static str,
    /// What must hold.
    pub predicate: String,
    /// The numbers behind it.
    pub numbers: Vec<NumberJson>,
    /// The foremost claim it puts to the test.
    pub claim: String,
    /// The grade of that claim.
    pub grade: Option<&'static str>,
    /// Every claim it puts to the test.
    pub claims: Vec<RuleClaimJson>,
    /// What is said.
    pub says: String,
    /// What is missing.
    pub missing: Vec<String>,
    /// What these data cannot show.
    pub cannot_know: String,
    /// The thresholds it used.
    pub thresholds: Vec<ThresholdJson>,
}

/// A use case: a rule with its plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UseCaseJson {
    /// What triggered it.
    #[serde(flatten)]
    pub rule: RuleJson,
    /// True if it is offered.
    pub offered: bool,
    /// What to do.
    pub plan: String,
    /// When it may be called a success.
    pub success: String,
    /// What is said if it is not.
    pub on_failure: String,
}

/// Something that can be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionJson {
    /// `go_on`.
    pub id: String,
    /// In a few words.
    pub name: String,
    /// What it is.
    pub says: String,
    /// What of this person's data bears on it.
    pub details: Vec<String>,
    /// Who earns from it, or `null`.
    pub interest: Option<String>,
}

/// How often the verdict was given to one kind of simulated people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GuideRateJson {
    /// What kind.
    pub people: String,
    /// True if the verdict is right for them.
    pub right: bool,
    /// People who got it.
    pub count: usize,
    /// People simulated.
    pub total: usize,
    /// Lower 95% limit of the share.
    pub low: f64,
    /// Upper 95% limit.
    pub high: f64,
}

/// The whole answer of `vagal guide`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GuideJson {
    /// `vagal.guide/1`.
    pub schema: &'static str,
    /// Whose diary.
    pub person: String,
    /// On which moment it was evaluated.
    pub at: String,
    /// `FITS`, `CONSIDER_REVIEW`, `BOTH`, `NEITHER`, `INSUFFICIENT`, or `null` while safety suppresses it.
    pub verdict: Option<&'static str>,
    /// What the first list came to.
    pub fits: Option<&'static str>,
    /// What the second list came to.
    pub review: Option<&'static str>,
    /// The answer in words.
    pub says: Vec<String>,
    /// The rules of both lists; empty while suppressed.
    pub rules: Vec<RuleJson>,
    /// Every use case, offered or not; empty while suppressed.
    pub use_cases: Vec<UseCaseJson>,
    /// What can be done, of equal rank; empty while suppressed.
    pub options: Vec<OptionJson>,
    /// Thresholds that somebody changed.
    pub changed_thresholds: Vec<ThresholdJson>,
    /// How often this verdict was given to simulated people.
    pub error_rates: Vec<GuideRateJson>,
    /// The command that simulates them.
    pub error_rates_command: String,
    /// The check, as `vagal check --json` has it.
    pub safety: SafetyJson,
    /// What advice is and is not.
    pub note: &'static str,
}

impl GuideJson {
    /// The wire form.
    pub fn new(page: &GuidePage) -> Self {
        let advice = &page.advice;
        let says = if advice.safety.suppresses_advice() {
            vec![words::safety_answer(&advice.safety)]
        } else {
            words::guide_answer(advice)
        };
        let rates = page.rates.iter().map(|r| GuideRateJson {
            people: r.people.clone(),
            right: r.right,
            count: r.count,
            total: r.total,
            low: r.limits.0,
            high: r.limits.1,
        });
        let options = advice.options.iter().map(|o| OptionJson {
            id: o.id.clone(),
            name: o.name.clone(),
            says: o.says.clone(),
            details: o.details.clone(),
            interest: o.interest.clone(),
        });
        Self {
            schema: "vagal.guide/1",
            person: advice.person.id.clone(),
            at: advice.at.to_string(),
            verdict: advice.verdict.map(GuideVerdict::id),
            fits: advice.lists.map(|(fits, _)| fits.id()),
            review: advice.lists.map(|(_, review)| review.id()),
            says,
            rules: advice.rules.iter().map(rule).collect(),
            use_cases: advice.use_cases.iter().map(use_case).collect(),
            options: options.collect(),
            changed_thresholds: advice.changed_thresholds().into_iter().map(threshold).collect(),
            error_rates: rates.collect(),
            error_rates_command: page.rates_command.clone(),
            safety: SafetyJson::new(&advice.safety),
            note: words::WHAT_ADVICE_IS,
        }
    }
}

fn rule(found: &RuleFinding) -> RuleJson {
    let grade = |id: &String| claim(id).map(|c| c.grade.id());
    RuleJson {
        id: found.id.clone(),
        name: found.name.clone(),
        list: found.list.id(),
        version: found.version,
        state: found.state.id(),
        predicate: found.predicate.clone(),
        numbers: found.figures.iter().map(number).collect(),
        claim: found.claims.first().cloned().unwrap_or_default(),
        grade: found.claims.first().and_then(grade),
        claims: found
            .claims
            .iter()
            .map(|id| RuleClaimJson { id: id.clone(), grade: grade(id) })
            .collect(),
        says: found.says.clone(),
        missing: found.missing.clone(),
        cannot_know: found.cannot_know.clone(),
        thresholds: found.thresholds.iter().map(threshold).collect(),
    }
}

fn use_case(case: &UseCase) -> UseCaseJson {
    UseCaseJson {
        rule: rule(&case.finding),
        offered: case.finding.state == RuleState::True,
        plan: case.plan.clone(),
        success: case.success.clone(),
        on_failure: case.on_failure.clone(),
    }
}

fn number(figure: &Figure) -> NumberJson {
    let mut json =
        NumberJson { id: figure.id, name: figure.name, unit: figure.unit, ..NumberJson::default() };
    match &figure.value {
        FigureValue::Number(value) => json.value = tidy(*value),
        FigureValue::Interval { estimate, low, high, level } => {
            json.value = estimate.and_then(tidy);
            json.low = tidy(*low);
            json.high = tidy(*high);
            json.level = tidy(*level);
        }
        FigureValue::Words(words) => json.text = Some(words.clone()),
        FigureValue::Unknown(why) => json.unfit = Some(why.clone()),
    }
    json
}

fn threshold(t: &Threshold) -> ThresholdJson {
    ThresholdJson {
        id: t.id.clone(),
        value: t.value,
        built_in: t.built_in,
        changed: t.is_changed(),
        unit: t.unit.clone(),
        reason: t.reason.clone(),
        source: t.source.clone(),
    }
}
