//! `vagal session FILE…`: before, during and after of one session, down the line to the verdict.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use vagal::compose::{self, Composed, StatedBreathing};
use vagal::core::response::Verdict;
use vagal::core::session::{Circumstances, PhaseName, Posture};
use vagal::core::{ClockTime, Note};
use vagal::page::{self, ReadFile, Surroundings};
use vagal::posture as postures;
use vagal::report::page::InputLine;
use vagal::report::{html, json, terminal};
use vagal::session::Settings;
use vagal::when::{self, When};

use super::error::CliError;
use super::out::{Out, command_line, write_report};
use super::{Outcome, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One recording of all phases, or two (before, after) or three (before, during, after)
    files: Vec<PathBuf>,
    /// Recording of the before phase
    #[arg(long, value_name = "FILE", conflicts_with = "files")]
    before: Option<PathBuf>,
    /// Recording while the input acted
    #[arg(long, value_name = "FILE", conflicts_with = "files")]
    during: Option<PathBuf>,
    /// Recording of the after phase
    #[arg(long, value_name = "FILE", conflicts_with = "files")]
    after: Option<PathBuf>,
    /// When the input began, in one recording: 10:05, or 600 for seconds from its start
    #[arg(long, value_name = "TIME")]
    start: Option<When>,
    /// When the input ended
    #[arg(long, value_name = "TIME")]
    end: Option<When>,
    /// Time zone of clock times, such as Europe/Vienna; the system's if left out
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// What was done: massage, slow breathing, meditation, rest …
    #[arg(long, value_name = "INPUT")]
    input: Option<String>,
    /// Print `vagal.session/1`
    #[arg(long)]
    json: bool,
    /// Write the page to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Its pressure, as words: light, moderate, deep
    #[arg(long, value_name = "WORDS", help_heading = "Dose")]
    pressure: Option<String>,
    /// Its pace, as words: slow, fast
    #[arg(long, value_name = "WORDS", help_heading = "Dose")]
    pace: Option<String>,
    /// Region worked on
    #[arg(long, value_name = "WORDS", help_heading = "Dose")]
    region: Option<String>,
    #[command(flatten)]
    circumstances: CircumstanceArgs,
    /// Standard deviation of lnRMSSD over your own days without a session
    #[arg(long, value_name = "LN_UNITS", requires = "own_days", help_heading = "Own range")]
    own_sd: Option<f64>,
    /// How many such days; at least 14
    #[arg(long, value_name = "DAYS", requires = "own_sd", help_heading = "Own range")]
    own_days: Option<usize>,
    #[command(flatten)]
    open: open::OpenArgs,
}

/// What was kept constant and what was not.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Circumstances")]
struct CircumstanceArgs {
    /// Posture before: supine, prone, side, lying, tilted, seated, standing
    #[arg(long, value_name = "POSTURE", value_parser = posture)]
    posture_before: Option<Posture>,
    /// Posture after
    #[arg(long, value_name = "POSTURE", value_parser = posture)]
    posture_after: Option<Posture>,
    /// Breaths a minute before, counted
    #[arg(long, value_name = "RATE", requires = "resp_after")]
    resp_before: Option<f64>,
    /// Breaths a minute after, counted
    #[arg(long, value_name = "RATE", requires = "resp_before")]
    resp_after: Option<f64>,
    /// Share of the compared minutes spent talking or moving, per cent
    #[arg(long, value_name = "PERCENT")]
    moving: Option<f64>,
    /// When movement or a change of posture ended the quiet after-phase
    #[arg(long, value_name = "TIME")]
    moved_at: Option<When>,
    /// Hours since caffeine or nicotine
    #[arg(long, value_name = "HOURS")]
    caffeine: Option<f64>,
    /// Hours since a meal
    #[arg(long, value_name = "HOURS")]
    meal: Option<f64>,
    /// Hours since alcohol
    #[arg(long, value_name = "HOURS")]
    alcohol: Option<f64>,
    /// Hours since hard exercise
    #[arg(long, value_name = "HOURS")]
    exercise: Option<f64>,
    /// Fever, acute illness, or a drug that acts on the heart
    #[arg(long)]
    ill: bool,
    /// Rest sessions of the same person on file
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    rest_controls: usize,
}

fn posture(text: &str) -> Result<Posture, String> {
    Posture::ALL.into_iter().find(|p| p.id() == text).ok_or_else(|| {
        let all: Vec<&str> = Posture::ALL.iter().map(|p| p.id()).collect();
        format!("known are {}", all.join(", "))
    })
}

/// A session put together, with what its page needs.
struct Held {
    composed: Composed,
    files: Vec<(String, String)>,
    roles: Vec<PhaseName>,
    when: Option<ClockTime>,
    notes: Vec<Note>,
    moved_at_s: Option<f64>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let zone = when::zone(args.tz.as_deref())?;
    let input = input(args)?;
    let held = hold(args, input.as_ref().map(|i| i.1), &zone).or_else(|error| {
        if let (true, CliError::Unfit { .. }) = (args.json, &error) {
            out.print(&without_beats(&error.to_string()))?;
        }
        Err(error)
    })?;
    let mut circumstances = circumstances(&args.circumstances, held.moved_at_s)?;
    let remarks = postures::from_marks(&held.composed, &mut circumstances);
    let settings = Settings::default();
    let own_days = own_days(args)?;
    let breathing_is_input = input.as_ref().is_some_and(|(_, known)| known.breathing_is_input);
    let session = held.composed.session(&circumstances, breathing_is_input, own_days);
    let response = vagal::session::assess(&session, &settings);
    let verdict = response.verdict;
    let mut notes = held.notes;
    notes.extend(remarks.into_iter().map(|text| Note::info("", text)));
    notes.extend(too_few_own_days(own_days, &settings));
    notes.extend(same_file_twice(&held.files));
    notes.extend(zone_of_this_machine(args, &held.composed, &zone));
    let around = Surroundings {
        files: held.files,
        roles: held.roles,
        input: input.map(|(line, _)| line),
        when: held.when,
        circumstances,
        notes,
        command: Some(command_line()),
    };
    let page = page::session(&held.composed, response, around, &settings, None);
    // First, so that a reader who closes the pipe early still finds the page.
    if let Some(path) = &args.report {
        write_report(path, &html::session(&page), out)?;
    }
    out.print(&if args.json {
        json::session(&page)
    } else {
        terminal::session(&page, &out.style)
    })?;
    Ok(if verdict == Verdict::Unusable { Outcome::Unusable } else { Outcome::Answered })
}

/// `vagal.session/1` where a file holds no beats at all: every field, and the reason.
fn without_beats(reason: &str) -> String {
    let settings = Settings::default();
    let composed = compose::from_phases(Vec::new(), StatedBreathing::default());
    let circumstances = Circumstances::default();
    let session = composed.session(&circumstances, false, None);
    let mut response = vagal::session::assess(&session, &settings);
    response.reason = reason.into();
    let around = Surroundings {
        files: Vec::new(),
        roles: Vec::new(),
        input: None,
        when: None,
        circumstances: circumstances.clone(),
        notes: Vec::new(),
        command: Some(command_line()),
    };
    json::session(&page::session(&composed, response, around, &settings, None))
}

/// The person's own spread over days without a session, as stated.
fn own_days(args: &Args) -> Result<Option<(f64, usize)>, CliError> {
    let Some((sd, days)) = args.own_sd.zip(args.own_days) else { return Ok(None) };
    if !(sd.is_finite() && sd > 0.0) {
        return Err(CliError::Usage(
            format!("{sd} is no standard deviation of lnRMSSD"),
            "give a number larger than 0 in ln units, such as 0.15",
        ));
    }
    Ok(Some((sd, days)))
}

fn too_few_own_days(own_days: Option<(f64, usize)>, settings: &Settings) -> Option<Note> {
    let (_, days) = own_days.filter(|(_, days)| *days < settings.swc_own_days)?;
    let text = format!(
        "your own range rests on {days} days and {} are asked for: the house choice is used instead",
        settings.swc_own_days
    );
    Some(Note::info("", text))
}

/// Files that count seconds since 1970 have times of day only in some zone: the page says whose.
fn zone_of_this_machine(args: &Args, composed: &Composed, zone: &TimeZone) -> Option<Note> {
    let counted =
        |part: &compose::Part| matches!(part.measured.start, Some(ClockTime::Unix { .. }));
    if args.tz.is_some() || !composed.parts.iter().any(counted) {
        return None;
    }
    let name = zone.iana_name().unwrap_or("the zone of this machine");
    Some(Note::info("", format!("times of day are those of {name}; --tz names another zone")))
}

/// The same bytes for two phases are a slip of the hand, and would read as `no shift`.
fn same_file_twice(files: &[(String, String)]) -> Option<Note> {
    let twin = |i: usize| files[..i].iter().find(|earlier| earlier.1 == files[i].1);
    let (first, second) = (0..files.len()).find_map(|i| Some((twin(i)?, &files[i])))?;
    let text = format!("{} and {} are the same recording, byte by byte", first.0, second.0);
    Some(Note::info("", text))
}

/// The recordings with their phases, as files or flags say.
fn hold(
    args: &Args,
    input: Option<&vagal::evidence::Input>,
    zone: &TimeZone,
) -> Result<Held, CliError> {
    let options = args.open.options()?;
    let stated = StatedBreathing {
        before_per_min: args.circumstances.resp_before,
        after_per_min: args.circumstances.resp_after,
    };
    let by_flag = [
        (PhaseName::Before, &args.before),
        (PhaseName::During, &args.during),
        (PhaseName::After, &args.after),
    ];
    let flagged: Vec<(PhaseName, &Path)> =
        by_flag.iter().filter_map(|(name, path)| Some((*name, path.as_deref()?))).collect();
    let named: Vec<(PhaseName, &Path)> = match args.files.as_slice() {
        [] if !flagged.is_empty() => flagged,
        [one] => return hold_one(args, open::open(one, &options)?, input, zone, stated),
        [before, after] => vec![(PhaseName::Before, before), (PhaseName::After, after)],
        [before, during, after] => vec![
            (PhaseName::Before, before),
            (PhaseName::During, during),
            (PhaseName::After, after),
        ],
        _ => {
            return Err(CliError::Usage(
                format!("{} files make no session", args.files.len()),
                "give one recording with --start and --end, or two files (before, after), or three \
                 (before, during, after)",
            ));
        }
    };
    if args.start.is_some() || args.end.is_some() {
        return Err(CliError::Usage(
            "--start and --end belong to one recording of all phases".into(),
            "leave them out when each phase has its own file",
        ));
    }
    let mut files = Vec::new();
    let mut recordings = Vec::new();
    for (name, path) in &named {
        let file = open::open(path, &options)?;
        files.push((file.name, file.sha256));
        recordings.push((*name, file.measured));
    }
    let start = recordings[0].1.start;
    // The session's axis begins with the first beat or sample of the first file.
    let first_s = recordings[0].1.span.start_s;
    let composed = compose::from_phases(recordings, stated);
    let moved_at_s = moved_at(args, start, zone)?.map(|s| s - first_s);
    Ok(Held {
        composed,
        files,
        roles: named.iter().map(|(name, _)| *name).collect(),
        when: start.map(|s| when::civil(s, zone)),
        notes: Vec::new(),
        moved_at_s,
    })
}

fn hold_one(
    args: &Args,
    file: ReadFile,
    input: Option<&vagal::evidence::Input>,
    zone: &TimeZone,
    stated: StatedBreathing,
) -> Result<Held, CliError> {
    let start = file.measured.start;
    let seconds = |w: When| w.in_recording(start, zone);
    let names: Vec<String> =
        input.map_or_else(Vec::new, |i| i.names().map(str::to_lowercase).collect());
    let marks = when::from_marks(&file.measured.marks, &names);
    let mut notes = Vec::new();
    let (start_s, end_s) = match (args.start, args.end, marks) {
        (Some(from), Some(to), _) => (seconds(from)?, seconds(to)?),
        (None, None, Some((from_s, to_s, how))) => {
            notes.push(Note::info("", format!("start and end of the input taken from {how}")));
            (from_s, to_s)
        }
        (None, None, None) => {
            return Err(CliError::Usage(
                "the file does not say when the input began and ended".into(),
                "add --start and --end, as clock times (10:05) or seconds (600)",
            ));
        }
        _ => {
            return Err(CliError::Usage(
                "only one of --start and --end is given".into(),
                "give both, as clock times (10:05) or seconds (600)",
            ));
        }
    };
    let moved_at_s = moved_at(args, start, zone)?;
    Ok(Held {
        files: vec![(file.name, file.sha256)],
        roles: Vec::new(),
        when: start.map(|s| when::civil(s, zone)),
        composed: compose::from_one(file.measured, start_s, end_s, stated)?,
        notes,
        moved_at_s,
    })
}

fn moved_at(
    args: &Args,
    start: Option<ClockTime>,
    zone: &TimeZone,
) -> Result<Option<f64>, CliError> {
    let moved_at = args.circumstances.moved_at;
    Ok(moved_at.map(|w| w.in_recording(start, zone)).transpose()?)
}

/// The input as the page names it, and what is known of it.
fn input(args: &Args) -> Result<Option<(InputLine, &'static vagal::evidence::Input)>, CliError> {
    let Some(name) = &args.input else { return Ok(None) };
    let known = vagal::evidence::input(name).ok_or_else(|| {
        CliError::Usage(
            format!("`{name}` is no input that is known"),
            "known are massage, slow breathing, meditation, cold face, rest, sleep, movement, nutrition",
        )
    })?;
    let dose = [&args.pressure, &args.pace, &args.region].into_iter().flatten().cloned().collect();
    let line = InputLine {
        id: known.id.clone(),
        label: capitalised(&known.name),
        dose,
        is_rest: known.id == "rest",
    };
    Ok(Some((line, known)))
}

/// The first letter in upper case: the name heads a page.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn circumstances(
    args: &CircumstanceArgs,
    moved_at_s: Option<f64>,
) -> Result<Circumstances, CliError> {
    let numbers = [args.moving, args.caffeine, args.meal, args.alcohol, args.exercise];
    let rates = [args.resp_before, args.resp_after];
    let sound = numbers.iter().chain(&rates).flatten().all(|v| v.is_finite() && *v >= 0.0)
        && args.moving.is_none_or(|share| share <= 100.0);
    if !sound || rates.iter().flatten().any(|r| !(1.0..=60.0).contains(r)) {
        return Err(CliError::Usage(
            "a circumstance lies outside what it can be".into(),
            "hours are not negative; a share lies between 0 and 100 per cent; breathing lies between 1 and 60 a minute",
        ));
    }
    Ok(Circumstances {
        posture_before: args.posture_before,
        posture_after: args.posture_after,
        moving_pct: args.moving,
        moved_at_s,
        hours_since_caffeine: args.caffeine,
        hours_since_meal: args.meal,
        hours_since_alcohol: args.alcohol,
        hours_since_exercise: args.exercise,
        ill_or_medicated: args.ill.then_some(true),
        rest_controls: args.rest_controls,
        ..Circumstances::default()
    })
}
