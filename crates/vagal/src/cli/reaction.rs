//! `vagal reaction`: two minutes of pressing a key as soon as the counter appears.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, poll, read};
use crossterm::{cursor, execute, terminal};
use serde_json::json;
use vagal::core::Reading;
use vagal::core::diary::kinds;
use vagal::reaction::{LENGTH_S, ReactionTest, Shown};
use vagal::store::{Line, Origin};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, keep};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Fifteen seconds to get used to it; nothing is stored
    #[arg(long)]
    practice: bool,
    /// Seed of the waits; drawn from the clock if left out
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Zone of the time that is stored; the system's if left out
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// Print `vagal.reaction/1`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: keep::StoreArgs,
}

const PRACTICE_S: f64 = 15.0;
/// How long a key is waited for before the counter is drawn again: a frame of a screen.
const FRAME: Duration = Duration::from_millis(4);

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return Err(CliError::Usage(
            "a reaction cannot be timed without a terminal".into(),
            "run it in a terminal; type a result of elsewhere with `vagal reading rt=270 lapses=2`",
        ));
    }
    let time = keep::TimeArgs { at: None, tz: args.tz.clone() };
    let at = time.moment()?;
    // The store is opened first: two minutes of work are not lost to a path that cannot be written.
    if !args.practice {
        drop(args.store.open()?);
    }
    let seed = args.seed.unwrap_or_else(|| at.unix_s().unsigned_abs());
    let length_s = if args.practice { PRACTICE_S } else { LENGTH_S };
    out.talk(
        "Press the space bar as soon as the counter appears. Esc ends the test. Ready: space bar",
    );
    let Some(test) = play(seed, length_s)? else {
        return Err(CliError::Usage(
            "the test was ended before it was over".into(),
            "nothing was stored; run it again when there are two minutes",
        ));
    };
    if args.practice {
        out.talk("that was practice; nothing is stored");
        return Ok(Outcome::Answered);
    }
    let Some(result) = test.result() else {
        return Err(CliError::Unfit {
            name: "reaction".into(),
            unfit: vagal::core::Unfit::SignalTooPoor { found: "fewer than 15 answers".into() },
        });
    };
    let median = Reading::new(kinds::REACTION_TIME, at, result.median_ms)?
        .with_standard_error(result.standard_error_ms)?;
    let lapses = Reading::new(kinds::REACTION_LAPSES, at, result.lapses as f64)?;
    let lines = [Line::Reading(median), Line::Reading(lapses)];
    if args.json {
        let mut store = args.store.open()?;
        store.add(&args.store.person(), &Origin::test("reaction"), &lines, &[])?;
        let all = json!({
            "schema": "vagal.reaction/1", "at": at.to_string(), "seed": seed,
            "median_ms": result.median_ms, "standard_error_ms": result.standard_error_ms,
            "lapses": result.lapses, "answers": result.answers, "false_starts": result.false_starts,
        });
        out.print(&format!("{all:#}"))?;
    } else {
        let origin = Origin::test("reaction");
        keep::add_and_print(&args.store, &lines, &origin, "vagal.reaction/1", false, out)?;
        out.talk(&format!(
            "{} answers, {} keys too early. A terminal adds some ten ms: compare only with the same one",
            result.answers, result.false_starts
        ));
    }
    Ok(Outcome::Answered)
}

/// Puts the terminal back however the test ends.
struct Raw;

impl Raw {
    fn enter() -> std::io::Result<Self> {
        terminal::enable_raw_mode()?;
        execute!(std::io::stderr(), cursor::Hide)?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = execute!(std::io::stderr(), cursor::Show);
        let _ = terminal::disable_raw_mode();
        let _ = writeln!(std::io::stderr());
    }
}

/// The test from its first key to its end; `None` if it was ended early.
fn play(seed: u64, length_s: f64) -> Result<Option<ReactionTest>, CliError> {
    let raw = Raw::enter()?;
    let pressed = |timeout: Duration| -> std::io::Result<Option<bool>> {
        if !poll(timeout)? {
            return Ok(None);
        }
        let Event::Key(key) = read()? else { return Ok(None) };
        if key.kind != KeyEventKind::Press {
            return Ok(None);
        }
        let control_c =
            key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
        Ok(Some(key.code != KeyCode::Esc && !control_c))
    };
    loop {
        match pressed(Duration::from_millis(200))? {
            Some(true) => break,
            Some(false) => return Ok(None),
            None => {}
        }
    }
    let started = Instant::now();
    let mut test = ReactionTest::new(seed, length_s);
    loop {
        let shown = match pressed(FRAME)? {
            Some(false) => return Ok(None),
            // Read at once: the time of the key is the time it was seen.
            Some(true) => test.press(started.elapsed().as_secs_f64()),
            None => test.tick(started.elapsed().as_secs_f64()),
        };
        let text = match shown {
            Shown::Wait => "      .".to_owned(),
            Shown::Counter(ms) => format!("{ms:7.0} ms"),
            Shown::Answer(ms) => format!("{ms:7.0} ms  ."),
            Shown::TooEarly => "   too early".to_owned(),
            Shown::Over => break,
        };
        let mut stderr = std::io::stderr().lock();
        write!(stderr, "\r\u{1b}[2K{text}")?;
        stderr.flush()?;
    }
    drop(raw);
    Ok(Some(test))
}
