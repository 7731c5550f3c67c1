//! `vagal check`: red flags and cautions, asked or read from a file, and what recordings show.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use jiff::tz::TimeZone;
use vagal::core::{Answer, Level};
use vagal::evidence::{Input, input, inputs, rule_questions};
use vagal::guide::safety::{Answers, RecordingFacts, check, questions};
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
    /// Keep the answers in this file, readable by --answers; after the questions of safety those of `vagal guide` are asked too
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
            let text = open::text(path)?;
            Answers::parse(&text)
                .map_err(|error| CliError::Answers { name: open::file_name(path), error })?
        }
        None => ask(&considered, args.save.is_some(), out)?,
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
fn ask(considered: &[&'static Input], for_guide: bool, out: &mut Out) -> Result<Answers, CliError> {
    let mut asker = Asker::new();
    let mut answers = Answers::default();
    let questions = questions(considered);
    out.talk("Answer y for yes, n for no, or leave it open with Enter. Open is not no.");
    for (i, question) in questions.iter().enumerate() {
        let star = if question.starred { " *" } else { "" };
        out.talk(&format!("\n{} of {}{star}  {}", i + 1, questions.len(), question.ask));
        let Some(Said::Answer(answer)) = asker.next(false, out)? else { return Ok(answers) };
        answers.set(question.item, question.index, answer);
        if answer == Answer::Yes && question.level == Some(Level::Emergency) {
            return Ok(answers);
        }
    }
    // Where advice is paused, nothing that `vagal guide` asks would be used.
    if for_guide && !check(&answers, considered, &[]).suppresses_advice() {
        ask_for_guide(&mut asker, &mut answers, out)?;
    }
    Ok(answers)
}

/// What the rules of `vagal guide` need to know; every one may be left out.
fn ask_for_guide(asker: &mut Asker, answers: &mut Answers, out: &mut Out) -> Result<(), CliError> {
    let asks = rule_questions().iter().flat_map(|q| q.asks.iter().enumerate().map(move |a| (q, a)));
    let asks: Vec<_> = asks.collect();
    out.talk(&format!(
        "\nThat was about safety. {} more are for `vagal guide` alone; s skips the rest.",
        asks.len()
    ));
    for (i, (question, (index, ask))) in asks.iter().enumerate() {
        out.talk(&format!("\n{} of {}  {ask}", i + 1, asks.len()));
        match asker.next(true, out)? {
            Some(Said::Answer(answer)) => answers.set(&question.id, *index, answer),
            Some(Said::Skip) | None => break,
        }
    }
    Ok(())
}

/// A line that was understood.
enum Said {
    Answer(Answer),
    Skip,
}

/// Reads answers from standard input.
struct Asker {
    lines: std::io::Lines<std::io::StdinLock<'static>>,
    watched: bool,
    read: usize,
}

impl Asker {
    fn new() -> Self {
        let stdin = std::io::stdin();
        Self { watched: stdin.is_terminal(), lines: stdin.lock().lines(), read: 0 }
    }

    /// The next answer; `None` at the end of the input.
    fn next(&mut self, may_skip: bool, out: &mut Out) -> Result<Option<Said>, CliError> {
        loop {
            let Some(line) = self.lines.next().transpose()? else { return Ok(None) };
            self.read += 1;
            return Ok(Some(match line.trim().to_lowercase().as_str() {
                "y" | "yes" => Said::Answer(Answer::Yes),
                "n" | "no" => Said::Answer(Answer::No),
                "" | "?" => Said::Answer(Answer::Unanswered),
                "s" | "skip" if may_skip => Said::Skip,
                other if self.watched => {
                    out.talk(&format!("`{other}` is not understood: y, n, or Enter"));
                    continue;
                }
                // Nobody is there to ask again, and a mistyped yes must not pass for an open question.
                other => {
                    return Err(CliError::Usage(
                        format!("answer {}, `{other}`, is not understood", self.read),
                        "write y, n, or an empty line to leave a question open",
                    ));
                }
            }));
        }
    }
}
