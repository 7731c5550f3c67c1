//! What is asked before and after: the cautions of slow breathing, and how it felt.

use std::io::BufRead;
use std::path::Path;

use vagal::core::{GateState, diary};
use vagal::evidence::{Caution, Effect, Input, LEDGER};
use vagal::guide::safety::{Answers, check};

use crate::cli::error::CliError;
use crate::cli::open;
use crate::cli::out::Out;

/// True if the gate of the input is open: by kept answers, or by the cautions asked in short.
pub(super) fn may_begin(
    answers: Option<&Path>,
    slow: &'static Input,
    out: &mut Out,
) -> Result<bool, CliError> {
    match answers {
        Some(path) => by_answers(path, slow, out),
        None => by_asking(slow, out),
    }
}

fn by_answers(path: &Path, slow: &'static Input, out: &mut Out) -> Result<bool, CliError> {
    let text = open::text(path)?;
    let answers = Answers::parse(&text)
        .map_err(|error| CliError::Answers { name: open::file_name(path), error })?;
    let found = check(&answers, &[slow], &[]);
    let Some(gate) = found.inputs.first() else { return Ok(false) };
    if let (GateState::Paused, Some(says)) = (gate.state, found.level.and_then(|l| l.text())) {
        out.talk(says);
    }
    // The limits are said before the first breath.
    for says in gate.says.iter().filter(|says| !slow.limits.contains(says)) {
        out.talk(says);
    }
    if !gate.state.is_open() {
        out.talk(
            "slow breathing is not offered by these answers; `vagal check --answers` says why",
        );
    }
    Ok(gate.state.is_open())
}

/// One question for all cautions; only who says yes to it is asked which.
fn by_asking(slow: &Input, out: &mut Out) -> Result<bool, CliError> {
    let cautions: Vec<&Caution> =
        slow.cautions.iter().filter_map(|key| LEDGER.caution(key)).collect();
    out.talk("Before slow breathing (from memory of the field, source laborde-2022; not examined by a clinician):");
    for caution in &cautions {
        out.talk(&format!("  {}", caution.ask));
    }
    if yes_or_no("Is any of these so? y or n", out)? == Some(false) {
        return Ok(true);
    }
    let mut may = true;
    for caution in cautions {
        match yes_or_no(&format!("{} y or n", caution.ask), out)? {
            Some(false) => {}
            Some(true) => {
                out.talk(&caution.action);
                may &= caution.effect == Effect::Adapt;
            }
            // The end of the input is no answer, and no answer is not a no.
            None => return Ok(false),
        }
    }
    if !may {
        out.talk("slow breathing is not offered; rest and meditation ask nothing of the breath");
    }
    Ok(may)
}

fn yes_or_no(ask: &str, out: &mut Out) -> Result<Option<bool>, CliError> {
    let mut lines = std::io::stdin().lock().lines();
    loop {
        out.talk(ask);
        let Some(line) = lines.next().transpose()? else { return Ok(None) };
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(Some(true)),
            "n" | "no" => return Ok(Some(false)),
            other => out.talk(&format!("`{other}` is neither y nor n")),
        }
    }
}

/// Felt release, as `vagal log --felt` takes it; `None` where it is left out.
pub(super) fn felt(out: &mut Out) -> Result<Option<f64>, CliError> {
    let (lo, hi) = diary::RATING_RANGE;
    let mut lines = std::io::stdin().lock().lines();
    loop {
        out.talk(&format!("Felt release right now, {lo} to {hi}? Enter leaves it out"));
        let Some(line) = lines.next().transpose()? else { return Ok(None) };
        let line = line.trim();
        if line.is_empty() {
            return Ok(None);
        }
        match line.parse::<f64>() {
            Ok(rating) if (lo..=hi).contains(&rating) => return Ok(Some(rating)),
            _ => out.talk(&format!("`{line}` is no rating from {lo} to {hi}")),
        }
    }
}
