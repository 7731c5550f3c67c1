//! `vagal demo`: one simulated session down the whole line, the truth beside the estimate.

use std::path::PathBuf;

use vagal::compose::{self, StatedBreathing};
use vagal::core::session::{Circumstances, PhaseName, Posture};
use vagal::core::{ClockTime, Entry, Note, Station};
use vagal::page::{self, Surroundings};
use vagal::pipeline;
use vagal::report::page::InputLine;
use vagal::report::{html, json, terminal};
use vagal::session::Settings;
use vagal::sim::{EcgOptions, demo_session};

use super::Outcome;
use super::error::CliError;
use super::out::{Out, write_report};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Seed of the simulated person: the same seed gives the same page
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print `vagal.session/1`
    #[arg(long)]
    json: bool,
    /// Where the page goes
    #[arg(long, value_name = "FILE", default_value = "vagal-demo.html")]
    report: PathBuf,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
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
    let page = page::session(&composed, response, around, &settings, Some(truth));
    // First, so that a reader who closes the pipe early still finds the page.
    write_report(&args.report, &html::session(&page), out)?;
    out.print(&if args.json {
        json::session(&page)
    } else {
        terminal::session(&page, &out.style)
    })?;
    Ok(Outcome::Answered)
}
