//! Where output goes: data to stdout, talk to stderr, in the look the terminal bears.

use std::io::{IsTerminal, Write};

use vagal::report::terminal::{Look, Style, Table};

use super::error::CliError;

/// How to print; accepted before and after the subcommand.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct StyleArgs {
    /// Words and figures only: nothing a screen reader would stumble over
    #[arg(long, global = true, display_order = 900)]
    plain: bool,
    /// Columns to print in
    #[arg(long, global = true, display_order = 901, value_name = "COLUMNS")]
    width: Option<usize>,
}

/// The two streams and the look.
pub(crate) struct Out {
    pub(crate) style: Style,
    /// Somebody looks, or asked for a width; else a row stays a line, for `grep` and `cut`.
    fits: bool,
    talkative: bool,
}

impl Out {
    /// Colour on a terminal without `NO_COLOR`; 80 columns unless told otherwise.
    pub(crate) fn new(args: &StyleArgs) -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let look = if args.plain {
            Look::Plain
        } else if no_colour || !std::io::stdout().is_terminal() {
            Look::Mono
        } else {
            Look::Colour
        };
        let talkative = std::io::stderr().is_terminal();
        let fits = args.width.is_some() || std::io::stdout().is_terminal();
        Self { style: Style::new(args.width.unwrap_or(80), look), fits, talkative }
    }

    /// True if somebody reads, rather than another program.
    pub(crate) fn is_read(&self) -> bool {
        self.fits
    }

    /// A table in the columns there are.
    pub(crate) fn table(&self, table: &Table) -> String {
        if self.fits { table.fitted(&self.style) } else { table.render(&self.style) }
    }

    /// Data.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), CliError> {
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            stdout.write_all(b"\n")?;
        }
        Ok(stdout.flush()?)
    }

    /// Talk; a closed stderr is nobody listening.
    pub(crate) fn talk(&mut self, text: &str) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// A line that replaces the last one; only where somebody watches.
    pub(crate) fn progress(&mut self, text: &str) {
        if self.talkative {
            let _ = write!(std::io::stderr(), "\r\u{1b}[2K{text}");
        }
    }

    /// Ends the line of progress.
    pub(crate) fn progress_done(&mut self) {
        if self.talkative {
            let _ = write!(std::io::stderr(), "\r\u{1b}[2K");
        }
    }
}

/// Writes a report and says where.
pub(crate) fn write_report(
    path: &std::path::Path,
    html: &str,
    out: &mut Out,
) -> Result<(), CliError> {
    std::fs::write(path, html)
        .map_err(|source| CliError::Write { path: path.to_owned(), source })?;
    out.talk(&format!("report written: `{}`", path.display()));
    Ok(())
}

/// The command line with every path reduced to its last part, so that a page can be given away.
pub(crate) fn command_line() -> String {
    let bare = |arg: String| match arg.rsplit_once(['/', '\\']) {
        Some((_, last)) if !last.is_empty() => last.to_owned(),
        _ => arg,
    };
    let rest: Vec<String> = std::env::args().skip(1).map(bare).collect();
    format!("vagal {}", rest.join(" "))
}
