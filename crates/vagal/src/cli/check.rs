//! `vagal check`: red flags and cautions, asked or read from a file, and what recordings show.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use jiff::tz::TimeZone;
use vagal::core::{Answer, Level};
use vagal::evidence::{Input, input, inputs};
use vagal::guide::safety::{Answers, Question, RecordingFacts, check, questions};
use vagal::report::{html, json, terminal};
use vagal::safety;
use vagal::when::When;

use super::error::CliError;
use super::out::{Out, command_line, write_report};
use super::{Outcome, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Answers in a file; asked one by one if left out (y, n, or nothing for open)
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Input under consideration, more than once for several; all that are not off by default if left out
    #[arg(long = "input", value_name = "INPUT")]
    inputs: Vec<String>,
    /// Recording made at rest to look at as well, more than once for several
    #[arg(long = "recording", value_name = "FILE")]
    recordings: Vec<PathBuf>,
    /// When the front of the neck was pressed in the recording: 10:05, or 600 for seconds from its start
    #[arg(long, value_name = "TIME", requires = "recordings")]
    neck_pressure: Vec<When>,
    /// Print the form of all questions, to be filled in for --answers
    #[arg(long, conflicts_with_all = ["answers", "recordings", "json", "report", "save"])]
    template: bool,
    /// Keep the answers in this file, readable by --answers
    #[arg(long, value_name = "FILE", conflicts_with = "answers")]
    save: Option<PathBuf>,
    /// Print `vagal.check/1`
    #[arg(long)]
    json: bool,
    /// Write the page to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    open: open::OpenArgs,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let considered = considered(&args.inputs)?;
    if args.template {
        out.print(&Answers::default().to_toml(&considered))?;
        return Ok(Outcome::Answered);
    }
    let answers = match &args.answers {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|source| CliError::Look { path: path.clone(), source })?;
            Answers::parse(&text)
                .map_err(|error| CliError::Answers { name: open::file_name(path), error })?
        }
        None => ask(&questions(&considered), out)?,
    };
    if let Some(path) = &args.save {
        std::fs::write(path, answers.to_toml(&considered))
            .map_err(|source| CliError::Write { path: path.clone(), source })?;
    }
    let found = check(&answers, &considered, &recorded(args, out)?);
    let text = if args.json { json::safety(&found) } else { terminal::safety(&found, &out.style) };
    out.print(&text)?;
    if let Some(path) = &args.report {
        write_report(path, &html::safety(&found, &command_line()), out)?;
    }
    Ok(Outcome::Answered)
}

/// The inputs named, or all that are not off by default.
fn considered(names: &[String]) -> Result<Vec<&'static Input>, CliError> {
    if names.is_empty() {
        return Ok(inputs().iter().filter(|i| !i.off_by_default).collect());
    }
    let mut found: Vec<&'static Input> = Vec::new();
    for name in names {
        let input = input(name).ok_or_else(|| {
            let known: Vec<&str> = inputs().iter().map(|i| i.name.as_str()).collect();
            CliError::Usage(
                format!("`{name}` is no input; there are {}", known.join(", ")),
                "write one of these, or leave --input out to consider all but cold on the face",
            )
        })?;
        if !found.iter().any(|i| i.id == input.id) {
            found.push(input);
        }
    }
    Ok(found)
}

fn recorded(args: &Args, out: &mut Out) -> Result<Vec<RecordingFacts>, CliError> {
    let options = args.open.options()?;
    if args.recordings.len() > 1 && !args.neck_pressure.is_empty() {
        return Err(CliError::Usage(
            "--neck-pressure belongs to one recording, and several were given".into(),
            "give the recording in which the neck was pressed on its own",
        ));
    }
    let zone = TimeZone::system();
    let mut facts = Vec::new();
    for path in &args.recordings {
        out.progress(&format!("reading {} …", open::file_name(path)));
        let file = open::open(path, &options)?;
        let pressed: Result<Vec<f64>, _> = args
            .neck_pressure
            .iter()
            .map(|at| at.in_recording(file.measured.start, &zone))
            .collect();
        facts.push(safety::facts(&file.name, &file.measured, &pressed?));
    }
    out.progress_done();
    Ok(facts)
}

/// Asks one by one; the questions go where talk goes, the answers are lines of standard input. Whatever
/// follows its end stays open, and so does whatever follows a yes that means an emergency.
fn ask(questions: &[Question], out: &mut Out) -> Result<Answers, CliError> {
    let stdin = std::io::stdin();
    let watched = stdin.is_terminal();
    let mut lines = stdin.lock().lines();
    let mut answers = Answers::default();
    out.talk("Answer y for yes, n for no, or leave it open with Enter. Open is not no.");
    'asking: for (i, question) in questions.iter().enumerate() {
        loop {
            let star = if question.starred { " *" } else { "" };
            out.talk(&format!("\n{} of {}{star}  {}", i + 1, questions.len(), question.ask));
            let Some(line) = lines.next().transpose()? else { break 'asking };
            let answer = match line.trim().to_lowercase().as_str() {
                "y" | "yes" => Answer::Yes,
                "n" | "no" => Answer::No,
                "" | "?" => Answer::Unanswered,
                other if watched => {
                    out.talk(&format!("`{other}` is not understood: y, n, or Enter"));
                    continue;
                }
                // Nobody is there to ask again, and a mistyped yes must not pass for an open question.
                other => {
                    return Err(CliError::Usage(
                        format!("answer {}, `{other}`, is not understood", i + 1),
                        "write y, n, or an empty line to leave a question open",
                    ));
                }
            };
            answers.set(question.item, question.index, answer);
            if answer == Answer::Yes && question.level == Some(Level::Emergency) {
                break 'asking;
            }
            break;
        }
    }
    Ok(answers)
}
