//! `vagal breathe`: paces slow breathing in the terminal, and logs what was done.

mod ask;
mod screen;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use vagal::breathe::{
    DESCRIBED_PER_MIN, INHALE_SHARES, MOST_ROUNDS, Pace, Plan, RATES_PER_MIN, REST_MINUTES,
    SEARCH_MINUTES, SearchPlan,
};
use vagal::clock::Zone;
use vagal::core::{InputEvent, Moment};
use vagal::evidence::{Input, input};
use vagal::store::{Added, Entry, Line, Origin};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, keep};
use screen::{Cut, Ended};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Breaths a minute, 4 to 10
    #[arg(long, value_name = "RATE", default_value_t = 6.0, conflicts_with = "search")]
    rate: f64,
    /// Share of each breath spent breathing in, 0.25 to 0.6
    #[arg(long, value_name = "SHARE", default_value_t = 0.4)]
    inhale_share: f64,
    /// How long, minutes; 10 if left out, and 2 at each rate of a search
    #[arg(long, value_name = "MINUTES")]
    minutes: Option<f64>,
    /// A bell of the terminal at each turn of the breath
    #[arg(long)]
    sound: bool,
    /// Answers of `vagal check`; asked in short if left out
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Store nothing
    #[arg(long)]
    no_log: bool,
    /// Zone of the time that is stored; the system's if left out
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// Print `vagal.breathe/1`; a search in this form is what `vagal resonance` reads
    #[arg(long)]
    json: bool,
    /// Breathe at 4.5, 5, 5.5, 6, 6.5 and 7 a minute in mixed order while a strap records, for `vagal resonance`
    #[arg(long, help_heading = "Search")]
    search: bool,
    /// Decides the order of the rates; drawn from the clock if left out
    #[arg(long, value_name = "NUMBER", help_heading = "Search", requires = "search")]
    seed: Option<u64>,
    /// Minutes of breathing as it comes between two rates; half a one if left out
    #[arg(long, value_name = "MINUTES", help_heading = "Search", requires = "search")]
    rest: Option<f64>,
    /// How often each rate is breathed, 1 to 4; 2 if left out. One finds a crest far less often
    #[arg(long, value_name = "COUNT", help_heading = "Search", requires = "search")]
    rounds: Option<usize>,
    #[command(flatten)]
    store: keep::StoreArgs,
}

/// Lengths of a session that are paced, minutes: a few breaths to an hour.
const MINUTES: (f64, f64) = (0.1, 60.0);
/// Minutes of a session, where none are given.
const USUAL_MINUTES: f64 = 10.0;

/// What is done: the plan, and the search it belongs to.
struct Task {
    plan: Plan,
    pace: Option<Pace>,
    search: Option<SearchPlan>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let zone = Zone::named(args.tz.as_deref())?;
    let task = task(args, &zone)?;
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return Err(CliError::Usage(
            "breathing cannot be paced without a terminal".into(),
            "run it in a terminal; log what was done elsewhere with `vagal log slow_breathing --minutes 10 --breaths 6`",
        ));
    }
    let slow = input("slow_breathing").ok_or_else(|| {
        CliError::Usage("slow breathing is not in the ledger".into(), "install vagal again")
    })?;
    if !ask::may_begin(args.answers.as_deref(), slow, out)? {
        return Ok(Outcome::Unusable);
    }
    // The store is opened first: the minutes are not lost to a path that cannot be written.
    if !args.no_log {
        drop(args.store.open()?);
    }
    tell_before(&task, slow, out);
    let began = SystemTime::now();
    let unix_s = began.duration_since(UNIX_EPOCH).map_or(0.0, |d| d.as_secs_f64());
    let started = Started { unix_s: unix_s + screen::LEAD_S, zone };
    // What reads the recording later must outlive whatever ends this program.
    if let Some(search) = &task.search {
        out.talk(&format!(
            "First breath at {}, order of the rates by seed {}; if this is cut off: `{}`",
            started.clock(),
            search.seed,
            resonance_command(search, &started, Some("SECONDS"))
        ));
    }
    let ended = screen::play(&task.plan, args.sound, out.style)?;
    // Stored first: no rating that is not given, and no error of the store, takes along what was done.
    let kept = keep_it(args, &task, &started, &ended, slow, out);
    tell_after(&task, &started, &ended, out);
    let (entry, failed) = match kept {
        Ok(entry) => (entry, None),
        Err(error) => (None, Some(error)),
    };
    if args.json {
        let stored = entry
            .as_ref()
            .map(|(e, added)| keep::entry_json(args.store.person_id(), e, Some(added)));
        let all = wire(&task, &started, &ended, stored);
        out.print(&format!("{all:#}"))?;
    }
    if let Some(error) = failed {
        return Err(error);
    }
    match ended.cut {
        Some(Cut::Signal(signal)) => {
            screen::end_as_signalled(signal)?;
            return Ok(Outcome::Answered);
        }
        Some(Cut::Error(error)) => return Err(error.into()),
        None => {}
    }
    if let Some((entry, Added::New)) = entry {
        rate(args, entry, out)?;
    }
    Ok(Outcome::Answered)
}

/// Adds a rating, where one is given, to the entry that is stored.
fn rate(args: &Args, entry: Entry, out: &mut Out) -> Result<(), CliError> {
    let Line::Input(event) = entry.line else { return Ok(()) };
    let Some(felt) = ask::felt(out)? else { return Ok(()) };
    let rated = InputEvent { felt_release: Some(felt), ..event };
    args.store.open()?.replace(&entry.id, Line::Input(rated.checked()?))?;
    out.talk(&format!("felt release {felt} of 10 added to {}", keep::short(&entry.id)));
    Ok(())
}

/// When the first breath began.
struct Started {
    unix_s: f64,
    zone: Zone,
}

impl Started {
    /// `10:05:00`
    fn clock(&self) -> String {
        self.moment().map_or_else(
            |_| "10:05:00".into(),
            |m| m.to_string().chars().skip(11).take(8).collect(),
        )
    }

    fn moment(&self) -> Result<Moment, CliError> {
        self.zone.at_unix(self.unix_s.floor() as i64).ok_or_else(|| {
            CliError::Usage("the clock of this machine is off".into(), "set the clock")
        })
    }
}

fn task(args: &Args, zone: &Zone) -> Result<Task, CliError> {
    let range = |(lo, hi): (f64, f64)| format!("{lo} to {hi}");
    let wrong = |what: String, hint: &'static str| CliError::Usage(what, hint);
    if args.search {
        let search = SearchPlan {
            seed: match args.seed {
                Some(seed) => seed,
                None => keep::now(zone)?.unix_s().unsigned_abs() % 10_000,
            },
            minutes: args.minutes.unwrap_or(SearchPlan::default().minutes),
            rest_minutes: args.rest.unwrap_or(SearchPlan::default().rest_minutes),
            rounds: args.rounds.unwrap_or(SearchPlan::default().rounds),
            inhale_share: args.inhale_share,
        };
        let plan = search.plan().ok_or_else(|| {
            wrong(
                format!(
                    "a search has {} min at each rate, {} min between, 1 to {MOST_ROUNDS} rounds and {} of each breath in",
                    range(SEARCH_MINUTES),
                    range(REST_MINUTES),
                    range(INHALE_SHARES)
                ),
                "leave --minutes, --rest, --rounds and --inhale-share out for 2, 0.5, 2 and 0.4",
            )
        })?;
        return Ok(Task { plan, pace: None, search: Some(search) });
    }
    let pace = Pace::new(args.rate, args.inhale_share).ok_or_else(|| {
        wrong(
            format!(
                "{} breaths a minute with {} of each in are not paced; {} a minute and {} are",
                args.rate,
                args.inhale_share,
                range(RATES_PER_MIN),
                range(INHALE_SHARES)
            ),
            "leave --rate and --inhale-share out for 6 and 0.4",
        )
    })?;
    let minutes = args.minutes.unwrap_or(USUAL_MINUTES);
    if !(MINUTES.0..=MINUTES.1).contains(&minutes) {
        return Err(wrong(
            format!("{minutes} min are not paced; {} are", range(MINUTES)),
            "leave --minutes out for 10",
        ));
    }
    Ok(Task { plan: Plan::steady(pace, 60.0 * minutes), pace: Some(pace), search: None })
}

fn tell_before(task: &Task, slow: &Input, out: &mut Out) {
    for limit in &slow.limits {
        out.talk(limit);
    }
    out.talk(
        "Quiet, not deep: take no more air than you want. Tingling and dizziness come from too much of it.",
    );
    if let Some(pace) = task.pace {
        let (lo, hi) = DESCRIBED_PER_MIN;
        let rate = pace.rate_per_min();
        if !(lo..=hi).contains(&rate) {
            out.talk(&format!(
                "note: {rate} a minute lies outside of the {lo} to {hi} for which slow breathing is described"
            ));
        }
    }
    if task.search.is_some() {
        out.talk(&format!(
            "{:.0} minutes. Start your strap's recording before, and let it run to the end; sit still and do not talk.",
            task.plan.length_s() / 60.0
        ));
    }
    out.talk("Esc, q or Ctrl-C ends it at any time.");
}

/// Logs the paced minutes, not rated yet; `None` where nothing is stored.
fn keep_it(
    args: &Args,
    task: &Task,
    started: &Started,
    ended: &Ended,
    slow: &Input,
    out: &mut Out,
) -> Result<Option<(Entry, Added)>, CliError> {
    let paced_s = task.plan.paced_s(ended.at_s);
    let first = task.plan.stretches().iter().find_map(|s| s.pace);
    let one_breath_s = first.map_or(0.0, Pace::breath_s);
    if paced_s < one_breath_s {
        out.talk("ended before the first breath was over; nothing is stored");
        return Ok(None);
    }
    let minutes = (paced_s / 6.0).round() / 10.0;
    if args.no_log {
        out.talk(&format!("{minutes} min were paced; nothing is stored"));
        return Ok(None);
    }
    let event = InputEvent {
        minutes: Some(minutes),
        breaths_per_min: task.pace.map(Pace::rate_per_min),
        inhale_share: Some(args.inhale_share),
        ..InputEvent::new(&slow.id, started.moment()?)
    };
    let line = Line::Input(event.checked()?);
    let origin = Origin::guide("breathe");
    if !args.json {
        let stored =
            keep::add_and_print(&args.store, &[line], &origin, "vagal.breathe/1", false, out)?;
        return Ok(stored.into_iter().next());
    }
    let mut store = args.store.open()?;
    let became = store.add(&args.store.person(), &origin, std::slice::from_ref(&line), &[])?;
    Ok(became.into_iter().next().map(|(id, added)| (Entry { id, origin, line }, added)))
}

/// `vagal.breathe/1`.
fn wire(task: &Task, started: &Started, ended: &Ended, entry: Option<Value>) -> Value {
    let done: Vec<Value> = task
        .plan
        .done(ended.at_s)
        .iter()
        .map(|s| {
            json!({
                "rate_per_min": s.rate_per_min,
                "start_s": s.window.start_s, "end_s": s.window.end_s,
            })
        })
        .collect();
    json!({
        "schema": "vagal.breathe/1",
        "at": started.moment().ok().map(|m| m.to_string()),
        "started_unix_s": (1000.0 * started.unix_s).round() / 1000.0,
        "ended": if ended.is_complete { "complete" } else { "stopped" },
        "minutes_planned": task.plan.paced_s(f64::INFINITY) / 60.0,
        "minutes_done": task.plan.paced_s(ended.at_s) / 60.0,
        "rate_per_min": task.pace.map(Pace::rate_per_min),
        "inhale_share": task.pace.map(Pace::inhale_share).or(task.search.map(|s| s.inhale_share)),
        "search": task.search.map(|s| json!({
            "seed": s.seed, "minutes": s.minutes, "rest_minutes": s.rest_minutes, "rounds": s.rounds,
        })),
        "stretches": done,
        "entry": entry,
    })
}

fn tell_after(task: &Task, started: &Started, ended: &Ended, out: &mut Out) {
    let Some(search) = task.search.filter(|_| ended.at_s > 0.0) else { return };
    let ended_s = (!ended.is_complete).then(|| format!("{:.0}", ended.at_s));
    out.talk(&format!(
        "Stop the recording now. Then: `{}`",
        resonance_command(&search, started, ended_s.as_deref())
    ));
}

/// What reads a search out of its recording.
fn resonance_command(search: &SearchPlan, started: &Started, ended_s: Option<&str>) -> String {
    let usual = SearchPlan::default();
    let mut words = format!("vagal resonance RECORDING --started {}", started.clock());
    words.push_str(&format!(" --seed {}", search.seed));
    if search.minutes != usual.minutes {
        words.push_str(&format!(" --minutes {}", search.minutes));
    }
    if search.rest_minutes != usual.rest_minutes {
        words.push_str(&format!(" --rest {}", search.rest_minutes));
    }
    if search.rounds != usual.rounds {
        words.push_str(&format!(" --rounds {}", search.rounds));
    }
    if let Some(ended_s) = ended_s {
        words.push_str(&format!(" --ended {ended_s}s"));
    }
    words
}
