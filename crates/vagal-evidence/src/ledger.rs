//! The ledger: every data file, read once.

use crate::{
    Caution, Claim, GuideOption, Input, Interference, Problem, RecordingPredicate, RedFlag, Rule,
    RuleQuestion, RuleThreshold, Source,
};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The text of the data files, so that a test can break one of them.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// `data/sources.toml`.
    pub sources: &'a str,
    /// `data/claims.toml`.
    pub claims: &'a str,
    /// `data/inputs.toml`.
    pub inputs: &'a str,
    /// `data/interference.toml`.
    pub interference: &'a str,
    /// `data/red_flags.toml`.
    pub red_flags: &'a str,
    /// `data/cautions.toml`.
    pub cautions: &'a str,
    /// `data/recording_predicates.toml`.
    pub recording_predicates: &'a str,
    /// `data/rules.toml`.
    pub rules: &'a str,
    /// `data/thresholds.toml`.
    pub thresholds: &'a str,
    /// `data/rule_questions.toml`.
    pub rule_questions: &'a str,
    /// `data/options.toml`.
    pub options: &'a str,
}

impl Files<'static> {
    /// The files as they were compiled in.
    pub const BUILT_IN: Self = Self {
        sources: include_str!("../data/sources.toml"),
        claims: include_str!("../data/claims.toml"),
        inputs: include_str!("../data/inputs.toml"),
        interference: include_str!("../data/interference.toml"),
        red_flags: include_str!("../data/red_flags.toml"),
        cautions: include_str!("../data/cautions.toml"),
        recording_predicates: include_str!("../data/recording_predicates.toml"),
        rules: include_str!("../data/rules.toml"),
        thresholds: include_str!("../data/thresholds.toml"),
        rule_questions: include_str!("../data/rule_questions.toml"),
        options: include_str!("../data/options.toml"),
    };
}

/// Everything that may be said, with what it rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Papers, guidelines and methods.
    pub sources: Vec<Source>,
    /// The article's claims, `C01` first.
    pub claims: Vec<Claim>,
    /// The kinds of input.
    pub inputs: Vec<Input>,
    /// The kinds of interference.
    pub interference: Vec<Interference>,
    /// Answers that stop everything else.
    pub red_flags: Vec<RedFlag>,
    /// Questions before an input.
    pub cautions: Vec<Caution>,
    /// What a recording itself may show that must be said.
    pub recording_predicates: Vec<RecordingPredicate>,
    /// The rules of the guide, in the order in which they are judged.
    pub rules: Vec<Rule>,
    /// The numbers that rules compare with.
    pub thresholds: Vec<RuleThreshold>,
    /// What rules ask.
    pub rule_questions: Vec<RuleQuestion>,
    /// What can be done.
    pub options: Vec<GuideOption>,
}

impl Ledger {
    /// Reads the files.
    ///
    /// # Errors
    ///
    /// One [`Problem`] for each file that does not fit its schema: a missing or unknown field, a
    /// grade or status that does not exist, a day that does not exist, an empty list of findings.
    pub fn parse(files: Files<'_>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let ledger = Self {
            sources: read(files.sources, "sources.toml", "source", &mut problems),
            claims: read(files.claims, "claims.toml", "claim", &mut problems),
            inputs: read(files.inputs, "inputs.toml", "input", &mut problems),
            interference: read(
                files.interference,
                "interference.toml",
                "interference",
                &mut problems,
            ),
            red_flags: read(files.red_flags, "red_flags.toml", "red_flag", &mut problems),
            cautions: read(files.cautions, "cautions.toml", "caution", &mut problems),
            recording_predicates: read(
                files.recording_predicates,
                "recording_predicates.toml",
                "recording_predicate",
                &mut problems,
            ),
            rules: read(files.rules, "rules.toml", "rule", &mut problems),
            thresholds: read(files.thresholds, "thresholds.toml", "threshold", &mut problems),
            rule_questions: read(
                files.rule_questions,
                "rule_questions.toml",
                "question",
                &mut problems,
            ),
            options: read(files.options, "options.toml", "option", &mut problems),
        };
        if problems.is_empty() { Ok(ledger) } else { Err(problems) }
    }

    /// Texts the wording lint passes over on a page: paraphrases of claims under test, which say what
    /// others assert, and citations, which are names of papers.
    pub fn exempt_texts(&self) -> Vec<&str> {
        let paraphrases = self.claims.iter().map(|c| c.paraphrase.as_str());
        paraphrases.chain(self.sources.iter().map(|s| s.citation.as_str())).collect()
    }

    /// The source of a key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.key == key)
    }

    /// The claim of an identifier; `c6` finds `C06`.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        let digits = id.trim().strip_prefix(['C', 'c'])?;
        let number: u32 =
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
        self.claims.iter().find(|c| c.id == format!("C{number:02}"))
    }

    /// The caution of a key, such as `CF-01`.
    pub fn caution(&self, key: &str) -> Option<&Caution> {
        self.cautions.iter().find(|c| c.id == key)
    }

    /// The red flag of a key, such as `RF-01`.
    pub fn red_flag(&self, key: &str) -> Option<&RedFlag> {
        self.red_flags.iter().find(|f| f.id == key)
    }

    /// The rule of a key, such as `S1a`.
    pub fn rule(&self, key: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == key)
    }

    /// The threshold of a key, such as `onset_days`.
    pub fn threshold(&self, key: &str) -> Option<&RuleThreshold> {
        self.thresholds.iter().find(|t| t.id == key)
    }

    /// The question of a rule by its key, such as `GQ-01`.
    pub fn rule_question(&self, key: &str) -> Option<&RuleQuestion> {
        self.rule_questions.iter().find(|q| q.id == key)
    }

    /// The input that goes by this identifier, name or synonym.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|i| i.is_called(name))
    }
}

/// The tables called `table` of a file, which holds nothing else; none if it does not fit.
fn read<T: DeserializeOwned>(
    text: &str,
    file: &str,
    table: &str,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let mut problem = |item: String, what: String| {
        problems.push(Problem { file: file.to_owned(), item, what });
        Vec::new()
    };
    match toml::from_str::<BTreeMap<String, Vec<T>>>(text) {
        Ok(mut tables) => match tables.remove(table) {
            Some(list) if tables.is_empty() => list,
            _ => problem("?".into(), format!("holds [[{table}]] and nothing else")),
        },
        Err(error) => problem(
            error.span().map_or("?".into(), |span| item_at(text, span.start)),
            error.message().trim().to_owned(),
        ),
    }
}

/// The line that names the table an error lies in, or the line number.
fn item_at(text: &str, byte: usize) -> String {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.lines().count().max(1);
    let table = before.rfind("[[").unwrap_or(0);
    let name = text[table..].lines().find_map(|l| {
        let (field, value) = l.split_once('=')?;
        matches!(field.trim(), "id" | "key").then(|| value.trim().trim_matches('"').to_owned())
    });
    name.map_or(format!("line {line}"), |name| format!("{name} (line {line})"))
}

/// The ledger as it was compiled in.
pub static LEDGER: LazyLock<Ledger> = LazyLock::new(|| {
    Ledger::parse(Files::BUILT_IN).expect("invariant: the data files parse; a test holds it")
});

/// Every source.
pub fn sources() -> &'static [Source] {
    &LEDGER.sources
}

/// Every claim, `C01` first.
pub fn claims() -> &'static [Claim] {
    &LEDGER.claims
}

/// Every kind of input.
pub fn inputs() -> &'static [Input] {
    &LEDGER.inputs
}

/// Every kind of interference.
pub fn interference() -> &'static [Interference] {
    &LEDGER.interference
}

/// Every red flag.
pub fn red_flags() -> &'static [RedFlag] {
    &LEDGER.red_flags
}

/// Every caution.
pub fn cautions() -> &'static [Caution] {
    &LEDGER.cautions
}

/// Every recording predicate.
pub fn recording_predicates() -> &'static [RecordingPredicate] {
    &LEDGER.recording_predicates
}

/// Every rule of the guide, in the order in which they are judged.
pub fn rules() -> &'static [Rule] {
    &LEDGER.rules
}

/// Every number that rules compare with.
pub fn thresholds() -> &'static [RuleThreshold] {
    &LEDGER.thresholds
}

/// Everything that rules ask.
pub fn rule_questions() -> &'static [RuleQuestion] {
    &LEDGER.rule_questions
}

/// Everything that can be done, of equal rank.
pub fn options() -> &'static [GuideOption] {
    &LEDGER.options
}

/// The rule of a key, such as `S1a`.
pub fn rule(key: &str) -> Option<&'static Rule> {
    LEDGER.rule(key)
}

/// The source of a key, such as `moyer-2011`.
pub fn source(key: &str) -> Option<&'static Source> {
    LEDGER.source(key)
}

/// The claim of an identifier, such as `C06`, `c06` or `c6`.
pub fn claim(id: &str) -> Option<&'static Claim> {
    LEDGER.claim(id)
}

/// The input that goes by this identifier, name or synonym, such as `massage` or `Thai massage`.
pub fn input(name: &str) -> Option<&'static Input> {
    LEDGER.input(name)
}
