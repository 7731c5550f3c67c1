//! `vagal config`: every setting with its value and its reason.

use serde_json::json;
use vagal::config;
use vagal::report::terminal::{Align, Table};
use vagal::session::Settings;

use super::Outcome;
use super::error::CliError;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let entries = config::entries(&Settings::default());
    if args.json {
        let settings: Vec<_> = entries
            .iter()
            .map(|e| json!({ "name": e.name, "value": e.value, "reason": e.reason }))
            .collect();
        out.print(&format!("{:#}", json!({ "schema": "vagal.config/1", "settings": settings })))?;
        return Ok(Outcome::Answered);
    }
    let mut table =
        Table::new(&[("setting", Align::Left), ("value", Align::Left), ("why", Align::Left)]);
    for e in &entries {
        table.row([e.name, &e.value, e.reason]);
    }
    out.print(&out.table(&table))?;
    Ok(Outcome::Answered)
}
