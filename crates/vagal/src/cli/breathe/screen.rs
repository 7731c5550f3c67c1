//! The pacer on the screen: a bar that grows and shrinks, or words for a screen reader.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, poll, read};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute, queue, terminal};
use vagal::breathe::{Place, Plan};
use vagal::report::chart::Family;
use vagal::report::terminal::Style;

/// Seconds to get ready before the first breath.
pub(super) const LEAD_S: f64 = 3.0;
/// From one picture to the next, seconds. House choice: smooth to the eye, a load of a few per cent.
const FRAME_S: f64 = 0.04;
/// In words nothing moves; the clock is looked at as often as this, seconds.
const LISTEN_S: f64 = 0.1;
/// Widest bar and text, columns.
const WIDEST: u16 = 80;

/// How it ended.
pub(super) struct Ended {
    /// Seconds since the first breath began, at most the length of the plan.
    pub(super) at_s: f64,
    /// False if a key ended it, or something else.
    pub(super) is_complete: bool,
    /// What ended it, where it was neither the plan nor a key.
    pub(super) cut: Option<Cut>,
}

/// What ended it from outside.
pub(super) enum Cut {
    /// A signal that asks a program to end, such as a closed window sends.
    Signal(i32),
    /// The terminal could not be read or written.
    Error(std::io::Error),
}

/// Puts the terminal back when it ends: by the plan, a key, an error, a panic, or a signal that asks for it (`Signals`).
struct Raw {
    alternate: bool,
}

impl Raw {
    fn enter(alternate: bool) -> std::io::Result<Self> {
        terminal::enable_raw_mode()?;
        // Made before anything else can fail: its end undoes what was done.
        let raw = Self { alternate };
        if alternate {
            execute!(std::io::stderr(), EnterAlternateScreen, cursor::Hide)?;
        }
        Ok(raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        if self.alternate {
            let _ = execute!(std::io::stderr(), cursor::Show, LeaveAlternateScreen);
        }
        let _ = terminal::disable_raw_mode();
    }
}

/// Paces from the lead to the end of the plan or what ends it before.
///
/// What is shown follows from the time since the start, read anew for each picture: no pause is added to another.
pub(super) fn play(plan: &Plan, sound: bool, style: Style) -> std::io::Result<Ended> {
    let signals = Signals::held_back()?;
    let raw = Raw::enter(!style.is_plain())?;
    let began = Instant::now();
    let ended = pace(plan, sound, style, began, &signals);
    drop(raw);
    // What was breathed until an error was breathed.
    Ok(ended.unwrap_or_else(|error| {
        let at_s = (began.elapsed().as_secs_f64() - LEAD_S).clamp(0.0, plan.length_s());
        Ended { at_s, is_complete: false, cut: Some(Cut::Error(error)) }
    }))
}

fn pace(
    plan: &Plan,
    sound: bool,
    style: Style,
    began: Instant,
    signals: &Signals,
) -> std::io::Result<Ended> {
    let step_s = if style.is_plain() { LISTEN_S } else { FRAME_S };
    let mut shown = Shown::default();
    loop {
        let now_s = began.elapsed().as_secs_f64();
        let time_s = now_s - LEAD_S;
        let place = if time_s < 0.0 { None } else { plan.at(time_s) };
        if time_s >= 0.0 && place.is_none() {
            return Ok(Ended { at_s: plan.length_s(), is_complete: true, cut: None });
        }
        if let Some(signal) = signals.came() {
            let cut = Some(Cut::Signal(signal));
            return Ok(Ended { at_s: time_s.max(0.0), is_complete: false, cut });
        }
        if style.is_plain() {
            shown.say(place.as_ref(), plan, time_s, sound)?;
        } else {
            shown.draw(place.as_ref(), plan, time_s, sound, style)?;
        }
        let next_s = (now_s / step_s).floor() * step_s + step_s;
        let wait_s = (next_s - began.elapsed().as_secs_f64()).max(0.0);
        if poll(Duration::from_secs_f64(wait_s))? {
            match read()? {
                Event::Key(key) if key.kind == KeyEventKind::Press => {
                    let control_c = key.code == KeyCode::Char('c')
                        && key.modifiers.contains(KeyModifiers::CONTROL);
                    if control_c || matches!(key.code, KeyCode::Esc | KeyCode::Char('q' | 'Q')) {
                        let at_s = (began.elapsed().as_secs_f64() - LEAD_S).max(0.0);
                        return Ok(Ended { at_s, is_complete: false, cut: None });
                    }
                }
                Event::Resize(..) => shown = Shown { turn: shown.turn, ..Shown::default() },
                _ => {}
            }
        }
    }
}

/// Signals that ask the program to end, held back while the terminal is not its own; afterwards they do what they always do.
struct Signals {
    came: Arc<AtomicUsize>,
    is_over: Arc<AtomicBool>,
}

#[cfg(unix)]
const ENDING: [i32; 2] = [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP];

impl Signals {
    fn held_back() -> std::io::Result<Self> {
        let made = Self { came: Arc::default(), is_over: Arc::default() };
        #[cfg(unix)]
        for signal in ENDING {
            let is_over = Arc::clone(&made.is_over);
            signal_hook::flag::register_conditional_default(signal, is_over)?;
            let number = signal.unsigned_abs() as usize;
            signal_hook::flag::register_usize(signal, Arc::clone(&made.came), number)?;
        }
        Ok(made)
    }

    fn came(&self) -> Option<i32> {
        i32::try_from(self.came.load(Ordering::Relaxed)).ok().filter(|signal| *signal != 0)
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// Ends the program as a signal would have, so that who sent it sees it.
pub(super) fn end_as_signalled(signal: i32) -> std::io::Result<()> {
    #[cfg(unix)]
    signal_hook::low_level::emulate_default_handler(signal)?;
    #[cfg(not(unix))]
    let _ = signal;
    Ok(())
}

/// What the last picture or word was of.
#[derive(Default)]
struct Shown {
    is_cleared: bool,
    /// Stretch, breath, in or out; `None` between two paces.
    turn: Option<(usize, Option<(u64, bool)>)>,
    minutes_left: Option<u64>,
}

impl Shown {
    /// True when breathing turns, or a stretch begins.
    fn turns(&mut self, place: &Place) -> bool {
        let turn = (place.index, place.breath.map(|b| (b.number, b.is_inhale)));
        let turned = self.turn != Some(turn);
        self.turn = Some(turn);
        turned
    }

    fn say(
        &mut self,
        place: Option<&Place>,
        plan: &Plan,
        time_s: f64,
        sound: bool,
    ) -> std::io::Result<()> {
        let mut stderr = std::io::stderr().lock();
        let Some(place) = place else {
            if !self.is_cleared {
                self.is_cleared = true;
                write!(stderr, "begins in {:.0} seconds\r\n", -time_s)?;
            }
            return stderr.flush();
        };
        let new_stretch = self.turn.is_none_or(|(index, _)| index != place.index);
        if new_stretch && plan.stretches().len() > 1 {
            write!(stderr, "{}\r\n", title(place, plan))?;
        }
        let minutes_left = (place.left_s / 60.0).ceil() as u64;
        if self.minutes_left.is_some_and(|before| before != minutes_left) {
            let s = if minutes_left == 1 { "" } else { "s" };
            write!(stderr, "{minutes_left} minute{s} left\r\n")?;
        }
        self.minutes_left = Some(minutes_left);
        if self.turns(place) {
            let word = match place.breath {
                Some(breath) if breath.is_inhale => "in",
                Some(_) => "out",
                None => "as it comes",
            };
            write!(stderr, "{}{word}\r\n", if sound { "\u{7}" } else { "" })?;
        }
        stderr.flush()
    }

    fn draw(
        &mut self,
        place: Option<&Place>,
        plan: &Plan,
        time_s: f64,
        sound: bool,
        style: Style,
    ) -> std::io::Result<()> {
        let (columns, rows) = terminal::size().unwrap_or((80, 24));
        let width = usize::from(columns.min(WIDEST)).saturating_sub(1).max(1);
        let mut stderr = std::io::stderr().lock();
        if !self.is_cleared {
            self.is_cleared = true;
            queue!(stderr, Clear(ClearType::All))?;
        }
        let picture = picture(place, plan, time_s, width, style);
        let top = rows.saturating_sub(picture.len() as u16) / 2;
        for (line, row) in picture.iter().zip(top..rows) {
            queue!(stderr, cursor::MoveTo(0, row))?;
            write!(stderr, "{line}")?;
            queue!(stderr, Clear(ClearType::UntilNewLine))?;
        }
        if place.is_some_and(|place| self.turns(place)) && sound {
            write!(stderr, "\u{7}")?;
        }
        stderr.flush()
    }
}

/// `6 breaths a minute`, with the place in a search.
fn title(place: &Place, plan: &Plan) -> String {
    let paced = plan.stretches().iter().filter(|s| s.pace.is_some()).count();
    let before = plan.stretches().iter().take(place.index + 1).filter(|s| s.pace.is_some()).count();
    let of = if paced > 1 { format!(", {before} of {paced}") } else { String::new() };
    match place.stretch.pace {
        Some(pace) => format!("{} breaths a minute{of}", pace.rate_per_min()),
        None => format!("rest, next {} of {paced} in {:.0} s", before + 1, place.stretch_left_s),
    }
}

/// `4:05`
fn clock(left_s: f64) -> String {
    let left_s = left_s.max(0.0).ceil() as u64;
    format!("{}:{:02} left", left_s / 60, left_s % 60)
}

/// The lines of one picture.
fn picture(
    place: Option<&Place>,
    plan: &Plan,
    time_s: f64,
    width: usize,
    style: Style,
) -> Vec<String> {
    let cut = |text: &str| -> String { text.chars().take(width).collect() };
    let (head, left_s, word, fill) = match place {
        None => (
            "slow breathing".into(),
            plan.length_s(),
            format!("begins in {:.0}", (-time_s).ceil()),
            0.0,
        ),
        Some(place) => {
            let (word, fill) = match place.breath {
                Some(b) if b.is_inhale => ("breathe in", b.fill),
                Some(b) => ("breathe out", b.fill),
                None => ("breathe as it comes", 0.0),
            };
            (title(place, plan), place.left_s, word.to_owned(), fill)
        }
    };
    let clock = clock(left_s);
    let gap = width.saturating_sub(head.chars().count() + clock.chars().count()).max(1);
    vec![
        cut(&format!("{head}{}{clock}", " ".repeat(gap))),
        String::new(),
        style.bold(&cut(&word)),
        style.family(Family::Input, &bar(fill, width)),
        String::new(),
        style.dim(&cut("Quiet, not deep. Stop at tingling or dizziness. Esc, q or Ctrl-C ends.")),
    ]
}

/// A bar of eighths of a column: it moves smoothly at 80 columns.
fn bar(fill: f64, width: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (fill.clamp(0.0, 1.0) * (8 * width) as f64).round() as usize;
    // Never quite empty: the eye keeps its place.
    let eighths = eighths.max(1);
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;
    use vagal::breathe::{Pace, SearchPlan};
    use vagal::report::terminal::Look;

    #[test]
    fn a_bar_grows_by_eighths_and_never_beyond_its_columns() {
        assert_eq!(bar(0.0, 10), "▏");
        assert_eq!(bar(0.5, 10), "█████");
        assert_eq!(bar(1.0, 10), "█".repeat(10));
        assert_eq!(bar(0.0625, 10), "▋");
        let mut before = 0;
        for step in 0..=800 {
            let columns = bar(f64::from(step) / 800.0, 80).width();
            assert!(before <= columns && columns <= 80);
            before = columns;
        }
    }

    #[test]
    fn no_picture_is_wider_than_the_terminal() {
        let steady = Plan::steady(Pace::new(5.5, 0.4).unwrap(), 600.0);
        let search =
            SearchPlan { rounds: 1, minutes: 2.5, rest_minutes: 1.0, ..SearchPlan::default() };
        let search = search.plan().unwrap();
        for (plan, time_s) in [(&steady, -2.0), (&steady, 3.0), (&search, 160.0), (&search, 215.0)]
        {
            for width in [1, 12, 40, 79] {
                let style = Style::new(80, Look::Mono);
                let place = if time_s < 0.0 { None } else { plan.at(time_s) };
                for line in picture(place.as_ref(), plan, time_s, width, style) {
                    assert!(line.width() <= width, "{width}: {line}");
                }
            }
        }
        let lines =
            picture(search.at(160.0).as_ref(), &search, 160.0, 79, Style::new(80, Look::Mono));
        assert!(
            lines[0].starts_with("rest, next 2 of 6 in 50 s") && lines[0].ends_with("17:20 left"),
            "{}",
            lines[0]
        );
        assert_eq!(lines[2], "breathe as it comes");
    }
}
