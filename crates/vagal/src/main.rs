//! The command line: `vagal SUBCOMMAND`. Data on stdout, talk on stderr.
//!
//! Exit codes: 0 answered, 1 the recording cannot bear an answer, 2 an error with a hint.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
