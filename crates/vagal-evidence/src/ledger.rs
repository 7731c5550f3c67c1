//! The ledger: every data file, read once.

use crate::{Claim, Input, Problem, Source};
use serde::Deserialize;
use serde::de::DeserializeOwned;
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
}

impl Files<'static> {
    /// The files as they were compiled in.
    pub const BUILT_IN: Self = Self {
        sources: include_str!("../data/sources.toml"),
        claims: include_str!("../data/claims.toml"),
        inputs: include_str!("../data/inputs.toml"),
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
}

impl Ledger {
    /// Reads the files.
    ///
    /// # Errors
    ///
    /// One [`Problem`] for each file that does not fit its schema: a missing or unknown field, a
    /// grade or status that does not exist, a day that does not exist, an empty list of findings.
    pub fn parse(files: Files<'_>) -> Result<Self, Vec<Problem>> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct SourceFile {
            source: Vec<Source>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct ClaimFile {
            claim: Vec<Claim>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct InputFile {
            input: Vec<Input>,
        }
        let mut problems = Vec::new();
        let sources =
            read(files.sources, "sources.toml", &mut problems).map(|f: SourceFile| f.source);
        let claims = read(files.claims, "claims.toml", &mut problems).map(|f: ClaimFile| f.claim);
        let inputs = read(files.inputs, "inputs.toml", &mut problems).map(|f: InputFile| f.input);
        match (sources, claims, inputs) {
            (Some(sources), Some(claims), Some(inputs)) => Ok(Self { sources, claims, inputs }),
            _ => Err(problems),
        }
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

    /// The input that goes by this identifier, name or synonym.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|i| i.is_called(name))
    }
}

fn read<T: DeserializeOwned>(text: &str, file: &str, problems: &mut Vec<Problem>) -> Option<T> {
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.push(Problem {
                file: file.to_owned(),
                item: error.span().map_or("?".into(), |span| item_at(text, span.start)),
                what: error.message().trim().to_owned(),
            });
            None
        }
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
