//! The parts of the documents that are generated: one function a block, one list `BLOCKS`.
//!
//! A page holds prose and, between two comments, a block that nobody writes by hand:
//!
//! ```text
//! <!-- generated: metrics -->
//! …
//! <!-- end of generated -->
//! ```

mod breathing;
mod cli;
pub mod crates;
mod diary;
mod error_rates;
mod experiment;
mod formats;
mod guide;
mod ledger;
mod metrics;
mod person;
mod plan;
mod safety;
mod session;
mod simulator;
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Makes one block.
type Make = fn() -> String;

/// Every block, by the name that pages call it.
const BLOCKS: &[(&str, Make)] = &[
    ("breathing-rates", breathing::rates),
    ("cautions", safety::cautions),
    ("claim-map", ledger::claim_map),
    ("claims", ledger::claims),
    ("cli", cli::reference),
    ("crates", crates::table),
    ("diary-formats", diary::formats),
    ("diary-kinds", diary::kinds),
    ("diary-regions", diary::regions),
    ("error-rates-between", error_rates::between),
    ("error-rates-breathing", error_rates::breathing),
    ("error-rates-hold", error_rates::hold),
    ("error-rates-level", error_rates::level),
    ("error-rates-limits", error_rates::beyond),
    ("error-rates-summary", error_rates::summary),
    ("experiment-none", experiment::none),
    ("experiment-power", experiment::power),
    ("experiment-small", experiment::small),
    ("fetch", formats::sets),
    ("formats", formats::formats),
    ("guide-options", guide::options),
    ("guide-quantities", guide::quantities),
    ("guide-questions", guide::questions),
    ("guide-rates", guide::rates),
    ("guide-rule-rates", guide::rule_rates),
    ("guide-rules", guide::rules),
    ("guide-summary", guide::summary),
    ("guide-thresholds", guide::thresholds),
    ("guide-use-cases", guide::use_cases),
    ("inputs", ledger::inputs),
    ("interference", ledger::interference),
    ("metrics", metrics::metrics),
    ("parameters", simulator::parameters),
    ("parameters-deboer", simulator::parameters_deboer),
    ("parameters-seidel", simulator::parameters_seidel),
    ("levels", safety::levels),
    ("person-agreement", person::agreement),
    ("person-calibration", person::calibration),
    ("person-parameters", person::parameters),
    ("person-paths", person::paths),
    ("person-change", person::change),
    ("person-pool", person::pool),
    ("person-rates", person::rates),
    ("person-teach", person::teach),
    ("person-teach-verdicts", person::teach_verdicts),
    ("person-weekly", person::weekly),
    ("plan-rates", plan::rates),
    ("quality", session::quality),
    ("recording-predicates", safety::recordings),
    ("red-flags", safety::red_flags),
    ("settings", session::settings),
    ("simulator-hypotheses", simulator::hypotheses),
    ("simulator-models", simulator::models),
    ("simulator-parts", simulator::parts),
    ("simulator-stations", simulator::stations),
    ("simulator-stimuli", simulator::stimuli),
    ("simulator-validation", simulator::validation),
    ("simulator-weak-points", simulator::weak_points),
    ("sources", ledger::sources),
];

const OPEN: &str = "<!-- generated: ";
const OPEN_END: &str = " -->\n";
const CLOSE: &str = "<!-- end of generated -->";

/// The command that writes every block anew.
pub const COMMAND: &str = "cargo run -p vagal-validation --bin generate-docs";

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("invariant: this crate lies in the workspace").to_path_buf()
}

/// A page as it stands and as it ought to be.
pub struct Page {
    /// Where it lies.
    pub path: PathBuf,
    /// What is in the file.
    pub found: String,
    /// The same with every block made anew.
    pub wanted: String,
}

/// Every page with a block, made anew.
///
/// # Errors
///
/// A page that cannot be read, a block that is not closed, an unknown name, a block on no page.
pub fn pages() -> Result<Vec<Page>, String> {
    let root = root();
    let mut paths = vec![root.join("README.md"), root.join("ARCHITECTURE.md")];
    markdown_below(&root.join("docs/src"), &mut paths);
    let mut used = BTreeSet::new();
    let mut pages = Vec::new();
    for path in paths {
        let found = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let wanted = fill(&found, &mut used).map_err(|e| format!("{}: {e}", path.display()))?;
        if found.contains(OPEN) {
            pages.push(Page { path, found, wanted });
        }
    }
    match BLOCKS.iter().find(|(name, _)| !used.contains(name)) {
        Some((name, _)) => Err(format!("no page has the block `{name}`")),
        None => Ok(pages),
    }
}

/// The text with every block made anew; names of the blocks go into `used`.
fn fill(text: &str, used: &mut BTreeSet<&'static str>) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let after = &rest[at + OPEN.len()..];
        let name = after.split(OPEN_END).next().unwrap_or_default();
        let (known, make) = BLOCKS
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("no block is called `{}`", name.lines().next().unwrap_or("")))?;
        let body = &after[name.len() + OPEN_END.len()..];
        let close = body.find(CLOSE).ok_or_else(|| format!("the block `{name}` is not closed"))?;
        used.insert(known);
        out.push_str(&rest[..at]);
        out.push_str(&format!("{OPEN}{name}{OPEN_END}\n{}\n\n{CLOSE}", make().trim()));
        rest = &body[close + CLOSE.len()..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Markdown files below a folder, in order of their names.
pub fn markdown_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            markdown_below(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}
