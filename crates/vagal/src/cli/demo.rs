//! `vagal demo`: one simulated session down the whole line, then sixteen weeks of a simulated person on one page, the truth
//! beside every estimate.

use std::path::{Path, PathBuf};

use vagal::compose::{self, StatedBreathing};
use vagal::core::session::{Circumstances, PhaseName, Posture};
use vagal::core::{Answer, ClockTime, Diary, Entry, Note, Station};
use vagal::evidence::inputs;
use vagal::guide::safety::Answers;
use vagal::page::{self, Surroundings};
use vagal::person::{AnswerOptions, SampleOptions, answer_with, simulated_diary, trajectory};
use vagal::report::page::{Days, Demonstration, InputLine, PersonPage, SessionPage};
use vagal::report::{html, json, terminal};
use vagal::session::Settings;
use vagal::sim::{EcgOptions, demo_session};
use vagal::store::{Line, Origin, Place, Store};
use vagal::{framework, pipeline};

use super::Outcome;
use super::error::CliError;
use super::fit::sample_error;
use super::out::{Out, write_report};
use super::person::guide_page;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Seed of the simulated person: the same seed gives the same pages
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print `vagal.session/1`, with `vagal.person/1` of the weeks under `person`
    #[arg(long)]
    json: bool,
    /// Where the page of the person goes; that of the session goes beside it, with `-session` in its name
    #[arg(long, value_name = "FILE", default_value = "vagal-demo.html")]
    report: PathBuf,
    /// Keep the simulated diary in this new file, with simulated answers to the check beside it, to try the other commands on
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
    /// Fit the weeks by the preview: at once, and no answer
    #[arg(long)]
    preview: bool,
    /// Write the picture of inputs, interference and output alone, as an SVG
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
}

/// Draws of each of the four chains, and as many thrown away first: enough for the digits of the page.
const DRAWS: usize = 500;

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let session = session(args, out)?;
    let weeks = weeks(args, out)?;
    // First, so that a reader who closes the pipe early still finds the pages.
    write_report(&session_path(&args.report), &html::session(&session), out)?;
    write_report(&args.report, &html::person(&weeks), out)?;
    if let (Some(path), Some(framework)) = (&args.picture, &weeks.framework) {
        write_report(path, &html::framework_picture(&weeks, framework), out)?;
    }
    if args.json {
        out.print(&json::demo(&session, &weeks))?;
        return Ok(Outcome::Answered);
    }
    let mut text = headed(out, "1 of 2: ONE SESSION OF A SIMULATED PERSON, BEAT BY BEAT");
    text.push_str(&terminal::session(&session, &out.style));
    if let Some(framework) = &weeks.framework {
        text.push('\n');
        text.push_str(&headed(
            out,
            "2 of 2: SIXTEEN WEEKS OF ANOTHER SIMULATED PERSON, DAY BY DAY",
        ));
        text.push_str(&terminal::framework(&weeks, framework, &out.style));
    }
    out.print(&text)?;
    out.talk(&format!(
        "open `{}`: the framework on one page, then everything behind it; `{}` is the one session",
        args.report.display(),
        session_path(&args.report).display()
    ));
    Ok(Outcome::Answered)
}

/// A heading over one of the two parts, with a line under it where somebody looks.
fn headed(out: &Out, text: &str) -> String {
    let rule = if out.style.is_plain() {
        String::new()
    } else {
        format!("{}\n", "═".repeat(text.len()))
    };
    format!("{}\n{rule}\n", out.style.bold(text))
}

/// `vagal-demo-session.html` beside `vagal-demo.html`.
fn session_path(report: &Path) -> PathBuf {
    let stem = report.file_stem().unwrap_or_default().to_string_lossy();
    let extension = report.extension().map_or("html".into(), |e| e.to_string_lossy());
    report.with_file_name(format!("{stem}-session.{extension}"))
}

/// Sixteen weeks of a made-up diary, fitted as anybody's would be.
fn weeks(args: &Args, out: &mut Out) -> Result<PersonPage, CliError> {
    out.talk("simulating sixteen weeks of a diary: a massage on Fridays, rest on Tuesdays, slow breathing in the evening");
    let made = simulated_diary(args.seed)
        .map_err(|e| CliError::Usage(e.to_string(), "try another --seed"))?;
    if let Some(path) = &args.keep {
        keep(path, &made.diary, out)?;
    }
    out.progress(&format!("fitting: 4 × {} draws of what the diary leaves open …", 2 * DRAWS));
    let sample =
        SampleOptions { draws: DRAWS, warm_up: DRAWS, seed: args.seed, ..SampleOptions::default() };
    let options = AnswerOptions { sample, preview: args.preview };
    let answered =
        answer_with(&made.model, &made.events, &made.notes, &options).map_err(sample_error)?;
    out.progress("the weeks, day by day …");
    let trajectory =
        trajectory(&made.model, &made.events, &answered.draws).map_err(sample_error)?;
    out.progress("the rules …");
    let last = made.diary.span().map(|(_, last)| last);
    let guide = last.map(|last| guide_page(&made.diary, &simulated_answers(), last));
    out.progress_done();
    let session_page = session_path(&args.report);
    let demonstration = Demonstration {
        truth: made.known(answered.posterior.swc),
        session_page: session_page.file_name().map(|n| n.to_string_lossy().into()),
    };
    Ok(PersonPage {
        source: format!("a simulated person, seed {}", args.seed),
        events: made.events.len(),
        readings: made.events.iter().filter(|e| e.reading.is_some()).count(),
        days: last.and_then(|last| {
            // A made-up person has no today.
            Some(Days::new(last, None, answered.posterior.next_best.as_ref()?))
        }),
        posterior: answered.posterior,
        trajectory: Some(trajectory),
        framework: Some(framework::framework(&made.diary, guide)),
        demonstration: Some(demonstration),
        rates: vagal::person_rates::rates(),
        command: Some(format!("vagal demo --seed {}", args.seed)),
    })
}

/// A new store with the diary in it.
fn keep(path: &Path, diary: &Diary, out: &mut Out) -> Result<(), CliError> {
    if path.exists() {
        let found = format!("`{}` is there already", path.display());
        return Err(CliError::Usage(
            found,
            "name a new file: a simulated diary is not mixed into another",
        ));
    }
    let mut store = Store::open(&Place::parse(path.as_os_str()))?;
    let done = diary.inputs().iter().cloned().map(Line::Input);
    let read = diary.readings().iter().cloned().map(Line::Reading);
    let lines: Vec<Line> = done.chain(read).collect();
    store.add(&diary.person, &Origin::typed(), &lines, &[])?;
    // Rules look at answers and at a day; without both they say something else of the same diary.
    let answers = path.with_extension("answers.toml");
    std::fs::write(&answers, simulated_answers().to_toml(&inputs().iter().collect::<Vec<_>>()))
        .map_err(|source| CliError::Write { path: answers.clone(), source })?;
    let (store, answers) = (path.display(), answers.display());
    let day = diary.span().map_or("now".into(), |(_, last)| last.date());
    out.talk(&format!(
        "kept, with simulated answers to the check. Try:\n  \
         vagal person --store {store} --person simulated --answers {answers}\n  \
         vagal guide --store {store} --person simulated --answers {answers} --at {day}\n  \
         vagal plan --store {store} --person simulated"
    ));
    Ok(())
}

/// What the simulated person would answer: nothing stands in the way, and massage is used to wind down, which is what A3 asks.
fn simulated_answers() -> Answers {
    let mut answers = Answers::of_the_untroubled();
    answers.set("GQ-01", 0, Answer::Yes);
    answers
}

/// One session of a made-up person, read from its ECG down the whole line.
fn session(args: &Args, out: &mut Out) -> Result<SessionPage, CliError> {
    out.talk("simulating a person: 10 min of rest, 20 min of massage, 15 min after");
    out.progress("the hidden truth: 32 copies of the session and of its twin without massage …");
    let demo = demo_session(args.seed)?;
    out.progress("reading the simulated ECG …");
    let window = |name| {
        demo.phases
            .iter()
            .find(|p| p.name == name)
            .map(|p| p.window)
            .expect("invariant: three phases")
    };
    let during = window(PhaseName::During);
    let entry = Entry {
        format: "simulated",
        station: Station::Recording(
            demo.recording(&EcgOptions { seed: args.seed, ..EcgOptions::CLEAN }),
        ),
        start: Some(ClockTime::Civil { date: None, second_of_day: 10.0 * 3600.0 }),
        marks: Vec::new(),
        device: Some("simulator: ECG at 250 Hz and a breathing belt".into()),
        notes: vec![Note::info("", "no person was recorded: every number comes from a simulation")],
    };
    let measured = pipeline::measure(entry)
        .map_err(|unfit| CliError::Unfit { name: "the simulated session".into(), unfit })?;
    let composed =
        compose::from_one(measured, during.start_s, during.end_s, StatedBreathing::default())?;
    let circumstances = Circumstances {
        posture_before: Some(Posture::Prone),
        posture_after: Some(Posture::Prone),
        moving_pct: Some(0.0),
        ..Circumstances::default()
    };
    let settings = Settings::default();
    let response =
        vagal::session::assess(&composed.session(&circumstances, false, None), &settings);
    out.progress_done();
    let text = format!(
        "A simulated person. The massage raised the expected lnRMSSD by {:+.2} while it lasted and by \
         {:+.2} over the first ten minutes after, above the same person without it.",
        demo.truth.shift_during, demo.truth.shift,
    );
    let truth = page::truth(&demo.truth, response.swc.ln_rmssd, text);
    let around = Surroundings {
        files: vec![(format!("simulated session, seed {}", args.seed), String::new())],
        roles: Vec::new(),
        input: Some(InputLine {
            id: "massage".into(),
            label: "Massage (simulated)".into(),
            dose: ["20 min", "moderate", "slow"].map(String::from).into(),
            is_rest: false,
        }),
        when: None,
        circumstances,
        notes: Vec::new(),
        command: Some(format!("vagal demo --seed {}", args.seed)),
    };
    Ok(page::session(&composed, response, around, &settings, Some(truth)))
}
