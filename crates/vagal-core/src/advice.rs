//! Advice: what the rules came to for one person on one day, with the numbers behind every verdict.

use crate::safety::SafetyCheck;
use crate::{Moment, Person};

/// What a rule came to. There is no fourth state, and absence of data is never a yes or a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleState {
    /// Its predicate holds.
    True,
    /// It was looked for and does not hold.
    False,
    /// The diary or the answers cannot bear a decision.
    Insufficient,
}

impl RuleState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::True, Self::False, Self::Insufficient];

    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Insufficient => "insufficient",
        }
    }

    /// All must hold: false if one is false, else insufficient if one is open (Kleene 1938).
    pub fn all(states: impl IntoIterator<Item = Self>) -> Self {
        states.into_iter().fold(Self::True, |all, one| match (all, one) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::Insufficient, _) | (_, Self::Insufficient) => Self::Insufficient,
            _ => Self::True,
        })
    }

    /// One suffices: true if one is true, else insufficient if one is open.
    pub fn any(states: impl IntoIterator<Item = Self>) -> Self {
        !Self::all(states.into_iter().map(|state| !state))
    }
}

impl std::ops::Not for RuleState {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Insufficient => Self::Insufficient,
        }
    }
}

impl From<bool> for RuleState {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// Which list of the article a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleList {
    /// When massage is the right tool.
    Fits,
    /// When an assessment is worth considering.
    Review,
    /// A way of using massage, with a plan.
    UseCase,
}

impl RuleList {
    /// Every list.
    pub const ALL: [Self; 3] = [Self::Fits, Self::Review, Self::UseCase];

    /// Stable identifier for JSON and data files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Review => "review",
            Self::UseCase => "use_case",
        }
    }

    /// The list of an identifier.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.id() == id)
    }
}

/// What all rules together come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GuideVerdict {
    /// A rule of the first list holds, none of the second.
    Fits,
    /// A rule of the second list holds, none of the first.
    ConsiderReview,
    /// Both: they do not exclude each other.
    Both,
    /// Every rule of both lists was looked at and none holds.
    Neither,
    /// None holds, and at least one is open.
    Insufficient,
}

impl GuideVerdict {
    /// Every verdict.
    pub const ALL: [Self; 5] =
        [Self::Fits, Self::ConsiderReview, Self::Both, Self::Neither, Self::Insufficient];

    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Fits => "FITS",
            Self::ConsiderReview => "CONSIDER_REVIEW",
            Self::Both => "BOTH",
            Self::Neither => "NEITHER",
            Self::Insufficient => "INSUFFICIENT",
        }
    }

    /// The verdict of an identifier.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.id() == id)
    }

    /// The verdict of the two lists, each true if one of its rules is.
    pub fn of(fits: RuleState, review: RuleState) -> Self {
        use RuleState::{False, True};
        match (fits, review) {
            (True, True) => Self::Both,
            (True, _) => Self::Fits,
            (_, True) => Self::ConsiderReview,
            (False, False) => Self::Neither,
            _ => Self::Insufficient,
        }
    }
}

/// A value behind a verdict, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum FigureValue {
    /// A count or a share, without an interval of its own.
    Number(f64),
    /// An estimate with its interval; an end that is not known is infinite, a point that must not be given is `None`.
    Interval {
        /// Point, where one may be given.
        estimate: Option<f64>,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// Its level, 0 to 1.
        level: f64,
    },
    /// A date or a name.
    Words(String),
    /// It could not be had, and why.
    Unknown(String),
}

/// One number behind a verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Stable key, unique within a rule: `sessions`.
    pub id: &'static str,
    /// For a reader.
    pub name: &'static str,
    /// Unit; empty for counts and words.
    pub unit: &'static str,
    /// Value or reason.
    pub value: FigureValue,
}

impl Figure {
    /// A count or a share.
    pub fn number(id: &'static str, name: &'static str, unit: &'static str, value: f64) -> Self {
        Self { id, name, unit, value: FigureValue::Number(value) }
    }

    /// A date, a name, a list.
    pub fn words(id: &'static str, name: &'static str, words: impl Into<String>) -> Self {
        Self { id, name, unit: "", value: FigureValue::Words(words.into()) }
    }

    /// Why there is no value.
    pub fn unknown(id: &'static str, name: &'static str, why: impl Into<String>) -> Self {
        Self { id, name, unit: "", value: FigureValue::Unknown(why.into()) }
    }
}

/// The value with its unit: `3`, `62%`, `−1.8 points (90% range −2.9 to −0.7)`, or why there is none.
impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let say = |value: f64| spoken(value, self.unit);
        let unit = match self.unit {
            "" | SHARE => String::new(),
            unit => format!(" {unit}"),
        };
        match &self.value {
            FigureValue::Number(value) => write!(f, "{}{unit}", say(*value)),
            FigureValue::Interval { estimate, low, high, level } => {
                let range = match (low.is_finite(), high.is_finite()) {
                    (true, true) => format!("{} to {}", say(*low), say(*high)),
                    (true, false) => format!("{} and more", say(*low)),
                    (false, true) => format!("up to {}", say(*high)),
                    (false, false) => "not bounded".into(),
                };
                let level = (100.0 * level).round();
                match estimate {
                    Some(value) => write!(f, "{}{unit} ({level}% range {range})", say(*value)),
                    None => write!(f, "{range}{unit} ({level}% range)"),
                }
            }
            FigureValue::Words(words) => f.write_str(words),
            FigureValue::Unknown(why) => write!(f, "not known: {why}"),
        }
    }
}

/// Unit of a number from 0 to 1 that is read in per cent.
pub const SHARE: &str = "share";

/// Whole numbers bare, others with one decimal, small ones and logarithms with two; a real minus sign.
fn spoken(value: f64, unit: &str) -> String {
    let text = if unit == SHARE {
        format!("{:.0}%", 100.0 * value)
    } else if value == value.round() && value.abs() < 1e9 {
        format!("{value:.0}")
    } else if unit.starts_with("ln") || value.abs() < 0.1 {
        format!("{value:.2}")
    } else {
        format!("{value:.1}")
    };
    let digits = text.trim_start_matches('-');
    let is_zero = digits.chars().all(|c| !c.is_ascii_digit() || c == '0');
    if text.starts_with('-') && !is_zero { format!("−{digits}") } else { digits.to_owned() }
}

/// A threshold that a verdict used.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// Key of the evidence ledger.
    pub id: String,
    /// As used.
    pub value: f64,
    /// As the ledger has it.
    pub built_in: f64,
    /// Unit.
    pub unit: String,
    /// Why it is what it is.
    pub reason: String,
    /// Key of its source, where there is one; else it is a house choice.
    pub source: Option<String>,
}

impl Threshold {
    /// True if somebody changed it, which the person must see.
    pub fn is_changed(&self) -> bool {
        self.value.to_bits() != self.built_in.to_bits()
    }
}

/// What one rule came to.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleFinding {
    /// `A1`, `S1a`, `UC-M`.
    pub id: String,
    /// In a few words.
    pub name: String,
    /// Which list.
    pub list: RuleList,
    /// Version of the rule in the ledger.
    pub version: u32,
    /// What it came to.
    pub state: RuleState,
    /// What is said.
    pub says: String,
    /// The predicate, with its thresholds.
    pub predicate: String,
    /// The claims it puts to the test, the first one foremost.
    pub claims: Vec<String>,
    /// The numbers behind it.
    pub figures: Vec<Figure>,
    /// What is missing, one phrase each; empty unless insufficient.
    pub missing: Vec<String>,
    /// What these data cannot show, whatever the state.
    pub cannot_know: String,
    /// The thresholds it used.
    pub thresholds: Vec<Threshold>,
}

impl RuleFinding {
    /// The number with this key.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.id == id)
    }
}

/// A way of using massage that fits now, with a plan that can fail.
#[derive(Clone, Debug, PartialEq)]
pub struct UseCase {
    /// What triggered it, and what it came to.
    pub finding: RuleFinding,
    /// What to do.
    pub plan: String,
    /// When it may be called a success.
    pub success: String,
    /// What is said if it is not.
    pub on_failure: String,
}

/// One of the things that can be done now. All are of equal rank and always listed in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdviceOption {
    /// Stable identifier: `go_on`.
    pub id: String,
    /// In a few words.
    pub name: String,
    /// What it is.
    pub says: String,
    /// What of this person's data bears on it.
    pub details: Vec<String>,
    /// Who earns from it, where somebody does.
    pub interest: Option<String>,
}

/// How often verdicts like this one were right for simulated people.
#[derive(Clone, Debug, PartialEq)]
pub struct GuideRate {
    /// What kind of people.
    pub people: String,
    /// True if the verdict is right for them.
    pub right: bool,
    /// People who got this verdict.
    pub count: usize,
    /// People simulated.
    pub total: usize,
    /// 95% limits of the share.
    pub limits: (f64, f64),
}

/// Everything advised to one person on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// To whom.
    pub person: Person,
    /// On which day; nothing later was looked at.
    pub at: Moment,
    /// What safety came to. If it suppresses advice, all that follows is empty.
    pub safety: SafetyCheck,
    /// The verdict; `None` while safety suppresses it.
    pub verdict: Option<GuideVerdict>,
    /// What each list came to: massage fits, a review is worth considering.
    pub lists: Option<(RuleState, RuleState)>,
    /// The rules of both lists, in their order.
    pub rules: Vec<RuleFinding>,
    /// Every use case, offered or not.
    pub use_cases: Vec<UseCase>,
    /// What can be done, of equal rank.
    pub options: Vec<AdviceOption>,
}

impl Advice {
    /// Thresholds that somebody changed, each once.
    pub fn changed_thresholds(&self) -> Vec<&Threshold> {
        let mut changed: Vec<&Threshold> = Vec::new();
        let cases = self.use_cases.iter().map(|case| &case.finding);
        for threshold in self.rules.iter().chain(cases).flat_map(|rule| &rule.thresholds) {
            if threshold.is_changed() && !changed.iter().any(|seen| seen.id == threshold.id) {
                changed.push(threshold);
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::RuleState::{False, Insufficient, True};
    use super::*;

    #[test]
    fn what_is_open_decides_only_where_nothing_else_does() {
        assert_eq!(RuleState::all([True, Insufficient, False]), False);
        assert_eq!(RuleState::all([True, Insufficient]), Insufficient);
        assert_eq!(RuleState::all([True, True]), True);
        assert_eq!(RuleState::any([False, Insufficient, True]), True);
        assert_eq!(RuleState::any([False, Insufficient]), Insufficient);
        assert_eq!(RuleState::any([False, False]), False);
    }

    #[test]
    fn absence_of_data_never_selects_a_verdict() {
        assert_eq!(GuideVerdict::of(True, Insufficient), GuideVerdict::Fits);
        assert_eq!(GuideVerdict::of(Insufficient, True), GuideVerdict::ConsiderReview);
        assert_eq!(GuideVerdict::of(True, True), GuideVerdict::Both);
        assert_eq!(GuideVerdict::of(False, False), GuideVerdict::Neither);
        for open in [(Insufficient, False), (False, Insufficient), (Insufficient, Insufficient)] {
            assert_eq!(GuideVerdict::of(open.0, open.1), GuideVerdict::Insufficient);
        }
    }

    #[test]
    fn a_figure_is_read_with_its_unit_and_its_doubt() {
        let interval = |estimate, low, high, unit| Figure {
            id: "x",
            name: "x",
            unit,
            value: FigureValue::Interval { estimate, low, high, level: 0.9 },
        };
        for (figure, said) in [
            (Figure::number("x", "x", "", 3.0), "3"),
            (Figure::number("x", "x", SHARE, 0.621), "62%"),
            (Figure::number("x", "x", "bpm", 61.26), "61.3 bpm"),
            (Figure::number("x", "x", "points", -0.001), "0.00 points"),
            (interval(Some(-1.84), -2.9, -0.7, "points"), "−1.8 points (90% range −2.9 to −0.7)"),
            (interval(None, 20.0, f64::INFINITY, "hours"), "20 and more hours (90% range)"),
            (Figure::unknown("x", "x", "no days"), "not known: no days"),
        ] {
            assert_eq!(figure.to_string(), said);
        }
    }

    #[test]
    fn identifiers_lead_back() {
        for verdict in GuideVerdict::ALL {
            assert_eq!(GuideVerdict::parse(verdict.id()), Some(verdict));
        }
        for list in RuleList::ALL {
            assert_eq!(RuleList::parse(list.id()), Some(list));
        }
    }
}
