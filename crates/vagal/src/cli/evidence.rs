//! `vagal evidence [CLAIM]`: the ledger, or one claim with what speaks for and against it.

use std::path::PathBuf;

use vagal::evidence::{Claim, Date, Files, Grade, LEDGER, check_files, claim, claims};
use vagal::kept;
use vagal::person::events::{Translated, from_diary};
use vagal::person::{AnswerOptions, SampleOptions, answer_from, answer_with};
use vagal::report::{html, json, terminal, words};
use vagal::store::StoreError;

use super::Outcome;
use super::error::CliError;
use super::keep::StoreArgs;
use super::out::{Out, command_line, write_report};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One claim, such as C06
    claim: Option<String>,
    /// Only claims of this grade: well_supported, supported, mixed, contested, unsupported, definition
    #[arg(long, value_name = "GRADE", conflicts_with = "claim")]
    grade: Option<String>,
    /// Check the data instead: keys, grades, sources, words, and what is past its review on this day
    #[arg(long, conflicts_with_all = ["claim", "grade", "json", "report"])]
    check: bool,
    /// Print `vagal.evidence/1`
    #[arg(long)]
    json: bool,
    /// Write the whole ledger as a page
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if args.check {
        return checked(out);
    }
    let shown: Vec<&Claim> = match (&args.claim, &args.grade) {
        (None, None) => claims().iter().collect(),
        (Some(id), _) => vec![claim(id).ok_or_else(|| {
            CliError::Usage(
                format!("`{id}` is no claim of the ledger"),
                "`vagal evidence` lists them, C01 and on",
            )
        })?],
        (None, Some(grade)) => {
            let wanted = grade.trim().to_lowercase().replace([' ', '-'], "_");
            let of = Grade::ALL.into_iter().find(|g| g.id() == wanted).ok_or_else(|| {
                CliError::Usage(
                    format!("`{grade}` is no grade"),
                    "grades are well_supported, supported, mixed, contested, unsupported and definition",
                )
            })?;
            claims().iter().filter(|c| c.grade == of).collect()
        }
    };
    let own = match &args.claim {
        Some(_) => match own_data(shown[0], &args.store) {
            Ok(own) => own,
            // The ledger does not hang on a diary, unless somebody asks for one.
            Err(CliError::Store(error)) if args.store.is_default() => {
                out.talk(&format!("the diary could not be opened: {error}"));
                out.talk(&format!("hint: {}", error.hint()));
                vec!["Your diary could not be opened, so this is the ledger alone.".into()]
            }
            Err(error) => return Err(error),
        },
        None => Vec::new(),
    };
    let text = if args.json {
        json::evidence(&shown, &own)
    } else if args.claim.is_some() {
        terminal::claim(shown[0], &own, &out.style)
    } else {
        let head = if args.grade.is_none() && out.is_read() {
            terminal::ledger(claims(), &out.style)
        } else {
            String::new()
        };
        head + &out.table(&terminal::claims(&shown, &out.style))
    };
    out.print(&text)?;
    if !args.json && args.claim.is_none() && args.grade.is_none() {
        out.talk("one claim with both sides: `vagal evidence C06`; the whole ledger as a page: `--report FILE`");
    }
    if let Some(path) = &args.report {
        write_report(path, &html::evidence(&LEDGER, &command_line()), out)?;
    }
    Ok(Outcome::Answered)
}

/// What the diary of the store says of a claim, from draws that were kept or by a preview: a look must not take a minute.
fn own_data(claim: &Claim, args: &StoreArgs) -> Result<Vec<String>, CliError> {
    const FILL: &str = "`vagal log`, `vagal reading` and `vagal import` fill a diary.";
    let nothing = || vec![format!("Nothing is on file about you yet. {FILL}")];
    let Some(mut store) = args.open_if_there()? else { return Ok(nothing()) };
    let diary = match store.diary(args.person_id()) {
        Ok(diary) => diary,
        Err(StoreError::UnknownPerson(_)) if args.person.is_none() => return Ok(nothing()),
        Err(error) => return Err(error.into()),
    };
    let sample = SampleOptions::default();
    let options = AnswerOptions { sample, preview: true };
    let (mut from, mut found) =
        ("By a preview of the model; `vagal person` draws the answer.".into(), None);
    if let Ok(Translated { model, events, notes, .. }) = from_diary(&diary) {
        let kept = kept::draws(&mut store, &diary, (&model, &events), &sample)?;
        found = match kept {
            Some((draws, fitted)) => {
                from = format!("By the answer of `vagal person` on {}.", fitted.date());
                let options = AnswerOptions { preview: false, ..options };
                answer_from(&model, &events, &notes, &options, draws).ok()
            }
            None => answer_with(&model, &events, &notes, &options).ok(),
        };
    }
    let said =
        found.map_or(Vec::new(), |a| words::person::claim_on_this_person(&claim.id, &a.posterior));
    if said.is_empty() {
        let little = "Your diary holds nothing that bears on this claim, or too little.";
        return Ok(vec![format!("{little} {FILL}")]);
    }
    Ok(said.into_iter().chain([from]).collect())
}

/// What the checker finds today; exit code 1 if anything.
fn checked(out: &mut Out) -> Result<Outcome, CliError> {
    let day = jiff::Zoned::now().date().to_string();
    let today = Date::parse(&day).ok_or_else(|| {
        CliError::Usage(format!("the clock says {day}"), "set the clock of this machine")
    })?;
    let problems = check_files(Files::BUILT_IN, today);
    for problem in &problems {
        out.print(&problem.to_string())?;
    }
    if problems.is_empty() {
        out.print(&format!("nothing to mend in the ledger on {day}"))?;
        return Ok(Outcome::Answered);
    }
    Ok(Outcome::Unusable)
}
